// Changes of things as operations: move, turn, copy, line up, mirror, repeat, walls that pull their neighbours.

import { add, along, bounds, box, clean, cleanPoint, cross, crossesItself, dist, dot, flightRing, heading, isCounterClockwise, left, lengthOf, mid, opening, project, same, scale, sides, sub, turnAround, unit, degrees, area } from "./geometry.js";
import { all, freeId, get, groupOf, idOf, keyOf, levelOf, onLevel, sizeOf } from "./scene.js";
import { snapToWall } from "./snap.js";

export const round15 = (deg) => ((Math.round(deg / 15) * 15) % 360 + 360) % 360;
const turn360 = (deg) => clean(((deg % 360) + 360) % 360);

/** What a thing covers on plan, as a ring. */
export function ringOf(scene, key, kinds) {
  const thing = scene.get(key), group = groupOf(key);
  if (!thing) return [];
  if (group === "fixtures") {
    const [w, d] = sizeOf(thing, kinds);
    return box(thing.at, w, d, thing.facing_deg ?? 0);
  }
  if (group === "luminaires") {
    const [w, d] = kinds[thing.kind]?.size ?? [0.2, 0.2];
    return box(thing.at, Math.max(w, 0.15), Math.max(d, 0.15), thing.facing_deg ?? 0);
  }
  if (group === "columns") return box(thing.at, ...(thing.size ?? [0.5, 0.5]), thing.facing_deg ?? 0);
  if (group === "staff") return box(thing.at, 0.42, 0.42, 0);
  if (group === "zones") return thing.ring;
  if (group === "stairs") {
    const points = [...thing.flights.flatMap(flightRing), ...(thing.landings ?? []).flatMap((l) => l.ring)], b = bounds(points);
    return [[b[0], b[1]], [b[2], b[1]], [b[2], b[3]], [b[0], b[3]]];
  }
  if (group === "doors" || group === "windows") {
    const wall = get(scene, "walls", thing.wall);
    return wall ? opening(wall, thing).ring : [];
  }
  if (group === "walls") {
    const [l, r] = sides(thing), n = left(unit(thing.start, thing.end));
    return [add(thing.start, scale(n, -r)), add(thing.end, scale(n, -r)), add(thing.end, scale(n, l)), add(thing.start, scale(n, l))];
  }
  return [];
}
export const boundsOf = (scene, keys, kinds) => bounds(keys.flatMap((key) => ringOf(scene, key, kinds)));

/** A thing shifted; doors and windows slide in their wall. */
export function shifted(scene, key, by, kinds, { hang = true } = {}) {
  const thing = scene.get(key), group = groupOf(key);
  const to = (p) => cleanPoint(add(p, by));
  if (group === "zones") return { ...thing, ring: thing.ring.map(to) };
  if (group === "stairs")
    return { ...thing, flights: thing.flights.map((f) => ({ ...f, foot: to(f.foot) })), ...(thing.landings ? { landings: thing.landings.map((l) => ({ ...l, ring: l.ring.map(to) })) } : {}) };
  if (group === "doors" || group === "windows") {
    const wall = get(scene, "walls", thing.wall), d = unit(wall.start, wall.end);
    const at = Math.max(thing.width / 2, Math.min(lengthOf(wall) - thing.width / 2, thing.at + dot(by, d)));
    return { ...thing, at: clean(at) };
  }
  if (group === "fixtures" && hang && hangs(thing, kinds)) return hung(scene, { ...thing, at: to(thing.at) }, kinds) ?? thing;
  return { ...thing, at: to(thing.at) };
}
export const hangs = (f, kinds) => ["wall", "window"].includes(kinds[f.kind]?.mount);
export const stands = (f, kinds) => kinds[f.kind]?.mount === "counter";

