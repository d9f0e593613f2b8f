// Light on the plan: the map under the furniture, lines of equal light, ratios at their places, and their panel.

import { clear, h, line, path, s } from "./dom.js";
import { icon } from "./icons.js";
import { mark, markGroup } from "./marks.js";
import { get, groupOf, keyOf } from "./scene.js";

export const SOON = 250, LATER = 1000; // ms between two questions while light is computed

/** How long to wait before asking again: longer each time, never long. */
export const patience = (asked) => Math.min(LATER, Math.round(SOON * 1.3 ** asked));
/** How a ratio looks: as a verdict of its rule would. */
export const lookOf = (r) => ({ passed: "pass", failed: r.severity === "info" ? "minor" : r.severity || "major", uncertain: "unsure", "needs-review": "review" })[r.outcome] ?? null;
/** Where a value lies on the ramp, 0 to 1: even in the logarithm. */
export const onRamp = (lux, ramp) => Math.log(Math.min(ramp.high, Math.max(ramp.low, lux)) / ramp.low) / Math.log(ramp.high / ramp.low);
/** Pixels of a wide text, for pills. */
const wide = (text, size) => [...text].reduce((n, c) => n + (c > "\u2e7f" ? size : size * 0.6), 0);
/** Places in order, each once, that keep clear of those before them. */
export function apart(spots, gap) {
  const kept = [];
  for (const spot of spots) if (kept.every((k) => Math.abs(k.x - spot.x) > (k.w + spot.w) / 2 + gap || Math.abs(k.y - spot.y) > (k.h + spot.h) / 2 + gap)) kept.push(spot);
  return kept;
}

export class Light {
  constructor(board, storage = null) {
    Object.assign(this, { board, storage, data: null, busy: false, asked: 0, tab: "light" });
    this.node = h("section", { class: "lightpane", hidden: true, "aria-label": board.words.say("light") });
    this.bar = h("div", { class: "luxbar", hidden: true });
    try { this.on = storage?.getItem("hall-planner/overlay") === "light"; } catch { this.on = false; }
  }
  /** What the message to the server says of light; null where it is not shown. */
  get wish() { return this.on ? { have: this.data?.name ?? null, asked: this.asked } : null; }

  toggle(on = !this.on) {
    if (on === this.on) return;
    this.on = on;
    this.tab = "light";
    try { this.storage?.setItem("hall-planner/overlay", on ? "light" : "none"); } catch { /* then it is forgotten */ }
    clearTimeout(this.timer);
    this.asked += 1;
    this.busy = on;
    if (on) this.board.send();
    this.board.say(this.board.words.say(on ? "light" : "over.none"));
    this.board.panels();
    this.board.redraw();
  }
  /** The side shows the light again. */
  show() {
    this.tab = "light";
    this.board.panels();
    this.board.redraw();
  }
  /** What came with an answer. */
  receive(light) {
    if (!this.on) return;
    if (!light) {
      this.busy = false;
      if (this.board.verdicts === null && !this.board.judging) this.data = null; // a blank sheet
      return this.draw();
    }
    if (light.content) this.data = light.content;
    else if (light.name === null) this.data = null;
    this.revision = light.revision;
    this.busy = light.busy;
    clearTimeout(this.timer);
    if (light.busy) this.timer = setTimeout(() => { this.asked += 1; this.board.send(); }, patience(this.waits = (this.waits ?? -1) + 1));
    else this.waits = -1;
    this.draw();
  }
  /** Whether the map is of something older than what is on the board. */
  get stale() { return this.busy || this.board.outbox.pending > 0; }

  // --- the plan ---

