// Versions of a hall: which there are, and two of them side by side.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { picture } from "./picture.js";
import { redraw } from "./keep.js";

export function versionsPage(root) {
  root.addEventListener("keydown", (event) => event.key !== "Escape" && event.stopPropagation());
  return function show(data, say, tell) {
    const called = (v) => v.title || say("version", { n: v.number });
    const at = (number) => data.versions.find((v) => v.number === number) ?? { number, title: "", when: "" };
    const pick = (before, after) => tell("pick", { before, after });
    const choose = (name, value, act) =>
      h("label", { class: "vpick" }, h("span", { class: "lab", text: say(name) }),
        h("select", { "data-key": name, onchange: (event) => act(Number(event.target.value)) },
          ...data.versions.map((v) => h("option", { value: v.number, selected: v.number === value, text: `${called(v)} · ${v.when}${v.head ? ` · ${say("version-now")}` : ""}` }))));
    const row = (v) => {
      const field = h("input", { type: "text", maxlength: 60, value: v.title, "data-key": `name-${v.number}`, "aria-label": `${say("version-name")}: ${say("version", { n: v.number })}`, placeholder: say("version", { n: v.number }), onkeydown: (event) => event.key === "Enter" && !event.isComposing && save() });
      const save = () => tell("call", { number: v.number, title: field.value });
      return h("li", { class: v.number === data.after ? "on" : "" },
        h("button", { class: "when", "data-key": `v-${v.number}`, "aria-current": v.number === data.after ? "true" : false, onclick: () => pick(before(v.number), v.number) },
          h("b", { text: called(v) }), h("small", { text: `${v.when}${v.head ? ` · ${say("version-now")}` : ""}` })),
        h("span", { class: "field" }, field),
        h("button", { class: "btn sm", onclick: save }, say("version-save")),
        h("button", { class: "btn sm", onclick: () => tell("copy", { number: v.number }) }, icon("copy", 16), say("version-open")));
    };
    const before = (number) => data.versions.find((v) => v.number < number)?.number ?? number;
    const single = data.versions.length < 2;
    redraw(root,
      h("div", { class: "versions" },
        h("ul", { class: "vlist", "data-scroll": "versions" }, ...data.versions.map(row)),
        h("section", { class: "vdiff", "aria-live": "polite" },
          single ? h("p", { class: "empty", text: say("version-only") }) : h("div", { class: "vhead" }, choose("version-before", data.before, (n) => pick(n, data.after)), icon("right", 16), choose("version-after", data.after, (n) => pick(data.before, n))),
          ...(single ? [] : data.plans).map((pair) => h("div", { class: "pics two" },
            ...[["before", data.before], ["after", data.after]].map(([side, number]) =>
              h("figure", {}, pair[side] ? picture(pair[side], called(at(number))) : h("p", { class: "empty", text: say("level-missing") }), h("figcaption", {}, called(at(number))))))),
          single ? null : h("h3", { text: data.changes.length ? say("versions-changes", { n: data.changes.length }) : say("version-same") }),
          h("ul", { class: "vchanges" }, ...data.changes.map((change) => h("li", {}, h("span", { class: `vsort v-${change.sort}`, text: say(`sort.${change.sort}`) }), h("b", { text: change.what }), h("span", { text: change.how })))))));
  };
}
