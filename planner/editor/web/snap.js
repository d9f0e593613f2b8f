// Where a hand means to be: ends, walls, directions, alignments, equal spacing, grid.

import { add, clean, cleanPoint, degrees, dist, dot, heading, left, project, scale, sub, unit, along, lengthOf, sides } from "./geometry.js";

export const MODES = ["off", "objects", "grid"];
export const GRID = 0.1;
export const toGrid = (v, grid = GRID) => clean(Math.round(v / grid) * grid);

/** The direction nearest to a multiple of `step` degrees, if within `within`. */
export function straight(from, to, step = 45, within = 7) {
  const deg = degrees(sub(to, from)), near = (Math.round(deg / step) * step) % 360;
  const off = Math.abs(((deg - near + 540) % 360) - 180);
  return off <= within ? near : null;
}

/**
 * Snap a point while drawing.
 * @param {number[]} p
 * @param {{mode?: string, reach?: number, from?: number[]|null, ends?: number[][], walls?: object[], lines?: number[][][], free?: boolean}} o
 * @returns {{point: number[], guides: object[], what: string, wall?: object, deg?: number|null}}
 */
export function snapPoint(p, o = {}) {
  const { mode = "objects", reach = 0.2, from = null, ends = [], walls = [], lines = [], free = false } = o;
  if (mode === "off" || free) return { point: cleanPoint(p), guides: [], what: "free", deg: null };
  const guides = [];
  if (mode === "objects") {
    let best = null;
    for (const end of ends) {
      const d = dist(p, end);
      if (d <= reach && (!best || d < best.d)) best = { d, end };
    }
    if (best) return { point: cleanPoint(best.end), guides: [{ kind: "point", at: best.end }], what: "end", deg: from ? degrees(sub(best.end, from)) : null };
  }
  if (from) {
    const deg = straight(from, p);
    if (deg !== null) {
      const n = heading(deg);
      let length = Math.max(0, dot(sub(p, from), n));
      if (mode === "objects") {
        // along this direction, stop level with an end somewhere else
        let best = null;
        for (const end of ends)
          for (const axis of [[1, 0], [0, 1]]) {
            const speed = dot(n, axis);
            if (Math.abs(speed) < 0.1) continue;
            const t = dot(sub(end, from), axis) / speed;
            if (t > 0.05 && Math.abs(t - length) <= reach && (!best || Math.abs(t - length) < best.off))
              best = { off: Math.abs(t - length), t, end };
          }
        if (best) {
          length = best.t;
          const point = add(from, scale(n, length));
          guides.push({ kind: "line", a: point, b: best.end, word: "aligned" });
          return { point: cleanPoint(point), guides, what: "aligned", deg };
        }
      }
      const point = add(from, scale(n, toGrid(length, mode === "grid" ? GRID : 0.01)));
      return { point: cleanPoint(point), guides, what: "straight", deg };
    }
  }
  if (mode === "objects") {
    let best = null;
    for (const wall of walls) {
      const on = project(p, wall.start, wall.end);
      if (on.distance <= reach && (!best || on.distance < best.distance)) best = { ...on, wall };
    }
    for (const [a, b] of lines) {
      const on = project(p, a, b);
      if (on.distance <= reach && (!best || on.distance < best.distance)) best = { ...on, line: true };
    }
    if (best) return { point: cleanPoint(best.point), guides: [{ kind: "point", at: best.point }], what: best.wall ? "wall" : "line", wall: best.wall, deg: null };
    for (const end of ends)
      for (const i of [0, 1])
        if (Math.abs(p[i] - end[i]) <= reach) {
          const point = [...p];
          point[i] = end[i];
          return { point: cleanPoint(point), guides: [{ kind: "line", a: point, b: end, word: "aligned" }], what: "aligned", deg: null };
        }
  }
  const grid = mode === "grid" ? GRID : 0.01;
  return { point: [toGrid(p[0], grid), toGrid(p[1], grid)], guides, what: "grid", deg: null };
}

/**
 * Shift that lines a moved rectangle up with its neighbours: edges, centres, equal gaps.
 * @param {number[]} b bounds of what moves  @param {number[][]} others bounds of the rest
 */
