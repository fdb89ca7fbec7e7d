// The flat tables as the browser holds them: figures and words of facets in typed arrays, names fetched when needed.
// The files are those that generator/downloads/explorer writes.

import { Names, spelled } from "./unpack.js";

export const SITE = new URL("../../", import.meta.url);
const MICRO = 6; // figures are held as whole millionths, so that sums are exact
const HUNDREDTH = 10 ** (MICRO - 2);

/** The list of tables, columns and slices; each table knows it: it has the words that slices share. */
export async function readIndex() {
  const index = await unpack(new URL("explore/data/index.json.gz", SITE));
  for (const table of index.tables) table.index = index;
  return index;
}

/** What a file holds; packed ones are unpacked here, unless the server has done so already. */
async function unpack(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  const bytes = await answer.arrayBuffer();
  const start = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (start[0] !== 0x1f || start[1] !== 0x8b) return JSON.parse(new TextDecoder().decode(bytes));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).json();
}

const files = new Map(); // address → promise of what it holds

/** A file of the site by its path, fetched once; tried again after a failure. */
export function once(path) {
  if (!files.has(path)) {
    files.set(path, unpack(new URL(path, SITE)).catch((error) => {
      files.delete(path);
      throw error;
    }));
  }
  return files.get(path);
}

/** A part of a slice by its path, its words as the index spells them. */
export const readPart = async (path, index) => spelled(await once(path), index.words);

const named = new Map(); // path → promise of the names of a slice

/** The names of a slice of a table, with those that a slice of projects lends to it. */
export function readNamesOf(slice, index) {
  if (!named.has(slice.names)) {
    const projects = index.tables.find((one) => one.name === "projects").slices;
    const lending = projects.find((one) => one.division === slice.division && one.year === slice.lender);
    const wanted = [readPart(slice.names, index), lending && readNamesOf(lending, index)];
    named.set(slice.names, Promise.all(wanted).then(([part, lender]) => new Names(part, lender)).catch((error) => {
      named.delete(slice.names);
      throw error;
    }));
  }
  return named.get(slice.names);
}

/** Some slices of a table (see the index), put together. */
export async function readRows(table, slices) {
  const parts = await Promise.all(slices.map((slice) => readPart(slice.figures, table.index)));
  return new Rows(table, slices, parts);
}

export const isChoice = ({ role }) => role === "choice" || role === "choices";

/** Whether a packed column says two words, or one and nothing; figures at all. */
function several({ column, parts }) {
  if (!isChoice(column)) return parts.some(({ values }) => values.some((value) => value !== null));
  const silent = parts.some(({ at }) => at.includes(-1)) ? [""] : [];
  return new Set([...silent, ...parts.flatMap(({ words }) => words)]).size > 1;
}

/** The columns of facets and figures by their names, each unpacked when it is first asked for. */
class Columns {
  constructor(table, read, parts) {
    const known = table.columns.filter((one) => isChoice(one) || one.role === "number" || one.role === "date");
    this.packed = new Map(known.map((column) => [column.name, { column, parts: parts.map((part) => part.columns[column.name]) }]));
    this.read = read;
    this.made = new Map();
    this.varying = new Map();
  }

  has(name) {
    return this.packed.has(name);
  }

  get(name) {
    if (!this.made.has(name) && this.has(name)) {
      const { column, parts } = this.packed.get(name);
      this.made.set(name, this.read(column, parts));
    }
    return this.made.get(name);
  }

  /** Whether there is something to choose in a column. */
  varies(name) {
    if (!this.varying.has(name)) this.varying.set(name, several(this.packed.get(name)));
    return this.varying.get(name);
  }
}

/**
 * The rows of some slices of a table. A row is a number from 0 to ``count`` - 1.
 *
 * ``columns`` by name, see above: of a choice ``codes`` (0: says nothing) and ``words`` (the first is empty); of choices also
 * ``sets``: code → codes of its single words, whose list ``words`` then is; of numbers ``values`` (millionths, of counts
 * whole ones; NaN: says nothing); of days ``values`` as 20260830.
 */
export class Rows {
  constructor(table, slices, parts) {
    this.table = table;
    this.slices = slices;
    this.starts = [0];
    for (const part of parts) this.starts.push(this.starts.at(-1) + part.rows);
    this.count = this.starts.at(-1);
    this.columns = new Columns(table, (column, found) => this.read(column, found), parts);
    this.kept = new Map(); // what was worked out of figures and words: the engine's
    this.keptOfNames = new Map(); // and of the names that are there, until more come
    this.parts = parts;
    this.names = slices.map(() => undefined); // slice → its names, once read
    this.first = parts.map(({ first }) => first && { // slice → the names that came with its figures
      columns: first.columns, at: new Map(first.places.map((row, place) => [row, place])),
    });
  }

