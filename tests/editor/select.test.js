import assert from "node:assert/strict";
import { test } from "node:test";

import { apply, get } from "../../planner/editor/web/scene.js";
import { Select } from "../../planner/editor/web/tools/select.js";
import { at, board, drag, hall, press } from "./hall.js";

const put = (scene, ...things) => apply(scene, { put: things })[0];
const seat = (id, x, y) => ["fixtures", { id, kind: "seat", level: "level1", at: [x, y], facing_deg: 90 }];
const withSeats = () => board(put(hall(), seat("A1", 3, 5), seat("A2", 8, 5)));

test("a drag is one step of undo", () => {
  const ctx = withSeats(), tool = new Select(ctx);
  drag(tool, [3, 5], [5, 6.2]);
  assert.deepEqual(get(ctx.scene, "fixtures", "A1").at, [5, 6.2]);
  assert.equal(ctx.history.steps, 1);
  ctx.undo();
  assert.deepEqual(get(ctx.scene, "fixtures", "A1").at, [3, 5]);
});
test("a trembling hand selects and moves nothing", () => {
  const ctx = withSeats(), tool = new Select(ctx);
  tool.down(at(3, 5)); tool.move(at(3.03, 5)); tool.up(at(3.03, 5));
  assert.deepEqual([...ctx.selection], ["fixtures/A1"]);
  assert.equal(ctx.history.steps, 0);
});
test("escape puts it back", () => {
  const ctx = withSeats(), tool = new Select(ctx);
  tool.down(at(3, 5)); tool.move(at(6, 5)); tool.move(at(6, 6));
  assert.ok(tool.preview);
  tool.key({ chord: "Escape" });
  tool.up(at(6, 6));
  assert.deepEqual(get(ctx.scene, "fixtures", "A1").at, [3, 5]);
});
test("what is dragged stops level with its neighbour", () => {
  const ctx = withSeats(), tool = new Select(ctx);
  drag(tool, [3, 5], [6, 5.08]); // 8 cm off, caught within 14
  assert.equal(get(ctx.scene, "fixtures", "A1").at[1], 5);
});
test("with Alt nothing snaps", () => {
  const ctx = withSeats(), tool = new Select(ctx);
  drag(tool, [3, 5], [6, 5.08], { alt: true });
  assert.equal(get(ctx.scene, "fixtures", "A1").at[1], 5.08);
});
test("a box selects what lies wholly in it", () => {
  const ctx = withSeats(), tool = new Select(ctx);
  drag(tool, [2, 4], [9, 6]);
  assert.deepEqual([...ctx.selection], ["fixtures/A1", "fixtures/A2"]);
});
test("shift adds and takes away; several move together", () => {
  const ctx = withSeats(), tool = new Select(ctx);
  press(tool, 3, 5); press(tool, 8, 5, { shift: true });
  drag(tool, [8, 5], [8, 7]);
  assert.deepEqual([get(ctx.scene, "fixtures", "A1").at, get(ctx.scene, "fixtures", "A2").at], [[3, 7], [8, 7]]);
  press(tool, 8, 7, { shift: true });
  assert.deepEqual([...ctx.selection], ["fixtures/A1"]);
});
test("a poster slides to another wall, keeps its height, and stays on a face in the hall", () => {
  const ctx = board(put(hall(), ["fixtures", { id: "P1", kind: "poster", level: "level1", at: [0.005, 4], facing_deg: 0, host: "w4", height: 1.02 }]));
  drag(new Select(ctx), [0.005, 4], [6, 8.8]);
  const p = get(ctx.scene, "fixtures", "P1");
  assert.deepEqual([p.host, p.facing_deg, p.height], ["w3", 270, 1.02]);
  assert.deepEqual(p.at, [6, 8.995]);
});
test("a door slides in its wall and never over a window", () => {
  const ctx = board(hall()), tool = new Select(ctx);
  drag(tool, [7, -0.1], [3.5, -0.1]);
  assert.equal(get(ctx.scene, "doors", "d1").at, 5.4); // the window ends at 4.5, half the door is 0.9
});
test("an outer wall moves only across itself and takes outline, neighbours and posters along", () => {
  const ctx = board(put(hall(), ["fixtures", { id: "P1", kind: "poster", level: "level1", at: [13.995, 4], facing_deg: 180, host: "w2", height: 1 }])), tool = new Select(ctx);
  press(tool, 14.1, 6);
  drag(tool, [14.1, 6], [15.1, 7]);
  assert.deepEqual(get(ctx.scene, "levels", "level1").outline, [[0, 0], [15, 0], [15, 9], [0, 9]]);
  assert.deepEqual(get(ctx.scene, "walls", "w1").end, [15, 0]);
  assert.deepEqual(get(ctx.scene, "fixtures", "P1").at, [14.995, 4]);
});
test("a wall that would squeeze a window out does not move", () => {
  const ctx = board(hall()), tool = new Select(ctx);
  press(tool, -0.1, 6);
  drag(tool, [-0.1, 6], [2.5, 6]); // the window begins at 1.5
  assert.equal(get(ctx.scene, "levels", "level1").outline[0][0] < 1.51, true);
  assert.ok(get(ctx.scene, "windows", "win1").at - 1.5 >= 0);
});
test("the turning handle goes in steps of 15 degrees, freely with Alt", () => {
  const ctx = withSeats(), tool = new Select(ctx);
  press(tool, 3, 5);
  const handle = { kind: "turn", key: "fixtures/A1" };
  drag(tool, [3, 5.6], [3.6, 5.1], { handle });
  assert.equal(get(ctx.scene, "fixtures", "A1").facing_deg % 15, 0);
  assert.notEqual(get(ctx.scene, "fixtures", "A1").facing_deg, 90);
});
test("a locked thing stays", () => {
  const ctx = board(put(hall(), ["fixtures", { ...seat("A1", 3, 5)[1], locked: true }]));
  drag(new Select(ctx), [3, 5], [5, 5]);
  assert.deepEqual(get(ctx.scene, "fixtures", "A1").at, [3, 5]);
});
test("a zone is selected by a press, moved by the next drag, and its corners keep it a rectangle", () => {
  const ctx = board(put(hall(), ["zones", { id: "z1", level: "level1", use: "waiting", ring: [[2, 2], [5, 2], [5, 4], [2, 4]] }])), tool = new Select(ctx);
  drag(tool, [3, 3], [4, 3.2]);
  assert.deepEqual(get(ctx.scene, "zones", "z1").ring[0], [2, 2]); // the first drag drew a box
  press(tool, 3, 3);
  drag(tool, [5, 4], [6, 5], { handle: { kind: "corner", key: "zones/z1", index: 2 } });
  assert.deepEqual(get(ctx.scene, "zones", "z1").ring, [[2, 2], [6, 2], [6, 5], [2, 5]]);
});
