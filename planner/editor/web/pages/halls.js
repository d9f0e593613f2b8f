// The halls: the last one with what to do first, then all others.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { mark } from "../marks.js";
import { redraw, searching } from "./keep.js";
import { picture } from "./picture.js";

const LOOKS = ["critical", "major", "minor", "unsure"];

export function hallsPage(root) {
  let wanted = "", chip = "all", order = "changed";
  const ORDERS = {
    changed: () => 0, // as the store has them, examples last
    score: (a, b) => Number(a.score ?? 101) - Number(b.score ?? 101),
    open: (a, b) => b.open - a.open,
    name: (a, b) => a.name.localeCompare(b.name, root.lang),
  };
  return function show(data, say, tell) {
    const again = () => show(data, say, tell);
    const { hero, halls, examples } = data;
    const hits = (hall) =>
      (!wanted || `${hall.name} ${hall.id}`.toLowerCase().includes(wanted)) &&
      (chip === "all" || hall.counts[chip] > 0);
    const rows = [...halls, ...examples].filter((hall) => hall.reference !== hero?.reference);
    const field = h("input", {
      type: "search", "data-key": "search", placeholder: say("search-halls"), "aria-label": say("search-halls"), value: wanted,
      ...searching((text) => { wanted = text; again(); }),
    });
    const chips = [["all", say("all", { n: rows.length }), null], ["critical", say("with-critical", { n: rows.filter((r) => r.counts.critical).length }), "critical"], ["unsure", say("with-unsure", { n: rows.filter((r) => r.counts.unsure).length }), "unsure"]];
    const sorted = h("select", { "aria-label": say("sort"), "data-key": "sort", onchange: (event) => { order = event.target.value; again(); } },
      ...Object.keys(ORDERS).map((name) => h("option", { value: name, selected: name === order, text: say(`sort-by.${name}`) })));
    redraw(
      root,
      h("div", { class: "head" },
        h("h1", { text: say("halls") }),
        h("span", { class: "muted", text: say("halls-count", { n: halls.length, examples: examples.length }) }),
        h("span", { class: "grow" }),
        h("button", { class: "btn", onclick: () => tell("import") }, icon("upload", 18), say("import-plan")),
        h("button", { class: "btn primary", onclick: () => tell("new") }, icon("plus", 18), say("new-hall"))),
      hero ? heroCard(hero, say, tell) : h("p", { class: "empty", text: say("no-halls") }),
      h("div", { class: "tools" },
        h("h2", { text: say("other-halls") }),
        h("label", { class: "field" }, icon("search", 16), field),
        ...chips.map(([name, text, look]) =>
          h("button", { class: "chip", "data-key": `chip-${name}`, "aria-pressed": String(chip === name), onclick: () => { chip = name; again(); } }, look && mark(look, "", 13), text)),
        h("span", { class: "grow" }), sorted),
      h("ul", { class: "rows" }, ...rows.filter(hits).sort(ORDERS[order]).map((hall) => row(hall, say, tell))),
      rows.some(hits) ? null : h("p", { class: "empty", text: say("no-hit") }),
    );
  };
}

function counts(hall, say) {
  return h("span", { class: "counts" },
    ...LOOKS.map((look) =>
      h("span", { class: hall.counts[look] ? "" : "zero", title: say(`look.${look}`) }, mark(look, "", 14), String(hall.counts[look] ?? 0))));
}

function scored(hall, say) {
  return h("span", { class: "sc" },
    h("b", { class: "num", text: hall.score ?? "–" }),
    h("span", { class: "bar", role: "img", "aria-label": say("score-of", { value: hall.score ?? "–" }) }, h("i", { style: `width:${hall.score ?? 0}%` })));
}

function row(hall, say, tell) {
  const th = h("span", { class: "th" });
  if (hall.thumbnail) th.append(picture(hall.thumbnail));
  return h("li", {},
    h("button", { class: "row", "data-key": hall.reference, onclick: () => tell("open", { reference: hall.reference }) },
      th,
      h("span", {}, h("b", { text: hall.name }), h("small", { text: hall.facts })),
      scored(hall, say),
      h("small", { class: "cov", text: say("decided", hall) }),
      counts(hall, say),
      h("small", { text: hall.example ? say("example") : hall.changed }),
      icon("right", 16)),
    hall.example ? h("span", { class: "noarch" }) : archive(hall, say, tell));
}

function archive(hall, say, tell) {
  return h("button", { class: "btn sm ib quiet", "data-key": `archive-${hall.reference}`, title: say("archive"), "aria-label": `${say("archive")}: ${hall.name}`, onclick: () => tell("archive", { reference: hall.reference }) }, icon("minus", 16));
}

function heroCard(hall, say, tell) {
  const pic = h("div", { class: "pic" });
  pic.append(picture(hall.picture, say("plan-of", { name: hall.name })));
  return h("section", { class: "hero", "aria-label": hall.name },
    pic,
    h("div", { class: "mid" },
      hall.example ? null : h("span", { class: "heroact" }, archive(hall, say, tell)),
      h("span", { class: "lab", text: hall.example ? say("example-open") : say("last-opened", { when: hall.changed }) }),
      h("h2", { text: hall.name }),
      h("span", { class: "muted", text: hall.facts }),
      h("div", { class: "fs" }, ...LOOKS.map((look) => h("span", {}, mark(look, "", 14), `${say(`look.${look}`)} ${hall.counts[look] ?? 0}`))),
      h("span", { class: "grow" }),
      h("div", { class: "sum" },
        h("span", { class: hall.score ? "big num" : "big none" }, hall.score ?? "—", h("small", { text: " / 100" })),
        h("span", { class: "why", text: hall.why })),
      h("div", { class: "bar" }, h("i", { style: `width:${hall.score ?? 0}%` })),
      h("span", { class: "lab", text: say("decided-long", hall) })),
    h("div", { class: "todo" },
      h("h3", { text: hall.first.length ? say("first-steps", { n: hall.first.length }) : say("nothing-to-do") }),
      h("ul", {}, ...hall.first.map((step) => h("li", {}, mark(step.look, step.number, 20), h("span", {}, step.advice, h("small", { text: step.sentence }))))),
      h("span", { class: "grow" }),
      h("div", { class: "two" },
        h("button", { class: "btn primary sm", onclick: () => tell("board", { reference: hall.reference }) }, hall.example ? say("copy-and-open") : say("open-board")),
        h("button", { class: "btn sm", onclick: () => tell("audit", { reference: hall.reference }) }, say("all-findings", { n: hall.open })))));
}
