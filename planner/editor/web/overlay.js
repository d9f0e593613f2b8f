// Verdicts over the plan: numbered marks, evidence, the proposed place.

import { clear, line, path, s } from "./dom.js";
import { heading } from "./geometry.js";
import { look, markGroup } from "./marks.js";
import { dimension, frame, symbol } from "./render.js";
import { get, groupOf, keyOf, sizeOf } from "./scene.js";
import { metres } from "./units.js";

/** GeoJSON as path data: [areas, lines, points]. */
export function geoPaths(geometry) {
  const areas = [], lines = [], points = [];
  const walk = (g) => {
    if (!g) return;
    if (g.type === "Polygon") areas.push(...g.coordinates);
    else if (g.type === "MultiPolygon") g.coordinates.forEach((c) => areas.push(...c));
    else if (g.type === "LineString" || g.type === "LinearRing") lines.push(g.coordinates);
    else if (g.type === "MultiLineString") lines.push(...g.coordinates);
    else if (g.type === "Point") points.push(g.coordinates);
    else if (g.type === "MultiPoint") points.push(...g.coordinates);
    else if (g.type === "GeometryCollection") g.geometries.forEach(walk);
  };
  walk(geometry);
  return { areas, lines, points };
}
/** The thing a fix changes, changed: [group, object], or null. */
export function fixed(scene, fix) {
  if (!fix) return null;
  for (const group of ["fixtures", "luminaires", "doors", "windows", "zones", "campaigns", "walls", "columns"]) {
    const thing = get(scene, group, fix.subject);
    if (thing) return [group, { ...thing, ...fix.set }, thing];
  }
  return null;
}
/** What the fix button says: key and values of a word. */
export function move(scene, fix, kinds) {
  const found = fixed(scene, fix);
  if (!found) return null;
  const [group, next, old] = found;
  if (group === "fixtures" && next.height !== undefined && next.height !== old.height && Object.keys(fix.set).length === 1) {
    const by = next.height - (old.height ?? 0), cm = Math.round(Math.abs(by) * 1000) / 10;
    return { key: by > 0 ? "fix.raise" : "fix.lower", icon: by > 0 ? "up" : "down", values: { by: `${cm} cm`, to: `${Math.round(next.height * 1000) / 10} cm` } };
  }
  if (next.at && Array.isArray(next.at) && old.at && (next.at[0] !== old.at[0] || next.at[1] !== old.at[1])) {
    const dx = next.at[0] - old.at[0], dy = next.at[1] - old.at[1], by = `${metres(Math.hypot(dx, dy))} m`;
    const way = Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? "right" : "left") : dy > 0 ? "upwards" : "downwards";
    return { key: `fix.${way}`, icon: { right: "right", left: "left", upwards: "up", downwards: "down" }[way], values: { by } };
  }
  if (next.facing_deg !== undefined && next.facing_deg !== old.facing_deg) {
    const by = Math.round((((next.facing_deg - (old.facing_deg ?? 0)) % 360) + 540) % 360) - 180;
    return { key: "fix.turn", icon: "rotate", values: { by: `${Math.abs(by)}°` } };
  }
  return { key: "fix.apply", icon: "check", values: {} };
}

