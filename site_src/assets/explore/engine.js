// Which rows a question means, in what order, and what is told of them together. Nothing here touches the page.

import { bounded } from "./question.js";

/** The letters and digits of a text, as names are searched: any two neighbours of a name are enough. */
const folded = (text) => text.normalize("NFKC").toLowerCase();
const parts = (q) => folded(q).split(/\s+/u).filter(Boolean);

/**
 * The rows that a question means, in no order yet, and what is left to choose from.
 *
 * ``counts(column)``: how many rows have each code (0: say nothing), were it not for what is asked of that column
 * itself. Rows fail the tests of other columns or not: with one test failed they count for that column alone.
 */
export function find(rows, question) {
  const tests = [...testsOf(rows, question)];
  const failed = new Uint8Array(rows.count), last = new Uint8Array(rows.count);
  tests.forEach(({ passes }, at) => {
    for (let row = 0; row < rows.count; row += 1) {
      if (!passes(row)) {
        failed[row] += 1;
        last[row] = at + 1;
      }
    }
  });
  const found = new Uint32Array(rows.count);
  let size = 0;
  for (let row = 0; row < rows.count; row += 1) if (!failed[row]) found[size++] = row;
  const counted = new Map();
  const counts = (name) => {
    if (!counted.has(name)) {
      const own = tests.findIndex((test) => test.column === name) + 1;
      const left = (row) => !failed[row] || (failed[row] === 1 && last[row] === own);
      counted.set(name, countsOf(rows.columns.get(name), rows.count, left));
    }
    return counted.get(name);
  };
  return { rows: found.slice(0, size), counts };
}

function* testsOf(rows, question) {
  for (const [name, words] of question.words) yield { column: name, passes: wordTest(rows.columns.get(name), words) };
  for (const [name, range] of question.ranges) yield { column: name, passes: rangeTest(rows.columns.get(name), range) };
  const asked = parts(question.q);
  if (asked.length) {
    const name = rows.table.columns.find((one) => one.role === "name").name;
    const names = searchable(rows, name);
    yield { column: "q", passes: (row) => asked.every((part) => names[row].includes(part)) };
  }
}

function wordTest({ codes, words, sets }, wanted) {
  const good = new Uint8Array(words.length);
  for (const word of wanted) {
    const code = words.indexOf(word);
    if (code >= 0) good[code] = 1;
  }
  if (!sets) return (row) => good[codes[row]] === 1;
  const whole = sets.map((set) => (set.length ? set.some((code) => good[code]) : good[0] === 1));
  return (row) => whole[codes[row]];
}

function rangeTest({ values }, range) {
  const { least = -Infinity, most = Infinity, below, missing } = range;
  const within = bounded(range);
  return (row) => {
    const value = values[row];
    if (Number.isNaN(value)) return missing;
    return within && value >= least && (below ? value < most : value <= most);
  };
}

/** What is worked out once. */
function once(kept, key, made) {
  if (!kept.has(key)) kept.set(key, made());
  return kept.get(key);
}

/** Where what is worked out of a column is kept. */
const kept = (rows, name) => (rows.columns.has(name) ? rows.kept : rows.keptOfNames);

/** The names as they are searched; those that are not read yet hold nothing. */
const searchable = (rows, name) =>
  once(rows.keptOfNames, "searchable", () => Array.from({ length: rows.count }, (_, row) => folded(rows.text(name, row) ?? "")));

