// The explorer: reads the question that the address asks, finds, shows, and writes the address again.

import { make } from "../elements.js";
import { isChoice, readIndex, readRows } from "./data.js";
import { find, groups, inOrder, sorted, sortedGroups, totals } from "./engine.js";
import { eachPicture, FEW, groupPicture, spreadPicture } from "./picture.js";
import { questionAddress, readQuestion, YEAR } from "./question.js";
import { cell, groupCell } from "./sheet.js";
import * as view from "./view.js";

const { fill } = view;
const place = document.getElementById("explore");
const live = place.querySelector(".explore-live");
const wide = window.matchMedia("(min-width: 60em)");
const SEARCH_PAUSE = 120; // milliseconds without a key before a name is looked for

let index, question, rows, shownNow;
let turn = 0; // counts what is asked: an answer that comes too late is dropped

// ---- the frame, made once ----

const parts = {
  tables: make("div", { class: "explore-tables", role: "group", "aria-label": "看哪张表" }),
  about: make("p", { class: "explore-about" }),
  years: make("fieldset", { class: "explore-years" }),
  search: make("input", { type: "search", id: "explore-q", autocomplete: "off", spellcheck: "false", enterkeyhint: "search" }),
  side: make("div", { class: "explore-facets" }),
  status: make("p", { class: "explore-status", role: "status", "aria-live": "polite" }),
  chips: make("div", { class: "chips" }),
  sentence: make("p", { class: "explore-sentence" }),
  group: make("select", { id: "explore-group" }),
  chart: make("select", { id: "explore-chart" }),
  columns: make("details", { class: "explore-columns" }),
  picture: make("div", { class: "explore-picture" }),
  table: make("div", { class: "scroll explore-rows", role: "region", tabindex: "0", "aria-label": "查到的各行" }),
  paper: make("p", { class: "explore-paper" }),
  pager: make("nav", { class: "explore-pager", "aria-label": "翻页" }),
};

function frame() {
  const filters = make("details", { class: "explore-side" }, make("summary", { id: "facets" }, "筛选"), parts.side);
  const fit = () => { filters.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
  live.append(
    parts.tables, parts.about,
    make("div", { class: "explore-line" }, parts.years,
      make("label", { class: "explore-search" }, make("span", {}, "名称里的任意几个字"), parts.search)),
    make("div", { class: "explore-grid" }, filters, make("div", { class: "explore-main" },
      parts.status, parts.chips, parts.sentence,
      make("div", { class: "explore-tools" },
        make("label", {}, make("span", {}, "分组"), parts.group), make("label", {}, make("span", {}, "看图"), parts.chart), parts.columns,
        make("span", { class: "explore-take" },
          make("button", { type: "button", id: "take-csv", onclick: () => take("csv") }, "导出 CSV"),
          make("button", { type: "button", id: "take-xlsx", onclick: () => take("xlsx") }, "导出 Excel"),
          make("button", { type: "button", id: "print", onclick: print }, "打印"),
          make("button", { type: "button", id: "copy", onclick: copy }, "复制网址"))),
      parts.picture, parts.paper, parts.table, parts.pager)),
  );
  let pause;
  parts.search.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => change((next) => { next.q = parts.search.value.trim(); }, { typing: true }), SEARCH_PAUSE);
  });
  parts.columns.addEventListener("toggle", listColumns);
  for (const touch of ["pointerover", "focusin"]) live.addEventListener(touch, readNamesAhead);
  parts.group.addEventListener("change", () => change((next) => { next.group = parts.group.value; }));
  parts.chart.addEventListener("change", () => change((next) => { next.chart = parts.chart.value; }, { page: true }));
}

// ---- asking ----

let ahead; // the rows whose names were read ahead

/** A hand or a key in the explorer is about to ask something: the names of other rows will be wanted then. */
function readNamesAhead() {
  if (!rows || ahead === rows) return;
  ahead = rows;
  rows.readNames().catch(() => {});
}

