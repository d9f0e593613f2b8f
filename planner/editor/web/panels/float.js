// What floats: the context bar beside a selection, the length box beside a live wall.

import { clear, h } from "../dom.js";
import { icon } from "../icons.js";
import { centimetres, metres } from "../units.js";
import { composing } from "../keys.js";
import { groupOf } from "../scene.js";
import { move } from "../overlay.js";

const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

export class ContextBar {
  constructor(board) {
    this.board = board;
    this.node = h("div", { class: "ctx", role: "toolbar", "aria-label": board.words.say("context"), hidden: true });
    this.menu = h("div", { class: "menu", role: "menu", hidden: true });
  }
  update() {
    const { board } = this, { words } = board, keys = [...board.selection].filter((k) => board.scene.has(k) && groupOf(k) !== "hall");
    const hide = !keys.length || board.tool.name !== "select" || board.tool.state !== "idle" || board.readOnly || board.mode2 !== "plan";
    this.node.hidden = hide;
    if (hide) return void (this.menu.hidden = true);
    const finding = board.findingOf(keys), what = finding && move(board.scene, finding.fix, board.kit.kinds);
    const ib = (name, word, act, key = "") => h("button", { class: "ib", type: "button", title: `${words.say(word)}${key ? " " + key : ""}`, "aria-label": words.say(word), "data-act": word, onclick: act }, icon(name, 18));
    const walls = keys.every((k) => groupOf(k) === "walls");
    const hung = keys.length === 1 && board.wallOf(keys[0]);
    const state = keys.join() + (finding?.number ?? "") + (what ? words.say(what.key, what.values) : "");
    if (state !== this.state) {
      this.state = state;
      clear(this.node, hung ? ib("elev", "context.wall", () => board.showWall(hung), "E") : null, walls ? null : ib("copy", "copy", () => board.command("copy"), "Ctrl+D"), keys.every((k) => groupOf(k) === "luminaires") ? ib("lamp", "lamp.switch", () => board.command("switch"), "O") : null, ib("trash", "delete", () => board.command("delete"), "Del"), ib("more", "more", () => this.#more(keys)),
        what ? h("button", { class: "btn primary sm", type: "button", "data-act": "fix", title: finding.advice, onclick: () => board.fix(finding) }, icon(what.icon, 16), words.say(what.key, what.values)) : null);
      this.menu.hidden = true;
    }
    this.place();
  }
  /** Within 16 px of the selection, never over it or what the finding shows. */
  place() {
    const { board } = this;
    if (this.node.hidden) return;
    const box = board.screenBounds([...board.selection]), avoid = [box, ...board.shownBoxes()], w = this.node.offsetWidth, hh = this.node.offsetHeight, { width, height } = board.view, gap = 12;
    const cx = (box[0] + box[2]) / 2 - w / 2, clampX = (x) => Math.max(26, Math.min(width - w - 6, x)), clampY = (y) => Math.max(26, Math.min(height - hh - 6, y));
    const spots = [[clampX(cx), box[1] - hh - gap], [clampX(cx), box[3] + gap], [box[0] - w - gap, clampY((box[1] + box[3] - hh) / 2)], [box[2] + gap, clampY((box[1] + box[3] - hh) / 2)], [clampX(cx), box[1] - hh - gap - 46], [clampX(cx), box[3] + gap + 46], [box[0] - w - 50, clampY(box[1] - hh)]];
    const free = (p) => p[0] >= 24 && p[1] >= 24 && p[0] + w <= width - 2 && p[1] + hh <= height - 2 && avoid.every((a) => !overlap([p[0], p[1], p[0] + w, p[1] + hh], [a[0] - 3, a[1] - 3, a[2] + 3, a[3] + 3]));
    const spot = spots.find(free) ?? [clampX(cx), clampY(box[1] - hh - gap)];
    this.node.style.transform = `translate(${Math.round(spot[0])}px, ${Math.round(spot[1])}px)`;
    this.menu.style.transform = `translate(${Math.round(Math.min(spot[0], width - 190))}px, ${Math.round(Math.min(spot[1] + hh + 4, height - 250))}px)`;
  }
  #more(keys) {
    const { board } = this, { words } = board, many = keys.length > 1;
    if (!this.menu.hidden) return void (this.menu.hidden = true);
    const item = (name, word, act) => h("button", { type: "button", role: "menuitem", "data-act": word, onclick: () => { this.menu.hidden = true; act(); } }, icon(name, 16), words.say(word));
    clear(this.menu, item("rotate", "turn", () => board.command("turn")), item("mirror", "mirror", () => board.command("mirror")), item("array", "array", () => board.askArray(keys)),
      many ? ["left", "centre", "right", "top", "middle", "bottom"].map((how) => item(["left", "centre", "right"].includes(how) ? "alignl" : "alignb", `align.${how}`, () => board.align(how))) : null,
      keys.length > 2 ? [item("spread", "spread.x", () => board.distribute(false)), item("spread", "spread.y", () => board.distribute(true))] : null);
    this.menu.hidden = false;
    this.menu.querySelector("button")?.focus();
  }
}

