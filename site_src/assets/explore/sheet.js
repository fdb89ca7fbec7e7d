// What is shown as heads and rows: the same for the page, for files and for paper.

import { counted, exact, shown } from "./figures.js";

const NUMERIC = (column) => column.role === "number";

/** The heads of columns: titles with units, and whether numbers stand below. */
export const heads = (columns) => columns.map((column) => ({
  name: column.name,
  title: column.unit ? `${column.title}（${column.unit}）` : column.title,
  number: NUMERIC(column),
  column,
}));

/** A cell of a row: its text, and the text that files have. */
export function cell(rows, column, row) {
  const own = rows.columns.get(column.name);
  if (own?.values) {
    const value = own.values[row];
    return { text: shown(column, value), file: exact(column, value), missing: Number.isNaN(value) };
  }
  const text = own ? rows.word(column.name, row) : rows.text(column.name, row);
  const told = own && text ? rows.called(text) : text;
  const file = own?.sets ? rows.word(column.name, row, rows.table.index.between) : text;
  return { text: told === undefined ? "…" : told || "—", file: file ?? "", missing: !text };
}

/** The columns of groups: the word, how many rows, and what is told of them together. */
export function groupColumns(table, by, chosen, totals) {
  const name = table.columns.find((one) => one.name === by);
  const count = { name: "", title: `${table.row.slice(1)}数`, role: "number", type: "integer", unit: table.row[0] };
  return [name, count, ...chosen.filter((column) => totals.has(column.name))];
}

/** A cell of a group. */
export function groupCell(rows, group, column, at, index) {
  if (at === 0) {
    const text = group.word || index.not_published;
    return { text: rows.called(text), file: text, missing: !group.word };
  }
  if (at === 1) return { text: counted(group.rows.length), file: String(group.rows.length), missing: false };
  const { value } = group.totals.get(column.name);
  return { text: shown(column, value), file: exact(column, value), missing: Number.isNaN(value) };
}

/** How a total is come by, in words. */
export const WAYS = { sum: "合计", mean: "平均", ratio: "合计之比" };
