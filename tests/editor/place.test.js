import assert from "node:assert/strict";
import { test } from "node:test";

import { all, apply, get } from "../../planner/editor/web/scene.js";
import { Door, Window } from "../../planner/editor/web/tools/openings.js";
import { Item, Lamp } from "../../planner/editor/web/tools/item.js";
import { Column, Stair, stairOf, Tape, Zone } from "../../planner/editor/web/tools/place.js";
import { calibrated, cornersInOrder, mapped, projective } from "../../planner/editor/web/trace.js";
import { at, board, drag, hall, key, press, type } from "./hall.js";

const bare = () => {
  const scene = hall();
  scene.delete("doors/d1");
  scene.delete("windows/win1");
  return board(scene);
};

test("the first door of an outer wall is the double entrance, caught in the wall's middle, opening outwards", () => {
  const ctx = bare();
  press(new Door(ctx), 7.1, 0.1);
  assert.deepEqual(get(ctx.scene, "doors", "d1"), { id: "d1", wall: "w1", at: 7, width: 1.8, use: "entrance", leaf: "double", opens: "right", glass: true });
  assert.equal(ctx.tool, "select");
  assert.deepEqual([...ctx.selection], ["doors/d1"]);
});
test("digits set a door's clear width", () => {
  const ctx = bare(), tool = new Door(ctx);
  tool.move(at(4, 0));
  type(tool, "1"); tool.key({ chord: "Period", key: "." }); type(tool, "2");
  key(tool, "Enter");
  assert.equal(all(ctx.scene, "doors")[0].width, 1.2);
});
test("away from walls there is no door to place", () => {
  const ctx = bare();
  press(new Door(ctx), 7, 4.5);
  assert.equal(all(ctx.scene, "doors").length, 0);
});
test("a window moves aside where the door already is", () => {
  const ctx = board(hall());
  press(new Window(ctx), 7.2, -0.1);
  const win = get(ctx.scene, "windows", "win2");
  assert.ok(Math.abs(win.at - 7) >= (1.8 + win.width) / 2 - 1e-9);
});
test("an item is placed again and again until Escape", () => {
  const ctx = board(hall(), { pick: "seat" }), tool = new Item(ctx);
  for (const x of [4, 5, 6]) press(tool, x, 4);
  assert.deepEqual(all(ctx.scene, "fixtures").map((f) => f.id), ["A1", "A2", "A3"]);
  key(tool, "Escape");
  assert.equal(ctx.tool, "select");
});
test("a row goes on at equal gaps", () => {
  const ctx = board(hall(), { pick: "seat" }), tool = new Item(ctx);
  press(tool, 4, 4); press(tool, 5, 4); press(tool, 6.05, 4.03);
  assert.deepEqual(all(ctx.scene, "fixtures").at(-1).at, [6, 4]);
});
test("R turns the ghost in steps of 15 degrees", () => {
  const ctx = board(hall(), { pick: "seat" }), tool = new Item(ctx);
  tool.move(at(7, 4.4)); key(tool, "KeyR"); press(tool, 7, 4.4);
  assert.equal(get(ctx.scene, "fixtures", "A1").facing_deg, 255);
});
test("near a wall an item stands with its back to it", () => {
  const ctx = board(hall(), { pick: "seat" });
  press(new Item(ctx), 13.7, 5);
  const a = get(ctx.scene, "fixtures", "A1");
  assert.deepEqual([a.at, a.facing_deg], [[13.75, 5], 180]);
});
test("a poster goes to the wall and carries its usual height and an empty message", () => {
  const ctx = board(hall(), { pick: "poster" });
  press(new Item(ctx), 1, 4);
  assert.deepEqual(get(ctx.scene, "fixtures", "P1"), { id: "P1", kind: "poster", level: "level1", at: [0.005, 4], facing_deg: 0, height: 0.95, message: {}, host: "w4", side: "left" });
});
test("a sticker goes to the window", () => {
  const ctx = board(hall(), { pick: "sticker" });
  press(new Item(ctx), 3, 0.4);
  assert.equal(get(ctx.scene, "fixtures", "W1").host, "win1");
});
test("a counter rack stands on the counter, at its height, and rides with it", () => {
  const ctx = board(hall(), { pick: "counter" }), tool = new Item(ctx);
  press(tool, 5, 5);
  ctx.pick = "tent";
  press(tool, 5.2, 5);
  const rack = get(ctx.scene, "fixtures", "L1");
  assert.deepEqual([rack.host, rack.height, rack.faces[0].tiers.length], ["C1", 1.05, 2]);
});
test("a lamp hangs below the ceiling", () => {
  const ctx = board(hall(), { pick: "lamp" });
  press(new Lamp(ctx), 5, 5);
  assert.equal(get(ctx.scene, "luminaires", "LA1").height, 2.9);
});
test("a column stands where pressed", () => {
  const ctx = board(hall());
  press(new Column(ctx), 8, 5);
  assert.deepEqual(get(ctx.scene, "columns", "col1").size, [0.5, 0.5]);
});
test("a drag is a rectangular zone, a press takes the room", () => {
  const ctx = board(hall(), { rooms: { level1: [[[0, 0], [14, 0], [14, 9], [0, 9]]] }, options: { zone: { use: "waiting" } } });
  drag(new Zone(ctx), [2, 2], [5, 4]);
  assert.deepEqual(get(ctx.scene, "zones", "z1").ring, [[2, 2], [5, 2], [5, 4], [2, 4]]);
  press(new Zone(ctx), 10, 7);
  assert.equal(get(ctx.scene, "zones", "z2").ring.length, 4);
});
test("a polygon zone closes at its start", () => {
  const ctx = board(hall(), { options: { zone: { mode: "polygon", use: "culture" } } }), tool = new Zone(ctx);
  press(tool, 2, 2); press(tool, 5, 2); press(tool, 5, 5); press(tool, 2, 2);
  assert.deepEqual(get(ctx.scene, "zones", "z1").ring, [[2, 2], [5, 2], [5, 5]]);
});
test("a stair reaches its rise: straight, L and U", () => {
  for (const form of ["straight", "L", "U"]) {
    const st = stairOf("st1", "level1", "level2", [5, 2], 90, 3.3, { form });
    const top = st.flights.at(-1);
    assert.ok(Math.abs((top.base ?? 0) + top.steps * top.riser - 3.3) < 1e-6, form);
    assert.ok(top.riser <= 0.166);
    assert.equal((st.landings ?? []).length, form === "straight" ? 0 : 1);
  }
});
test("a stair is set by its foot and a direction", () => {
  const ctx = board(hall()), tool = new Stair(ctx);
  press(tool, 5, 2); press(tool, 8, 2.1);
  assert.equal(get(ctx.scene, "stairs", "st1").flights[0].facing_deg, 0);
});
test("the tape measures and stores nothing", () => {
  const ctx = board(hall()), tool = new Tape(ctx);
  press(tool, 2, 2); tool.move(at(5, 6, { alt: true })); press(tool, 5, 6, { alt: true });
  assert.equal(Math.round(tool.draft.tape.metres * 100) / 100, 5);
  assert.equal(ctx.history.steps, 0);
});
test("two points give a picture its true size", () => {
  const p = calibrated({ at: [0, 0], width: 10 }, [1, 1], [3, 1], 4); // 2 m drawn are 4 m
  assert.equal(p.width, 20);
  assert.deepEqual(p.at, [-1, -1]); // the first point stays where it is
});
test("four corners of a slanted picture become a rectangle", () => {
  const square = [[0, 0], [10, 0], [10, 8], [0, 8]], slanted = [[1, 2], [12, 1], [14, 11], [0, 9]], map = projective(square, slanted);
  square.forEach((p, i) => mapped(map, p).forEach((v, j) => assert.ok(Math.abs(v - slanted[i][j]) < 1e-9)));
  // a straight line stays straight: the middles of opposite sides and the middle of the diagonals are in line
  const [a, b, c] = [[5, 0], [5, 4], [5, 8]].map((p) => mapped(map, p));
  assert.ok(Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) < 1e-9);
  assert.equal(projective([[0, 0], [1, 0], [2, 0], [3, 0]], square), null);
  assert.deepEqual(cornersInOrder([[9, 9], [0, 1], [1, 8], [8, 0]]), [[0, 1], [8, 0], [9, 9], [1, 8]]);
});