export function snapBounds(b, others, reach, mode = "objects") {
  if (mode === "off") return { shift: [0, 0], guides: [] };
  if (mode === "grid") return { shift: [toGrid(b[0]) - b[0], toGrid(b[1]) - b[1]], guides: [] };
  const shift = [0, 0], guides = [];
  for (const i of [0, 1]) {
    const mine = [b[i], (b[i] + b[i + 2]) / 2, b[i + 2]];
    let best = null;
    for (const o of others) {
      const theirs = [o[i], (o[i] + o[i + 2]) / 2, o[i + 2]];
      mine.forEach((m, mi) => theirs.forEach((t, ti) => {
        if ((mi === 1) !== (ti === 1)) return; // edges with edges, centres with centres
        const off = Math.abs(t - m);
        if (off <= reach && (!best || off < best.off - 1e-9)) best = { off, by: t - m, at: t, o, word: mi === 1 ? "centre" : "aligned" };
      }));
    }
    const gap = equalGap(b, others, i, reach);
    if (gap && (!best || gap.off < best.off - 1e-9)) {
      shift[i] = gap.by;
      guides.push({ kind: "gaps", axis: i, gaps: gap.gaps, size: gap.size, word: "equal" });
    } else if (best) {
      shift[i] = best.by;
      const j = 1 - i, lo = Math.min(b[j], best.o[j]), hi = Math.max(b[j + 2], best.o[j + 2]);
      guides.push({ kind: "line", a: i ? [lo, best.at] : [best.at, lo], b: i ? [hi, best.at] : [best.at, hi], word: best.word });
    }
  }
  return { shift, guides };
}

/** Equal spacing along an axis: continue a row, or sit in the middle of a gap. */
function equalGap(b, others, i, reach) {
  const j = 1 - i;
  const row = others.filter((o) => o[j] < b[j + 2] && o[j + 2] > b[j]).sort((p, q) => p[i] - q[i]);
  let best = null;
  const offer = (by, gaps, size) => {
    if (Math.abs(by) <= reach && size > 0.02 && (!best || Math.abs(by) < best.off)) best = { by, off: Math.abs(by), gaps, size };
  };
  const across = (b[j] + b[j + 2]) / 2, width = b[i + 2] - b[i];
  for (let k = 0; k + 1 < row.length; k++) {
    const p = row[k], q = row[k + 1], gap = q[i] - p[i + 2];
    if (gap <= 0.02) continue;
    offer(q[i + 2] + gap - b[i], [[p[i + 2], q[i], across], [q[i + 2], q[i + 2] + gap, across]], gap);
    offer(p[i] - gap - b[i + 2], [[p[i] - gap, p[i], across], [p[i + 2], q[i], across]], gap);
    const free = (gap - width) / 2;
    if (free > 0.02) offer(p[i + 2] + free - b[i], [[p[i + 2], p[i + 2] + free, across], [q[i] - free, q[i], across]], free);
  }
  return best;
}

/**
 * Put something on the nearest wall face.
 * @returns {{wall: object, side: "left"|"right", along: number, at: number[], facing: number, distance: number}|null}
 */
export function snapToWall(p, walls, width, depth, reach = Infinity, { grid = 0.01, inHall = null } = {}) {
  let best = null;
  for (const wall of walls) {
    const d = unit(wall.start, wall.end), n = left(d), [l, r] = sides(wall), length = lengthOf(wall);
    if (length < width - 1e-6) continue;
    const [u, v] = along(wall, p);
    const s = Math.max(width / 2, Math.min(length - width / 2, toGrid(u, grid)));
    for (const side of ["left", "right"]) {
      const face = side === "left" ? l : -r, sign = side === "left" ? 1 : -1;
      const depthOff = sign * (v - face); // metres out of this face
      const distance = Math.hypot(u - s, depthOff < 0 ? depthOff * 1.5 : depthOff);
      if (depthOff < -(l + r) / 2 - 1e-9) continue; // nearer to the other face
      if (distance > reach || (best && distance >= best.distance)) continue;
      const off = face + (sign * depth) / 2;
      const at = cleanPoint([wall.start[0] + d[0] * s + n[0] * off, wall.start[1] + d[1] * s + n[1] * off]);
      if (inHall && !inHall([at[0] + n[0] * sign * 0.06, at[1] + n[1] * sign * 0.06])) continue;
      best = { wall, side, along: clean(s), at, facing: degrees(scale(n, sign)), distance };
    }
  }
  return best;
}
