// A small hall and a board without a browser, for the tools' tests.

import { History } from "../../planner/editor/web/history.js";
import { apply, fromLayout } from "../../planner/editor/web/scene.js";
import { closeRing } from "../../planner/editor/web/edit.js";

export const kind = (id, mount, size, letter, traits = [], more = {}) => ({ id, name: id, group: "posters", mount, size, height: null, letter, traits: [id, ...traits], plan: [], elevation: [], faces: [], ...more });
export const KINDS = {
  poster: kind("poster", "wall", [0.6, 0.01, 0.9], "P", ["poster", "message"], { height: 0.95 }),
  rollup: kind("rollup", "floor", [0.8, 0.35, 2], "R", ["rollup", "message"]),
  seat: kind("seat", "floor", [0.5, 0.5, 0.8], "A", ["seat"]),
  counter: kind("counter", "floor", [1.4, 0.7, 1.05], "C", ["counter"]),
  tent: kind("tent", "counter", [0.2, 0.1, 0.3], "L", ["rack", "message"], { faces: [[0, 2, 3]] }),
  sticker: kind("sticker", "window", [0.6, 0.01, 0.6], "W", ["message"], { height: 1 }),
  lamp: kind("lamp", "ceiling", [0.6, 0.6, 0.1], "LA", ["luminaire"], { height: 2.9 }),
};
/** 14 x 9 m, entrance in the south wall, a window beside it. */
export function hall() {
  let scene = fromLayout({ schema_version: 1, id: "h", branch: { id: "b", name: "b" } });
  [scene] = apply(scene, closeRing(scene, "level1", [[0, 0], [14, 0], [14, 9], [0, 9]]).op);
  [scene] = apply(scene, { put: [["doors", { id: "d1", wall: "w1", at: 7, width: 1.8, use: "entrance" }], ["windows", { id: "win1", wall: "w1", at: 3, width: 3 }]] });
  return scene;
}
export function board(scene = hall(), over = {}) {
  const history = new History(scene);
  return {
    history, kinds: KINDS, level: "level1", mode: "objects", selection: new Set(), options: {}, rooms: {}, pick: null, tool: "select",
    get scene() { return history.scene; },
    commit(op, select) { const done = history.commit(op); if (select) this.selection = new Set(select); return done; },
    select(keys) { this.selection = new Set(keys); },
    next(name) { this.tool = name; }, undo() { history.undo(); }, closed(origin) { this.origin = origin; },
    ...over,
  };
}
/** Pointer events at 50 pixels a metre. */
export const at = (x, y, more = {}) => ({ at: [x, y], px: 0.02, ...more });
export const press = (tool, x, y, more) => { tool.down(at(x, y, more)); tool.up(at(x, y, more)); };
export const drag = (tool, from, to, more = {}) => {
  tool.down(at(...from, more));
  for (let i = 1; i <= 4; i++) tool.move(at(from[0] + ((to[0] - from[0]) * i) / 4, from[1] + ((to[1] - from[1]) * i) / 4, more));
  tool.up(at(...to, more));
};
export const type = (tool, text) => { for (const c of text) tool.key({ chord: `Digit${c}`, key: c }); };
export const key = (tool, chord) => tool.key({ chord, key: chord });
