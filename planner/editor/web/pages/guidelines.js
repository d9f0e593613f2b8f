// The guidelines: what each asks, where it stands, how it is read, what is computed and what waits.

import { clear, h } from "../dom.js";
import { icon } from "../icons.js";
import { picture } from "./picture.js";

export function guidelinesPage(root) {
  let wanted = "", chosen = null;
  root.addEventListener("keydown", (event) => event.stopPropagation());
  return function show(data, say, tell) {
    const again = () => show(data, say, tell);
    const hits = data.rules.filter((r) => !wanted || `${r.rule} ${r.title} ${r.asks}`.toLowerCase().includes(wanted));
    if (!hits.some((r) => r.rule === chosen)) chosen = hits[0]?.rule ?? null;
    const rule = data.rules.find((r) => r.rule === chosen);
    const scrolled = root.querySelector(".list")?.scrollTop ?? 0;
    const field = h("input", {
      type: "search", value: wanted, placeholder: say("search-rules"), "aria-label": say("search-rules"),
      oninput: (event) => { wanted = event.target.value.trim().toLowerCase(); again(); root.querySelector("input[type=search]").focus(); },
    });
    let family = null;
    const rows = [];
    for (const r of hits) {
      if (r.family !== family) {
        family = r.family;
        rows.push(h("h3", { class: "grp" }, h("b", { text: r.family })));
      }
      rows.push(h("button", { class: `frow${r.rule === chosen ? " on" : ""}`, "aria-current": r.rule === chosen ? "true" : false, onclick: () => { chosen = r.rule; again(); } },
        h("span", { class: "rid num", text: r.rule }), h("span", { class: "ft", text: r.title }), h("span", { class: `state s-${r.status}`, text: r.state })));
    }
    clear(root, h("main", { class: "audit rules" },
      h("section", { class: "left", "aria-label": say("guidelines") },
        h("div", { class: "filters" }, h("label", { class: "field" }, icon("search", 16), field)),
        h("div", { class: "list", tabindex: "-1" }, ...rows, hits.length ? null : h("p", { class: "empty", text: say("no-rule") }))),
      rule ? detail(rule, data, say) : h("section", { class: "right" })));
    root.querySelector(".list").scrollTop = scrolled;
  };
}

function detail(rule, data, say) {
  const line = (name, value) => (value ? [h("dt", { text: say(name) }), h("dd", {}, value)] : []);
  return h("section", { class: "right" },
    h("div", { class: "title" }, h("div", { class: "grow" }, h("h1", { text: rule.title }), h("span", { class: "muted", text: rule.line }))),
    rule.dos && h("div", { class: "pics two" },
      h("figure", {}, picture(rule.dos, say("do")), h("figcaption", { class: "t-pass" }, icon("check", 16), say("do"))),
      h("figure", {}, picture(rule.donts, say("dont")), h("figcaption", { class: "t-major" }, icon("close", 16), say("dont")))),
    h("dl", { class: "dl" },
      ...line("asks", rule.asks),
      ...line("reading", rule.reading),
      ...line("why", rule.why),
      h("dt", { text: say("source") }), h("dd", {}, rule.document, rule.phrase && h("span", { class: "ph", text: rule.phrase }), rule.passage && h("q", { class: "passage", text: rule.passage })),
      ...line("computed", rule.computed),
      ...line("waits", rule.waits.length ? h("ul", {}, ...rule.waits.map((text) => h("li", { text }))) : ""),
      ...line("changed", rule.changed.length ? h("ul", {}, ...rule.changed.map((text) => h("li", { text }))) : "")),
    rule.params.length
      ? h("table", { class: "params" },
          h("caption", { text: say("parameters") }),
          h("tbody", {}, ...rule.params.map(([name, value]) => h("tr", {}, h("th", { scope: "row", text: name }), h("td", { class: "num", text: value })))))
      : null,
    rule.readings.length
      ? h("div", { class: "readings" }, ...rule.readings.map((r) => h("p", {}, h("b", { text: `${r.id} ${r.title}: ` }), r.chosen, r.others ? ` (${say("or")} ${r.others})` : "")))
      : null);
}
