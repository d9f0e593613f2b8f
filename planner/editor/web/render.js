// The plan as SVG. Metres in a flipped group; labels, marks and handles in pixels above it.
// Only what changed is drawn again.

import { bounds, box, flightRing, inside, heading, isCounterClockwise, opening, signedArea, wallBodies, lengthOf, left, unit, centroid } from "./geometry.js";
import { clear, line, path, s } from "./dom.js";
import { all, get, groupOf, hallOf, idOf, keyOf, levelOf, named, onLevel, sizeOf } from "./scene.js";
import { metres, squareMetres } from "./units.js";

const ZONE_TINT = {
  entrance: "entry", main_aisle: "entry", transition: "entry", service_counters: "service", cashier: "service", waiting: "wait", negotiation: "wait",
  self_service: "self", experience: "exp", culture: "exp", device_sale: "exp", vip_room: "room", complaint_room: "room", back_office: "room", staff: "room", exterior: "out",
};
const FILL = { body: "furn", paper: "art", accent: "carrier-f", detail: "furn-d", glass: "furn-g", dark: "scr", light: "furn-w", none: "furn-l" };
const ORDER = { surface: 0, floor: 1, counter: 2, wall: 3, window: 3, ceiling: 4 };
const ccw = (ring) => (isCounterClockwise(ring) ? ring : [...ring].reverse());

/** A kind's plan drawing in metres, in its own frame: u to the right of a person looking at it, v towards that person. */
export function symbol(kind, size, message, shapes = kind?.plan ?? [{ form: "rect", numbers: [-0.5, -0.5, 1, 1], fill: "body" }]) {
  const [w, d] = size, small = Math.min(w, d), nodes = [];
  for (const shape of shapes) {
    const n = shape.numbers, css = message && shape.fill === "body" ? "carrier" : FILL[shape.fill] ?? "furn-l";
    if (shape.form === "rect") nodes.push(s("rect", { class: css, x: n[0] * w, y: n[1] * d, width: n[2] * w, height: n[3] * d }));
    else if (shape.form === "circle") nodes.push(s("circle", { class: css, cx: n[0] * w, cy: n[1] * d, r: n[2] * small }));
    else if (shape.form === "text") continue;
    else if (shape.form === "arc") {
      const [u, v, r, a, b] = n, at = (g) => [u * w + r * small * Math.cos((g * Math.PI) / 180), v * d + r * small * Math.sin((g * Math.PI) / 180)];
      const [p, q] = [at(a), at(b)];
      nodes.push(s("path", { class: css, d: `M${p[0]} ${p[1]}A${r * small} ${r * small} 0 ${Math.abs(b - a) > 180 ? 1 : 0} ${b > a ? 1 : 0} ${q[0]} ${q[1]}` }));
    } else {
      const points = [];
      for (let i = 0; i + 1 < n.length; i += 2) points.push([n[i] * w, n[i + 1] * d]);
      nodes.push(s("path", { class: shape.form === "line" ? "furn-l" : css, d: shape.form === "poly" && shape.fill !== "none" ? path([points]) : line(points) }));
    }
  }
  return nodes;
}
export const frame = (at, facing) => {
  const [nx, ny] = heading(facing);
  return `matrix(${-ny} ${nx} ${nx} ${ny} ${at[0]} ${at[1]})`;
};

