// One indicator across bureaus: those of one name that several of them reported in a year, what each aimed at and reached.

import { make } from "../elements.js";
import { once } from "./data.js";
import { counted, grouped } from "./figures.js";
import { bars } from "./picture.js";

const WORDS = new Map([[1, "做到"], [0, "没有做到"], [null, "看不出"]]);
const HEADS = ["部门", "项目", "目标", "实际", "做到没有", "得分", "分值"];

/**
 * The shared indicators of a division's year, a list by name; empty where no two bureaus have one of a name.
 *
 * ``project`` is a row of the year's slice of projects.
 */
export async function readShared({ indicators = [] }, division, year) {
  const slice = indicators.find((one) => one.division === division && one.year === year);
  const found = new Map();
  if (!slice) return found;
  const { rows, columns } = await once(slice.figures);
  const word = ({ words, at }, row) => words[at[row]];
  const points = ({ places, values }, row) => (values[row] === null ? NaN : values[row] * 10 ** (6 - places));
  let project = 0;
  for (let row = 0; row < rows; row += 1) {
    const name = word(columns.name, row), target = columns.target.values[row], weight = points(columns.weight, row);
    project += columns.project.steps[row];
    if (!found.has(name)) found.set(name, []);
    found.get(name).push({
      project, target, weight, met: columns.met.values[row],
      actual: columns.actual.values[row] ?? target.replace(/^[≥≤=]+/u, ""),
      score: points(columns.score, row) + (weight || 0),
    });
  }
  return found;
}

/** What is told of an indicator: each line with its bureau and its project, which stands in ``rows`` behind ``start``. */
export function across(rows, start, lines, { division, year }) {
  return lines.map((one) => {
    const row = start + one.project, bureau = rows.word("department_name", row), code = rows.text("project_code", row).toLowerCase();
    return {
      ...one, bureau, called: rows.called(bureau), name: rows.text("project_name", row),
      path: `../projects/${encodeURIComponent(division)}/${year}/${encodeURIComponent(code)}/`,
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
