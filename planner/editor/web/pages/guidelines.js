// The guidelines: what each asks, where it stands, how it is read, what is computed and what waits.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { mark } from "../marks.js";
import { chooser } from "./chooser.js";
import { redraw, searching } from "./keep.js";
import { picture } from "./picture.js";

const STATES = ["judged", "waiting", "on-site", "not-applicable"];

export function guidelinesPage(root) {
  let wanted = "", chosen = null, state = "", now;
  const pick = chooser(root, () => draw());

  root.addEventListener("keydown", (event) => {
    event.stopPropagation(); // Streamlit has keys of its own
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (!step || event.target.closest("select, input, .rulepanel")) return;
    event.preventDefault();
    const list = hits().flatMap((family) => family.rules);
    const at = list.findIndex((rule) => rule.rule === chosen);
    if (list.length) choose(list[(at + step + list.length) % list.length].rule);
  });

  function hits() {
    const fits = (rule, family) => (!state || rule.status === state) && (!wanted || `${rule.rule} ${rule.title} ${rule.asks} ${family.name}`.toLowerCase().includes(wanted));
    return now[0].families.map((family) => ({ ...family, rules: family.rules.filter((rule) => fits(rule, family)) })).filter((family) => family.rules.length);
  }
  function choose(id) {
    chosen = id;
    draw();
    root.querySelector(`[data-key="${CSS.escape(`rule-${id}`)}"]`)?.scrollIntoView({ block: "nearest" });
    root.querySelector(".right").scrollTop = 0;
  }

  function draw() {
    const [data, say, tell] = now, families = hits(), every = families.flatMap((family) => family.rules);
    if (!every.some((rule) => rule.rule === chosen)) chosen = every[0]?.rule ?? null;
    const rule = every.find((one) => one.rule === chosen);
    const field = h("input", { type: "search", value: wanted, "data-key": "search", placeholder: say("search-rules"), "aria-label": say("search-rules"), ...searching((text) => { wanted = text; draw(); }) });
    const states = h("select", { "aria-label": say("status-filter"), "data-key": "state", onchange: (event) => { state = event.target.value; draw(); } },
      h("option", { value: "", text: say("all-states") }),
      ...STATES.map((name) => h("option", { value: name, selected: name === state, text: say(`status.${name}`) })));
    const rows = [];
    let pack = null;
    for (const family of families) {
      if (family.pack !== pack) rows.push(h("h2", { class: "pack", text: family.pack_name }));
      pack = family.pack;
      rows.push(h("h3", { class: "grp" }, h("b", { text: family.name }), h("span", { class: "num", text: family.rules.length })));
      for (const r of family.rules) {
        rows.push(h("button", { class: `frow${r.rule === chosen ? " on" : ""}`, "data-key": `rule-${r.rule}`, "aria-current": r.rule === chosen ? "true" : false, onclick: () => choose(r.rule) },
          h("span", { class: "rid num", text: r.rule }), h("span", { class: "ft", text: r.title }), h("span", { class: `state s-${r.status}`, text: r.state })));
      }
    }
    redraw(root, h("div", { class: "audit rules" },
      h("section", { class: "left", "aria-label": say("guidelines") },
        h("div", { class: "ruletop" }, h("h1", { text: say("guidelines") }), h("span", { class: "muted num", text: say("pack-rules", { n: every.length }) }), h("span", { class: "grow" }), pick.rules(data.choice, say, tell)),
        h("div", { class: "filters" }, h("label", { class: "field" }, icon("search", 16), field), states),
        h("div", { class: "list", "data-scroll": "list", tabindex: "-1" }, ...rows, every.length ? null : h("p", { class: "empty", text: say("no-rule") })),
        h("div", { class: "docs" }, h("span", { class: "grow" }, data.documents.length ? data.documents.map((text) => h("span", { class: "lab", text })) : h("span", { class: "lab", text: say("document-none") })),
          h("button", { class: "btn sm", "data-key": "add-document", onclick: () => tell("document") }, icon("plus", 16), say("add-document")))),
      rule ? detail(rule, say) : h("section", { class: "right" })));
  }

  return function show(...args) {
    now = args;
    draw();
  };
}

function detail(rule, say) {
  const line = (name, value) => (value ? [h("dt", { text: say(name) }), h("dd", {}, value)] : []);
  return h("section", { class: "right", "data-scroll": "right", tabindex: "-1" },
    h("div", { class: "title" }, rule.severity && mark(rule.severity, "", 24), h("div", { class: "grow" }, h("h1", { text: rule.title }), h("span", { class: "muted", text: rule.line }))),
    rule.dos && h("div", { class: "pics two sketches" },
      h("figure", {}, picture(rule.dos, `${say("do")}: ${rule.title}`), h("figcaption", { class: "t-pass" }, icon("check", 16), say("do"))),
      h("figure", {}, picture(rule.donts, `${say("dont")}: ${rule.title}`), h("figcaption", { class: "t-critical" }, icon("close", 16), say("dont")))),
    h("dl", { class: "dl" },
      ...line("asks", rule.asks),
      ...line("reading", rule.reading),
      ...line("why", rule.why),
      h("dt", { text: say("source") }), h("dd", {}, rule.document, rule.phrase && h("span", { class: "ph", text: rule.phrase }), rule.passage && h("q", { class: "passage", text: rule.passage })),
      ...line("waits", rule.waits.length ? h("ul", {}, ...rule.waits.map((text) => h("li", { text }))) : ""),
      ...line("changed", rule.changed.length ? h("ul", {}, ...rule.changed.map((text) => h("li", { text }))) : "")),
    rule.params.length
      ? h("table", { class: "params" },
          h("caption", { text: say("parameters") }),
          h("tbody", {}, ...rule.params.map(([name, value]) => h("tr", {}, h("th", { scope: "row", text: name }), h("td", { class: "num", text: value })))))
      : null,
    rule.readings.length
      ? h("div", { class: "readings" }, h("h3", { text: say("readings") }), ...rule.readings.map((r) => h("p", {}, h("span", { class: "lab", text: `${r.id} ` }), `${r.title}: `, h("b", { text: r.chosen }), r.others ? ` (${say("or")} ${r.others})` : "")))
      : null);
}
