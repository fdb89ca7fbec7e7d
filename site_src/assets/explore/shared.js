// One indicator across bureaus: those of one name that several of them reported in a year, what each aimed at and reached.

import { make } from "../elements.js";
import { readNamesOf, readPart } from "./data.js";
import { counted, grouped } from "./figures.js";
import { bars } from "./picture.js";
import { figures, places, texts, words } from "./unpack.js";

const WORDS = new Map([[1, "做到"], [0, "没有做到"], [null, "看不出"]]);
const HEADS = ["部门", "项目", "目标", "实际", "做到没有", "得分", "分值"];

const MET = new Map([["1", 1], ["0", 0], ["-", null]]);

/** The shared indicators of a division's year, a list by name; empty where no two bureaus have one of a name. */
export async function readShared(index, division, year) {
  const found = new Map(), slice = index.indicators.find((one) => one.division === division && one.year === year);
  for (const line of slice ? await readLines(index, slice) : []) {
    if (!found.has(line.name)) found.set(line.name, []);
    found.get(line.name).push(line);
  }
  return found;
}

/** All lines of a slice: what they aim at stands in the next year's slice, where that has the same, which come first. */
async function readLines(index, slice) {
  const of = (one) => one.division === slice.division;
  const own = index.tables.find((one) => one.name === "projects").slices.find((one) => of(one) && one.year === slice.year);
  const later = index.indicators.filter((one) => of(one) && one.year > slice.year).sort((one, other) => one.year - other.year)[0];
  const [{ columns, lender }, names, lent] = await Promise.all(
    [readPart(slice.figures, index), readNamesOf(own, index), later ? readLines(index, later) : []]);
  const codes = names.get("project_code"), [named, targets, weights] = [words(columns.name), texts(columns.target), figures(columns.weight)];
  const aims = [
    ...places(lender).map((place) => lent[place]),
    ...places(columns.project).map((place, row) => ({ code: codes[place], name: named[row], target: targets[row], weight: weights[row] })),
  ];
  const results = texts(columns.actual), scores = figures(columns.score);
  return aims.map(({ code, name, target, weight }, row) => ({
    code, name, target, weight,
    met: MET.get(columns.met[row]),
    actual: results[row].trim() || (results[row] ? "" : target.replace(/^[≥≤=]+/u, "")),
    score: scores[row] + (weight || 0),
  }));
}

/** What is told of an indicator: each line with its bureau and its project, one of the rows from ``start`` on. */
export function across(rows, start, lines, { division, year }) {
  const places = new Map();
  for (let row = start; row < rows.starts[rows.slice(start) + 1]; row += 1) places.set(rows.text("project_code", row), row);
  return lines.map((one) => {
    const row = places.get(one.code), bureau = rows.word("department_name", row);
    return {
      ...one, bureau, called: rows.called(bureau), name: rows.text("project_name", row),
      path: `../projects/${encodeURIComponent(division)}/${year}/${encodeURIComponent(one.code.toLowerCase())}/`,
    };
  }).sort((one, other) => one.bureau.localeCompare(other.bureau, "zh") || one.name.localeCompare(other.name, "zh"));
}

const sizes = (lines) => [1, 0, null].map((met) => lines.filter((one) => one.met === met).length);

/** How many bureaus have it, how many of their projects reached it. */
export function sharedText(name, lines, year) {
  const [met, missed, untold] = sizes(lines), bureaus = new Set(lines.map((one) => one.bureau)).size;
  const rest = untold ? `，看不出 ${counted(untold)} 个` : "";
  return `${year} 年度，${counted(bureaus)} 个部门的 ${counted(lines.length)} 个项目有“${name}”：做到 ${counted(met)} 个，没有做到 ${counted(missed)} 个${rest}。`;
}

/** The bureaus as bars, and every project as a row. */
export function sharedTable(name, lines) {
  const groups = Map.groupBy ? Map.groupBy(lines, (one) => one.called) : lines.reduce((found, one) =>
    found.set(one.called, [...(found.get(one.called) ?? []), one]), new Map());
  const drawn = [...groups].map(([label, own]) => {
    const [met] = sizes(own);
    return { label, value: met, text: `${counted(met)} / ${counted(own.length)}` };
  });
  const body = lines.map((one) => make("tr", {},
    make("td", {}, one.called), make("th", { scope: "row" }, make("a", { href: one.path }, one.name)),
    make("td", {}, one.target || "—"), make("td", {}, one.actual || "—"),
    make("td", {}, make("span", { class: `state ${one.met === 1 ? "open" : one.met === 0 ? "late" : "apart"}` }, WORDS.get(one.met))),
    ...[one.score, one.weight].map((value) => make("td", { class: "n" }, grouped(value)))));
  return [
    bars(`各部门有几个项目做到“${name}”`, "条是做到的项目，后面是做到的／有这个指标的。", drawn),
    make("div", { class: "scroll explore-rows", role: "region", tabindex: "0", "aria-label": `${name}：各部门` },
      make("table", { class: "t rows" },
        make("thead", {}, make("tr", {}, ...HEADS.map((title, at) => make("th", { scope: "col", class: at > 4 ? "n" : undefined }, title)))),
        make("tbody", {}, ...body))),
  ];
}

/** The same as a sheet: heads and rows of texts. */
export function sharedSheet(lines) {
  const plain = (value) => (Number.isNaN(value) ? "" : String(value / 1e6));
  return {
    heads: HEADS.map((title, at) => ({ title, number: at > 4 })),
    rows: lines.map((one) => [one.bureau, one.name, one.target, one.actual, WORDS.get(one.met), plain(one.score), plain(one.weight)]),
  };
}