  draw() {
    const { board } = this, { render } = board, map = this.on && this.data?.maps?.[board.level];
    board.frame.classList.toggle("lit", Boolean(map));
    board.frame.classList.toggle("lit-alone", Boolean(map) && this.tab === "light");
    board.frame.classList.toggle("lit-stale", Boolean(map) && this.stale);
    this.bar.hidden = !this.on || board.mode2 !== "plan";
    if (!map) {
      this.drawn = null;
      clear(render.light);
      clear(render.lux);
    } else if (this.drawn !== map) {
      this.drawn = map;
      const [x0, y0] = map.origin, [w, hh] = map.size, id = "lux-floor";
      render.defs.querySelector(`#${id}`)?.remove();
      render.defs.append(s("clipPath", { id }, s("path", { "clip-rule": "evenodd", d: path(map.floor) })));
      clear(render.light, s("g", { "clip-path": `url(#${id})` },
        s("image", { x: x0, y: -(y0 + hh), width: w, height: hh, transform: "scale(1 -1)", preserveAspectRatio: "none", href: map.image }),
        map.lines.map((l) => s("path", { class: `isolux${l.lux % 500 ? "" : " strong"}`, d: l.lines.map(line).join("") }))));
    }
    this.#legend();
    this.camera();
  }
  /** Values in pills, in pixels. */
  camera() {
    const { board } = this, { render, view, words } = board, map = this.on && this.data?.maps?.[board.level];
    if (!map || !this.drawn) return void clear(render.lux);
    const at = (p) => view.toScreen(p), spots = [];
    for (const r of this.data.ratios) {
      if (r.level !== board.level || r.value === null || r.of === "cash_desk") continue;
      const [x, y] = at(r.at), text = r.shown, w = wide(text, 12) + (lookOf(r) ? 34 : 18);
      spots.push({ x, y: Math.min(y, view.height - 16), w, h: 21, r, text });
    }
    for (const l of map.lines) if (l.at) { const [x, y] = at(l.at), text = String(l.lux); spots.push({ x, y, w: wide(text, 10.5) + 4, h: 13, iso: true, text }); }
    if (view.k > 24) for (const [px, py, lux] of map.values) { const [x, y] = at([px, py]), text = String(lux); spots.push({ x, y, w: wide(text, 11.5) + 14, h: 18, text }); }
    clear(render.lux, apart(spots, 3).map(({ x, y, w, h: hh, r, iso, text }) => {
      const g = s("g", { class: iso ? "isopill" : r ? `luxpill ratio ${r.source}` : "luxpill", transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, "data-place": r?.id });
      if (!iso) g.append(s("rect", { x: -w / 2, y: -hh / 2, width: w, height: hh, rx: hh / 2 }));
      if (r && lookOf(r)) g.append(s("g", { transform: `translate(${-w / 2 + 13} 0)` }, markGroup(lookOf(r), "", 14)));
      g.append(s("text", { x: r && lookOf(r) ? 8 : 0, y: 4, text }));
      if (r) g.append(s("title", { text: this.#sentence(r) }));
      return g;
    }));
  }
  #sentence(r) {
    const say = (k, v) => this.board.words.say(k, v);
    return [r.name, r.shown, r.asked, say(`light.outcome.${r.outcome}`), say(`light.${r.source}`), r.note].filter(Boolean).join(" · ");
  }
  #legend() {
    const { board, data } = this, { words } = board;
    if (this.bar.hidden) return;
    const wait = h("span", { class: "luxwait", role: "status" }, this.stale ? [icon("clock", 14), words.say("light.busy")] : null);
    if (!data?.ramp || data.failed) return void clear(this.bar, wait);
    const { ramp } = data, stops = ramp.colours.join(", ");
    clear(this.bar, wait, h("span", { class: "luxramp", role: "img", "aria-label": words.say("light.map", { mean: data.mean }) },
      h("i", { style: `background: linear-gradient(to right, ${stops})` }),
      ramp.ticks.map((t) => h("b", { style: `left:${(onRamp(t, ramp) * 100).toFixed(1)}%` }, String(t))),
      h("em", { style: `left:${(onRamp(data.mean, ramp) * 100).toFixed(1)}%`, title: `${data.mean} lx` })), h("span", { class: "lx" }, "lx"));
  }

  // --- the side ---

  panel() {
    const { board } = this, { words } = board, say = (k, v) => words.say(k, v), show = this.on && this.tab === "light";
    this.node.hidden = !show;
    board.side.classList.toggle("with-light", this.on);
    if (!this.on) return;
    const failed = board.verdicts?.findings.filter((f) => f.outcome === "failed").length ?? 0;
    board.findings.node.hidden ||= show;
    if (!show) return;
    const d = this.data, levelShare = d?.uniformity?.[board.level];
    const head = h("div", { class: "pane-h" }, h("span", {}, say("light")), this.stale ? h("span", { class: "luxbusy" }, say("light.busy")) : null, h("span", { class: "grow" }), h("button", { class: "btn sm", type: "button", "data-act": "to-findings", onclick: () => board.showFindings() }, `${say("findings")} ${failed}`));
    if (!d || d.failed) return void clear(this.node, head, h("p", { class: "none" }, d?.failed ? say("light.failed") : say("light.busy")));
    const lamps = [...board.scene.keys()].some((k) => groupOf(k) === "luminaires");
    const scrolled = this.list?.scrollTop ?? 0;
    this.list = h("div", { class: `luxlist${this.stale ? " stale" : ""}` },
      lamps ? null : h("p", { class: "none" }, say("light.no-lamps").replace(/[[\]]/g, "")),
      h("div", { class: "luxmean" }, h("b", {}, String(d.mean)), h("span", {}, "lx"), h("p", {}, say("light.mean"), levelShare === undefined ? null : h("small", {}, `${say("light.uniformity")} ${Math.round(levelShare * 100)}%`))),
      h("h3", {}, say("light.ratios")), d.ratios.filter((r) => r.value !== null).map((r) => this.#row(r)),
      h("h3", {}, say("light.repairs")), d.repairs.length ? h("ol", { class: "repairs" }, d.repairs.map((r) => h("li", {}, h("button", { type: "button", "data-lamp": r.lamp, onclick: () => this.#go([keyOf("luminaires", r.lamp)]) }, h("b", {}, r.name), ` · ${r.fault}`), r.moves.map((m) => h("small", {}, m))))) : h("p", { class: "none" }, say("light.repairs.none")));
    clear(this.node, head, this.list);
    this.list.scrollTop = scrolled;
  }
  #row(r) {
    const { board } = this, most = 5, x = (v) => `${((Math.min(v, most) / most) * 100).toFixed(1)}%`, look = lookOf(r), [a, b] = r.interval ?? [r.value, r.value];
    const key = ["fixtures", "windows", "doors"].map((g) => keyOf(g, r.id)).find((k) => board.scene.has(k));
    return h("button", { class: "luxrow", type: "button", "data-place": r.id, title: this.#sentence(r), "aria-label": this.#sentence(r), onclick: () => this.#go(key ? [key] : []) },
      look ? mark(look, "", 15) : h("span", { class: "mark" }), h("span", { class: "ft" }, r.name, h("small", {}, [board.words.say(`light.${r.source}`), r.note].filter(Boolean).join(" · "))), h("span", { class: "fm num" }, r.shown, r.asked ? h("small", {}, r.asked) : null),
      h("span", { class: "track" }, r.band ? h("i", { class: "bandbar", style: `left:${x(r.band[0])};right:calc(100% - ${x(r.band[1])})` }) : null, h("i", { class: "span", style: `left:${x(a)};right:calc(100% - ${x(b)})` }), h("i", { class: `dot ${r.source}`, style: `left:${x(r.value)}` })));
  }
  #go(keys) {
    const { board } = this, key = keys[0], thing = key && board.scene.get(key);
    if (!thing) return;
    const level = thing.level ?? get(board.scene, "walls", thing.wall)?.level;
    if (level && level !== board.level) board.goLevel(level);
    board.select(keys);
  }
  destroy() { clearTimeout(this.timer); }
}