export class LengthBox {
  constructor(board) {
    this.board = board;
    const { words } = board, field = (name, unit, css) => {
      const input = h("input", { type: "text", inputmode: "decimal", "aria-label": words.say(`length.${name}`), tabindex: -1, "data-len": name,
        oninput: (e) => { if (!e.isComposing) board.tool.set?.(name, e.target.value), board.redraw(); },
        oncompositionend: (e) => { board.tool.set?.(name, e.target.value); board.redraw(); },
        onkeydown: (e) => { if (composing(e)) return; if (["Enter", "Tab", "Escape"].includes(e.key)) { board.key(e, true); e.preventDefault(); } e.stopPropagation(); } });
      return [h("div", { class: `field ${css}` }, input, h("span", { class: "u" }, unit)), input];
    };
    const [a, length] = field("length", "m", "le"), [b, angle] = field("angle", "°", "an");
    this.fields = { length, angle };
    this.boxes = { length: a, angle: b };
    this.tail = h("span", { class: "tail" });
    this.node = h("div", { class: "len", hidden: true }, a, b, this.tail);
  }
  update(draft) {
    const { board } = this, l = draft?.length, { words } = board;
    this.node.hidden = !l || board.mode2 !== "plan";
    if (this.node.hidden) return;
    const kbd = (t) => h("span", { class: "kbd" }, t);
    for (const name of ["length", "angle"]) {
      const typed = l.typed[name], shown = typed || (name === "length" ? metres(l.metres) : l.deg === undefined ? "" : String(Math.round(l.deg * 10) / 10));
      if (board.root.activeElement !== this.fields[name]) this.fields[name].value = shown;
      this.boxes[name].classList.toggle("on", l.field === name);
      this.boxes[name].classList.toggle("typed", Boolean(typed));
    }
    this.boxes.angle.hidden = Boolean(l.single);
    const closing = board.tool.name === "wall" && board.tool.points.length > 2;
    if (this.closing !== closing || this.single !== l.single) clear(this.tail, kbd("Enter"), words.say("length.place"), closing ? [kbd("C"), words.say("length.close")] : l.single ? null : [kbd("Tab"), words.say("length.angle")]);
    this.closing = closing;
    this.single = l.single;
    const a = board.view.toScreen(l.from), b = board.view.toScreen(l.to), w = this.node.offsetWidth, hh = this.node.offsetHeight, { width, height } = board.view;
    const flat = Math.abs(a[0] - b[0]) > Math.abs(a[1] - b[1]);
    let x = (a[0] + b[0]) / 2 - (flat ? w / 2 : -18), y = (a[1] + b[1]) / 2 + (flat ? 18 : -hh / 2);
    if (board.pointerAt && Math.abs(board.pointerAt[0] - (x + w / 2)) < w / 2 + 12 && Math.abs(board.pointerAt[1] - (y + hh / 2)) < hh / 2 + 12) y = flat ? Math.min(a[1], b[1]) - hh - 30 : y + hh + 24;
    x = Math.max(26, Math.min(width - w - 8, x));
    y = Math.max(26, Math.min(height - hh - 8, y));
    this.node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }
}
