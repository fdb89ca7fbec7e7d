// Figures as texts: exact, as the pages print them, and as files have them.

const MICRO = 1e6;
export const MISSING = "—";

/** Millionths grouped by thousands with at least so many decimals, never rounded (as generator/core/numbers.py). */
export function grouped(value, places = 2) {
  if (Number.isNaN(value)) return MISSING;
  const [whole, decimals] = parts(Math.abs(value));
  const text = `${value < 0 ? "−" : ""}${whole.toString().replace(/\B(?=(\d{3})+$)/g, ",")}`;
  const end = decimals.padEnd(places, "0");
  return end ? `${text}.${end}` : text;
}

/** Millionths as the shortest decimal, for files; empty where there is none. */
export function plain(value) {
  if (Number.isNaN(value)) return "";
  const [whole, decimals] = parts(Math.abs(value));
  return `${value < 0 ? "-" : ""}${whole}${decimals ? `.${decimals}` : ""}`;
}

function parts(value) {
  const whole = Math.floor(value / MICRO);
  const rest = Math.round(value - whole * MICRO);
  return [whole, rest ? String(rest).padStart(6, "0").replace(/0+$/, "") : ""];
}

/** A count grouped by thousands. */
export const counted = (value) => (Number.isNaN(value) ? MISSING : grouped(value * MICRO, 0));

/** A share in % of two numbers of one unit, with two decimals, half up. */
export function percent(part, whole) {
  return whole ? `${(Math.floor((part / whole) * 10000 + 0.5 + 1e-9) / 100).toFixed(2)}%` : MISSING;
}

/** A day 20260830 as 2026-08-30. */
export function day(value) {
  return Number.isNaN(value) ? "" : String(value).replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3");
}

/** A figure of a column as a page prints it. */
export function shown(column, value) {
  if (column.role === "date") return day(value) || MISSING;
  return column.type === "number" ? grouped(value) : counted(value);
}

/** A figure of a column with two decimals, half up, as millionths: sums and medians that stand in sentences. */
export const rounded = (column, value) => (column.type === "number" ? Math.sign(value) * Math.round(Math.abs(value) / 10000) * 10000 : value);

/** A figure of a column as files have it. */
export function exact(column, value) {
  if (column.role === "date") return day(value);
  return column.type === "number" ? plain(value) : Number.isNaN(value) ? "" : String(value);
}

/** What a reader typed for a column, as the column holds it; undefined where it is nothing of the kind. */
export function typed(column, text) {
  const word = text.normalize("NFKC").replace(/[,\s]/g, "").replace("−", "-");
  if (column.role === "date") {
    const found = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(word);
    return found ? Number(found.slice(1).join("")) : undefined;
  }
  if (!/^-?\d+(\.\d+)?$/.test(word)) return undefined;
  return column.type === "number" ? Math.round(Number(word) * MICRO) : Number(word);
}

/** A bound of a column as the address and the boxes have it. */
export const written = (column, value) => (column.role === "date" ? day(value) : column.type === "number" ? plain(value) : String(value));

/** A figure with its unit behind it. */
export const withUnit = (column, text) => (column.unit ? `${text}${column.unit === "%" ? "" : " "}${column.unit}` : text);
