// Properties of one or many things: each field reads from all of them and writes to all of them.

import { area, lengthOf } from "../geometry.js";
import { clear, h, s } from "../dom.js";
import { icon } from "../icons.js";
import { look, mark } from "../marks.js";
import { symbol } from "../render.js";
import { aims, dimmed, inState, LEAST_DIM } from "../lamps.js";
import { array, hangs, isOuter, setLength } from "../edit.js";
import { all, get, groupOf, hallOf, idOf, keyOf, named, onLevel, sizeOf } from "../scene.js";
import { centimetres, metres, parseLength, parseNumber, squareMetres } from "../units.js";

const PURPOSES = ["promotion", "education", "wayfinding", "brand", "statutory", "service", "decoration", "none"];
const CONDITIONS = ["good", "worn", "dirty", "damaged", "missing"];
const OWNERS = ["hall_manager", "cleaner", "branch", "hq", "landlord", "structural", "none"];
const USES = ["entrance", "main_aisle", "transition", "service_counters", "cashier", "waiting", "negotiation", "self_service", "experience", "culture", "device_sale", "vip_room", "complaint_room", "back_office", "staff", "exterior"];

const field = (name, type, more = {}) => ({ name, type, ...more });
/** A field inside an object inside the thing. */
const within = (outer, name, type, more = {}) => field(`${outer}.${name}`, type, {
  word: name, read: (t) => t[outer]?.[name], write: (t, v) => ({ ...t, [outer]: v === undefined ? without(t[outer] ?? {}, name) : { ...t[outer], [name]: v } }), ...more,
});
const without = (thing, name) => {
  const { [name]: _, ...rest } = thing;
  return rest;
};

