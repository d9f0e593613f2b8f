import assert from "node:assert/strict";
import { test } from "node:test";

import { area } from "../../planner/editor/web/geometry.js";
import { all, fromLayout, get } from "../../planner/editor/web/scene.js";
import { Wall } from "../../planner/editor/web/tools/wall.js";
import { at, board, hall, key, press, type } from "./hall.js";

const empty = () => board(fromLayout({ schema_version: 1, id: "h", branch: { id: "b", name: "b" } }));

test("typed lengths are clear inner dimensions and C closes the ring", () => {
  const ctx = empty(), tool = new Wall(ctx);
  press(tool, 2, 2);
  tool.move(at(5, 2.1)); type(tool, "14"); key(tool, "Enter");
  tool.move(at(16, 5)); type(tool, "9"); key(tool, "Enter");
  tool.move(at(9, 11)); type(tool, "14"); key(tool, "Enter");
  assert.equal(tool.draft.area.square, 126);
  key(tool, "KeyC");
  const level = get(ctx.scene, "levels", "level1");
  assert.deepEqual(level.outline, [[0, 0], [14, 0], [14, 9], [0, 9]]); // its south-west corner is the origin
  assert.deepEqual(ctx.origin, [2, 2]);
  assert.equal(all(ctx.scene, "walls").length, 4);
  assert.equal(area(level.outline), 126);
  assert.equal(ctx.tool, "door");
  assert.equal(ctx.history.steps, 1); // one gesture, one step
});
test("drawn clockwise the outline still runs counter-clockwise, so walls grow outwards", () => {
  const ctx = empty(), tool = new Wall(ctx);
  press(tool, 0, 0); press(tool, 0, 9); press(tool, 14, 9); press(tool, 14, 0); press(tool, 0, 0);
  const [w1] = all(ctx.scene, "walls");
  assert.deepEqual([w1.start, w1.end], [[14, 0], [14, 9]]);
});
test("an angle can be typed after Tab", () => {
  const ctx = empty(), tool = new Wall(ctx);
  press(tool, 0, 0);
  tool.move(at(3, 0)); type(tool, "2"); key(tool, "Tab"); type(tool, "90"); key(tool, "Enter");
  assert.deepEqual(tool.points.at(-1), [0, 2]);
});
test("full-width digits and points are numbers", () => {
  const ctx = empty(), tool = new Wall(ctx);
  press(tool, 0, 0);
  tool.move(at(3, 0));
  for (const c of "１４．５") tool.key({ chord: "KeyX", key: c });
  key(tool, "Enter");
  assert.deepEqual(tool.points.at(-1), [14.5, 0]);
});
test("arrow keys give a direction without a mouse", () => {
  const ctx = empty(), tool = new Wall(ctx);
  press(tool, 0, 0);
  key(tool, "ArrowUp"); type(tool, "3"); key(tool, "Enter");
  assert.deepEqual(tool.points.at(-1), [0, 3]);
});
test("Backspace takes digits, then a point; Escape ends", () => {
  const ctx = empty(), tool = new Wall(ctx);
  press(tool, 0, 0); press(tool, 4, 0);
  type(tool, "12"); key(tool, "Backspace");
  assert.equal(tool.typed.length, "1");
  key(tool, "Backspace"); key(tool, "Backspace");
  assert.equal(tool.points.length, 1);
  key(tool, "Escape");
  assert.equal(tool.state, "idle");
  assert.equal(all(ctx.scene, "walls").length, 0);
});
test("a ring that crosses itself is no room and nothing is drawn", () => {
  const ctx = empty(), tool = new Wall(ctx);
  press(tool, 0, 0); press(tool, 4, 4, { alt: true }); press(tool, 4, 0); press(tool, 0, 4, { alt: true });
  key(tool, "KeyC");
  assert.equal(tool.refusal, "refuse.ring");
  assert.equal(all(ctx.scene, "levels").length, 0);
});
test("a wall ends level with an end elsewhere, with a guide that says so", () => {
  const ctx = empty(), tool = new Wall(ctx);
  press(tool, 0, 0); press(tool, 14, 0); press(tool, 14, 9);
  tool.move(at(0.1, 9.05));
  assert.deepEqual(tool.cursor, [0, 9]);
  assert.equal(tool.guides[0].word, "aligned");
});
test("inside an outline walls stand on their middle, one step each", () => {
  const ctx = board(hall()), tool = new Wall(ctx);
  press(tool, 4, 9); press(tool, 4, 6); press(tool, 0, 6);
  key(tool, "Escape");
  const inner = all(ctx.scene, "walls").slice(4);
  assert.deepEqual(inner.map((w) => [w.start, w.end, w.justify, w.thickness]), [[[4, 9], [4, 6], "centre", 0.12], [[4, 6], [0, 6], "centre", 0.12]]);
  assert.equal(ctx.history.steps, 2);
});
