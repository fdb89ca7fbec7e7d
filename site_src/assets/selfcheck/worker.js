// 填报自查, off the page's own thread: fetches Python and this site's own checks once, then reads files and asks nobody.
// Everything lies on this site; every part is compared with its SHA-256 before it is used.

const HERE = new URL(".", import.meta.url);
const CACHE = "selfcheck";
const ENTRY = `
import io, json, sys, zipfile
from js import selfcheckParts
for name in ("workbooks", "program"):
    with zipfile.ZipFile(io.BytesIO(getattr(selfcheckParts, name).to_bytes())) as packed:
        packed.extractall("/checks")
sys.path.insert(0, "/checks")
from generator.selfcheck.browser import Desk
with open("/checks/knowledge.json", encoding="utf-8") as knowledge:
    desk = Desk(knowledge.read())
def examine(names, contents, today, asked):
    files = [(name, content.to_bytes()) for name, content in zip(names, contents)]
    return desk.examine(files, today, asked.to_py())
def archive():
    return desk.archive()
`;

let python = null;

// A part: from the browser's own store if it is there as it should be, otherwise from the site.
async function part(one, store) {
  const address = new URL(`${one.name}.bin?${one.sha256.slice(0, 16)}`, HERE).href;
  const stored = store && (await store.match(address));
  let content = stored && (await stored.arrayBuffer());
  if (!content || !(await sound(content, one))) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${one.name}：${answer.status}`);
    content = await answer.arrayBuffer();
    if (!(await sound(content, one))) throw new Error(`${one.name}：内容与清单不符`);
    if (store) await store.put(address, new Response(content)).catch(() => {});
  }
  postMessage({ kind: "part", size: one.size });
  return [one.name, content];
}

// Outside of secure contexts (a site without https) browsers do not digest; the size is compared all the same.
async function sound(content, one) {
  if (content.byteLength !== one.size) return false;
  if (!self.crypto.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === one.sha256;
}

async function start() {
  const scripts = Promise.all([import("./pyodide.js"), import("./pyodide.asm.js")]); // while the parts are fetched
  scripts.catch(() => {}); // told where it is waited for
  const listed = await (await fetch(new URL("parts.json", HERE), { cache: "no-cache" })).json();
  postMessage({ kind: "size", size: listed.parts.reduce((sum, one) => sum + one.size, 0) });
  const store = self.caches ? await caches.open(CACHE).catch(() => null) : null;
  const parts = Object.fromEntries(await Promise.all(listed.parts.map((one) => part(one, store))));
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts;
  if (store) await tidy(store, listed.parts);
  postMessage({ kind: "starting" });
  const wasm = new Response(new Blob([parts.python]).stream().pipeThrough(new DecompressionStream("gzip")), {
    headers: { "Content-Type": "application/wasm" },
  });
  // Pyodide asks for its parts by name; they are here already.
  const given = { "pyodide.asm.wasm": wasm, "python_stdlib.zip": new Response(parts.library) };
  self.fetch = async (address) => {
    const name = String(address.url || address).split("/").pop();
    if (!(name in given)) throw new Error(`没有人要 ${name}`);
    return given[name];
  };
  self.selfcheckParts = { workbooks: new Uint8Array(parts.workbooks), program: new Uint8Array(parts.program) };
  python = await loadPyodide({
    indexURL: HERE.href,
    createPyodideModule,
    lockFileContents: { info: listed.info, packages: {} },
    stdLibURL: new URL("python_stdlib.zip", HERE).href,
  });
  python.runPython(ENTRY);
  self.selfcheckParts = null;
}

// What an earlier version of the site left in the store goes.
async function tidy(store, parts) {
  for (const one of await store.keys()) {
    if (!parts.some((part) => one.url.endsWith(`?${part.sha256.slice(0, 16)}`))) await store.delete(one);
  }
}

let ready = null;

self.onmessage = async (event) => {
  const { kind, names, contents, today, asked } = event.data;
  try {
    ready ??= start();
    await ready;
    if (kind === "start") {
      postMessage({ kind: "ready" });
      return;
    }
    const files = contents.map((content) => new Uint8Array(content));
    const examine = python.globals.get("examine");
    const told = JSON.parse(examine(names, files, today, asked));
    let tables = null;
    if (told.files.length) {
      const archive = python.globals.get("archive")();
      tables = archive.toJs();
      archive.destroy();
    }
    postMessage({ kind: "told", told, tables });
  } catch (error) {
    if (!python) ready = null; // the next try begins anew
    postMessage({ kind: "failed", started: python !== null, message: String(error).split("\n").slice(-3).join(" ") });
  }
};
