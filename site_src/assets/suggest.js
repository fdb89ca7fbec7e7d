// Suggestions while typing in the search boxes of all pages: names that hold what was typed, each a link. One small file
// a pair of characters is fetched (generator/publish/search/names.py). Everything from the data reaches the page as text.

const SITE = new URL("..", import.meta.url);
const FOLDER = new URL("pagefind/", SITE);
const SHOWN = 8;
const shelves = new Map(); // address of a file → promise of its text
let count; // promise of how many files there are
let meanings; // promise of words that people say → words that forms use

const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

async function text(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.text();
}

function shelf(key, files) {
  let number = 0;
  for (let at = 0; at < key.length; at += 1) number = (number * 31 + key.charCodeAt(at)) & 0x7ffffff;
  return number % files;
}

/** Names with their addresses that a pair of characters is in. */
async function listed(pair) {
  count ??= text(new URL("names.json", FOLDER)).then(Number);
  const url = new URL(`names/${shelf(pair, await count)}.txt`, FOLDER).href;
  if (!shelves.has(url)) shelves.set(url, text(url));
  const line = (await shelves.get(url)).split("\n").find((one) => one.startsWith(`${pair}\t`));
  const parts = line ? line.split("\t").slice(1) : [];
  return parts.flatMap((name, at) => (at % 2 ? [] : [{ name, url: parts[at + 1] }]));
}

/** Names that hold a word: those that begin with it first, the shorter ones before the longer. */
async function holding(word) {
  if (word.length < 2) return [];
  const pairs = Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
  const found = new Map();
  for (const list of await Promise.all(pairs.map(listed))) {
    for (const one of list) if (plain(one.name).includes(word)) found.set(one.name, one);
  }
  const rank = ({ name }) => (plain(name).startsWith(word) ? 0 : 1000) + name.length;
  return [...found.values()].sort((one, other) => rank(one) - rank(other));
}

/** Names to suggest for what was typed; where there are none, for what forms call it. */
export async function suggested(typed) {
  const word = plain(typed);
  const found = await holding(word);
  if (found.length || word.length < 2) return found.slice(0, SHOWN);
  meanings ??= text(new URL("assets/synonyms.txt", SITE)).then((all) => new Map(all.split("\n")
    .filter((line) => line && !line.startsWith("#")).map((line) => line.trim().split(" ")).map(([said, ...meant]) => [said, meant])));
  const meant = (await meanings).get(word) ?? [];
  return (await Promise.all(meant.map(holding))).flat().slice(0, SHOWN);
}

/** Offer suggestions below a box: a list to choose from with the arrows, Enter goes there, Esc closes it. */
export function attach(box) {
  const list = document.createElement("ul");
  list.id = `${box.id}-suggested`;
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "名称里有这些字的");
  box.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    box.setAttribute(name, value);
  }
  let turn = 0, active = -1;
  const close = () => {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    active = at;
    [...list.children].forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const show = async () => {
    const mine = ++turn, typed = box.value.trim();
    const found = await suggested(typed).catch(() => []); // the search page itself says what is wrong
    if (mine !== turn || document.activeElement !== box) return;
    list.replaceChildren(...found.map(({ name, url }, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.dataset.url = url;
      item.textContent = name;
      return item;
    }));
    close();
    if (!found.length) return;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
  };
  const go = (item) => { location.href = new URL(item.dataset.url, SITE).href; };
  box.addEventListener("input", (event) => { if (!event.isComposing) show(); });
  box.addEventListener("compositionend", show);
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    const item = event.target.closest("li");
    if (!item || event.button) return;
    event.preventDefault();
    go(item);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const size = list.children.length + 1;
      choose((active + 1 + (event.key === "ArrowDown" ? 1 : size - 1)) % size - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(list.children[active]);
    } else if (event.key === "Escape") {
      event.preventDefault(); // a box for searching would be emptied
      event.stopPropagation();
      close();
    }
  });
  if (box.value.trim() && document.activeElement === box) show();
}