/** Ask something else: ``edit`` changes a copy of the question. Keys replace the address, all else adds to it. */
function change(edit, { typing = false, page = false } = {}) {
  const next = { ...question, words: new Map(question.words), ranges: new Map(question.ranges), unknown: [] };
  if (!page) next.page = 1;
  edit(next);
  const address = questionAddress(next);
  if (address !== location.search) history[typing ? "replaceState" : "pushState"](null, "", address);
  question = next;
  return answer().catch(failed);
}

/** Another table, with its own usual question; the years stay where it has them. */
function chooseTable(table) {
  const params = new URLSearchParams({ table: table.name });
  const years = table.open && question.years ? [...question.years].filter((year) => table.slices.some((slice) => slice.year === year)) : [];
  for (const year of years) params.append(YEAR, year);
  const next = readQuestion(params.toString(), index);
  change((edited) => Object.assign(edited, next));
}

async function answer() {
  const mine = ++turn;
  live.setAttribute("aria-busy", "true");
  const wanted = question.table.slices.filter((slice) => !question.years || question.years.has(slice.year));
  if (rows?.table !== question.table || !sameSlices(rows.slices, wanted)) {
    const read = await readRows(question.table, wanted);
    if (mine !== turn) return;
    rows = read;
  }
  if (question.q || isText(question.sort.column)) {
    await rows.readNames();
    if (mine !== turn) return;
  }
  show();
  if (!shownNow.grouped && await rows.readNames(shownNow.rows)) {
    if (mine !== turn) return;
    showTable();
    if (shownNow.order.length <= FEW) { // it has names as well
      foundLast.drawn = undefined;
      draw(shownNow.order);
    }
  }
  live.setAttribute("aria-busy", "false");
  (window.requestIdleCallback ?? setTimeout)(prepare);
}

/** What may be asked next, made while nothing is asked: the order of words, and for paper the names of few rows. */
function prepare() {
  const { grouped, order } = shownNow;
  inOrder("", "");
  if (!grouped && order.length <= view.PAPER) rows.readNames(order).catch(() => {});
}

const sameSlices = (one, other) => one.length === other.length && one.every((slice, at) => slice === other[at]);
const isText = (name) => ["name", "text", "code"].includes(question.table.columns.find((one) => one.name === name).role);

// ---- showing ----

function show() {
  const found = foundNow();
  const arranged = sorted(rows, found.rows, question.sort);
  const order = question.top ? arranged.rows.subarray(0, question.top) : arranged.rows;
  if ((question.page - 1) * view.PAGE >= order.length) question.page = 1;
  const told = new Set([...question.columns, question.sort.column, question.chart]);
  const whole = totals(rows, order, told, question.top ? undefined : foundLast.totals);
  const grouped = question.group ? sortedGroups(groups(rows, order, question.group, told), question.sort) : undefined;
  shownNow = { order, totals: whole, groups: grouped };
  const { table } = question;
  if (document.activeElement !== parts.search) parts.search.value = question.q;
  const status = view.statusText(rows, order, question);
  if (parts.status.textContent !== status) parts.status.textContent = status;
  fill(parts.chips, ...view.chips(question, index, change));
  parts.sentence.textContent = view.sentence(rows, order, question, index, whole, question.top ? { zero: 0, missing: 0 } : arranged);
  options(parts.group, "不分组", table.columns.filter(isChoice), question.group);
  options(parts.chart, "自动", table.columns.filter((one) => one.role === "number"), question.chart);
  listColumns();
  draw(order, grouped);
  parts.picture.classList.toggle("first", Boolean(question.chart || question.group));
  showTable();
  fill(parts.pager, ...(grouped ? [] : view.pager(order, question, change)));
  live.hidden = false;
  place.querySelector(".explore-off")?.remove();
}

let foundLast; // what was found last, what was asked then, and what was told and drawn of it

/** What the question finds, with all that it alone decides of the page: another order leaves that as it is. */
function foundNow() {
  const asked = JSON.stringify([question.q, [...question.words].map(([name, words]) => [name, [...words]]), [...question.ranges], question.years && [...question.years]]);
  if (foundLast?.rows !== rows || foundLast.asked !== asked) {
    foundLast = { rows, asked, found: find(rows, question), totals: new Map(), drawn: undefined };
    fill(parts.tables, ...view.tableChoice(index, question, chooseTable));
    fill(parts.about, `${question.table.description}数据截至 `, make("span", { class: "day" }, index.day), `。${samples()}`);
    fill(parts.years, ...view.yearChoice(question, (years) => change((next) => { next.years = years; })));
    fill(parts.side, ...view.facets(rows, question, foundLast.found, index, change));
  }
  return foundLast.found;
}

