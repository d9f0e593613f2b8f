// Tracing a picture: opacity, turn, lock, and its true size from two points.

import { clear, h, s } from "./dom.js";
import { add, dist, scale, sub, turnAround } from "./geometry.js";
import { icon } from "./icons.js";
import { parseLength } from "./units.js";

/** Where a picture must lie so that plan points a and b, as drawn now, are `metres` apart; a stays. */
export function calibrated(place, a, b, metres) {
  const k = metres / dist(a, b);
  return { ...place, at: add(a, scale(sub(place.at, a), k)), width: place.width * k };
}

/**
 * The projective map that takes four corners to four others, as eight numbers a..h of
 * (ax + by + c, dx + ey + f) / (gx + hy + 1). Null where three corners lie on a line.
 */
export function projective(from, to) {
  const rows = [];
  from.forEach(([x, y], i) => {
    const [u, v] = to[i];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  for (let i = 0; i < 8; i++) { // Gauss, the largest pivot first
    let best = i;
    for (let r = i + 1; r < 8; r++) if (Math.abs(rows[r][i]) > Math.abs(rows[best][i])) best = r;
    if (Math.abs(rows[best][i]) < 1e-12) return null;
    [rows[i], rows[best]] = [rows[best], rows[i]];
    for (let r = 0; r < 8; r++) {
      if (r === i) continue;
      const k = rows[r][i] / rows[i][i];
      for (let c = i; c < 9; c++) rows[r][c] -= k * rows[i][c];
    }
  }
  return rows.map((row, i) => row[8] / row[i]);
}
export const mapped = ([a, b, c, d, e, f, g, h], [x, y]) => {
  const w = g * x + h * y + 1;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
};
/** Four corners as people press them, in the order upper left, upper right, lower right, lower left (y downwards). */
export function cornersInOrder(points) {
  const rows = [...points].sort((p, q) => p[1] - q[1]), top = rows.slice(0, 2).sort((p, q) => p[0] - q[0]), low = rows.slice(2).sort((p, q) => p[0] - q[0]);
  return [top[0], top[1], low[1], low[0]];
}

/** The tool: two presses on the picture, then the true length. */
export class Trace {
  name = "trace";
  state = "idle";
  guides = [];
  constructor(board) {
    this.ctx = board;
    this.points = [];
    this.picture = null;
    this.skewing = false;
  }
  options() {
    const { ctx } = this, { words } = ctx, p = this.picture, say = (k) => words.say(k);
    const file = h("label", { class: "btn sm upl" }, icon("upload", 16), say(p ? "trace.other" : "trace.choose"), h("input", { type: "file", accept: "image/png,image/jpeg,image/webp,.pdf", onchange: (e) => e.target.files[0] && this.load(e.target.files[0]) }));
    if (!p) return [h("span", {}), file, h("p", { class: "none wide" }, say("trace.how"))];
    const range = h("input", { type: "range", min: 10, max: 100, value: Math.round(p.opacity * 100), "aria-label": say("trace.opacity"), oninput: (e) => { p.opacity = e.target.value / 100; this.draw(); } });
    const turn = h("input", { type: "text", inputmode: "decimal", value: String(p.turn), "aria-label": say("field.facing_deg"), onchange: (e) => { p.turn = Number(e.target.value) || 0; this.draw(); } });
    const length = h("input", { type: "text", inputmode: "decimal", placeholder: this.points.length < 2 ? say("trace.two") : "", disabled: this.points.length < 2, "aria-label": say("trace.length"), onchange: (e) => { const v = parseLength(e.target.value); if (v > 0) this.calibrate(v); } });
    return [h("label", {}, say("trace.length")), h("div", { class: "field num" }, length, h("span", { class: "u" }, "m")), h("label", {}, say("trace.opacity")), range, h("label", {}, say("trace.turn")), h("div", { class: "field num" }, turn, h("span", { class: "u" }, "°")),
      h("span", {}), h("button", { class: "btn sm", type: "button", "aria-pressed": String(this.skewing), onclick: () => { this.skewing = !this.skewing; this.points = []; ctx.redraw(); ctx.status.update(); ctx.focus(); } }, say("trace.deskew")),
      h("label", {}, say("lock")), h("input", { type: "checkbox", checked: p.locked, onchange: (e) => { p.locked = e.target.checked; } }), h("span", {}), h("div", { class: "two" }, file, h("button", { class: "btn sm", type: "button", onclick: () => { this.picture = null; this.draw(); ctx.redraw(); ctx.steps.update(); } }, say("trace.remove")))];
  }
  /** The browser applies the picture's EXIF turn itself; PDF pages come from the page as pictures. */
  async load(file) {
    const { ctx } = this;
    if (/pdf$/i.test(file.name)) { // the server draws its first page
      const bytes = new Uint8Array(await file.arrayBuffer());
      let text = "";
      for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
      return ctx.event("picture", { pdf: btoa(text) });
    }
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }), c = document.createElement("canvas"), k = Math.min(1, 3000 / Math.max(bitmap.width, bitmap.height));
      c.width = Math.round(bitmap.width * k);
      c.height = Math.round(bitmap.height * k);
      c.getContext("2d").drawImage(bitmap, 0, 0, c.width, c.height);
      this.show(c.toDataURL("image/jpeg", 0.85), c.width / c.height);
    } catch {
      ctx.refuse("refuse.picture");
    }
  }
  show(href, ratio, width = 14) {
    const image = new Image(), loaded = new Promise((done) => (image.onload = () => done(image)));
    image.src = href;
    this.picture = { href, ratio, image, loaded, at: [0, 0], width, turn: 0, opacity: 0.6, locked: false };
    this.points = [];
    this.draw();
    this.ctx.fit();
    this.ctx.panels();
    this.ctx.redraw();
  }
  get box() {
    const p = this.picture;
    return p ? [p.at[0], p.at[1], p.at[0] + p.width, p.at[1] + p.width / p.ratio] : null;
  }
  draw() {
    const p = this.picture, layer = this.ctx.render.picture;
    if (!p) return void clear(layer);
    const hgt = p.width / p.ratio;
    clear(layer, s("g", { transform: `translate(${p.at[0]} ${p.at[1]}) rotate(${p.turn} ${p.width / 2} ${hgt / 2})` }, s("image", { href: p.href, width: p.width, height: hgt, opacity: p.opacity, transform: `translate(0 ${hgt}) scale(1 -1)`, preserveAspectRatio: "none" })));
  }
  calibrate(metres) {
    this.picture = calibrated(this.picture, this.points[0], this.points[1], metres);
    this.points = [];
    this.draw();
    this.ctx.fit();
    this.ctx.setTool("wall", true);
  }
  /** A plan point on the picture: pixels of the picture, y downwards. */
  #pixel(p) {
    const { at, width, ratio, turn, image } = this.picture, hgt = width / ratio;
    const [x, y] = turnAround(p, [at[0] + width / 2, at[1] + hgt / 2], -turn);
    return [((x - at[0]) / width) * image.width, (1 - (y - at[1]) / hgt) * image.height];
  }
  /** Four corners of a room become a rectangle: a photograph taken at a slant looks straight on. */
  async straighten() {
    const { ctx } = this, image = await this.picture.loaded, corners = cornersInOrder(this.points.map((p) => this.#pixel(p)));
    this.points = [];
    this.skewing = false;
    const d = (i, j) => Math.hypot(corners[i][0] - corners[j][0], corners[i][1] - corners[j][1]), w = Math.round((d(0, 1) + d(3, 2)) / 2), hh = Math.round((d(0, 3) + d(1, 2)) / 2), m = 0.08;
    const x0 = w * m, y0 = hh * m, W = Math.round(w * (1 + 2 * m)), H = Math.round(hh * (1 + 2 * m));
    const back = w > 8 && hh > 8 && projective([[x0, y0], [x0 + w, y0], [x0 + w, y0 + hh], [x0, y0 + hh]], corners);
    if (!back) return ctx.refuse("refuse.corners");
    const k = Math.min(1, 1800 / Math.max(W, H)), source = document.createElement("canvas"), out = document.createElement("canvas");
    Object.assign(source, { width: image.width, height: image.height });
    Object.assign(out, { width: Math.round(W * k), height: Math.round(H * k) });
    const sg = source.getContext("2d", { willReadFrequently: true }), og = out.getContext("2d");
    sg.drawImage(image, 0, 0);
    const from = sg.getImageData(0, 0, source.width, source.height), to = og.createImageData(out.width, out.height);
    const src = new Uint32Array(from.data.buffer), dst = new Uint32Array(to.data.buffer);
    for (let y = 0; y < out.height; y++) for (let x = 0; x < out.width; x++) {
      const [u, v] = mapped(back, [x / k, y / k]), i = Math.round(u), j = Math.round(v);
      dst[y * out.width + x] = i >= 0 && j >= 0 && i < source.width && j < source.height ? src[j * source.width + i] : 0xffffffff;
    }
    og.putImageData(to, 0, 0);
    this.show(out.toDataURL("image/jpeg", 0.85), out.width / out.height, this.picture.width);
  }
  down(e) { this.from = this.last = e.at; this.state = "pressed"; this.dragged = false; }
  move(e) {
    this.hover = e.at;
    if (this.state !== "pressed" || !this.picture || this.picture.locked) return;
    if (!this.dragged && dist(e.at, this.from) < 6 * e.px) return;
    this.dragged = true;
    this.picture.at = add(this.picture.at, sub(e.at, this.last));
    this.last = e.at;
    this.draw();
  }
  up(e) {
    if (this.state === "pressed" && this.picture && !this.dragged) {
      if (this.points.length > (this.skewing ? 3 : 1)) this.points = [];
      this.points.push(e.at);
      if (this.skewing && this.points.length === 4) this.straighten();
      this.ctx.steps.update();
    }
    this.state = "idle";
  }
  key(e) {
    if (e.chord !== "Escape") return false;
    this.points.length ? (this.points = []) : this.ctx.next("select");
    return true;
  }
  cancel() { this.state = "idle"; }
  get preview() { return null; }
  get draft() {
    const [a, b] = this.points;
    if (this.skewing) return { guides: this.points.map((at) => ({ kind: "point", at })), ring: this.points.length > 1 ? [...this.points, ...(this.hover && this.points.length < 4 ? [this.hover] : [])] : null };
    return { guides: [], tape: a && (b || this.hover) ? { a, b: b ?? this.hover, metres: dist(a, b ?? this.hover) } : null };
  }
  get hint() { return this.skewing ? "hint.trace-corners" : this.picture ? (this.points.length === 2 ? "hint.trace-length" : "hint.trace") : "hint.trace-choose"; }
}
