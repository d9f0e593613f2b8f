// The board: what the hand does goes to a tool, what a tool makes goes to the history, the history to the server.

import { add, bounds, clean, heading, mid, sub, unit, left, scale, dist } from "./geometry.js";
import { addLevel, align, array, boundsOf, clearances, copies, distribute, hangs, mirror, onCounter, ringOf, shift, turn } from "./edit.js";
import { clear, h, line, path, s } from "./dom.js";
import { asked, chord, composing } from "./keys.js";
import { dimension, Render } from "./render.js";
import { Elevation } from "./elevation.js";
import { fixed, geoPaths, Overlay } from "./overlay.js";
import { History } from "./history.js";
import { all, apply, canonical, deletion, equal, fromLayout, get, groupOf, hallOf, idOf, keyOf, levelOf, named, onLevel } from "./scene.js";
import { MODES } from "./snap.js";
import { aimHandle, aimOf, aims, switched } from "./lamps.js";
import { Light } from "./light.js";
import { Outbox } from "./outbox.js";
import { View } from "./view.js";
import { Words } from "./words.js";
import { digit, metres, squareMetres } from "./units.js";
import { icon } from "./icons.js";
import { mark, look } from "./marks.js";
import { move as fixWords } from "./overlay.js";
import { templateOf } from "./templates.js";
import { Bar } from "./panels/bar.js";
import { Rail } from "./panels/rail.js";
import { Palette } from "./panels/palette.js";
import { Findings } from "./panels/findings.js";
import { Properties } from "./panels/properties.js";
import { Rack } from "./panels/rack.js";
import { Steps } from "./panels/steps.js";
import { Status } from "./panels/status.js";
import { ContextBar, LengthBox } from "./panels/float.js";
import { sheet } from "./panels/sheet.js";
import { Select } from "./tools/select.js";
import { Wall } from "./tools/wall.js";
import { Door, Window } from "./tools/openings.js";
import { Item, Lamp } from "./tools/item.js";
import { Column, Stair, Tape, Zone } from "./tools/place.js";
import { Trace } from "./trace.js";

/** Moves the paper: the board does it itself. */
class Pan {
  name = "pan";
  state = "idle";
  preview = null;
  draft = null;
  hint = "hint.pan";
  down() {}
  move() {}
  up() {}
  cancel() {}
  key() { return false; }
}
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const storage = (name) => {
  try {
    return globalThis[name];
  } catch {
    return null; // a browser may forbid it
  }
};

export class Board {
  constructor(root, kit, data) {
    this.root = root;
    this.kit = kit;
    this.words = new Words(kit.words, kit.lang);
    this.selection = new Set();
    this.mode = "objects";
    this.mode2 = data.view === "walls" ? "walls" : "plan";
    this.options = {};
    this.hidden = new Set();
    this.settings = data.settings ?? {};
    this.readOnly = Boolean(data.read_only);
    this.verdicts = null;
    this.opened = null;
    this.timings = [];
    const tabs = storage("sessionStorage");
    let client = tabs?.getItem("hall-planner/tab");
    if (!client) {
      client = Math.random().toString(36).slice(2, 10);
      try { tabs?.setItem("hall-planner/tab", client); } catch { /* then a reload is a new tab */ }
    }
    this.outbox = new Outbox(data.hall, storage("localStorage"), client);
    this.history = new History(new Map(), (op) => this.#post(op));
    this.view = new View();
    this.trace = new Trace(this);
    this.rack = new Rack(this);
    this.tools = { select: new Select(this), pan: new Pan(), wall: new Wall(this), door: new Door(this), window: new Window(this), column: new Column(this), stair: new Stair(this), zone: new Zone(this), item: new Item(this), lamp: new Lamp(this), tape: new Tape(this), trace: this.trace };
    this.tool = this.tools.select;
    this.#build(data);
    this.#listen();
  }
  /** Go on where another board of the same hall stopped: another language, or back from another page. */
  adopt(old) {
    if (old.outbox.hall !== this.outbox.hall || old.outbox.epoch === null) return;
    this.outbox = old.outbox;
    this.history = old.history;
    this.history.post = (op) => this.#post(op);
    for (const name of ["level", "mode", "options", "hidden", "selection", "moved"]) this[name] = old[name];
    this.light.on = old.light.on;
    this.render.hidden = this.hidden;
    this.view.set(old.view.camera);
    if (old.view.width > 1) this.view.resize(old.view.width, old.view.height);
  }
  // what tools ask for
  get scene() { return this.history.scene; }
  get kinds() { return this.kit.kinds; }
  get rooms() { return this.verdicts?.rooms ?? {}; }

  #build(data) {
    const { words } = this;
    this.svg = s("svg", { class: "plan", role: "application", tabindex: 0, "aria-label": words.say("canvas"), "aria-describedby": "hp-hint", "aria-roledescription": words.say("canvas.role") });
    this.render = new Render(this.svg, this.view, words, this.kit);
    this.overlay = new Overlay(this.render, this.kit);
    this.overlay.onmark = (what, number) => this.hoverFinding(what === "hover" ? number : null);
    this.live = h("div", { class: "sr", "aria-live": "polite", id: "hp-hint" });
    this.bar = new Bar(this);
    this.rail = new Rail(this);
    this.palette = new Palette(this);
    this.findings = new Findings(this);
    this.properties = new Properties(this);
    this.steps = new Steps(this);
    this.status = new Status(this);
    this.context = new ContextBar(this);
    this.lengths = new LengthBox(this);
    this.light = new Light(this, storage("sessionStorage"));
    this.elevation = new Elevation(this);
    this.layers = h("div", { class: "menu layers", hidden: true, role: "group", "aria-label": words.say("layers") });
    const ib = (name, word, act) => h("button", { class: "ib", type: "button", title: words.say(word), "aria-label": words.say(word), onclick: act }, icon(name));
    this.zoomKeys = h("div", { class: "tfloat" }, ib("plus", "zoom.in", () => this.zoom(1.25)), ib("minus", "zoom.out", () => this.zoom(0.8)), ib("fit", "zoom.fit", () => this.fit(true)));
    this.canvas = h("div", { class: "canvas" }, this.svg, this.elevation.node, this.context.node, this.context.menu, this.lengths.node, this.layers, this.light.bar, this.zoomKeys);
    this.tabs = h("div", { class: "tabs2", role: "tablist" });
    this.fixbar = h("div", { class: "fixbar", hidden: true });
    this.side = h("aside", { class: "side" }, this.tabs, h("div", { class: "upper" }, this.steps.node, this.properties.node), this.light.node, this.findings.node, this.fixbar);
    this.dialogs = h("div", { class: "dialogs" });
    this.frame = h("div", { class: "hp", lang: words.lang, "data-theme": "light" }, h("div", { class: "board" }, this.bar.node, this.rail.node, this.palette.node, this.canvas, this.side, this.status.node), this.live, this.dialogs);
    this.root.append(h("style", { text: this.kit.css }), this.frame);
    this.lay(data);
  }
  /** Size and theme: the page's, which change without Python knowing. */
  lay(data) {
    const header = document.querySelector('[data-testid="stHeader"]')?.getBoundingClientRect();
    const { frame } = this;
    if (data?.height) Object.assign(frame.style, { position: "relative", height: `${data.height}px`, top: "" });
    else Object.assign(frame.style, { position: "fixed", top: `${header && header.height < 200 ? Math.round(header.bottom) : 0}px`, height: "" });
    const host = this.root.host ?? document.body, back = getComputedStyle(host).getPropertyValue("--st-background-color").trim() || getComputedStyle(document.body).backgroundColor;
    const probe = document.createElement("i");
    probe.style.color = back;
    frame.append(probe);
    const [r, g, b] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
    probe.remove();
    frame.dataset.theme = 0.3 * r + 0.6 * g + 0.1 * b < 128 ? "dark" : "light";
    document.documentElement.lang = this.words.lang;
    const coarse = matchMedia("(pointer: coarse)").matches || this.settings.touch === true;
    frame.toggleAttribute("data-touch", coarse);
    frame.classList.toggle("tablet", coarse || frame.clientWidth < 1100);
    frame.classList.toggle("portrait", frame.clientWidth < 760 || (frame.clientHeight > frame.clientWidth && frame.clientWidth < 1000));
    this.resize();
  }
  resize() {
    const { clientWidth: w, clientHeight: hh } = this.canvas;
    if (!w || !hh || (w === this.view.width && hh === this.view.height)) return;
    const first = this.view.width <= 1;
    this.view.resize(w, hh);
    if (first || !this.moved) this.fit();
    else this.redraw();
  }

