// The pack: the pages of the projects, bureaus and what is said of them that a reader ticked, put together to be printed or taken away.
// Everything comes from the site's own host; texts become nodes, never markup.

import { make } from "./elements.js";
import { once } from "./explore/data.js";
import { save, zip } from "./explore/take.js";
import { ticked } from "./ticked.js";

const KEY = "jixiao.pack";
const ROOT = new URL("../", import.meta.url);
const KINDS = ["evaluations", "findings", "rectifications"]; // each has a flat table of this name
const NUMERALS = "零一二三四五六七八九";
const live = document.querySelector(".pack-live");
const status = live.querySelector(".pack-status");
const paper = live.querySelector(".pack-paper");
const list = live.querySelector(".pack-list");

/** A whole number in Chinese, as headings have it; from 100 on in digits. */
export function chinese(value) {
  if (value > 99) return String(value);
  const tens = Math.floor(value / 10), ones = value % 10;
  if (!tens) return NUMERALS[ones];
  return (tens > 1 ? NUMERALS[tens] : "") + "十" + (ones ? NUMERALS[ones] : "");
}

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

/** What is ticked, in the address and in the browser. */
function keep(items) {
  const address = new URL(location.href);
  address.search = items.map((one) => `item=${encodeURIComponent(one).replaceAll("%2F", "/")}`).join("&");
  history.replaceState(null, "", address);
  try {
    localStorage.setItem(KEY, JSON.stringify(items));
  } catch {
    return; // nothing is kept here: the address has it
  }
}

// What is empty is left out of a page as data (generator/downloads/packs/files.py).
const NOTHING = {
  code: "", strip: "", goal: "", missed: [], missed_left: 0, opinion: "", found: [], found_left: 0, rectified: [], rectified_left: 0, source: "",
};

/** The page of what is ticked: «division/year/code» is a project or a bureau, else the kind stands before the code. */
async function fetched(item, frame) {
  if (KINDS.includes(item.split("/")[2])) return ticked(item, frame, (project) => fetchedBrief(project, frame));
  return fetchedBrief(item, frame);
}

/** The page of a project, from the file that has it (``items`` names the first code of each of a division-year), or of
 * a bureau, whose code has «@» before it, from the last.
 */
async function fetchedBrief(item, { items }) {
  const [division, year, code = ""] = item.toLowerCase().split("/"), place = `${division}/${year}`;
  const firsts = items[place] ?? [];
  const number = code.startsWith("@") ? Math.max(1, firsts.length) : firsts.filter((first) => first <= code).length; // they are in order
  if (!items[place] || !number) return null;
  const found = await once(`downloads/packs/${place}/items-${number}.json.gz`);
  const own = new Map(Object.entries(found)).get(code);
  return own ? { ...NOTHING, ...own } : null;
}

const text = (style, words, more = {}) => ({ style, text: words, ...more });
const left = (count, what) => (count ? [text("small", `另有 ${count} ${what}，见网页。`)] : []);

/** The page of a project as blocks: the same that the ready-made documents have. */
export function page(one, number) {
  const blocks = [
    text("item", `（${chinese(number)}）${one.name}`, { mark: `item${number}`, fresh: true }),
    text("small", `${one.bureau}　${one.year}年度　${one.code}`),
    text("text", one.verdict),
    { heads: one.figures.map((figure) => figure[0]), rows: [one.figures.map((figure) => figure[1])], numeric: "all" },
  ];
  if (one.strip) blocks.push(text("small", `${one.strip}（● 达到，○ 没有达到）`, { lead: "指标：" }));
  if (one.goal) blocks.push(text("small", one.goal, { lead: "年度目标：" }));
  for (const [lead, words] of one.notes ?? []) blocks.push(text("small", words, { lead }));
  if (one.missed?.length) {
    blocks.push(text("second", "差距"));
    blocks.push({ heads: ["没有达到的指标", "目标", "实际", "写明的原因"], rows: one.missed, widths: [4, 2, 2, 5] });
    blocks.push(...left(one.missed_left, "项指标"));
  }
  if (one.opinion) blocks.push(text("small", one.opinion, { lead: "独立评价：" }));
  if (one.found) blocks.push(...findings(one));
  if (one.rectified?.length) {
    blocks.push(text("second", "整改"));
    blocks.push({ heads: ["问题", "期限", "状态"], rows: one.rectified, widths: [7, 2, 3] });
    blocks.push(...left(one.rectified_left, "项整改"));
  }
  blocks.push(text("second", "可以问"));
  one.questions.forEach((question, place) => blocks.push(text("small", `${place + 1}. ${question}`)));
  if (one.source) blocks.push(text("small", `出处：${one.source}。${new URL(one.path, ROOT).href}`));
  return blocks;
}

function findings(one) {
  const blocks = [text("second", "发现与部门的说明")];
  for (const [title, message, reply] of one.found) {
    blocks.push(text("small", message + (reply ? `部门的说明——${reply}` : "部门还没有说明。"), { lead: `${title}。` }));
  }
  if (!one.found.length) blocks.push(text("small", "核对没有发现。"));
  return [...blocks, ...left(one.found_left, "处发现")];
}