/** The choice of columns: listed when a reader looks at it. */
function listColumns() {
  fill(parts.columns, ...view.columnChoice(question, change, parts.columns.open));
}

/** The table alone: once more when the names of its rows have come, and for paper, which has more ``printed``. */
function showTable(printed = 0) {
  const { order, totals: whole, groups: made } = shownNow;
  const laid = made ? view.groupsShown(rows, made, question, whole, index) : view.rowsShown(rows, order, question, whole, printed);
  shownNow = { ...shownNow, ...laid };
  parts.paper.textContent = made ? "" : view.printedText(order, laid.rows, question);
  if (order.length) view.table(parts.table, shownNow, question, change, { path: pathOf, beside: besideOf, item: itemOf });
  else fill(parts.table, make("p", { class: "none" }, noneText()));
  parts.table.dispatchEvent(new CustomEvent("rows-shown", { bubbles: true })); // site.js rounds, and puts the boxes of the pack
}

/** Why there is no row: of a place and a year without any record nothing can be told; findings are this site's own. */
function noneText() {
  const places = [...question.words].filter(([name]) => name === "division_name" || name === "department_name");
  const known = find(rows, { words: new Map(places), ranges: new Map(), q: "" }).rows.length;
  const { name, row } = question.table;
  if (known || name === "findings") return "没有符合的行。去掉一两个条件再看。";
  return `这里没有公布过${row.slice(1)}，看不出有没有，不等于没有。换一个年度、区划或部门再看。`;
}

function samples() {
  const names = index.samples.filter((name) => rows.columns.get("division_name").words.includes(name));
  return names.length ? `${names.join("、")}的数据全部为虚构示例。` : "";
}

function options(select, none, columns, chosen) {
  const made = [["", none], ...columns.map((column) => [column.name, column.title])];
  const key = made.map(([value]) => value).join();
  if (select.dataset.key !== key) {
    select.replaceChildren(...made.map(([value, title]) => make("option", { value }, title)));
    select.dataset.key = key;
  }
  select.value = chosen;
}

/** Groups by a total; else how the column chosen, or the one it is sorted by, or the first that is shown, lies. */
function draw(order, grouped) {
  const numbers = rows.table.columns.filter((one) => one.role === "number");
  const asked = numbers.find((one) => one.name === question.chart) ?? numbers.find((one) => one.name === question.sort.column);
  const column = asked ?? numbers.find((one) => question.columns.includes(one.name));
  const drawn = grouped || order.length <= FEW || question.top ? undefined : column?.name; // of all that was found: in any order the same
  if (drawn && foundLast.drawn === drawn) return;
  foundLast.drawn = drawn;
  if (grouped) fill(parts.picture, groupsDrawn(grouped, asked));
  else fill(parts.picture, column && order.length > 1 ? (order.length > FEW ? spreadPicture : eachPicture)(rows, order, column) : undefined);
}

function groupsDrawn(grouped, asked) {
  const column = asked && grouped[0]?.totals.has(asked.name) ? asked : undefined;
  const by = rows.table.columns.find((one) => one.name === question.group);
  return groupPicture(rows, grouped, column, `按${by.title}：${column ? column.title : `${rows.table.row.slice(1)}数`}`, index);
}

/** Where a row leads to: the first of its table's pages whose parts it says; a group to its rows. */
function pathOf(at) {
  if (shownNow.grouped) {
    const { word } = shownNow.rows[at];
    return questionAddress({ ...question, words: new Map(question.words).set(question.group, new Set([word])), group: "", page: 1 });
  }
  const path = said(rows.table.pages, shownNow.rows[at], encodeURIComponent);
  return path && `../${path}`;
}

/** A row as the pack names it; undefined for what is not put there. */
function itemOf(at) {
  return shownNow.grouped ? undefined : said(rows.table.items, shownNow.rows[at], (value) => value);
}

