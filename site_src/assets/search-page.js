// The search page. Pagefind finds; what is found is put together, filtered, counted and sorted here, by numbers of
// pages. Everything from the data reaches the page as text: nothing here writes HTML.

import { make } from "./elements.js";

const SITE = new URL("..", import.meta.url);
const SHOWN = 10;
const COMMON = 400; // pages: a word of more is common
const LONG = 8; // values of a facet shown before the rest is folded
const AROUND = 34; // characters of an excerpt before the first word found
const EXCERPT = 120;
const NEAR = 12; // characters on both sides of a word that tell how they are cut into words
// Name of the filter in the index, its name in the address, and whether its values are numbers that begin with the last.
const FACETS = [
  { title: "类别", key: "kind" },
  { title: "年度", key: "year", newest: true },
  { title: "区划", key: "division" },
  { title: "部门", key: "department" },
  { title: "状态", key: "state" },
  { title: "预算类型", key: "budget" },
  { title: "等级", key: "grade", order: ["优", "良", "中", "差"] },
];
const SORTS = [
  { key: "", title: "最相关" },
  { key: "amount", title: "金额从大到小", by: "金额" },
  { key: "amount-asc", title: "金额从小到大", by: "金额", up: true },
  { key: "score", title: "得分从高到低", by: "得分" },
  { key: "score-asc", title: "得分从低到高", by: "得分", up: true },
];
// Asks Pagefind for every page. Its own way, null, fetches the whole index first; this is a blank for its index and
// not for its script, so that it looks nothing up (the next line character, U+0085).
const ALL = "\u0085";
const EXAMPLES = ["校舍维修", "养老服务", "农村公路", "满意度"];
const ASIDE = ["数据字典", "方法说明", "指标库"]; // come after records and pages about them
const RECORDS = ["项目", "独立评价", "题目"]; // come before pages that are about many of them
const BUREAU = "部门";
const ALPHABET = new Intl.Collator("zh-CN");
const GRADES = { 优: "a", 良: "b", 中: "c", 差: "d" };

const page = document.getElementById("search");
const form = page.querySelector("form");
const box = page.querySelector("#search-box");
const live = page.querySelector(".search-live");
const status = page.querySelector(".search-status");
const side = page.querySelector(".search-side");
const main = page.querySelector(".search-main");
const ways = document.querySelector(".search-ways");

let engines; // Pagefind, once for each part of the index
let state = { q: "", chosen: {}, sort: "", shown: SHOWN };
let turn = 0; // counts searches: an answer that comes too late is dropped
const pages = new Map(); // page → function that loads what is shown of it
const values = new Map(); // page → facet → its values
const groups = new Map(); // page → the project it is about, a year of it; 0 for other pages
const lists = []; // part → its pages in the order of the index
const shards = []; // part → how many files tell which pages hold a pair of characters
const shelves = new Map(); // address of such a file → promise of its lines by pair
let others = new Map(); // word people say → words that forms use for it
let names; // once asked for: how many files tell what pages are called
let figures; // once loaded: what to sort by → page → figure

// ---- words ----

/** The words a reader typed: as the index has them, without anything but letters, ideographs and digits. */
export function words(query) {
  return query.normalize("NFKC").toLowerCase().split(/\s+/u)
    .map((word) => word.replace(/[^\p{L}\p{N}]+/gu, "")).filter(Boolean);
}

/** Each two neighbouring characters as a word of Latin letters: what the index has of titles (generator/publish/search.py). */
export function pairs(word) {
  const letters = Array.from({ length: word.length }, (_, at) =>
    [12, 8, 4, 0].map((shift) => String.fromCharCode(97 + ((word.charCodeAt(at) >> shift) & 15))).join(""));
  // Of one character the beginning of its pairs: Pagefind takes a word for a beginning.
  return word.length > 1 ? letters.slice(1).map((letter, at) => `q${letters[at]}${letter}`) : [`q${letters[0]}`];
}

/** Words that forms use for one that people say. */
const meant = (word) => others.get(word) ?? [];

const CUTTER = typeof Intl.Segmenter === "undefined" ? undefined : new Intl.Segmenter("zh", { granularity: "word" });

/** The shorter words that a word is made of. */
const made = (word) => (CUTTER ? Array.from(CUTTER.segment(word), (one) => one.segment) : []);

