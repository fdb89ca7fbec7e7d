// Python's own library and this program's modules for the browser, compiled by the very Python that runs there: in a
// browser, compiling them anew takes most of the time until the first answer. Run by make where the parts are
// installed, and again when a module has changed; nothing is fetched.
//
// On standard input: the modules' files, one a line. A compiled module bears the SHA-256 of its source: the build takes
// it for that very source only (generator/selfcheck/packing.py).

import crypto from "node:crypto";
import fs from "node:fs";
import { loadPyodide } from "./node_modules/pyodide/pyodide.mjs";

const LIBRARY = "node_modules/pyodide/python_stdlib_compiled.zip";
const PROGRAM = "program_compiled.zip";
const COMPILED = `
import importlib._bootstrap_external as loading, json, zipfile
def compiled(content, place):
    code = compile(content, place, "exec", dont_inherit=True, optimize=2)
    return loading._code_to_hash_pyc(code, bytes(8), False)
def put(made, name, content):
    made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
`;
const python = await loadPyodide();
python.runPython(COMPILED);

if (!fs.existsSync(LIBRARY)) {
  python.FS.writeFile("/whole.zip", fs.readFileSync("node_modules/pyodide/python_stdlib.zip"));
  python.runPython(`
with zipfile.ZipFile("/whole.zip") as whole, zipfile.ZipFile("/library.zip", "w") as made:
    for name in sorted(one.filename for one in whole.infolist() if not one.is_dir()):
        content = whole.read(name)
        if name.endswith(".py"):
            put(made, f"{name}c", compiled(content, f"/lib/python314.zip/{name}"))
        else:
            put(made, name, content)
`);
  fs.writeFileSync(LIBRARY, python.FS.readFile("/library.zip"));
}

const modules = fs.readFileSync(0, "utf8").split("\n").filter(Boolean).map((path) => {
  const content = fs.readFileSync(path);
  const name = path.slice(path.lastIndexOf("/generator/") + 1);
  return { name, hash: crypto.createHash("sha256").update(content).digest("hex"), source: content.toString("utf8") };
});
python.FS.writeFile("/modules.json", JSON.stringify(modules));
python.runPython(`
with open("/modules.json", encoding="utf-8") as listed, zipfile.ZipFile("/program.zip", "w") as made:
    for one in {module["hash"]: module for module in json.load(listed)}.values():
        put(made, f"{one['hash']}.pyc", compiled(one["source"], f"/checks/{one['name']}"))
`);
fs.writeFileSync(PROGRAM, python.FS.readFile("/program.zip"));
