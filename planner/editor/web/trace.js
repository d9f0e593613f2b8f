// Tracing a picture: opacity, turn, lock, and its true size from two points.

import { h } from "./dom.js";
import { add, clean, degrees, dist, scale, sub, turnAround } from "./geometry.js";
import { icon } from "./icons.js";
import { parseLength } from "./units.js";
import { s, clear } from "./dom.js";

/** Where a picture must lie so that plan points a and b, as drawn now, are `metres` apart; a stays. */
export function calibrated(place, a, b, metres) {
  const k = metres / dist(a, b);
  return { ...place, at: add(a, scale(sub(place.at, a), k)), width: place.width * k };
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
    this.typed = "";
  }
  options() {
    const { ctx } = this, { words } = ctx, p = this.picture, say = (k) => words.say(k);
    const file = h("label", { class: "btn sm upl" }, icon("upload", 16), say(p ? "trace.other" : "trace.choose"), h("input", { type: "file", accept: "image/png,image/jpeg,image/webp,.pdf", onchange: (e) => e.target.files[0] && this.load(e.target.files[0]) }));
    if (!p) return [h("span", {}), file, h("p", { class: "none wide" }, say("trace.how"))];
    const range = h("input", { type: "range", min: 10, max: 100, value: Math.round(p.opacity * 100), "aria-label": say("trace.opacity"), oninput: (e) => { p.opacity = e.target.value / 100; this.draw(); } });
    const turn = h("input", { type: "text", inputmode: "decimal", value: String(p.turn), "aria-label": say("field.facing_deg"), onchange: (e) => { p.turn = Number(e.target.value) || 0; this.draw(); } });
    const length = h("input", { type: "text", inputmode: "decimal", placeholder: this.points.length < 2 ? say("trace.two") : "", disabled: this.points.length < 2, "aria-label": say("trace.length"), onchange: (e) => { const v = parseLength(e.target.value); if (v > 0) this.calibrate(v); } });
    return [h("label", {}, say("trace.length")), h("div", { class: "field num" }, length, h("span", { class: "u" }, "m")), h("label", {}, say("trace.opacity")), range, h("label", {}, say("trace.turn")), h("div", { class: "field num" }, turn, h("span", { class: "u" }, "°")),
      h("label", {}, say("lock")), h("input", { type: "checkbox", checked: p.locked, onchange: (e) => { p.locked = e.target.checked; } }), h("span", {}), h("div", { class: "two" }, file, h("button", { class: "btn sm", type: "button", onclick: () => { this.picture = null; this.draw(); ctx.redraw(); ctx.steps.update(); } }, say("trace.remove")))];
  }
  /** The browser applies the picture's EXIF turn itself; PDF pages come from the page as pictures. */
  async load(file) {
    const { ctx } = this;
    if (/pdf$/i.test(file.name)) return ctx.event("picture", { reason: "pdf" });
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
  show(href, ratio) {
    this.picture = { href, ratio, at: [0, 0], width: 14, turn: 0, opacity: 0.6, locked: false };
    this.points = [];
    this.draw();
    this.ctx.fit();
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
      if (this.points.length > 1) this.points = [];
      this.points.push(e.at);
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
    return { guides: [], tape: a && (b || this.hover) ? { a, b: b ?? this.hover, metres: dist(a, b ?? this.hover) } : null };
  }
  get hint() { return this.picture ? (this.points.length === 2 ? "hint.trace-length" : "hint.trace") : "hint.trace-choose"; }
}