/** Put a fixture where its kind belongs: on the nearest wall, window or counter; its height above the floor stays. */
export function hung(scene, f, kinds, reach = Infinity) {
  const kind = kinds[f.kind], [w, d] = sizeOf(f, kinds);
  if (kind?.mount === "window") {
    const found = nearestWindow(scene, f.level, f.at, w, d);
    if (found && found.distance <= Math.min(reach, 3)) return { ...f, at: found.at, facing_deg: found.facing, host: found.window.id, side: found.side };
  }
  const walls = onLevel(scene, "walls", f.level).filter((wall) => lengthOf(wall) >= w);
  const level = get(scene, "levels", f.level);
  const spot = snapToWall(f.at, walls, w, d, reach);
  if (!spot) return null;
  const { side, ...rest } = f;
  return { ...rest, at: spot.at, facing_deg: spot.facing, host: spot.wall.id, side: spot.side };
}
function nearestWindow(scene, level, p, width, depth) {
  let best = null;
  for (const win of onLevel(scene, "windows", level)) {
    const wall = get(scene, "walls", win.wall), o = opening(wall, win), [u0, v] = along(wall, p);
    const half = Math.max(0, (win.width - width) / 2), u = Math.max(win.at - half, Math.min(win.at + half, u0));
    const side = v > (o.left - o.right) / 2 ? "left" : "right", face = side === "left" ? o.left : -o.right, sign = side === "left" ? 1 : -1;
    const at = cleanPoint(add(add(wall.start, scale(o.along, u)), scale(o.normal, face + (sign * depth) / 2)));
    const distance = dist(at, p);
    if (!best || distance < best.distance) best = { window: win, at, side, facing: degrees(scale(o.normal, sign)), distance };
  }
  return best;
}
/** A counter-top thing on the counter below it. */
export function onCounter(scene, f, kinds, reach = 1) {
  let best = null;
  for (const other of onLevel(scene, "fixtures", f.level)) {
    const kind = kinds[other.kind];
    if (!kind || kind.mount !== "floor" || !["counter", "table", "desk", "display"].some((t) => kind.traits.includes(t) || other.kind.includes(t))) continue;
    const [w, d, h] = sizeOf(other, kinds), [fw, fd] = sizeOf(f, kinds), n = heading(other.facing_deg ?? 0), v = sub(f.at, other.at);
    const u = Math.max(-(w - fw) / 2, Math.min((w - fw) / 2, dot(v, [-n[1], n[0]]))), t = Math.max(-(d - fd) / 2, Math.min((d - fd) / 2, dot(v, n)));
    const at = cleanPoint([other.at[0] - n[1] * u + n[0] * t, other.at[1] + n[0] * u + n[1] * t]), distance = dist(at, f.at);
    if (distance <= reach && (!best || distance < best.distance)) best = { distance, thing: { ...f, at, facing_deg: other.facing_deg ?? 0, host: other.id, height: h } };
  }
  return best?.thing ?? null;
}
/** Things that stand on or hang on moved fixtures go with them. */
export function withRiders(scene, keys) {
  const out = new Set(keys), ids = new Set(keys.filter((k) => groupOf(k) === "fixtures").map(idOf));
  for (const f of all(scene, "fixtures")) if (f.host && ids.has(f.host)) out.add(keyOf("fixtures", f.id));
  return [...out];
}

/** Shift things by a vector as one operation. */
export function shift(scene, keys, by, kinds) {
  const walls = keys.filter((k) => groupOf(k) === "walls");
  if (walls.length === 1 && keys.length === 1) return moveWall(scene, scene.get(walls[0]), by) ?? { put: [] };
  const put = [];
  for (const key of withRiders(scene, keys)) {
    const thing = scene.get(key);
    if (!thing || groupOf(key) === "walls" || thing.locked === true && groupOf(key) === "fixtures") continue;
    put.push([groupOf(key), shifted(scene, key, by, kinds)]);
  }
  return { put };
}

