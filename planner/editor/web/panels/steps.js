// What to do next: four steps to the first result, and the options of the tool in hand.

import { clear, h, s } from "../dom.js";
import { icon } from "../icons.js";
import { all } from "../scene.js";
import { centimetres, metres, parseLength } from "../units.js";
import { USES } from "./properties.js";

export class Steps {
  constructor(board) {
    this.board = board;
    this.node = h("section", { class: "toolsec", "aria-label": board.words.say("tool.options") });
  }
  update() {
    const { board } = this, { words } = board, tool = board.tool.name, nodes = [];
    const active = board.root.activeElement;
    if (active && this.node.contains(active) && active.tagName === "INPUT" && active.type !== "file") return;
    if (!board.readOnly && ["wall", "door", "window", "column", "stair", "zone", "trace"].includes(tool)) nodes.push(h("div", { class: "pane-h" }, icon(tool, 18), h("span", {}, words.say(`tool.${tool}`))), this.#options(tool));
    const empty = !all(board.scene, "levels").length, started = !all(board.scene, "fixtures").length;
    if ((empty || started) && !board.readOnly && tool !== "trace" && !board.selection.size) nodes.push(this.#steps());
    if (empty && !board.readOnly && tool !== "trace") nodes.push(this.#templates());
    clear(this.node, nodes);
    this.node.hidden = !nodes.length;
  }
  #length(name, key, unit, fallback, word) {
    const { board } = this, o = (board.options[name] ??= {}), now = o[key] ?? fallback;
    const input = h("input", { type: "text", inputmode: "decimal", "aria-label": word, value: unit === "cm" ? centimetres(now) : metres(now), onchange: (e) => { const v = parseLength(e.target.value, unit); if (v && v > 0) o[key] = v; e.target.value = unit === "cm" ? centimetres(o[key] ?? fallback) : metres(o[key] ?? fallback); board.redraw(); }, onkeydown: (e) => e.key === "Enter" && !e.isComposing && (e.target.blur(), board.focus()) });
    return [h("label", {}, word), h("div", { class: "field num" }, input, h("span", { class: "u" }, unit))];
  }
  #choice(name, key, options, fallback, word) {
    const { board } = this, o = (board.options[name] ??= {}), now = o[key] ?? fallback;
    return [h("label", {}, word), h("div", { class: "seg wide", role: "group", "aria-label": word }, options.map(([k, t]) => h("button", { type: "button", "aria-pressed": String(k === now), onclick: () => { o[key] = k; board.redraw(); board.focus(); } }, t)))];
  }
  #options(tool) {
    const { board } = this, { words } = board, say = (k) => words.say(k);
    const rows = {
      wall: () => [this.#choice("wall", "kind", [["plain", say("wall.plain")], ["glass", say("wall.glass")]], "plain", say("field.kind")), this.#length("wall", board.tool.outer === false ? "inner" : "outer", "cm", board.tool.outer === false ? 0.12 : 0.24, say("field.thickness")), this.#length("wall", "height", "m", 3, say("field.ceiling"))],
      door: () => [this.#length("door", "width", "m", board.tool.usual ?? 0.9, say("field.clear-width"))],
      window: () => [this.#length("window", "width", "m", 2.4, say("field.width"))],
      column: () => [this.#length("column", "width", "cm", 0.5, say("field.width")), this.#choice("column", "round", [[false, say("column.square")], [true, say("column.round")]], false, say("field.kind"))],
      stair: () => [this.#choice("stair", "form", [["straight", say("stair.straight")], ["L", "L"], ["U", "U"]], "straight", say("field.kind")), this.#length("stair", "width", "m", 1.2, say("field.width")), all(board.scene, "levels").length < 2 ? this.#length("stair", "rise", "cm", 0.45, say("field.rise")) : []],
      zone: () => {
        const o = (board.options.zone ??= {}), select = h("select", { "aria-label": say("field.use"), onchange: (e) => { o.use = e.target.value; board.focus(); } }, USES.map((u) => h("option", { value: u }, words.use(u))));
        select.value = o.use ?? "waiting";
        return [[h("label", {}, say("field.use")), h("div", { class: "field sel" }, select)], this.#choice("zone", "mode", [["box", say("zone.box")], ["polygon", say("zone.polygon")]], "box", say("field.kind"))];
      },
      trace: () => board.trace.options(),
    }[tool];
    return h("div", { class: "props" }, rows().flat(2));
  }
  #steps() {
    const { board } = this, { words } = board, has = (g) => all(board.scene, g).length > 0;
    const done = [has("levels"), has("doors"), has("zones"), has("fixtures")], now = done.findIndex((d) => !d), tools = ["wall", "door", "zone", "item"];
    return h("div", { class: "stepsec" }, h("div", { class: "pane-h" }, words.say("steps")), h("div", { class: "steps" }, tools.map((t, i) => h("button", { class: `step${i === now ? " now" : ""}${done[i] ? " done" : ""}`, type: "button", disabled: i > 0 && !done[0], onclick: () => board.setTool(t, true) }, h("i", {}, done[i] ? icon("check", 14) : String(i + 1)), h("span", {}, h("b", {}, words.say(`step.${i + 1}`)), h("small", {}, words.say(`step.${i + 1}.how`)))))));
  }
  #templates() {
    const { board } = this, { words } = board, actions = board.settings.actions ?? [];
    const shapes = [["kiosk", "M14 8h20v18H14z", 20], ["small", "M10 6h28v22H10z", 60], ["medium", "M5 6h38v22H5z", 126], ["flagship", "M4 5h40v24H4zM30 5v10h14", 300]];
    return h("div", {}, h("div", { class: "pane-h" }, words.say("templates")), h("div", { class: "tpl" }, shapes.map(([k, d, a]) => h("button", { type: "button", "data-template": k, onclick: () => board.template(k) }, s("svg", { viewBox: "0 0 48 34", "aria-hidden": "true" }, s("path", { d })), words.say(`template.${k}`), h("small", {}, `${a} m²`)))),
      h("div", { class: "tplb" }, h("button", { class: "btn sm", type: "button", onclick: () => board.setTool("trace", true) }, icon("trace", 16), words.say("trace.start")), actions.includes("import") ? h("button", { class: "btn sm", type: "button", onclick: () => board.event("import") }, icon("upload", 16), words.say("import.dxf")) : null));
  }
}
