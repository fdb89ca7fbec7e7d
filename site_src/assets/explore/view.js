// What readers see and touch. Everything from the data reaches the page as text: nothing here writes HTML.

import { make } from "../elements.js";
import { counted, percent, rounded, shown, typed, withUnit, written } from "./figures.js";
import { isChoice } from "./data.js";
import { conditions, yearsInWords, YEAR } from "./question.js";
import { cell, groupCell, groupColumns, heads, WAYS } from "./sheet.js";

const SHORT = 8; // words of a facet before the rest is folded
export const PAGE = 50;
export const PAPER = 1000; // rows that are printed: some forty sheets

/** Exchange what a place holds; what had the focus has it again. */
export function fill(place, ...children) {
  const focused = place.contains(document.activeElement) ? document.activeElement.id : "";
  place.replaceChildren(...children.filter((child) => child !== undefined));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// ---- which table, which years ----

/** The tables to choose from. */
export function tableChoice(index, question, choose) {
  return index.tables.map((table) => make("button", {
    type: "button", id: `table-${table.name}`, "aria-pressed": String(table === question.table), onclick: () => choose(table),
  }, table.title));
}

/** The years to choose from, the newest first, with how many rows each has. */
export function yearChoice(question, choose) {
  const sizes = new Map();
  for (const { year, rows } of question.table.slices) sizes.set(year, (sizes.get(year) ?? 0) + rows);
  const years = [...sizes.keys()].sort((one, other) => other - one);
  const whole = question.years === null;
  const toggled = (year) => {
    const next = new Set(question.years ?? []);
    if (!next.delete(year)) next.add(year);
    return next.size ? next : null;
  };
  const option = (id, label, checked, next) => make("label", {},
    make("input", { type: "checkbox", id, checked, onchange: () => choose(next()) }), ` ${label}`);
  return [
    make("legend", {}, "年度"),
    option("year-all", "所有年度", whole, () => (whole ? new Set(years.slice(0, 1)) : null)),
    ...years.map((year) => option(`year-${year}`, `${year}（${counted(sizes.get(year))}）`, !whole && question.years.has(year), () => toggled(year))),
  ];
}

// ---- facets ----

const opened = new Set(), seen = new Set(), unfolded = new Set();

/** The facets and ranges of a table, those asked for or first in the table open. */
export function facets(rows, question, found, index, change) {
  const made = [];
  const listed = rows.table.columns.filter((one) => rows.columns.has(one.name));
  const [words, figures] = [true, false].map((kind) => listed.filter((one) => isChoice(one) === kind));
  for (const column of [...words, ...figures]) {
    if (column.name === YEAR) continue;
    const asked = question.words.has(column.name) || question.ranges.has(column.name);
    if (!asked && !rows.columns.varies(column.name)) continue;
    if (asked || (column.shown && isChoice(column) && !seen.has(column.name))) opened.add(column.name);
    seen.add(column.name);
    const fold = make("details", { open: opened.has(column.name) }, make("summary", { id: `facet-${column.name}` },
      column.title, asked ? make("span", { class: "asked" }, "已选") : undefined));
    // What is folded is not counted, nor even unpacked, until somebody looks.
    const unfold = () => {
      if (fold.children.length > 1) return;
      const own = rows.columns.get(column.name), counts = found.counts(column.name);
      fold.append(...(own.words ? wordList : rangeBoxes)(rows, column, own, question, counts, index, change));
    };
    if (fold.open) unfold();
    fold.addEventListener("toggle", () => {
      opened[fold.open ? "add" : "delete"](column.name);
      if (fold.open) unfold();
    });
    made.push(fold);
  }
  return made;
}

function wordList(rows, column, own, question, counts, index, change) {
  const wanted = question.words.get(column.name) ?? new Set();
  const codes = [...own.words.keys()].filter((code) => counts[code] || wanted.has(own.words[code]));
  // The most frequent first; those that say nothing last, a slice of their own.
  codes.sort((one, other) => (one === 0) - (other === 0) || counts[other] - counts[one]);
  const whole = unfolded.has(column.name) || codes.length <= SHORT + 1;
  const listed = whole ? codes : codes.filter((code, at) => at < SHORT || code === 0 || wanted.has(own.words[code]));
  const itemOf = (code) => {
    const word = own.words[code];
    return make("li", {}, make("label", { class: code ? undefined : "missing" },
      make("input", { type: "checkbox", id: `word-${column.name}-${code}`, checked: wanted.has(word), onchange: () => change((next) => {
        const words = new Set(wanted);
        if (!words.delete(word)) words.add(word);
        if (words.size) next.words.set(column.name, words);
        else next.words.delete(column.name);
      }) }),
      make("span", { class: "value" }, rows.called(word) || index.not_published), make("span", { class: "count" }, counted(counts[code]))));
  };
  const list = make("ul", { "aria-label": column.title }, ...listed.map(itemOf));
  const more = whole ? undefined : make("button", { type: "button", class: "rest", id: `rest-${column.name}`, onclick: () => {
    unfolded.add(column.name);
    list.replaceChildren(...codes.map(itemOf));
    more.remove();
    list.querySelectorAll("input")[Math.min(SHORT, codes.length - 1)].focus();
  } }, `其余 ${codes.length - listed.length} 个`);
  return [list, more].filter(Boolean);
}

function rangeBoxes(rows, column, own, question, counts, index, change) {
  const range = question.ranges.get(column.name) ?? { least: undefined, most: undefined, below: false, missing: false };
  const { missing, zero, least, most } = counts;
  const set = (part) => change((next) => {
    const made = { ...range, ...part };
    if (made.least === undefined && made.most === undefined && !made.missing) next.ranges.delete(column.name);
    else next.ranges.set(column.name, made);
  });
  const box = (end, label, hint) => make("label", {}, make("span", {}, label), make("input", {
    id: `${end}-${column.name}`, inputmode: "decimal", autocomplete: "off", placeholder: hint,
    value: range[end] === undefined ? "" : written(column, range[end]),
    onchange: (event) => set({ [end]: readBox(column, event.target), ...(end === "most" ? { below: false } : {}) }),
  }));
  const hint = (value) => (Number.isFinite(value) ? written(column, value) : "");
  const unit = column.unit ? `（${column.unit}）` : "";
  return [
    make("div", { class: "range", role: "group", "aria-label": column.title }, box("least", `从${unit}`, hint(least)), box("most", range.below ? "到（不含）" : "到", hint(most))),
    zero && column.role === "number" ? make("p", { class: "zero" }, `其中 ${counted(zero)} ${rows.table.row}为 0`) : undefined,
    missing || range.missing ? make("label", { class: "missing" }, make("input", {
      type: "checkbox", id: `missing-${column.name}`, checked: range.missing, onchange: () => set({ missing: !range.missing }),
    }), make("span", { class: "value" }, index.not_published), make("span", { class: "count" }, counted(missing))) : undefined,
  ].filter(Boolean);
}

/** What stands in a box; a box with what is no figure says so. */
function readBox(column, box) {
  const text = box.value.trim();
  const value = text ? typed(column, text) : undefined;
  box.setCustomValidity(text && value === undefined ? "请填数字" : "");
  box.reportValidity();
  return value;
}

// ---- what is told of what is shown ----

/** How many rows there are and in what order they stand, for those who hear the page, too. */
export function statusText(rows, order, question) {
  const { row } = question.table;
  const rest = order.length === rows.count ? "" : `（共 ${counted(rows.count)} ${row}）`;
  return `找到 ${counted(order.length)} ${row}${rest}${order.length > 1 && !question.group ? `，${orderText(question)}` : ""}`;
}

function orderText({ table, sort: { column, down } }) {
  const { title, role } = table.columns.find((one) => one.name === column);
  const [up, back] = { number: ["从低到高", "从高到低"], date: ["从早到晚", "从晚到早"] }[role] ?? ["的次序", "倒序"];
  return `按${title}${down ? back : up}`;
}

/** What is shown, in a sentence: years, conditions, totals, and what stands apart in the order. */
export function sentence(rows, order, question, index, totals, arranged) {
  const asked = conditions(question, index).map((one) => one.text);
  const parts = [`${yearsInWords(question)}${asked.length ? `，${asked.join("；")}` : ""}：${counted(order.length)} ${question.table.row}${
    order.length < rows.count ? `，占 ${percent(order.length, rows.count)}` : ""}。`];
  const told = question.columns.map((name) => rows.table.columns.find((one) => one.name === name))
    .filter((column) => totals.get(column.name)?.count);
  const words = told.map((column) => {
    const { kind, value, count } = totals.get(column.name);
    const some = count < order.length ? `（${counted(count)} ${question.table.row}有数）` : "";
    return `${column.title}${WAYS[kind] === "合计之比" ? "" : WAYS[kind]} ${withUnit(column, shown(column, rounded(column, value)))}${some}`;
  });
  if (words.length && order.length) parts.push(`${words.slice(0, 4).join("，")}。`);
  const by = rows.table.columns.find((one) => one.name === question.sort.column);
  if (arranged.zero) parts.push(`“${by.title}”为 0 的 ${counted(arranged.zero)} ${question.table.row}，排在 0 的位置。`);
  if (question.unknown.length) parts.push(`网址里的条件“${question.unknown.join("”、“")}”认不得，没有照它筛选。`);
  if (arranged.missing) parts.push(`没有公布“${by.title}”的 ${counted(arranged.missing)} ${question.table.row}，排在最后。`);
  return parts.join("");
}

/** The conditions as chips that take them away. */
export function chips(question, index, change) {
  const found = conditions(question, index);
  const drop = (column) => change((next) => {
    if (column === "q") next.q = "";
    else if (column === "top") next.top = 0;
    next.words.delete(column);
    next.ranges.delete(column);
  });
  const made = found.map((one) => make("button", {
    type: "button", class: "chip", id: `chip-${one.column}`, "aria-label": `去掉：${one.text}`, onclick: () => drop(one.column),
  }, `${one.text} ×`));
  if (found.length > 1) {
    made.push(make("button", { type: "button", class: "chip clear", id: "chip-all", onclick: () => change((next) => {
      next.words.clear();
      next.ranges.clear();
      next.q = "";
      next.top = 0;
    }) }, "全部去掉"));
  }
  return made;
}

// ---- the table ----

/** A page of the rows, or the groups that they make. Heads that are there already stay, with the focus and where it is scrolled. */
export function table(place, shownAs, question, change, links) {
  const { columns, grouped } = shownAs;
  const titles = heads(columns), named = JSON.stringify([Boolean(grouped), shownAs.caption, ...columns.map((one) => one.name)]);
  let made = place.firstElementChild;
  if (made?.dataset.heads !== named) {
    made = make("table", { class: "t rows", "data-heads": named },
      make("caption", { class: "hidden" }, shownAs.caption),
      make("thead", {}, make("tr", {}, ...titles.map((one, at) => sortHead(one, !grouped || at > 0, change)))));
    fill(place, made);
  }
  titles.forEach((one, at) => tellOrder(made.tHead.rows[0].cells[at], question.sort, one));
  for (const part of [...made.tBodies, made.tFoot]) part?.remove();
  made.append(make("tbody", {}, ...lines(shownAs, titles, links)), ...(shownAs.foot ? [footOf(shownAs.foot, titles)] : []));
}

function lines({ columns, body }, titles, { path, beside, item }) {
  return body.map((cells, at) => make("tr", {}, ...cells.map((one, place) => {
    if (place) return make("td", { class: titles[place].number ? "n" : columns[place].role === "text" ? "long" : undefined }, one.text);
    const address = path(at), compared = beside(at);
    return make("th", { scope: "row" }, address ? make("a", { href: address, "data-item": item(at) }, one.text) : one.text,
      compared ? make("a", { class: "beside", href: compared, "aria-label": `并列比较：${one.text}` }, "比较") : undefined);
  })));
}

const footOf = (foot, titles) => make("tfoot", {}, make("tr", {}, ...foot.map((text, at) =>
  (at ? make("td", { class: titles[at].number ? "n" : undefined }, ...text) : make("th", { scope: "row" }, ...text)))));

/** A head by which rows are put in order: figures from the largest first, then the other way round. */
function sortHead({ name, title, number }, sorts, change) {
  const turned = (sort) => ({ column: name, down: sort.column === name ? !sort.down : number });
  return make("th", { scope: "col", class: number ? "n" : undefined }, !name || !sorts ? title : make("button", {
    type: "button", class: "by", id: `sort-${name}`,
    onclick: () => change((next) => Object.assign(next, { sort: turned(next.sort), top: 0 })),
  }, title));
}

/** Say in a head whether the rows stand in its order, and which way. */
function tellOrder(head, { column, down }, { name }) {
  if (column === name && head.firstElementChild) head.setAttribute("aria-sort", down ? "descending" : "ascending");
  else head.removeAttribute("aria-sort");
}

/** What a page of rows shows: its columns, the cells of each row, and the totals of all of them at its foot. */
export function rowsShown(rows, order, question, totals, printed) {
  const columns = question.columns.map((name) => rows.table.columns.find((one) => one.name === name));
  const first = (question.page - 1) * PAGE;
  const page = Array.from(printed ? order.subarray(0, printed) : order.subarray(first, first + PAGE));
  const foot = columns.map((column, at) => {
    const total = totals.get(column.name);
    if (!at) return [`${counted(order.length)} ${rows.table.row}`];
    return total?.count ? [shown(column, total.value), make("small", {}, WAYS[total.kind])] : [""];
  });
  return {
    columns, rows: page, foot: order.length > 1 ? foot : undefined,
    body: page.map((row) => columns.map((column) => cell(rows, column, row))), caption: rows.table.title,
  };
}

/** What the groups show. */
export function groupsShown(rows, made, question, totals, index) {
  const chosen = question.columns.map((name) => rows.table.columns.find((one) => one.name === name));
  const columns = groupColumns(rows.table, question.group, chosen, totals);
  return {
    columns, rows: made, grouped: true, caption: `${rows.table.title}，按${columns[0].title}分组`,
    body: made.map((group) => columns.map((column, at) => groupCell(rows, group, column, at, index))),
  };
}

/** What paper says of its rows where it has not all of them. */
export function printedText(order, shown, question) {
  const left = order.length - shown.length;
  if (left <= 0) return "";
  const rest = shown.length < PAPER ? `点页上的“打印”，一次印出 ${counted(Math.min(PAPER, order.length))} ${question.table.row}` : "全部请导出表格";
  return `这里印出 ${counted(shown.length)} ${question.table.row}，另有 ${counted(left)} ${question.table.row}没有印：${rest}，或打开上面的网址。`;
}

/** The way through the pages. */
export function pager(order, question, change) {
  const pages = Math.ceil(order.length / PAGE);
  if (pages < 2) return [];
  const first = (question.page - 1) * PAGE + 1;
  const turn = (page, label, id) => make("button", {
    type: "button", id, disabled: page < 1 || page > pages, onclick: () => change((next) => { next.page = page; }, { page: true }),
  }, label);
  return [
    turn(question.page - 1, "上一页", "page-before"),
    make("span", {}, `第 ${counted(first)}–${counted(Math.min(order.length, first + PAGE - 1))} 行，共 ${counted(order.length)} 行`),
    turn(question.page + 1, "下一页", "page-after"),
  ];
}

/** The choice of columns, folded or listed. */
export function columnChoice(question, change, open) {
  const { table: { columns } } = question;
  const summary = make("summary", { id: "columns" }, `选列（${question.columns.length}／${columns.length}）`);
  if (!open) return [summary];
  const boxes = columns.map((column) => make("li", {}, make("label", {}, make("input", {
    type: "checkbox", id: `column-${column.name}`, checked: question.columns.includes(column.name), disabled: column.role === "name",
    onchange: () => change((next) => {
      const chosen = new Set(question.columns);
      if (!chosen.delete(column.name)) chosen.add(column.name);
      next.columns = columns.map((one) => one.name).filter((name) => chosen.has(name));
    }, { page: true }),
  }), make("span", { class: "value", title: column.description }, column.unit ? `${column.title}（${column.unit}）` : column.title))));
  return [summary, make("ul", {}, ...boxes)];
}