/** Turn things about the middle of their common bounds; a single thing about its own middle. */
export function turn(scene, keys, by, kinds) {
  const put = [], b = boundsOf(scene, keys, kinds), centre = keys.length > 1 ? [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2] : null;
  for (const key of keys) {
    const thing = scene.get(key), group = groupOf(key);
    if (group === "fixtures" && (hangs(thing, kinds) || thing.locked)) continue;
    if (["fixtures", "luminaires", "columns", "staff"].includes(group))
      put.push([group, { ...thing, at: centre ? cleanPoint(turnAround(thing.at, centre, by)) : thing.at, facing_deg: turn360((thing.facing_deg ?? 0) + by) }]);
    else if (group === "zones") {
      const c = centre ?? mid([b[0], b[1]], [b[2], b[3]]);
      put.push([group, { ...thing, ring: thing.ring.map((p) => cleanPoint(turnAround(p, c, by))) }]);
    } else if (group === "stairs") {
      const c = centre ?? thing.flights[0].foot;
      put.push([group, { ...thing, flights: thing.flights.map((f) => ({ ...f, foot: cleanPoint(turnAround(f.foot, c, by)), facing_deg: turn360(f.facing_deg + by) })), ...(thing.landings ? { landings: thing.landings.map((l) => ({ ...l, ring: l.ring.map((p) => cleanPoint(turnAround(p, c, by))) })) } : {}) }]);
    } else if (group === "doors") put.push([group, { ...thing, ...nextSwing(thing) }]);
  }
  return { put };
}
/** R on a door: the next way it can open. */
export function nextSwing(door) {
  const ways = [["left", "start"], ["left", "end"], ["right", "end"], ["right", "start"]];
  const now = ways.findIndex(([o, h]) => o === (door.opens ?? "left") && h === (door.hinge ?? "start"));
  const [opens, hinge] = ways[(now + 1) % ways.length];
  return { opens, hinge };
}
/** Mirror things left-right (or up-down) about the middle of their bounds. */
export function mirror(scene, keys, kinds, upright = true) {
  const b = boundsOf(scene, keys, kinds), c = upright ? (b[0] + b[2]) / 2 : (b[1] + b[3]) / 2;
  const flip = (p) => cleanPoint(upright ? [2 * c - p[0], p[1]] : [p[0], 2 * c - p[1]]);
  const face = (deg) => turn360(upright ? 180 - deg : -deg);
  const put = [];
  for (const key of keys) {
    const thing = scene.get(key), group = groupOf(key);
    if (group === "zones") put.push([group, { ...thing, ring: thing.ring.map(flip).reverse() }]);
    else if (group === "doors") put.push([group, { ...thing, hinge: (thing.hinge ?? "start") === "start" ? "end" : "start" }]);
    else if (group === "fixtures" && hangs(thing, kinds)) {
      const next = hung(scene, { ...thing, at: flip(thing.at) }, kinds, 0.6);
      if (next) put.push([group, next]);
    } else if (thing.at && Array.isArray(thing.at)) put.push([group, { ...thing, at: flip(thing.at), ...(group === "staff" && thing.facing_deg === undefined ? {} : { facing_deg: face(thing.facing_deg ?? 0) }) }]);
  }
  return { put };
}
/** Line things up: left, centre, right, top, middle, bottom. */
export function align(scene, keys, how, kinds) {
  const b = boundsOf(scene, keys, kinds), put = [];
  for (const key of keys) {
    const o = boundsOf(scene, [key], kinds);
    const by = { left: [b[0] - o[0], 0], right: [b[2] - o[2], 0], centre: [(b[0] + b[2] - o[0] - o[2]) / 2, 0], bottom: [0, b[1] - o[1]], top: [0, b[3] - o[3]], middle: [0, (b[1] + b[3] - o[1] - o[3]) / 2] }[how];
    if (Math.hypot(...by) > 1e-6) put.push([groupOf(key), shifted(scene, key, by, kinds)]);
  }
  return { put };
}
/** Equal gaps along an axis between the outermost two. */
export function distribute(scene, keys, upright, kinds) {
  const i = upright ? 1 : 0, rows = keys.map((key) => ({ key, b: boundsOf(scene, [key], kinds) })).sort((p, q) => p.b[i] - q.b[i]);
  if (rows.length < 3) return { put: [] };
  const first = rows[0].b, last = rows.at(-1).b;
  const taken = rows.reduce((sum, r) => sum + r.b[i + 2] - r.b[i], 0), gap = (last[i + 2] - first[i] - taken) / (rows.length - 1);
  const put = [];
  let at = first[i];
  for (const row of rows) {
    const by = i ? [0, at - row.b[i]] : [at - row.b[i], 0];
    if (Math.hypot(...by) > 1e-6) put.push([groupOf(row.key), shifted(scene, row.key, by, kinds)]);
    at += row.b[i + 2] - row.b[i] + gap;
  }
  return { put };
}

const letterOf = (group, thing, kinds) =>
  ({ zones: "z", columns: "col", stairs: "st", doors: "d", windows: "win", walls: "w", luminaires: "LA", staff: "SP", campaigns: "c" })[group] ?? kinds[thing.kind]?.letter ?? "T";

