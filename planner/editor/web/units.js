// Numbers as people type and read them. Metres inside; full-width digits and ．，are numbers too.

const WIDE = "０１２３４５６７８９．，－";
const NARROW = "0123456789.,-";

/** Full-width digits, points and commas as narrow ones. */
export const narrow = (text) =>
  [...String(text)].map((c) => (WIDE.includes(c) ? NARROW[WIDE.indexOf(c)] : c === "。" ? "." : c)).join("");

const METRES = { m: 1, 米: 1, cm: 0.01, 厘米: 0.01, mm: 0.001, 毫米: 0.001 };

/** A length in metres, or null. A bare number is in `unit`; one decimal mark, point or comma. */
export function parseLength(text, unit = "m") {
  const match = /^\s*([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+))\s*(m|cm|mm|米|厘米|毫米)?\s*$/i.exec(narrow(text));
  if (!match) return null;
  const value = Number(match[1].replace(",", ".")) * METRES[(match[2] ?? unit).toLowerCase()];
  return Number.isFinite(value) ? Math.round(value * 1e6) / 1e6 : null;
}
/** A plain number, or null. */
export function parseNumber(text) {
  const t = narrow(text).trim().replace("°", "").replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(t) ? Number(t) : null;
}
/** The character a key types into a length, or null: digits, a decimal mark, a minus. */
export function digit(char) {
  const c = narrow(char);
  return c.length === 1 && /[\d.,-]/.test(c) ? (c === "," ? "." : c) : null;
}
/** Plan lengths in metres with two decimals. */
export const metres = (v) => (Math.round(v * 100 + Math.sign(v) * 1e-7) / 100 + 0).toFixed(2);
/** Heights in centimetres; a decimal only where it says something. */
export const centimetres = (v) => {
  const c = Math.round(v * 1000) / 10;
  return Number.isInteger(c) ? String(c) : c.toFixed(1);
};
export const squareMetres = (v) => (Math.round(v * 10 + 1e-7) / 10).toFixed(1);