/** Fields of a selection of one group. */
function fieldsOf(board, group, things) {
  const { kinds } = board.kit, one = things.length === 1 ? things[0] : null;
  if (group === "hall") return [field("name", "text"), within("branch", "name", "text", { word: "branch" }), within("branch", "hall_class", "select", { options: ["kiosk", "small", "medium", "large", "flagship"] }), within("branch", "standing", "select", { options: ["new", "existing"] }), within("branch", "crowded", "select", { options: ["yes", "no", "unknown"], fallback: "unknown" }), within("branch", "visits_per_day", "count")];
  if (group === "levels") return [field("ceiling", "m", { fallback: 3 }), field("north_deg", "deg", { fallback: 90 })];
  if (group === "walls") return [one && field("length", "m", { read: lengthOf, change: (t, v) => setLength(board.scene, t, v) }), field("thickness", "cm", { fallback: 0.2 }), field("height", "m", { word: "ceiling" }), field("glazed", "check"), field("owner", "select", { options: OWNERS, fallback: "structural" })].filter(Boolean);
  if (group === "doors") return [field("width", "m"), field("height", "m", { fallback: 2.1, word: "door-height" }), field("use", "select", { options: ["entrance", "exit", "emergency", "room"], fallback: "room", names: "door-use" }), field("leaf", "select", { options: ["single", "double", "sliding", "revolving", "none"], fallback: "single", names: "leaf" }), field("opens", "select", { options: ["left", "right", "both"], fallback: "left", names: "opens" }), field("share", "percent"), field("threshold", "cm"), field("glass", "check")];
  if (group === "windows") return [field("width", "m"), field("sill", "cm", { fallback: 0.9 }), field("head", "cm", { fallback: 2.4 }), field("shop_front", "check")];
  if (group === "columns") return [field("size", "cm", { word: "width", read: (t) => (t.size ?? [0.5, 0.5])[0], write: (t, v) => ({ ...t, size: [v, (t.size ?? [0.5, 0.5])[1]] }) }), field("depth", "cm", { read: (t) => (t.size ?? [0.5, 0.5])[1], write: (t, v) => ({ ...t, size: [(t.size ?? [0.5, 0.5])[0], v] }) }), field("round", "check")];
  if (group === "zones") return [field("use", "select", { options: USES, names: "use" }), field("name", "text"), within("purpose", "", "text", { word: "core", read: (t) => named(t.purpose, board.words.lang) || undefined, write: (t, v) => (v === undefined ? without(t, "purpose") : { ...t, purpose: v }) })];
  if (group === "luminaires") return lampFields(board, things);
  if (group === "staff") return [field("role", "select", { options: ["greeter", "clerk", "floater", "demonstrator"], names: "role" }), field("facing_deg", "deg")];
  if (group === "stairs") return [field("width", "m", { read: (t) => t.flights[0].width ?? 1.2, write: (t, v) => ({ ...t, flights: t.flights.map((f) => ({ ...f, width: v })) }) })];
  if (group === "campaigns") return [field("name", "text"), field("purpose", "select", { options: PURPOSES, names: "purpose" }), field("audience", "text"), field("valid_from", "date"), field("valid_to", "date"), field("priority", "count")];
  const message = things.every((t) => kinds[t.kind]?.traits.includes("message")), hung = things.every((t) => hangs(t, kinds) || kinds[t.kind]?.mount === "ceiling" || kinds[t.kind]?.mount === "counter");
  const campaigns = all(board.scene, "campaigns");
  return [
    hung && field("height", "cm", { word: "lower", first: true }),
    !things.some((t) => hangs(t, kinds)) && field("facing_deg", "deg"),
    message && within("message", "campaign", "select", { options: campaigns.map((c) => c.id), labels: Object.fromEntries(campaigns.map((c) => [c.id, named(c.name, board.words.lang)])), add: () => board.newCampaign() }),
    message && within("message", "purpose", "select", { options: PURPOSES, names: "purpose" }),
    message && within("message", "audience", "text"),
    message && within("message", "valid_from", "date"), message && within("message", "valid_to", "date"),
    message && within("message", "hero", "check", { later: true }),
    message && within("message", "glossy", "check", { later: true }),
    message && within("message", "colours", "colours", { later: true }),
    ...["width", "depth", "tall"].map((word, i) => field(`size.${i}`, "cm", { word, later: true, read: (t) => sizeOf(t, kinds)[i], write: (t, v) => ({ ...t, size: sizeOf(t, kinds).map((w, j) => (i === j ? v : w)) }) })),
    field("condition", "select", { options: CONDITIONS, names: "condition", later: true }), field("last_checked", "date", { later: true }), field("owner", "select", { options: OWNERS, names: "owner", later: true }), field("name", "text", { later: true }),
  ].filter(Boolean);
}

/** What of a lamp can be set: kind, light, height, aim. */
function lampFields(board, things) {
  const { kinds } = board.kit, { scene } = board, lamps = Object.values(kinds).filter((k) => k.traits.includes("luminaire")), targets = [];
  for (const group of ["windows", "fixtures"]) for (const t of onLevel(scene, group, things[0].level)) targets.push(t.id);
  const known = things.map((t) => t.target).filter((t) => t && !targets.includes(t)), same = (name) => things.every((t) => kinds[t.kind]?.[name] === kinds[things[0].kind]?.[name]) ? kinds[things[0].kind]?.[name] ?? undefined : undefined;
  const files = [...new Set([...all(scene, "photometric_files").map((f) => f.id), ...things.map((t) => t.photometry).filter(Boolean)])], generic = things.every((t) => !t.photometry);
  const options = [...targets, ...new Set(known)], name = (id) => { const key = ["fixtures", "windows", "doors", "zones"].map((g) => keyOf(g, id)).find((k) => scene.has(k)); return key ? board.nameOf(key) : id; };
  return [
    field("kind", "select", { word: "lamp-kind", options: lamps.map((k) => k.id), labels: Object.fromEntries(lamps.map((k) => [k.id, k.name])), write: (t, v) => (v ? { ...t, kind: v } : t) }),
    field("state", "select", { options: ["on", "off", "dead", "dimmed"], names: "lamp", write: (t, v) => (v ? inState(t, v) : without(t, "state")) }),
    field("dim", "share", { fallback: 1, least: LEAST_DIM, read: (t) => t.dim ?? 1, write: dimmed }),
    field("height", "cm", { word: "lamp-height" }),
    files.length > 0 && field("photometry", "select", { options: files, labels: Object.fromEntries(files.map((id) => [id, named(get(scene, "photometric_files", id)?.name, board.words.lang) || id])), write: (t, v) => { const { photometry, flux_lm, beam_deg, ...rest } = t; return v ? { ...rest, photometry: v } : without(t, "photometry"); } }),
    generic && field("flux_lm", "number", { unit: "lm", fallback: same("flux_lm") }), generic && field("beam_deg", "deg", { word: "beam", fallback: same("beam_deg") }), field("facing_deg", "deg"),
    things.every((t) => aims(t, kinds)) && field("target", "select", { options, labels: Object.fromEntries(options.map((id) => [id, name(id)])), write: (t, v) => { const { aim, target, ...rest } = t; return v === undefined ? rest : { ...rest, target: v }; } }),
    things.every((t) => t.aim) && field("aim", "cm", { word: "aim-height", read: (t) => t.aim[2], write: (t, v) => (v === undefined ? t : { ...t, aim: [t.aim[0], t.aim[1], v] }) }),
  ].filter(Boolean);
}

