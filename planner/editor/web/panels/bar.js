// The bar over the board: hall, saved state, undo, level, view, score.

import { clear, h } from "../dom.js";
import { icon } from "../icons.js";
import { look, mark } from "../marks.js";
import { all, hallOf, named } from "../scene.js";

export class Bar {
  constructor(board) {
    this.board = board;
    this.node = h("div", { class: "bb", role: "toolbar", "aria-label": board.words.say("bar") });
  }
  update() {
    const { board } = this, { words } = board, say = (k, v) => words.say(k, v), hall = hallOf(board.scene), actions = board.settings.actions ?? [];
    const button = (name, title, act, off = false, key = "") => h("button", { class: "ib", type: "button", title: key ? `${title} ${key}` : title, "aria-label": title, "data-act": name, disabled: off, onclick: act }, icon(name));
    const seg = (name, options, current, act) => h("div", { class: `seg ${name}`, role: "group", "aria-label": say(`seg.${name}`) }, options.map(([k, t]) => h("button", { type: "button", "aria-pressed": k === current ? "true" : "false", "data-value": k, onclick: () => act(k) }, t)));
    const state = board.trouble();
    const levels = all(board.scene, "levels");
    const levelNames = levels.map((l, i) => [l.id, named(l.name, words.lang) || say("level", { n: i + 1 })]);
    if (board.level && !levels.some((l) => l.id === board.level)) levelNames.push([board.level, say("level", { n: levels.length + 1 })]);
    clear(this.node,
      h("button", { class: "hall", type: "button", title: say("hall.rename"), onclick: () => board.select([`hall/${hall.id}`]) }, h("span", { class: "hall-name" }, named(hall.name, words.lang) || named(hall.branch?.name, words.lang) || hall.id), icon("down", 16)),
      h("span", { class: `saved ${state.kind}`, role: "status" }, icon(state.kind === "ok" ? "check" : state.kind === "busy" ? "clock" : "warn", 14), h("span", {}, state.text)),
      h("i", { class: "vr" }),
      button("undo", say("undo"), () => board.undo(), !board.history.canUndo || board.readOnly, "Ctrl+Z"),
      button("redo", say("redo"), () => board.redo(), !board.history.canRedo || board.readOnly, "Ctrl+Y"),
      h("i", { class: "vr" }),
      levelNames.length ? seg("lv", levelNames, board.level, (k) => board.goLevel(k)) : null,
      levels.length && !board.readOnly ? h("button", { class: "ib sm lvplus", type: "button", title: say("level.add"), "aria-label": say("level.add"), onclick: () => board.newLevel() }, icon("plus", 16)) : null,
      h("i", { class: "vr" }),
      seg("view", [["plan", say("view.plan")], ["walls", say("view.walls")]], board.mode2, (k) => board.goView(k)),
      seg("over", [["none", say("over.none")], ["light", say("over.light")]], board.light.on ? "light" : "none", (k) => board.light.toggle(k === "light")),
      h("span", { class: "grow" }),
      this.#score(),
      button("layers", say("layers"), () => board.toggleLayers()),
      actions.includes("versions") ? button("history", say("versions"), () => board.event("versions")) : null,
      button("full", say("full"), () => board.full(), false, "F"),
      actions.includes("report") ? h("button", { class: "btn sm", type: "button", onclick: () => board.event("report") }, say("report")) : null);
  }
  #score() {
    const { board } = this, { words, verdicts } = board;
    if (!verdicts) return h("span", { class: "scorepill dim" }, words.say("score.none"));
    const { score, findings } = verdicts, worst = findings.find((f) => f.outcome === "failed");
    const checked = words.say("score.checked", { decided: score.decided, applicable: score.applicable });
    if (score.value === null) return h("button", { class: "scorepill dim", type: "button", title: words.say("score.little"), onclick: () => board.showFindings() }, h("span", {}, words.say("score.unknown")), h("span", {}, checked));
    return h("button", { class: "scorepill", type: "button", title: score.cap ? words.say(`score.cap.${score.cap}`, { score: score.uncapped }) : words.say("score.title"), "aria-label": `${words.say("score.title")} ${score.value}, ${checked}`, onclick: () => board.showFindings() },
      worst ? mark(look(worst), "", 13) : mark("pass", "", 13), h("b", {}, String(score.value)), h("span", {}, checked));
  }
}
