// Python's own library for the browser, compiled by the very Python that runs there: in a browser, compiling it anew
// takes most of the time until the first answer. Run by make where the parts are installed; nothing is fetched.

import fs from "node:fs";
import { loadPyodide } from "./node_modules/pyodide/pyodide.mjs";

const FOLDER = "node_modules/pyodide/";
const python = await loadPyodide();
python.FS.writeFile("/whole.zip", fs.readFileSync(`${FOLDER}python_stdlib.zip`));
python.runPython(`
import importlib._bootstrap_external as loading, zipfile
with zipfile.ZipFile("/whole.zip") as whole, zipfile.ZipFile("/made.zip", "w") as made:
    for name in sorted(one.filename for one in whole.infolist() if not one.is_dir()):
        content = whole.read(name)
        if name.endswith(".py"):
            code = compile(content, f"/lib/python314.zip/{name}", "exec", dont_inherit=True, optimize=2)
            name, content = f"{name}c", loading._code_to_hash_pyc(code, bytes(8), False)
        made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
`);
fs.writeFileSync(`${FOLDER}python_stdlib_compiled.zip`, python.FS.readFile("/made.zip"));
