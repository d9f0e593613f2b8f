// The report's pages as pictures: a strip to jump, the pages two by two.

import { h } from "../dom.js";
import { icon } from "../icons.js";

export function reportPage(root) {
  let shown = null, page = 0;
  return function show(data, say) {
    if (shown === data.mark) return; // the same document: keep where the reader is
    shown = data.mark;
    page = 0;
    const n = data.images.length;
    const sheets = data.images.map((src, i) => h("img", { class: "sheet", src, alt: say("page-n", { n: i + 1 }), width: data.size[0], height: data.size[1], decoding: "async" }));
    const label = h("span", { class: "num", role: "status" });
    const strip = data.images.map((src, i) =>
      h("button", { class: "thumb", "aria-label": say("page-n", { n: i + 1 }), onclick: () => go(i) }, h("img", { src, alt: "" }), h("span", { class: "num", text: String(i + 1) })));
    const view = h("div", { class: "sheets", tabindex: 0, "aria-label": data.title }, ...sheets);
    const two = () => getComputedStyle(view).gridTemplateColumns.split(" ").length;
    const mark = () => {
      const last = Math.min(page + two(), n);
      label.textContent = last - page > 1 ? say("pages-of", { from: page + 1, to: last, n }) : `${page + 1} / ${n}`;
      strip.forEach((b, i) => b.toggleAttribute("aria-current", i >= page && i < last));
      strip[page]?.scrollIntoView({ block: "nearest" });
    };
    const go = (i) => {
      page = Math.max(0, Math.min(n - 1, i - (i % two())));
      view.scrollTo({ top: sheets[page].offsetTop - 22 });
      mark();
    };
    view.addEventListener("scroll", () => {
      const top = view.scrollTop + 60;
      const at = sheets.findLastIndex((sheet) => sheet.offsetTop <= top);
      if (at >= 0 && at - (at % two()) !== page) { page = at - (at % two()); mark(); }
    }, { passive: true });
    root.replaceChildren(
      h("div", { class: "reportpage" },
        h("nav", { class: "strip", "aria-label": data.title }, ...strip),
        h("div", { class: "paper" }, view,
          h("div", { class: "pager" },
            h("button", { class: "btn ib", "aria-label": say("previous"), onclick: () => go(page - two()) }, icon("left", 16)), label,
            h("button", { class: "btn ib", "aria-label": say("next"), onclick: () => go(page + two()) }, icon("right", 16))))));
    requestAnimationFrame(mark);
  };
}