/** Copies of things, shifted; [operation, keys of the copies]. */
export function copies(scene, keys, shifts, kinds) {
  const put = [], made = [], taken = new Set();
  for (const by of shifts)
    for (const key of keys) {
      const group = groupOf(key), thing = scene.get(key);
      if (group === "walls" || group === "levels" || group === "hall") continue;
      const id = freeId(scene, letterOf(group, thing, kinds), taken);
      taken.add(id);
      const { locked, ...rest } = shifted(scene, key, by, kinds);
      const copy = { ...rest, id, ...(group === "doors" && locked !== undefined ? { locked } : {}) };
      if (group === "doors" || group === "windows") {
        const others = [...onWall(scene, thing.wall), ...put.filter(([g]) => g === "doors" || g === "windows").map(([, t]) => t)];
        const free = freeSpot(get(scene, "walls", thing.wall), copy, others);
        if (free === null) continue;
        copy.at = free;
      }
      put.push([group, copy]);
      made.push(keyOf(group, id));
    }
  return [{ put }, made];
}
export const onWall = (scene, wall) => [...all(scene, "doors"), ...all(scene, "windows")].filter((item) => item.wall === wall);
/** The nearest place in a wall where an opening overlaps no other, or null. */
export function freeSpot(wall, item, others) {
  const length = lengthOf(wall), half = item.width / 2, taken = others.filter((o) => o.id !== item.id && o.wall === wall.id);
  if (item.width > length + 1e-6) return null;
  const fits = (at) => at >= half - 1e-6 && at <= length - half + 1e-6 && taken.every((o) => Math.abs(o.at - at) >= (o.width + item.width) / 2 - 1e-6);
  const spots = [item.at, half, length - half, ...taken.flatMap((o) => [o.at - (o.width + item.width) / 2, o.at + (o.width + item.width) / 2])];
  const free = spots.map(clean).filter(fits).sort((a, b) => Math.abs(a - item.at) - Math.abs(b - item.at));
  return free.length ? free[0] : null;
}
/** A grid of copies: columns to the right, rows downwards; the first place is the original's. */
export function array(scene, keys, columns, rows, dx, dy, kinds) {
  const shifts = [];
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) if (r || c) shifts.push([c * dx, -r * dy]);
  return copies(scene, keys, shifts, kinds);
}

/** Whether a wall runs along its level's outline. */
export function isOuter(scene, wall) {
  const level = get(scene, "levels", wall.level);
  if (!level) return false;
  return [level.outline, ...(level.holes ?? [])].some((ring) => ring.some((p, i) => {
    const q = ring[(i + 1) % ring.length];
    return project(wall.start, p, q).distance < 2e-3 && project(wall.end, p, q).distance < 2e-3;
  }));
}

/**
 * Move a wall: an outer one across itself only. Walls that meet it, the outline, zones along it,
 * what hangs on it follow; openings of neighbours stay where they are. Null where something would break.
 */
export function moveWall(scene, wall, by) {
  const outer = isOuter(scene, wall), n = left(unit(wall.start, wall.end));
  const delta = outer ? scale(n, dot(by, n)) : by;
  if (Math.hypot(...delta) < 1e-9) return { put: [] };
  const touches = (p) => project(p, wall.start, wall.end).distance < 6e-3;
  const to = (p) => (touches(p) ? cleanPoint(add(p, delta)) : p);
  const put = [], level = get(scene, "levels", wall.level);
  if (outer) {
    const next = { ...level, outline: level.outline.map(to), ...(level.holes ? { holes: level.holes.map((ring) => ring.map(to)) } : {}) };
    if (crossesItself(next.outline) || area(next.outline) < 0.5 || isCounterClockwise(next.outline) !== isCounterClockwise(level.outline)) return null;
    put.push(["levels", next]);
  }
  const moved = new Map();
  for (const other of onLevel(scene, "walls", wall.level)) {
    const next = other.id === wall.id ? { ...other, start: cleanPoint(add(other.start, delta)), end: cleanPoint(add(other.end, delta)) } : { ...other, start: to(other.start), end: to(other.end) };
    if (next.start === other.start && next.end === other.end) continue;
    if (dist(next.start, next.end) < 0.05) return null;
    moved.set(other.id, [other, next]);
    put.push(["walls", next]);
  }
  for (const group of ["doors", "windows"])
    for (const item of all(scene, group)) {
      const pair = moved.get(item.wall);
      if (!pair || item.wall === wall.id) continue;
      const [old, next] = pair, d = unit(old.start, old.end);
      const at = clean(item.at - dot(sub(next.start, old.start), d)), length = lengthOf(next);
      if (at - item.width / 2 < -1e-6 || at + item.width / 2 > length + 1e-6) return null;
      if (at !== item.at) put.push([group, { ...item, at }]);
    }
  for (const zone of onLevel(scene, "zones", wall.level)) {
    const ring = zone.ring.map(to);
    if (ring.some((p, i) => p !== zone.ring[i])) put.push(["zones", { ...zone, ring }]);
  }
  const hosts = new Set([wall.id, ...onWall(scene, wall.id).map((o) => o.id)]);
  for (const f of onLevel(scene, "fixtures", wall.level)) if (hosts.has(f.host)) put.push(["fixtures", { ...f, at: cleanPoint(add(f.at, delta)) }]);
  return { put };
}
/** Give a wall another length: what it meets at its end moves along it. */
export function setLength(scene, wall, length) {
  const by = scale(unit(wall.start, wall.end), length - lengthOf(wall));
  const neighbour = onLevel(scene, "walls", wall.level).find((w) => w.id !== wall.id && (same(w.start, wall.end) || same(w.end, wall.end)));
  if (neighbour) return moveWall(scene, neighbour, by);
  if (length < 0.05 || onWall(scene, wall.id).some((o) => o.at + o.width / 2 > length + 1e-6)) return null;
  return { put: [["walls", { ...wall, end: cleanPoint(add(wall.end, by)) }]] };
}

