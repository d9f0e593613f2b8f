// Undo and redo without end: one gesture is one operation is one step.

import { apply, isEmpty } from "./scene.js";

export class History {
  #past = [];
  #future = [];

  /** @param {Map<string, object>} scene @param {(op: object) => void} post told every operation, undone ones too */
  constructor(scene, post = () => {}) {
    this.scene = scene;
    this.post = post;
  }
  get canUndo() { return this.#past.length > 0; }
  get canRedo() { return this.#future.length > 0; }
  get steps() { return this.#past.length; }

  /** Make an operation happen; false where it changes nothing. */
  commit(op) {
    if (isEmpty(op)) return false;
    const [scene, back] = apply(this.scene, op);
    if (isEmpty(back)) return false;
    this.#past.push({ op, back });
    this.#future = [];
    this.scene = scene;
    this.post(op);
    return true;
  }
  undo() { return this.#step(this.#past, this.#future, "back"); }
  redo() { return this.#step(this.#future, this.#past, "op"); }

  #step(from, to, way) {
    const entry = from.pop();
    if (!entry) return false;
    [this.scene] = apply(this.scene, entry[way]);
    to.push(entry);
    this.post(entry[way]);
    return true;
  }
  /** A new document: nothing to undo. */
  reset(scene) {
    this.scene = scene;
    this.#past = [];
    this.#future = [];
  }
}
