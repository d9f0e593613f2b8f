// Elements, built from code. Text only ever as text: no markup can come from a name or a file.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else if (name === "value" && "value" in node) node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}
/** An HTML element; children are nodes or text. */
export const h = (tag, props, ...children) => fill(document.createElement(tag), props, children);
/** An SVG element. */
export const s = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);
export const clear = (node, ...children) => {
  node.replaceChildren(...children.flat(Infinity).filter(Boolean));
  return node;
};
export const path = (rings) => rings.map((ring) => `M${ring.map((p) => `${+p[0].toFixed(4)} ${+p[1].toFixed(4)}`).join("L")}Z`).join("");
export const line = (points) => `M${points.map((p) => `${+p[0].toFixed(4)} ${+p[1].toFixed(4)}`).join("L")}`;
