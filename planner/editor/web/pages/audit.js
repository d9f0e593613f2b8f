// The audit: verdicts on the left, the chosen one with its picture, numbers and source on the right.

import { h, s } from "../dom.js";
import { icon } from "../icons.js";
import { look, mark, markGroup } from "../marks.js";
import { chooser } from "./chooser.js";
import { redraw } from "./keep.js";
import { evidence, picture } from "./picture.js";

const OPEN = ["critical", "major", "minor"];

export function auditPage(root) {
  const chosen = { hall: null, id: null, chip: "open", zone: "", folds: new Set() };
  let now;
  const rules = chooser(root, () => show(...now));

  root.addEventListener("keydown", (event) => {
    event.stopPropagation(); // Streamlit has keys of its own
    const step = { ArrowDown: 1, ArrowRight: 1, BracketRight: 1, ArrowUp: -1, ArrowLeft: -1, BracketLeft: -1 }[event.code];
    if (!step || event.target.closest("select, input, .rulepanel")) return;
    event.preventDefault();
    move(step);
  });

  function move(step) {
    const list = visible();
    if (!list.length) return;
    const at = list.findIndex((f) => f.id === chosen.id);
    pick(list[(at + step + list.length) % list.length].id);
  }

  function pick(id) {
    chosen.id = id;
    show(...now);
    root.querySelector(`[data-finding="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  function visible() {
    const [data] = now;
    const inZone = (f) => !chosen.zone || f.zone === chosen.zone;
    const open = data.findings.filter((f) => f.outcome === "failed" && inZone(f));
    const shown = OPEN.includes(chosen.chip) ? open.filter((f) => look(f) === chosen.chip) : open;
    const folded = data.findings.filter((f) => f.outcome !== "failed" && inZone(f) && chosen.folds.has(look(f)));
    return [...shown, ...folded];
  }

  function show(data, say, tell) {
    now = [data, say, tell];
    if (chosen.hall !== data.reference) {
      Object.assign(chosen, { hall: data.reference, id: null, chip: "open", zone: "", folds: new Set() });
    }
    const list = visible();
    if (!list.some((f) => f.id === chosen.id)) chosen.id = list[0]?.id ?? null;
    const finding = data.findings.find((f) => f.id === chosen.id);
    redraw(root, h("div", { class: "audit" }, left(data, say, tell), right(finding, list, data, say, tell)));
  }

  function left(data, say, tell) {
    const inZone = (f) => !chosen.zone || f.zone === chosen.zone;
    const open = data.findings.filter((f) => f.outcome === "failed" && inZone(f));
    const count = (name) => open.filter((f) => look(f) === name).length;
    const chip = (name, text, kind) =>
      h("button", { class: "chip", "data-key": `chip-${name}`, "aria-pressed": String(chosen.chip === name), "aria-label": `${kind ? say(`look.${kind}`) + " " : ""}${text}`, onclick: () => { chosen.chip = name; show(...now); } }, kind && mark(kind, "", 13), text);
    const zones = h("select", { "aria-label": say("zone"), "data-key": "zone", onchange: (event) => { chosen.zone = event.target.value; show(...now); } },
      h("option", { value: "", text: say("all-zones") }),
      ...data.zones.map((zone) => h("option", { value: zone.id, selected: zone.id === chosen.zone, text: zone.name })));
    return h("section", { class: "left", "aria-label": say("findings") },
      scoreBox(data, say, tell),
      data.past && past(data.past, say),
      h("div", { class: "filters" }, chip("open", say("open", { n: open.length })), ...OPEN.map((name) => chip(name, String(count(name)), name)), h("span", { class: "grow" }), zones),
      h("div", { class: "list", "data-scroll": "list", tabindex: "-1" },
        ...groups(OPEN.includes(chosen.chip) ? open.filter((f) => look(f) === chosen.chip) : open),
        open.length ? null : h("p", { class: "empty", text: say("none-open", { passed: data.passed }) }),
        fold("unsure", data.findings.filter((f) => look(f) === "unsure" && inZone(f)), say),
        fold("review", data.findings.filter((f) => look(f) === "review" && inZone(f)), say),
        fold("pass", data.findings.filter((f) => look(f) === "pass" && inZone(f)), say),
        foldRules("on-site", data.on_site, say),
        foldRules("waiting", data.waiting, say),
        foldRules("absent", data.absent, say),
        foldRules("waivers", data.waivers.map((w) => ({ rule: w.rule, title: `${w.subject} · ${w.title}`, reason: w.line })), say)));
  }

  /** An audit file: what it said then, and which verdicts come out otherwise now. */
  function past(was, say) {
    const go = (change) => now[0].findings.find((f) => f.rule === change.rule && f.subject === change.subject);
    const open = (change) => {
      const finding = go(change);
      if (finding.outcome !== "failed") chosen.folds.add(look(finding));
      Object.assign(chosen, { chip: "open", zone: "" });
      pick(finding.id);
    };
    return h("section", { class: `past${was.same ? " same" : ""}`, "aria-label": say("past") },
      h("p", {}, icon("lock", 14), h("b", { text: say("past") }), h("span", { class: "num", text: `${say("past-on", { day: was.day })} · ${was.scores}` })),
      h("p", { class: "lab", text: [...was.packs, ...was.readings].join(" · ") }),
      h("p", {}, h("b", { text: was.head }), was.because.length ? ` ${say("because")}: ${was.because.join(" ")}` : ""),
      was.changes.length ? h("ul", { "data-scroll": "past" }, ...was.changes.map((change) => h("li", {},
        go(change) ? h("button", { class: "link", onclick: () => open(change) }, `${change.rule} ${change.name}`) : h("span", { text: `${change.rule} ${change.name}` }),
        h("span", { text: ` ${change.before} → ${change.now}` })))) : null);
  }

  function groups(findings) {
    const nodes = [];
    let rule = null;
    for (const finding of findings) {
      if (finding.rule !== rule) {
        rule = finding.rule;
        nodes.push(h("h3", { class: "grp" }, h("b", { text: finding.title }), finding.rule));
      }
      nodes.push(row(finding));
    }
    return nodes;
  }

  function row(f) {
    return h("button", { class: `frow${f.id === chosen.id ? " on" : ""}`, "data-finding": f.id, "data-key": f.id, "aria-current": f.id === chosen.id ? "true" : false, onclick: () => pick(f.id) },
      mark(look(f), f.outcome === "failed" ? f.number : "", 20),
      h("span", { class: "ft" }, f.headline, f.waived && h("small", { class: "tag", text: now[1]("waived") }), f.was && h("small", { class: "tag was", text: f.was })),
      h("span", { class: "fm num", text: f.measured ?? "" }, f.limit && h("small", { text: f.limit })));
  }

  function fold(name, findings, say) {
    if (!findings.length) return null;
    const on = chosen.folds.has(name);
    const head = h("button", { class: "foldrow", "data-key": `fold-${name}`, "aria-expanded": String(on), onclick: () => { on ? chosen.folds.delete(name) : chosen.folds.add(name); show(...now); } },
      mark(name, "", 15), say(`look.${name}`), h("span", { class: "num", text: findings.length }), icon(on ? "down" : "right", 16));
    return h("div", {}, head, ...(on ? groups(findings) : []));
  }

  function foldRules(name, rules, say) {
    if (!rules.length) return null;
    const on = chosen.folds.has(name);
    const head = h("button", { class: "foldrow quiet", "data-key": `fold-${name}`, "aria-expanded": String(on), onclick: () => { on ? chosen.folds.delete(name) : chosen.folds.add(name); show(...now); } },
      icon({ "on-site": "eye", waiting: "clock", absent: "minus", waivers: "sheet" }[name], 15), say(name === "waivers" ? name : `state.${name}`), h("span", { class: "num", text: rules.length }), icon(on ? "down" : "right", 16));
    return h("div", {}, head, ...(on ? rules.map((rule) => h("p", { class: "ruleline" }, h("b", { text: rule.title }), ` ${rule.rule} · `, rule.reason)) : []));
  }

  function right(f, list, data, say, tell) {
    if (!f) {
      const level = data.plans[0];
      const pics = h("div", { class: "pics one" }, h("div", {}, picture(level.svg, say("plan"))));
      return h("section", { class: "right" }, h("h1", { text: data.name }), pics);
    }
    const at = list.findIndex((x) => x.id === f.id);
    const turn = (step, name, label) => h("button", { class: "btn sm ib", "data-key": label, "aria-label": say(label), onclick: () => move(step) }, icon(name, 16));
    return h("section", { class: "right", "aria-label": f.headline, tabindex: "-1" },
      h("div", { class: "title" },
        mark(look(f), f.outcome === "failed" ? f.number : "", 26),
        h("div", { class: "grow" }, h("h1", { text: f.headline }), h("span", { class: "muted", text: f.line })),
        turn(-1, "left", "previous"), h("span", { class: "lab num", text: `${at + 1} / ${list.length}` }), turn(1, "right", "next")),
      pictures(f, data, say),
      facts(f, say),
      h("dl", { class: "dl" },
        h("dt", { text: say("found") }), h("dd", { text: f.sentence }),
        f.was_sentence && h("dt", { text: say("was-label") }), f.was_sentence && h("dd", { class: "muted", text: f.was_sentence }),
        h("dt", { text: say("asks") }), h("dd", { text: f.asks }),
        f.reading && h("dt", { text: say("reading") }), f.reading && h("dd", { text: f.reading }),
        h("dt", { text: say("source") }), source(f, say),
        h("dt", { text: say("owner") }), h("dd", { text: f.owner })),
      f.advice && h("div", { class: "fixbar" },
        h("span", { class: "fixicon" }, icon(f.fix ? "up" : "spark", 18)),
        h("span", { class: "grow" }, h("b", { text: f.advice }), f.also && h("small", { text: f.also })),
        data.can_edit && h("button", { class: "btn primary sm", onclick: () => tell("board", { subject: f.subject, fix: f.fix }) }, f.fix ? say("apply") : say("show-on-board"))));
  }

  function pictures(f, data, say) {
    const level = data.plans.find((p) => p.level === f.level) ?? data.plans[0];
    const main = f.elevation ? picture(data.elevations[f.elevation.wall], say("elevation")) : close(f, level, say);
    if (f.elevation) main.setAttribute("viewBox", f.elevation.view.join(" "));
    return h("div", { class: "pics" }, h("div", { class: "main" }, main), h("div", { class: "side" }, around(f, level, say)));
  }

  /** The evidence from near: one verdict alone on a plan without the other marks. */
  function close(f, level, say) {
    const plan = picture(level.bare, say("plan"));
    plan.append(evidence(f, level.level, level.bare_transform));
    const box = part(plan, f.bounds ?? spot(f.at), level.bare_transform, 1.7, 66);
    if (!box) return plan;
    plan.setAttribute("viewBox", box.join(" "));
    if (f.at) {
      const [scale, ox, oy] = level.bare_transform, size = box[2] / 18;
      const g = markGroup(look(f), f.outcome === "failed" ? f.number : "", 18);
      const clear = size * 1.3; // beside the thing, on the side where there is room
      const x = ox + f.at[0] * scale, y = oy - f.at[1] * scale;
      g.setAttribute("transform", `translate(${x + (x - box[0] > box[2] * 0.6 ? -clear : clear)} ${y - (y - box[1] > clear * 1.5 ? clear : -clear)}) scale(${size / 18})`);
      plan.append(g);
    }
    return plan;
  }

  /** Where in the hall that is, among the other marks. */
  function around(f, level, say) {
    const plan = picture(level.svg, say("plan"));
    plan.append(evidence(f, level.level, level.transform));
    const [scale, ox, oy] = level.transform, [west, south, east, north] = level.bounds;
    const at = f.at ?? (f.bounds ? [(f.bounds[0] + f.bounds[2]) / 2, (f.bounds[1] + f.bounds[3]) / 2] : null);
    const margin = 0.6, ratio = 0.72;
    const frame = [ox + (west - margin) * scale, oy - (north + margin) * scale, (east - west + 2 * margin) * scale, (north - south + 2 * margin) * scale];
    if (at) {
      const high = Math.min(frame[3], 11 * scale), wide = Math.min(frame[2], high * ratio);
      const x = Math.min(Math.max(ox + at[0] * scale - wide / 2, frame[0]), frame[0] + frame[2] - wide);
      const y = Math.min(Math.max(oy - at[1] * scale - high / 2, frame[1]), frame[1] + frame[3] - high);
      plan.setAttribute("viewBox", [x, y, wide, high].map((v) => v.toFixed(2)).join(" "));
      plan.append(s("circle", { class: "here", cx: ox + at[0] * scale, cy: oy - at[1] * scale, r: 0.9 * scale }));
    } else plan.setAttribute("viewBox", frame.map((v) => v.toFixed(2)).join(" "));
    return plan;
  }

  const spot = (at) => (at ? [at[0], at[1], at[0], at[1]] : null);

  /** The part of a plan around some bounds in metres, at least `least` millimetres wide. */
  function part(plan, bounds, [scale, ox, oy], ratio, least) {
    if (!bounds) return null;
    const whole = plan.getAttribute("viewBox").split(/[ ,]+/).map(Number);
    const [west, south, east, north] = bounds, margin = 1.1;
    const width = Math.min(Math.max((east - west + 2 * margin) * scale, (north - south + 2 * margin) * scale * ratio, least), whole[2]);
    const height = Math.min(width / ratio, whole[3]);
    const x = Math.min(Math.max(ox + ((west + east) / 2) * scale - width / 2, 0), whole[2] - width);
    const y = Math.min(Math.max(oy - ((south + north) / 2) * scale - height / 2, 0), whole[3] - height);
    return [x, y, width, height].map((v) => +v.toFixed(2));
  }

  function facts(f, say) {
    const cells = [];
    if (f.measured) cells.push(h("div", {}, h("span", { class: "lab", text: say("measured") }), h("div", { class: `v num t-${look(f)}`, text: f.measured })));
    if (f.limit) cells.push(h("div", {}, h("span", { class: "lab", text: f.tolerance ? say("limit-about", { tolerance: f.tolerance }) : say("limit") }), h("div", { class: "v num", text: f.limit })));
    if (f.other) cells.push(h("div", {}, h("span", { class: "lab", text: say("other-reading", { reading: f.other.reading }) }), h("div", { class: "v num" }, f.other.measured ?? "", h("small", {}, mark(f.other.look, "", 14), f.other.says))));
    return cells.length ? h("div", { class: "facts", style: `grid-template-columns:repeat(${cells.length}, 1fr)` }, ...cells) : null;
  }

  function source(f, say) {
    return h("dd", {}, f.document, f.phrase && h("span", { class: "ph", text: f.phrase }), f.passage && h("q", { class: "passage", text: f.passage }));
  }

  function scoreBox(data, say, tell) {
    const parts = [["pass", data.passed], ["failed", data.failed], ["unsure", data.unsure], ["rest", data.rest]];
    return h("div", { class: "scorebox" },
      h("span", { class: data.score ? "big num" : "big none" }, data.score ?? "—", h("small", { text: " / 100" })),
      h("div", { class: "who" },
        h("div", { class: "whoose" }, data.choice ? rules.hall(data.choice, say, tell) : h("b", { class: "name", text: data.name }), data.choice && !data.past ? rules.rules(data.choice, say, tell) : null),
        h("span", { class: "why", text: data.why })),
      h("div", { class: "covbar", role: "img", "aria-label": say("decided-long", data) }, ...parts.map(([name, n]) => h("i", { class: `c-${name}`, style: `flex:${n}` }))),
      h("div", { class: "covk" }, h("b", { text: say("decided", data) }), ...parts.map(([name, n]) => h("span", {}, say(`part.${name}`), h("b", { class: "num", text: n })))),
      h("div", { class: "covk power" }, h("span", { text: data.power })));
  }

  return show;
}
