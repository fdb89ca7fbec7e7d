"""The build's part: Python for the browser, this program's own modules and what they need to know, packed to be served.

The parts of others are installed by ``make`` from lock files with hashes (``parts/``); where they are not, the site has
no such page. Nothing here runs in the browser.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pandas as pd

from generator.core import addresses
from generator.core.data import Checked
from generator.core.output import Output
from generator.forms.reading import layouts
from generator.intake.known import Bureau
from generator.selfcheck.browser import packed
from generator.selfcheck.examining import Setting

ROOT = Path(__file__).resolve().parents[2]
ENTRY = "generator.selfcheck.browser"
_PYODIDE = "node_modules/pyodide"
_WHEEL = "python_calamine-*-pyemscripten_*_wasm32.whl"
_DAY = (1980, 1, 1, 0, 0, 0)
_NAMING = ("goals", "self_evaluations", "monitorings")  # tables that name projects
# What of Python's own library stays behind, and which encodings go along.
_LISTS = Path(__file__).parent / "parts"


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Where the parts of others are."""

    pyodide: Path
    wheel: Path

    @property
    def library(self) -> Path:
        """Python's own library: compiled, if ``make`` could do that, since a browser takes long to."""
        compiled = self.pyodide / "python_stdlib_compiled.zip"
        return compiled if compiled.is_file() else self.pyodide / "python_stdlib.zip"

    @property
    def compiled(self) -> Mapping[str, bytes]:
        """Compiled modules of this program by the SHA-256 of their sources, as far as ``make`` has made them."""
        made = self.wheel.parent / "program_compiled.zip"
        if not made.is_file():
            return {}
        with zipfile.ZipFile(made) as packed:
            return {name.removesuffix(".pyc"): packed.read(name) for name in packed.namelist()}


def found_parts(folder: Path) -> Parts | None:
    """The parts that lie in a folder; None where one of them does not."""
    pyodide, wheels = folder / _PYODIDE, sorted(folder.glob(_WHEEL))
    names = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm.gz", "python_stdlib.zip", "pyodide-lock.json")
    if len(wheels) != 1 or not all((pyodide / name).is_file() for name in names):
        return None
    return Parts(pyodide=pyodide, wheel=wheels[0])


def selfcheck_outputs(checked: Checked, parts: Parts) -> Iterator[Output]:
    """Everything that the page's worker fetches, and a list of it with sizes and SHA-256."""
    yield _script("pyodide.js", parts.pyodide / "pyodide.mjs")
    yield _script("pyodide.asm.js", parts.pyodide / "pyodide.asm.mjs")
    archives = {
        "python": (parts.pyodide / "pyodide.asm.wasm.gz").read_bytes(),
        "library": library(parts),
        "workbooks": parts.wheel.read_bytes(),
        "program": _program(_knowledge(checked), parts.compiled),
    }
    info = json.loads((parts.pyodide / "pyodide-lock.json").read_bytes())["info"]
    listed = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in archives.items()
    ]
    for name, content in archives.items():
        yield Output(path=f"{addresses.SELFCHECK_PARTS}{name}.bin", content=content)
    document = {"info": info, "parts": listed}
    yield Output(path=f"{addresses.SELFCHECK_PARTS}parts.json", content=json.dumps(document, sort_keys=True).encode())


def _script(name: str, path: Path) -> Output:
    """A script, named as every server knows scripts, and without the address of a map that is not served."""
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(one for one in lines if not one.startswith("//# sourceMappingURL="))
    return Output(path=f"{addresses.SELFCHECK_PARTS}{name}", content=text.encode())


def library(parts: Parts) -> bytes:
    """Python's own library without what nothing here asks for; as ``make`` has packed it, if of just this."""
    content, made = parts.library.read_bytes(), parts.wheel.parent / "library_packed.zip"
    packed = made.read_bytes() if made.is_file() else b""
    return packed if packed.endswith(_made_of(content)) else _library(content)


def _made_of(content: bytes) -> bytes:
    """What tells a packed library from another: of what it is, and by which lists and lines of code it was packed."""
    by = (Path(__file__), _LISTS / "left-out.txt", _LISTS / "encodings.txt")
    return hashlib.sha256(content + b"".join(one.read_bytes() for one in by)).hexdigest().encode()


def _library(content: bytes) -> bytes:
    unused, encodings = _listed("left-out.txt"), {f"encodings/{one}.py" for one in _listed("encodings.txt")}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(made, "w") as kept:
        for one in whole.infolist():
            name = one.filename.removesuffix("c") if one.filename.endswith(".pyc") else one.filename
            places = {name, *(parent.as_posix() for parent in PurePosixPath(name).parents)}
            wanted = name in encodings if "encodings" in places else not places & unused
            if wanted and not one.is_dir():
                kept.writestr(zipfile.ZipInfo(one.filename, _DAY), whole.read(one), zipfile.ZIP_DEFLATED, 9)
        kept.comment = _made_of(content)  # an archive ends with it
    return made.getvalue()


def _listed(name: str) -> frozenset[str]:
    lines = (_LISTS / name).read_text(encoding="utf-8").splitlines()
    return frozenset(one for one in lines if not one.startswith("#"))


def _program(knowledge: str, compiled: Mapping[str, bytes]) -> bytes:
    """The modules that the entry needs, as they stand here or compiled of just that, and what they need to know."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as kept:
        for path in modules():
            name, source = path.relative_to(ROOT).as_posix(), path.read_bytes()
            made_of = compiled.get(hashlib.sha256(source).hexdigest())
            name, content = (f"{name}c", made_of) if made_of else (name, source)
            kept.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED, 9)
        kept.writestr(zipfile.ZipInfo("knowledge.json", _DAY), knowledge.encode(), zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def modules() -> list[Path]:
    """The files of the entry and of all that it imports of this program, directly or not.

    What is imported only when a function is called, or only for types, does not go along.
    """
    found: dict[str, Path] = {}
    open_ = [ENTRY]
    while open_:
        name = open_.pop()
        if name in found or (path := _path(name)) is None:
            continue
        found[name] = path
        open_ += [name.rpartition(".")[0], *_imports(ast.parse(path.read_text(encoding="utf-8")))]
    return sorted(found.values())


def _path(name: str) -> Path | None:
    place = ROOT.joinpath(*name.split("."))
    return next((one for one in (place.with_suffix(".py"), place / "__init__.py") if one.is_file()), None)


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _knowledge(checked: Checked) -> str:
    """What the browser knows beside the file: schemas, forms, profiles, bureaus, and names and codes of projects."""
    register = checked.frames["departments"]
    names = ("division", "department", "official_code", "name", "short_name")
    columns = [register[one].fillna("").astype(str).tolist() for one in names]
    bureaus = [Bureau(**dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]
    setting = Setting(tables=checked.catalogue.tables, layouts=layouts(), profiles=checked.profiles)
    return packed(setting, bureaus, _projects(checked.frames))


def _projects(frames: Mapping[str, pd.DataFrame]) -> dict[str, dict[str, list[str]]]:
    """Folder → name of a project → its codes."""
    found: dict[str, dict[str, set[str]]] = {}
    for table in _NAMING:
        columns = ["division", "fiscal_year", "department", "project_name", "project_code"]
        rows = frames[table][columns].dropna().drop_duplicates()
        for division, year, department, name, code in rows.itertuples(index=False):
            found.setdefault(f"{division}/{year}/{department}", {}).setdefault(str(name), set()).add(str(code))
    return {place: {name: sorted(codes) for name, codes in names.items()} for place, names in found.items()}
