// 填报自查: hands files to a worker of this site and shows what it says of them. What a file says reaches the page as
// text: nothing here writes HTML.

import { make } from "../elements.js";

const desk = document.getElementById("desk");
const live = desk.querySelector(".desk-live");
const drop = desk.querySelector(".desk-drop");
const input = desk.querySelector("#desk-files");
const bureau = desk.querySelector("#desk-bureau");
const year = desk.querySelector("#desk-year");
const status = desk.querySelector(".desk-status");
const progress = desk.querySelector(".desk-progress");
const result = desk.querySelector(".desk-result");
const MOST = 32 * 1024 * 1024; // bytes of a file, as the reader has it
const KINDS = /\.(xlsx|xlsm|xls|et|docx|csv)$/i;

let worker = null;
let ready = false;
let busy = false;
let got = 0;

// Files.

function able() {
  return typeof WebAssembly === "object" && typeof DecompressionStream === "function" && typeof Worker === "function";
}

async function check(files) {
  if (busy || !files.length) return;
  const wrong = files.find((one) => !KINDS.test(one.name) || one.size > MOST);
  if (wrong) {
    const why = KINDS.test(wrong.name) ? "超过 32 MB" : "不是可以查的文件";
    say(`${wrong.name} ${why}。可以查 .xlsx、.xlsm、.xls、.et、.docx、.csv。`);
    return;
  }
  busy = true;
  result.hidden = true;
  desk.setAttribute("aria-busy", "true");
  say(ready ? "正在查……" : "正在装检查程序……");
  try {
    const contents = await Promise.all(files.map((one) => one.arrayBuffer()));
    const [division, department] = bureau.value.split("/");
    const asked = { division: division || "", department: department || "", year: year.value };
    helper().postMessage(
      { kind: "examine", names: files.map((one) => one.name), contents, today: today(), asked },
      contents,
    );
  } catch {
    done("文件读不出来。请核对它没有在别的程序里打开，再选一次。");
  }
}

// The day in China, wherever the browser is.
function today() {
  return new Date(Date.now() + 8 * 3600 * 1000).toISOString().slice(0, 10);
}

function helper() {
  if (worker) return worker;
  got = 0;
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  worker.onmessage = (event) => heard(event.data);
  worker.onerror = () => stop("这个浏览器装不上检查程序，多半是版本太旧。请换新版的 Edge、Chrome 或 360 极速浏览器。");
  return worker;
}

// Whoever is about to choose a file will have one checked: Python starts while the file is looked for.
function prepare() {
  if (worker) return;
  say("正在装检查程序……");
  helper().postMessage({ kind: "start" });
}

function heard(told) {
  if (told.kind === "size") {
    progress.max = told.size;
    progress.hidden = false;
  } else if (told.kind === "part") {
    got += told.size;
    progress.value = got;
  } else if (told.kind === "starting") {
    progress.hidden = true;
    say("装好了，正在启动检查程序，要几秒钟……");
  } else if (told.kind === "ready") {
    ready = true;
    if (!busy) done("检查程序装好了，可以选文件了。");
  } else if (told.kind === "told") {
    ready = true;
    show(told.told, told.tables);
    done("");
  } else if (told.kind === "failed" && told.started) {
    stop(`检查程序遇到没有料到的情况，没有查完：${told.message}`);
  } else {
    stop("检查程序没有装上，请看看网络，再选一次文件。");
  }
}

function stop(message) {
  if (worker) worker.terminate();
  worker = null;
  ready = false;
  done(message);
}

function done(message) {
  busy = false;
  input.value = "";
  progress.hidden = true;
  desk.removeAttribute("aria-busy");
  say(message);
}

function say(message) {
  status.textContent = message;
}

// What was found.

