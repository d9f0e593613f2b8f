// Which hall, which packs, which readings: a list and a panel on every page that judges.

import { h } from "../dom.js";
import { icon } from "../icons.js";

/** @returns {{hall: Function, rules: Function}} nodes; state lives as long as the page. */
export function chooser(root, again) {
  let open = false;

  root.addEventListener("pointerdown", (event) => {
    if (open && !event.composedPath().some((node) => node.classList?.contains("rulebox"))) {
      open = false;
      again();
    }
  });

  function hall(choice, say, tell) {
    const group = (label, halls) =>
      halls.length ? h("optgroup", { label }, ...halls.map((one) => h("option", { value: one.reference, selected: one.reference === choice.current, text: one.name }))) : null;
    const known = choice.halls.some((one) => one.reference === choice.current);
    return h("select", { class: "hallpick", "data-key": "hall", "aria-label": say("hall"), onchange: (event) => tell("hall", { reference: event.target.value }) },
      known ? null : h("option", { value: choice.current, selected: true, text: choice.name }),
      group(say("own-halls"), choice.halls.filter((one) => !one.example)),
      group(say("example-halls"), choice.halls.filter((one) => one.example)));
  }

  function rules(choice, say, tell) {
    const on = choice.packs.filter((pack) => pack.on);
    const toggle = () => { open = !open; again(); if (open) root.querySelector(".rulepanel input")?.focus(); };
    const button = h("button", { class: "btn sm ib", "data-key": "rules", "aria-expanded": String(open), "aria-haspopup": "dialog", "aria-label": `${say("rules")}: ${on.map((pack) => pack.name).join(", ")}`, title: on.map((pack) => pack.name).join(" · "), onclick: toggle },
      icon("layers", 16), say("rules"), choice.changed ? h("b", { class: "dot num", text: choice.changed }) : null);
    return h("span", { class: "rulebox" }, button, open ? panel(choice, say, tell, toggle) : null);
  }

  function panel(choice, say, tell, close) {
    const send = (change) => {
      const packs = choice.packs.filter((pack) => pack.on).map((pack) => pack.id);
      const readings = Object.fromEntries(choice.readings.filter((r) => r.chosen !== r.default).map((r) => [r.id, r.chosen]));
      tell("rules", { packs, readings, ...change(packs, readings) });
    };
    const flip = (pack) => send((packs) => ({ packs: pack.on ? packs.filter((id) => id !== pack.id) : [...packs, pack.id] }));
    const last = choice.packs.filter((pack) => pack.on).length === 1;
    return h("div", { class: "rulepanel", role: "dialog", "aria-label": say("rules"), "data-scroll": "rules", onkeydown: (event) => { event.stopPropagation(); if (event.key === "Escape") { close(); root.querySelector('[data-key="rules"]')?.focus(); } } },
      h("h2", { text: say("rules") }),
      ...choice.packs.map((pack) => h("label", { class: "tick" },
        h("input", { type: "checkbox", "data-key": `pack-${pack.id}`, checked: pack.on, disabled: last && pack.on, onchange: () => flip(pack) }),
        h("span", {}, h("b", { text: pack.name }), h("small", { text: `${pack.version} · ${say("pack-rules", { n: pack.rules })}` }), pack.note && h("small", { text: pack.note })))),
      choice.readings.length ? h("div", { class: "head2" }, h("h2", { text: say("readings") }), h("span", { class: "grow" }), choice.changed ? h("button", { class: "link", "data-key": "reset", onclick: () => send(() => ({ readings: {} })) }, say("reset")) : null) : null,
      ...choice.readings.map((reading) => h("label", { class: "readrow" },
        h("span", {}, reading.title, h("small", { text: reading.id })),
        h("select", { "data-key": `reading-${reading.id}`, class: reading.chosen === reading.default ? "" : "on", onchange: (event) => { const value = event.target.value; send((_, readings) => ({ readings: { ...readings, [reading.id]: value } })); } },
          ...reading.choices.map((one) => h("option", { value: one.id, selected: one.id === reading.chosen, text: one.id === reading.default ? `${one.name} (${say("default")})` : one.name }))))));
  }

  return { hall, rules };
}