export class Render {
  constructor(svg, view, words, kit) {
    Object.assign(this, { svg, view, words, kit, drawn: new Map(), thin: new Map(), tags: new Map(), hidden: new Set() });
    const g = (name) => (this[name] = s("g", { class: `l-${name}` }));
    this.world = s("g", { class: "world" }, g("picture"), g("floor"), g("zones"), g("tiles"), g("light"), g("stairs"), g("walls"), g("openings"), g("columns"), g("fixtures"), g("lamps"), g("under"), g("evidence"), g("draft"));
    this.screen = s("g", { class: "screen" }, g("dims"), g("lux"), g("names"), g("tagged"), g("marked"), g("above"), g("hand"));
    g("ruler");
    const hatch = (id, css, turn, step) => s("pattern", { id, width: step, height: step, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${turn})` }, s("line", { class: css, x1: 0, y1: 0, x2: 0, y2: step }));
    this.defs = s("defs", {}, hatch("hatch", "hatch", 45, 7), hatch("hatch-ok", "hatch-ok", -45, 6),
      s("marker", { id: "ah", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" }, s("path", { d: "M0 0l8 4-8 4z", class: "ahf" })));
    svg.append(this.defs, this.world, this.screen, this.ruler);
  }

  /** Draw a scene's level; unchanged things keep their nodes. */
  draw(scene, level, selected = new Set()) {
    const changedLevel = this.level !== level, moved = [];
    this.scene = scene;
    this.level = level;
    const floor = get(scene, "levels", level);
    if (this.floorOf !== floor || changedLevel || !this.tiles.firstChild) this.#floor(floor);
    this.#built(scene, level);
    const seen = new Set();
    for (const [key, thing] of scene) {
      const group = groupOf(key);
      if (!this.#PER_KEY[group] || levelOf(scene, group, thing) !== level || this.hidden.has(group)) continue;
      seen.add(key);
      const old = this.drawn.get(key);
      if (old?.thing === thing) {
        if (old.on !== selected.has(key)) this.#mark(old, selected.has(key));
        continue;
      }
      const node = this.#PER_KEY[group](thing, scene);
      node.dataset.key = key;
      const entry = { thing, node, on: null };
      this.#mark(entry, selected.has(key));
      if (old) old.node.replaceWith(node);
      else this.#place(group, thing, node);
      this.drawn.set(key, entry);
      const label = this.#label(group, thing);
      const before = this.tags.get(key);
      if (label) {
        before ? before.node.replaceWith(label.node) : (label.tag ? this.tagged : this.names).append(label.node);
        this.tags.set(key, label);
        moved.push(label);
      } else if (before) before.node.remove(), this.tags.delete(key);
    }
    for (const [key, { node }] of this.drawn)
      if (!seen.has(key)) {
        node.remove();
        this.drawn.delete(key);
        this.thin.delete(key);
        this.tags.get(key)?.node.remove();
        this.tags.delete(key);
      }
    for (const [key, label] of this.tags) if (label.tag) {
      const on = selected.has(key);
      if (label.on !== on) label.node.classList.toggle("on", (label.on = on));
    }
    this.camera(moved);
  }
  #mark(entry, on) {
    entry.on = on;
    entry.node.classList.toggle("on", on);
  }
  #PER_KEY = {
    zones: (zone) => {
      const node = s("path", { class: `zone z-${ZONE_TINT[zone.use] ?? "room"}`, d: path([zone.ring]) });
      return node;
    },
    columns: (c) => {
      const [w, d] = c.size ?? [0.5, 0.5];
      return c.round ? s("circle", { class: "wall", cx: c.at[0], cy: c.at[1], r: w / 2 }) : s("path", { class: "wall", d: path([box(c.at, w, d, c.facing_deg ?? 0)]) });
    },
    stairs: (stair) => this.#stair(stair),
    fixtures: (f) => this.#fixture(f),
    luminaires: (l) => {
      const kind = this.kit.kinds[l.kind], size = kind?.size ?? [0.2, 0.2, 0.1];
      const off = l.state === "dead" || l.state === "off";
      return s("g", { class: `lamp${off ? " off" : ""}`, transform: frame(l.at, l.facing_deg ?? 0) }, s("circle", { class: "lamp-glow", r: 0.22 }), symbol(kind, size, false), s("path", { class: "lamp-x", d: "M-.09 -.09L.09 .09M-.09 .09L.09 -.09" }));
    },
    staff: (p) => s("g", { class: "staff", transform: `translate(${p.at[0]} ${p.at[1]})` }, s("circle", { class: "furn", r: 0.21 }), s("circle", { class: "furn-d", r: 0.1 })),
  };
  #place(group, thing, node) {
    const layer = { zones: this.zones, columns: this.columns, stairs: this.stairs, fixtures: this.fixtures, luminaires: this.lamps, staff: this.fixtures }[group];
    if (group !== "fixtures") return layer.append(node);
    const order = ORDER[this.kit.kinds[thing.kind]?.mount] ?? 1;
    node.dataset.order = order;
    const after = [...layer.children].find((other) => +(other.dataset.order ?? 1) > order);
    layer.insertBefore(node, after ?? null);
  }
  #fixture(f) {
    const kind = this.kit.kinds[f.kind], size = sizeOf(f, this.kit.kinds), message = kind?.traits.includes("message");
    const key = keyOf("fixtures", f.id);
    const g = s("g", { class: `item mount-${kind?.mount ?? "floor"}${message ? " msg" : ""}`, transform: frame(f.at, f.facing_deg ?? 0) });
    if (["wall", "window"].includes(kind?.mount) && size[1] < 0.12) {
      const plate = s("rect", { class: message ? "poster" : "plate", x: -size[0] / 2, y: -size[1] / 2, width: size[0], height: size[1] });
      g.append(plate);
      this.thin.set(key, { plate, size });
    } else {
      this.thin.delete(key);
      g.append(...symbol(kind, size, message));
      if (!kind || kind.plan.length < 2) g.append(s("path", { class: "front", d: `M${-Math.min(0.09, size[0] / 4)} ${size[1] / 2 - Math.min(0.13, size[1] / 2.4)}L0 ${size[1] / 2 - 0.03}L${Math.min(0.09, size[0] / 4)} ${size[1] / 2 - Math.min(0.13, size[1] / 2.4)}` }));
    }
    return g;
  }
  #stair(stair) {
    const g = s("g", { class: "stair" });
    for (const landing of stair.landings ?? []) g.append(s("path", { class: "furn", d: path([landing.ring]) }));
    for (const flight of stair.flights) {
      const n = heading(flight.facing_deg), going = flight.going ?? 0.28, w = flight.width ?? 1.2, side = left(n);
      let d = "";
      for (let i = 0; i < Math.max((flight.steps ?? 10) - 1, 1) + 1; i++) {
        const c = [flight.foot[0] + n[0] * going * i, flight.foot[1] + n[1] * going * i];
        d += line([[c[0] + (side[0] * w) / 2, c[1] + (side[1] * w) / 2], [c[0] - (side[0] * w) / 2, c[1] - (side[1] * w) / 2]]);
      }
      const run = Math.max((flight.steps ?? 10) - 1, 1) * going;
      g.append(s("path", { class: "furn", d: path([flightRing(flight)]) }), s("path", { class: "furn-l", d }),
        s("path", { class: "walk", d: line([[flight.foot[0] + n[0] * 0.1, flight.foot[1] + n[1] * 0.1], [flight.foot[0] + n[0] * (run - 0.1), flight.foot[1] + n[1] * (run - 0.1)]]) }));
      const tip = [flight.foot[0] + n[0] * (run - 0.1), flight.foot[1] + n[1] * (run - 0.1)];
      g.append(s("path", { class: "walk", d: line([[tip[0] - n[0] * 0.14 + side[0] * 0.1, tip[1] - n[1] * 0.14 + side[1] * 0.1], tip, [tip[0] - n[0] * 0.14 - side[0] * 0.1, tip[1] - n[1] * 0.14 - side[1] * 0.1]]) }));
    }
    return g;
  }
  #floor(floor) {
    this.floorOf = floor;
    if (!floor) { // an empty sheet has its grid, so that a metre can be seen
      let d = "";
      for (let i = -40; i <= 80; i++) d += `M${i} -40V80M-40 ${i}H80`;
      return clear(this.floor), clear(this.tiles, s("path", { class: "tile sheet-grid", d }));
    }
    const rings = [floor.outline, ...(floor.holes ?? [])], [x0, y0, x1, y1] = bounds(floor.outline);
    clear(this.floor, s("path", { class: "floor", "fill-rule": "evenodd", d: path(rings) }));
    let d = "";
    for (let x = Math.ceil(x0 + 1e-6); x < x1 - 1e-6; x++) d += `M${x} ${y0}V${y1}`;
    for (let y = Math.ceil(y0 + 1e-6); y < y1 - 1e-6; y++) d += `M${x0} ${y}H${x1}`;
    const id = "floor-clip";
    this.defs.querySelector(`#${id}`)?.remove();
    this.defs.append(s("clipPath", { id }, s("path", { "clip-rule": "evenodd", d: path(rings) })));
    clear(this.tiles, s("path", { class: "tile", d, "clip-path": `url(#${id})` }));
  }
  /** Walls with doors and windows: drawn together, because corners and gaps depend on neighbours. */
  #built(scene, level) {
    const walls = onLevel(scene, "walls", level), doors = onLevel(scene, "doors", level), windows = onLevel(scene, "windows", level);
    const now = [...walls, ...doors, ...windows], was = this.builtOf ?? [];
    if (now.length === was.length && now.every((thing, i) => thing === was[i])) return;
    this.builtOf = now;
    const bodies = wallBodies(walls);
    const outline = (glazed) => path(walls.filter((w) => Boolean(w.glazed) === glazed).flatMap((w) => bodies.get(w.id).map(ccw)));
    clear(this.walls, s("path", { class: "wall glazed", d: outline(true) }), s("path", { class: "wall", d: outline(false) })); // one shape: no seams at corners
    const nodes = [];
    for (const win of windows) {
      const o = opening(get(scene, "walls", win.wall), win), g = s("g", { class: "window", "data-key": keyOf("windows", win.id) });
      const panes = Math.max(1, Math.round(win.width / 1.4)), middle = (o.left - o.right) / 2;
      let d = line([o.at(-o.half, middle), o.at(o.half, middle)]);
      for (let i = 1; i < panes; i++) d += line([o.at(-o.half + (win.width * i) / panes, -o.right), o.at(-o.half + (win.width * i) / panes, o.left)]);
      g.append(s("path", { class: "glass", d: path([o.ring]) }), s("path", { class: "glass-m", d }));
      nodes.push(g);
    }
    for (const door of doors) {
      const o = opening(get(scene, "walls", door.wall), door), g = s("g", { class: `door use-${door.use ?? "room"}`, "data-key": keyOf("doors", door.id) });
      g.append(s("path", { class: "sill", d: path([o.ring]) }));
      const leaves = door.leaf ?? "single", opens = door.opens ?? "left";
      const swing = (hinge, other, r) => {
        const sign = opens === "right" ? -1 : 1, face = sign > 0 ? o.left : -o.right;
        const jamb = o.at(hinge, face), tip = o.at(hinge, face + sign * r), end = o.at(other, face);
        // screen sweep depends on which way the leaf turns; y is flipped by the group, so the plan's own sense counts
        const turn = (tip[0] - jamb[0]) * (end[1] - jamb[1]) - (tip[1] - jamb[1]) * (end[0] - jamb[0]) > 0 ? 1 : 0;
        g.append(s("path", { class: "arc", d: `M${tip[0]} ${tip[1]}A${r} ${r} 0 0 ${turn} ${end[0]} ${end[1]}` }), s("path", { class: "leaf", d: line([jamb, tip]) }));
      };
      if (leaves === "single") (door.hinge ?? "start") === "start" ? swing(-o.half, o.half, door.width) : swing(o.half, -o.half, door.width);
      else if (leaves === "double") swing(-o.half, 0, o.half), swing(o.half, 0, o.half);
      else if (leaves === "sliding") {
        const m = (o.left - o.right) / 2;
        g.append(s("path", { class: "leaf", d: line([o.at(-o.half, m + 0.03), o.at(0.04, m + 0.03)]) + line([o.at(-0.04, m - 0.03), o.at(o.half, m - 0.03)]) }));
      } else if (leaves === "revolving") {
        g.append(s("circle", { class: "arc", cx: o.at(0, (o.left - o.right) / 2)[0], cy: o.at(0, (o.left - o.right) / 2)[1], r: o.half }), s("path", { class: "leaf", d: line([o.at(-o.half * 0.7, -o.half * 0.7), o.at(o.half * 0.7, o.half * 0.7)]) + line([o.at(-o.half * 0.7, o.half * 0.7), o.at(o.half * 0.7, -o.half * 0.7)]) }));
      }
      nodes.push(g);
    }
    clear(this.openings, nodes);
  }

