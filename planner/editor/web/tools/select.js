// Select and move: idle -> pressed -> moving | marquee | turning | corner -> idle.

import { bounds, box, clean, cleanPoint, degrees, dist, dot, left, sub, unit, add, scale, inside } from "../geometry.js";
import { boundsOf, hangs, hung, moveWall, onCounter, onWall, ringOf, round15, shift, shifted, stands, turn, withRiders, freeSpot } from "../edit.js";
import { apply, get, groupOf, idOf, keyOf, levelOf, onLevel } from "../scene.js";
import { aimed } from "../lamps.js";
import { snapBounds, snapPoint, straight } from "../snap.js";
import { topmost } from "./pick.js";

const SLOP = 4; // pixels a hand trembles before a press becomes a drag

export class Select {
  state = "idle";
  name = "select";
  guides = [];

  constructor(ctx) { this.ctx = ctx; }

  /** @param {{at: number[], px: number, shift?: boolean, alt?: boolean, handle?: {kind: string, key: string, index?: number}}} e px: metres a pixel */
  down(e) {
    const { ctx } = this;
    this.from = e.at;
    this.op = null;
    this.guides = [];
    if (e.handle) {
      this.held = e.handle;
      this.state = "pressed";
      return;
    }
    const reach = (e.touch ? 22 : 6) * e.px, key = topmost(ctx, e.at, reach), selected = ctx.selection.has(key);
    this.hit = key;
    this.held = null;
    this.state = "pressed";
    const quiet = key && ["zones", "walls"].includes(groupOf(key)) && !selected; // only a second press moves these
    if (!key || quiet) return void (this.held = { kind: "marquee" });
    if (e.shift) {
      const next = new Set(ctx.selection);
      selected ? next.delete(key) : next.add(key);
      ctx.select([...next]);
      this.toggled = true;
    } else if (!selected) ctx.select([key]);
    this.held = { kind: "move", lead: key };
  }

  move(e) {
    if (this.state === "idle") return;
    if (this.state === "pressed") {
      if (dist(e.at, this.from) < (e.touch ? 8 : SLOP) * e.px) return;
      this.state = { move: "moving", marquee: "marquee", turn: "turning", aim: "aiming", corner: "corner", end: "corner", width: "corner" }[this.held.kind] ?? "moving";
      if (this.state === "moving" && this.held.lead && get(this.ctx.scene, "fixtures", idOf(this.held.lead))?.locked) return this.cancel();
    }
    const { ctx } = this, by = sub(e.at, this.from);
    this.guides = [];
    if (this.state === "marquee") this.box = [this.from, e.at];
    else if (this.state === "turning") this.op = this.#turned(e);
    else if (this.state === "aiming") this.op = { put: [["luminaires", aimed(ctx, ctx.scene.get(this.held.key), e.at, { free: e.alt, reach: 6 * e.px })]] };
    else if (this.state === "corner") this.op = this.#cornered(e);
    else this.op = this.#moved(by, e);
  }

