// What Streamlit calls, again and again, with the same parent element.

import { Board } from "./board.js";

const boards = new WeakMap();

export function render(component, kit) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  let board = boards.get(parentElement);
  if (board && (board.kit.hash !== kit.hash || board.outbox.hall !== data.hall)) {
    const level = board.level, camera = board.outbox.hall === data.hall ? board.view.camera : null;
    board.destroy();
    board = null;
    if (camera) component.keep = { level, camera };
  }
  if (!board) {
    parentElement.replaceChildren();
    board = new Board(parentElement, kit, data);
    boards.set(parentElement, board);
    globalThis.hallPlannerBoard = board; // the page's own tests look here
  }
  board.last = data;
  board.receive(data, setStateValue, setTriggerValue);
  if (component.keep) {
    board.level = component.keep.level;
    board.view.set(component.keep.camera);
    board.moved = true;
    board.redraw();
  }
  return () => {
    board.destroy();
    boards.delete(parentElement);
  };
}