export class Overlay {
  constructor(render, kit) {
    this.render = render;
    this.kit = kit;
    this.findings = [];
    this.active = null;
    this.onmark = () => {};
  }
  show(findings) {
    this.findings = findings;
    this.draw();
  }
  /** Marks for what is open on this level; evidence of the active finding. */
  draw() {
    const { render } = this, { level } = render;
    const nodes = [];
    this.spots = [];
    for (const f of this.findings) {
      if (!f.at || f.level !== level || (f.outcome !== "failed" && f.outcome !== "uncertain")) continue;
      const on = this.active === f.number;
      const node = markGroup(look(f), f.number, on ? 21 : 18);
      node.dataset.finding = f.number;
      node.classList.toggle("on", on);
      node.addEventListener("pointerenter", () => this.onmark("hover", f.number));
      node.addEventListener("pointerleave", () => this.onmark("leave", f.number));
      nodes.push(node);
      this.spots.push({ node, f });
    }
    clear(render.marked, nodes);
    this.place();
    this.evidence();
  }
  /** Marks beside what they are about, never one over another. */
  place() {
    const { view, scene } = this.render, grid = new Map(), cell = 48;
    const take = (x, y, r) => {
      const k = `${Math.floor(x / cell)},${Math.floor(y / cell)}`;
      grid.has(k) ? grid.get(k).push([x, y, r]) : grid.set(k, [[x, y, r]]);
    };
    const free = ([x, y]) => {
      const cx = Math.floor(x / cell), cy = Math.floor(y / cell);
      for (let i = -1; i <= 1; i++) for (let j = -1; j <= 1; j++)
        for (const t of grid.get(`${cx + i},${cy + j}`) ?? []) if (Math.hypot(t[0] - x, t[1] - y) <= 9 + t[2] * 0.8) return false;
      return true;
    };
    for (const label of this.render.tags.values()) {
      const [x, y] = view.toScreen(label.at), at = [x + label.px[0], y + label.px[1]];
      if (label.tag) take(...at, 15);
      else for (let u = -label.wide / 2 + 6; u <= label.wide / 2 - 6; u += 14) take(at[0] + u, at[1] - 4, 8); // names stay readable
    }
    for (const { node, f } of this.spots ?? []) {
      const fixture = get(scene, "fixtures", f.subject.split("/")[0]), [x, y] = view.toScreen(f.at);
      let offsets = [[0, -16], [17, -10], [-17, -10], [20, 8], [-20, 8], [0, 20], [0, -38], [38, -8], [-38, -8], [38, 14], [-38, 14], [0, 42], [0, -62], [58, 0], [-58, 0]];
      if (fixture) {
        const n = heading(fixture.facing_deg ?? 0), mount = this.kit.kinds[fixture.kind]?.mount;
        const d = sizeOf(fixture, this.kit.kinds)[1] / 2 * view.k;
        if (["wall", "window"].includes(mount)) offsets = [[n[0] * 42 - n[1] * 4, -n[1] * 36 - 1], [n[0] * 19 + n[1] * 24, -n[1] * 17 + n[0] * 22], [n[0] * 19 - n[1] * 24, -n[1] * 17 - n[0] * 22], ...offsets];
        else offsets = [[0, -d - 12], ...offsets];
      }
      const spot = offsets.map((o) => [x + o[0], y + o[1]]).find(free) ?? [x + offsets[0][0], y + offsets[0][1]];
      take(spot[0], spot[1], 12);
      node.setAttribute("transform", `translate(${spot[0].toFixed(1)} ${spot[1].toFixed(1)})`);
    }
    this.labels();
  }
  evidence() {
    const { render } = this, { scene, level } = render;
    const f = this.findings.find((one) => one.number === this.active), under = [], labels = [];
    this.dims = [];
    this.arrow = null;
    for (const piece of f?.evidence ?? []) {
      if (piece.level && piece.level !== level) continue;
      const { areas, lines, points } = geoPaths(piece.geometry);
      const css = { offends: "ev-hit", "must-be-free": "ev-zone", proposed: "ghost", measure: "ev-measure", context: "ev-context" }[piece.role] ?? "ev-context";
      if (areas.length) {
        under.push(s("path", { class: css, "fill-rule": "evenodd", d: path(areas) }));
        if (piece.role === "must-be-free") under.push(s("path", { class: "ev-hatch", d: path(areas), style: `fill:url(#hatch)` }));
      }
      for (const l of lines) {
        under.push(s("path", { class: `${css} line`, d: line(l) }));
        if (piece.role === "measure" && l.length === 2) this.dims.push({ a: l[0], b: l[1], text: piece.label || metres(Math.hypot(l[1][0] - l[0][0], l[1][1] - l[0][1])) });
      }
      for (const p of points) under.push(s("circle", { class: css, cx: p[0], cy: p[1], r: 0.06 }));
    }
    const found = f && f.outcome !== "passed" ? fixed(scene, f.fix) : null;
    if (found?.[0] === "fixtures") {
      const [, next, old] = found, size = sizeOf(next, this.kit.kinds);
      if (next.at[0] !== old.at[0] || next.at[1] !== old.at[1] || next.facing_deg !== old.facing_deg) {
        under.push(s("g", { transform: frame(next.at, next.facing_deg ?? 0) }, s("rect", { class: "ghost", x: -size[0] / 2, y: -size[1] / 2, width: size[0], height: size[1] })));
        this.arrow = Math.hypot(next.at[0] - old.at[0], next.at[1] - old.at[1]) > 0.25 ? [old.at, next.at] : null;
      }
    }
    clear(render.under, under.filter((n) => n.classList.contains("ev-zone") || n.classList.contains("ev-hatch")));
    clear(render.evidence, under.filter((n) => n.parentNode !== render.under));
    this.labels();
  }
  labels() {
    const { render } = this, { view } = render;
    const arrow = this.arrow ? s("path", { class: "fixarrow", d: `M${view.toScreen(this.arrow[0]).join(" ")}L${view.toScreen(this.arrow[1]).join(" ")}`, "marker-end": "url(#ah)" }) : null;
    clear(render.above, arrow, (this.dims ?? []).map(({ a, b, text }) => {
      const [p, q] = [view.toScreen(a), view.toScreen(b)], upright = Math.abs(p[0] - q[0]) < Math.abs(p[1] - q[1]);
      const [lo, hi] = upright ? [p[1], q[1]].sort((m, n) => m - n) : [p[0], q[0]].sort((m, n) => m - n);
      if (Math.abs(p[0] - q[0]) > 2 && Math.abs(p[1] - q[1]) > 2) return s("g", { class: "dim ev-d" }, s("text", { x: (p[0] + q[0]) / 2, y: (p[1] + q[1]) / 2 - 5, text }));
      return dimension(lo, hi, upright ? p[0] : p[1], text, upright, true, "dim ev-d");
    }));
  }
}