function countsOf({ codes, words, sets, values }, count, left) {
  if (values) {
    let missing = 0, zero = 0, least = Infinity, most = -Infinity;
    for (let row = 0; row < count; row += 1) {
      if (!left(row)) continue;
      const value = values[row];
      if (Number.isNaN(value)) missing += 1;
      else {
        if (value === 0) zero += 1;
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    return { missing, zero, least, most };
  }
  const numbers = new Uint32Array(sets ? sets.length : words.length);
  for (let row = 0; row < count; row += 1) if (left(row)) numbers[codes[row]] += 1;
  if (!sets) return numbers;
  const single = new Uint32Array(words.length);
  sets.forEach((set, code) => {
    if (!set.length) single[0] += numbers[code];
    for (const one of set) single[one] += numbers[code];
  });
  return single;
}

let collator;
/** Words in the order of their sounds, made when it is first asked for: that takes a while, for which a page has time. */
export const inOrder = (one, other) => (collator ??= new Intl.Collator("zh", { numeric: true })).compare(one, other);

/** Rows in the order of a column: those that say nothing last, whichever way; ``missing`` and ``zero`` how many. */
export function sorted(rows, found, { column, down }) {
  const keys = sortKeys(rows, column);
  const wanted = new Uint8Array(rows.count), order = new Uint32Array(found.length);
  for (let at = 0; at < found.length; at += 1) wanted[found[at]] = 1;
  const whole = once(kept(rows, column), `order ${down ? "-" : ""}${column}`, () => wholeOrder(keys, down));
  let size = 0, missing = 0, zero = 0;
  for (let at = 0; at < whole.length; at += 1) {
    const row = whole[at];
    if (!wanted[row]) continue;
    order[size++] = row;
    if (Number.isNaN(keys[row])) missing += 1;
    else if (keys[row] === 0) zero += 1;
  }
  const numeric = rows.columns.get(column)?.values !== undefined;
  return { rows: order, missing, zero: numeric ? zero : 0 };
}

/** All rows in the order of their keys, equal ones as they stand: kept, so that filters put nothing in order again. */
function wholeOrder(keys, down) {
  const told = distinct(keys.filter((key) => !Number.isNaN(key)).sort()), last = told.length;
  const ranks = new Uint32Array(keys.length), starts = new Uint32Array(last + 2);
  for (let row = 0; row < keys.length; row += 1) {
    const key = keys[row], rank = Number.isNaN(key) ? last : placeOf(told, key);
    ranks[row] = down && rank < last ? last - 1 - rank : rank;
    starts[ranks[row] + 1] += 1;
  }
  for (let rank = 0; rank <= last; rank += 1) starts[rank + 1] += starts[rank];
  const order = new Uint32Array(keys.length);
  for (let row = 0; row < keys.length; row += 1) order[starts[ranks[row]]++] = row;
  return order;
}

/** Figures in order, each once. */
const distinct = (ordered) => ordered.filter((figure, at) => at === 0 || figure !== ordered[at - 1]);

/** Where a figure stands among those in order. */
function placeOf(ordered, figure) {
  let low = 0, high = ordered.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ordered[middle] < figure) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A number for each row by which it is put in order; NaN where it says nothing. */
function sortKeys(rows, name) {
  const column = rows.columns.get(name);
  if (column?.values) return column.values;
  return once(kept(rows, name), `ranks ${name}`, () => (column ? wordRanks(rows, name, column) : textRanks(rows, name)));
}

function wordRanks(rows, name, { codes, words, sets }) {
  const texts = sets ? sets.map((set) => set.map((code) => words[code]).join("、")) : words;
  const order = [...texts.keys()].sort((one, other) => inOrder(texts[one], texts[other]));
  const rank = new Float64Array(texts.length);
  order.forEach((code, place) => {
    rank[code] = texts[code] ? place : NaN;
  });
  return Float64Array.from(codes, (code) => rank[code]);
}

/** Texts by their characters: a collator would take a second for a city's names. */
function textRanks(rows, name) {
  const texts = Array.from({ length: rows.count }, (_, row) => rows.text(name, row) ?? "");
  const places = new Map([...new Set(texts)].sort().map((text, place) => [text, place]));
  return Float64Array.from(texts, (text) => (text ? places.get(text) : NaN));
}

/**
 * What is told of some rows together, by column: a sum, a mean or a ratio of sums, and how many rows say it.
 *
 * ``wanted``: the names of the columns that are asked for; all without them. ``known``: what was told of these rows before,
 * to which the rest is added.
 */
export function totals(rows, found, wanted, known = new Map()) {
  const result = new Map();
  for (const column of rows.table.columns) {
    if (column.role !== "number" || !(column.total || column.ratio) || (wanted && !wanted.has(column.name))) continue;
    if (!known.has(column.name)) known.set(column.name, totalOf(rows, found, column));
    result.set(column.name, known.get(column.name));
  }
  return result;
}

function totalOf(rows, found, column) {
  const { values } = rows.columns.get(column.name);
  const { sum, count } = summed(values, found);
  const pair = (column.ratio ?? []).map((name) => rows.columns.get(name).values);
  const both = pair.length ? found.filter((row) => !pair.some((one) => Number.isNaN(one[row]))) : [];
  const [part, whole] = pair.map((one) => summed(one, both).sum);
  // A mean of scores and a ratio have two decimals, as the pages round them.
  const mean = Math.round(sum / count / 10000 + 1e-9) * 10000;
  const ratio = Math.round((part / whole) * 10000 + 1e-9) * 10000;
  const value = !count ? NaN : column.ratio ? ratio : column.total === "mean" ? mean : sum;
  return { kind: column.ratio ? "ratio" : column.total, value, count };
}

/** The sum of some figures over the rows that say them, and how many these are. */
function summed(figures, found) {
  let sum = 0, count = 0;
  for (let at = 0; at < found.length; at += 1) {
    const row = found[at];
    if (Number.isNaN(figures[row])) continue;
    sum += figures[row];
    count += 1;
  }
  return { sum, count };
}

/** Some rows by the words of a column: each word ('' for those that say nothing), its rows and the totals wanted. */
export function groups(rows, found, name, wanted) {
  const { codes, words, sets } = rows.columns.get(name);
  const members = new Map();
  for (const row of found) {
    const own = sets ? sets[codes[row]] : [codes[row]];
    for (const code of own.length ? own : [0]) {
      if (!members.has(code)) members.set(code, []);
      members.get(code).push(row);
    }
  }
  return [...members].map(([code, own]) => ({ word: words[code], rows: own, totals: totals(rows, own, wanted) }));
}

/** Groups in the order of a question: by the total of the column it sorts by, else by how many rows they have. */
export function sortedGroups(made, { column, down }) {
  const told = made.some((one) => one.totals.has(column));
  const key = (one) => (told ? one.totals.get(column).value : one.rows.length);
  const way = told && !down ? 1 : -1;
  return [...made].sort((one, other) => {
    const [mine, its] = [key(one), key(other)];
    if (Number.isNaN(mine) || Number.isNaN(its)) return Number.isNaN(mine) - Number.isNaN(its);
    return way * (mine - its) || inOrder(one.word, other.word);
  });
}
