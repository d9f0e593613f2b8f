// Pictures our own Python drew: SVG text parsed as a document, never as markup of the page.

import { s } from "../dom.js";

const parser = new DOMParser();

/** An SVG element from its text; scripts, handlers and links are taken out whatever they say. */
export function picture(text, label = "") {
  const parsed = parser.parseFromString(text, "image/svg+xml").documentElement;
  const node = document.importNode(parsed, true);
  for (const part of [node, ...node.querySelectorAll("*")]) {
    if (["script", "foreignobject", "iframe", "a", "image", "use"].includes(part.localName.toLowerCase())) {
      part.remove();
      continue;
    }
    for (const { name } of [...part.attributes]) {
      if (/^on/i.test(name) || /href$/i.test(name)) part.removeAttribute(name);
    }
  }
  node.removeAttribute("width");
  node.removeAttribute("height");
  node.setAttribute("role", "img");
  if (label) node.setAttribute("aria-label", label);
  return node;
}

const ring = (points, at) => `M${points.map((p) => at(p).map((v) => v.toFixed(2)).join(" ")).join("L")}`;

/** GeoJSON as one path, in the picture's millimetres. */
function outline(geometry, at) {
  const { type, coordinates: c } = geometry;
  if (type === "Polygon") return c.map((r) => `${ring(r, at)}Z`).join("");
  if (type === "MultiPolygon") return c.flat().map((r) => `${ring(r, at)}Z`).join("");
  if (type === "LineString") return ring(c, at);
  if (type === "MultiLineString") return c.map((r) => ring(r, at)).join("");
  if (type === "GeometryCollection") return geometry.geometries.map((g) => outline(g, at)).join("");
  const points = type === "MultiPoint" ? c : type === "Point" ? [c] : [];
  return points.map((p) => { const [x, y] = at(p); return `M${x - 1} ${y}h2M${x} ${y - 1}v2`; }).join("");
}

/** What shows why a finding was made, drawn over the plan. */
export function evidence(finding, level, [scale, ox, oy]) {
  const at = ([x, y]) => [ox + x * scale, oy - y * scale];
  const group = s("g", { class: "evidence" });
  for (const { geometry, properties } of finding.evidence.features) {
    if (properties.level && properties.level !== level) continue;
    group.append(s("path", { class: `e-${properties.role}`, d: outline(geometry, at) }));
  }
  return group;
}
