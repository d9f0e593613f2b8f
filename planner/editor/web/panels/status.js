// The status bar: what the hand can do now, snapping, position, zoom.

import { clear, h } from "../dom.js";
import { icon } from "../icons.js";
import { metres } from "../units.js";
import { MODES } from "../snap.js";
import { named } from "../scene.js";

export class Status {
  constructor(board) {
    this.board = board;
    this.left = h("span", { class: "hints" });
    this.xy = h("span", { class: "num xy" });
    this.zoom = h("span", { class: "num zoom" });
    const { words } = board, say = (k) => words.say(k);
    this.snap = h("span", { class: "seg mini snap", role: "group", "aria-label": say("snap") }, icon("magnet", 16), MODES.map((m) => h("button", { type: "button", "data-snap": m, onclick: () => board.setSnap(m) }, say(`snap.${m}`))));
    const ib = (name, title, act) => h("button", { class: "ib sm", type: "button", title, "aria-label": title, onclick: act }, icon(name, 16));
    this.node = h("div", { class: "sb" }, this.left, h("span", { class: "grow" }), this.snap, h("i", { class: "vr" }), this.xy, h("i", { class: "vr" }), ib("minus", say("zoom.out"), () => board.zoom(1 / 1.25)), this.zoom, ib("plus", say("zoom.in"), () => board.zoom(1.25)), ib("fit", `${say("zoom.fit")} 0`, () => board.fit(true)));
  }
  update() {
    const { board } = this, { words } = board, kbd = (t) => h("span", { class: "kbd" }, t);
    for (const b of this.snap.querySelectorAll("button")) b.setAttribute("aria-pressed", String(b.dataset.snap === board.mode));
    const refusal = board.notice ?? (board.tool.refusal ? words.say(board.tool.refusal) : null);
    if (refusal) return void clear(this.left, h("span", { class: "refusal", role: "alert" }, icon("warn", 14), refusal));
    const keys = [...board.selection], nodes = [];
    if (board.tool.name === "select" && keys.length) {
      nodes.push(h("span", {}, keys.length > 1 ? words.say("status.many", { n: keys.length }) : words.say("status.one", { id: board.nameOf(keys[0]) })), h("i", { class: "vr" }));
    } else nodes.push(h("b", {}, words.say(`tool.${board.tool.name}`)));
    const hint = words.say(board.tool.hint ?? "hint.select");
    for (const part of hint.split(/(\[[^\]]+\])/)) if (part) nodes.push(/^\[.*\]$/.test(part) ? kbd(part.slice(1, -1)) : h("span", {}, part.trim()));
    clear(this.left, nodes);
  }
  pointer(p) {
    this.xy.textContent = p ? `x ${metres(p[0])}  y ${metres(p[1])} m` : "";
  }
  camera(k) { this.zoom.textContent = `${Math.round((k / 45) * 100)}%`; }
}
