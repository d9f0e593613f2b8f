// Columns, stairs, zones and the tape.

import { add, area, bounds, clean, cleanPoint, crossesItself, degrees, dist, heading, inside, left, same, scale, sub } from "../geometry.js";
import { round15 } from "../edit.js";
import { all, apply, freeId, get, onLevel } from "../scene.js";
import { snapPoint } from "../snap.js";

const corners = (ctx) => onLevel(ctx.scene, "walls", ctx.level).flatMap((w) => [w.start, w.end]);
const snapped = (ctx, e, from = null, extra = []) =>
  snapPoint(e.at, { mode: ctx.mode, reach: 9 * e.px, from, ends: [...corners(ctx), ...extra], walls: onLevel(ctx.scene, "walls", ctx.level), free: e.alt });

export class Column {
  name = "column";
  constructor(ctx) { this.ctx = ctx; this.thing = null; this.guides = []; this.state = "idle"; }
  down(e) { this.move(e); this.state = "pressed"; }
  move(e) {
    const { ctx } = this, o = ctx.options.column ?? {};
    const { point, guides } = snapPoint(e.at, { mode: ctx.mode, reach: 9 * e.px, ends: all(ctx.scene, "columns").map((c) => c.at), free: e.alt });
    this.guides = guides;
    this.thing = { id: freeId(ctx.scene, "col"), level: ctx.level, at: point, size: [o.width ?? 0.5, o.depth ?? o.width ?? 0.5], ...(o.round ? { round: true } : {}) };
  }
  up() {
    if (this.state === "pressed" && this.thing && get(this.ctx.scene, "levels", this.ctx.level)) this.ctx.commit({ put: [["columns", this.thing]] }, [`columns/${this.thing.id}`]);
    this.thing = null;
    this.state = "idle";
  }
  key(e) {
    if (e.chord === "Enter" && this.thing) return (this.state = "pressed"), this.up(), true;
    return e.chord === "Escape" ? (this.ctx.next("select"), true) : false;
  }
  cancel() { this.thing = null; this.state = "idle"; }
  get preview() { return this.thing ? apply(this.ctx.scene, { put: [["columns", this.thing]] })[0] : null; }
  get draft() { return { guides: this.guides }; }
  get hint() { return "hint.column"; }
}

/** A stair of a rise [m]: straight, L (a quarter turn) or U (half a turn), landings between. */
export function stairOf(id, level, toLevel, foot, deg, rise, { form = "straight", width = 1.2, going = 0.28 } = {}) {
  const steps = Math.max(2, Math.ceil(rise / 0.165)), riser = clean(rise / steps), n = heading(deg);
  const base = { id, level, ...(toLevel ? { to_level: toLevel } : {}) };
  const flight = (at, facing, count, from) => ({ foot: cleanPoint(at), facing_deg: clean(((facing % 360) + 360) % 360), width, steps: count, going, riser, ...(from ? { base: clean(from) } : {}) });
  if (form === "straight") return { ...base, flights: [flight(foot, deg, steps, 0)] };
  const first = Math.ceil(steps / 2), run = (first - 1) * going, height = first * riser, side = left(n);
  const end = add(foot, scale(n, run));
  if (form === "L") {
    const ring = [add(end, scale(side, -width / 2)), add(add(end, scale(n, width)), scale(side, -width / 2)), add(add(end, scale(n, width)), scale(side, width / 2)), add(end, scale(side, width / 2))].map(cleanPoint);
    const second = add(add(end, scale(n, width / 2)), scale(side, width / 2));
    return { ...base, flights: [flight(foot, deg, first, 0), flight(second, deg + 90, steps - first, height)], landings: [{ ring, height: clean(height) }] };
  }
  const gap = 0.1, ring = [add(end, scale(side, -width / 2)), add(add(end, scale(n, width)), scale(side, -width / 2)), add(add(end, scale(n, width)), scale(side, width * 1.5 + gap)), add(end, scale(side, width * 1.5 + gap))].map(cleanPoint);
  return { ...base, flights: [flight(foot, deg, first, 0), flight(add(end, scale(side, width + gap)), deg + 180, steps - first, height)], landings: [{ ring, height: clean(height) }] };
}
export class Stair {
  name = "stair";
  constructor(ctx) { this.ctx = ctx; this.cancel(); }
  cancel() { this.foot = null; this.thing = null; this.guides = []; this.state = "idle"; this.deg = 90; }
  down(e) { this.move(e); this.pressed = true; }
  move(e) {
    const { ctx } = this;
    if (!get(ctx.scene, "levels", ctx.level)) return;
    const snap = snapped(ctx, e);
    this.guides = snap.guides;
    if (this.foot && dist(e.at, this.foot) > 0.2) this.deg = e.alt ? Math.round(degrees(sub(e.at, this.foot))) : round15(degrees(sub(e.at, this.foot)));
    this.thing = this.#make(this.foot ?? snap.point);
  }
  #make(foot) {
    const { ctx } = this, levels = all(ctx.scene, "levels"), here = get(ctx.scene, "levels", ctx.level), o = ctx.options.stair ?? {};
    const up = levels.filter((l) => (l.floor ?? 0) > (here.floor ?? 0)).sort((a, b) => (a.floor ?? 0) - (b.floor ?? 0))[0];
    const rise = up ? (up.floor ?? 0) - (here.floor ?? 0) : o.rise ?? 0.45;
    return stairOf(freeId(ctx.scene, "st"), ctx.level, up?.id, foot, this.deg, rise, o);
  }
  up(e) {
    if (!this.pressed || !this.thing) return;
    this.pressed = false;
    if (!this.foot) {
      this.foot = this.thing.flights[0].foot;
      this.state = "aiming";
      return;
    }
    this.commit();
  }
  commit() {
    this.ctx.commit({ put: [["stairs", this.thing]] }, [`stairs/${this.thing.id}`]);
    this.cancel();
    this.ctx.next("select");
  }
  key(e) {
    if (e.chord === "Enter" && this.thing) return this.commit(), true;
    if (e.chord === "KeyR") return (this.deg = (this.deg + 90) % 360), (this.thing = this.foot ? this.#make(this.foot) : this.thing), true;
    if (e.chord === "Escape") return this.foot ? this.cancel() : this.ctx.next("select"), true;
    return false;
  }
  get preview() { return this.thing ? apply(this.ctx.scene, { put: [["stairs", this.thing]] })[0] : null; }
  get draft() { return { guides: this.guides }; }
  get hint() { return this.foot ? "hint.stair-aim" : "hint.stair"; }
}

