// Verdict marks: the shape alone tells the verdict, so they survive grey print and colour blindness.

import { s } from "./dom.js";

const ngon = (n, turn, r) =>
  Array.from({ length: n }, (_, i) => {
    const a = ((turn + (i * 360) / n) * Math.PI) / 180;
    return `${(r * Math.cos(a)).toFixed(1)},${(r * Math.sin(a)).toFixed(1)}`;
  }).join(" ");

/** How a finding looks: its severity, or its outcome where it did not fail. */
export const look = (finding) =>
  finding.outcome === "failed" ? (finding.severity === "info" ? "minor" : finding.severity) : { uncertain: "unsure", "needs-review": "review", passed: "pass" }[finding.outcome];

/** A mark around (0, 0) as an SVG group. */
export function markGroup(kind, label = "", size = 18) {
  const r = size / 2, text = String(label), f = size * (text.length > 2 ? 0.4 : text.length > 1 ? 0.5 : 0.58);
  const g = s("g", { class: `mark m-${kind}` });
  const write = (css, dy = 0, str = text, fs = f) => str !== "" && g.append(s("text", { class: `mk-t ${css}`, y: (fs * 0.36 + dy).toFixed(1), "font-size": fs.toFixed(1), text: str }));
  if (kind === "critical") {
    g.append(s("polygon", { class: "mk-halo", points: ngon(8, 22.5, r * 1.12) }), s("polygon", { class: "mk critical", points: ngon(8, 22.5, r * 1.06) }), s("polygon", { class: "mk-ring", points: ngon(8, 22.5, r * 0.84) }));
    write("on-critical");
  } else if (kind === "major") {
    const k = r * 1.16, p = `0,${-k} ${k * 1.02},${k * 0.74} ${-k * 1.02},${k * 0.74}`;
    g.append(s("polygon", { class: "mk-halo", points: p }), s("polygon", { class: "mk major", points: p }));
    write("on-major", f * 0.16, text, f * 0.92);
  } else if (kind === "minor") {
    g.append(s("circle", { class: "mk-halo", r }), s("circle", { class: "mk minor", r: r * 0.9 }));
    write("on-minor");
  } else if (kind === "unsure") {
    const d = r * 1.12, p = `0,${-d} ${d},0 0,${d} ${-d},0`;
    g.append(s("polygon", { class: "mk-halo", points: p }), s("polygon", { class: "mk unsure", points: p }));
    write("on-unsure", 0, text === "" ? "≈" : text, text === "" ? size * 0.56 : f * 0.9);
  } else if (kind === "review") {
    g.append(s("rect", { class: "mk review", x: -r * 0.84, y: -r * 0.84, width: r * 1.68, height: r * 1.68, rx: 2 }));
    write("on-unsure", 0, text === "" ? "?" : text, text === "" ? size * 0.56 : f * 0.9);
  } else if (kind === "pass") {
    g.append(s("circle", { class: "mk pass", r: r * 0.9 }), s("path", { class: "mk-check", d: `M${-r * 0.4} ${r * 0.04}l${r * 0.28} ${r * 0.3} ${r * 0.5} ${-r * 0.6}` }));
  }
  return g;
}
/** A mark as a small picture in a line of text. */
export const mark = (kind, label = "", size = 18) =>
  s("svg", { class: "mark", width: size + 4, height: size + 4, viewBox: `${-size / 2 - 2} ${-size / 2 - 2} ${size + 4} ${size + 4}`, "aria-hidden": "true" }, markGroup(kind, label, size));