/** Whether a place of a text is torn out of its words: 电影 in 供电影响. Whole words around it, or in it, do not tear it. */
function torn(text, start, end) {
  const from = Math.max(0, start - NEAR);
  return Array.from(CUTTER.segment(text.slice(from, end + NEAR)), ({ index, segment }) => [from + index, from + index + segment.length])
    .some(([first, last]) => (first < start && last > start && last < end) || (first > start && first < end && last > end));
}

/** Whether a text has a word; what is a word by itself is one there, too, and not the end of one and the beginning of another. */
function has(text, word) {
  const one = CUTTER && word.length > 1 && made(word).length === 1;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!one || !torn(text, at, at + word.length)) return true;
  }
  return false;
}

/** What to mark in texts: the words themselves, what is meant by them, and the shorter words they are made of. */
function marks(query) {
  const typed = words(query);
  return [...new Set([...typed, ...typed.flatMap(meant), ...typed.flatMap(made)])];
}

/** A text as its pairs were told (generator/publish/search/texts.py): a space for each pause, no other signs. */
const plain = (text) => text.normalize("NFKC").toLowerCase()
  .replace(/[\s。；，、：！？,;:!?|]+/gu, " ").replace(/[^\p{L}\p{N} ]+/gu, "");

// ---- finding ----

const FOLDER = new URL("pagefind/", SITE);
const folderOf = (part) => (part ? new URL(`${part + 1}/`, FOLDER) : FOLDER);

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