/** Zones: a drag makes a rectangle, a press takes the room, in polygon mode presses are corners. */
export class Zone {
  name = "zone";
  constructor(ctx) { this.ctx = ctx; this.cancel(); }
  cancel() { this.points = []; this.from = null; this.to = null; this.guides = []; this.state = "idle"; }
  get #polygon() { return this.ctx.options.zone?.mode === "polygon"; }
  down(e) {
    const snap = snapped(this.ctx, e, this.points.at(-1) ?? null, this.points);
    this.from = this.to = snap.point;
    this.raw = e.at;
    this.state = "pressed";
  }
  move(e) {
    const snap = snapped(this.ctx, e, this.#polygon ? this.points.at(-1) ?? null : null, this.points);
    this.guides = snap.guides;
    this.to = snap.point;
    this.hover = e.at;
    if (this.state === "pressed" && !this.#polygon && dist(e.at, this.raw) > 5 * e.px) this.state = "dragging";
  }
  up(e) {
    const { ctx } = this;
    if (this.#polygon) {
      this.state = "idle";
      if (this.points.length > 2 && dist(this.to, this.points[0]) < 10 * e.px) return this.#finish(this.points);
      if (!this.points.length || !same(this.points.at(-1), this.to)) this.points.push(this.to);
      return;
    }
    if (this.state === "dragging") {
      const [x0, y0, x1, y1] = bounds([this.from, this.to]);
      if ((x1 - x0) * (y1 - y0) > 0.1) return this.#finish([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]);
    } else if (this.state === "pressed") {
      const room = this.#room(e.at);
      if (room) return this.#finish(room);
    }
    this.cancel();
  }
  /** The smallest room around a point. */
  #room(at) {
    const rooms = (this.ctx.rooms?.[this.ctx.level] ?? []).filter((ring) => inside(ring, at)).sort((a, b) => area(a) - area(b));
    return rooms[0] ?? null;
  }
  #finish(ring) {
    const { ctx } = this;
    if (crossesItself(ring) || area(ring) < 0.05) return this.cancel();
    const id = freeId(ctx.scene, "z"), zone = { id, level: ctx.level, use: ctx.options.zone?.use ?? "waiting", ring: ring.map(cleanPoint) };
    ctx.commit({ put: [["zones", zone]] }, [`zones/${id}`]);
    this.cancel();
    ctx.next("select");
  }
  key(e) {
    if (e.chord === "Escape") return this.points.length || this.state !== "idle" ? this.cancel() : this.ctx.next("select"), true;
    if (e.chord === "Enter" && this.points.length > 2) return this.#finish(this.points), true;
    if (e.chord === "Backspace" && this.points.length) return this.points.pop(), true;
    return false;
  }
  get preview() { return null; }
  get draft() {
    let ring = null;
    if (this.#polygon) ring = this.points.length ? [...this.points, ...(this.to ? [this.to] : [])] : null;
    else if (this.state === "dragging") {
      const [x0, y0, x1, y1] = bounds([this.from, this.to]);
      ring = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
    } else if (this.hover) ring = this.#room(this.hover);
    return { guides: this.guides, ring, area: ring && ring.length > 2 ? { at: [(bounds(ring)[0] + bounds(ring)[2]) / 2, (bounds(ring)[1] + bounds(ring)[3]) / 2], square: area(ring), small: true } : null };
  }
  get hint() { return this.#polygon ? "hint.zone-polygon" : "hint.zone"; }
}

/** The tape: two presses, or press and drag; nothing is stored. */
export class Tape {
  name = "tape";
  constructor(ctx) { this.ctx = ctx; this.cancel(); }
  cancel() { this.a = this.b = null; this.state = "idle"; this.guides = []; }
  down(e) {
    const { point } = snapped(this.ctx, e, this.state === "open" ? this.a : null);
    if (this.state === "open") this.b = point;
    else (this.a = point), (this.b = null), (this.state = "pressed");
    this.raw = e.at;
  }
  move(e) {
    const snap = snapped(this.ctx, e, this.state !== "idle" ? this.a : null);
    this.guides = snap.guides;
    if (this.state === "pressed" || this.state === "open") this.b = snap.point;
  }
  up(e) {
    if (this.state === "pressed") this.state = dist(e.at, this.raw) > 6 * e.px ? "done" : "open";
    else if (this.state === "open") this.state = "done";
  }
  key(e) {
    if (e.chord !== "Escape") return false;
    this.a ? this.cancel() : this.ctx.next("select");
    return true;
  }
  get preview() { return null; }
  get draft() { return { guides: this.guides, tape: this.a && this.b ? { a: this.a, b: this.b, metres: dist(this.a, this.b) } : null }; }
  get hint() { return "hint.tape"; }
}
