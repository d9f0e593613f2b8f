// Sentences in the language of the page; they come with the data, none stand in the code.

export class Words {
  constructor(table, lang) {
    this.table = table;
    this.lang = lang;
  }
  has(key) { return key in this.table; }
  say(key, values = {}) {
    const one = Number(values.n) === 1 && this.table[`${key}.one`];
    return (one || (this.table[key] ?? key)).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  }
  /** A zone's use. */
  use(use) { return this.say(`use.${use}`); }
}
