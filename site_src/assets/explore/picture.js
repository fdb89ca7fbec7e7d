// The chart of what is shown, in the style of the site's charts: groups as bars, else how a figure lies over the rows.

import { counted, grouped, rounded, shown, withUnit } from "./figures.js";

const SVG = "http://www.w3.org/2000/svg";
const LINE = 34; // pixels of a line of bars
const MOST = 20; // bars of a chart
const STEPS = [1, 2, 2.5, 5, 10];

function node(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/**
 * A chart of lines ``{label, value, text}`` with bars from nothing: what is less than nothing is hollow.
 *
 * Its title says what it shows; a table of the same figures follows it on the page.
 */
export function bars(title, sentence, lines) {
  const figure = document.createElement("figure"), caption = document.createElement("figcaption");
  figure.className = "chart";
  const head = document.createElement("b"), told = document.createElement("span");
  head.textContent = title;
  told.textContent = sentence;
  caption.append(head, told);
  const most = Math.max(...lines.map((line) => Math.abs(line.value)), 0) || 1;
  const svg = node("svg", { width: "100%", height: lines.length * LINE + 4, role: "img", "aria-label": `${title}。${sentence}` });
  lines.forEach((line, at) => {
    const top = at * LINE;
    svg.append(
      node("text", { x: 0, y: top + 13 }, line.label),
      node("text", { x: "100%", y: top + 13, class: "e" }, line.text),
      node("rect", { x: 0, y: top + 18, width: `${(Math.abs(line.value) / most) * 100}%`, height: 9, class: line.value < 0 ? "low" : "own" }),
    );
  });
  figure.append(caption, svg);
  return figure;
}

/** Groups by the total of a column, or by how many rows they have. */
export function groupPicture(rows, groups, column, title, index) {
  const lines = groups.slice(0, MOST).map((group) => {
    const value = column ? group.totals.get(column.name).value : group.rows.length;
    const text = column ? shown(column, rounded(column, value)) : counted(value); // exact ones stand in the table
    return { label: rows.called(group.word) || index.not_published, value: Number.isNaN(value) ? 0 : value, text };
  });
  const left = groups.length - lines.length;
  return bars(title, left > 0 ? `画出前 ${MOST} 组，另有 ${left} 组在表里。` : `共 ${groups.length} 组。`, lines);
}

export const FEW = 12; // rows that are drawn one by one: they are no distribution

/** A column of figures of few rows in their order: what is not said has no bar. */
export function eachPicture(rows, found, column) {
  const { values } = rows.columns.get(column.name), scale = column.type === "number" ? 1e6 : 1;
  const { name } = rows.table.columns.find((one) => one.role === "name");
  const told = Array.from(found).filter((row) => !Number.isNaN(values[row])), missing = found.length - told.length;
  if (column.role !== "number" || !told.some((row) => values[row])) return undefined;
  const lines = told.map((row) => ({
    label: rows.text(name, row) ?? "…", value: values[row] / scale, text: shown(column, rounded(column, values[row])),
  }));
  const apart = missing ? `；另有 ${counted(missing)} ${rows.table.row}没有公布` : "";
  return bars(column.unit ? `${column.title}（${column.unit}）` : column.title, `${counted(told.length)} ${rows.table.row}${apart}。`, lines);
}

/** How a column of figures lies over some rows: bins of one width, nought and what is not said apart. */
export function spreadPicture(rows, found, column) {
  const { values } = rows.columns.get(column.name);
  const scale = column.type === "number" ? 1e6 : 1;
  const all = new Float64Array(found.length);
  let size = 0;
  for (let at = 0; at < found.length; at += 1) {
    const value = values[found[at]];
    if (!Number.isNaN(value)) all[size++] = value / scale;
  }
  const said = all.subarray(0, size).sort(), missing = found.length - size;
  const told = said.filter((value) => value !== 0), zero = size - told.length;
  if (!told.length) return undefined;
  const { width, first, counts, above } = binned(told);
  const label = (value) => grouped(Math.round(value * 1e6), 0);
  const ended = (value) => withUnit(column, label(value));
  const lines = counts.map((count, at) => ({
    label: `${label(first + at * width)} 到 ${ended(first + (at + 1) * width)}`,
    value: count,
    text: counted(count),
  }));
  if (above) lines.push({ label: `${ended(first + counts.length * width)}以上`, value: above, text: counted(above) });
  if (zero) lines.push({ label: "恰好为 0", value: zero, text: counted(zero) });
  const apart = missing ? `；另有 ${counted(missing)} ${rows.table.row}没有公布` : "";
  const middle = withUnit(column, shown(column, rounded(column, middleOf(said) * scale)));
  const sentence = `${counted(size)} ${rows.table.row}有数，中位数 ${middle}${apart}。`;
  return bars(`${column.title}怎样分布`, sentence, lines);
}

/** The middle one of some figures, of two the mean. */
export const median = (figures) => middleOf(Float64Array.from(figures).sort());

function middleOf(ordered) {
  const half = ordered.length / 2;
  return ordered.length % 2 ? ordered[Math.floor(half)] : (ordered[half - 1] + ordered[half]) / 2;
}

/** Bins of a round width up to nearly the largest figure: what few go far beyond is one more. */
function binned(told) {
  const low = told[0], high = told[Math.floor((told.length - 1) * 0.95)];
  const power = 10 ** Math.floor(Math.log10((high - low || Math.abs(high)) / 8));
  const width = power * (STEPS.find((step) => step * power * 8 >= high - low) ?? 10);
  const first = Math.floor(low / width) * width;
  const size = Math.max(1, Math.floor((high - first) / width) + 1);
  const counts = Array(size).fill(0);
  let above = 0;
  for (const value of told) {
    const at = Math.floor((value - first) / width + 1e-9);
    if (at < size) counts[at] += 1;
    else above += 1;
  }
  return { width, first, counts, above };
}
