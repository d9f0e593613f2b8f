// Answers to geometry questions on standard input, for the comparison with shapely.

import * as g from "../../planner/editor/web/geometry.js";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const ask = {
  area: ({ ring }) => g.area(ring),
  centroid: ({ ring }) => g.centroid(ring),
  inside: ({ ring, p }) => g.inside(ring, p),
  distance: ({ ring, p }) => g.toArea(ring, p),
  crosses: ({ ring }) => g.crossesItself(ring),
  clip: ({ a, b }) => (g.clip(a, b).length > 2 ? g.area(g.clip(a, b)) : 0),
  box: ({ at, w, d, facing }) => g.box(at, w, d, facing),
  walls: ({ walls }) => Object.fromEntries(g.wallBodies(walls)),
  opening: ({ wall, item }) => g.opening(wall, item).ring,
};
console.log(JSON.stringify(JSON.parse(text).map(({ ask: name, ...of }) => ask[name](of))));
