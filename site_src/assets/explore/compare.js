// Two to four departments or projects of one year, the same kind of project in several divisions, or the years of one
// department or project: beside them the median of their year; and one indicator in all the departments that have it.

import { make } from "../elements.js";
import { readIndex, readRows } from "./data.js";
import { find, totals } from "./engine.js";
import { counted, rounded, shown } from "./figures.js";
import { median } from "./picture.js";
import { YEAR } from "./question.js";
import { across, readShared, sharedSheet, sharedTable, sharedText } from "./shared.js";
import { WAYS } from "./sheet.js";
import { fill } from "./view.js";

const MOST = 4;
const SVG = "http://www.w3.org/2000/svg";
// What can stand side by side: what it is called, what to choose, and whose median stands beside it.
const KINDS = {
  departments: { title: "同一年度的部门", wanted: "请选两到四个部门。", middle: "全区划中位数" },
  projects: { title: "同一年度的项目", wanted: "请选两到四个项目。", middle: "全区划中位数" },
  years: { title: "一个部门或项目的各年度", wanted: "请选一个部门或项目。", alone: true },
  indicators: { title: "一个指标在各部门", wanted: "请选一个指标。", alone: true },
  divisions: { title: "各区划的同类项目", wanted: "请选两到四个区划。", middle: "各区划中位数" },
};
const DIVISION = "division_name", DEPARTMENT = "department_name", MATTERS = "matters";

const place = document.getElementById("compare");
const live = place.querySelector(".explore-live");
const parts = {
  form: make("div", { class: "explore-line" }), status: make("p", { class: "explore-status", role: "status" }),
  note: make("p", { class: "explore-about" }), table: make("div", {}),
};

let index, table, asked;
let turn = 0;

// ---- the address: what=departments&fiscal_year=2025&division_name=…&one=…&one=… ----

function readAsked(search) {
  const given = new URLSearchParams(search);
  const years = [...new Set(table.slices.map((slice) => slice.year))].sort((one, other) => other - one);
  const year = years.includes(Number(given.get(YEAR))) ? Number(given.get(YEAR)) : table.open || years[0];
  const what = Object.keys(KINDS).includes(given.get("what")) ? given.get("what") : "departments";
  return {
    what,
    years, year, division: given.get(DIVISION) ?? "", place: given.get("division") ?? "",
    matter: given.get(MATTERS) ?? "", q: given.get("q") ?? "",
    ones: [...new Set(given.getAll("one"))].slice(0, KINDS[what].alone ? 1 : MOST),
  };
}

function askedAddress({ what, year, division, matter, q, ones }) {
  const said = [["what", what]];
  if (what !== "years") said.push([YEAR, String(year)]);
  if (what === "divisions") said.push(...[[MATTERS, matter], ["q", q]].filter(([, word]) => word));
  else if (division) said.push([DIVISION, division]);
  return `?${new URLSearchParams([...said, ...ones.map((one) => ["one", one])])}`;
}

function change(next) {
  asked = { ...asked, ...next };
  history.pushState(null, "", askedAddress(asked));
  return answer().catch(failed);
}

// ---- what is compared: columns of {title, path, rows, peers}, peers being all that the median is taken of ----

async function rowsOf(asked) {
  const slices = table.slices.filter((slice) => asked.what === "years" || slice.year === asked.year);
  const rows = await readRows(table, slices);
  await rows.readNames();
  return rows;
}

/** Make what the address asks definite: names for the codes that the site's tables know, a division that is there. */
function settle(rows) {
  const at = rows.slices.findIndex((slice) => slice.division === asked.place);
  if (at >= 0) asked.division = rows.word(DIVISION, rows.starts[at]);
  if (!divisions(rows).includes(asked.division)) asked.division = divisions(rows)[0] ?? "";
  const names = new Map();
  for (let row = 0; row < rows.count; row += 1) {
    if (rows.word(DIVISION, row) === asked.division) names.set(rows.text("department", row), rows.word(DEPARTMENT, row));
  }
  if (asked.place && asked.what !== "projects") asked.ones = asked.ones.map((one) => names.get(one) ?? one);
  asked.place = "";
}

/** Some rows by a key: departments, projects by their codes, divisions, years. */
function grouped(members, keyOf) {
  const found = new Map();
  for (const row of members) {
    const key = keyOf(row);
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(row);
  }
  return found;
}

const divisions = (rows) => rows.columns.get(DIVISION).words.filter(Boolean);
const keys = (rows) => ({
  division: (row) => rows.word(DIVISION, row),
  department: (row) => rows.word(DEPARTMENT, row),
  project: (row) => rows.text("project_code", row).toLowerCase(),
  year: (row) => rows.word(YEAR, row),
});