let loading; // the promise of what follows; tried again after a failure
function load() {
  loading ??= open().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The list of words that people say; searching goes on without it. */
async function synonyms() {
  const answer = await fetch(new URL("assets/synonyms.txt", SITE)).catch(() => undefined);
  if (!answer?.ok) return;
  const lines = (await answer.text()).split("\n").filter((line) => line && !line.startsWith("#"));
  others = new Map(lines.map((line) => line.trim().split(" ")).map(([word, ...those]) => [word.toLowerCase(), those]));
}

async function open() {
  const listed = synonyms();
  const [pagefind, count] = await Promise.all([import(new URL("pagefind.js", FOLDER)), json(new URL("parts.json", FOLDER))]);
  const parts = Array.from({ length: count }, (_, part) => part);
  const tables = Promise.all(parts.map((part) => json(new URL("filters.json", folderOf(part)))));
  const texts = Promise.all(parts.map((part) => json(new URL("texts.json", folderOf(part)))));
  shareProgram();
  const started = [];
  for (let part = 0; part < count; part += 1) {
    const engine = pagefind.createInstance({ basePath: folderOf(part).pathname, noWorker: true });
    await engine.search(""); // one after the other: they share what the first one loads
    started.push(engine);
  }
  const read = await tables;
  shards.splice(0, shards.length, ...await texts);
  await listed;
  values.clear();
  for (const [part, engine] of started.entries()) await readFilters(engine, part, read[part]);
  engines = started;
}

const PROGRAM = /\/wasm\.[a-z]+\.pagefind$/;
let program; // the promise of it

/** Each part of the index asks for Pagefind's program in a folder of its own: it is one file, fetched once. */
function shareProgram() {
  if (program) return;
  const fetched = window.fetch.bind(window);
  window.fetch = async (url, ...options) => {
    const [name] = PROGRAM.exec(url) ?? [];
    if (!name) return fetched(url, ...options);
    program ??= fetched(new URL(name.slice(1), FOLDER));
    const answer = await program.catch((error) => ({ ok: false, clone: () => Promise.reject(error) }));
    if (!answer.ok) program = undefined; // tried again after a failure
    return answer.clone();
  };
}

/** Read the table of filters: runs of pages, in the order of the index, that have a value. */
async function readFilters(engine, part, { check, pages: count, filters, projects }) {
  const { results } = await engine.search(ALL);
  const names = results.map(({ id }) => id);
  for (const { id, data } of results) pages.set(`${part}:${id}`, data);
  if (names.length !== count || crc(names.join(",")) !== check) throw new Error("filters.json does not belong to this index");
  const found = names.map((name) => {
    values.set(`${part}:${name}`, {});
    return values.get(`${part}:${name}`);
  });
  lists[part] = names.map((name) => `${part}:${name}`);
  names.forEach((name, at) => groups.set(`${part}:${name}`, projects[at]));
  for (const [title, runs] of Object.entries(filters)) {
    for (const [value, numbers] of runs) {
      for (let at = 0, place = 0; at < numbers.length; at += 2) {
        place += numbers[at];
        for (const end = place + numbers[at + 1]; place < end; place += 1) (found[place][title] ??= []).push(value);
      }
    }
  }
}

/** CRC-32 of an ASCII text. */
function crc(text) {
  let sum = -1;
  for (let at = 0; at < text.length; at += 1) {
    sum ^= text.charCodeAt(at);
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

const known = new Map(); // what was asked → promise of the answer: shorter questions ask the same words again

/** What answers a question, worked out once while there are not too many of them; a failure is asked again. */
function once(question, work) {
  if (known.size > 200) known.clear();
  if (!known.has(question)) {
    known.set(question, work().catch((error) => {
      known.delete(question);
      throw error;
    }));
  }
  return known.get(question);
}

/** What Pagefind finds in all parts, the most relevant first; each page is remembered. */
const ask = (term) => once(`?${term}`, () => asked(term));

async function asked(term) {
  const found = (await Promise.all(engines.map(async (engine, part) => {
    const { results } = await engine.search(term);
    return results.map(({ id, data, score }) => {
      const page = `${part}:${id}`;
      pages.set(page, data);
      return { page, score };
    });
  }))).flat();
  if (engines.length > 1) found.sort((one, other) => other.score - one.score);
  return found.map(({ page }) => page);
}

/** Pages with a word in the title, the most relevant first; of one character those that do not end with it. */
const entitled = async (word) => new Set(await ask(word.length > 1 ? `"${pairs(word).join(" ")}"` : pairs(word)[0]));

/** What is in all of some sets, in the order of the first. */
const shared = (sets) => sets.reduce((all, one) => new Set([...all].filter((id) => one.has(id))));

/** The pages of a part that hold a pair of neighbouring characters, as numbers. */
async function holders(part, pair) {
  const [first, second] = [pair.charCodeAt(0), pair.charCodeAt(1)];
  const file = new URL(`text/${(31 * first + second) % shards[part]}.txt`, folderOf(part)).href;
  if (!shelves.has(file)) {
    shelves.set(file, fetch(file).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${file}`);
      return answer.text();
    }).then((text) => new Map(text.split("\n").map((line) => line.split(" ")))));
  }
  const gaps = (await shelves.get(file).catch((error) => { shelves.delete(file); throw error; }))
    .get((first * 65536 + second).toString(36));
  let at = 0;
  return (gaps ?? "").split(",").filter(Boolean).map((gap) => { at += Number(gap); return at; });
}

/** The file a name or code stands in, as generator/publish/search/names.py reckons it. */
export function shelf(key, count) {
  let number = 0;
  for (let at = 0; at < key.length; at += 1) number = (number * 31 + key.charCodeAt(at)) & 0x7ffffff;
  return number % count;
}

/** Pages whose name or code was typed whole; searching goes on without the list. */
async function exactly(wanted) {
  const key = `=${wanted.join("")}`;
  try {
    names ??= await json(new URL("names.json", FOLDER));
    const answer = await fetch(new URL(`names/${shelf(key, names)}.txt`, FOLDER));
    const line = answer.ok && (await answer.text()).split("\n").find((one) => one.startsWith(`${key}\t`));
    return line ? line.split("\t").slice(1).map((at) => at.split(".")).map(([part, place]) => lists[part][place]) : [];
  } catch {
    return [];
  }
}

/** Pages that hold a word anywhere in name or text. */
const holding = (word) => once(`=${word}`, () => held(word));

async function held(word) {
  if (word.length < 2) return new Set(await ask(word));
  const both = Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  const found = await Promise.all(engines.map(async (_, part) => {
    const numbers = await Promise.all(both.map((pair) => holders(part, pair)));
    return [...shared(numbers.map((one) => new Set(one)))].map((number) => lists[part][number]);
  }));
  return new Set(found.flat());
}

/** For each word the pages that a way of looking finds for it or for what is meant by it; those of all words. */
async function meaning(wanted, look) {
  return shared(await Promise.all(wanted.map(async (word) =>
    new Set((await Promise.all([word, ...meant(word)].map(look))).flatMap((ids) => [...ids])))));
}

/**
 * Pages with every word in the title, and all that are found: first what is called so, then those, then pages whose titles have what is meant by
 * the words, then pages with the words anywhere, then with what is meant by them.
 */
async function find(query) {
  const wanted = words(query);
  if (!wanted.length) return { titled: new Set(), found: await ask(ALL) };
  const text = shared(await Promise.all(wanted.map(holding)));
  // To weigh all pages of a word that is nearly everywhere takes longest, and tells nothing: then names alone come first.
  const [named, ranked, whole] = await Promise.all([
    Promise.all(wanted.map(entitled)), text.size > COMMON ? [] : ask(wanted.join(" ")), exactly(wanted)]);
  const titled = shared(named);
  const saying = wanted.some((word) => meant(word).length);
  const wider = saying ? await meaning(wanted, entitled) : new Set();
  const first = ranked.filter((id) => titled.has(id));
  const found = new Set([...whole, ...first, ...titled, ...wider, ...ranked.filter((id) => text.has(id)), ...text]);
  if (saying && found.size < SHOWN) for (const id of await meaning(wanted, holding)) found.add(id);
  const called = new Set(whole);
  const rank = (id) => { // from 0, the first
    const kind = values.get(id)?.["类别"]?.[0];
    if (called.has(id)) return 0;
    if (titled.has(id) && kind === BUREAU) return 1; // people call a bureau without its division's name
    const [records, others, aside] = titled.has(id) ? [2, 3, 4] : wider.has(id) ? [5, 6, 8] : [7, 7, 8];
    return ASIDE.includes(kind) ? aside : RECORDS.includes(kind) ? records : others;
  };
  const ranks = Array.from({ length: 9 }, () => []);
  for (const id of found) ranks[rank(id)].push(id);
  return { titled, sure: new Set([...whole, ...titled, ...wider]), found: ranks.flat() };
}

/** Where nothing holds a word: what holds all the words of two characters or more that it is made of. */
async function parted(query) {
  const typed = words(query);
  const parts = [...new Set(typed.flatMap(made))];
  if (parts.some((one) => one.length < 2) || parts.every((one) => typed.includes(one))) return undefined;
  const together = await find(parts.join(" "));
  return together.found.length ? { rest: parts, ...together } : undefined;
}

/** Whether a page has the words, or what is meant by them, as they were typed: what was found may hold their pairs apart. */
function says({ meta, content }, wanted) {
  const text = plain(`${meta.title} ${content}`);
  return wanted.every((word) => [word, ...meant(word)].some((one) => has(text, one)));
}

/** Whether the name of a page has the words, or what is meant by them. */
function entitles({ meta }, wanted) {
  const title = plain(meta.title);
  return wanted.every((word) => [word, ...meant(word)].some((one) => title.includes(one)));
}

/** What is shown of some pages that are one thing: the first that says what was looked for; undefined where none does. */
async function leading(ids, wanted, sure) {
  for (const id of ids) {
    const data = await pages.get(id)();
    const named = !wanted.length || sure.has(id) || entitles(data, wanted);
    if (sorting() || named || says(data, wanted)) return { ...data, page: id, found: ids, named };
  }
  return undefined;
}

/** Where nothing holds all words: what the most of them find together, and which words these are. */
async function fewer(query) {
  let sets = [words(query).slice(0, 5)];
  while (sets[0].length > 1) {
    const smaller = sets.flatMap((set) => set.map((word) => set.filter((one) => one !== word)));
    sets = [...new Map(smaller.map((set) => [set.join(" "), set])).values()];
    const ways = await Promise.all(sets.map(async (rest) => ({ rest, ...await find(rest.join(" ")) })));
    const best = ways.filter(({ found }) => found.length).sort((one, other) => one.found.length - other.found.length)[0];
    if (best) return best;
  }
  return undefined;
}

const yearOf = (id) => values.get(id)?.["年度"]?.[0] ?? "";

/** Found pages with all years of one project together, where the first of them stands; by relevance the latest leads. */
function gathered(ids) {
  const lists = new Map();
  for (const id of ids) {
    const key = groups.get(id) || id;
    if (lists.has(key)) lists.get(key).push(id);
    else lists.set(key, [id]);
  }
  const all = [...lists.values()];
  return sorting() ? all : all.map((list) => list.sort((one, other) => yearOf(other).localeCompare(yearOf(one))));
}

async function loadFigures() {
  const read = await Promise.all(engines.map((_, part) => json(new URL("figures.json", folderOf(part)))));
  const found = {};
  const all = [...values.keys()]; // in the order of the parts and of their tables
  for (const { by } of SORTS) if (by) found[by] = new Map();
  let start = 0;
  for (const [part, table] of read.entries()) {
    for (const [by, numbers] of Object.entries(table)) {
      numbers.forEach((number, at) => { if (number !== null) found[by]?.set(all[start + at], number); });
    }
    start += all.filter((page) => page.startsWith(`${part}:`)).length;
  }
  figures = found;
}

/** Pages in the order wanted; those without the figure come last. */
async function ordered(ids, sort) {
  const { by, up } = SORTS.find((one) => one.key === sort) ?? SORTS[0];
  if (!by) return ids;
  if (!figures) await loadFigures();
  const figure = figures[by];
  const rank = (id) => (figure.has(id) ? figure.get(id) * (up ? 1 : -1) : Infinity);
  return [...ids].sort((one, other) => {
    const [mine, its] = [rank(one), rank(other)];
    return mine === its ? 0 : mine - its;
  });
}

const chosenIn = (title) => state.chosen[title] ?? [];
const fits = (id, title) => !chosenIn(title).length
  || chosenIn(title).some((value) => values.get(id)?.[title]?.includes(value));
const sorting = () => state.sort || (words(state.q).length ? "" : "amount"); // nothing is relevant to no words
const filtered = () => FACETS.some(({ title }) => chosenIn(title).length);

// ---- the address ----

function readAddress() {
  const given = new URLSearchParams(location.search);
  const chosen = {};
  for (const { title, key } of FACETS) if (given.has(key)) chosen[title] = given.getAll(key);
  const sort = SORTS.some((one) => one.key === given.get("sort")) ? given.get("sort") : "";
  return { q: given.get("q") ?? "", chosen, sort, shown: history.state?.shown ?? SHOWN };
}

function writeAddress(push) {
  const given = new URLSearchParams();
  if (state.q.trim()) given.set("q", state.q.trim());
  for (const { title, key } of FACETS) for (const value of chosenIn(title)) given.append(key, value);
  if (state.sort) given.set("sort", state.sort);
  const address = `${location.pathname}${given.size ? `?${given}` : ""}`;
  const saved = { shown: state.shown };
  if (push && address !== location.pathname + location.search) history.pushState(saved, "", address);
  else history.replaceState(saved, "", address);
  document.title = document.title.replace(/^(?:“.*” - )?/u, state.q.trim() ? `“${state.q.trim()}” - ` : "");
}

function change(to, push = true) {
  state = { ...state, shown: SHOWN, ...to };
  writeAddress(push);
  return show();
}

// ---- showing ----

/** A text with what was looked for marked, as nodes. */
function marked(text, wanted) {
  const lower = text.toLowerCase();
  const nodes = [];
  let end = 0;
  for (let at = 0; lower.length === text.length && at < lower.length;) {
    const word = wanted.find((one) => lower.startsWith(one, at));
    if (!word) { at += 1; continue; }
    nodes.push(text.slice(end, at), make("mark", {}, text.slice(at, at + word.length)));
    at += word.length;
    end = at;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

/** The part of a page's text around the first word found, or its beginning. */
function excerpt(content, title, wanted) {
  let text = content.replace(/\s+/gu, " ").replace(/([。；！？]) /gu, "$1").trim();
  if (text.startsWith(title)) text = text.slice(title.length).replace(/^（[^）]*）/u, "").trim();
  const lower = text.toLowerCase();
  const at = wanted.map((word) => lower.indexOf(word)).find((place) => place >= 0) ?? 0;
  let from = Math.max(0, at - AROUND);
  if (from > 0) {
    const pause = text.slice(from, at).search(/[，。；、 ]/u);
    if (pause >= 0) from += pause + 1;
  }
  const part = text.slice(from, from + EXCERPT).trim();
  return [from > 0 ? "…" : "", ...marked(part, wanted), from + EXCERPT < text.length ? "…" : ""];
}

/** The address of what was found: on the page of all rules, of the rule that is named by its code or has the words. */
function addressOf({ url, content }, wanted) {
  if (!url.endsWith("/method/")) return url;
  const lower = content.toLowerCase();
  const named = wanted.find((word) => /^[rfc]\d\d[a-z]?$/u.test(word) && lower.includes(`${word} `));
  if (named) return `${url}#${named}`;
  const at = wanted.map((word) => lower.indexOf(word)).find((place) => place >= 0);
  const before = content.slice(0, (at ?? -5) + 5);
  const code = [...before.matchAll(/(?<!\p{L})[RFC]\d\d[a-z]?(?= )/gu)].at(-1);
  return code ? `${url}#${code[0].toLowerCase()}` : url;
}

/** A figure as the pages write it. */
const amount = (text) => Number(text).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Links to the other years of a project that were found; its addresses differ by the year. */
function years(url, id, found) {
  const mine = yearOf(id);
  const all = [...new Set(found.map(yearOf))].filter((one) => one && one !== mine);
  if (!all.length) return "";
  const links = all.sort().reverse().map((year) => make("a", { href: url.replace(`/${mine}/`, `/${year}/`) }, year));
  return make("p", { class: "hit-years" }, "其他年度 ", links.flatMap((one) => [one, " "]));
}

function card({ page: id, found, named, ...data }, wanted) {
  const { meta } = data;
  const one = (title) => values.get(id)?.[title]?.[0];
  const year = yearOf(id);
  const grade = one("等级");
  const facts = [
    one("状态") && make("span", {}, "状态 ", make("b", {}, one("状态"))),
    grade && make("span", {}, "等级 ", make("span", { class: `grade ${GRADES[grade] ?? "x"}` }, grade)),
    meta.amount !== undefined && make("span", {}, "金额 ", make("b", {}, amount(meta.amount)), " 万元"),
    meta.score !== undefined && make("span", {}, "得分 ", make("b", {}, amount(meta.score)), " 分"),
  ].filter(Boolean);
  const place = [one("类别"), year && `${year}年度`, one("部门"), one("区划")].filter(Boolean);
  return make("li", {}, make("article", { class: "hit" },
    make("p", { class: "hit-place" }, place.join(" · "), meta.sample ? make("span", { class: "tag" }, "示例数据（虚构）") : "",
      named ? "" : make("span", { class: "tag hit-deep" }, "只在正文里提到")),
    make("h2", { class: "hit-title" }, make("a", { href: addressOf(data, wanted) }, marked(meta.title, wanted))),
    facts.length ? make("p", { class: "hit-facts" }, facts) : "",
    years(data.url, id, found),
    make("p", { class: "hit-text" }, excerpt(data.content, meta.title, wanted))));
}

function choice({ title, newest, order }, ids) {
  const counts = new Map();
  const narrowing = FACETS.filter((one) => one.title !== title && chosenIn(one.title).length);
  for (const id of ids) {
    const said = values.get(id)?.[title];
    if (said && narrowing.every((one) => fits(id, one.title))) {
      for (const value of said) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  for (const value of chosenIn(title)) if (!counts.has(value)) counts.set(value, 0);
  const rank = (value) => (order ? order.indexOf(value) : 0);
  const sorted = [...counts].sort(([one, count], [other, its]) =>
    rank(one) - rank(other) || (newest ? other.localeCompare(one) : 0) || its - count || ALPHABET.compare(one, other));
  if (sorted.length < (chosenIn(title).length ? 1 : 2)) return "";
  const item = ([value, count]) => make("li", {}, make("label", {},
    make("input", {
      type: "checkbox", value, checked: chosenIn(title).includes(value), "data-facet": title,
      onchange: (event) => {
        const kept = chosenIn(title).filter((one) => one !== value);
        const next = event.target.checked ? [...kept, value] : kept;
        change({ chosen: { ...state.chosen, [title]: next } });
      },
    }), make("span", { class: "value" }, value), make("span", { class: "count" }, String(count))));
  const rest = sorted.slice(LONG);
  const open = rest.some(([value]) => chosenIn(title).includes(value))
    || side.querySelector(`fieldset[data-facet="${title}"] details`)?.open;
  return make("fieldset", { "data-facet": title }, make("legend", {}, title),
    make("ul", {}, sorted.slice(0, LONG).map(item)),
    rest.length ? make("details", { open }, make("summary", {}, `其余 ${rest.length} 个`), make("ul", {}, rest.map(item))) : "");
}

function drawSide(ids) {
  const focus = side.contains(document.activeElement) && document.activeElement;
  const folded = side.querySelector(".search-facets")?.open ?? matchMedia("(min-width: 60em)").matches;
  const fields = FACETS.map((facet) => choice(facet, ids)).filter(Boolean);
  side.replaceChildren(...(fields.length
    ? [make("details", { class: "search-facets", open: folded }, make("summary", {}, "筛选"), fields)] : []));
  if (focus?.value) {
    side.querySelectorAll("input").forEach((one) => {
      if (one.value === focus.value && one.dataset.facet === focus.dataset.facet) one.focus({ preventScroll: true });
    });
  }
}

function bar(total) {
  const chips = FACETS.flatMap(({ title }) => chosenIn(title).map((value) => make("button", {
    type: "button", class: "chip", "aria-label": `去掉筛选：${title} ${value}`,
    onclick: () => change({ chosen: { ...state.chosen, [title]: chosenIn(title).filter((one) => one !== value) } }).then(() => box.focus()),
  }, `${title}：${value}`, make("span", { "aria-hidden": "true" }, "×"))));
  if (chips.length > 1) {
    chips.push(make("button", { type: "button", class: "chip clear", onclick: () => change({ chosen: {} }).then(() => box.focus()) }, "全部去掉"));
  }
  const sort = make("select", { id: "search-sort", onchange: (event) => change({ sort: event.target.value }) },
    SORTS.filter((one) => one.by || words(state.q).length)
      .map((one) => make("option", { value: one.key, selected: one.key === sorting() }, one.title)));
  return make("div", { class: "search-bar" }, make("div", { class: "chips" }, chips),
    total > 1 ? make("div", { class: "sort" }, make("label", { for: "search-sort" }, "排序"), sort,
      SORTS.find((one) => one.key === sorting())?.by ? make("small", {}, "没有这个数的排在最后") : "") : "");
}

/** A link that searches for something else. */
function link(text, to) {
  return make("a", { href: `?${new URLSearchParams({ q: to })}`, onclick: (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    box.value = to;
    change({ q: to, chosen: {}, sort: "" }).then(() => box.focus());
  } }, text);
}

async function nothing(query, unfiltered) {
  const parts = [];
  if (unfiltered) {
    parts.push(make("li", {}, `不加筛选能找到 ${unfiltered} 条：`,
      make("button", { type: "button", class: "chip", onclick: () => change({ chosen: {} }).then(() => box.focus()) }, "去掉全部筛选")));
  }
  const whole = words(query);
  const shorter = [];
  for (const word of marks(query).filter((one) => one.length > 1 && !whole.includes(one)).slice(0, 6)) {
    const count = (await find(word)).found.length;
    if (count) shorter.push(make("span", {}, link(word, word), `（${count}）`));
  }
  if (shorter.length) parts.push(make("li", {}, "换短一点的词：", ...shorter));
  parts.push(make("li", {}, "检查有没有错别字，或换一种说法；"));
  parts.push(make("li", {}, "只写名称中间的两三个字，不必写全；"));
  parts.push(make("li", {}, "不知道名称时，从", make("a", { href: "#ways" }, "下面的入口"), "逐级查找。"));
  return make("div", { class: "search-none" }, make("p", {}, query.trim() ? `没有公开过写着“${query.trim()}”的内容。` : "没有符合筛选条件的内容。"), make("ul", {}, parts));
}

function intro() {
  return make("p", { class: "search-examples" }, "试试：", EXAMPLES.map((one) => link(one, one)));
}

/** The filters before anything is asked: what they count is fetched when they are opened. */
function unopened() {
  const facets = make("details", { class: "search-facets" }, make("summary", {}, "筛选"));
  facets.addEventListener("toggle", () => {
    if (facets.open && !engines) load().then(show, show);
  });
  return facets;
}

async function show() {
  const mine = ++turn;
  const { q } = state;
  const begun = Boolean(words(q).length || filtered());
  live.hidden = false;
  if (!begun && !engines && !loading) {
    status.textContent = "";
    main.replaceChildren(intro(), ways);
    side.replaceChildren(unopened());
    live.setAttribute("aria-busy", "false");
    return;
  }
  live.setAttribute("aria-busy", "true");
  try {
    await load();
    let answer = await find(q);
    if (!answer.found.length) answer = await fewer(q) ?? await parted(q) ?? answer;
    const { found } = answer;
    const fitting = filtered() ? found.filter((id) => FACETS.every(({ title }) => fits(id, title))) : found;
    if (mine !== turn) return;
    let some = true;
    if (begun) {
      const line = await ordered(fitting, sorting());
      if (mine === turn) some = await draw(mine, q, { ...answer, line });
    } else {
      status.textContent = "";
      main.replaceChildren(intro(), ways);
    }
    if (mine === turn) drawSide(some ? found : []);
  } catch (error) {
    if (mine !== turn) return;
    side.replaceChildren();
    status.textContent = "";
    main.replaceChildren(make("p", { class: "search-message" },
      "检索用的索引没有取到，可能是网络不通，或网站正在更新。请稍后刷新本页；也可以从下面的入口逐级查找。"), ways);
  } finally {
    if (mine === turn) live.setAttribute("aria-busy", "false");
  }
}

/** Show what was found; whether there is anything to filter. */
async function draw(mine, q, { line, titled, sure, found, rest }) {
  const wanted = marks(q);
  const whole = words(q);
  const hits = gathered(line);
  const fetched = async (from, to) => {
    const read = await Promise.all(hits.slice(from, to).map((ids) => leading(ids, rest ?? whole, sure)));
    const left = read.filter(Boolean);
    hits.splice(from, read.length, ...left.map((one) => one.found));
    return left;
  };
  const data = await fetched(0, state.shown);
  if (mine !== turn) return false;
  if (!data.length && line.length && !rest && !filtered()) {
    const other = await parted(q);
    if (other) return draw(mine, q, { ...other, line: await ordered(other.found, sorting()) });
  }
  if (!data.length) {
    const told = await nothing(q, line.length ? 0 : found.length);
    if (mine !== turn) return false;
    status.textContent = "找到 0 条。";
    main.replaceChildren(bar(0), told, ways);
    return true;
  }
  const named = hits.filter((ids) => ids.some((id) => titled.has(id))).length;
  const also = (rest ?? whole).flatMap(meant);
  status.textContent = `找到 ${hits.length} 条${q.trim() && named && named < hits.length ? `，其中 ${named} 条的名称里有“${q.trim()}”` : ""}${
    also.length ? `；也按“${also.join("、")}”找了` : ""}。`;
  const list = make("ol", { class: "hits" }, data.map((one) => card(one, wanted)));
  const more = make("button", { type: "button", class: "more" }, "更多");
  more.hidden = hits.length <= state.shown;
  more.addEventListener("click", async () => {
    more.disabled = true;
    const next = await fetched(state.shown, state.shown + SHOWN);
    if (mine !== turn) return;
    const cards = next.map((one) => card(one, wanted));
    list.append(...cards);
    state.shown += next.length;
    history.replaceState({ ...history.state, shown: state.shown }, "");
    more.disabled = false;
    more.hidden = hits.length <= state.shown;
    status.textContent = `已显示 ${Math.min(state.shown, hits.length)} 条，共 ${hits.length} 条。`;
    cards[0]?.querySelector("a").focus({ preventScroll: true });
  });
  ways.remove();
  const deep = data.every((one) => !one.named) ? `没有名称与“${whole.join("”“")}”有关的内容，下面的只在正文里提到${also.length ? "它，或意思相近的词" : "它"}。` : "";
  const told = rest
    ? `${whole.length > 1 ? `没有哪一页同时写着“${whole.join("”“")}”` : `没有公开过写着“${whole[0]}”的内容`}。下面是写着“${rest.join("”“")}”的。` : deep;
  main.replaceChildren(bar(hits.length), told && make("p", { class: "search-message" }, told), list, more);
  return true;
}

// ---- beginning ----

/** Read the address, listen, and search. */
export function start() {
  page.querySelector(".search-off").remove();
  let waiting;
  let fresh = true; // the next letters typed begin a new search: the one before stays in the history
  const typed = (settled) => {
    clearTimeout(waiting);
    if (box.value !== state.q || settled) change({ q: box.value }, fresh);
    fresh = settled;
  };
  box.addEventListener("focus", () => { fresh = true; });
  box.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(() => typed(false), 250);
  });
  box.addEventListener("compositionend", () => { waiting = setTimeout(() => typed(false), 250); });
  // Whoever comes to the box is about to search: what that takes is fetched meanwhile, and not before.
  for (const sign of ["pointerdown", "keydown"]) form.addEventListener(sign, () => load().catch(() => {}), { once: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    typed(true);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [box, ...main.querySelectorAll(".hit-title a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || (at === 0 && event.key === "ArrowUp")) return;
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  const restore = () => {
    state = readAddress();
    box.value = state.q;
    writeAddress(false);
    return show();
  };
  addEventListener("popstate", restore);
  restore();
  if (!state.q && !filtered()) box.focus({ preventScroll: true });
}

/** The addresses of the first so many pages found for a query, in order: for tests. */
export async function lookUp(query, count) {
  await load();
  const { found } = await find(query);
  return Promise.all(found.slice(0, count).map(async (id) => (await pages.get(id)()).url));
}
