// Empty halls to start from.

import { closeRing } from "./edit.js";
import { apply, freeId, get } from "./scene.js";

const HALLS = {
  kiosk: { ring: [[0, 0], [5, 0], [5, 4], [0, 4]], door: 1.2 },
  small: { ring: [[0, 0], [10, 0], [10, 6], [0, 6]], door: 1.8 },
  medium: { ring: [[0, 0], [14, 0], [14, 9], [0, 9]], door: 1.8 },
  flagship: { ring: [[0, 0], [20, 0], [20, 15], [0, 15]], door: 2.4 },
};
/** One operation: outline, walls, the entrance in the middle of the south wall, shop windows beside it. */
export function templateOf(name, scene, level) {
  const hall = HALLS[name];
  if (!hall || get(scene, "levels", level)) return null;
  const made = closeRing(scene, level, hall.ring, { height: name === "flagship" ? 3.6 : 3 });
  const wall = made.op.put.find(([group]) => group === "walls")[1], length = hall.ring[1][0];
  const put = [...made.op.put, ["doors", { id: "d1", wall: wall.id, at: length / 2, width: hall.door, use: "entrance", opens: "right", glass: true, ...(hall.door >= 1.4 ? { leaf: "double" } : {}) }]];
  const free = length / 2 - hall.door / 2 - 1.9, width = Math.min(4.2, Math.floor(free * 10) / 10);
  if (width >= 1.2) put.push(["windows", { id: "win1", wall: wall.id, at: 1 + width / 2, width, sill: 0.3, head: 2.6, shop_front: true }], ["windows", { id: "win2", wall: wall.id, at: length - 1 - width / 2, width, sill: 0.3, head: 2.6, shop_front: true }]);
  return { put };
}