/** The rows that are looked at: those of the division, or of every division those of a kind. */
function members(rows) {
  const { what, division, matter, q } = asked;
  const words = what === "divisions" ? (matter ? [[MATTERS, new Set([matter])]] : []) : [[DIVISION, new Set([division])]];
  return find(rows, { words: new Map(words), ranges: new Map(), q: what === "divisions" ? q : "" }).rows;
}

/** What can be compared: key → {title, rows}; of the years of one, both departments and projects. */
function pool(rows) {
  const own = members(rows), key = keys(rows);
  const found = new Map();
  const add = (groups, titleOf) => {
    for (const [name, its] of groups) found.set(name, { title: titleOf(name, its[0]), rows: its });
  };
  if (asked.what === "divisions") { // those without any of the kind, too
    const its = grouped(own, key.division);
    for (const name of divisions(rows)) found.set(name, { title: name, rows: its.get(name) ?? [] });
  }
  if (asked.what === "projects" || asked.what === "years") {
    add(grouped(own, key.project), (_, row) => `${rows.text("project_name", row)}（${rows.word(DEPARTMENT, row)}）`);
  }
  if (asked.what === "departments" || asked.what === "years") add(grouped(own, key.department), (name) => name);
  return found;
}

/** The columns of the comparison: those chosen, or the years of the one chosen. */
function chosen(rows, all) {
  const there = asked.ones.filter((one) => all.has(one));
  if (asked.what !== "years") {
    const peers = [...all.values()].map((one) => one.rows);
    return there.map((one) => ({ title: all.get(one).title, path: pathOf(rows, all.get(one).rows[0]), rows: all.get(one).rows, peers }));
  }
  if (!there.length) return [];
  const key = keys(rows), of = isProject(rows, there[0]) ? key.project : key.department;
  const everybody = grouped(members(rows), key.year);
  return [...grouped(all.get(there[0]).rows, key.year)].sort(([mine], [other]) => mine - other).map(([year, own]) => ({
    title: `${year} 年度`, path: pathOf(rows, own[0]), rows: own, peers: [...grouped(everybody.get(year), of).values()],
  }));
}

/** Whether a key of the years is a project's: else it is a department's name. */
const isProject = (rows, one) => !rows.columns.get(DEPARTMENT).words.includes(one);

/** The page of what a column is about. */
function pathOf(rows, row) {
  if (asked.what === "divisions") return undefined;
  const part = (name) => encodeURIComponent(rows.text(name, row).toLowerCase());
  const bureau = asked.what === "departments" || (asked.what === "years" && !isProject(rows, asked.ones[0]));
  return bureau ? `../departments/${part("division")}/${part("department")}/`
    : `../projects/${part("division")}/${rows.word(YEAR, row)}/${part("project_code")}/`;
}

/** The lines: every figure of the table that one of the columns says, and beside each the median of the column's peers. */
function lines(rows, columns) {
  const single = asked.what === "projects" || (asked.what === "years" && isProject(rows, asked.ones[0]));
  const told = columns.map((one) => totals(rows, one.rows));
  const others = new Map(); // peers → what each of them says: columns of one year have the same peers
  for (const { peers } of columns) if (!others.has(peers)) others.set(peers, peers.map((own) => totals(rows, own)));
  const made = table.columns.filter((column) => told.some((one) => one.get(column.name)?.count)).map((column) => ({
    column,
    way: single ? "" : WAYS[told.find((one) => one.get(column.name)).get(column.name).kind],
    cells: columns.map((one, at) => ({
      value: told[at].get(column.name)?.value ?? NaN,
      ...middle(column, others.get(one.peers).map((its) => its.get(column.name)?.value ?? NaN)),
    })),
  }));
  if (!single) {
    const column = { title: "项目数", unit: "个", role: "number", type: "integer" };
    made.unshift({
      column, way: "",
      cells: columns.map((one) => ({ value: one.rows.length, ...middle(column, one.peers.map((own) => own.length)) })),
    });
  }
  return made;
}

/** The median of those that say something, with two decimals, as means have, and how many they are. */
function middle(column, values) {
  const all = values.filter((value) => !Number.isNaN(value));
  const value = all.length ? median(all) : NaN;
  return { middle: rounded(column, value), of: all.length };
}

// ---- showing ----

function select(id, label, options, value, onchange) {
  // An arrow opens the list: on a list that is shut it would choose the next one at once, and the page would answer.
  const onkeydown = (event) => {
    if (!event.key.startsWith("Arrow") || event.altKey || !event.target.showPicker) return;
    event.preventDefault();
    event.target.showPicker();
  };
  const box = make("select", { id, onkeydown, onchange: (event) => onchange(event.target.value) },
    ...options.map(([key, title]) => make("option", { value: key, selected: key === value }, title)));
  return make("label", {}, make("span", {}, label), box);
}

