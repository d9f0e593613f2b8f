import assert from "node:assert/strict";
import { test } from "node:test";

import { align, array, copies, distribute, isOuter, mirror, setLength, turn, addLevel } from "../../planner/editor/web/edit.js";
import { asked, chord, composing } from "../../planner/editor/web/keys.js";
import { caught } from "../../planner/editor/web/elevation.js";
import { History } from "../../planner/editor/web/history.js";
import { BEAT, Outbox } from "../../planner/editor/web/outbox.js";
import { prominent } from "../../planner/editor/web/panels/properties.js";
import { setPocket } from "../../planner/editor/web/panels/rack.js";
import { all, apply, canonical, deletion, equal, freeId, fromLayout, get, toLayout } from "../../planner/editor/web/scene.js";
import { snapBounds, snapPoint } from "../../planner/editor/web/snap.js";
import { centimetres, metres, narrow, parseLength } from "../../planner/editor/web/units.js";
import { View } from "../../planner/editor/web/view.js";
import { Words } from "../../planner/editor/web/words.js";
import { hall, KINDS } from "./hall.js";

const seat = (id, x, y) => ["fixtures", { id, kind: "seat", level: "level1", at: [x, y], facing_deg: 90 }];
const withSeats = (...seats) => apply(hall(), { put: seats.map((p) => seat(...p)) })[0];
class Storage {
  #m = new Map();
  get length() { return this.#m.size; }
  key(i) { return [...this.#m.keys()][i]; }
  getItem(k) { return this.#m.get(k) ?? null; }
  setItem(k, v) { this.#m.set(k, v); }
  removeItem(k) { this.#m.delete(k); }
}

test("a layout comes back from the scene as it went in", () => {
  const layout = { schema_version: 1, id: "h", branch: { id: "b", name: "b" }, levels: [{ id: "l", outline: [[0, 0], [1, 0], [1, 1]] }], waivers: [{ rule: "x" }] };
  assert.equal(canonical(toLayout(fromLayout(layout))), canonical(layout));
});
test("an operation's inverse takes it back", () => {
  const before = withSeats(["A1", 3, 3], ["A2", 4, 3]);
  const [after, back] = apply(before, { put: [seat("A1", 5, 5), seat("A3", 6, 6)], del: [["fixtures", "A2"]] });
  assert.ok(!equal(before, after));
  assert.ok(equal(before, apply(after, back)[0]));
});
test("undo of everything is the beginning, redo of everything the end", () => {
  const start = hall(), posted = [], history = new History(start, (op) => posted.push(op));
  for (let i = 0; i < 30; i++) history.commit({ put: [seat(`A${i % 7}`, i * 0.3, 2)] });
  const end = history.scene;
  while (history.undo());
  assert.ok(equal(history.scene, start));
  while (history.redo());
  assert.ok(equal(history.scene, end));
  assert.equal(posted.length, 90); // what is undone is told the server too
});
test("an operation that changes nothing is no step", () => {
  const history = new History(hall());
  assert.equal(history.commit({ put: [] }), false);
  assert.equal(history.canUndo, false);
});
test("with a wall go its doors, windows and what hangs there", () => {
  const [scene] = apply(hall(), { put: [["fixtures", { id: "P1", kind: "poster", level: "level1", at: [3, 0], host: "win1" }]] });
  assert.deepEqual(deletion(scene, ["walls/w1"]).del.map(([, id]) => id).sort(), ["P1", "d1", "w1", "win1"]);
});
test("ids are free in every group", () => {
  const [scene] = apply(hall(), { put: [["zones", { id: "A1" }]] });
  assert.equal(freeId(scene, "A"), "A2");
});

test("operations wait in the browser until acknowledged", () => {
  const storage = new Storage(), outbox = new Outbox("h", storage, "tab1");
  outbox.open("e1", 0);
  outbox.post({ put: [] }); outbox.post({ put: [] }); outbox.post({ put: [] });
  outbox.ack(2);
  assert.deepEqual(outbox.ops.map((op) => op.seq), [3]);
  assert.equal(JSON.parse(storage.getItem(storage.key(0))).ops.length, 1);
  outbox.ack(3);
  assert.equal(storage.length, 0);
});
test("after a reload what was not acknowledged is offered once more", () => {
  const storage = new Storage(), before = new Outbox("h", storage, "tab1");
  before.open("e1", 0);
  before.post({ del: [["zones", "z1"]] });
  const after = new Outbox("h", storage, "tab1");
  assert.deepEqual(after.open("e2", 0).map((op) => op.del), [[["zones", "z1"]]]);
  assert.deepEqual(new Outbox("h", storage, "tab1").open("e3", 0), []);
});
test("another open tab keeps its own; a tab that is gone leaves its operations to the next", () => {
  let now = 0;
  const storage = new Storage(), one = new Outbox("h", storage, "one", () => now);
  one.open("e1", 0);
  one.post({ del: [["zones", "z1"]] });
  assert.deepEqual(new Outbox("h", storage, "two", () => now).open("e2", 0), []);
  now = BEAT + 1;
  assert.equal(new Outbox("h", storage, "two", () => now).open("e2", 0).length, 1);
});

test("an input method's keys reach no tool", () => {
  const key = (more) => ({ code: "KeyD", key: "d", ...more });
  assert.equal(asked(key({ isComposing: true })), null);
  assert.equal(asked(key({ keyCode: 229 })), null);
  assert.equal(composing({ key: "Process" }), true);
  assert.deepEqual(asked(key({})), { tool: "door" });
  assert.deepEqual(asked({ code: "KeyD", key: "в" }), { tool: "door" }); // by position, whatever the layout
});
test("chords name the key and its modifiers", () => {
  assert.equal(chord({ code: "KeyZ", ctrlKey: true, shiftKey: true }), "Ctrl+Shift+KeyZ");
  assert.deepEqual(asked({ code: "ArrowLeft", shiftKey: true }), { nudge: [-0.1, 0] });
  assert.deepEqual(asked({ code: "KeyY", metaKey: true }), { command: "redo" });
});
test("lengths as people type them", () => {
  assert.deepEqual(["14", "１４．５", "3,5", "90 cm", "90厘米", "900mm", ".5", "2米"].map((t) => parseLength(t)), [14, 14.5, 3.5, 0.9, 0.9, 0.9, 0.5, 2]);
  assert.deepEqual(["", "abc", "1.2.3", "-"].map((t) => parseLength(t)), [null, null, null, null]);
  assert.equal(parseLength("96", "cm"), 0.96);
  assert.equal(narrow("１，２。"), "1,2.");
});
test("lengths as people read them", () => {
  assert.deepEqual([metres(1.005), metres(-0.001), centimetres(0.86), centimetres(0.865)], ["1.01", "0.00", "86", "86.5"]);
});

test("an end is caught before a direction, a direction before a wall", () => {
  const walls = [{ start: [0, 0], end: [10, 0] }];
  assert.equal(snapPoint([0.05, 0.05], { ends: [[0, 0]], walls }).what, "end");
  assert.equal(snapPoint([5, 2.1], { from: [0, 2], walls }).what, "straight");
  assert.deepEqual(snapPoint([5.004, 0.1], { walls }).point, [5.004, 0]);
  assert.deepEqual(snapPoint([5.04, 3.26], { mode: "grid" }).point, [5, 3.3]);
  assert.deepEqual(snapPoint([5.0412, 3.2], { mode: "off" }).point, [5.0412, 3.2]);
});
test("equal gaps are offered in a row", () => {
  const { shift, guides } = snapBounds([4.03, 0, 5.03, 1], [[0, 0, 1, 1], [2, 0, 3, 1]], 0.1);
  assert.ok(Math.abs(shift[0] + 0.03) < 1e-9);
  assert.equal(guides.find((g) => g.axis === 0 || g.kind === "gaps").kind, "gaps");
});

test("three things in a row get equal gaps; edges line up", () => {
  const scene = withSeats(["A1", 1, 1], ["A2", 2, 1.3], ["A3", 6, 1]), keys = ["fixtures/A1", "fixtures/A2", "fixtures/A3"];
  const [spread] = apply(scene, distribute(scene, keys, false, KINDS));
  assert.equal(get(spread, "fixtures", "A2").at[0], 3.5);
  const [lined] = apply(scene, align(scene, keys, "top", KINDS));
  assert.deepEqual(keys.map((k) => lined.get(k).at[1]), [1.3, 1.3, 1.3]);
});
test("an array of 4 by 2 makes seven new seats", () => {
  const scene = withSeats(["A1", 1, 5]), [op, made] = array(scene, ["fixtures/A1"], 4, 2, 0.6, 1, KINDS);
  assert.equal(made.length, 7);
  assert.deepEqual(get(apply(scene, op)[0], "fixtures", "A8").at, [2.8, 4]);
});
test("copies of doors look for a free place in their wall", () => {
  const scene = hall(), [op] = copies(scene, ["doors/d1"], [[0.2, 0]], KINDS);
  assert.ok(Math.abs(op.put[0][1].at - 7) >= 1.8);
});
test("turned and mirrored", () => {
  const scene = withSeats(["A1", 1, 1], ["A2", 3, 1]);
  const [turned] = apply(scene, turn(scene, ["fixtures/A1"], 15, KINDS));
  assert.equal(get(turned, "fixtures", "A1").facing_deg, 105);
  const [flipped] = apply(scene, mirror(scene, ["fixtures/A1", "fixtures/A2"], KINDS));
  assert.deepEqual(get(flipped, "fixtures", "A1").at, [3, 1]);
});
test("a wall's length typed anew moves what it meets", () => {
  const scene = hall(), wall = get(scene, "walls", "w1");
  const [after] = apply(scene, setLength(scene, wall, 15.5));
  assert.deepEqual(get(after, "levels", "level1").outline[1], [15.5, 0]);
  assert.equal(setLength(scene, wall, 7), null); // the door ends at 7.9
});
test("a second level has the first one's outer walls, above its ceiling", () => {
  const scene = hall(), [after] = apply(scene, addLevel(scene, "level1", "level2"));
  assert.equal(all(after, "walls").length, 8);
  assert.equal(get(after, "levels", "level2").floor, 3.3);
  assert.ok(isOuter(after, all(after, "walls")[7]));
});
test("a poster dragged in height is caught at 90, 100 and 110 cm, not with Alt", () => {
  assert.deepEqual([caught(0.892), caught(1.107), caught(0.95), caught(0.8925, { free: true }), caught(-1)], [0.9, 1.1, 0.95, 0.893, 0]);
});
test("a pocket is filled without touching the others", () => {
  const rack = { faces: [{ tiers: [{ height: 1, pockets: [{}, {}] }] }] }, next = setPocket(rack, 0, 0, 1, { leaflet: { campaign: "c1" } });
  assert.deepEqual(next.faces[0].tiers[0].pockets, [{}, { leaflet: { campaign: "c1" } }]);
  assert.deepEqual(rack.faces[0].tiers[0].pockets, [{}, {}]);
});
test("the colours that cover most of an artwork", () => {
  const px = [];
  for (let i = 0; i < 70; i++) px.push(200, 20, 30, 255);
  for (let i = 0; i < 29; i++) px.push(20, 40, 180, 255);
  px.push(0, 255, 0, 255); // a speck
  assert.deepEqual(prominent(px), ["#C8141E", "#1428B4"]);
});

test("zoom keeps the point under the pointer; two fingers carry the plan", () => {
  const v = new View();
  v.resize(800, 600);
  const p = v.toPlan([300, 200]);
  v.zoomAt(1.7, [300, 200]);
  v.toPlan([300, 200]).forEach((c, i) => assert.ok(Math.abs(c - p[i]) < 1e-9));
  const q = v.toPlan([100, 100]);
  v.pinch([[100, 100], [200, 100]], [[150, 160], [350, 160]]);
  v.toPlan([150, 160]).forEach((c, i) => assert.ok(Math.abs(c - q[i]) < 1e-9));
});
test("words fill their places and choose the singular", () => {
  const w = new Words({ a: "{n} things", "a.one": "one thing" }, "en");
  assert.deepEqual([w.say("a", { n: 2 }), w.say("a", { n: 1 }), w.say("x")], ["2 things", "one thing", "x"]);
});
