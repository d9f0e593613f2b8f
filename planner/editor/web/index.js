// What Streamlit calls, again and again, with the same parent element.

import { Board } from "./board.js";

// Shared by all languages: each language's kit is a module of its own.
const boards = (globalThis.hallPlannerBoards ??= new WeakMap());
const left = (globalThis.hallPlannerLeft ??= new Map()); // the last board of each hall on this page

export function render(component, kit) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  let board = boards.get(parentElement);
  if (board && (board.kit.hash !== kit.hash || board.outbox.hall !== data.hall)) {
    board.destroy();
    board = null;
  }
  if (!board) {
    parentElement.replaceChildren();
    board = new Board(parentElement, kit, data);
    const before = left.get(data.hall);
    if (before) board.adopt(before); // it may still be on the page: Streamlit ends it after this
    left.set(data.hall, board);
    boards.set(parentElement, board);
    globalThis.hallPlannerBoard = board; // where the page's own tests look
  }
  board.last = data;
  board.receive(data, setStateValue, setTriggerValue);
  return () => {
    board.destroy();
    if (boards.get(parentElement) === board) boards.delete(parentElement);
  };
}
