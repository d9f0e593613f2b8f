// Pages around the board. Streamlit calls `render` again on every change.

import { h } from "./dom.js";
import { auditPage } from "./pages/audit.js";
import { guidelinesPage } from "./pages/guidelines.js";
import { hallsPage } from "./pages/halls.js";
import { lightPage } from "./pages/light.js";
import { reportPage } from "./pages/report.js";
import { versionsPage } from "./pages/versions.js";

const PAGES = { halls: hallsPage, audit: auditPage, guidelines: guidelinesPage, light: lightPage, report: reportPage, versions: versionsPage };
const kept = new WeakMap();

export function render({ data, parentElement, setTriggerValue }, css) {
  let page = kept.get(parentElement);
  if (!page || page.view !== data.view) {
    page?.root.remove();
    const style = h("style", { text: css });
    const root = h("div", { class: "pages" });
    parentElement.append(style, root);
    page = { view: data.view, root, show: PAGES[data.view](root) };
    kept.set(parentElement, page);
  }
  const root = page.root;
  root.setAttribute("lang", data.lang);
  document.documentElement.lang = data.lang;
  root.dataset.theme = dark(root) ? "dark" : "light";
  const say = (key, values = {}) =>
    ((String(values.n) === "1" && data.words[`${key}.one`]) || (data.words[key] ?? key)).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  page.show(data, say, (name, detail = {}) => setTriggerValue("event", { name, ...detail, at: Date.now() }));
  return () => {
    kept.delete(parentElement);
    page.root.remove();
  };
}

/** Whether Streamlit's page is dark: from the colour it gives us, since it says so nowhere else. */
function dark(root) {
  const colour = getComputedStyle(root).getPropertyValue("--st-background-color").trim() || "#ffffff";
  const [r, g, b] = [1, 3, 5].map((n) => parseInt(colour.slice(n, n + 2), 16) || 0);
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}
