// Items and lamps from the catalogue: a ghost follows the hand, a press places it, and again.

import { add, bounds, cleanPoint, degrees, dot, heading, left, lengthOf, scale, sides, sub, unit, along } from "../geometry.js";
import { boundsOf, hangs, hung, onCounter, ringOf, round15, stands } from "../edit.js";
import { apply, freeId, get, groupOf, keyOf, levelOf, onLevel } from "../scene.js";
import { snapBounds, snapPoint } from "../snap.js";

/** Which group a kind's things stand in. */
export const groupFor = (kind) => (kind.traits.includes("luminaire") ? "luminaires" : kind.id === "staff_post" ? "staff" : "fixtures");

/** Empty faces of a new rack, tiers spread over its height. */
export function facesOf(kind) {
  const top = Math.min(1.45, kind.size[2] - 0.12), low = kind.mount === "counter" ? 0.1 : 0.45;
  return kind.faces.map(([turn, tiers, pockets], i) => ({
    id: ["front", "back", "left", "right"][i] ?? `f${i + 1}`, ...(turn ? { turn_deg: turn } : {}),
    tiers: Array.from({ length: tiers }, (_, t) => ({ height: Math.round((tiers > 1 ? top - (t * (top - low)) / (tiers - 1) : (top + low) / 2) * 100) / 100, pockets: Array.from({ length: pockets }, () => ({})) })),
  }));
}
/** A new thing of a kind at a point, as the layout file says it. */
export function fresh(scene, kind, at, level, facing) {
  const group = groupFor(kind), id = freeId(scene, kind.letter);
  if (group === "staff") return { id, role: "clerk", level, at, facing_deg: facing };
  if (group === "luminaires") {
    const ceiling = get(scene, "levels", level)?.ceiling ?? 3;
    return { id, kind: kind.id, level, at, height: Math.min(kind.height ?? ceiling - 0.1, ceiling), facing_deg: facing, state: "on" };
  }
  return {
    id, kind: kind.id, level, at, facing_deg: facing, ...(kind.height !== null && kind.height !== undefined && kind.mount !== "floor" ? { height: kind.height } : {}),
    ...(kind.traits.includes("message") && !kind.faces.length ? { message: {} } : {}), ...(kind.faces.length ? { faces: facesOf(kind) } : {}),
  };
}

export class Item {
  name = "item";
  constructor(ctx) {
    this.ctx = ctx;
    this.facing = 270;
    this.reset();
  }
  reset() {
    this.thing = null;
    this.guides = [];
    this.state = "idle";
    this.turned = false;
  }
  get kind() { return this.ctx.kinds[this.ctx.pick]; }
  down(e) {
    this.move(e);
    this.state = "pressed";
  }
  move(e) {
    this.last = e;
    this.guides = [];
    const { ctx, kind } = this;
    if (!kind || !get(ctx.scene, "levels", ctx.level)) return void (this.thing = null);
    let thing = fresh(ctx.scene, kind, cleanPoint(e.at), ctx.level, this.facing);
    if (groupFor(kind) === "fixtures" && ["wall", "window"].includes(kind.mount)) return void (this.thing = hung(ctx.scene, thing, ctx.kinds));
    if (kind.mount === "counter") {
      const on = onCounter(ctx.scene, thing, ctx.kinds, 1.5);
      if (on) return void (this.thing = on);
    }
    if (ctx.mode !== "off" && !e.alt) {
      if (kind.mount === "floor" && !this.turned) thing = this.#backToWall(thing, e) ?? thing;
      if (!this.against) thing = this.#aligned(thing, e);
    }
    this.thing = thing;
  }
  /** Near a wall a thing stands with its back against it. */
  #backToWall(thing, e) {
    const { ctx, kind } = this, [w, d] = kind.size;
    this.against = false;
    let best = null;
    for (const wall of onLevel(ctx.scene, "walls", ctx.level)) {
      const [u, v] = along(wall, thing.at), [l, r] = sides(wall), n = left(unit(wall.start, wall.end)), length = lengthOf(wall);
      if (u < 0 || u > length) continue;
      const sign = v > (l - r) / 2 ? 1 : -1, gap = sign > 0 ? v - l : -v - r;
      if (gap < d / 2 + 0.18 && gap > -0.3 && (!best || gap < best.gap)) {
        const s = Math.max(w / 2, Math.min(length - w / 2, Math.round(u * 20) / 20)), off = (sign > 0 ? l : -r) + (sign * d) / 2, t = unit(wall.start, wall.end);
        best = { gap, at: cleanPoint(add(add(wall.start, scale(t, s)), scale(n, off))), facing: degrees(scale(n, sign)) };
      }
    }
    if (!best) return null;
    this.against = true;
    return { ...thing, at: best.at, facing_deg: best.facing };
  }
  #aligned(thing, e) {
    const { ctx } = this, group = groupFor(this.kind), [scene] = apply(ctx.scene, { put: [[group, thing]] });
    const b = boundsOf(scene, [keyOf(group, thing.id)], ctx.kinds), others = [];
    for (const [key, other] of ctx.scene) {
      const g = groupOf(key);
      if (!["fixtures", "columns", "luminaires", "walls"].includes(g) || levelOf(ctx.scene, g, other) !== ctx.level) continue;
      if (group === "luminaires" && g === "fixtures") continue;
      others.push(bounds(ringOf(ctx.scene, key, ctx.kinds)));
    }
    const { shift, guides } = snapBounds(b, others, ctx.mode === "grid" ? Infinity : 7 * e.px, ctx.mode);
    this.guides = guides;
    return { ...thing, at: cleanPoint(add(thing.at, shift)).map((v) => Math.round(v * 1000) / 1000) };
  }
  up() {
    if (this.state !== "pressed") return;
    this.state = "idle";
    if (this.thing) this.commit();
  }
  commit() {
    const { ctx } = this, group = groupFor(this.kind);
    ctx.commit({ put: [[group, this.thing]] }, [keyOf(group, this.thing.id)]);
    this.thing = null;
  }
  key(e) {
    if (e.chord === "Escape") {
      this.reset();
      this.ctx.next("select");
      return true;
    }
    if (e.chord === "Enter" && this.thing) return this.commit(), true;
    if (e.chord === "KeyR" || e.chord === "Shift+KeyR") {
      this.facing = round15((this.thing?.facing_deg ?? this.facing) + (e.chord === "KeyR" ? -15 : 15));
      this.turned = true;
      if (this.last) this.move(this.last);
      return true;
    }
    return false;
  }
  cancel() { this.reset(); }
  get preview() { return this.thing ? apply(this.ctx.scene, { put: [[groupFor(this.kind), this.thing]] })[0] : null; }
  get draft() { return { guides: this.guides, ghost: this.thing ? keyOf(groupFor(this.kind), this.thing.id) : null }; }
  get hint() { return this.kind ? "hint.item" : "hint.pick"; }
}
export class Lamp extends Item {
  name = "lamp";
}
