// Plane geometry in metres and degrees. No DOM; checked against shapely's answers.

export const EPS = 1e-9;
export const TOLERANCE = 1e-3; // a millimetre

export const add = (a, b) => [a[0] + b[0], a[1] + b[1]];
export const sub = (a, b) => [a[0] - b[0], a[1] - b[1]];
export const scale = (a, k) => [a[0] * k, a[1] * k];
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1];
export const cross = (a, b) => a[0] * b[1] - a[1] * b[0];
export const dist = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
export const same = (a, b) => dist(a, b) <= TOLERANCE;
export const mid = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

/** Free of binary dust: to a tenth of a millimetre. */
export const clean = (v) => Math.round(v * 1e4) / 1e4 + 0;
export const cleanPoint = (p) => [clean(p[0]), clean(p[1])];

/** Unit vector from a to b. */
export const unit = (a, b) => {
  const l = dist(a, b) || 1;
  return [(b[0] - a[0]) / l, (b[1] - a[1]) / l];
};
/** A direction's unit vector, exact at right angles. */
export function heading(degrees) {
  const turn = ((degrees % 360) + 360) % 360;
  if (turn % 90 === 0) return [[1, 0], [0, 1], [-1, 0], [0, -1]][turn / 90];
  const r = (turn * Math.PI) / 180;
  return [Math.cos(r), Math.sin(r)];
}
/** Direction of a vector in degrees, 0 <= a < 360. */
export const degrees = (v) => {
  const a = (Math.atan2(v[1], v[0]) * 180) / Math.PI;
  return clean(((a % 360) + 360) % 360) % 360;
};
export const left = (v) => [-v[1], v[0]];
export const turnAround = (p, about, deg) => {
  const [c, s] = heading(deg);
  const [x, y] = sub(p, about);
  return [about[0] + x * c - y * s, about[1] + x * s + y * c];
};

/** The point of segment ab nearest to p: share of the length, metres along it, the point, distance. */
export function project(p, a, b) {
  const d = sub(b, a);
  const l2 = dot(d, d);
  const t = l2 === 0 ? 0 : Math.max(0, Math.min(1, dot(sub(p, a), d) / l2));
  const point = [a[0] + t * d[0], a[1] + t * d[1]];
  return { t, along: t * Math.sqrt(l2), point, distance: dist(p, point) };
}

/** Where two lines (not segments) cross, or null if parallel. */
export function meet(a, da, b, db) {
  const c = cross(da, db);
  if (Math.abs(c) < EPS) return null;
  const t = cross(sub(b, a), db) / c;
  return [a[0] + da[0] * t, a[1] + da[1] * t];
}

/** Area of a ring, positive counter-clockwise [m²]. */
export const signedArea = (ring) =>
  ring.reduce((sum, p, i) => sum + cross(p, ring[(i + 1) % ring.length]), 0) / 2;
export const area = (ring) => Math.abs(signedArea(ring));
export const isCounterClockwise = (ring) => signedArea(ring) > 0;

export function centroid(ring) {
  let x = 0, y = 0, sum = 0;
  ring.forEach((p, i) => {
    const q = ring[(i + 1) % ring.length];
    const c = cross(p, q);
    sum += c;
    x += (p[0] + q[0]) * c;
    y += (p[1] + q[1]) * c;
  });
  return Math.abs(sum) < EPS ? ring[0] : [x / (3 * sum), y / (3 * sum)];
}

export function bounds(points) {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const [x, y] of points) {
    if (x < x0) x0 = x;
    if (y < y0) y0 = y;
    if (x > x1) x1 = x;
    if (y > y1) y1 = y;
  }
  return [x0, y0, x1, y1];
}

/** Whether a point lies in a ring; its edge counts as either. */
export function inside(ring, p) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i], ring[j]];
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0])
      odd = !odd;
  }
  return odd;
}
export const toRing = (ring, p) =>
  Math.min(...ring.map((a, i) => project(p, a, ring[(i + 1) % ring.length]).distance));
/** Distance of a point from a filled ring; 0 inside. */
export const toArea = (ring, p) => (inside(ring, p) ? 0 : toRing(ring, p));

function segmentsCross(a, b, c, d) {
  const o = (p, q, r) => Math.sign(Math.abs(cross(sub(q, p), sub(r, p))) < EPS ? 0 : cross(sub(q, p), sub(r, p)));
  return o(a, b, c) * o(a, b, d) < 0 && o(c, d, a) * o(c, d, b) < 0;
}
/** Whether a ring's edges cross each other. */
export function crossesItself(ring) {
  const n = ring.length;
  for (let i = 0; i < n; i++)
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      if (segmentsCross(ring[i], ring[(i + 1) % n], ring[j], ring[(j + 1) % n])) return true;
    }
  return false;
}

