import assert from "node:assert/strict";
import { test } from "node:test";

import { apply, get } from "../../planner/editor/web/scene.js";
import { asked } from "../../planner/editor/web/keys.js";
import { apart, lookOf, LATER, onRamp, patience, SOON } from "../../planner/editor/web/light.js";
import { aimed, aimHandle, aimOf, aims, dimmed, inState, switched } from "../../planner/editor/web/lamps.js";
import { Outbox } from "../../planner/editor/web/outbox.js";
import { Select } from "../../planner/editor/web/tools/select.js";
import { board, drag, hall, kind, KINDS } from "./hall.js";

const kinds = { ...KINDS, spot: kind("spot", "ceiling", [0.12, 0.12, 0.15], "LA", ["luminaire", "spot"], { height: 2.9 }) };
const spot = (more = {}) => ({ id: "LA1", kind: "spot", level: "level1", at: [5, 5], height: 2.9, state: "on", ...more });
const withLamps = (...lamps) => {
  const [scene] = apply(hall(), { put: [...lamps.map((l) => ["luminaires", l]), ["fixtures", { id: "C1", kind: "counter", level: "level1", at: [8, 5] }]] });
  return board(scene, { kinds });
};
const grip = (index = 0) => ({ handle: { kind: "aim", key: "luminaires/LA1", index } });

test("the aim of a spot dropped on a thing names the thing", () => {
  const ctx = withLamps(spot({ aim: [1, 1, 1.5] })), tool = new Select(ctx);
  ctx.select(["luminaires/LA1"]);
  drag(tool, [1, 1], [8.1, 5.1], grip());
  const lamp = get(ctx.scene, "luminaires", "LA1");
  assert.deepEqual([lamp.target, lamp.aim, lamp.at], ["C1", undefined, [5, 5]]);
  assert.equal(ctx.history.steps, 1);
});
test("dropped on a window it names the window", () => {
  const ctx = withLamps(spot());
  assert.equal(aimed(ctx, spot(), [3, -0.05]).target, "win1");
});
test("dropped on the open floor it is a point at 1.2 m, or as high as it was", () => {
  const ctx = withLamps(spot());
  assert.deepEqual(aimed(ctx, spot({ target: "C1" }), [2.004, 3]).aim, [2, 3, 1.2]);
  assert.equal(aimed(ctx, spot({ target: "C1" }), [2, 3]).target, undefined);
  assert.deepEqual(aimed(ctx, spot({ aim: [1, 1, 0.8] }), [2, 3]).aim, [2, 3, 0.8]);
});
test("freely aimed it passes over what stands there; below itself it shines straight down", () => {
  const ctx = withLamps(spot());
  assert.deepEqual(aimed(ctx, spot(), [8, 5], { free: true }).aim, [8, 5, 1.2]);
  assert.deepEqual(aimed(ctx, spot({ target: "C1" }), [5, 5.02]), spot());
});
test("an aim lies at its point, else in its thing's middle, else a handle waits in front", () => {
  const ctx = withLamps(spot());
  assert.deepEqual(aimOf(ctx.scene, spot({ aim: [1, 2, 1] }), kinds), [1, 2]);
  assert.deepEqual(aimOf(ctx.scene, spot({ target: "C1" }), kinds).map((v) => Math.round(v * 1e6) / 1e6), [8, 5]);
  assert.equal(aimOf(ctx.scene, spot(), kinds), null);
  assert.ok(Math.abs(Math.hypot(...aimHandle(ctx.scene, spot(), kinds).map((v, i) => v - spot().at[i])) - 0.6) < 1e-9);
  assert.deepEqual([aims(spot(), kinds), aims({ kind: "lamp" }, kinds), aims({ kind: "lamp", target: "C1" }, kinds)], [true, false, true]);
});
test("lamps switch together: off if one shines, then on as they were; dead ones stay dead", () => {
  const ctx = withLamps(spot(), spot({ id: "LA2", state: "off" }), spot({ id: "LA3", state: "dimmed", dim: 0.4 }), spot({ id: "LA4", state: "dead" }));
  const keys = ["LA1", "LA2", "LA3", "LA4"].map((id) => `luminaires/${id}`), state = () => keys.map((k) => ctx.scene.get(k).state);
  ctx.commit(switched(ctx.scene, keys));
  assert.deepEqual(state(), ["off", "off", "off", "dead"]);
  ctx.commit(switched(ctx.scene, keys));
  assert.deepEqual(state(), ["on", "on", "dimmed", "dead"]);
  assert.equal(switched(ctx.scene, ["luminaires/LA4"]), null);
  assert.equal(switched(ctx.scene, ["fixtures/C1"]), null);
});
test("dimming and states agree: full light is on, dimmed is less than full", () => {
  assert.deepEqual([dimmed(spot(), 0.304).state, dimmed(spot(), 0.304).dim], ["dimmed", 0.3]);
  assert.deepEqual(dimmed(spot({ dim: 0.3, state: "dimmed" }), 1), spot());
  assert.equal(dimmed(spot(), 0).dim, 0.05);
  assert.equal(inState(spot(), "dimmed").dim, 0.5);
  assert.equal(inState(spot({ dim: 0.3 }), "on").dim, undefined);
  assert.equal(inState(spot({ dim: 0.3 }), "off").dim, 0.3);
});
test("O switches, Shift+L shows the light", () => {
  assert.deepEqual(asked({ code: "KeyO", key: "o" }), { command: "switch" });
  assert.deepEqual(asked({ code: "KeyL", key: "L", shiftKey: true }), { command: "light" });
});
test("the board asks ever more seldom while light is computed", () => {
  const waits = [0, 1, 2, 3, 10, 50].map(patience);
  assert.equal(waits[0], SOON);
  assert.ok(waits.every((w, i) => i === 0 || w >= waits[i - 1]));
  assert.equal(waits.at(-1), LATER);
});
test("the ramp is even in the logarithm and ends at its ends", () => {
  const ramp = { low: 30, high: 3000 };
  assert.deepEqual([3, 30, 300, 3000, 9000].map((v) => Math.round(onRamp(v, ramp) * 1e6) / 1e6), [0, 0, 0.5, 1, 1]);
});
test("a ratio looks like its rule's verdict", () => {
  assert.deepEqual([{ outcome: "passed" }, { outcome: "failed", severity: "major" }, { outcome: "uncertain" }, { outcome: "needs-review" }, { outcome: "none" }].map(lookOf), ["pass", "major", "unsure", "review", null]);
});
test("pills that would lie on one another give way to those before them", () => {
  const p = (x, n) => ({ x, y: 0, w: 40, h: 20, n });
  assert.deepEqual(apart([p(0, "a"), p(30, "b"), p(50, "c")], 3).map((s) => s.n), ["a", "c"]);
});
test("what got no answer is sent again, ever more seldom", () => {
  assert.deepEqual([0, 1, 2, 9].map((n) => Outbox.patience(n)), [4000, 8000, 16000, 30000]);
});