  // --- pixels ---

  /** A zone's name or a carrier's tag: its node, where it is anchored, and how far from there [px]. */
  #label(group, thing) {
    const { words, kit } = this;
    if (group === "zones") {
      const [x0, , x1] = bounds(thing.ring);
      const node = s("text", { class: "zl", text: named(thing.name, words.lang) || words.use(thing.use), "data-key": keyOf("zones", thing.id) });
      const wide = [...node.textContent].reduce((n, c) => n + (c > "\u2e7f" ? 11.5 : 6.2), 0);
      return { node, ...this.#spot(thing, wide), room: x1 - x0, wide };
    }
    const kind = group === "fixtures" && kit.kinds[thing.kind];
    if (!kind || !kind.traits.includes("message")) return null;
    const n = heading(thing.facing_deg ?? 0), size = sizeOf(thing, kit.kinds), width = Math.max(22, 9 + 7 * thing.id.length), hung = ["wall", "window"].includes(kind.mount);
    const node = s("g", { class: "tag", "data-key": keyOf("fixtures", thing.id) }, s("rect", { x: -width / 2, y: -7.5, width, height: 15, rx: 3.5 }), s("text", { y: 3.7, "font-size": 10.5, text: thing.id }));
    return { node, tag: true, at: [thing.at[0] + (n[0] * size[1]) / 2, thing.at[1] + (n[1] * size[1]) / 2], px: [n[0] * (width / 2 + (hung ? 8 : 5)), -n[1] * (hung ? 17 : 12)] };
  }

