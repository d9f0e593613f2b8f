// Operations on their way to the server, kept in the browser until acknowledged.

const PREFIX = "hall-planner/outbox/";
export const PATIENCE = 4_000, MOST_PATIENCE = 30_000; // ms without an answer before the same is sent again
export const BEAT = 10_000; // ms; a page that has not written for so long is gone

export class Outbox {
  /** @param {Storage|null} storage localStorage, or null where there is none @param {string} client names this tab @param {() => number} now */
  constructor(hall, storage = null, client = "tab", now = Date.now) {
    this.hall = hall;
    this.storage = storage;
    this.client = client;
    this.now = now;
    this.epoch = null;
    this.seq = 0;
    this.ops = [];
    this.refused = null;
  }
  get pending() { return this.ops.length; }

  /** How long to wait for an answer, the longer the oftener it was waited for. */
  static patience(tries) { return Math.min(MOST_PATIENCE, PATIENCE * 2 ** tries); }
  post(op) {
    this.seq += 1;
    this.ops.push({ seq: this.seq, put: op.put ?? [], del: op.del ?? [] });
    this.#keep();
    return this.seq;
  }
  /** What is acknowledged is the server's; forget it here. */
  ack(seq) {
    const before = this.ops.length;
    this.ops = this.ops.filter((op) => op.seq > seq);
    if (this.ops.length !== before) this.#keep();
    return before - this.ops.length;
  }
  /** Start on a new document of the server. Operations not acknowledged yet are returned, once. */
  open(epoch, seq) {
    const left = this.ops.length ? this.ops : this.kept();
    this.epoch = epoch;
    this.seq = seq;
    this.ops = [];
    return left;
  }
  message(kit) {
    return { epoch: this.epoch, kit, client: this.client, ops: this.ops };
  }
  get #own() { return `${PREFIX}${this.hall}/${this.client}`; }
  /** What an earlier page of this tab left here, and tabs that are gone; it is taken over. */
  kept() {
    const found = [];
    try {
      const keys = [];
      for (let i = 0; i < (this.storage?.length ?? 0); i++) keys.push(this.storage.key(i));
      for (const key of keys.filter((k) => k?.startsWith(`${PREFIX}${this.hall}/`)).sort()) {
        const kept = JSON.parse(this.storage.getItem(key) ?? "null");
        if (key !== this.#own && this.now() - (kept?.beat ?? 0) < BEAT) continue; // another open page's
        if (Array.isArray(kept?.ops)) found.push(...kept.ops);
        this.storage.removeItem(key);
      }
    } catch {
      // what cannot be read is no operation
    }
    return found;
  }
  /** Say that this page is still here. */
  beat() {
    if (this.ops.length) this.#keep();
  }
  forget() {
    this.ops = [];
    this.#keep();
  }
  #keep() {
    try {
      if (this.ops.length) this.storage?.setItem(this.#own, JSON.stringify({ ops: this.ops, beat: this.now() }));
      else this.storage?.removeItem(this.#own);
    } catch {
      // a full or forbidden storage: the operations still travel, they only miss their copy here
    }
  }
}
