// The catalogue: search in Chinese, pinyin initials or English; symbol, name, real size.

import { clear, h, s } from "../dom.js";
import { icon } from "../icons.js";
import { symbol } from "../render.js";
import { narrow } from "../units.js";

/** "57 × 84 cm" in a name as "57×84": the true size stands below it. */
const compact = (name) => name.replace(/(\d) × (\d)/g, "$1×$2").replace(/(×\d+) cm/, "$1");

export class Palette {
  constructor(board) {
    this.board = board;
    const { words, kit } = board, count = Object.keys(kit.kinds).length;
    this.search = h("input", { type: "search", placeholder: words.say("palette.search", { n: count }), "aria-label": words.say("palette.search", { n: count }), oninput: () => this.fill(), onkeydown: (e) => this.#key(e) });
    this.list = h("div", { class: "plist" });
    this.node = h("aside", { class: "palette", "aria-label": words.say("palette") },
      h("div", { class: "pane-h" }, h("span", {}, words.say("palette")), h("span", { class: "grow" }), h("button", { class: "ib sm", type: "button", title: words.say("palette.fold"), "aria-label": words.say("palette.fold"), onclick: () => board.foldPalette() }, icon("left", 16))),
      h("div", { class: "psearch" }, h("div", { class: "field" }, icon("search", 16), this.search)), this.list);
    this.folded = new Set();
    this.fill();
  }
  #key(e) {
    if (e.isComposing) return;
    const rows = [...this.list.querySelectorAll(".pitem")];
    if (e.key === "Enter" && rows[0]) (this.board.root.activeElement?.closest?.(".pitem") ?? rows[0]).click();
    else if (e.key === "ArrowDown" && rows[0]) rows[0].focus();
    else if (e.key === "Escape" && this.search.value) (this.search.value = ""), this.fill();
    else return;
    e.preventDefault();
    e.stopPropagation();
  }
  fill() {
    const { board } = this, { words, kit } = board, wanted = narrow(this.search.value).trim().toLowerCase().split(/\s+/).filter(Boolean);
    const found = Object.values(kit.kinds).filter((kind) => wanted.every((w) => kind.find.includes(w)));
    const nodes = [];
    for (const group of kit.groups) {
      const kinds = found.filter((kind) => kind.group === group);
      if (!kinds.length) continue;
      const shut = !wanted.length && this.folded.has(group);
      nodes.push(h("button", { class: "cat", type: "button", "aria-expanded": String(!shut), onclick: () => { shut ? this.folded.delete(group) : this.folded.add(group); this.fill(); } }, h("span", {}, words.say(`group.${group}`)), h("span", {}, String(kinds.length))));
      if (!shut) nodes.push(...kinds.map((kind) => this.#row(kind)));
    }
    if (!nodes.length) nodes.push(h("p", { class: "none" }, words.say("palette.none")));
    clear(this.list, nodes);
    this.update();
  }
  #row(kind) {
    const { board } = this, { words } = board, [w, d, t] = kind.size.map((v) => Math.round(v * 100));
    const upright = ["wall", "window"].includes(kind.mount) || kind.traits.includes("rollup") || kind.traits.includes("x_banner");
    const row = h("button", { class: "pitem", type: "button", "aria-pressed": "false", "data-kind": kind.id, title: kind.name, onclick: () => board.take(kind.id), onpointerdown: (e) => board.dragOut(e, kind.id),
      onkeydown: (e) => { const to = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[e.key]; if (!to) return; let n = row[to]; while (n && !n.classList.contains("pitem")) n = n[to]; (n ?? this.search).focus(); e.preventDefault(); e.stopPropagation(); } },
      this.thumb(kind, upright), h("span", {}, h("span", { class: "pname" }, compact(kind.name)), h("small", {}, `${w} × ${upright ? t : d} cm`)));
    return row;
  }
  /** What hangs is shown from the front, what stands from above. */
  thumb(kind, upright, W = 40, H = 34) {
    const size = upright ? [kind.size[0], kind.size[2]] : [kind.size[0], kind.size[1]], k = Math.min((W - 6) / size[0], (H - 4) / size[1], 60);
    const msg = kind.traits.includes("message");
    const g = upright
      ? s("g", { transform: `translate(${W / 2} ${H / 2 + (size[1] * k) / 2}) scale(${k} ${-k})` }, symbol(kind, size, false, kind.elevation.length ? kind.elevation : [{ form: "rect", numbers: [-0.5, 0, 1, 1], fill: "paper" }]))
      : s("g", { transform: `translate(${W / 2} ${H / 2}) scale(${k})` }, symbol(kind, size, msg));
    return s("svg", { class: `thumb${upright ? " up" : ""}${msg ? " msg" : ""}`, width: W, height: H, viewBox: `0 0 ${W} ${H}`, "aria-hidden": "true" }, g);
  }
  update() {
    for (const row of this.list.querySelectorAll(".pitem")) row.setAttribute("aria-pressed", String(row.dataset.kind === this.board.pick && ["item", "lamp"].includes(this.board.tool.name)));
  }
}
