// Walls by click and by typed length: idle -> drawing -> closed. Typed lengths are clear inner dimensions.

import { add, area, centroid, clean, cleanPoint, crossesItself, degrees, dist, heading, same, scale, sub } from "../geometry.js";
import { closeRing } from "../edit.js";
import { all, freeId, get, onLevel } from "../scene.js";
import { snapPoint } from "../snap.js";
import { digit, parseLength, parseNumber } from "../units.js";

export class Wall {
  name = "wall";
  constructor(ctx) {
    this.ctx = ctx;
    this.reset();
  }
  reset() {
    this.points = [];
    this.cursor = null;
    this.typed = { length: "", angle: "" };
    this.field = "length";
    this.guides = [];
    this.refusal = null;
  }
  get state() { return this.points.length ? "drawing" : "idle"; }
  /** The first ring of a level is its outline; later walls stand inside. */
  get outer() { return !get(this.ctx.scene, "levels", this.ctx.level); }

  down(e) {
    this.pressed = e.at;
    this.move(e);
  }
  move(e) {
    const { ctx } = this, from = this.points.at(-1) ?? null, walls = this.outer ? [] : onLevel(ctx.scene, "walls", ctx.level);
    const ends = [...this.points.slice(0, from ? -1 : undefined), ...walls.flatMap((w) => [w.start, w.end])];
    const snap = snapPoint(e.at, { mode: ctx.mode, reach: 10 * e.px, from, ends, walls, free: e.alt });
    this.px = e.px;
    this.pointer = e.at;
    this.cursor = snap.point;
    this.deg = from ? (snap.what === "end" || snap.what === "aligned" ? degrees(sub(snap.point, from)) : snap.deg ?? degrees(sub(snap.point, from))) : null;
    this.free = e.alt;
    this.guides = snap.guides;
  }
  up(e) {
    if (!this.pressed) return;
    this.pressed = null;
    this.move(e);
    const start = this.points[0];
    if (this.points.length > 2 && same(this.cursor, start)) return this.close();
    if (this.points.length && dist(this.cursor, this.points.at(-1)) < 0.05) return;
    this.place(this.#live());
  }
  /** The end of the live wall: typed numbers win over the pointer. */
  #live() {
    const from = this.points.at(-1);
    if (!from) return this.cursor;
    const length = parseLength(this.typed.length), angle = parseNumber(this.typed.angle);
    if (length === null && angle === null) return this.cursor;
    const deg = angle ?? (this.free ? this.deg : Math.round((this.deg ?? 0) / 45) * 45) ?? 0;
    return cleanPoint(add(from, scale(heading(deg), length ?? (this.cursor ? dist(from, this.cursor) : 0))));
  }
  place(point) {
    this.refusal = null;
    const from = this.points.at(-1);
    if (!point) return;
    if (!from) this.points.push(point);
    else if (dist(from, point) >= 0.05) {
      if (this.points.length > 2 && same(point, this.points[0])) return this.close();
      if (!this.outer) this.ctx.commit({ put: [["walls", this.#inner(from, point)]] });
      this.points.push(point);
    }
    this.typed = { length: "", angle: "" };
    this.field = "length";
    this.cursor = point;
  }
  #inner(start, end) {
    const { ctx } = this, o = ctx.options.wall ?? {};
    return { id: freeId(ctx.scene, "w"), level: ctx.level, start: cleanPoint(start), end: cleanPoint(end), thickness: o.inner ?? 0.12, justify: "centre", ...(o.kind === "glass" ? { glazed: true } : {}) };
  }
  close() {
    const { ctx } = this;
    if (this.points.length < 3) return;
    if (!this.outer) {
      ctx.commit({ put: [["walls", this.#inner(this.points.at(-1), this.points[0])]] });
      return this.reset();
    }
    const o = ctx.options.wall ?? {};
    const made = closeRing(ctx.scene, ctx.level, this.points, { thickness: o.outer ?? 0.24, height: o.height ?? 3, glazed: o.kind === "glass" });
    if (!made) return void (this.refusal = "refuse.ring");
    ctx.commit(made.op);
    ctx.closed?.(made.origin);
    this.reset();
    ctx.next("door");
  }
  key(e) {
    const c = e.chord;
    if (c === "Escape") {
      if (this.typed.length || this.typed.angle) this.typed = { length: "", angle: "" };
      else if (this.points.length) this.reset();
      else return false;
      return true;
    }
    if (!this.points.length) return false;
    if (c === "Enter") {
      if (!this.typed.length && !this.typed.angle && !this.outer) this.reset(); // ends a chain of inner walls
      else this.place(this.#live());
      return true;
    }
    if (c === "Tab" || c === "Shift+Tab") {
      this.field = this.field === "length" ? "angle" : "length";
      return true;
    }
    if (c === "KeyC") return this.close(), true;
    if (c === "Backspace") {
      if (this.typed[this.field]) this.typed = { ...this.typed, [this.field]: this.typed[this.field].slice(0, -1) };
      else if (this.outer || this.points.length === 1) this.points.pop();
      else this.points.pop(), this.ctx.undo();
      return true;
    }
    const arrow = { ArrowRight: 0, ArrowUp: 90, ArrowLeft: 180, ArrowDown: 270 }[c];
    if (arrow !== undefined) { // a direction without a mouse
      this.deg = arrow;
      this.free = false;
      this.cursor = cleanPoint(add(this.points.at(-1), scale(heading(arrow), 1)));
      return true;
    }
    const d = digit(e.key ?? "");
    if (d !== null && !(d === "." && this.typed[this.field].includes(".")) && this.typed[this.field].length < 8) {
      this.typed = { ...this.typed, [this.field]: this.typed[this.field] + d };
      return true;
    }
    return false;
  }
  /** Set from the length box, where an input method may have typed. */
  set(field, text) { this.typed = { ...this.typed, [field]: text }; }
  cancel() { this.reset(); }

  get preview() { return null; }
  get draft() {
    const end = this.#live(), from = this.points.at(-1), o = this.ctx.options.wall ?? {};
    const points = from && end && !same(from, end) ? [...this.points, end] : this.points;
    const ring = points.length > 2 ? points : null;
    return {
      guides: this.guides, chain: { points, live: Boolean(from && end), thickness: this.outer ? o.outer ?? 0.24 : o.inner ?? 0.12, outer: this.outer },
      start: this.points[0], cursor: this.cursor,
      length: from && end ? { from, to: end, metres: dist(from, end), deg: degrees(sub(end, from)), typed: this.typed, field: this.field } : null,
      area: ring && !crossesItself(ring) ? { at: centroid(ring), square: area(ring) } : null,
    };
  }
  get hint() { return this.state === "idle" ? "hint.wall-start" : "hint.wall"; }
}