/** The first of some patterns whose parts a row says, with these in their places. */
function said(patterns, row, written) {
  for (const pattern of patterns) {
    const values = [...pattern.matchAll(/\{(\w+)\}/g)].map(([place, name]) => [place, part(name, row)]);
    if (values.every(([, value]) => value)) {
      return values.reduce((text, [place, value]) => text.replace(place, () => written(value)), pattern);
    }
  }
  return undefined;
}

/** Where a project, or a department of one year, stands beside others; undefined for what cannot be compared. */
function besideOf(at) {
  if (question.table.name !== "projects") return undefined;
  const one = shownNow.rows[at];
  if (!shownNow.grouped) {
    const code = rows.text("project_code", one);
    return code && compareAddress("projects", rows.word(YEAR, one), rows.word("division_name", one), code.toLowerCase());
  }
  const ofOneYear = question.group === "department_name" && question.years?.size === 1 && one.word;
  return ofOneYear ? compareAddress("departments", [...question.years][0], rows.word("division_name", one.rows[0]), one.word) : undefined;
}

const compareAddress = (what, year, division, one) =>
  `../compare/?${new URLSearchParams([["what", what], [YEAR, year], ["division_name", division], ["one", one]])}`;

/** A part of an address: codes are in lower case there, and behind a rule's own stands its title. */
function part(name, row) {
  const text = rows.columns.has(name) ? rows.word(name, row) : rows.text(name, row);
  if (name === "code") return text.split(" ")[0];
  return name.endsWith("_code") ? text?.toLowerCase() : text;
}

// ---- taking away ----

async function take(kind) {
  const [{ csv, save, xlsx }] = await Promise.all([import("./take.js"), rows.readNames()]);
  const { columns, grouped } = shownNow;
  const body = grouped
    ? shownNow.rows.map((group) => columns.map((column, at) => groupCell(rows, group, column, at, index).file))
    : Array.from(shownNow.order, (row) => columns.map((column) => cell(rows, column, row).file));
  const heads = columns.map((column) => ({
    title: column.unit ? `${column.title}（${column.unit}）` : column.title, number: column.role === "number",
  }));
  const notes = [
    `${index.title}：${question.table.title}`,
    `所问：${parts.sentence.textContent}`,
    `数据截至：${index.day}`,
    `网址：${location.href}`,
    `空格表示没有公布，不等于 0。${samples()}`,
  ];
  const name = `${question.table.title}-${index.day}`;
  save(kind === "csv" ? csv({ notes, heads, rows: body }) : xlsx({ name: question.table.title, notes, heads, rows: body }), `${name}.${kind}`);
}

/** Paper with all rows, whose names are read before. */
async function print() {
  await rows.readNames(shownNow.order.subarray(0, view.PAPER));
  window.print();
}

/** For paper all rows that were found, as far as their names are there: else those of the page. */
function toPaper() {
  if (!shownNow || shownNow.grouped || shownNow.order.length <= view.PAGE) return;
  const printed = shownNow.order.subarray(0, view.PAPER);
  const { name } = rows.table.columns.find((one) => one.role === "name");
  if (printed.every((row) => rows.text(name, row) !== undefined)) showTable(printed.length);
}

function fromPaper() {
  if (shownNow) showTable();
}

async function copy(event) {
  const button = event.currentTarget;
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "已复制";
  } catch {
    button.textContent = "请从地址栏复制";
  }
  setTimeout(() => { button.textContent = "复制网址"; }, 2000);
}

// ---- beginning ----

function failed(error) {
  console.error(error);
  live.hidden = false;
  fill(live, make("p", { class: "search-message" }, "总表没有读到数据，请检查网络后刷新页面；同样的内容见下面的各张表。"));
}

async function begin() {
  // Who comes without a question sees those that stand ready.
  if (!location.search && wide.matches) document.getElementById("questions").open = true;
  index = await readIndex();
  question = readQuestion(location.search, index);
  frame();
  history.replaceState(null, "", questionAddress(question) + location.hash);
  window.addEventListener("popstate", () => {
    question = readQuestion(location.search, index);
    answer().catch(failed);
  });
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", fromPaper);
  await answer();
}

begin().catch(failed);
