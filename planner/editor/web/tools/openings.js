// Doors and windows live in walls: hover -> placed. Digits set the clear width.

import { clean, dist, dot, lengthOf, opening, project, sub, unit } from "../geometry.js";
import { freeSpot, isOuter, onWall } from "../edit.js";
import { all, apply, freeId, onLevel } from "../scene.js";
import { digit, parseLength } from "../units.js";

/** The nearest wall and where along it, wide enough for `width`. */
export function onNearestWall(ctx, at, width, reach = 1.2) {
  let best = null;
  for (const wall of onLevel(ctx.scene, "walls", ctx.level)) {
    if (lengthOf(wall) < width + 1e-6) continue;
    const on = project(at, wall.start, wall.end);
    if (on.distance <= reach && (!best || on.distance < best.distance)) best = { ...on, wall };
  }
  return best;
}

class Opening {
  constructor(ctx) {
    this.ctx = ctx;
    this.reset();
  }
  reset() {
    this.thing = null;
    this.typed = "";
    this.guides = [];
    this.state = "idle";
  }
  get width() { return parseLength(this.typed) || this.usual; }

  down(e) {
    this.move(e);
    if (this.thing) this.state = "pressed";
    this.from = e.at;
  }
  move(e) {
    this.last = e;
    this.guides = [];
    const { ctx } = this, found = onNearestWall(ctx, e.at, this.width, 24 * e.px + 0.3);
    if (!found) return void (this.thing = null);
    const { wall } = found, length = lengthOf(wall), half = this.width / 2;
    let at = found.along;
    if (ctx.mode !== "off" && !e.alt) {
      at = Math.round(at / 0.05) * 0.05;
      if (Math.abs(at - length / 2) < 10 * e.px) {
        at = length / 2;
        this.guides.push({ kind: "point", at: [(wall.start[0] + wall.end[0]) / 2, (wall.start[1] + wall.end[1]) / 2], word: "centre" });
      }
    }
    at = clean(Math.max(half, Math.min(length - half, at)));
    const draft = { id: this.id, wall: wall.id, at, width: this.width };
    const free = freeSpot(wall, draft, onWall(ctx.scene, wall.id));
    this.thing = free === null ? null : this.make({ ...draft, at: free }, wall);
  }
  up() {
    if (!this.thing) return;
    this.commit();
  }
  commit() {
    const { ctx } = this, thing = this.thing;
    ctx.commit({ put: [[this.group, thing]] }, [`${this.group}/${thing.id}`]);
    this.reset();
    ctx.next("select");
  }
  key(e) {
    if (e.chord === "Escape") {
      if (!this.typed) return this.ctx.next("select"), true;
      this.typed = "";
    } else if (e.chord === "Enter" && this.thing) return this.commit(), true;
    else if (e.chord === "Backspace" && this.typed) this.typed = this.typed.slice(0, -1);
    else {
      const d = digit(e.key ?? "");
      if (d === null || d === "-") return false;
      this.typed += d;
    }
    if (this.last) this.move(this.last);
    return true;
  }
  set(_, text) {
    this.typed = text;
    if (this.last) this.move(this.last);
  }
  cancel() { this.reset(); }
  get preview() { return this.thing ? apply(this.ctx.scene, { put: [[this.group, this.thing]] })[0] : null; }
  get draft() {
    if (!this.thing) return { guides: this.guides };
    const wall = this.ctx.scene.get(`walls/${this.thing.wall}`), o = opening(wall, this.thing), length = lengthOf(wall);
    const a = [wall.start, o.at(-o.half, 0)], b = [o.at(o.half, 0), wall.end];
    return {
      guides: this.guides,
      gaps: [{ a: a[0], b: a[1], metres: this.thing.at - o.half }, { a: b[0], b: b[1], metres: length - this.thing.at - o.half }, { a: o.at(-o.half, 0), b: o.at(o.half, 0), metres: this.thing.width, on: true }],
      length: { from: o.at(-o.half, 0), to: o.at(o.half, 0), metres: this.thing.width, typed: { length: this.typed }, field: "length", single: true },
    };
  }
}

export class Door extends Opening {
  name = "door";
  group = "doors";
  get usual() { return this.ctx.options.door?.width ?? (all(this.ctx.scene, "doors").some((d) => d.use === "entrance") ? 0.9 : 1.8); }
  get id() { return freeId(this.ctx.scene, "d"); }
  make(draft, wall) {
    const first = !all(this.ctx.scene, "doors").some((d) => d.use === "entrance"), outer = isOuter(this.ctx.scene, wall);
    return { ...draft, use: outer && first ? "entrance" : outer ? "emergency" : "room", ...(draft.width >= 1.4 ? { leaf: "double" } : {}), ...(outer ? { opens: "right" } : {}), ...(outer && first ? { glass: true } : {}) };
  }
  get hint() { return "hint.door"; }
}
export class Window extends Opening {
  name = "window";
  group = "windows";
  get usual() { return this.ctx.options.window?.width ?? 2.4; }
  get id() { return freeId(this.ctx.scene, "win"); }
  make(draft, wall) {
    const front = all(this.ctx.scene, "doors").some((d) => d.wall === wall.id && d.use === "entrance");
    return front ? { ...draft, sill: 0.3, head: 2.6, shop_front: true } : { ...draft, sill: 0.9, head: 2.4 };
  }
  get hint() { return "hint.window"; }
}
