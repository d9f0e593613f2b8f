// Light: the false-colour map, each place against the hall, lamps to try, points to measure.

import { h, s } from "../dom.js";
import { icon } from "../icons.js";
import { mark } from "../marks.js";
import { chooser } from "./chooser.js";
import { redraw } from "./keep.js";
import { picture } from "./picture.js";

const SOURCES = ["measured", "both", "predicted"];

export function lightPage(root) {
  let drafts = {}, adding = false, anew = null; // whether older readings go when new ones are kept
  const taken = { meter: "", day: new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10), daylight: false };
  let now, hall = null, source = "both", tab = "ratios", lamp = null, trial = {}, open = false;
  const pick = chooser(root, () => draw());
  root.addEventListener("keydown", (event) => event.stopPropagation());

  /** The ratios with some lamps changed: linear functions the server worked out once. */
  function ratiosNow(data) {
    const { lamps, base, rows } = data.linear;
    const share = (name) => trial[name] ?? data.lamps.find((one) => one.id === name).given;
    const sum = (row) => lamps.reduce((total, name, i) => total + row[i + 1] * share(name), row[0]);
    const mean = sum(base);
    return { mean, of: (name) => (rows[name] && mean > 0 ? sum(rows[name]) / mean : null) };
  }
  const changed = (data) => data.lamps.some((one) => one.id in trial && Math.abs(trial[one.id] - one.given) > 0.001);

  function judge(value, interval, row) {
    if (!row.band || value === null || row.withheld) return "review";
    const [low, high] = row.band, [a, b] = interval ?? [value, value];
    if (a >= low - 1e-9 && b <= high + 1e-9) return "pass";
    return b < low - 1e-9 || a > high + 1e-9 ? "major" : "unsure";
  }

  function draw() {
    const [data, say, tell] = now;
    const head = h("div", { class: "whoose" }, pick.hall(data.choice, say, tell), pick.rules(data.choice, say, tell));
    if (data.empty) {
      return redraw(root, h("div", { class: "audit rules" }, h("section", { class: "left" }, h("div", { class: "scorebox one" }, head)), h("section", { class: "right" }, h("h1", { text: say("light-none") }), h("p", { class: "muted", text: say("light-none-how") }), h("p", {}, h("button", { class: "btn primary", onclick: () => tell("board") }, say("open-board"))))));
    }
    const live = ratiosNow(data), trying = changed(data);
    const tabs = [["ratios", say("light-ratios")], ["lamps", say("light-lamps")], ["files", say("light-files")], ["walk", say("light-walk")]];
    const panel = { ratios: () => ratioList(data, say, live, trying), lamps: () => lampList(data, say, tell, live), files: () => fileList(data, say, tell), walk: () => walkList(data, say, tell) }[tab]();
    redraw(root, h("div", { class: "lightpage" },
      h("section", { class: "lightmap", "aria-label": say("plan") }, map(data, say), ramp(data, say, live),
        data.levels.length > 1 ? h("div", { class: "lv", role: "group", "aria-label": say("level") }, ...data.levels.map((one) => h("button", { class: "chip", "data-key": `lv-${one.id}`, "aria-pressed": String(one.id === data.level), onclick: () => tell("level", { level: one.id }) }, one.name))) : null),
      h("section", { class: "lightside", "aria-label": say("page.light") },
        h("div", { class: "lighthead" }, head,
          h("div", { class: "sum" }, h("span", { class: "big num" }, source === "measured" && data.measured_mean ? data.measured_mean : live.mean.toFixed(0), h("small", { text: " lx" })),
            h("span", { class: "why", text: say(source === "measured" && data.measured_mean ? "light-mean-measured" : "light-mean", { n: data.measured_points, uniformity: data.uniformity }) })),
          h("div", { class: "seg", role: "group", "aria-label": say("light-source") }, ...SOURCES.map((name) => h("button", { "data-key": `src-${name}`, "aria-pressed": String(name === source), onclick: () => { source = name; draw(); } }, say(`light-source.${name}`))))),
        h("div", { class: "tabs", role: "tablist" }, ...tabs.map(([name, text]) => h("button", { role: "tab", "data-key": `tab-${name}`, "aria-selected": String(name === tab), onclick: () => { tab = name; draw(); } }, text))),
        h("div", { class: "lightpanel", role: "tabpanel", tabindex: "0", "aria-label": tabs.find(([name]) => name === tab)[1], "data-scroll": `p-${tab}` }, panel))));
  }

  // --- the map ---

  function map(data, say) {
    const { map: m } = data, plan = picture(m.svg, say("light-map"));
    plan.setAttribute("role", "group"); // its lamps can be pressed
    const at = ([x, y]) => [m.transform[1] + x * m.transform[0], m.transform[2] - y * m.transform[0]];
    const id = "lux-floor";
    const pill = ([x, y], text, css) => s("g", { class: `pill ${css}`, transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})` }, s("rect", { x: -0.75 * text.length - 1, y: -1.9, width: 1.5 * text.length + 2, height: 3.8, rx: 1.9 }), s("text", { y: 0.95, text }));
    const image = s("image", { x: m.box[0], y: m.box[1], width: m.box[2], height: m.box[3], preserveAspectRatio: "none", href: m.image });
    plan.append(
      s("clipPath", { id }, s("path", { d: m.floor, "clip-rule": "evenodd" })),
      s("g", { "clip-path": `url(#${id})` }, image, s("path", { class: "lx-furniture", d: m.furniture }), ...m.lines.map((one) => s("path", { class: "lx-line", d: one.d }))),
      s("path", { class: "lx-walls", d: m.walls, "fill-rule": "evenodd" }), s("path", { class: "lx-doors", d: m.doors }), s("path", { class: "lx-glass", d: m.glass }),
      ...m.lines.filter((one) => one.at).map((one) => s("text", { class: "lx-label", x: one.at[0], y: one.at[1], text: one.lux })));
    if (tab === "walk") {
      const stops = data.walk.filter((one) => one.level === data.level);
      plan.append(s("polyline", { class: "lx-way", points: stops.map((one) => at(one.at).map((v) => v.toFixed(2)).join(",")).join(" ") }), ...stops.map((one) => stop(at(one.at), String(one.number), (drafts[one.key] ?? one.reading).trim() !== "")));
    } else {
      const read = m.readings.length && source !== "predicted";
      const lamps = data.lamps.filter((one) => one.level === data.level), spots = lamps.map((one) => at(one.at));
      plan.append(...apart((read ? m.readings : m.values).map((one) => ({ ...one, at: beside(one.at, spots) }))).map((one) => pill(one.at, one.lux, read ? "read" : "calc")));
      plan.append(...lamps.map((one, i) => bulb(one, spots[i], say)));
    }
    return h("div", { class: "mapbox" }, plan);
  }
  /** Numbers that do not lie over each other, the first of two kept. */
  function apart(numbers) {
    const kept = [];
    for (const one of numbers) {
      if (kept.every(({ at: [x, y] }) => Math.abs(x - one.at[0]) > 7.5 || Math.abs(y - one.at[1]) > 4.2)) kept.push(one);
    }
    return kept;
  }
  /** A number's place moved below a lamp that would hide it. */
  const beside = ([x, y], lamps) => (lamps.some(([a, b]) => Math.abs(a - x) < 3.4 && Math.abs(b - y) < 3) ? [x, y + 4.2] : [x, y]);
  const stop = ([x, y], text, done) => s("g", { class: `lx-stop${done ? " done" : ""}`, transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})` }, s("circle", { r: 1.7 }), s("text", { y: 0.7, text }));
  function bulb(one, [x, y], say) {
    const share = trial[one.id] ?? one.given, dark = share < 0.02;
    const act = () => { lamp = one.id; tab = "lamps"; draw(); };
    return s("g", { class: `bulb${dark ? " dark" : ""}${one.id === lamp ? " on" : ""}`, transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})`, role: "button", tabindex: 0, "data-key": `bulb-${one.id}`, "aria-label": `${one.name}, ${Math.round(share * 100)} %`, onclick: act, onkeydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), act()) },
      s("circle", { class: "hit", r: 3.2 }), one.aimed ? s("circle", { class: "body", r: 1.5 }) : s("rect", { class: "body", x: -1.5, y: -1.5, width: 3, height: 3 }),
      dark ? s("path", { class: "cross", d: "M-.8-.8.8.8M.8-.8-.8.8" }) : one.aimed ? null : s("path", { class: "cross", d: "M-1.500 0h3M0-1.500v3" }));
  }
  function ramp(data, say, live) {
    const { colours, low, high, ticks } = data.ramp;
    const share = (lux) => Math.min(1, Math.max(0, Math.log(lux / low) / Math.log(high / low)));
    return h("div", { class: "ramp", role: "img", "aria-label": say("light-ramp") },
      h("span", { class: "lab", text: "lx" }),
      h("i", { style: `background:linear-gradient(0deg, ${colours.join(", ")})` },
        ...ticks.map((lux) => h("b", { class: "num", style: `bottom:${(share(lux) * 100).toFixed(1)}%`, text: lux })),
        h("u", { style: `bottom:${(share(live.mean) * 100).toFixed(1)}%`, title: say("light-mean-short", { value: live.mean.toFixed(0) }) })));
  }

  // --- ratios ---

  function ratioList(data, say, live, trying) {
    const most = 5;
    const shown = (row) => {
      if (trying || source === "predicted") return { value: trying ? live.of(row.id) : row.predicted, interval: trying ? null : row.predicted_interval, from: "predicted" };
      if (source === "measured") return { value: row.measured, interval: row.measured_interval, from: "measured" };
      return row.measured === null ? { value: row.predicted, interval: row.predicted_interval, from: "predicted" } : { value: row.measured, interval: row.measured_interval, from: "measured" };
    };
    const line = (row) => {
      const is = shown(row), way = judge(is.value, is.interval, row);
      if (source === "measured" && is.value === null) return null;
      const x = (v) => `${(Math.min(v, most) / most) * 100}%`;
      return h("li", {},
        row.band ? mark(way, way === "major" ? row.number : "", 16) : h("span", {}),
        h("span", { class: "rname" }, row.name, h("small", { text: ` ${say(`light-from.${is.from}`)}${row.note ? ` · ${row.note}` : ""}` })),
        h("b", { class: `num t-${row.band ? way : ""}`, text: is.value === null ? "–" : is.value.toFixed(2) }),
        h("small", { class: "num", text: row.asked }),
        h("span", { class: "rbar", role: "img", "aria-label": `${row.name}: ${is.value === null ? "–" : is.value.toFixed(2)}${row.asked ? `, ${say("limit")} ${row.asked}` : ""}` },
          row.band && h("i", { class: "rband", style: `left:${x(row.band[0])};width:calc(${x(row.band[1])} - ${x(row.band[0])})` }),
          is.interval && h("i", { class: "rint", style: `left:${x(is.interval[0])};width:calc(${x(is.interval[1])} - ${x(is.interval[0])})` }),
          is.value !== null && h("i", { class: `rdot c-${way}${is.from === "predicted" ? " hollow" : ""}`, style: `left:${x(is.value)}` })));
    };
    const judged = data.ratios.filter((row) => row.band).map(line), rest = data.ratios.filter((row) => !row.band).map(line);
    return [
      h("h2", { text: say("light-times") }),
      trying ? h("p", { class: "lab", text: say("light-trying") }) : null,
      h("ul", { class: "ratiolist" }, ...judged),
      judged.some(Boolean) ? null : h("p", { class: "empty", text: say("light-unmeasured") }),
      rest.some(Boolean) ? h("button", { class: "foldrow", "data-key": "rest", "aria-expanded": String(open), onclick: () => { open = !open; draw(); } }, say("light-rest"), h("span", { class: "num", text: rest.filter(Boolean).length }), icon(open ? "down" : "right", 16)) : null,
      open ? h("ul", { class: "ratiolist" }, ...rest) : null,
    ];
  }

  // --- lamps ---

  function lampList(data, say, tell, live) {
    if (!data.lamps.some((one) => one.id === lamp)) lamp = data.repairs[0]?.lamp ?? data.lamps[0].id;
    const one = data.lamps.find((x) => x.id === lamp), share = trial[lamp] ?? one.given;
    const value = h("output", { class: "num", text: `${Math.round(share * 100)} %` });
    const send = () => tell("trial", { states: trial });
    const set = (v) => { trial = { ...trial, [lamp]: v }; };
    const before = data.ratios.map((row) => [row, baseOf(data, row)]);
    const moves = before.map(([row, was]) => [row, was, live.of(row.id)]).filter(([, was, is]) => was !== null && is !== null && Math.abs(was - is) > 0.01).sort((a, b) => Math.abs(b[2] - b[1]) - Math.abs(a[2] - a[1])).slice(0, 5);
    return [
      h("h2", { text: say("light-try") }),
      h("label", { class: "lamprow" }, h("span", { class: "lab", text: say("light-lamp") }),
        h("select", { "data-key": "lamp", onchange: (event) => { lamp = event.target.value; draw(); } }, ...data.lamps.map((x) => h("option", { value: x.id, selected: x.id === lamp, text: `${x.name} · ${say(`light-state.${x.state}`)}` })))),
      h("div", { class: "lamprow" },
        h("input", { type: "range", min: 0, max: 100, step: 5, value: Math.round(share * 100), "data-key": "slider", "aria-label": `${one.name}: ${say("light-share")}`, oninput: (event) => { set(Number(event.target.value) / 100); draw(); }, onchange: send }), value,
        h("button", { class: "btn sm", "data-key": "off", onclick: () => { set(0); send(); draw(); } }, say("light-off")),
        h("button", { class: "btn sm", "data-key": "full", onclick: () => { set(1); send(); draw(); } }, say("light-full"))),
      moves.length ? h("ul", { class: "moves" }, ...moves.map(([row, was, is]) => h("li", {}, h("span", { text: row.name }), h("b", { class: "num", text: `${was.toFixed(2)} → ${is.toFixed(2)}` }), row.band ? mark(judge(is, null, row), "", 14) : null))) : h("p", { class: "lab", text: say("light-no-change") }),
      changed(data) ? h("button", { class: "btn sm", "data-key": "reset-lamps", onclick: () => { trial = {}; send(); draw(); } }, icon("undo", 16), say("light-reset")) : null,
      h("h2", { text: say("light-repairs") }),
      data.repairs.length ? h("ol", { class: "repairs" }, ...data.repairs.map((r) => h("li", {},
        h("button", { class: `repair${r.lamp === lamp ? " on" : ""}`, "data-key": `repair-${r.lamp}`, onclick: () => { lamp = r.lamp; draw(); } }, h("b", { text: `${r.name} · ${r.fault}` }), ...r.moves.map((text) => h("small", { class: "num", text }))),
        r.swung ? null : h("button", { class: "btn sm", "data-key": `try-${r.lamp}`, onclick: () => { lamp = r.lamp; set(1); send(); draw(); } }, say("light-mend"))))) : h("p", { class: "lab", text: say("light-all-well") }),
      data.glare.length ? h("h2", { text: say("light-glare") }) : null,
      data.glare.length ? h("p", { class: "lab", text: say("light-glare-how") }) : null,
      h("ul", { class: "moves" }, ...data.glare.map((one) => h("li", {}, mark(one.high ? "minor" : "pass", "", 14), h("span", { text: one.at }), h("button", { class: "chip", "data-key": `glare-${one.at}`, onclick: () => { lamp = one.lamp; draw(); } }, one.name), h("b", { class: "num", text: `UGR ${one.ugr}` })))),
    ];
  }
  function baseOf(data, row) {
    const kept = trial;
    trial = {};
    const was = ratiosNow(data).of(row.id);
    trial = kept;
    return was;
  }

  // --- makers' files ---

  /** Files as [{name, data}], their bytes in base64. */
  async function contents(list) {
    const one = (file) => new Promise((done, fail) => {
      const reader = new FileReader();
      reader.onload = () => done({ name: file.name, data: String(reader.result).split(",")[1] ?? "" });
      reader.onerror = () => fail(reader.error);
      reader.readAsDataURL(file);
    });
    return Promise.all([...list].map(one));
  }
  function fileList(data, say, tell) {
    const take = async (list) => list.length && tell("files", { files: await contents(list) });
    const input = h("input", { type: "file", multiple: true, accept: ".ies,.ldt,.IES,.LDT", hidden: true, onchange: (event) => take(event.target.files) });
    const options = (sort) => [
      h("option", { value: "", selected: sort.file === "", text: sort.flux ? say("light-generic", { flux: sort.flux }) : say("light-generic-plain") }),
      ...(sort.file === null ? [h("option", { value: "*", selected: true, text: say("light-mixed") })] : []),
      ...data.files.filter((file) => file.sound || file.id === sort.file).map((file) => h("option", { value: file.id, selected: file.id === sort.file, text: file.name })),
      ...(sort.file && !data.files.some((file) => file.id === sort.file) ? [h("option", { value: sort.file, selected: true, text: say("light-missing", { name: sort.file }) })] : []),
    ];
    const card = (file) => h("li", { class: "lampfile" },
      file.sound ? h("span", { class: "polar" }, picture(file.polar, `${file.name}: ${say("light-polar")}`)) : h("span", { class: "polar none" }, mark("major", "", 20)),
      h("div", {}, h("b", { text: file.title }), file.name === file.title ? null : h("small", { text: file.name }),
        file.sound ? h("p", { class: "num" }, [file.flux, say("light-beam", { beam: file.beam }), say("light-peak", { peak: file.peak }), file.watts].filter(Boolean).map((part) => part.replaceAll(" ", "\u00a0")).join(" · ")) : null,
        h("small", { text: [file.form, say("light-used", { n: file.used })].filter(Boolean).join(" · ") }),
        ...file.problems.map((text) => h("p", { class: `lab ${file.sound ? "warn" : "bad"}`, text }))),
      h("button", { class: "btn sm ib quiet", "data-key": `drop-${file.id}`, title: say("light-drop"), "aria-label": `${say("light-drop")}: ${file.name}`, onclick: () => tell("drop", { file: file.id }) }, icon("trash", 16)),
      file.sound ? h("details", { class: "cone", "data-key": `cone-${file.id}` }, h("summary", { text: say("light-cone") }), picture(file.cone, `${file.name}: ${say("light-cone")}`)) : null);
    return [
      h("h2", { text: say("light-sorts") }),
      h("ul", { class: "sorts" }, ...data.sorts.map((sort) => h("li", {},
        h("label", {}, h("span", { text: sort.name }, h("small", { class: "num", text: ` × ${sort.lamps.length}` })),
          h("select", { "data-key": `sort-${sort.kind}`, onchange: (event) => event.target.value !== "*" && tell("use", { file: event.target.value, lamps: sort.lamps }) }, ...options(sort)))))),
      h("div", { class: "head2 flat" }, h("h2", { text: say("light-files") }), h("span", { class: "grow" }), input, h("button", { class: "btn sm", "data-key": "add-file", onclick: () => input.click() }, icon("upload", 16), say("light-add-file"))),
      data.refused.length ? h("ul", { class: "refused", role: "alert" }, ...data.refused.map((text) => h("li", { text }))) : null,
      h("div", { class: "dropzone", ondragover: (event) => event.preventDefault(), ondrop: (event) => { event.preventDefault(); take(event.dataTransfer.files); } },
        data.files.length ? h("ul", { class: "lampfiles" }, ...data.files.map(card)) : h("p", { class: "lab", text: say("light-no-files") })),
    ];
  }

  // --- walk ---

  function walkList(data, say, tell) {
    const save = () => {
      const url = URL.createObjectURL(new Blob(["\ufeff", data.sheet], { type: "text/csv;charset=utf-8" }));
      const link = h("a", { href: url, download: data.sheet_name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    };
    for (const one of data.walk) if (drafts[one.key] === one.reading) delete drafts[one.key]; // it is kept now
    const written = (one) => drafts[one.key] ?? one.reading, done = data.walk.filter((one) => written(one).trim()).length, open = Object.keys(drafts).length;
    const older = data.others.length > 0 && data.others.every((one) => one.day && one.day < taken.day), replace = data.others.length > 0 && (anew ?? older);
    const keep = () => tell("readings", { gone: replace ? data.others.map((one) => one.id) : [], answers: { ...drafts, "walk:meter": taken.meter, "walk:day": taken.day, "walk:daylight": taken.daylight ? "yes" : "no" } });
    const count = h("b", { class: "num", text: `${done} / ${data.walk.length}` }), button = h("button", { class: "btn primary", "data-key": "keep-readings", disabled: !open, onclick: keep }, say("light-keep"));
    const note = (one, text) => {
      if (text === one.reading) delete drafts[one.key];
      else drafts[one.key] = text;
      button.disabled = !Object.keys(drafts).length;
      count.textContent = `${data.walk.filter((x) => written(x).trim()).length} / ${data.walk.length}`;
    };
    const onward = (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      const fields = [...root.querySelectorAll(".walk input")], next = fields[fields.indexOf(event.target) + 1];
      next ? (next.focus(), next.select()) : button.focus();
    };
    const input = h("input", { type: "file", accept: ".pdf,.csv,.PDF,.CSV", hidden: true, onchange: async (event) => { const [file] = await contents(event.target.files); if (file) tell("sheet", { data: file.data }); } });
    const meter = h("select", { "data-key": "meter", onchange: (event) => { taken.meter = event.target.value; if (taken.meter === "+") { taken.meter = ""; adding = true; } draw(); } },
      h("option", { value: "", selected: !taken.meter, text: say("light-no-meter") }), ...data.meters.map((one) => h("option", { value: one.id, selected: one.id === taken.meter, text: `${one.name} ${one.error}` })), h("option", { value: "+", text: say("light-new-meter") }));
    return [
      h("div", { class: "head2 flat" }, h("h2", { text: say("light-points", { n: data.walk.length }) }), h("span", { class: "grow" }), input,
        h("button", { class: "btn sm", "data-key": "sheet", onclick: save }, icon("download", 16), say("light-sheet")), h("button", { class: "btn sm", "data-key": "sheet-in", onclick: () => input.click() }, icon("upload", 16), say("light-sheet-in"))),
      h("p", { class: "lab", text: say("light-walk-how") }),
      h("div", { class: "taken" },
        h("label", {}, h("span", { class: "lab", text: say("light-meter") }), meter),
        h("label", {}, h("span", { class: "lab", text: say("light-day") }), h("input", { type: "date", value: taken.day, "data-key": "day", onchange: (event) => { taken.day = event.target.value; } })),
        h("label", { class: "tick" }, h("input", { type: "checkbox", checked: taken.daylight, "data-key": "daylight", onchange: (event) => { taken.daylight = event.target.checked; } }), h("span", { text: say("light-daylight") }))),
      adding ? meterForm(say, tell) : null,
      data.refused.length ? h("ul", { class: "refused", role: "alert" }, ...data.refused.map((text) => h("li", { text }))) : null,
      h("ol", { class: "walk" }, ...data.walk.map((one) => h("li", { class: written(one).trim() ? "done" : "" }, h("b", { class: "num", text: one.number }), h("span", {}, one.what, h("small", { text: one.how })),
        h("label", { class: "lux" }, h("input", { type: "text", inputmode: "decimal", enterkeyhint: "next", autocomplete: "off", value: written(one), placeholder: `≈ ${one.lux}`, "data-key": one.key, "aria-label": say("light-entry", { n: one.number, what: one.what }), oninput: (event) => note(one, event.target.value), onkeydown: onward }), h("small", { text: "lx" }))))),
      data.others.length ? h("label", { class: "tick" }, h("input", { type: "checkbox", checked: replace, "data-key": "anew", onchange: (event) => { anew = event.target.checked; } }), h("span", { text: say("light-anew", { n: data.others.length }) })) : null,
      h("div", { class: "keepbar" }, count, h("span", { class: "lab", text: say("light-done") }), h("span", { class: "grow" }), open ? h("button", { class: "btn sm", "data-key": "forget", onclick: () => { drafts = {}; draw(); } }, say("light-forget")) : null, button),
      data.others.length ? h("details", { class: "others" }, h("summary", {}, say("light-others", { n: data.others.length })), h("ul", {}, ...data.others.map((one) => h("li", {}, h("span", { text: one.what }), h("small", { class: "num", text: one.day }), h("b", { class: "num", text: `${one.lux} lx` }), h("button", { class: "btn sm ib quiet", "data-key": `gone-${one.id}`, title: say("light-reading-out"), "aria-label": `${say("light-reading-out")}: ${one.what} ${one.lux} lx`, onclick: () => tell("readings", { answers: {}, gone: [one.id] }) }, icon("trash", 16)))))) : null,
      data.fit ? fitted(data, say) : null,
    ];
  }
  function meterForm(say, tell) {
    const called = h("input", { type: "text", maxlength: 60, "data-key": "meter-name", "aria-label": say("light-meter-name"), placeholder: say("light-meter-name") });
    const sort = h("select", { "data-key": "meter-sort", "aria-label": say("light-meter-sort") }, ...["meter", "phone", "other"].map((name) => h("option", { value: name, text: say(`light-meter-sort.${name}`) })));
    const error = h("input", { type: "number", min: 0, max: 99, step: 0.5, "data-key": "meter-error", "aria-label": say("light-meter-error"), placeholder: say("light-meter-error") });
    const add = () => { if (!called.value.trim()) return called.focus(); adding = false; tell("meter", { called: called.value.trim(), sort: sort.value, error: error.value === "" ? null : Number(error.value) }); };
    return h("div", { class: "meterform" }, called, sort, error, h("button", { class: "btn sm primary", "data-key": "meter-add", onclick: add }, say("light-meter-add")), h("button", { class: "btn sm", "data-key": "meter-not", onclick: () => { adding = false; draw(); } }, say("light-forget")));
  }
  /** How far the readings and the model agree, and what the readings do not see. */
  function fitted(data, say) {
    const { fit } = data;
    return h("section", { class: "fit" },
      h("h2", { text: say("light-fit") }),
      h("p", { text: say(fit.sound ? "light-fit-sound" : "light-fit-not", { factor: fit.factor, spread: fit.spread, n: fit.count }) }),
      fit.suspects.length ? h("p", {}, say("light-suspects"), " ", ...fit.suspects.map((one) => h("button", { class: "chip", "data-key": `suspect-${one.id}`, onclick: () => { lamp = one.id; tab = "lamps"; draw(); } }, one.name))) : null,
      h("p", { class: "lab", text: say("light-worst") }),
      h("ul", { class: "moves" }, ...fit.worst.map((one) => h("li", {}, h("span", { text: one.what }), h("b", { class: "num", text: `${one.measured} / ${one.model} lx` }), h("small", { class: "num", text: one.off })))));
  }

  return function show(...args) {
    now = args;
    const known = (args[0].meters ?? []).map((one) => one.id);
    if (!known.includes(taken.meter)) taken.meter = known.at(-1) ?? "";
    if (hall !== args[0].choice.current) {
      hall = args[0].choice.current;
      lamp = null;
      drafts = {};
      anew = null;
      trial = Object.fromEntries((args[0].lamps ?? []).filter((one) => Math.abs(one.trial - one.given) > 0.001).map((one) => [one.id, one.trial]));
    }
    draw();
  };
}
