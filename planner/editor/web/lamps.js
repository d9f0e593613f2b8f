// Lamps as operations: aimed at a point or a thing, switched alone or together.

import { add, bounds, cleanPoint, heading, scale } from "./geometry.js";
import { ringOf } from "./edit.js";
import { get, groupOf, idOf, keyOf } from "./scene.js";
import { under } from "./tools/pick.js";

export const AIM_HEIGHT = 1.2; // m; where nothing says how high to aim
export const LEAST_DIM = 0.05;
const TARGETS = ["fixtures", "windows", "doors"];

/** Whether a lamp is one that is aimed. */
export const aims = (lamp, kinds) => Boolean(lamp.aim || lamp.target || kinds[lamp.kind]?.traits.includes("spot"));

/** The key of what a lamp is aimed at, or null. */
export function targetKey(scene, lamp) {
  const group = lamp.target && ["fixtures", "windows", "doors", "zones"].find((g) => get(scene, g, lamp.target));
  return group ? keyOf(group, lamp.target) : null;
}
/** The point on plan that a lamp is aimed at, or null where it shines straight down. */
export function aimOf(scene, lamp, kinds) {
  if (lamp.aim) return [lamp.aim[0], lamp.aim[1]];
  const key = targetKey(scene, lamp);
  if (!key) return null;
  const b = bounds(ringOf(scene, key, kinds));
  return [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2];
}
/** Where the handle of a lamp's aim lies: at its aim, else a little in front of it. */
export function aimHandle(scene, lamp, kinds, apart = 0.6) {
  const aim = aimOf(scene, lamp, kinds);
  if (aim) return aim;
  return add(lamp.at, scale(heading(lamp.facing_deg ?? 270), apart));
}
/** A lamp aimed at a point; at the thing that lies there, unless `free`. Below itself it shines straight down. */
export function aimed(ctx, lamp, point, { free = false, reach = 0.1 } = {}) {
  const { target, aim, ...rest } = lamp;
  if (!free) {
    const hit = under(ctx, point, reach).find((key) => TARGETS.includes(groupOf(key)));
    if (hit) return { ...rest, target: idOf(hit) };
  }
  if (Math.hypot(point[0] - lamp.at[0], point[1] - lamp.at[1]) < 0.05) return rest;
  const at = cleanPoint(point.map((v) => Math.round(v * 100) / 100));
  return { ...rest, aim: [...at, aim?.[2] ?? Math.min(AIM_HEIGHT, lamp.height)] };
}
export const shines = (lamp) => lamp.state !== "off" && lamp.state !== "dead";

/** Selected lamps switched together: off if any shines, else on; dead ones stay dead. Null where none can change. */
export function switched(scene, keys) {
  const lamps = keys.filter((k) => groupOf(k) === "luminaires").map((k) => scene.get(k)).filter((l) => l && l.state !== "dead");
  if (!lamps.length) return null;
  const off = lamps.some(shines);
  const put = lamps.filter((l) => shines(l) === off).map((l) => ["luminaires", { ...l, state: off ? "off" : (l.dim ?? 1) < 1 ? "dimmed" : "on" }]);
  return { put };
}
/** A lamp giving a share of its light; in full it is simply on. */
export function dimmed(lamp, share) {
  const { dim, ...rest } = lamp, s = Math.round(Math.min(1, Math.max(LEAST_DIM, share)) * 100) / 100;
  return s >= 1 ? { ...rest, state: "on" } : { ...rest, state: "dimmed", dim: s };
}
/** A lamp in a state: what is on gives all of its light. */
export function inState(lamp, state) {
  const { dim, ...rest } = lamp;
  if (state === "on") return { ...rest, state };
  return { ...lamp, state, ...(state === "dimmed" && (dim ?? 1) >= 1 ? { dim: 0.5 } : {}) };
}
