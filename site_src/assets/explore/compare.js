// Two to four departments or projects of one year, or the years of one of them, beside the district's median.

import { readIndex, readRows } from "./data.js";
import { totals } from "./engine.js";
import { counted, shown } from "./figures.js";
import { median } from "./picture.js";
import { YEAR } from "./question.js";
import { WAYS } from "./sheet.js";
import { fill, make } from "./view.js";

const MOST = 4;
const SVG = "http://www.w3.org/2000/svg";
const KINDS = { departments: "同一年度的部门", projects: "同一年度的项目", years: "一个部门或项目的各年度" };
const DIVISION = "division_name", DEPARTMENT = "department_name";

const place = document.getElementById("compare");
const live = place.querySelector(".explore-live");
const parts = { form: make("div", { class: "explore-line" }), status: make("p", { class: "explore-status", role: "status" }), table: make("div", {}) };

let index, table, asked;
let turn = 0;

// ---- the address: what=departments&fiscal_year=2025&division_name=…&one=…&one=… ----

function readAsked(search) {
  const given = new URLSearchParams(search);
  const years = [...new Set(table.slices.map((slice) => slice.year))].sort((one, other) => other - one);
  const year = years.includes(Number(given.get(YEAR))) ? Number(given.get(YEAR)) : table.open || years[0];
  return {
    what: KINDS[given.get("what")] ? given.get("what") : "departments",
    years, year, division: given.get(DIVISION) ?? "",
    ones: [...new Set(given.getAll("one"))].slice(0, given.get("what") === "years" ? 1 : MOST),
  };
}

function askedAddress({ what, year, division, ones }) {
  const said = [["what", what]];
  if (what !== "years") said.push([YEAR, String(year)]);
  if (division) said.push([DIVISION, division]);
  return `?${new URLSearchParams([...said, ...ones.map((one) => ["one", one])])}`;
}

function change(next) {
  asked = { ...asked, ...next };
  history.pushState(null, "", askedAddress(asked));
  return answer().catch(failed);
}

// ---- what is compared: columns of {title, path, rows} and what the median is taken of ----

async function rowsOf(asked) {
  const slices = table.slices.filter((slice) => asked.what === "years" || slice.year === asked.year);
  const rows = await readRows(table, slices);
  await rows.readNames();
  return rows;
}

/** The rows of a division by a key: its departments, its projects by their codes, or the years. */
function grouped(rows, division, keyOf) {
  const found = new Map();
  for (let row = 0; row < rows.count; row += 1) {
    if (rows.word(DIVISION, row) !== division) continue;
    const key = keyOf(row);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(row);
  }
  return found;
}

const divisions = (rows) => rows.columns.get(DIVISION).words.filter(Boolean);
const code = (rows) => (row) => rows.text("project_code", row).toLowerCase();
const department = (rows) => (row) => rows.word(DEPARTMENT, row);

/** All that can be compared with each other, by key, with what each is called. */
function pool(rows, asked) {
  const found = asked.what === "departments" ? grouped(rows, asked.division, department(rows)) : grouped(rows, asked.division, code(rows));
  const named = new Map();
  for (const [key, own] of found) {
    named.set(key, asked.what === "departments" ? key : `${rows.text("project_name", own[0])}（${rows.word(DEPARTMENT, own[0])}）`);
  }
  if (asked.what === "years") for (const key of grouped(rows, asked.division, department(rows)).keys()) named.set(key, key);
  return { found, named };
}

/** The columns of the comparison: those chosen, or the years of the one chosen. */
function chosen(rows, asked, { found, named }) {
  if (asked.what !== "years") return asked.ones.filter((one) => found.has(one)).map((one) => ({ title: named.get(one), rows: found.get(one) }));
  const one = asked.ones[0];
  const own = found.get(one) ?? grouped(rows, asked.division, department(rows)).get(one) ?? [];
  const byYear = new Map();
  for (const row of own) {
    const year = rows.word(YEAR, row);
    if (!byYear.has(year)) byYear.set(year, []);
    byYear.get(year).push(row);
  }
  return [...byYear].sort(([mine], [other]) => mine - other).map(([year, members]) => ({ title: `${year} 年度`, rows: members }));
}

/** The lines: every figure of the table that one of the columns says. */
function lines(rows, columns, asked, { found }) {
  const single = asked.what === "projects" || (asked.what === "years" && found.has(asked.ones[0]));
  const told = columns.map((one) => totals(rows, one.rows));
  const others = asked.what === "years" ? [] : [...found.values()].map((own) => totals(rows, own));
  const made = table.columns.filter((column) => told.some((one) => one.get(column.name)?.count)).map((column) => {
    const values = told.map((one) => one.get(column.name)?.value ?? NaN);
    const all = others.map((one) => one.get(column.name)?.value ?? NaN).filter((value) => !Number.isNaN(value));
    return { column, way: single ? "" : WAYS[told.find((one) => one.get(column.name)).get(column.name).kind], values, middle: all.length ? rounded(column, median(all)) : NaN, of: all.length };
  });
  if (!single) {
    const sizes = others.length ? [...found.values()].map((own) => own.length) : [];
    made.unshift({
      column: { title: "项目数", unit: "个", role: "number", type: "integer" }, way: "", values: columns.map((one) => one.rows.length),
      middle: sizes.length ? median(sizes) : NaN, of: sizes.length,
    });
  }
  return made;
}

/** A median of two is halfway between them: with two decimals, as means are. */
const rounded = (column, value) => (column.type === "number" ? Math.round(value / 10000) * 10000 : value);

// ---- showing ----