/** A closed ring of clear inner corners as a level with walls growing outwards. Null where the ring is no room. */
export function closeRing(scene, level, points, { thickness = 0.24, height = 3, floor = 0, glazed = false } = {}) {
  let ring = points.filter((p, i) => !same(p, points[(i + 1) % points.length]));
  if (ring.length < 3 || area(ring) < 0.5 || crossesItself(ring)) return null;
  if (!isCounterClockwise(ring)) ring = [...ring].reverse();
  const first = !all(scene, "levels").length, b = bounds(ring);
  const origin = first ? [b[0], b[1]] : [0, 0];
  ring = ring.map((p) => cleanPoint(sub(p, origin)));
  const taken = new Set(), put = [["levels", { id: level, outline: ring, ceiling: height, ...(floor ? { floor } : {}) }]];
  ring.forEach((start, i) => {
    const id = freeId(scene, "w", taken);
    taken.add(id);
    put.push(["walls", { id, level, start, end: ring[(i + 1) % ring.length], thickness, ...(glazed ? { glazed } : {}) }]);
  });
  return { op: { put }, origin, ring };
}
/** Another level above: the same outline and outer walls. */
export function addLevel(scene, from, id) {
  const below = get(scene, "levels", from);
  if (!below) return null;
  const taken = new Set([id]), put = [["levels", { ...below, id, floor: clean((below.floor ?? 0) + (below.ceiling ?? 3) + 0.3) }]];
  delete put[0][1].name;
  for (const wall of onLevel(scene, "walls", from)) {
    if (!isOuter(scene, wall)) continue;
    const wid = freeId(scene, "w", taken);
    taken.add(wid);
    put.push(["walls", { ...wall, id: wid, level: id }]);
  }
  return { put };
}
/** Distances of a thing to what is nearest left, right, below, above: walls only. */
export function clearances(scene, key, kinds, level) {
  const ring = ringOf(scene, key, kinds);
  if (!ring.length) return [];
  const b = bounds(ring), c = [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2], out = [];
  const faces = onLevel(scene, "walls", level).flatMap((w) => {
    const r = ringOf(scene, keyOf("walls", w.id), kinds);
    return r.map((p, i) => [p, r[(i + 1) % 4]]);
  });
  for (const [dir, from] of [[[-1, 0], [b[0], c[1]]], [[1, 0], [b[2], c[1]]], [[0, -1], [c[0], b[1]]], [[0, 1], [c[0], b[3]]]]) {
    let best = null;
    for (const [p, q] of faces) {
      const d = sub(q, p), k = cross(dir, d);
      if (Math.abs(k) < 1e-9) continue;
      const t = cross(sub(p, from), d) / k, u = cross(sub(p, from), dir) / k;
      if (t > 1e-3 && u >= -1e-6 && u <= 1 + 1e-6 && (best === null || t < best)) best = t;
    }
    if (best !== null && best < 30) out.push({ a: from, b: add(from, scale(dir, best)), length: best });
  }
  return out;
}
