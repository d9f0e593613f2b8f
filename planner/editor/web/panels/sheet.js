// The sheet of keys.

import { h } from "../dom.js";
import { icon } from "../icons.js";

const ROWS = [
  ["sheet.tools", [["V", "tool.select"], ["H / Space", "tool.pan"], ["W", "tool.wall"], ["D", "tool.door"], ["N", "tool.window"], ["C", "tool.column"], ["S", "tool.stair"], ["Z", "tool.zone"], ["I", "tool.item"], ["L", "tool.lamp"], ["M", "tool.tape"], ["T", "tool.trace"]]],
  ["sheet.draw", [["0–9", "key.length"], ["Tab", "key.angle"], ["Enter", "key.place"], ["C", "key.close"], ["Backspace", "key.back"], ["Esc", "key.end"], ["← ↑ → ↓", "key.direction"], ["Alt", "key.free"]]],
  ["sheet.edit", [["Tab", "key.walk"], ["← ↑ → ↓", "key.nudge"], ["Shift", "key.nudge10"], ["R", "key.turn"], ["Ctrl+D", "copy"], ["Shift+M", "mirror"], ["Shift+A", "array"], ["Ctrl+A", "key.all"], ["Del", "delete"], ["Ctrl+Z / Y", "key.undo"], ["O", "key.switch"], ["X", "key.fix"]]],
  ["sheet.look", [["0", "zoom.fit"], ["+ −", "key.zoom"], ["G", "snap"], ["[ ]", "key.findings"], ["E", "view.walls"], ["Shift+L", "key.over"], ["F", "full"], ["?", "keys"]]],
];

export function sheet(board) {
  const { words } = board;
  const close = () => board.toggleSheet();
  return h("div", { class: "veil", onclick: (e) => e.target === e.currentTarget && close() },
    h("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": words.say("keys"), tabindex: -1, onkeydown: (e) => { if (e.key === "Escape" || e.key === "?") close(); else if (e.key === "Tab") e.preventDefault(); e.stopPropagation(); } },
      h("header", {}, h("h2", {}, words.say("keys")), h("button", { class: "ib", type: "button", "aria-label": words.say("close"), onclick: close }, icon("close"))),
      h("div", { class: "sheetcols" }, ROWS.map(([head, rows]) => h("div", {}, h("h3", {}, words.say(head)), h("dl", {}, rows.flatMap(([k, w]) => [h("dt", {}, k.split(" / ").flatMap((part, i) => [i ? " " : null, h("span", { class: "kbd" }, part)])), h("dd", {}, words.say(w))])))))));
}