  #moved(by, e) {
    const { ctx } = this, keys = [...ctx.selection], lead = this.held.lead, thing = ctx.scene.get(lead), group = groupOf(lead), { kinds } = ctx;
    if (group === "walls") {
      const n = left(unit(thing.start, thing.end));
      let d = dot(by, n);
      if (ctx.mode !== "off" && !e.alt) d = clean(Math.round(d / 0.05) * 0.05);
      return moveWall(ctx.scene, thing, scale(n, d)) ?? this.op;
    }
    if (group === "doors" || group === "windows") return this.#slid(thing, group, e);
    if (keys.length === 1 && group === "fixtures") {
      if (hangs(thing, kinds)) {
        const next = hung(ctx.scene, { ...thing, at: add(thing.at, by) }, kinds);
        return next ? { put: [[group, this.#neat(next, e)]] } : this.op;
      }
      if (stands(thing, kinds)) {
        const next = onCounter(ctx.scene, { ...thing, at: add(thing.at, by) }, kinds, 1.5);
        if (next) return { put: [[group, next]] };
      }
    }
    let shiftBy = by;
    if (ctx.mode !== "off" && !e.alt) {
      const b = boundsOf(ctx.scene, keys, kinds), moved = [b[0] + by[0], b[1] + by[1], b[2] + by[0], b[3] + by[1]];
      const { shift: extra, guides } = snapBounds(moved, this.#neighbours(new Set(keys), moved), ctx.mode === "grid" ? Infinity : 7 * e.px, ctx.mode);
      shiftBy = add(by, extra);
      this.guides = guides;
    }
    const ref = thing.at && Array.isArray(thing.at) ? thing.at : null;
    shiftBy = ref ? sub(cleanPoint(add(ref, shiftBy).map((v) => Math.round(v * 1000) / 1000)), ref) : cleanPoint(shiftBy);
    return shift(ctx.scene, keys, shiftBy, kinds);
  }
  /** On a wall: whole centimetres, or level with a neighbour. */
  #neat(f, e) {
    const { ctx } = this, wall = get(ctx.scene, "walls", f.host) ?? get(ctx.scene, "walls", get(ctx.scene, "windows", f.host)?.wall);
    if (!wall || e.alt || ctx.mode === "off") return f;
    return f;
  }
  #slid(thing, group, e) {
    const { ctx } = this;
    let best = null;
    for (const wall of onLevel(ctx.scene, "walls", ctx.level)) {
      const d = unit(wall.start, wall.end), v = sub(e.at, wall.start), u = dot(v, d), length = Math.hypot(...sub(wall.end, wall.start));
      const off = Math.abs(d[0] * v[1] - d[1] * v[0]);
      if (u < -0.3 || u > length + 0.3 || length < thing.width) continue;
      const cost = off - (wall.id === thing.wall ? 0.4 : 0);
      if (!best || cost < best.cost) best = { cost, wall, u };
    }
    if (!best) return this.op;
    const same = best.wall.id === thing.wall, grab = same && this.grab === undefined ? (this.grab = best.u - thing.at - dot(sub(e.at, this.from), unit(best.wall.start, best.wall.end))) : this.grab ?? 0;
    let at = best.u - (same ? grab : 0);
    const length = Math.hypot(...sub(best.wall.end, best.wall.start));
    if (ctx.mode !== "off" && !e.alt) {
      at = Math.round(at / 0.05) * 0.05;
      if (Math.abs(at - length / 2) < 9 * e.px) at = length / 2;
    }
    at = clean(Math.max(thing.width / 2, Math.min(length - thing.width / 2, at)));
    const next = { ...thing, wall: best.wall.id, at }, spot = freeSpot(best.wall, next, onWall(ctx.scene, best.wall.id));
    if (spot === null) return this.op;
    next.at = spot;
    const put = [[group, next]], [moved] = apply(ctx.scene, { put });
    for (const f of onLevel(ctx.scene, "fixtures", ctx.level)) if (f.host === thing.id) { const again = hung(moved, { ...f, at: add(f.at, e ? sub(e.at, this.from) : [0, 0]) }, ctx.kinds); if (again) put.push(["fixtures", again]); }
    return { put };
  }
  #neighbours(moving, near) {
    const { ctx } = this, out = [];
    for (const [key, thing] of ctx.scene) {
      const group = groupOf(key);
      if (moving.has(key) || !["fixtures", "columns", "luminaires", "walls"].includes(group) || levelOf(ctx.scene, group, thing) !== ctx.level) continue;
      const b = bounds(ringOf(ctx.scene, key, ctx.kinds));
      if (group !== "walls" && (b[0] > near[2] + 6 || b[2] < near[0] - 6 || b[1] > near[3] + 6 || b[3] < near[1] - 6)) continue;
      out.push(b);
    }
    return out;
  }
  #turned(e) {
    const { ctx } = this, keys = [...ctx.selection], b = boundsOf(ctx.scene, keys, ctx.kinds), c = [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2];
    const by = degrees(sub(e.at, c)) - degrees(sub(this.from, c)), thing = ctx.scene.get(keys[0]);
    const now = keys.length === 1 ? thing.facing_deg ?? 0 : 0;
    const to = e.alt ? Math.round(now + by) : round15(now + by);
    return turn(ctx.scene, keys, to - now, ctx.kinds);
  }
  /** A corner of a zone or column, an end of a wall, a jamb of an opening. */
  #cornered(e) {
    const { ctx } = this, { kind, key, index } = this.held, thing = ctx.scene.get(key), group = groupOf(key);
    const ends = onLevel(ctx.scene, "walls", ctx.level).flatMap((w) => [w.start, w.end]);
    const { point, guides } = snapPoint(e.at, { mode: e.alt ? "off" : ctx.mode, reach: 9 * e.px, ends, walls: onLevel(ctx.scene, "walls", ctx.level) });
    this.guides = guides;
    if (group === "zones") {
      const ring = thing.ring.map((p, i) => (i === index ? point : p));
      if (thing.ring.length === 4 && isBox(thing.ring)) { // a rectangle stays one
        const o = thing.ring[(index + 2) % 4], before = (index + 3) % 4, after = (index + 1) % 4;
        const flat = Math.abs(thing.ring[index][1] - thing.ring[after][1]) < 1e-6;
        ring[after] = flat ? [o[0], point[1]] : [point[0], o[1]];
        ring[before] = flat ? [point[0], o[1]] : [o[0], point[1]];
      }
      return { put: [[group, { ...thing, ring }]] };
    }
    if (group === "doors" || group === "windows") {
      const wall = get(ctx.scene, "walls", thing.wall), d = unit(wall.start, wall.end), u = Math.round(dot(sub(e.at, wall.start), d) * 100) / 100;
      const other = thing.at + (index ? -1 : 1) * (thing.width / 2), width = clean(Math.max(0.4, Math.abs(u - other))), at = clean((u + other) / 2);
      const fits = onWall(ctx.scene, wall.id).every((o) => o.id === thing.id || Math.abs(o.at - at) >= (o.width + width) / 2 - 1e-6);
      return fits && at - width / 2 >= -1e-6 && at + width / 2 <= Math.hypot(...sub(wall.end, wall.start)) + 1e-6 ? { put: [[group, { ...thing, at, width }]] } : this.op;
    }
    if (group === "walls") return { put: [[group, { ...thing, [index ? "end" : "start"]: point }]] };
    return this.op;
  }

  up(e) {
    const { ctx } = this, state = this.state;
    this.grab = undefined;
    if (state === "pressed" && !this.toggled) {
      if (this.held?.kind === "marquee") ctx.select(this.hit ? (e.shift ? [...ctx.selection, this.hit] : [this.hit]) : e.shift ? [...ctx.selection] : []);
      else if (this.held?.kind === "move" && !e.shift && ctx.selection.size > 1) ctx.select([this.held.lead]);
    } else if (state === "marquee" && this.box) ctx.select([...(e.shift ? ctx.selection : []), ...this.#caught()]);
    else if (this.op) ctx.commit(this.op);
    this.toggled = false;
    this.cancel();
  }
  #caught() {
    const { ctx } = this, b = bounds(this.box), out = [];
    for (const [key, thing] of ctx.scene) {
      const group = groupOf(key);
      if (!["fixtures", "luminaires", "columns", "stairs", "staff"].includes(group) || levelOf(ctx.scene, group, thing) !== ctx.level || ctx.hidden?.has(group)) continue;
      const o = bounds(ringOf(ctx.scene, key, ctx.kinds));
      if (o[0] >= b[0] && o[1] >= b[1] && o[2] <= b[2] && o[3] <= b[3]) out.push(key);
    }
    return out;
  }
  cancel() {
    this.state = "idle";
    this.op = null;
    this.box = null;
    this.held = null;
    this.guides = [];
  }
  key(e) {
    if (e.chord !== "Escape") return false;
    if (this.state !== "idle") this.cancel();
    else this.ctx.select([]);
    return true;
  }
  /** The scene as it would be. */
  get preview() { return this.op ? apply(this.ctx.scene, this.op)[0] : null; }
  get draft() { return { guides: this.guides, marquee: this.state === "marquee" ? this.box : null }; }
  get hint() { return this.ctx.selection.size ? "hint.selected" : "hint.select"; }
}
const isBox = (ring) => ring.every((p, i) => {
  const q = ring[(i + 1) % 4];
  return Math.abs(p[0] - q[0]) < 1e-6 || Math.abs(p[1] - q[1]) < 1e-6;
});