/** A rectangle whose front looks to `facing`; width lies across that direction. */
export function box(at, width, depth, facing = 0) {
  const [nx, ny] = heading(facing);
  return [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(([u, v]) => [
    at[0] - ny * u * width + nx * v * depth,
    at[1] + nx * u * width + ny * v * depth,
  ]);
}

/** What two convex rings (both counter-clockwise) share. */
export function clip(ring, by) {
  let out = ring;
  for (let i = 0; i < by.length && out.length; i++) {
    const a = by[i], d = sub(by[(i + 1) % by.length], a);
    const side = (p) => cross(d, sub(p, a));
    const next = [];
    out.forEach((p, j) => {
      const q = out[(j + 1) % out.length];
      const sp = side(p), sq = side(q);
      if (sp >= -1e-12) next.push(p);
      if ((sp > 1e-12 && sq < -1e-12) || (sp < -1e-12 && sq > 1e-12)) {
        const t = sp / (sp - sq);
        next.push([p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]);
      }
    });
    out = next;
  }
  return out;
}

// --- walls: the layout's own words, defaults filled in as the model does ---

export const thickness = (wall) => wall.thickness ?? 0.2;
/** How far a wall's body reaches left and right of its line. */
export function sides(wall) {
  const t = thickness(wall), justify = wall.justify ?? "right";
  if (justify === "centre") return [t / 2, t / 2];
  return justify === "left" ? [t, 0] : [0, t];
}
export const lengthOf = (wall) => dist(wall.start, wall.end);

/** A wall's rectangle, from `low` to `high` metres along it, counter-clockwise. */
export function strip(wall, low = 0, high = lengthOf(wall)) {
  const [dx, dy] = unit(wall.start, wall.end), [l, r] = sides(wall), [x, y] = wall.start;
  const at = (along, across) => [x + dx * along - dy * across, y + dy * along + dx * across];
  return [at(low, -r), at(high, -r), at(high, l), at(low, l)];
}

/** Every wall's rings by id: its rectangle, and the corners it shares with walls it meets. */
export function wallBodies(walls) {
  const bodies = new Map(walls.map((wall) => [wall.id, [strip(wall)]]));
  const ends = new Map();
  for (const wall of walls)
    for (const [point, atEnd] of [[wall.start, false], [wall.end, true]]) {
      const k = `${Math.round(point[0] * 1000)},${Math.round(point[1] * 1000)}`;
      ends.set(k, [...(ends.get(k) ?? []), [wall, atEnd]]);
    }
  const longer = (wall, atEnd, by) =>
    atEnd ? strip(wall, lengthOf(wall) - 1e-9, lengthOf(wall) + by) : strip(wall, -by, 1e-9);
  for (const meeting of ends.values())
    meeting.forEach(([wall, atEnd], i) => {
      for (const [other, otherEnd] of meeting.slice(i + 1)) {
        const by = 4 * Math.max(thickness(wall), thickness(other));
        const corner = clip(longer(wall, atEnd, by), longer(other, otherEnd, by));
        if (corner.length > 2 && area(corner) > 1e-9) bodies.get(wall.id).push(corner);
      }
    });
  return bodies;
}

/** A door or window in its wall: middle, directions, its rectangle and its two ends on each face. */
export function opening(wall, item) {
  const along = unit(wall.start, wall.end), normal = left(along), [l, r] = sides(wall);
  const middle = [wall.start[0] + along[0] * item.at, wall.start[1] + along[1] * item.at];
  const at = (u, v) => [middle[0] + along[0] * u + normal[0] * v, middle[1] + along[1] * u + normal[1] * v];
  const half = item.width / 2;
  return {
    middle, along, normal, at, half, left: l, right: r,
    ring: [at(-half, -r), at(half, -r), at(half, l), at(-half, l)],
    face: (side) => (side === "left" ? [at(-half, l), at(half, l)] : [at(-half, -r), at(half, -r)]),
  };
}
/** Along a wall from its start, and signed distance to its left [m]. */
export function along(wall, p) {
  const d = unit(wall.start, wall.end), v = sub(p, wall.start);
  return [dot(v, d), cross(d, v)];
}

/** A flight's rectangle on plan. */
export function flightRing(flight) {
  const n = heading(flight.facing_deg), run = Math.max((flight.steps ?? 10) - 1, 1) * (flight.going ?? 0.28);
  return box([flight.foot[0] + (n[0] * run) / 2, flight.foot[1] + (n[1] * run) / 2], flight.width ?? 1.2, run, flight.facing_deg);
}
