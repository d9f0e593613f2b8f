// A wall from inside the hall: what hangs on it is dragged in height against the band.

import { add, along, clean, dot, heading, left, lengthOf, project, sides, unit } from "./geometry.js";
import { clear, h, s } from "./dom.js";
import { hangs, isOuter, ringOf } from "./edit.js";
import { bounds } from "./geometry.js";
import { all, apply, get, groupOf, idOf, keyOf, onLevel, sizeOf } from "./scene.js";
import { dimension, symbol } from "./render.js";
import { look, mark } from "./marks.js";
import { centimetres, metres } from "./units.js";

export const BAND = [0.9, 1.1];
const EYES = [[1.69, "eye.tall"], [1.55, "eye.mean", true], [1.43, "eye.short"], [1.2, "eye.wheelchair"]];
const STOPS = [0.9, 1.0, 1.1];

/** The height a drag means: whole centimetres, caught at the band's ends and middle. */
export function caught(z, { free = false, reach = 0.015 } = {}) {
  if (free) return Math.max(0, clean(Math.round(z * 1000) / 1000));
  const stop = STOPS.find((v) => Math.abs(v - z) <= reach);
  return Math.max(0, stop ?? clean(Math.round(z * 100) / 100));
}
/** The side of a wall that is seen: left, where the hall lies of an outer wall. */
export const seenFrom = (scene, wall) => "left";