  // --- the server ---

  receive(data, setStateValue, setTriggerValue) {
    this.setState = setStateValue;
    this.setTrigger = setTriggerValue;
    this.settings = data.settings ?? {};
    this.readOnly = Boolean(data.read_only);
    this.lay(data);
    if (data.document && data.epoch !== this.outbox.epoch) this.#open(data);
    else if (!data.document && data.epoch !== this.outbox.epoch) return this.send(); // a page that lost its memory asks again
    const gone = this.outbox.ack(data.ack);
    this.refusedBy = data.refused?.length ? data.refused : null;
    this.unsaved = data.unsaved;
    if (data.elsewhere) this.#elsewhere(data.elsewhere);
    this.#insist(true);
    this.judging = Boolean(data.judging);
    this.frame.classList.toggle("judging", this.judging);
    this.early = Boolean(data.pending); // ratios of light follow
    if (this.judging || this.early) this.#askJudgement();
    if (data.same && canonicalKey(data) !== this.verdictKey) return this.send(); // they came to a board that is gone
    const fresh = data.verdicts !== null && canonicalKey(data) !== this.verdictKey && !this.judging;
    if (fresh || (data.verdicts === null && !this.judging && !data.same)) {
      this.verdictKey = canonicalKey(data);
      const before = this.overlay.active, kept = this.verdicts?.findings.find((f) => f.number === before);
      const opened = this.verdicts?.findings.find((f) => f.number === this.opened);
      this.verdicts = data.verdicts;
      const again = (old) => old && data.verdicts?.findings.find((f) => f.rule === old.rule && f.subject === old.subject)?.number;
      this.overlay.active = again(kept) ?? null;
      this.opened = again(opened) ?? null;
      this.overlay.findings = data.verdicts?.findings ?? [];
      if (this.selection.size) this.#autoEvidence();
    }
    this.#asked(data);
    this.light.receive(data.light);
    this.panels();
    this.redraw();
    if (this.sentAt && !this.judging && !this.outbox.pending) {
      const from = this.sentAt;
      this.sentAt = null;
      requestAnimationFrame(() => this.timings.push({ ms: performance.now() - from, judged: data.verdicts?.ms ?? 0 }));
    }
  }
  /** What the page wants shown or made, once a token. */
  #asked(data) {
    const done = (this.tokens ??= new Set(JSON.parse(storage("sessionStorage")?.getItem("hall-planner/done") ?? "[]")));
    const fresh = (what) => {
      if (!what?.token || done.has(what.token)) return false;
      done.add(what.token);
      try { storage("sessionStorage")?.setItem("hall-planner/done", JSON.stringify([...done].slice(-40))); } catch { /* then a reload asks again */ }
      return true;
    };
    const { start } = this.settings, { picture } = data;
    if (fresh(picture)) {
      if (picture.error) (this.notice = picture.error), this.say(picture.error);
      else this.trace.show(picture.href, picture.ratio);
    }
    if (!fresh(start)) return;
    const id = String(start.subject ?? "").split("/")[0], key = ["fixtures", "luminaires", "doors", "windows", "zones", "walls", "columns", "stairs"].map((g) => keyOf(g, id)).find((k) => this.scene.has(k));
    const found = start.fix && !this.readOnly ? fixed(this.scene, start.fix) : null;
    if (key) {
      const level = levelOf(this.scene, groupOf(key), this.scene.get(key));
      if (level) this.level = level;
      this.selection = new Set([key]);
      this.#autoEvidence();
      const points = ringOf(this.scene, key, this.kinds);
      if (points.length) requestAnimationFrame(() => this.glide(points));
    }
    if (found) this.commit({ put: [[found[0], found[1]]] }, [keyOf(found[0], found[1].id)]);
  }
  #open(data) {
    const scene = fromLayout(data.document), first = this.outbox.epoch === null, left = this.outbox.open(data.epoch, data.ack);
    let ahead = scene;
    for (const op of left) [ahead] = apply(ahead, op);
    const same = !first && equal(ahead, this.history.scene);
    if (!same) {
      this.history.reset(scene);
      this.selection = new Set([...this.selection].filter((k) => scene.has(k)));
    }
    const levels = all(ahead, "levels");
    if (!levels.some((l) => l.id === this.level)) this.level = levels[0]?.id ?? "level1";
    for (const op of left) same ? this.outbox.post(op) : this.history.commit(op);
    if (left.length) this.send();
    else if (first) this.send();
    if (!same) {
      this.moved = false;
      this.fit();
      if (!levels.length && !this.readOnly) this.setTool("wall");
    }
  }
  #post(op) {
    this.outbox.post(op);
    this.sentAt = performance.now();
    this.send();
    this.#insist(false);
  }
  /** What is done in one go travels in one message. */
  send(more = {}) {
    this.with = { ...this.with, ...more };
    if (this.sending) return;
    this.sending = true;
    queueMicrotask(() => {
      this.sending = false;
      const extra = this.with;
      this.with = {};
      this.tries ??= 0;
      this.setState?.("outbox", { again: this.tries, ...this.outbox.message(this.kit.hash), seen: this.verdictKey ?? null, light: this.light.wish, ...extra });
    });
  }
  /** What got no answer, or could not be kept, is sent again: messages get lost, disks come back. */
  #insist(answered) {
    clearTimeout(this.insisting);
    if (!this.outbox.pending || this.readOnly || this.asked || (answered && !this.unsaved && this.refusedBy)) return void (this.tries = 0);
    this.insisting = setTimeout(() => {
      this.tries = (this.tries ?? 0) + 1;
      this.send();
      this.#insist(false);
    }, Outbox.patience(this.tries ?? 0));
  }
  event(name, more = {}) { this.setTrigger?.("event", { name, ...more }); }
  /** A large hall is judged when the hand rests, light is predicted meanwhile. */
  #askJudgement() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => (this.outbox.pending || this.tool.state === "moving" ? this.#askJudgement() : this.send({ judge: (this.judgements = (this.judgements ?? 0) + 1) })), 150);
  }
  /** One calm word on where the work is. */
  trouble() {
    const { words } = this;
    if (this.refusedBy) return { kind: "bad", text: this.refusedBy[0] };
    if (this.unsaved || this.offline) return { kind: "bad", text: words.say("saved.offline") };
    if (this.outbox.pending) return { kind: "busy", text: words.say("saved.busy") };
    if (this.judging || this.early) return { kind: "busy", text: words.say("judging") };
    return { kind: "ok", text: words.say(this.readOnly ? "saved.read-only" : "saved") };
  }
  #elsewhere(theirs) {
    const key = canonical(theirs);
    if (this.asked === key) return;
    this.asked = key;
    const { words } = this, other = fromLayout(theirs), rows = [];
    for (const [k, thing] of this.scene) if (!other.has(k)) rows.push(["mine", k]); else if (canonical(other.get(k)) !== canonical(thing)) rows.push(["both", k]);
    for (const k of other.keys()) if (!this.scene.has(k)) rows.push(["theirs", k]);
    const settle = (keep) => {
      close();
      this.asked = null;
      if (keep === "both") this.event("keep-both", { document: [...this.scene] });
      if (keep !== "mine") this.outbox.forget(); // else what was given up would be offered again, on top of theirs
      if (keep !== "both") this.send({ settle: keep });
    };
    const close = this.dialog(words.say("elsewhere.title"), [h("p", {}, words.say("elsewhere.text", { n: rows.length })), h("ul", { class: "diff" }, rows.slice(0, 12).map(([w, k]) => h("li", {}, h("b", {}, this.nameOf(k, other)), " ", words.say(`elsewhere.${w}`))))],
      [[words.say("elsewhere.keep-mine"), () => settle("mine"), true], [words.say("elsewhere.take-theirs"), () => settle("theirs")], ...((this.settings.actions ?? []).includes("keep-both") ? [[words.say("elsewhere.keep-both"), () => settle("both")]] : [])]);
  }

  // --- changes ---

  commit(op, select = null) {
    if (this.readOnly || !op) return false;
    const done = this.history.commit(op);
    if (select) this.selection = new Set(select);
    this.#changed();
    return done;
  }
  #changed() {
    this.selection = new Set([...this.selection].filter((k) => this.scene.has(k)));
    const levels = all(this.scene, "levels");
    if (levels.length && !levels.some((l) => l.id === this.level) && !(this.tool.name === "wall")) this.level = levels[0].id;
    this.notice = null;
    this.panels();
    this.redraw();
  }
  undo() { this.#back("undo"); }
  redo() { this.#back("redo"); }
  #back(way) {
    if (this.readOnly) return;
    this.tool.cancel();
    if (this.history[way]()) {
      if (!all(this.scene, "levels").length && this.tool.name !== "wall") this.setTool("wall");
      this.say(this.words.say(way));
      this.#changed();
    }
  }
  select(keys) {
    this.selection = new Set(keys);
    this.context.menu.hidden = true;
    if (this.frame.classList.contains("tablet") && keys.length) this.tab = "props";
    this.#autoEvidence();
    if (keys.length === 1) this.say(this.describe(keys[0]));
    this.panels();
    this.redraw();
  }
  /** Selecting a thing shows what is wrong with it. */
  #autoEvidence() {
    const finding = this.findingOf([...this.selection]);
    if (finding) this.overlay.active = finding.number;
    else if (this.opened === null) this.overlay.active = null;
  }
  findingOf(keys) {
    if (keys.length !== 1 || !this.verdicts) return null;
    const id = idOf(keys[0]), mine = this.verdicts.findings.filter((f) => f.subject === id || f.subject.startsWith(id + "/"));
    return mine.find((f) => f.number === this.opened) ?? mine.find((f) => f.fix && f.outcome !== "passed") ?? mine.find((f) => f.outcome === "failed") ?? null;
  }
  nameOf(key, scene = this.scene) {
    const thing = scene.get(key) ?? this.scene.get(key), group = groupOf(key);
    if (!thing) return idOf(key);
    if (group === "hall") return this.words.say("props.hall");
    if (group === "zones") return named(thing.name, this.words.lang) || this.words.use(thing.use);
    if (thing.kind) return `${this.kit.kinds[thing.kind]?.name ?? thing.kind} ${thing.id}`;
    return `${this.words.say(`one.${group}`)} ${thing.id}`;
  }
  describe(key) {
    const thing = this.scene.get(key), at = thing?.at && Array.isArray(thing.at) ? this.words.say("at", { x: metres(thing.at[0]), y: metres(thing.at[1]) }) : "";
    const finding = this.verdicts?.findings.filter((f) => f.subject === idOf(key) && f.outcome === "failed").map((f) => f.text).join(" ") ?? "";
    return [this.nameOf(key), at, finding].filter(Boolean).join(", ");
  }
  say(text) { this.live.textContent = text; }
  refuse(key) {
    this.notice = this.words.say(key);
    this.say(this.notice);
    this.status.update();
  }
  fix(f) {
    const found = fixed(this.scene, f.fix);
    if (!found) return;
    const [group, next] = found;
    this.commit({ put: [[group, next]] }, [keyOf(group, next.id)]);
    this.focus();
  }
  switchLamps(keys) {
    const lamps = keys.filter((k) => groupOf(k) === "luminaires"), op = switched(this.scene, lamps);
    op ? this.commit(op) : this.refuse(lamps.length ? "refuse.dead" : "refuse.no-lamp");
  }
  align(how) { this.commit(align(this.scene, [...this.selection], how, this.kinds)); }
  distribute(upright) { this.commit(distribute(this.scene, [...this.selection], upright, this.kinds)); }
  newLevel() {
    const used = all(this.scene, "levels").map((l) => l.id);
    let n = used.length + 1;
    while (used.includes(`level${n}`)) n++;
    const op = addLevel(this.scene, this.level, `level${n}`);
    if (!op) return;
    this.level = `level${n}`;
    this.commit(op, []);
    this.fit();
  }
  newCampaign() {
    const { words } = this;
    const used = new Set(all(this.scene, "campaigns").map((c) => c.id));
    let n = 1;
    while (used.has(`c${n}`)) n++;
    const name = h("input", { type: "text", value: "", "aria-label": words.say("field.name"), placeholder: words.say("campaign.name") });
    const from = h("input", { type: "date", "aria-label": words.say("field.valid_from") }), to = h("input", { type: "date", "aria-label": words.say("field.valid_to") });
    const close = this.dialog(words.say("campaign.new"), h("div", { class: "props" }, h("label", {}, words.say("field.name")), h("div", { class: "field" }, name), h("label", {}, words.say("field.valid_from")), h("div", { class: "field" }, from), h("label", {}, words.say("field.valid_to")), h("div", { class: "field" }, to)),
      [[words.say("create"), () => { if (!name.value.trim()) return name.focus(); const campaign = { id: `c${n}`, name: name.value.trim(), ...(from.value ? { valid_from: from.value } : {}), ...(to.value ? { valid_to: to.value } : {}) }, put = [["campaigns", campaign]]; for (const key of this.selection) { const t = this.scene.get(key); if (groupOf(key) === "fixtures" && this.kinds[t.kind]?.traits.includes("message") && !t.faces) put.push(["fixtures", { ...t, message: { ...(t.message ?? {}), campaign: campaign.id } }]); } close(); this.commit({ put }); }, true], [words.say("cancel"), () => close()]]);
    name.focus();
  }
  askArray(keys) {
    const { words } = this, b = boundsOf(this.scene, keys, this.kinds), num = (v, w) => h("input", { type: "text", inputmode: "decimal", value: String(v), "aria-label": w });
    const cols = num(4, words.say("array.columns")), rows = num(1, words.say("array.rows")), dx = num(metres(b[2] - b[0] + 0.1), words.say("array.dx")), dy = num(metres(b[3] - b[1] + 0.5), words.say("array.dy"));
    const row = (w, input, unit) => [h("label", {}, words.say(w)), h("div", { class: "field num" }, input, unit ? h("span", { class: "u" }, unit) : null)];
    const close = this.dialog(words.say("array"), h("div", { class: "props" }, row("array.columns", cols), row("array.rows", rows), row("array.dx", dx, "m"), row("array.dy", dy, "m")),
      [[words.say("array.make"), () => { const n = [cols, rows].map((i) => Math.max(1, Math.min(50, Math.round(Number(i.value) || 1)))); const [op, made] = array(this.scene, keys, n[0], n[1], Number(dx.value) || 0, Number(dy.value) || 0, this.kinds); close(); this.commit(op, [...keys, ...made]); }, true], [words.say("cancel"), () => close()]]);
    cols.focus();
    cols.select();
  }
  template(name) {
    const op = templateOf(name, this.scene, this.level);
    if (!op) return;
    this.commit(op, []);
    this.setTool("select");
    this.moved = false;
    this.fit();
  }
  dialog(title, body, buttons) {
    const back = this.root.activeElement, close = () => { clear(this.dialogs); (back?.isConnected ? back : this.svg).focus?.(); };
    const box = h("div", { class: "sheet small", role: "dialog", "aria-modal": "true", "aria-label": title, onkeydown: (e) => { if (composing(e)) return; if (e.key === "Escape") close(); else if (e.key === "Enter" && e.target.tagName === "INPUT") box.querySelector(".primary")?.click(); e.stopPropagation(); } },
      h("header", {}, h("h2", {}, title)), h("div", { class: "dbody" }, body), h("footer", {}, buttons.map(([t, act, first]) => h("button", { class: `btn${first ? " primary" : ""}`, type: "button", onclick: act }, t))));
    clear(this.dialogs, h("div", { class: "veil" }, box));
    box.querySelector("input, button")?.focus();
    return close;
  }

  // --- tools ---

  next(name) { this.setTool(name); }
  setTool(name, byHand = false) {
    if (this.readOnly && !["select", "pan", "tape"].includes(name)) return;
    if (this.tool !== this.tools[name]) this.tool.cancel();
    this.tool = this.tools[name];
    if (name !== "select") this.selection = new Set();
    if (name === "lamp" && !this.kinds[this.pick]?.traits.includes("luminaire")) this.pick = Object.keys(this.kinds).find((k) => k === "luminaire_panel") ?? Object.keys(this.kinds).find((k) => this.kinds[k].traits.includes("luminaire"));
    if (name === "item" && byHand) this.palette.search.focus({ preventScroll: true });
    else if (byHand) this.focus();
    this.notice = null;
    if (name === "select") this.opened = null;
    this.panels();
    requestAnimationFrame(() => this.resize());
    this.redraw();
  }
  /** The wall ring was moved so that its south-west corner is the origin: the picture stays where it was. */
  closed(origin) {
    this.view.panBy(origin[0] * this.view.k, -origin[1] * this.view.k);
    if (this.trace.picture) {
      this.trace.picture.at = sub(this.trace.picture.at, origin);
      this.trace.draw();
    }
  }
  take(kind) {
    this.pick = kind;
    this.setTool(this.kinds[kind].traits.includes("luminaire") ? "lamp" : "item");
    this.focus();
  }
  dragOut(e, kind) {
    if (e.button !== 0 || this.readOnly) return;
    const from = [e.clientX, e.clientY], row = e.currentTarget;
    let out = false;
    const moveTo = (m) => {
      if (!out && Math.hypot(m.clientX - from[0], m.clientY - from[1]) < 10) return;
      if (!out) { out = true; row.releasePointerCapture?.(e.pointerId); this.take(kind); }
      this.tool.move(this.#event(m));
      this.redraw();
    };
    const end = (m) => {
      removeEventListener("pointermove", moveTo);
      removeEventListener("pointerup", end);
      const r = this.svg.getBoundingClientRect();
      if (out && m.clientX > r.left && m.clientX < r.right && m.clientY > r.top && m.clientY < r.bottom) {
        const ev = this.#event(m);
        this.tool.down(ev);
        this.tool.up(ev);
        this.setTool("select");
        if (this.lastMade) this.select(this.lastMade);
      }
    };
    addEventListener("pointermove", moveTo);
    addEventListener("pointerup", end);
  }
  setSnap(mode) {
    this.mode = mode;
    this.status.update();
    this.focus();
  }
  foldPalette() {
    this.frame.classList.toggle("nopalette");
    requestAnimationFrame(() => this.resize());
  }
  toggleLayers() {
    const { words } = this;
    this.layers.hidden = !this.layers.hidden;
    clear(this.layers, ["zones", "fixtures", "luminaires", "staff", "dims"].map((g) => h("label", {}, h("input", { type: "checkbox", checked: !this.hidden.has(g), onchange: (e) => { e.target.checked ? this.hidden.delete(g) : this.hidden.add(g); this.render.hidden = this.hidden; this.render.noDims = this.hidden.has("dims"); this.render.seen = null; this.redraw(); } }), words.say(`layer.${g}`))), h("label", {}, h("input", { type: "checkbox", checked: this.light.on, "data-over": "light", onchange: (e) => this.light.toggle(e.target.checked) }), words.say("over.light")));
    if (!this.layers.hidden) this.layers.querySelector("input").focus();
  }
  toggleSheet() {
    if (this.dialogs.firstChild) return void (clear(this.dialogs), this.focus());
    clear(this.dialogs, sheet(this));
    this.dialogs.querySelector(".sheet").focus();
  }
  full() { document.fullscreenElement ? document.exitFullscreen() : this.frame.requestFullscreen?.(); }
  focus() { this.svg.focus({ preventScroll: true }); }
  goLevel(id) {
    this.level = id;
    this.selection = new Set();
    this.panels();
    this.fit();
  }
  goView(view) {
    this.mode2 = view;
    this.tool.cancel();
    if (view === "walls") this.setTool("select");
    this.frame.classList.toggle("walls", view === "walls");
    this.panels();
    requestAnimationFrame(() => { this.resize(); this.redraw(); });
  }
  wallOf(key) {
    const thing = this.scene.get(key), group = groupOf(key);
    if (group === "walls") return thing.id;
    if (group === "doors" || group === "windows") return thing.wall;
    if (group !== "fixtures" || !hangs(thing, this.kinds)) return null;
    return get(this.scene, "walls", thing.host)?.id ?? get(this.scene, "windows", thing.host)?.wall ?? this.elevation.nearest(thing);
  }
  showWall(id) {
    this.elevation.go(id);
    this.goView("walls");
  }

  // --- findings ---

  hoverFinding(number) {
    const next = number ?? this.opened ?? this.findingOf([...this.selection])?.number ?? null;
    if (this.overlay.active === next) return;
    this.overlay.active = next;
    for (const row of this.findings.node.querySelectorAll(".frow")) row.classList.toggle("on", Number(row.dataset.finding) === next);
    this.overlay.draw();
  }
  goFinding(number) {
    const f = this.verdicts?.findings.find((one) => one.number === number);
    if (!f) return;
    this.opened = this.opened === number ? null : number;
    this.overlay.active = number;
    if (f.level && f.level !== this.level && get(this.scene, "levels", f.level)) this.level = f.level;
    const group = ["fixtures", "luminaires", "doors", "windows", "zones", "walls", "stairs", "columns"].find((g) => get(this.scene, g, f.subject.split("/")[0]));
    const keys = group ? [keyOf(group, f.subject.split("/")[0])] : f.items.map((id) => keyOf("fixtures", id)).filter((k) => this.scene.has(k));
    this.selection = new Set(keys);
    this.say(`${f.number}. ${f.text} ${f.advice}`);
    const points = f.evidence.flatMap((p) => { const g = geoPaths(p.geometry); return [...g.areas.flat(), ...g.lines.flat(), ...g.points]; });
    if (f.at) points.push(f.at);
    if (points.length && this.opened === number) this.glide(points);
    this.panels();
    this.redraw();
  }
  showFindings() {
    this.tab = this.light.tab = "findings";
    this.panels();
    this.redraw();
  }
  /** Zoom to what a finding shows, within 200 ms; at once with reduced motion. */
  glide(points) {
    const b = bounds(points), m = 1.6, seen = [this.view.toPlan([this.view.inset.left, this.view.height]), this.view.toPlan([this.view.width, this.view.inset.top])];
    const inView = b[0] > seen[0][0] && b[2] < seen[1][0] && b[1] > seen[0][1] && b[3] < seen[1][1];
    if (inView && this.view.k >= 38) return;
    const to = this.view.fitted([b[0] - m, b[1] - m, b[2] + m, b[3] + m]), from = this.view.camera;
    to.k = Math.min(to.k, 110);
    const c = [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2];
    to.x = this.view.width / 2 - c[0] * to.k;
    to.y = this.view.height / 2 + c[1] * to.k;
    this.#fly(from, to);
  }
  #fly(from, to) {
    this.moved = true;
    if (calm()) return this.view.set(to), this.redraw();
    const began = performance.now();
    const step = (now) => {
      const t = Math.min(1, (now - began) / 200), e = 1 - (1 - t) ** 3;
      this.view.set({ x: from.x + (to.x - from.x) * e, y: from.y + (to.y - from.y) * e, k: from.k + (to.k - from.k) * e });
      this.redraw();
      if (t < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }
  fit(glide = false) {
    if (this.mode2 === "walls") this.elevation.fit();
    const level = get(this.scene, "levels", this.level), rings = level ? level.outline : [[0, 0], [14, 9]];
    let b = bounds(rings);
    const t = 0.3;
    b = [b[0] - t, b[1] - t, b[2] + t, b[3] + t];
    if (this.trace.box) b = level ? bounds([[b[0], b[1]], [b[2], b[3]], this.trace.box.slice(0, 2), this.trace.box.slice(2)]) : this.trace.box;
    const to = this.view.fitted(b, level ? { left: 52, right: 26, top: 30, bottom: 104 } : undefined);
    glide ? this.#fly(this.view.camera, to) : this.view.set(to);
    this.moved = glide && false;
    this.redraw();
  }
  zoom(f) {
    this.view.zoomAt(f, [this.view.width / 2, this.view.height / 2]);
    this.moved = true;
    this.redraw();
  }

  // --- the hand ---

  #listen() {
    const { svg } = this;
    this.pointers = new Map();
    svg.addEventListener("pointerdown", (e) => this.#down(e));
    svg.addEventListener("pointermove", (e) => this.#move(e));
    svg.addEventListener("pointerup", (e) => this.#up(e));
    svg.addEventListener("pointercancel", (e) => this.#up(e, true));
    svg.addEventListener("pointerleave", () => { this.status.pointer(null); this.pointerAt = null; });
    svg.addEventListener("dblclick", (e) => this.#twice(e));
    svg.addEventListener("contextmenu", (e) => e.preventDefault());
    svg.addEventListener("wheel", (e) => this.#wheel(e), { passive: false });
    this.frame.addEventListener("keydown", (e) => this.key(e));
    this.frame.addEventListener("keyup", (e) => { if (e.code === "Space") this.space = false; e.stopPropagation(); });
    this.frame.addEventListener("focusin", (e) => { if (e.target === svg && svg.matches(":focus-visible") && !this.pressing) this.say(this.words.say(this.tool.hint)); });
    this.bodyKey = (e) => { if (e.target === document.body && !document.querySelector('[role="dialog"]')) this.key(e); };
    document.addEventListener("keydown", this.bodyKey, true);
    this.onresize = () => this.lay(this.last);
    addEventListener("resize", this.onresize);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.canvas);
    this.online = () => { this.offline = !navigator.onLine; this.bar.update(); };
    addEventListener("offline", this.online);
    addEventListener("online", this.online);
    this.beating = setInterval(() => this.outbox.beat(), 3000);
    requestAnimationFrame(() => this.focus());
  }
  destroy() {
    document.removeEventListener("keydown", this.bodyKey, true);
    removeEventListener("resize", this.onresize);
    removeEventListener("offline", this.online);
    removeEventListener("online", this.online);
    this.observer.disconnect();
    clearInterval(this.beating);
    clearTimeout(this.resting);
    clearTimeout(this.insisting);
    this.light.destroy();
    this.frame.remove();
  }
  #px(e) {
    const r = this.svg.getBoundingClientRect();
    return [e.clientX - r.left, e.clientY - r.top];
  }
  #event(e, handle = null) {
    const p = this.#px(e);
    return { at: this.view.toPlan(p), px: 1 / this.view.k, shift: e.shiftKey, alt: e.altKey, touch: e.pointerType === "touch", handle };
  }
  #down(e) {
    this.svg.setPointerCapture?.(e.pointerId);
    this.pointers.set(e.pointerId, this.#px(e));
    this.pressing = true;
    this.frame.toggleAttribute("data-keys", false);
    this.layers.hidden = true;
    this.focus();
    if (this.pointers.size === 2) { // two fingers move and zoom the paper, whatever one began
      this.tool.cancel();
      this.pinching = [...this.pointers.values()];
      return this.redraw();
    }
    if (this.pointers.size > 2) return;
    if (e.target.closest?.("[data-edit]")) return void (e.preventDefault(), this.pointers.delete(e.pointerId), this.editLength());
    const number = e.target.closest?.("[data-finding]")?.dataset.finding;
    if (number && this.tool.name === "select") return void (this.pressedMark = { number: Number(number), at: this.#px(e) });
    if (e.button === 1 || e.button === 2 || this.space || this.tool.name === "pan") return void (this.panning = this.#px(e));
    if (e.button !== 0) return;
    const hd = e.target.closest?.("[data-handle]"), handle = hd ? { kind: hd.dataset.handle, key: hd.dataset.key, index: Number(hd.dataset.index ?? 0) } : null;
    const named = e.target.closest?.(".tag[data-key], .zl[data-key]");
    if (named && this.tool.name === "select" && !handle) {
      const key = named.dataset.key;
      this.select(e.shiftKey ? [...this.selection, key] : [key]);
    }
    this.notice = null;
    const ev = this.#event(e, handle);
    if (handle && this.tool.name === "select" && !this.selection.has(handle.key)) this.select([handle.key]);
    if (named && this.tool.name === "select" && !handle) ev.at = this.scene.get(named.dataset.key)?.at ?? ev.at, (this.grabOffset = sub(ev.at, this.view.toPlan(this.#px(e))));
    else this.grabOffset = null;
    this.tool.down(ev);
    this.redraw();
  }
  #move(e) {
    const p = this.#px(e);
    this.pointerAt = p;
    if (this.pointers.has(e.pointerId)) this.pointers.set(e.pointerId, p);
    if (this.pinching && this.pointers.size >= 2) {
      const now = [...this.pointers.values()].slice(0, 2);
      this.view.pinch(this.pinching, now);
      this.pinching = now;
      this.moved = true;
      return this.redraw();
    }
    if (this.panning) {
      this.view.panBy(p[0] - this.panning[0], p[1] - this.panning[1]);
      this.panning = p;
      this.moved = true;
      return this.redraw();
    }
    const ev = this.#event(e);
    if (this.pressedMark) { // a mark that is dragged drags what it is about
      if (Math.hypot(p[0] - this.pressedMark.at[0], p[1] - this.pressedMark.at[1]) < 6) return;
      const f = this.verdicts?.findings.find((v) => v.number === this.pressedMark.number), thing = f && get(this.scene, "fixtures", f.subject);
      const from = this.view.toPlan(this.pressedMark.at);
      this.pressedMark = null;
      if (!thing) return;
      this.select([keyOf("fixtures", thing.id)]);
      this.grabOffset = sub(thing.at, from);
      this.tool.down({ ...ev, at: thing.at });
    }
    if (this.grabOffset) ev.at = add(ev.at, this.grabOffset);
    this.status.pointer(ev.at);
    if (this.pressing && this.pointers.size === 0) return;
    if (this.tool.name === "select" && this.tool.state === "idle") return;
    this.pending = ev; // the tool looks once a frame
    this.redraw();
  }
  #up(e, cancelled = false) {
    this.pointers.delete(e.pointerId);
    this.pressing = false;
    if (this.pinching) {
      if (this.pointers.size < 2) this.pinching = null;
      return;
    }
    if (this.pressedMark) {
      const { number } = this.pressedMark;
      this.pressedMark = null;
      return this.goFinding(number);
    }
    if (this.panning) return void (this.panning = null);
    if (cancelled) return void (this.tool.cancel(), this.redraw());
    if (this.pending) this.tool.move(this.pending), (this.pending = null);
    const ev = this.#event(e);
    if (this.grabOffset) ev.at = add(ev.at, this.grabOffset);
    this.grabOffset = null;
    this.tool.up(ev);
    this.panels();
    this.redraw();
  }
  /** Write a selected wall's length anew, beginning with a digit perhaps. */
  editLength(first = null) {
    const input = this.properties.node.querySelector('[data-field="length"]');
    if (!input) return false;
    input.focus();
    first === null ? input.select() : ((input.value = first), (input.dataset.dirty = "1"));
    return true;
  }
  /** A double press opens the first property. */
  #twice(e) {
    if (this.tool.name === "zone" || this.tool.name === "wall") this.tool.key?.({ chord: "Enter" });
    const key = [...this.selection][0];
    if (this.tool.name === "select" && key) this.properties.node.querySelector("input")?.focus();
    this.redraw();
  }
  #wheel(e) {
    e.preventDefault();
    const p = this.#px(e), trackpad = e.deltaMode === 0 && (e.deltaX !== 0 || (Math.abs(e.deltaY) < 50 && !Number.isInteger(e.deltaY)));
    if (e.ctrlKey || e.metaKey || !trackpad) this.view.zoomAt(Math.exp(-e.deltaY * (e.ctrlKey ? 0.01 : 0.0016)), p);
    else this.view.panBy(-e.deltaX, -e.deltaY);
    this.moved = true;
    this.redraw();
  }
  /** All keys end here; none reaches the page around the board. */
  key(e, fromBox = false) {
    const target = e.composedPath?.()[0] ?? e.target, typing = target?.matches?.("input:not([type=checkbox]):not([type=range]), select, textarea") && !fromBox;
    if (e.type === "keydown" && !fromBox) e.stopPropagation();
    if (e.code === "Tab" || e.code?.startsWith("Arrow")) this.frame.toggleAttribute("data-keys", true);
    if (composing(e) || typing) return;
    if (this.dialogs.firstChild) return;
    const c = chord(e), onButton = target?.closest?.("button, a, label, [role=menuitem]");
    if (onButton && ["Enter", "Space", "Tab", "Shift+Tab"].includes(c)) return;
    if (c === "Space") {
      this.space = true;
      e.preventDefault();
      return;
    }
    if (c === "Escape" && !this.context.menu.hidden) return void (this.context.menu.hidden = true);
    if (c === "Escape" && this.mode2 === "walls" && !this.selection.size) return this.goView("plan");
    if (this.mode2 === "walls" && this.elevation.key(c)) return void e.preventDefault();
    if (c === "Enter" && this.mode2 === "plan" && this.#withoutMouse()) {
      e.preventDefault();
      this.panels();
      return this.redraw();
    }
    if (this.mode2 === "plan" && this.tool.key({ chord: c, key: e.key })) {
      e.preventDefault();
      this.panels();
      return this.redraw();
    }
    if ((c === "Tab" || c === "Shift+Tab") && target === this.svg && this.tool.name === "select") {
      if (this.walk(c === "Tab" ? 1 : -1)) e.preventDefault();
      return;
    }
    if (this.tool.name === "select" && this.selection.size === 1 && [...this.selection][0].startsWith("walls/") && !this.readOnly && digit(e.key ?? "") !== null && c !== "Minus" && this.editLength(digit(e.key))) return void e.preventDefault();
    const wish = asked(e);
    if (!wish) return;
    if (wish.tool) this.setTool(wish.tool, true);
    else if (wish.nudge) {
      if (!this.selection.size) return;
      this.commit(shift(this.scene, [...this.selection].filter((k) => groupOf(k) !== "hall"), wish.nudge, this.kinds));
      const key = [...this.selection][0];
      this.say(this.describe(key));
    } else if (!this.command(wish.command)) return;
    e.preventDefault();
  }
  /** Enter where no pointer has shown a place: the middle of the hall, the middle of a wall, the origin. */
  #withoutMouse() {
    const { tool } = this, level = get(this.scene, "levels", this.level), px = 1 / this.view.k, ev = (at) => ({ at, px, shift: false, alt: false, touch: false });
    if (tool.name === "wall") {
      if (tool.points.length || tool.cursor) return false;
      tool.down(ev([0, 0]));
      tool.up(ev([0, 0]));
      return true;
    }
    if (!level) return false;
    const b = bounds(level.outline), centre = [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2];
    if (tool.name === "zone" && tool.state === "idle" && !tool.points.length) {
      tool.down(ev(centre));
      tool.up(ev(centre));
      return true;
    }
    if (!["door", "window", "column", "stair", "item", "lamp"].includes(tool.name) || tool.thing) return false;
    const wall = onLevel(this.scene, "walls", this.level)[0];
    tool.move(ev(["door", "window"].includes(tool.name) && wall ? mid(wall.start, wall.end) : centre));
    return false; // the tool's own Enter places it
  }
  command(name) {
    const keys = [...this.selection].filter((k) => groupOf(k) !== "hall");
    const act = {
      undo: () => this.undo(), redo: () => this.redo(), snap: () => this.setSnap(MODES[(MODES.indexOf(this.mode) + 1) % 3]), fit: () => this.fit(true), closer: () => this.zoom(1.25), further: () => this.zoom(0.8), full: () => this.full(), help: () => this.toggleSheet(),
      all: () => this.select([...this.scene].filter(([k, t]) => ["fixtures", "luminaires", "columns", "stairs", "staff"].includes(groupOf(k)) && levelOf(this.scene, groupOf(k), t) === this.level).map(([k]) => k)),
      delete: () => keys.length && this.commit(deletion(this.scene, keys), []),
      copy: () => {
        if (!keys.length) return;
        const b = boundsOf(this.scene, keys, this.kinds), along = keys.length === 1 && this.#alongWall(keys[0]);
        const [op, made] = copies(this.scene, keys, [along ?? [Math.max(0.3, b[2] - b[0] + 0.1), 0]], this.kinds);
        this.commit(op, made);
      },
      turn: () => keys.length && this.commit(turn(this.scene, keys, -15, this.kinds)), "turn-back": () => keys.length && this.commit(turn(this.scene, keys, 15, this.kinds)), "turn-free": () => keys.length && this.commit(turn(this.scene, keys, -1, this.kinds)),
      light: () => this.light.toggle(), switch: () => this.switchLamps(keys),
      mirror: () => keys.length && this.commit(mirror(this.scene, keys, this.kinds)), array: () => keys.length && this.askArray(keys),
      next: () => this.#stepFinding(1), previous: () => this.#stepFinding(-1),
      fix: () => { const f = this.verdicts?.findings.find((v) => v.number === this.overlay.active); if (f?.fix) this.fix(f); },
      walls: () => (this.mode2 === "walls" ? this.goView("plan") : keys.length === 1 && this.wallOf(keys[0]) ? this.showWall(this.wallOf(keys[0])) : this.goView("walls")),
    }[name];
    if (!act) return false;
    act();
    return true;
  }
  #alongWall(key) {
    const f = this.scene.get(key);
    if (groupOf(key) !== "fixtures" || !hangs(f, this.kinds)) return null;
    const n = heading(f.facing_deg ?? 0), by = (f.size ?? this.kinds[f.kind].size)[0] + 0.2;
    return scale([n[1], -n[0]], by);
  }
  #stepFinding(by) {
    const list = (this.verdicts?.findings ?? []).filter((f) => f.outcome === "failed" || f.outcome === "uncertain");
    if (!list.length) return;
    const now = list.findIndex((f) => f.number === (this.opened ?? this.overlay.active));
    this.opened = null;
    this.goFinding(list[(now + by + list.length) % list.length].number);
  }
  /** Tab on the plan walks things zone by zone; past the last one it leaves the plan. */
  walk(by) {
    const zones = onLevel(this.scene, "zones", this.level), zoneOf = (p) => zones.findIndex((z) => { const b = bounds(z.ring); return p[0] >= b[0] && p[0] <= b[2] && p[1] >= b[1] && p[1] <= b[3]; });
    const order = [...onLevel(this.scene, "doors", this.level).map((t) => ["doors", t]), ...onLevel(this.scene, "fixtures", this.level).map((t) => ["fixtures", t]).sort((a, b) => zoneOf(a[1].at) - zoneOf(b[1].at) || b[1].at[1] - a[1].at[1] || a[1].at[0] - b[1].at[0]), ...onLevel(this.scene, "luminaires", this.level).map((t) => ["luminaires", t]), ...zones.map((t) => ["zones", t])].map(([g, t]) => keyOf(g, t.id));
    const now = order.indexOf([...this.selection][0]), next = now < 0 ? (by > 0 ? 0 : order.length - 1) : now + by;
    if (next < 0 || next >= order.length) return this.select([]), false;
    this.select([order[next]]);
    return true;
  }

  // --- drawing ---

  redraw() {
    if (this.asleep) return;
    this.asleep = true;
    requestAnimationFrame(() => {
      this.asleep = false;
      this.paint();
    });
  }
  paint() {
    const began = performance.now();
    if (this.pending) {
      this.tool.move(this.pending);
      this.pending = null;
    }
    if (this.mode2 === "walls") {
      this.context.node.hidden = this.context.menu.hidden = true;
      return this.elevation.draw();
    }
    this.elevation.node.hidden = true;
    const scene = this.tool.preview ?? this.scene;
    this.render.draw(scene, this.level, this.selection);
    const now = [this.overlay.findings, this.tool.preview ? this.overlayNow?.[1] : scene, this.overlay.active, this.level];
    if (now.some((v, i) => v !== this.overlayNow?.[i])) this.overlay.draw();
    else if (this.overlaySeen !== this.render.seen) this.overlay.place();
    const lit = `${this.render.seen}/${this.level}/${this.mode2}/${this.light.on}/${this.light.tab}/${this.light.stale}`;
    if (lit !== this.litNow) this.light.draw();
    this.litNow = lit;
    this.overlayNow = now;
    this.overlaySeen = this.render.seen;
    const draft = this.tool.draft;
    this.#hand(scene, draft);
    this.lengths.update(draft);
    this.status.camera(this.view.k);
    if (this.tool.state === "idle") this.context.update();
    else this.context.node.hidden = true;
    this.painted = performance.now() - began; // ms, for those who measure
  }
  /** Panels follow what changed, never the pointer. */
  panels() {
    this.bar.update();
    this.rail.update();
    this.palette.update();
    this.steps.update();
    this.properties.update();
    this.findings.update();
    this.light.panel();
    this.status.update();
    this.#tabbed();
    const drawing = ["wall", "door", "window", "trace"].includes(this.tool.name) || this.mode2 === "walls" || this.readOnly;
    const tablet = this.frame.classList.contains("tablet");
    const hide = tablet ? !["item", "lamp"].includes(this.tool.name) : drawing;
    if (this.palette.node.hidden !== hide) {
      this.palette.node.hidden = hide;
      requestAnimationFrame(() => this.resize());
    }
  }
  #tabbed() {
    if (!this.frame.classList.contains("tablet")) return void (this.fixbar.hidden = true);
    const { words } = this, failed = this.verdicts?.findings.filter((f) => f.outcome === "failed").length ?? 0, tab = this.selection.size || !this.steps.node.hidden ? this.tab ?? "findings" : "findings";
    const one = (name, text) => h("button", { type: "button", role: "tab", "aria-selected": String(tab === name), onclick: () => { this.tab = name; this.panels(); } }, text);
    clear(this.tabs, one("props", words.say(this.steps.node.hidden ? "properties" : "tool.options")), one("findings", `${words.say("findings")} ${failed}`));
    this.side.dataset.tab = tab;
    const f = this.verdicts?.findings.find((v) => v.number === this.overlay.active), what = f && !this.readOnly && fixWords(this.scene, f.fix, this.kit.kinds);
    this.fixbar.hidden = !what;
    if (what) clear(this.fixbar, h("span", {}, mark(look(f), f.number, 18), words.say(what.key, what.values)), h("button", { class: "btn primary", type: "button", onclick: () => this.fix(f) }, words.say("apply")));
  }
  /** Selection, handles, distances, guides and drafts, in pixels. */
  #hand(scene, draft) {
    const { view, words } = this, nodes = [], at = (p) => view.toScreen(p), touch = this.frame.hasAttribute("data-touch"), r = touch ? 7 : 4.5;
    const keys = [...this.selection].filter((k) => scene.has(k) && groupOf(k) !== "hall");
    const handle = (kind, key, p, index = 0, css = "") => s("g", { class: `grip ${css}`, "data-handle": kind, "data-key": key, "data-index": index }, s("circle", { class: "reach", cx: p[0], cy: p[1], r: touch ? 22 : 10 }), s("circle", { class: "handle", cx: p[0], cy: p[1], r }));
    for (const key of keys) {
      const ring = ringOf(scene, key, this.kinds);
      if (!ring.length) continue;
      nodes.push(s("polygon", { class: "selbox", points: grown(ring.map(at), 3).map((p) => `${p[0].toFixed(1)},${p[1].toFixed(1)}`).join(" ") }));
    }
    if (keys.length === 1 && this.tool.name === "select" && !this.readOnly) {
      const key = keys[0], group = groupOf(key), thing = scene.get(key), ring = ringOf(scene, key, this.kinds);
      if (group === "zones") thing.ring.forEach((p, i) => nodes.push(handle("corner", key, at(p), i)));
      if (group === "doors" || group === "windows") [mid(ring[0], ring[3]), mid(ring[1], ring[2])].forEach((p, i) => nodes.push(handle("corner", key, at(p), i)));
      if (group === "walls" && this.#loose(scene, thing)) [thing.start, thing.end].forEach((p, i) => nodes.push(handle("corner", key, at(p), i)));
      if ((group === "fixtures" && !hangs(thing, this.kinds) && !thing.locked) || ["columns", "stairs", "luminaires"].includes(group)) {
        const n = heading(group === "stairs" ? thing.flights[0].facing_deg : thing.facing_deg ?? 0), b = ring.map(at), c = mid(b[0], b[2]), size = group === "stairs" ? 1.2 : (this.kinds[thing.kind]?.size?.[1] ?? thing.size?.[1] ?? 0.4);
        const out = [c[0] + n[0] * ((size / 2) * view.k + (touch ? 30 : 22)), c[1] - n[1] * ((size / 2) * view.k + (touch ? 30 : 22))];
        nodes.push(s("path", { class: "stem", d: line([[c[0] + n[0] * (size / 2) * view.k, c[1] - n[1] * (size / 2) * view.k], out]) }), handle("turn", key, out, 0, "turn"));
      }
      if (group === "luminaires" && aims(thing, this.kinds)) {
        const p = at(thing.at), q = at(aimHandle(scene, thing, this.kinds, Math.max(0.6, 46 / view.k))), held = handle("aim", key, q, 0, "aim");
        held.append(s("title", { text: words.say("lamp.aim") }));
        nodes.push(s("path", { class: `aimline${aimOf(scene, thing, this.kinds) ? "" : " none"}`, d: line([p, q]) }), held, s("path", { class: "aimcross", d: `M${q[0] - 9} ${q[1]}h18M${q[0]} ${q[1] - 9}v18` }));
      }
      if (["fixtures", "columns", "luminaires"].includes(group)) {
        const free = clearances(scene, key, this.kinds, this.level), pick = [free.filter((f) => Math.abs(f.a[1] - f.b[1]) < 1e-6), free.filter((f) => Math.abs(f.a[0] - f.b[0]) < 1e-6)].map((l) => l.filter((f) => f.length > 0.04).sort((p, q) => p.length - q.length)[0]).filter(Boolean);
        for (const f of pick) {
          const [p, q] = [at(f.a), at(f.b)], upright = Math.abs(p[0] - q[0]) < 1;
          const [lo, hi] = upright ? [p[1], q[1]].sort((m, n) => m - n) : [p[0], q[0]].sort((m, n) => m - n);
          if (hi - lo > 14) nodes.push(dimension(lo, hi, upright ? p[0] : p[1], metres(f.length), upright, hi - lo > 26, "dim sel"));
        }
      }
      if (group === "walls") {
        const p = at(thing.start), q = at(thing.end), n = left(unit(thing.start, thing.end)), c = mid(p, q);
        nodes.push(s("text", { class: "wall-len", "data-edit": this.readOnly ? null : "length", x: c[0] + n[0] * 30, y: c[1] - n[1] * 16 + 4, text: `${metres(dist(thing.start, thing.end))} m` }));
      }
      if (group === "zones") {
        const b = bounds(thing.ring), c = at([(b[0] + b[2]) / 2, (b[1] + b[3]) / 2]);
        nodes.push(s("text", { class: "zone-area", x: c[0], y: c[1], text: `${squareMetres(areaOf(thing.ring))} m²` }));
      }
    }
    const world = [];
    if (draft?.chain) {
      const { points, live, thickness, outer } = draft.chain, turnsLeft = points.length < 3 || areaSigned(points) > 0;
      points.slice(1).forEach((p, i) => {
        const a = points[i], n = left(unit(a, p)), [l, rr] = outer ? (turnsLeft ? [0, -thickness] : [thickness, 0]) : [thickness / 2, -thickness / 2];
        world.push(s("path", { class: live && i === points.length - 2 ? "wall-live" : "wall", d: path([[add(a, scale(n, l)), add(p, scale(n, l)), add(p, scale(n, rr)), add(a, scale(n, rr))]]) }));
      });
      points.forEach((p, i) => nodes.push(s("circle", { class: i === 0 && points.length > 2 ? "start" : "handle", cx: at(p)[0], cy: at(p)[1], r: i === 0 ? 6 : 4.5 })));
      if (points.length > 3) nodes.push(s("text", { class: "guide-t", x: at(points[0])[0] + 12, y: at(points[0])[1] - 12, text: words.say("close-here") }));
      points.slice(1, live ? -1 : undefined).forEach((p, i) => {
        const [a, b] = [at(points[i]), at(p)], upright = Math.abs(a[0] - b[0]) < 1, flat = Math.abs(a[1] - b[1]) < 1, off = 26;
        if (upright) nodes.push(dimension(Math.min(a[1], b[1]), Math.max(a[1], b[1]), a[0] + (turnsLeft === (b[1] < a[1]) ? off + 10 : -off), metres(dist(points[i], p)), true));
        else if (flat) nodes.push(dimension(Math.min(a[0], b[0]), Math.max(a[0], b[0]), a[1] + (turnsLeft === (b[0] > a[0]) ? off : -off), `${metres(dist(points[i], p))} m`, false));
      });
    }
    if (draft?.length && !draft.length.single) {
      const { from, to, metres: m } = draft.length, [a, b] = [at(from), at(to)], upright = Math.abs(a[0] - b[0]) < 1, flat = Math.abs(a[1] - b[1]) < 1;
      if (upright || flat) nodes.push(dimension(Math.min(upright ? a[1] : a[0], upright ? b[1] : b[0]), Math.max(upright ? a[1] : a[0], upright ? b[1] : b[0]), (upright ? a[0] : a[1]) + 28 * (upright ? 1 : -1), `${metres(m)} m`, upright, true, "dim sel"));
    }
    if (draft?.area) {
      const p = at(draft.area.at);
      nodes.push(s("text", { class: draft.area.small ? "zone-area" : "big-area", x: p[0], y: p[1], text: `${squareMetres(draft.area.square)} m²` }));
      if (!draft.area.small) nodes.push(s("text", { class: "big-sub", x: p[0], y: p[1] + 24, text: words.say("area.closed") }));
    }
    if (draft?.ring) world.push(s("path", { class: "zone-draft", d: path([draft.ring]) }));
    for (const gap of draft?.gaps ?? []) {
      const [a, b] = [at(gap.a), at(gap.b)], upright = Math.abs(a[0] - b[0]) < 1, [lo, hi] = upright ? [a[1], b[1]].sort((m, n) => m - n) : [a[0], b[0]].sort((m, n) => m - n);
      if (hi - lo > 8 && (upright || Math.abs(a[1] - b[1]) < 1)) nodes.push(dimension(lo, hi, (upright ? a[0] : a[1]) - 22, metres(gap.metres), upright, hi - lo > 24, gap.on ? "dim sel" : "dim"));
    }
    if (draft?.tape) {
      const [a, b] = [at(draft.tape.a), at(draft.tape.b)];
      nodes.push(s("path", { class: "tape", d: line([a, b]) }), s("circle", { class: "handle", cx: a[0], cy: a[1], r: 4 }), s("circle", { class: "handle", cx: b[0], cy: b[1], r: 4 }), s("text", { class: "wall-len", x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 - 9, text: `${metres(draft.tape.metres)} m` }));
    }
    for (const g of draft?.guides ?? []) {
      if (g.kind === "point") nodes.push(s("circle", { class: "guide", cx: at(g.at)[0], cy: at(g.at)[1], r: 7 }), g.word ? s("text", { class: "guide-t", x: at(g.at)[0] + 11, y: at(g.at)[1] - 10, text: words.say(`guide.${g.word}`) }) : "");
      else if (g.kind === "line") {
        const [a, b] = [at(g.a), at(g.b)];
        nodes.push(s("path", { class: "guide dash", d: line([a, b]) }));
        if (g.word) nodes.push(s("text", { class: "guide-t", x: (a[0] + b[0]) / 2 + 6, y: (a[1] + b[1]) / 2 - 6, text: words.say(`guide.${g.word}`) }));
      } else if (g.kind === "gaps") for (const [lo, hi, across] of g.gaps) {
        const [a, b] = g.axis ? [at([across, lo]), at([across, hi])] : [at([lo, across]), at([hi, across])];
        const [p, q] = g.axis ? [a[1], b[1]].sort((m, n) => m - n) : [a[0], b[0]].sort((m, n) => m - n);
        nodes.push(dimension(p, q, g.axis ? a[0] : a[1], metres(g.size), Boolean(g.axis), q - p > 24, "dim gapdim"));
      }
    }
    if (draft?.marquee) {
      const [a, b] = draft.marquee.map(at);
      nodes.push(s("rect", { class: "marquee", x: Math.min(a[0], b[0]), y: Math.min(a[1], b[1]), width: Math.abs(a[0] - b[0]), height: Math.abs(a[1] - b[1]) }));
    }
    if (draft?.cursor && !draft.chain?.points.length) nodes.push(s("path", { class: "guide", d: `M${at(draft.cursor)[0] - 8} ${at(draft.cursor)[1]}h16M${at(draft.cursor)[0]} ${at(draft.cursor)[1] - 8}v16` }));
    clear(this.render.draft, world);
    clear(this.render.hand, nodes);
  }
  #loose(scene, wall) {
    const level = get(scene, "levels", wall.level);
    return (wall.justify ?? "right") === "centre" || !level;
  }
  /** Where things are on the screen, for what floats beside them. */
  screenBounds(keys) {
    const ring = keys.flatMap((k) => ringOf(this.scene, k, this.kinds)).map((p) => this.view.toScreen(p));
    if (!ring.length) return [0, 0, 0, 0];
    const b = bounds(ring);
    return [b[0] - 8, b[1] - 8, b[2] + 8, b[3] + 8];
  }
  shownBoxes() {
    const f = this.verdicts?.findings.find((v) => v.number === this.overlay.active), boxes = [];
    for (const piece of f?.evidence ?? []) {
      const g = geoPaths(piece.geometry), points = [...g.areas.flat(), ...g.lines.flat(), ...g.points].map((p) => this.view.toScreen(p));
      if (points.length) boxes.push(bounds(points));
    }
    const spot = this.overlay.spots?.find((o) => o.f.number === this.overlay.active), t = spot && /translate\(([-\d.]+) ([-\d.]+)\)/.exec(spot.node.getAttribute("transform"));
    if (t) boxes.push([+t[1] - 12, +t[2] - 12, +t[1] + 12, +t[2] + 12]);
    const grip = this.render.hand.querySelector(".turn .handle");
    if (grip) boxes.push([+grip.getAttribute("cx") - 10, +grip.getAttribute("cy") - 10, +grip.getAttribute("cx") + 10, +grip.getAttribute("cy") + 10]);
    return boxes;
  }
}

const canonicalKey = (data) => `${data.epoch}/${data.ack}/${data.lang}${data.pending ? "/early" : ""}`;
const areaSigned = (ring) => ring.reduce((sum, p, i) => sum + (p[0] * ring[(i + 1) % ring.length][1] - p[1] * ring[(i + 1) % ring.length][0]), 0) / 2;
const areaOf = (ring) => Math.abs(areaSigned(ring));
/** A convex ring on the screen, made larger by some pixels. */
function grown(ring, by) {
  const c = [ring.reduce((n, p) => n + p[0], 0) / ring.length, ring.reduce((n, p) => n + p[1], 0) / ring.length];
  return ring.map((p) => {
    const d = Math.hypot(p[0] - c[0], p[1] - c[1]) || 1;
    return [p[0] + ((p[0] - c[0]) / d) * by * 1.3, p[1] + ((p[1] - c[1]) / d) * by * 1.3];
  });
}