/** The whole pack as blocks. */
function pack(found, frame) {
  const blocks = [
    text("title", "预算绩效审议册"),
    text("under", `${found.length} 项，数据截至 ${frame.today}`),
    ...(found.some((one) => one.sample) ? [text("under", "含示例数据（虚构），不得当作真实政府数据引用")] : []),
    text("under", `出自 ${frame.site}`),
    text("first", "目　录", { fresh: true }),
    ...found.map((one, place) =>
      text("line", `（${chinese(place + 1)}）${one.name}（${one.bureau}，${one.year}年度）`, { link: `item${place + 1}`, page: place + 3 })),
  ];
  found.forEach((one, place) => blocks.push(...page(one, place + 1)));
  blocks.push(text("small", "表里的数照公开的原件，没有四舍五入；“—”是没有公布，不等于零。发现不等于有问题；可以问的话由记录写成，不下结论。"));
  return blocks;
}

/** Blocks on the screen and on paper. */
function shown(blocks) {
  const pages = [];
  let name = "";
  for (const one of blocks) {
    if (one.style === "item") name = one.text;
    if (!pages.length || one.fresh) pages.push(make("section", { class: "pack-page" }));
    pages.at(-1).append(one.heads ? shownTable(one, name) : shownText(one));
  }
  paper.replaceChildren(...pages);
}

/** Whether a word is a figure or the sign for none: these are set to the right. */
const isFigure = (words) => /^[−—\d]/.test(words) && !/^\d{4}-\d\d-\d\d$/.test(words);

function shownTable({ heads, rows, numeric }, name) {
  const head = make("tr", {}, ...heads.map((words, at) => make("th", { scope: "col", class: numeric && isFigure(rows[0][at]) ? "n" : undefined }, words)));
  const look = (words) => (numeric && isFigure(words) ? "n" : numeric || /^\d{4}-\d\d-\d\d$/.test(words) ? "k" : undefined); // a word, a day: not broken
  const body = rows.map((row) => make("tr", {}, ...row.map((words) => make("td", { class: look(words) }, words))));
  return make("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": `${name}：${heads[0]}` },
    make("table", { class: "t pack-table" }, make("thead", {}, head), make("tbody", {}, ...body)));
}

function shownText(one) {
  const words = one.link // a page each, after cover and contents
    ? [make("a", { href: `#${one.link}` }, one.text), make("span", { class: "pack-number" }, String(one.page))] : [one.text];
  const lead = one.lead ? make("strong", {}, one.lead) : undefined;
  return make({ first: "h2", item: "h2", second: "h3" }[one.style] || "p", { class: `pack-${one.style}`, id: one.mark }, lead, ...words);
}

// Documents: the frame is the one of the ready-made ones, the body is put together here.

const escaped = (words) => words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
  .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
const run = (words, look = "") =>
  words ? `<w:r>${look ? `<w:rPr>${look}</w:rPr>` : ""}<w:t xml:space="preserve">${escaped(words)}</w:t></w:r>` : "";

function paragraph(one, number) {
  let runs = run(one.lead || "", "<w:b/>") + run(one.text);
  if (one.link) {
    const field = `<w:fldSimple w:instr=" PAGEREF ${one.link} \\h " w:dirty="true"><w:r><w:t> </w:t></w:r></w:fldSimple>`;
    runs = `<w:hyperlink w:anchor="${one.link}" w:history="1">${runs}<w:r><w:tab/></w:r>${field}</w:hyperlink>`;
  }
  if (one.mark) {
    runs = `<w:bookmarkStart w:id="${number}" w:name="${one.mark}"/>${runs}<w:bookmarkEnd w:id="${number}"/>`;
  }
  const fresh = one.fresh ? "<w:pageBreakBefore/>" : "";
  return `<w:p><w:pPr><w:pStyle w:val="${one.style}"/>${fresh}</w:pPr>${runs}</w:p>`;
}

