// What a reader asks of a table, and the address that says it. generator/derive/questions.py writes such addresses too.

import { typed, withUnit, written } from "./figures.js";

const OWN = new Set(["table", "q", "sort", "top", "columns", "group", "chart", "page"]);
export const YEAR = "fiscal_year";
const ALL = "all";

/** The question that an address asks; ``unknown``: the conditions that it cannot read, which are left out. */
export function readQuestion(search, index) {
  const given = new URLSearchParams(search);
  const table = index.tables.find((one) => one.name === given.get("table")) ?? index.tables[0];
  const columns = new Map(table.columns.map((one) => [one.name, one]));
  const question = {
    table,
    years: years(given, table),
    words: new Map(),
    ranges: new Map(),
    q: given.get("q") ?? "",
    sort: sorting(given.get("sort"), columns) ?? sorting(table.sort, columns),
    top: Math.max(0, Number.parseInt(given.get("top") ?? "0", 10) || 0),
    columns: (given.get("columns") ?? "").split(",").filter((name) => columns.has(name)),
    group: /^choices?$/.test(columns.get(given.get("group"))?.role) ? given.get("group") : "",
    chart: columns.get(given.get("chart"))?.role === "number" ? given.get("chart") : "",
    page: Math.max(1, Number.parseInt(given.get("page") ?? "1", 10) || 1),
    unknown: [],
  };
  if (!question.columns.length) question.columns = usual(table);
  for (const name of new Set(given.keys())) {
    if (OWN.has(name) || name === YEAR) continue;
    const column = columns.get(name);
    const range = /^(number|date)$/.test(column?.role) ? readRange(column, given.getAll(name)) : undefined;
    if (/^choices?$/.test(column?.role)) question.words.set(name, new Set(given.getAll(name)));
    else if (range) question.ranges.set(name, range);
    else question.unknown.push(column?.title ?? name);
  }
  return question;
}

/** The columns that are shown unless a reader chooses others. */
export const usual = (table) => table.columns.filter((one) => one.shown).map((one) => one.name);

/** The years asked for, whether the table has any rows of them or not: null for all. */
function years(given, table) {
  const asked = given.getAll(YEAR);
  if (asked.includes(ALL)) return null;
  const found = asked.filter((year) => /^\d{4}$/.test(year)).map(Number);
  if (found.length) return new Set(found);
  return table.open ? new Set([table.open]) : null;
}

function sorting(text, columns) {
  const name = (text ?? "").replace(/^-/, "");
  return columns.has(name) ? { column: name, down: text.startsWith("-") } : undefined;
}

/** «10..», «..<80», «50..80», and nothing for those that say nothing; undefined where none of them is a range. */
function readRange(column, texts) {
  const range = { least: undefined, most: undefined, below: false, missing: texts.includes("") };
  for (const text of texts) {
    const found = /^([^.]*(?:\.\d+)?)\.\.(<?)([^<]*)$/.exec(text);
    if (!found) continue;
    range.least = typed(column, found[1]);
    range.most = typed(column, found[3]);
    range.below = found[2] === "<";
  }
  return bounded(range) || range.missing ? range : undefined;
}

/** Whether a range has an end at all. */
export const bounded = (range) => range.least !== undefined || range.most !== undefined;

/** A range as the address says it. */
export function rangeText(column, { least, most, below }) {
  const [low, high] = [least, most].map((end) => (end === undefined ? "" : written(column, end)));
  return `${low}..${below ? "<" : ""}${high}`;
}

/** The address of a question: everything that decides what is shown. */
export function questionAddress(question) {
  const { table, sort } = question;
  const said = [["table", table.name]];
  for (const year of question.years ? [...question.years].sort() : [ALL]) said.push([YEAR, String(year)]);
  for (const column of table.columns) {
    for (const word of question.words.get(column.name) ?? []) said.push([column.name, word]);
    const range = question.ranges.get(column.name);
    if (range && bounded(range)) said.push([column.name, rangeText(column, range)]);
    if (range?.missing) said.push([column.name, ""]);
  }
  if (question.q) said.push(["q", question.q]);
  said.push(["sort", `${sort.down ? "-" : ""}${sort.column}`]);
  if (question.top) said.push(["top", String(question.top)]);
  if (question.columns.join() !== usual(table).join()) said.push(["columns", question.columns.join(",")]);
  if (question.group) said.push(["group", question.group]);
  if (question.chart) said.push(["chart", question.chart]);
  if (question.page > 1) said.push(["page", String(question.page)]);
  return `?${new URLSearchParams(said).toString().replaceAll("%2C", ",")}`;
}

/** What narrows the rows down, a phrase each: for the sentence, and for the chips that take them away again. */
export function conditions(question, index) {
  const { table } = question;
  const found = [];
  for (const column of table.columns) {
    const words = question.words.get(column.name);
    if (words?.size) {
      const named = [...words].map((word) => word || index.not_published).join("、");
      found.push({ column: column.name, text: `${column.title}：${named}` });
    }
    const range = question.ranges.get(column.name);
    if (range) found.push({ column: column.name, text: `${column.title}${inWords(column, range, index)}` });
  }
  const named = question.q.trim().split(/\s+/u).filter(Boolean);
  if (named.length) found.push({ column: "q", text: `名称里有“${named.join("”和“")}”` });
  if (question.top) {
    const by = table.columns.find((one) => one.name === question.sort.column);
    const way = question.sort.down ? "最高" : "最低";
    found.push({ column: "top", text: `只看${by.title}${by.role === "number" ? way : "排在前面"}的 ${question.top} ${table.row}` });
  }
  return found;
}

function inWords(column, range, index) {
  const end = (value) => withUnit(column, written(column, value).replace(/^-/, "−"));
  const [from, to, under] = column.role === "date" ? ["不早于", "不晚于", "早于"] : ["不低于", "不高于", "低于"];
  const least = range.least === undefined ? "" : `${from} ${end(range.least)}`;
  const most = range.most === undefined ? "" : `${range.below ? under : to} ${end(range.most)}`;
  const only = range.least !== undefined && range.least === range.most && !range.below;
  const ends = only ? `为 ${end(range.least)}` : [least, most].filter(Boolean).join("、");
  return range.missing ? `${ends}${ends ? "，或" : ""}${index.not_published}` : ends;
}

/** The years in words. */
export function yearsInWords(question) {
  return question.years ? `${[...question.years].sort().join("、")} 年度` : "所有年度";
}