export class Properties {
  constructor(board) {
    this.board = board;
    this.node = h("section", { class: "propsec", "aria-label": board.words.say("properties") });
  }
  update() {
    const { board } = this, keys = [...board.selection].filter((k) => board.scene.has(k)), { words } = board;
    // a field being typed into is left alone
    const active = board.root.activeElement;
    if (active && this.node.contains(active) && this.shown === keys.join() && ["INPUT", "SELECT"].includes(active.tagName) && active.dataset.dirty) return;
    this.shown = keys.join();
    if (!keys.length) return void clear(this.node), void (this.node.hidden = true);
    this.node.hidden = false;
    const groups = [...new Set(keys.map(groupOf))], group = groups[0], things = keys.map((k) => board.scene.get(k));
    const focus = active && this.node.contains(active) ? active.dataset.field : null;
    clear(this.node, this.#head(keys, things, groups), groups.length === 1 ? [this.#picture(group, things), this.#fields(group, keys, things), this.#more(group, keys, things)] : [h("p", { class: "none" }, words.say("props.mixed"))]);
    if (focus) this.node.querySelector(`[data-field="${focus}"]`)?.focus();
  }
  #head(keys, things, groups) {
    const { board } = this, { words, kit } = board, one = things[0], group = groups[0];
    const kind = kit.kinds[one.kind];
    const title = keys.length > 1 ? words.say("props.many", { n: keys.length }) : group === "hall" ? words.say("props.hall") : group === "zones" ? words.use(one.use) : kind ? `${one.id} · ${kind.name}` : `${words.say(`one.${group}`)} ${one.id}`;
    return h("div", { class: "pane-h" }, kind && keys.length === 1 ? h("span", { class: "chipic" }, board.palette.thumb(kind, ["wall", "window"].includes(kind.mount), 26, 24)) : icon({ walls: "wall", doors: "door", windows: "window", columns: "column", stairs: "stair", zones: "zone", luminaires: "lamp", hall: "elev" }[group] ?? "item", 18),
      h("span", { class: "ptitle" }, title), h("span", { class: "grow" }),
      group === "fixtures" && !board.readOnly ? h("button", { class: "ib sm", type: "button", "aria-pressed": String(Boolean(one.locked)), title: words.say(one.locked ? "unlock" : "lock"), "aria-label": words.say(one.locked ? "unlock" : "lock"), onclick: () => board.commit({ put: keys.map((k, i) => [group, one.locked ? without(things[i], "locked") : { ...things[i], locked: true }]) }) }, icon(one.locked ? "lock" : "unlock", 16)) : null);
  }
  #fields(group, keys, things) {
    const { board } = this;
    const fields = fieldsOf(board, group, things), rows = (later) => fields.filter((f) => Boolean(f.later) === later).flatMap((f) => this.#row(f, group, keys, things)), rest = rows(true);
    return [h("div", { class: "props" }, rows(false)), rest.length ? h("details", { class: "later", open: this.later, ontoggle: (e) => (this.later = e.target.open) }, h("summary", {}, board.words.say("props.more")), h("div", { class: "props" }, rest)) : null];
  }
  #row(f, group, keys, things) {
    const { board } = this, { words } = board, read = f.read ?? ((t) => t[f.name]), values = things.map(read), same = values.every((v) => v === values[0]), value = same ? values[0] ?? f.fallback : undefined;
    const word = words.say(`field.${f.word ?? f.name}`), id = `f-${f.name.replace(/\W/g, "-")}`;
    const write = (v) => {
      const next = v === "" || v === null ? undefined : v;
      if (same && next === values[0]) return;
      if (f.change) {
        const op = f.change(things[0], next);
        op ? board.commit(op) : board.refuse("refuse.length");
        return;
      }
      const put = things.map((t) => [group, f.write ? f.write(t, next) : next === undefined ? without(t, f.name) : { ...t, [f.name]: next }]);
      if (group === "walls" && f.name === "thickness") return void board.commit({ put });
      board.commit({ put });
    };
    const off = board.readOnly;
    let control;
    if (f.type === "select") {
      control = h("select", { id, "data-field": f.name, disabled: off, onchange: (e) => (e.target.value === "+" ? f.add() : write(e.target.value)) },
        h("option", { value: "" }, same ? words.say("unset") : words.say("various")), f.options.map((o) => h("option", { value: o }, f.labels?.[o] ?? words.say(f.names === "use" || f.names === "role" ? `${f.names}.${o}` : `${f.names ?? f.word ?? f.name}.${o}`))), f.add ? h("option", { value: "+" }, words.say("campaign.new")) : null);
      control.value = value ?? "";
    } else if (f.type === "check") {
      control = h("input", { type: "checkbox", id, "data-field": f.name, disabled: off, onchange: (e) => write(e.target.checked || undefined) });
      control.checked = Boolean(value);
      return [h("label", { for: id }, word), h("div", { class: "checkbox" }, control)];
    } else if (f.type === "share") {
      const percent = Math.round((value ?? 1) * 100), shown = h("span", { class: "u num" }, `${percent}%`);
      control = h("input", { type: "range", id, "data-field": f.name, min: Math.round(f.least * 100), max: 100, step: 5, value: percent, disabled: off, "aria-valuetext": `${percent}%`, oninput: (e) => (shown.textContent = `${e.target.value}%`), onchange: (e) => write(Number(e.target.value) / 100) });
      return [h("label", { for: id }, word), h("div", { class: "share" }, control, shown)];
    } else if (f.type === "colours") {
      control = h("div", { class: "swatches" }, (value ?? []).map((c) => h("i", { style: `background:${/^#[0-9a-f]{6}$/i.test(c) ? c : "none"}`, title: c })), off ? null : h("label", { class: "upl", title: words.say("colours.pick") }, icon("upload", 14), h("span", {}, words.say("colours.pick")), h("input", { type: "file", accept: "image/png,image/jpeg,image/webp", onchange: async (e) => { const found = e.target.files[0] && (await dominant(e.target.files[0])); found ? write(found) : board.refuse("refuse.picture"); } })));
      return [h("label", {}, word), control];
    } else {
      const shown = value === undefined || value === null ? "" : f.type === "cm" ? centimetres(value) : f.type === "m" ? metres(value) : f.type === "percent" ? String(Math.round(value * 1000) / 10) : f.type === "deg" ? String(Math.round(value * 10) / 10) : f.type === "text" ? named(value, words.lang) : String(value);
      const parse = (t) => {
        if (t.trim() === "") return null;
        if (f.type === "cm" || f.type === "m") return parseLength(t, f.type);
        if (f.type === "deg" || f.type === "number") return parseNumber(t);
        if (f.type === "count") { const n = parseNumber(t); return n === null ? null : Math.round(n); }
        if (f.type === "percent") { const n = parseNumber(t); return n === null ? null : Math.min(1, Math.max(0, n / 100)); }
        return t;
      };
      const apply = (input) => {
        delete input.dataset.dirty;
        const v = parse(input.value);
        if (v === null && input.value.trim() !== "") return (input.value = shown), input.setAttribute("aria-invalid", "true");
        if (f.type === "text" && v !== null && typeof value === "object") return write({ ...value, [words.lang]: v });
        write(v);
      };
      const input = h("input", { id, "data-field": f.name, type: f.type === "date" ? "date" : "text", inputmode: ["cm", "m", "deg", "count", "number", "percent"].includes(f.type) ? "decimal" : null, placeholder: same ? "" : words.say("various"), readonly: off, value: shown,
        oninput: (e) => (e.target.dataset.dirty = "1"), onchange: (e) => apply(e.target),
        onkeydown: (e) => {
          if (e.isComposing || e.keyCode === 229) return;
          if (e.key === "Enter") apply(e.target), e.preventDefault();
          else if (e.key === "Escape") (e.target.value = shown), delete e.target.dataset.dirty, board.focus();
          else if ((e.key === "ArrowUp" || e.key === "ArrowDown") && ["cm", "m", "deg"].includes(f.type)) {
            const now = parse(e.target.value) ?? 0, step = (f.type === "deg" ? (e.shiftKey ? 15 : 1) : e.shiftKey ? 0.1 : 0.01) * (e.key === "ArrowUp" ? 1 : -1);
            write(Math.round((now + step) * 1e4) / 1e4);
            e.preventDefault();
          }
        } });
      const unit = f.unit ?? { cm: "cm", m: "m", deg: "°", percent: "%" }[f.type];
      control = h("div", { class: "field num" }, input, unit ? h("span", { class: "u" }, unit) : null);
      if (f.first) {
        const finding = board.verdicts?.findings.find((v) => keys.length === 1 && v.subject === idOf(keys[0]) && v.fix && "height" in v.fix.set);
        if (finding) control = h("div", { class: "two" }, control, h("span", { class: `verdict v-${look(finding)}` }, mark(look(finding), "", 13), h("span", {}, finding.limit)));
      }
    }
    if (control.tagName === "SELECT") control = h("div", { class: "field sel" }, control);
    return [h("label", { for: id }, word), control];
  }
  /** A poster seen from the front, against the band and the eye. */
  #picture(group, things) {
    const { board } = this, f = things[0];
    if (group !== "fixtures" || things.length !== 1 || !hangs(f, board.kit.kinds) || !board.kit.kinds[f.kind].traits.includes("poster")) return null;
    const W = 288, H = 112, k = 37, ex = 34, ey = 103, [w, , t] = sizeOf(f, board.kit.kinds), X = (u) => ex + u * k, Y = (z) => ey - z * k, low = f.height;
    const finding = board.verdicts?.findings.find((v) => v.subject === f.id && v.fix && "height" in v.fix.set), state = finding ? "bad" : "good", to = finding?.fix.set.height;
    const sheet = (z, css) => s("g", { class: `e-poster ${css}`, transform: `translate(${X(3.3)} ${Y(z)}) scale(${k} ${-k})` }, s("rect", { class: "e-paper art1", x: -w / 2, y: 0, width: w, height: t }), s("rect", { class: "e-art-a", x: -w * 0.38, y: t * 0.62, width: w * 0.76, height: t * 0.22 }), s("rect", { class: "e-art-c", x: -w * 0.38, y: t * 0.08, width: w * 0.76, height: t * 0.26 }));
    return h("div", { class: "epic" }, s("svg", { viewBox: `0 0 ${W} ${H}`, width: "100%", role: "img", "aria-label": board.words.say("picture.height", { height: low === undefined ? "?" : `${centimetres(low)} cm` }) },
      s("rect", { class: "e-wall", x: X(0), y: Y(2.6), width: 6.6 * k, height: 2.6 * k }), s("rect", { class: "e-band", x: X(0), y: Y(1.1), width: 6.6 * k, height: 0.2 * k }), s("path", { class: "e-band-l", d: `M${X(0)} ${Y(1.1)}H${X(6.6)}M${X(0)} ${Y(0.9)}H${X(6.6)}` }),
      to !== undefined ? sheet(to, "ghosted") : null, low !== undefined ? sheet(low, state) : null,
      s("path", { class: "eye main", d: `M${X(0)} ${Y(1.55)}H${X(6.6)}` }), s("text", { class: "eye-t", x: X(6.5), y: Y(1.55) - 4, "text-anchor": "end", text: board.words.say("eye.mean") }), s("text", { class: "ok-t", x: X(6.5), y: Y(1) + 4, "text-anchor": "end", text: board.words.say("lower.here") }),
      low !== undefined ? [s("path", { class: `ev2 ${state}`, d: `M${X(3.3 + w / 2 + 0.3)} ${Y(0)}V${Y(low)}M${X(3.3 + w / 2)} ${Y(low)}H${X(3.3 + w / 2 + 0.4)}` }), s("text", { class: `ev2t ${state}`, x: X(3.3 + w / 2 + 0.42), y: Y(low / 2) + 4, text: `${centimetres(low)} cm` })] : null,
      s("path", { class: "e-floor", d: `M${X(0) - 14} ${Y(0)}H${X(6.6) + 14}` }), s("path", { class: "e-edge", d: `M${X(0)} ${Y(0)}V${Y(2.6)}H${X(6.6)}V${Y(0)}` }),
      s("g", { class: "ruler" }, [0, 90, 110, 155, 260].map((z) => s("text", { x: ex - (z ? 15 : 22), y: ey - (z / 100) * k + (z === 90 ? 6 : z === 110 ? 1 : 3), text: String(z) })))));
  }
  /** Numbers that are only read, and a rack's pockets. */
  #more(group, keys, things) {
    const { board } = this, { words } = board, one = things[0];
    if (group === "zones") return h("p", { class: "fact" }, words.say("area.is", { area: squareMetres(things.reduce((sum, z) => sum + area(z.ring), 0)) }));
    if (group === "fixtures" && things.length === 1 && one.faces?.length) return board.rack.draw(one);
    if (group === "hall") return h("p", { class: "fact" }, board.verdicts ? words.say("area.is", { area: squareMetres(board.verdicts.area) }) : "");
    if (group === "campaigns") return null;
    return null;
  }
}

