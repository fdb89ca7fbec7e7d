// Columns as generator/downloads/explorer/packed.py packs them, one function a kind.

const HOLE = "¤"; // where a figure or a quotation stands in a pattern
const BETWEEN = "\t"; // them

/** A part of a slice with its words written out: those that several slices say stand in the index, and their numbers here. */
export function spelled(part, listed) {
  for (const column of Object.values(part.columns)) {
    for (const own of [column, column.rest]) {
      for (const kind of ["words", "patterns"]) {
        if (own?.[kind]) own[kind] = own[kind].map((word) => (typeof word === "number" ? listed[word] : word));
      }
    }
  }
  return part;
}

/** Places, told by how far each is from the one before; null where there is none. */
export function places(steps) {
  let last = 0;
  return steps.map((step) => (step === null ? null : (last += step)));
}

/** Figures as millionths, or as whole ones where they have no ``places``; NaN where there is none. */
export const figures = ({ places: decimals, values }) =>
  values.map((value) => (value === null ? NaN : value * 10 ** (6 - decimals)));

/** A word a row; undefined where there is none. */
export const words = ({ words: known, at }) => at.map((code) => known[code]);

/** Texts: written out, or as patterns with holes for figures and quotations. */
export function texts({ values, patterns, at, told }) {
  if (values) return values;
  const parts = patterns.map((pattern) => pattern.split(HOLE)), filling = told.split(BETWEEN);
  let next = 0;
  return at.map((code) => {
    let text = parts[code][0];
    for (let hole = 1; hole < parts[code].length; hole += 1) text += filling[next++] + parts[code][hole];
    return text;
  });
}

/** Who and what, the code before it left out. */
const joined = ([who, what]) => who.map((name, row) => `${name} ${what[row].replace(/^\S+ /u, "")}`);

/** The texts of a slice by column; ``lender``: those of the slice of projects that lends to it. */
export class Names {
  constructor({ lender: steps, columns }, lender) {
    this.columns = columns;
    this.lender = lender;
    this.at = steps && places(steps);
    this.made = new Map();
  }

  /** What each row says of a column; ``choices``: the columns of choices of the same slice, of which some texts follow. */
  get(name, choices) {
    if (!this.made.has(name)) this.made.set(name, this.read(this.columns[name], choices));
    return this.made.get(name);
  }

  read(column, choices) {
    if (column.by) return choices[column.by].at.map((code) => column.values[code]);
    if (column.joined) return joined(column.joined.map((one) => words(choices[one])));
    if (!column.lent) return texts(column);
    const lent = this.lender.get(column.lent), apart = new Set(places(column.whole));
    return texts(column.rest).map((text, row) => (this.at[row] === null || apart.has(row) ? text : lent[this.at[row]] + text));
  }
}
