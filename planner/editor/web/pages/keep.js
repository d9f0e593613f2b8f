// Drawing a page again without losing the place: focus, caret and scrolling stay.

import { clear } from "../dom.js";

/** Put new nodes in; what had a `data-key` and the focus has it again, `data-scroll` stays scrolled. */
export function redraw(root, ...nodes) {
  const active = root.getRootNode().activeElement;
  const key = root.contains(active) ? active.dataset.key : null;
  const caret = key && active.tagName === "INPUT" && /^(search|text)$/.test(active.type) ? active.selectionStart : null;
  const scrolled = [...root.querySelectorAll("[data-scroll]")].map((node) => [node.dataset.scroll, node.scrollTop]);
  clear(root, ...nodes);
  for (const [name, top] of scrolled) {
    const node = root.querySelector(`[data-scroll="${CSS.escape(name)}"]`);
    if (node) node.scrollTop = top;
  }
  const again = key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (caret !== null) again.setSelectionRange(caret, caret);
}

/** What a search field does: never in the middle of an input method's composition. */
export function searching(act) {
  const take = (event) => act(event.target.value.trim().toLowerCase());
  return {
    oninput: (event) => event.isComposing || take(event),
    oncompositionend: take,
    onkeydown: (event) => event.stopPropagation(),
  };
}