function show(told, tables) {
  const list = (items) => make("ul", {}, ...items.map((one) => make("li", {}, one)));
  result.replaceChildren(
    make("h2", { id: "found" }, "查的结果"),
    make("p", { class: told.stops ? "desk-verdict stops" : "desk-verdict" }, told.verdict),
    ...found(told),
    ...actions(tables, told.stops),
    make("h3", {}, "查了什么"),
    list(told.asked),
    make("p", { class: "note" }, told.unasked.join("")),
    ...told.forms.flatMap(form),
  );
  result.hidden = false;
  result.focus({ preventScroll: true });
  result.scrollIntoView({ block: "start" });
}

function found(told) {
  const own = told.findings.map((one) => ({
    stops: one.stops,
    what: `${one.whose || one.place}${one.field ? `「${one.title}」` : ""}：${one.message}${one.hint}`,
    place: one.whose ? one.place : "",
  }));
  const read = told.forms.flatMap((one) =>
    one.problems.map((problem) => ({ stops: problem.stops, what: `${problem.place}：${problem.message}${problem.hint}`, place: "" })),
  );
  return [
    ["要先改的", [...own, ...read].filter((one) => one.stops)],
    ["请核对的", [...own, ...read].filter((one) => !one.stops)],
  ].flatMap(([title, items]) =>
    items.length
      ? [
          make("h3", {}, `${title}（${items.length} 处）`),
          make("ul", { class: "desk-found" }, ...items.map((one) =>
            make("li", { class: one.stops ? "stops" : undefined }, one.what, one.place ? make("span", { class: "place" }, one.place) : ""),
          )),
        ]
      : [],
  ).concat(told.findings_left ? [make("p", {}, `另有 ${told.findings_left} 处，改好以上各处再查一遍，就会列出。`)] : []);
}

function actions(tables, stops) {
  const print = make("button", { type: "button", class: "button quiet" }, "打印这份结果");
  print.addEventListener("click", () => window.print());
  const parts = [print];
  if (tables) {
    const address = URL.createObjectURL(new Blob([tables], { type: "application/zip" }));
    parts.unshift(make("a", { class: "button", href: address, download: "整理好的表.zip" }, "下载整理好的表（ZIP）"));
  }
  return [
    make("p", { class: "actions" }, ...parts),
    tables && stops ? make("p", {}, "整理好的表里没有上面说的内容，可以交这一份；原来的文件删去以后再交。") : "",
  ].filter((one) => one !== "");
}

function form(one) {
  return [
    make("h3", {}, one.place),
    make("p", {}, `${one.headline}。`),
    one.rows ? make("p", {}, `读到：${one.rows}。${one.sums}`) : "",
    one.tails.length ? make("p", {}, `${one.tails.length} 格的数存了更多位，照表上显示的读：${one.tails.join("、")}。`) : "",
    one.left_out.length
      ? fold(`没有取的 ${one.left_out.reduce((sum, left) => sum + left.count, 0)} 处`, ["单元格", "原因"],
        one.left_out.map((left) => [`${left.cells.join("、")}${left.count > left.cells.length ? ` 等 ${left.count} 格` : ""}`, left.reason]))
      : "",
    one.values.length
      ? fold(`读到的 ${one.values.length + one.values_left} 个值`, ["单元格", "表", "行", "项目", "值"],
        one.values.map((value) => [value.cell, value.table, String(value.row), value.title, value.value]))
      : "",
  ].filter((part) => part !== "");
}

function fold(title, heads, rows) {
  const head = make("thead", {}, make("tr", {}, ...heads.map((one) => make("th", { scope: "col" }, one))));
  const body = make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((cell) => make("td", {}, cell)))));
  const table = make("table", { class: "t" }, head, body);
  return make("details", {}, make("summary", {}, title), make("div", { class: "scroll", role: "region", "aria-label": title, tabindex: "0" }, table));
}

// The start.

live.hidden = false;
if (able()) {
  input.addEventListener("click", prepare);
  drop.addEventListener("dragenter", prepare);
  input.addEventListener("change", () => check(Array.from(input.files)));
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    check(Array.from(event.dataTransfer.files));
  });
} else {
  drop.hidden = true;
  say("这个浏览器太旧，装不上检查程序。请换新版的 Edge、Chrome 或 360 极速浏览器；或把表交给财政部门，由导入来查。");
}
