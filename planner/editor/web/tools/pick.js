// What lies under a point: the topmost thing a hand can mean.

import { inside, project, toArea, toRing } from "../geometry.js";
import { ringOf } from "../edit.js";
import { groupOf, idOf, keyOf, levelOf } from "../scene.js";

const RANK = { luminaires: 6, fixtures: 5, staff: 5, doors: 4, windows: 4, stairs: 3, columns: 3, walls: 2, zones: 1 };
const MOUNT = { ceiling: 0.6, wall: 0.5, window: 0.5, counter: 0.4, floor: 0.2, surface: 0.1 };

/** Keys under a point within `reach` metres, the topmost first. */
export function under(ctx, at, reach = 0.1) {
  const found = [];
  for (const [key, thing] of ctx.scene) {
    const group = groupOf(key);
    if (!RANK[group] || ctx.hidden?.has(group) || levelOf(ctx.scene, group, thing) !== ctx.level) continue;
    if (thing.at && Array.isArray(thing.at) && Math.abs(thing.at[0] - at[0]) + Math.abs(thing.at[1] - at[1]) > 12) continue;
    const ring = ringOf(ctx.scene, key, ctx.kinds);
    if (!ring.length) continue;
    const near = group === "zones" ? 0 : group === "walls" ? reach * 0.5 : reach;
    const gap = toArea(ring, at);
    if (gap > near) continue;
    found.push({ key, rank: RANK[group] + (MOUNT[ctx.kinds[thing.kind]?.mount] ?? 0) - gap, gap });
  }
  return found.sort((a, b) => b.rank - a.rank || a.gap - b.gap).map((f) => f.key);
}
export const topmost = (ctx, at, reach) => under(ctx, at, reach)[0] ?? null;