function form(rows, all) {
  const { what, years, year, division, matter, q, ones } = asked;
  const many = new Set(table.slices.map((slice) => slice.division)).size > 1;
  const kinds = Object.entries(KINDS).filter(([key]) => many || key === what || key !== "divisions");
  const boxes = [select("what", "比什么 ", kinds.map(([key, kind]) => [key, kind.title]), what, (next) => change({ what: next, ones: [] }))];
  if (what !== "years") boxes.push(select("year", "年度 ", years.map((one) => [String(one), `${one}`]), String(year), (next) => change({ year: Number(next) })));
  if (what === "divisions") {
    const matters = rows.columns.get(MATTERS).words.filter(Boolean);
    boxes.push(select("matter", "哪一类 ", [["", "全部项目"], ...matters.map((one) => [one, one])], matter, (next) => change({ matter: next })));
    boxes.push(make("label", {}, make("span", {}, "名称里的任意几个字 "),
      make("input", { type: "search", id: "kind", value: q, onchange: (event) => change({ q: event.target.value.trim() }) })));
  } else if (divisions(rows).length > 1) {
    boxes.push(select("division", "区划 ", divisions(rows).map((one) => [one, one]), division, (next) => change({ division: next, ones: [] })));
  }
  const left = [...all].filter(([key]) => !ones.includes(key)).map(([key, one]) => [key, one.title]).sort(([, one], [, other]) => one.localeCompare(other, "zh"));
  if (ones.length < (KINDS[what].alone ? 1 : MOST) && left.length) {
    boxes.push(select("add", { years: "部门或项目 ", indicators: "指标 " }[what] ?? "加一个 ", [["", "请选"], ...left], "", (key) => key && change({ ones: [...ones, key] })));
  }
  const title = (one) => all.get(one)?.title ?? one;
  const chips = ones.map((one, at) => make("button", {
    type: "button", class: "chip", id: `one-${at}`, "aria-label": `去掉：${title(one)}`, onclick: () => change({ ones: ones.filter((other) => other !== one) }),
  }, `${title(one)} ×`));
  return [...boxes, make("div", { class: "chips" }, ...chips)];
}

/** A bar for a figure among those of its line, a pin for the median: what is less than nothing is hollow. */
function bar(value, pin, most) {
  const svg = document.createElementNS(SVG, "svg");
  const add = (attributes) => {
    const rect = document.createElementNS(SVG, "rect");
    for (const [key, word] of Object.entries(attributes)) rect.setAttribute(key, word);
    svg.append(rect);
  };
  for (const [key, word] of Object.entries({ width: "100%", height: "8", "aria-hidden": "true" })) svg.setAttribute(key, word);
  add({ width: `${(Math.abs(value) / most) * 100}%`, y: "1", height: "6", class: value < 0 ? "low" : "own" });
  if (pin >= 0) add({ x: `${(pin / most) * 98}%`, width: "2", height: "8", class: "pin" });
  return svg;
}

function comparison(columns, made) {
  const beside = KINDS[asked.what].middle;
  const whole = Math.max(...made.flatMap((one) => one.cells.map((cell) => cell.of)));
  const cellOf = (column, value, most, note, pin) => make("td", { class: "n" },
    Number.isNaN(value) ? "—" : shown(column, value), note ? make("small", {}, note) : undefined,
    Number.isNaN(value) || !most ? undefined : bar(value, pin, most));
  const body = made.map(({ column, way, cells }) => {
    const most = Math.max(...cells.flatMap((one) => [one.value, one.middle]).filter((value) => !Number.isNaN(value)).map(Math.abs));
    const title = column.unit ? `${column.title}（${column.unit}）` : column.title;
    const across = asked.what === "departments" && column.name ? make("a", { href: acrossAddress(column.name) }, title) : title;
    const own = cells.map((one) => (beside ? cellOf(column, one.value, most)
      : cellOf(column, one.value, most, Number.isNaN(one.middle) ? "" : `中位数 ${shown(column, one.middle)}`, one.middle)));
    const [{ middle: value, of }] = cells;
    return make("tr", {}, make("th", { scope: "row" }, across, way ? make("small", {}, way) : undefined), ...own,
      beside ? cellOf(column, value, most, of < whole ? `${counted(of)} 个有数` : "") : undefined);
  });
  const head = make("tr", {}, make("th", { scope: "col" }, "指标"),
    ...columns.map((one) => make("th", { scope: "col", class: "n" }, one.path ? make("a", { href: one.path }, one.title) : one.title)),
    beside ? make("th", { scope: "col", class: "n" }, `${beside}（${counted(whole)} 个）`) : undefined);
  return make("div", { class: "scroll explore-rows chart", role: "region", tabindex: "0", "aria-label": "并列比较" },
    make("table", { class: "t" }, make("thead", {}, head), make("tbody", {}, ...body)));
}