function table(one, width) {
  const parts = one.widths || one.heads.map(() => 1), whole = parts.reduce((sum, part) => sum + part, 0);
  const widths = parts.map((part) => Math.floor((width * part) / whole));
  const styled = (style) => `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`; // a paragraph without is a cell's
  const row = (cells, styleOf, look) => `<w:tr>${look}${cells.map((words) => `<w:tc><w:p>${styleOf(words)}${run(words)}</w:p></w:tc>`).join("")}</w:tr>`;
  const head = styled("cellhead"), number = styled("number");
  return '<w:tbl><w:tblPr><w:tblStyle w:val="grid"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/></w:tblPr>' +
    `<w:tblGrid>${widths.map((one_) => `<w:gridCol w:w="${one_}"/>`).join("")}</w:tblGrid>` +
    row(one.heads, () => head, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>") +
    one.rows.map((cells) => row(cells, (words) => (one.numeric && isFigure(words) ? number : ""), "<w:trPr><w:cantSplit/></w:trPr>")).join("") +
    '</w:tbl><w:p><w:pPr><w:pStyle w:val="gap"/></w:pPr></w:p>';
}

function documentParts(blocks, frame) {
  const body = blocks.map((one, place) => (one.heads ? table(one, frame.width) : paragraph(one, place + 1))).join("");
  return { ...frame.document, "word/document.xml": frame.body.replace("@@body@@", () => body) };
}

const WHOLE = 3, DECIMALS = 2; // looks of cells (generator/downloads/packs/sheets.py)

/** A figure as a number of the sheet, which can be summed; else what it is. */
function figure(words) {
  if (!/^−?[\d,]+(\.\d+)?$/.test(words)) return words;
  return { value: words.replaceAll(",", "").replace("−", "-"), look: words.includes(".") ? DECIMALS : WHOLE };
}

function bookParts(found, frame) {
  const written = (words) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(words)}</t></is></c>`;
  const cell = (words) => (words?.look ? `<c s="${words.look}"><v>${words.value}</v></c>` : words ? written(String(words)) : "<c/>");
  const labels = [...new Set(found.flatMap((one) => one.figures.map((figure) => figure[0])))];
  const first = (one) => [one.name, one.bureau, one.year, one.code];
  const heads = ["事项", "部门或区划", "年度", "编码"];
  const lines = (part, shape) => found.flatMap((one) => (one[part] ?? []).map((row) => [...first(one), ...shape(row)]));
  const sheets = {
    一览: [[...heads, ...labels, "一句话"], ...found.map((one) => {
      const said = Object.fromEntries(one.figures);
      return [...first(one), ...labels.map((label) => figure(said[label] || "")), one.verdict];
    })],
    差距: [[...heads, "没有达到的指标", "目标", "实际", "写明的原因"],
      ...lines("missed", (row) => row)],
    发现: [[...heads, "发现", "说明", "部门的说明", "网址"],
      ...lines("found", (row) => [...row.slice(0, 3), new URL(row[3], ROOT).href])],
    整改: [[...heads, "问题", "期限", "状态"], ...lines("rectified", (row) => row)],
    可以问: [[...heads, "可以问"], ...lines("questions", (words) => [words])],
    说明: [["预算绩效审议册"], [`数据截至 ${frame.today}`], [`出自 ${frame.site}`], [location.href]],
  };
  const parts = { ...frame.book };
  Object.values(sheets).forEach((rows, place) => {
    const data = rows.map((row) => `<row>${row.map(cell).join("")}</row>`).join("");
    parts[`xl/worksheets/sheet${place + 1}.xml`] = frame.sheet.replace("@@rows@@", () => data);
  });
  return parts;
}

function take(parts, name, type) {
  save(new Blob([zip(parts)], { type }), name);
}

// The page.

let items = new URLSearchParams(location.search).getAll("item");
if (!items.length) items = stored();
items = [...new Set(items)];

const button = (words, label, act) => make("button", { type: "button", "aria-label": label, onclick: act }, words);

function listed(found) {
  list.replaceChildren(...found.map((one, place) => {
    const item = items[place];
    const up = () => {
      items.splice(place, 1);
      items.splice(Math.max(0, place - 1), 0, item);
      draw();
    };
    const away = () => {
      items = items.filter((other) => other !== item);
      draw();
    };
    return make("li", {}, make("a", { href: new URL(one.path, ROOT).href }, `${one.name}（${one.bureau}，${one.year}年度）`), " ",
      button("上移", `把「${one.name}」上移`, up), button("拿掉", `拿掉「${one.name}」`, away));
  }));
}

let latest = 0;

async function draw() {
  const turn = (latest += 1);
  const frame = await once("downloads/packs/frame.json.gz");
  const answers = await Promise.all(items.map((item) => fetched(item, frame).catch(() => null)));
  if (turn !== latest) return;
  const gone = items.filter((_, place) => !answers[place]);
  items = items.filter((_, place) => answers[place]);
  keep(items);
  const found = answers.filter(Boolean);
  live.hidden = false;
  live.classList.toggle("empty", !found.length);
  const missing = gone.length ? `有 ${gone.length} 项已经不在本站，没有列出。` : "";
  status.textContent = found.length
    ? `${found.length} 项，打印约 ${found.length + 2} 页。网址里记着选了哪些，可以发给别人。${missing}`
    : `还没有选。在列表、部门、评价、核对发现、整改台账、审查要点和总表里勾选，或在项目页、评价页、部门页点“放进审议册”。${missing}`;
  listed(found);
  const blocks = pack(found, frame);
  if (found.length) shown(blocks);
  else paper.replaceChildren();
  for (const [name, act] of Object.entries({
    print: () => window.print(),
    word: () => take(documentParts(blocks, frame), `审议册-${frame.today}.docx`,
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    excel: () => take(bookParts(found, frame), `审议册-${frame.today}.xlsx`,
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    clear: () => {
      items = [];
      draw();
    },
  })) {
    live.querySelector(`[data-act=${name}]`).onclick = act;
  }
  document.dispatchEvent(new CustomEvent("pack-drawn"));
}

draw();
