// The findings: shape and number, what, measured over limit. What is not known yet is one calm line.

import { clear, h } from "../dom.js";
import { icon } from "../icons.js";
import { look, mark } from "../marks.js";
import { move } from "../overlay.js";

export class Findings {
  constructor(board) {
    this.board = board;
    this.node = h("section", { class: "findings", "aria-label": board.words.say("findings") });
    this.open = new Set(["uncertain"]);
    this.all = false;
  }
  update() {
    const { board } = this, { words, verdicts } = board, say = (k, v) => words.say(k, v);
    this.node.hidden = !verdicts && !board.readOnly && !board.refusedBy;
    if (!verdicts) return void clear(this.node, h("div", { class: "pane-h" }, say("findings")), h("p", { class: "none" }, say("findings.blank")));
    const failed = verdicts.findings.filter((f) => f.outcome === "failed"), unsure = verdicts.findings.filter((f) => f.outcome === "uncertain"), review = verdicts.findings.filter((f) => f.outcome === "needs-review");
    const counts = ["critical", "major", "minor"].map((k) => [k, failed.filter((f) => look(f) === k).length]).concat([["unsure", unsure.length]]).filter(([, n]) => n);
    const head = h("div", { class: "pane-h" }, h("span", {}, say("findings")), h("span", { class: "cnt" }, String(failed.length)), board.light.on ? h("button", { class: "btn sm", type: "button", "data-act": "to-light", onclick: () => board.light.show() }, say("light")) : null, h("span", { class: "grow" }),
      h("span", { class: "counts" }, counts.map(([k, n]) => h("span", { title: say(`severity.${k}`) }, mark(k, "", 12), String(n)))));
    const fold = (name, rows, kind, text) => rows.length ? [h("button", { class: "fold", type: "button", "aria-expanded": String(this.open.has(name)), onclick: () => { this.open.has(name) ? this.open.delete(name) : this.open.add(name); this.update(); } }, mark(kind, "", 14), h("span", { class: "grow" }, text), icon(this.open.has(name) ? "down" : "right", 16)), this.open.has(name) ? rows.map((f) => this.#row(f)) : null] : null;
    const scrolled = this.list?.scrollTop ?? 0;
    this.list = h("div", { class: "flist" },
      failed.length ? failed.map((f) => this.#row(f)) : h("p", { class: "none ok" }, mark("pass", "", 16), say("findings.none", { n: verdicts.score.decided })),
      fold("uncertain", unsure, "unsure", say("findings.unsure", { n: unsure.length })),
      fold("review", review, "review", say("findings.review", { n: review.length })),
      verdicts.waiting.length ? h("p", { class: "none" }, say("findings.waiting", { n: verdicts.waiting.length })) : null);
    clear(this.node, head, this.list);
    this.list.scrollTop = scrolled;
    this.node.classList.toggle("stale", board.outbox.pending > 0);
  }
  #row(f) {
    const { board } = this, on = board.overlay.active === f.number;
    const row = h("button", { class: `frow${on ? " on" : ""}`, type: "button", "data-finding": f.number, "aria-label": `${f.number}. ${f.text}`, "aria-expanded": String(on), title: f.text,
      onclick: () => board.goFinding(f.number), onpointerenter: () => board.hoverFinding(f.number), onpointerleave: () => board.hoverFinding(null), onfocus: () => board.hoverFinding(f.number), onblur: () => board.hoverFinding(null) },
      mark(look(f), f.number, 18), h("span", { class: "ft" }, f.head), h("span", { class: "fm num" }, f.measured, f.limit ? h("small", {}, f.limit) : null));
    if (board.opened !== f.number) return row;
    const what = board.readOnly ? null : move(board.scene, f.fix, board.kit.kinds);
    return h("div", { class: "fopen" }, row, h("div", { class: "fdetail" }, h("p", {}, f.text), f.advice ? h("p", { class: "advice" }, f.advice) : null,
      h("p", { class: "src" }, `${f.title} · ${f.rule}${f.page ? ` · ${board.words.say("page", { page: f.page })}` : ""}`),
      what ? h("button", { class: "btn primary sm", type: "button", onclick: () => board.fix(f) }, icon(what.icon, 16), board.words.say(what.key, what.values)) : null));
  }
}