/** One figure across all departments of the year, in the explorer. */
function acrossAddress(name) {
  const said = { table: table.name, [YEAR]: asked.year, [DIVISION]: asked.division, sort: `-${name}`, group: DEPARTMENT, chart: name };
  return `../explore/?${new URLSearchParams(said)}`;
}

function told(columns, all) {
  const { what, ones, year } = asked;
  const titles = columns.map((one) => one.title).join("、");
  if (columns.length && what === "years") return `${all.get(ones[0]).title}：${columns.length > 1 ? `${titles}并列` : `只公布了 ${titles}`}。`;
  if (columns.length) return columns.length > 1 ? `${year} 年度，${titles}并列。` : `${titles}：再选一个就能并列。`;
  return ones.length ? "所选的在这一年度没有公布。" : KINDS[what].wanted;
}

/** What the figures are, where their heads do not say it. */
function noted(rows, columns) {
  const { what, ones, matter, q } = asked;
  if (columns.length && what === "years") return `小字和竖线是同一年度全区划各${isProject(rows, ones[0]) ? "项目" : "部门"}的中位数。`;
  if (what !== "divisions") return "";
  const kind = [matter ? `题目是“${matter}”` : "", q ? `名称里有“${q}”` : ""].filter(Boolean).join("、");
  return `只算${kind ? `${kind}的` : "公布了的全部"}项目；各地口径、标准不同，多少高低不等于好坏。`;
}

async function answer() {
  const mine = ++turn;
  live.setAttribute("aria-busy", "true");
  const rows = await rowsOf(asked);
  if (mine !== turn) return;
  settle(rows);
  if (asked.what === "indicators") await answerIndicator(rows, mine);
  else compareRows(rows);
  if (mine !== turn) return;
  parts.table.dispatchEvent(new CustomEvent("rows-shown", { bubbles: true })); // site.js rounds what is shown
  live.hidden = false;
  place.querySelector(".explore-off")?.remove();
  live.setAttribute("aria-busy", "false");
}

/** One indicator in all the departments of the division that have it. */
async function answerIndicator(rows, mine) {
  const { division, year, ones: [name] } = asked;
  const own = members(rows), slice = own.length ? rows.slice(own[0]) : -1;
  const code = rows.slices[slice]?.division ?? "";
  const found = await readShared(index, code, year);
  if (mine !== turn) return;
  const all = new Map([...found].map(([title, lines]) => [title, { title: `${title}（${counted(lines.length)} 个项目）` }]));
  fill(parts.form, ...form(rows, all));
  const lines = found.has(name) ? across(rows, rows.starts[slice], found.get(name), { division: code, year }) : [];
  const none = name ? `${year} 年度没有两个以上的部门在自评里用“${name}”这个指标。` : KINDS.indicators.wanted;
  parts.status.textContent = lines.length ? sharedText(name, lines, year) : found.size ? none : `${year} 年度没有几个部门同名的指标。`;
  parts.note.textContent = "只列公布的自评里、两个以上部门用了同一个名称的指标。名称一样，对象和口径可能不同，多少高低不等于好坏。";
  const take = (kind) => makeTake(kind, name, lines).catch(failed);
  fill(parts.table, ...(lines.length ? [...sharedTable(name, lines), make("p", { class: "explore-take" },
    ...[["csv", "导出 CSV"], ["xlsx", "导出 Excel"]].map(([kind, words]) => make("button", { type: "button", id: `take-${kind}`, onclick: () => take(kind) }, words)))] : []));
}

async function makeTake(kind, name, lines) {
  const { csv, save, xlsx } = await import("./take.js");
  const sheet = { ...sharedSheet(lines), name: "同名指标", notes: [
    `${index.title}：一个指标在各部门`, `所问：${parts.status.textContent}`, `数据截至：${index.day}`, `网址：${location.href}`,
    index.samples.includes(asked.division) ? `${asked.division}的数据全部为虚构示例。` : "空格表示没有公布，不等于 0。",
  ] };
  save(kind === "csv" ? csv(sheet) : xlsx(sheet), `${name}-${asked.year}-${index.day}.${kind}`);
}

function compareRows(rows) {
  const all = pool(rows);
  if (asked.what === "divisions" && !asked.ones.length) asked.ones = [...all.keys()].slice(0, MOST);
  const columns = chosen(rows, all);
  fill(parts.form, ...form(rows, all));
  parts.status.textContent = told(columns, all);
  parts.note.textContent = noted(rows, columns);
  fill(parts.table, columns.length ? comparison(columns, lines(rows, columns)) : undefined);
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
  live.append(parts.form, parts.status, parts.note, parts.table);
  window.addEventListener("popstate", () => {
    asked = readAsked(location.search);
    answer().catch(failed);
  });
  await answer();
  history.replaceState(null, "", askedAddress(asked) + location.hash);
}

begin().catch(failed);