/** Up to three colours that cover most of a picture. */
export async function dominant(file) {
  try {
    const bitmap = await createImageBitmap(file), c = document.createElement("canvas");
    c.width = c.height = 48;
    const g = c.getContext("2d", { willReadFrequently: true });
    g.drawImage(bitmap, 0, 0, 48, 48);
    return prominent(g.getImageData(0, 0, 48, 48).data);
  } catch {
    return null;
  }
}
/** Most frequent colours of RGBA pixels, near ones counted together, as "#rrggbb". */
export function prominent(data, most = 3) {
  const bins = new Map();
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] < 128) continue;
    const key = (data[i] >> 5) * 64 + (data[i + 1] >> 5) * 8 + (data[i + 2] >> 5), bin = bins.get(key) ?? [0, 0, 0, 0];
    bin[0] += data[i]; bin[1] += data[i + 1]; bin[2] += data[i + 2]; bin[3] += 1;
    bins.set(key, bin);
  }
  const total = [...bins.values()].reduce((n, b) => n + b[3], 0), kept = [];
  for (const b of [...bins.values()].sort((p, q) => q[3] - p[3])) {
    const rgb = b.slice(0, 3).map((v) => Math.round(v / b[3]));
    if (b[3] < total * 0.04 || kept.some((k) => Math.hypot(...k.map((v, i) => v - rgb[i])) < 60)) continue;
    kept.push(rgb);
    if (kept.length === most) break;
  }
  return kept.map((rgb) => "#" + rgb.map((v) => v.toString(16).padStart(2, "0")).join("").toUpperCase());
}
export { USES };