export class Elevation {
  constructor(board) {
    this.board = board;
    this.svg = s("svg", { class: "elev", role: "application", tabindex: 0, "aria-label": board.words.say("view.walls") });
    this.strip = h("div", { class: "wallstrip", role: "listbox", "aria-label": board.words.say("view.walls") });
    this.node = h("div", { class: "elevation", hidden: true }, this.svg, this.strip);
    this.svg.addEventListener("pointerdown", (e) => this.#down(e));
    this.svg.addEventListener("pointermove", (e) => this.#move(e));
    this.svg.addEventListener("pointerup", () => this.#up());
  }
  go(wall, side = null) { this.wall = wall; this.side = side; }
  fit() {}
  /** The wall a thing without a host hangs on. */
  nearest(f) {
    let best = null;
    for (const w of onLevel(this.board.scene, "walls", f.level)) {
      const d = project(f.at, w.start, w.end).distance;
      if (d < 0.6 && (!best || d < best.d)) best = { d, id: w.id };
    }
    return best?.id ?? null;
  }
  /** Things on a wall's side: [key, thing, distance along, width, height]. */
  things(scene, wall, side) {
    const { kinds } = this.board.kit, out = [], n = left(unit(wall.start, wall.end)), sign = side === "left" ? 1 : -1;
    for (const f of onLevel(scene, "fixtures", wall.level)) {
      const [w, d, t] = sizeOf(f, kinds), [u, v] = along(wall, f.at), kind = kinds[f.kind];
      if (u < -w / 2 || u > lengthOf(wall) + w / 2) continue;
      const face = side === "left" ? sides(wall)[0] : sides(wall)[1], gap = sign * v - face;
      const hung = hangs(f, kinds), near = gap > -0.05 && gap < (hung ? d / 2 + 0.15 : d / 2 + 0.6);
      const looks = dot(heading(f.facing_deg ?? 0), n) * sign;
      if (!near || (hung && looks < 0.7)) continue;
      const wide = hung || Math.abs(looks) > 0.7 ? w : d;
      out.push({ key: keyOf("fixtures", f.id), f, kind, u, w: wide, t, hung });
    }
    return out.sort((a, b) => a.hung - b.hung);
  }
  /** What people call a wall: by the side of the hall it closes, else by its id. */
  title(scene, wall) {
    const { words } = this.board, north = get(scene, "levels", wall.level)?.north_deg ?? 90;
    if (!isOuter(scene, wall)) return words.say("wall.title", { id: wall.id });
    const d = unit(wall.start, wall.end), out = (Math.atan2(-d[0], d[1]) * 180) / Math.PI, turn = ((((north - out) % 360) + 360) % 360) / 90;
    return words.say(`wall.${["north", "east", "south", "west"][Math.round(turn) % 4]}`);
  }
  walls(scene) {
    const out = [];
    for (const wall of onLevel(scene, "walls", this.board.level)) {
      out.push([wall, "left"]);
      if (!isOuter(scene, wall)) out.push([wall, "right"]);
    }
    return out.filter(([w]) => lengthOf(w) > 0.6);
  }
  draw() {
    const { board } = this, { words, kit, view } = board, scene = this.drag?.op ? apply(board.scene, this.drag.op)[0] : board.scene;
    this.node.hidden = board.mode2 !== "walls";
    const walls = this.walls(scene);
    if (!walls.length) return void clear(this.svg, s("text", { class: "zl", x: 60, y: 60, text: words.say("walls.none") }));
    let pair = walls.find(([w, sd]) => w.id === this.wall && (this.side === null || this.side === undefined || sd === this.side)) ?? walls.find(([w, sd]) => this.things(scene, w, sd).length) ?? walls[0];
    const [wall, side] = pair;
    this.wall = wall.id;
    this.side = side;
    const level = get(scene, "levels", wall.level), high = wall.height ?? level?.ceiling ?? 3, length = lengthOf(wall), W = this.svg.clientWidth || view.width, H = this.svg.clientHeight || view.height - 150;
    const section = 2.9, k = Math.max(20, Math.min((W - 150) / (length + section), (H - 130) / high, 150)), ox = 62, oy = Math.max(66, (H - high * k) / 2 - 6) + high * k;
    Object.assign(this, { k, ox, oy, length, high, flip: side === "left" });
    // seen from inside: with the hall on its left, a wall's start is on the right hand
    const U = (u) => ox + (side === "left" ? length - u : u) * k, Z = (z) => oy - z * k, nodes = [];
    const R = (u0, z, w, t, css) => s("rect", { class: css, x: Math.min(U(u0), U(u0 + w)), y: Z(z + t), width: w * k, height: t * k });
    nodes.push(s("text", { class: "etitle", x: ox, y: Z(high) - 16 }, this.title(scene, wall), s("tspan", { class: "esub", dx: 8 }, `${wall.id} · ${words.say("wall.inside")} · ${metres(length)} × ${metres(high)} m`)));
    nodes.push(R(0, 0, length, high, "e-wall"), R(0, 0, length, 0.08, "e-skirt"));
    for (const item of all(scene, "windows").filter((o) => o.wall === wall.id)) nodes.push(R(item.at - item.width / 2, item.sill ?? 0.9, item.width, (item.head ?? 2.4) - (item.sill ?? 0.9), "furn-g"));
    for (const item of all(scene, "doors").filter((o) => o.wall === wall.id)) nodes.push(R(item.at - item.width / 2, 0, item.width, item.height ?? 2.1, "e-door"), (item.leaf === "double") && s("path", { class: "furn-l", d: `M${U(item.at)} ${Z(0)}V${Z(item.height ?? 2.1)}` }));
    nodes.push(R(0, BAND[0], length, BAND[1] - BAND[0], "e-band"), s("path", { class: "e-band-l", d: `M${U(0)} ${Z(1.1)}H${U(length)}M${U(0)} ${Z(0.9)}H${U(length)}` }));
    const list = this.things(scene, wall, side);
    let eyeY = Z(1.69) - 12;
    const sx = ox + length * k + 44, px = sx + 2 * k;
    for (const [z, , main] of EYES) nodes.push(s("path", { class: `eye${main ? " main" : ""}`, d: `M${ox} ${Z(z)}H${px + 16}` }));
    for (const item of list) {
      const low = item.f.height ?? (item.hung ? null : 0), finding = board.verdicts?.findings.find((v) => v.subject === item.f.id && v.outcome !== "passed" && v.fix && "height" in v.fix.set), on = board.selection.has(item.key);
      const z = low ?? 1, x = U(item.u);
      const g = s("g", { class: `e-item${item.hung ? " e-poster" : ""}${on ? " on" : finding ? ` bad v-${look(finding)}` : item.kind?.traits.includes("poster") ? " good" : ""}${low === null ? " ghosted" : ""}`, "data-key": item.key, transform: `translate(${x} ${Z(z)}) scale(${k} ${-k})` }, symbol(item.kind, [item.w, item.t], false, item.kind?.elevation.length ? item.kind.elevation : [{ form: "rect", numbers: [-0.5, 0, 1, 1], fill: item.hung ? "paper" : "body" }]));
      if (item.hung && item.kind?.elevation.length < 2) g.append(s("rect", { class: "e-art-a", x: -item.w * 0.38, y: item.t * 0.62, width: item.w * 0.76, height: item.t * 0.22 }), s("rect", { class: "e-art-c", x: -item.w * 0.38, y: item.t * 0.08, width: item.w * 0.76, height: item.t * 0.26 }));
      nodes.push(g);
      if (item.kind?.traits.includes("message")) {
        const tw = Math.max(22, 9 + 7 * item.f.id.length);
        nodes.push(s("g", { class: `tag${on ? " on" : ""}`, transform: `translate(${x} ${Z(z + item.t) - 12})` }, s("rect", { x: -tw / 2, y: -7.5, width: tw, height: 15, rx: 3.5 }), s("text", { y: 3.7, "font-size": 10.5, text: item.f.id })));
      }
      if (on && item.hung) {
        const right = x + (item.w / 2) * k + 18, pill = `${centimetres(z)} cm`, ok = z >= BAND[0] - 1e-9 && z <= BAND[1] + 1e-9;
        nodes.push(dimension(Z(z), Z(0), right, "", true, false, "dim sel"), s("g", { class: `pill ${ok ? "" : "bad"}`, transform: `translate(${right} ${Z(z / 2)})` }, s("rect", { x: -33, y: -12, width: 66, height: 24, rx: 12 }), s("text", { y: 5, text: pill })));
        if (this.drag?.was !== undefined && this.drag.was !== z) nodes.push(s("text", { class: "esub", x: x - (item.w / 2) * k - 8, y: Z(z / 2), "text-anchor": "end", text: words.say("was", { height: centimetres(this.drag.was) }) }));
        for (const [dx, dz] of [[-1, 0], [1, 0], [-1, 1], [1, 1]]) nodes.push(s("rect", { class: "handle", x: x + (dx * item.w * k) / 2 - 4, y: Z(z + dz * item.t) - 4, width: 8, height: 8, rx: 1.5 }));
      }
    }
    nodes.push(s("path", { class: "e-floor", d: `M${ox - 14} ${Z(0)}H${ox + length * k + 14}` }), s("path", { class: "e-edge", d: `M${ox} ${Z(0)}V${Z(high)}H${ox + length * k}V${Z(0)}` }));
    for (const z of [0, 0.9, 1.1, 2, high]) nodes.push(s("text", { class: "rt", x: ox - 22, y: Z(z) + (z === 0.9 ? 8 : z === 1.1 ? 0 : 4), text: String(Math.round(z * 100)) }));
    nodes.push(s("text", { class: "ok-t", x: ox + length * k - 8, y: Z(1) + 4, "text-anchor": "end", text: "90–110 cm" }));
    const stops = [0, length, ...list.filter((i) => i.hung).flatMap((i) => [i.u - i.w / 2, i.u + i.w / 2])].map((u) => (side === "left" ? length - u : u)).sort((a, b) => a - b);
    for (let i = 0; i + 1 < stops.length; i++) if (stops[i + 1] - stops[i] > 0.01) nodes.push(dimension(ox + stops[i] * k, ox + stops[i + 1] * k, Z(0) + 26, metres(stops[i + 1] - stops[i]), false, (stops[i + 1] - stops[i]) * k > 26));
    // the section: a mean person two metres away
    const lead = list.find((i) => board.selection.has(i.key) && i.hung);
    nodes.push(s("text", { class: "etitle", x: sx - 10, y: Z(high) - 16 }, words.say("section"), s("tspan", { class: "esub", dx: 8 }, words.say("section.from"))), s("rect", { class: "wall", x: sx - 10, y: Z(high), width: 10, height: high * k }), s("rect", { class: "e-bandbar", x: sx, y: Z(1.1), width: 9, height: 0.2 * k }), lead ? s("rect", { class: "poster on", x: sx, y: Z((lead.f.height ?? 1) + lead.t), width: 4, height: lead.t * k }) : "",
      s("path", { class: "e-floor", d: `M${sx - 14} ${Z(0)}H${px + 0.35 * k}` }), s("ellipse", { class: "person", cx: px, cy: Z(1.56), rx: 0.085 * k, ry: 0.12 * k }), s("path", { class: "person", d: `M${px - 0.11 * k} ${Z(1.36)}q0 ${-0.07 * k} ${0.11 * k} ${-0.07 * k}t${0.11 * k} ${0.07 * k}l${0.02 * k} ${0.56 * k}h${-0.04 * k}V${Z(0)}h${-0.18 * k}v${-0.8 * k}h${-0.04 * k}z` }),
      s("path", { class: "ray", d: `M${px} ${Z(1.55)}L${sx} ${Z(1.55 - 2 * Math.tan((15 * Math.PI) / 180))}` }), s("circle", { class: "raypoint", cx: sx + 2, cy: Z(1.55 - 2 * Math.tan((15 * Math.PI) / 180)), r: 4 }), s("text", { class: "eye-t", x: sx + 14, y: Z(1.014) + 17, text: "101 cm" }), s("text", { class: "eye-t", x: px - 60, y: Z(1.55) + 16, "text-anchor": "end", text: "15°" }),
      EYES.map(([z, word, main]) => s("text", { class: `eye-t${main ? " main" : ""}`, x: px + 22, y: (eyeY = Math.max(eyeY + 13, Z(z) + 3.5)), text: `${words.say(word)} ${Math.round(z * 100)}` })), dimension(sx, px, Z(0) + 26, "2.00"));
    clear(this.svg, nodes);
    this.#strip(scene, walls);
  }
  #strip(scene, walls) {
    const { board } = this, { words } = board;
    clear(this.strip, walls.map(([wall, side]) => {
      const list = this.things(scene, wall, side), length = lengthOf(wall), high = wall.height ?? get(scene, "levels", wall.level)?.ceiling ?? 3, k = 15, on = wall.id === this.wall && side === this.side;
      const bad = (board.verdicts?.findings ?? []).find((f) => f.outcome === "failed" && list.some((i) => i.f.id === f.subject));
      const U = (u) => (side === "left" ? length - u : u) * k;
      return h("button", { type: "button", role: "option", "aria-selected": String(on), onclick: () => { this.go(wall.id, side); board.redraw(); } }, h("b", {}, this.title(scene, wall), side === "right" ? ` ${words.say("wall.back")}` : "", h("small", {}, `${length.toFixed(1)} m`), bad ? mark(look(bad), "", 12) : null),
        s("svg", { class: "wv", viewBox: `-3 -3 ${length * k + 6} ${high * k + 6}`, "aria-hidden": "true" }, s("rect", { class: "e-wall", x: 0, y: 0, width: length * k, height: high * k }), s("rect", { class: "e-band", x: 0, y: (high - 1.1) * k, width: length * k, height: 0.2 * k }),
          all(scene, "windows").filter((o) => o.wall === wall.id).map((o) => s("rect", { class: "furn-g", x: U(o.at) - (o.width * k) / 2, y: (high - (o.head ?? 2.4)) * k, width: o.width * k, height: ((o.head ?? 2.4) - (o.sill ?? 0.9)) * k })), all(scene, "doors").filter((o) => o.wall === wall.id).map((o) => s("rect", { class: "e-door", x: U(o.at) - (o.width * k) / 2, y: (high - (o.height ?? 2.1)) * k, width: o.width * k, height: (o.height ?? 2.1) * k })),
          list.map((i) => s("rect", { class: i.hung ? "e-paper art1" : "furn", x: U(i.u) - (i.w * k) / 2, y: (high - (i.f.height ?? 0) - i.t) * k, width: i.w * k, height: i.t * k })), s("path", { class: "e-edge", d: `M0 ${high * k}V0H${length * k}V${high * k}` }), s("path", { class: "e-floor", d: `M-3 ${high * k}H${length * k + 3}` })));
    }));
  }
  #down(e) {
    const key = e.target.closest?.(".e-item")?.dataset.key;
    this.svg.focus({ preventScroll: true });
    this.board.select(key ? [key] : []);
    const f = key && this.board.scene.get(key);
    if (!f || !hangs(f, this.board.kit.kinds) || f.locked || this.board.readOnly) return;
    this.svg.setPointerCapture?.(e.pointerId);
    this.drag = { key, f, x: e.clientX, y: e.clientY, was: f.height };
  }
  #move(e) {
    const d = this.drag;
    if (!d) return;
    if (Math.hypot(e.clientX - d.x, e.clientY - d.y) < 3 && !d.op) return;
    const wall = get(this.board.scene, "walls", this.wall), [w] = sizeOf(d.f, this.board.kit.kinds), dir = unit(wall.start, wall.end);
    const z = caught((d.f.height ?? 1) - (e.clientY - d.y) / this.k, { free: e.altKey });
    const [u0] = along(wall, d.f.at), by = Math.abs(e.clientX - d.x) < 8 ? 0 : ((e.clientX - d.x) / this.k) * (this.side === "left" ? -1 : 1), u = clean(Math.max(w / 2, Math.min(this.length - w / 2, Math.round((u0 + by) * 100) / 100)));
    const slide = by ? u - u0 : 0;
    d.op = { put: [["fixtures", { ...d.f, height: z, at: slide ? add(d.f.at, [dir[0] * slide, dir[1] * slide]).map(clean) : d.f.at }]] };
    this.board.redraw();
  }
  #up() {
    const d = this.drag;
    this.drag = null;
    if (d?.op) this.board.commit(d.op);
    else this.board.redraw();
  }
  /** Arrows raise and lower by a centimetre, ten with Shift. */
  key(c) {
    const m = /^(Shift\+)?Arrow(Up|Down)$/.exec(c ?? "");
    const key = [...this.board.selection][0], f = key && this.board.scene.get(key);
    if (!m || !f || groupOf(key) !== "fixtures" || !hangs(f, this.board.kit.kinds)) return false;
    const by = (m[1] ? 0.1 : 0.01) * (m[2] === "Up" ? 1 : -1);
    this.board.commit({ put: [["fixtures", { ...f, height: Math.max(0, clean((f.height ?? 1) + by)) }]] });
    return true;
  }
}
