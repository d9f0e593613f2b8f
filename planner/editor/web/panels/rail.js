// The rail of tools.

import { clear, h } from "../dom.js";
import { icon } from "../icons.js";

const TOOLS = [["select", "pan"], ["wall", "door", "window", "column", "stair", "zone"], ["item", "lamp"], ["tape", "trace"]];
const KEYS = { select: "V", pan: "H", wall: "W", door: "D", window: "N", column: "C", stair: "S", zone: "Z", item: "I", lamp: "L", tape: "M", trace: "T" };

export class Rail {
  constructor(board) {
    this.board = board;
    this.node = h("div", { class: "rail", role: "toolbar", "aria-orientation": "vertical", "aria-label": board.words.say("rail") });
    const { words } = board;
    this.buttons = new Map();
    TOOLS.map((row) => row.filter((name) => !board.readOnly || ["select", "pan", "tape"].includes(name))).filter((row) => row.length).forEach((row, i) => {
      if (i) this.node.append(h("hr"));
      for (const name of row) {
        const title = words.say(`tool.${name}`);
        const b = h("button", { type: "button", title: `${title} (${KEYS[name]})`, "aria-label": title, "aria-keyshortcuts": KEYS[name], "data-tool": name, onclick: () => board.setTool(name, true) }, icon(name), h("span", {}, title));
        this.buttons.set(name, b);
        this.node.append(b);
      }
    });
    this.node.append(h("span", { class: "grow" }), h("button", { type: "button", class: "help", title: `${words.say("keys")} (?)`, "aria-label": words.say("keys"), onclick: () => board.toggleSheet() }, icon("help")));
  }
  update() {
    for (const [name, b] of this.buttons) b.setAttribute("aria-pressed", String(this.board.tool.name === name));
  }
}