  /** Where a zone's name covers least: its lower edge, its upper edge, its middle. */
  #spot(zone, wide) {
    const [x0, y0, x1, y1] = bounds(zone.ring), k = 45, half = wide / 2 / k, x = (x0 + x1) / 2, things = onLevel(this.scene, "fixtures", zone.level);
    if (zone.use === "exterior") return { at: [x0, y1], px: [wide / 2 + 46, 19] };
    const side = Math.min(x1 - half - 0.1, Math.max(x0 + half + 0.1, x0 + half + 0.2)), other = Math.max(x0 + half + 0.1, x1 - half - 0.2);
    const places = [[[x, y0], -9, 0.3], [[x, y1], 16, -0.3], [[side, y0], -9, 0.3], [[other, y0], -9, 0.3], [[side, y1], 16, -0.3], [[other, y1], 16, -0.3], [centroid(zone.ring), 4, 0]];
    let best = null;
    places.forEach(([at, dy, up], i) => {
      const y = at[1] + up;
      if (zone.ring.length > 4 && !inside(zone.ring, [at[0], y])) return;
      let cost = i * 0.02;
      for (const f of things) {
        if (Math.abs(f.at[0] - at[0]) > 3 || Math.abs(f.at[1] - y) > 2) continue;
        const kind = this.kit.kinds[f.kind], [a, b, c, d] = bounds(box(f.at, ...sizeOf(f, this.kit.kinds).slice(0, 2), f.facing_deg ?? 0)), tag = kind?.traits.includes("message") ? 0.45 : 0;
        const w = Math.min(c + tag, at[0] + half) - Math.max(a - tag, at[0] - half), hgt = Math.min(d + tag, y + 0.18) - Math.max(b - tag, y - 0.18);
        if (w > 0 && hgt > 0) cost += w * hgt + 0.1;
      }
      if (!best || cost < best.cost) best = { cost, at, px: [0, dy] };
    });
    return best ?? { at: centroid(zone.ring), px: [0, 4] };
  }

  /** The camera moved, or some labels did: put pixels in their places. */
  camera(moved = []) {
    const { view } = this, seen = [view.x, view.y, view.k, view.width, view.height].join(), still = seen === this.seen;
    this.#thin();
    if (!still) {
      this.world.setAttribute("transform", view.matrix);
      for (const [id, turn] of [["hatch", 45], ["hatch-ok", -45]]) this.defs.querySelector(`#${id}`)?.setAttribute("patternTransform", `rotate(${turn}) scale(${1 / view.k})`);
      this.#rulers();
    }
    for (const label of still ? moved : this.tags.values()) {
      const [x, y] = view.toScreen(label.at);
      label.node.setAttribute("transform", `translate(${(x + label.px[0]).toFixed(1)} ${(y + label.px[1]).toFixed(1)})`);
      label.node.style.display = (label.tag ? view.k < 26 : label.room * view.k < label.wide * 0.95) ? "none" : "";
    }
    if (!still || this.dimsOf !== this.builtOf || this.dimsFloor !== this.floorOf) this.#dims();
    this.seen = seen;
    this.dimsOf = this.builtOf;
    this.dimsFloor = this.floorOf;
  }
  /** Thin plates on walls keep a width one can see. */
  #thin() {
    const least = 4.5 / this.view.k;
    for (const { plate, size } of this.thin.values()) {
      if (plate.least === least) continue;
      plate.least = least;
      plate.setAttribute("height", Math.max(size[1], least));
    }
  }
  #dims() {
    const floor = get(this.scene, "levels", this.level), nodes = [];
    if (floor && !this.noDims) {
      const [x0, y0, x1, y1] = bounds(floor.outline), { view } = this;
      const stops = { x: new Set(), y: new Set() };
      const walls = onLevel(this.scene, "walls", this.level);
      let thick = 0.2;
      for (const item of [...onLevel(this.scene, "doors", this.level), ...onLevel(this.scene, "windows", this.level)]) {
        const wall = walls.find((w) => w.id === item.wall), o = opening(wall, item);
        const flat = Math.abs(o.along[1]) < 1e-6, upright = Math.abs(o.along[0]) < 1e-6;
        if (flat && Math.abs(wall.start[1] - y0) < 1e-3) [-o.half, o.half].forEach((u) => stops.x.add(+o.at(u, 0)[0].toFixed(3)));
        if (upright && Math.abs(wall.start[0] - x0) < 1e-3) [-o.half, o.half].forEach((u) => stops.y.add(+o.at(u, 0)[1].toFixed(3)));
      }
      for (const w of walls) if (Math.abs(w.start[1] - y0) < 1e-3 && Math.abs(w.end[1] - y0) < 1e-3) thick = w.thickness ?? 0.2;
      for (const p of floor.outline) stops.x.add(+p[0].toFixed(3)), stops.y.add(+p[1].toFixed(3));
      const xs = [...stops.x].sort((a, b) => a - b), ys = [...stops.y].sort((a, b) => a - b);
      const doorDepth = this.#outward(y0);
      const base = view.toScreen([0, y0 - thick])[1] + Math.max(20, doorDepth * view.k + 10), side = view.toScreen([x0 - thick, 0])[0] - 22;
      let row = base;
      if (xs.length > 2) {
        nodes.push(...this.#chain(xs, (x) => view.toScreen([x, 0])[0], row, false));
        row += 23;
      }
      nodes.push(...this.#chain([x0, x1], (x) => view.toScreen([x, 0])[0], row, false));
      nodes.push(s("path", { class: "ext-l", d: [x0, x1].map((x) => `M${view.toScreen([x, 0])[0]} ${view.toScreen([0, y0 - thick])[1] + 4}V${row + 5}`).join("") + xs.slice(1, -1).map((x) => `M${view.toScreen([x, 0])[0]} ${view.toScreen([0, y0 - thick])[1] + 4}V${base + 5}`).join("") }));
      let column = side;
      if (ys.length > 2) {
        nodes.push(...this.#chain(ys, (y) => view.toScreen([0, y])[1], column, true));
        column -= 23;
      }
      nodes.push(...this.#chain([y0, y1], (y) => view.toScreen([0, y])[1], column, true));
      nodes.push(s("path", { class: "ext-l", d: [y0, y1].map((y) => `M${view.toScreen([x0 - thick, 0])[0] - 4} ${view.toScreen([0, y])[1]}H${column - 5}`).join("") }));
    }
    clear(this.dims, nodes);
  }
  /** How far leaves swing out below the hall. */
  #outward(y0) {
    let out = 0;
    for (const door of onLevel(this.scene, "doors", this.level)) {
      const wall = get(this.scene, "walls", door.wall);
      if (Math.abs(wall.start[1] - y0) > 1e-3 || Math.abs(wall.end[1] - y0) > 1e-3) continue;
      const right = wall.end[0] > wall.start[0];
      const outside = right ? "right" : "left";
      if ((door.opens ?? "left") === outside && !["sliding", "none"].includes(door.leaf)) out = Math.max(out, door.leaf === "double" ? door.width / 2 : door.width);
    }
    return out;
  }
  #chain(stops, to, at, upright) {
    const nodes = [];
    for (let i = 0; i + 1 < stops.length; i++) {
      const length = stops[i + 1] - stops[i], [a, b] = [to(stops[i]), to(stops[i + 1])].sort((p, q) => p - q);
      nodes.push(dimension(a, b, at, metres(length), upright, b - a > 26));
    }
    return nodes;
  }
  #rulers() {
    const { view } = this, q = 20, { width: w, height: h } = view;
    const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find((m) => m * view.k >= 38) ?? 50, half = step / 2;
    let d = "";
    const texts = [], shown = (m) => (step < 1 ? m.toFixed(1) : String(Math.round(m))).replace("-", "−");
    for (let i = Math.ceil((q - view.x) / view.k / half); view.x + i * half * view.k < w; i++) {
      const m = i * half, x = view.x + m * view.k, big = i % 2 === 0;
      if (x < q + 2) continue;
      d += `M${x.toFixed(1)} ${q}v${big ? -6 : -3}`;
      if (big) texts.push(s("text", { x: x.toFixed(1), y: q - 8.5, text: shown(m) }));
    }
    for (let i = Math.ceil((view.y - h) / view.k / half); view.y - i * half * view.k > q; i++) {
      const m = i * half, y = view.y - m * view.k, big = i % 2 === 0;
      d += `M${q} ${y.toFixed(1)}h${big ? -6 : -3}`;
      if (big && y > q + 8) texts.push(s("text", { x: q - 11, y: (y + 3.2).toFixed(1), text: shown(m) }));
    }
    const scaleStep = [0.1, 0.2, 0.5, 1, 2, 5, 10].find((m) => m * view.k >= 32) ?? 20, px = scaleStep * view.k, sx = q + 14, sy = h - 14;
    const north = get(this.scene, "levels", this.level)?.north_deg ?? 90, nx = w - 26, ny = h - 26;
    clear(this.ruler,
      s("rect", { class: "rul", width: w, height: q }), s("rect", { class: "rul", width: q, height: h }), s("path", { d: d + `M${q} ${q}H${w}M${q} ${q}V${h}` }), texts, s("rect", { class: "rul", width: q, height: q }),
      s("g", { class: "scale" }, s("rect", { class: "sb-a", x: sx, y: sy, width: px, height: 4 }), s("rect", { class: "sb-b", x: sx + px, y: sy, width: px, height: 4 }), s("rect", { class: "sb-a", x: sx + 2 * px, y: sy, width: 3 * px, height: 4 }),
        [0, 1, 2, 5].map((n) => s("text", { x: sx + n * px, y: sy - 4, text: (n * scaleStep >= 1 || n === 0 ? String(+(n * scaleStep).toFixed(1)) : (n * scaleStep).toFixed(1)) + (n === 5 ? " m" : "") }))),
      s("g", { class: "north" }, s("circle", { cx: nx, cy: ny, r: 12 }), s("g", { transform: `translate(${nx} ${ny}) rotate(${90 - north})` }, s("path", { d: "M0 -9l4.5 15-4.500-3.500z" }), s("path", { class: "nf", d: "M0 -9l-4.500 15 4.500-3.500z" })), s("text", { x: nx, y: ny - 16, text: this.words.say("north") })));
  }
}

/** A dimension line with 45° ticks; text above it. */
export function dimension(a, b, at, text, upright = false, written = true, css = "dim") {
  const k = 3.5;
  const d = upright
    ? `M${at} ${a - 4}V${b + 4}M${at - k} ${a + k}l${2 * k} ${-2 * k}M${at - k} ${b + k}l${2 * k} ${-2 * k}`
    : `M${a - 4} ${at}H${b + 4}M${a - k} ${at + k}l${2 * k} ${-2 * k}M${b - k} ${at + k}l${2 * k} ${-2 * k}`;
  return s("g", { class: css }, s("path", { d }), written && s("text", upright ? { transform: `translate(${at - 5} ${(a + b) / 2}) rotate(-90)`, text } : { x: (a + b) / 2, y: at - 5, text }));
}
export { ZONE_TINT };