  /** The division that all rows are of, if they are of one. */
  get place() {
    const places = this.columns.get("division_name")?.words ?? [];
    return places.length === 2 ? places[1] : ""; // the first word is that nothing is said
  }

  /** A word as the page says it: a bureau without its division's name before it where all rows are of one division. */
  called(word) {
    const { place } = this;
    return place && word.startsWith(place) && word.length > place.length + 1 ? word.slice(place.length) : word;
  }

  read(column, found) {
    if (!isChoice(column)) return this.figures(column, found);
    return column.role === "choice" ? this.choice(found) : split(this.choice(found));
  }

  figures(column, parts) {
    const values = new Float64Array(this.count);
    parts.forEach(({ values: own, places, near = [] }, at) => {
      const scale = column.type === "number" ? 10 ** (MICRO - places) : 1;
      const start = this.starts[at];
      for (let i = 0; i < own.length; i += 1) values[start + i] = own[i] === null ? NaN : own[i] * scale;
      // What is packed is what the columns named leave over.
      for (const name of near) {
        const sign = name.startsWith("-") ? -1 : 1, said = this.said(name.replace("-", ""), at);
        for (let i = start; i < start + own.length; i += 1) values[i] += sign * (said(i) || 0);
      }
    });
    return { values };
  }

  /**
   * What a row of a slice says of a column; of «a/b»: the one in % of the other with two decimals, nothing where that is
   * 0; of «a/sum»: in % of all rows of the slice.
   */
  said(name, at) {
    const [part, whole] = name.split("/"), { values } = this.columns.get(part);
    if (!whole) return (row) => values[row];
    const others = this.columns.get(whole)?.values, sum = others ? 0 : this.sum(values, at);
    const of = others ? (row) => others[row] : () => sum;
    return (row) => (of(row) ? Math.floor((values[row] / of(row)) * 10_000 + 0.5) * HUNDREDTH : 0);
  }

  sum(values, at) {
    return values.subarray(this.starts[at], this.starts[at + 1]).reduce((sum, value) => sum + (value || 0), 0);
  }

  choice(parts) {
    const words = [""], numbers = new Map([["", 0]]);
    const codes = new Uint16Array(this.count);
    parts.forEach((part, at) => {
      const own = part.words.map((word) => {
        if (!numbers.has(word)) numbers.set(word, words.push(word) - 1);
        return numbers.get(word);
      });
      const start = this.starts[at];
      for (let i = 0; i < part.at.length; i += 1) codes[start + i] = part.at[i] < 0 ? 0 : own[part.at[i]];
    });
    return { codes, words };
  }

  /** The slice that a row stands in. */
  slice(row) {
    let at = 0;
    while (row >= this.starts[at + 1]) at += 1;
    return at;
  }

  /** Read the names of the slices that some rows stand in, of all without rows; whether there was something to read. */
  async readNames(rows) {
    const unknown = (row) => !this.first[this.slice(row)]?.at.has(row - this.starts[this.slice(row)]);
    const wanted = rows ? new Set(Array.from(rows).filter(unknown).map((row) => this.slice(row))) : this.slices.keys();
    const missing = [...wanted].filter((at) => !this.names[at]);
    await Promise.all(missing.map(async (at) => {
      this.names[at] = await readNamesOf(this.slices[at], this.table.index);
    }));
    if (missing.length) this.keptOfNames.clear();
    return missing.length > 0;
  }

  /** A name, text or code of a row: empty where it says nothing, undefined until it is read. */
  text(name, row) {
    const at = this.slice(row), own = row - this.starts[at];
    if (this.names[at]) return this.names[at].get(name, this.parts[at].columns)[own];
    return this.first[at]?.columns[name].values[this.first[at].at.get(own)];
  }

  /** A word, or words with a comma between, of a row; in files with the mark that records have. */
  word(name, row, between = "、") {
    const { codes, words, sets } = this.columns.get(name);
    return sets ? sets[codes[row]].map((code) => words[code]).join(between) : words[codes[row]];
  }
}

/** A column whose words are several with a mark between: its single words, and which of them each combination has. */
function split({ codes, words: combinations }) {
  const words = [""], numbers = new Map();
  const sets = combinations.map((combination) => combination.split("；").filter(Boolean).map((word) => {
    if (!numbers.has(word)) numbers.set(word, words.push(word) - 1);
    return numbers.get(word);
  }));
  return { codes, words, sets };
}