function select(id, label, options, value, onchange) {
  const box = make("select", { id, onchange: (event) => onchange(event.target.value) },
    ...options.map(([key, title]) => make("option", { value: key, selected: key === value }, title)));
  return make("label", {}, make("span", {}, label), box);
}

function form(rows, { named }) {
  const { what, years, year, division, ones } = asked;
  const boxes = [select("what", "比什么 ", Object.entries(KINDS), what, (next) => change({ what: next, ones: [] }))];
  if (what !== "years") boxes.push(select("year", "年度 ", years.map((one) => [String(one), `${one}`]), String(year), (next) => change({ year: Number(next) })));
  if (divisions(rows).length > 1) boxes.push(select("division", "区划 ", divisions(rows).map((one) => [one, one]), division, (next) => change({ division: next, ones: [] })));
  const left = [...named].filter(([key]) => !ones.includes(key)).sort(([, one], [, other]) => one.localeCompare(other, "zh"));
  if (ones.length < (what === "years" ? 1 : MOST) && left.length) {
    boxes.push(select("add", what === "years" ? "部门或项目 " : "加一个 ", [["", "请选"], ...left], "", (key) => key && change({ ones: [...ones, key] })));
  }
  const chips = ones.map((one, at) => make("button", {
    type: "button", class: "chip", id: `one-${at}`, "aria-label": `去掉：${named.get(one) ?? one}`, onclick: () => change({ ones: ones.filter((other) => other !== one) }),
  }, `${named.get(one) ?? one} ×`));
  return [...boxes, make("div", { class: "chips" }, ...chips)];
}

/** A bar for a figure among those of its line: what is less than nothing is hollow. */
function bar(value, most) {
  const svg = document.createElementNS(SVG, "svg"), rect = document.createElementNS(SVG, "rect");
  for (const [key, word] of Object.entries({ width: "100%", height: "6", "aria-hidden": "true" })) svg.setAttribute(key, word);
  for (const [key, word] of Object.entries({ width: `${(Math.abs(value) / most) * 100}%`, height: "6", class: value < 0 ? "low" : "own" })) rect.setAttribute(key, word);
  svg.append(rect);
  return svg;
}

function comparison(columns, made) {
  const beside = asked.what !== "years";
  const cellOf = (column, value, most, note) => make("td", { class: "n" },
    Number.isNaN(value) ? "—" : shown(column, value), note ? make("small", {}, note) : undefined,
    Number.isNaN(value) || !most ? undefined : bar(value, most));
  const whole = Math.max(0, ...made.map((one) => one.of));
  const body = made.map(({ column, way, values, middle, of }) => {
    const most = Math.max(...[...values, middle].filter((value) => !Number.isNaN(value)).map(Math.abs));
    const title = column.unit ? `${column.title}（${column.unit}）` : column.title;
    const across = asked.what === "departments" && column.name ? make("a", { href: acrossAddress(column.name) }, title) : title;
    return make("tr", {}, make("th", { scope: "row" }, across, way ? make("small", {}, way) : undefined),
      ...values.map((value) => cellOf(column, value, most)), beside ? cellOf(column, middle, most, of < whole ? `${counted(of)} 个有数` : "") : undefined);
  });
  const head = make("tr", {}, make("th", { scope: "col" }, "指标"), ...columns.map((one) => make("th", { scope: "col", class: "n" }, one.title)),
    beside ? make("th", { scope: "col", class: "n" }, `全区划中位数（${counted(whole)} 个）`) : undefined);
  return make("div", { class: "scroll explore-rows chart", role: "region", tabindex: "0", "aria-label": "并列比较" },
    make("table", { class: "t" }, make("thead", {}, head), make("tbody", {}, ...body)));
}

/** One figure across all departments of the year, in the explorer. */
function acrossAddress(name) {
  const said = { table: table.name, [YEAR]: asked.year, [DIVISION]: asked.division, sort: `-${name}`, group: DEPARTMENT, chart: name };
  return `../explore/?${new URLSearchParams(said)}`;
}

function told(columns) {
  const { what, ones, year } = asked;
  if (columns.length > 1) return `${what === "years" ? "" : `${year} 年度，`}${columns.map((one) => one.title).join("、")}并列。`;
  const wanted = { departments: "请选两到四个部门。", projects: "请选两到四个项目。", years: "请选一个部门或项目。" }[what];
  return columns.length ? `${columns[0].title}：再选一个就能并列。` : ones.length ? "所选的在这一年度没有公布。" : wanted;
}

async function answer() {
  const mine = ++turn;
  live.setAttribute("aria-busy", "true");
  const rows = await rowsOf(asked);
  if (mine !== turn) return;
  if (!divisions(rows).includes(asked.division)) asked.division = divisions(rows)[0] ?? "";
  const all = pool(rows, asked);
  const columns = chosen(rows, asked, all);
  fill(parts.form, ...form(rows, all));
  parts.status.textContent = told(columns);
  fill(parts.table, columns.length ? comparison(columns, lines(rows, columns, asked, all)) : undefined);
  live.hidden = false;
  place.querySelector(".explore-off")?.remove();
  live.setAttribute("aria-busy", "false");
}

function failed(error) {
  console.error(error);
  live.hidden = false;
  fill(live, make("p", { class: "search-message" }, "没有读到数据，请检查网络后刷新页面；同样的数字见下面的各张表。"));
}

async function begin() {
  index = await readIndex();
  table = index.tables.find((one) => one.name === "projects");
  asked = readAsked(location.search);
  live.append(parts.form, parts.status, parts.table);
  window.addEventListener("popstate", () => {
    asked = readAsked(location.search);
    answer().catch(failed);
  });
  await answer();
  history.replaceState(null, "", askedAddress(asked) + location.hash);
}

begin().catch(failed);
