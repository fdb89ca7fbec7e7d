"""The shape of the code, held by its syntax trees: layers, one writer, one importer of frictionless, nothing untold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from generator.check.cells import type_column
from generator.cli.main import parser
from generator.core import words
from generator.core.codes import CODES, UNFILLED
from generator.core.memory import text_type
from generator.core.schema import Table
from generator.load import load_catalogue
from generator.rules import RULES
from tests.conftest import DATA, ROOT
from tests.source import Sources

# Each imports only those above it; the parts of one line stand side by side and do not import each other.
LAYERS = (
    ("core",),
    ("load",),
    ("forms",),  # official forms as data
    ("intake",),
    ("originals",),  # files as bureaus have them, published without what nobody sees
    ("facts",),
    ("compare",),
    ("rules",),
    ("check",),
    ("review",),
    ("selfcheck",),  # what a browser says of a workbook before it is sent
    ("derive",),
    ("statement",),
    ("pages", "downloads"),
    ("publish",),
    ("pipeline",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
APART = {"sample": {"core", "load", "sample"}}  # writes data; knows nothing of the rest

MODULES = Sources("generator")


def layer(path: str) -> str:
    """The layer a module belongs to."""
    return Path(path).parts[1].removesuffix(".py")


def modules(name: str) -> list[str]:
    """The modules of a layer."""
    return [path for path in MODULES if layer(path) == name]


@cache
def nodes(tree: ast.Module) -> list[ast.AST]:
    """Every node of a tree, which several tests look through."""
    return list(ast.walk(tree))


@cache
def imports(tree: ast.Module) -> list[tuple[int, str]]:
    """Line and full name of every import, wherever it stands."""
    found: list[tuple[int, str]] = []
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


@cache
def calls(tree: ast.Module) -> list[tuple[ast.Call, str, str]]:
    """Every call with the name it calls and what that name is looked up on ('' for a plain name)."""
    found: list[tuple[ast.Call, str, str]] = []
    for node in nodes(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                owner = node.func.value
                found.append((node, node.func.attr, owner.id if isinstance(owner, ast.Name) else ast.unparse(owner)))
            elif isinstance(node.func, ast.Name):
                found.append((node, node.func.id, ""))
    return found


def may_import(here: str, there: str) -> bool:
    """Whether a layer may import another one."""
    if here in APART:
        return there in APART[here]
    if there in APART:
        return here == "pipeline"
    return RANK[there] < RANK[here]


@pytest.mark.parametrize("here", sorted({layer(path) for path in MODULES} - {"__init__"}))
def test_imports_run_one_way(here: str) -> None:
    assert here in {**RANK, **APART}, f"say in LAYERS where {here} stands"
    found = [
        f"{path}:{line} imports {name}"
        for path in modules(here)
        for line, name in imports(MODULES[path])
        if name.split(".")[0] == "generator"
        and name != "generator.__version__"
        and (there := name.split(".")[1]) != here
        and not may_import(here, there)
    ]
    assert found == [], "\n".join(found)


def test_the_package_itself_imports_none_of_it() -> None:
    assert not [name for _, name in imports(MODULES["generator/__init__.py"]) if name.startswith("generator.")]


def test_only_check_imports_frictionless() -> None:
    users = {path for path, tree in MODULES.items() for _, name in imports(tree) if name.startswith("frictionless")}
    assert users == {"generator/check/cells.py"}


def test_the_environment_has_nothing_that_makes_every_start_slow() -> None:
    """With its extra «format», which tools for parts lists ask for, jsonschema compiles 38 grammars when imported."""
    assert find_spec("rfc3987_syntax") is None


def test_only_the_forms_read_yaml() -> None:
    users = {path for path, tree in MODULES.items() for _, name in imports(tree) if name.split(".")[0] == "yaml"}
    assert users - {path for path in MODULES if layer(path) == "sample"} == {"generator/load/forms.py"}


WRITES = {
    "write_text",
    "write_bytes",
    "mkdir",
    "makedirs",
    "touch",
    "unlink",
    "rmdir",
    "rmtree",
    "copytree",
    "copyfile",
}
WRITES |= {
    "symlink_to",
    "hardlink_to",
    "chmod",
    "removedirs",
    "copy2",
    "move",
    "mkstemp",
    "mkdtemp",
    "NamedTemporaryFile",
}
WRITERS = {"shutil", "tempfile", "subprocess"}


def writes(call: ast.Call, name: str, owner: str) -> bool:
    """Whether a call can change something on disk."""
    words = {word.arg for word in call.keywords}
    if name in WRITES or (name == "remove" and owner == "os"):
        return True
    if name == "rename":  # frames rename their columns, and a series itself, by a word that stands there
        return not words & {"columns", "index"} and not (call.args and isinstance(call.args[0], ast.Constant))
    if name == "replace":  # a path takes one argument; a text two, a record keywords, a series a table of words
        return len(call.args) == 1 and not words and bool(owner) and not isinstance(call.args[0], ast.Dict)
    if name == "open" and owner == "os":
        flags = re.search("O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)", ast.unparse(call))
        return flags is not None and "os.devnull" not in ast.unparse(call)
    if name == "open":
        modes = [*call.args[0 if owner else 1 :], *(word.value for word in call.keywords if word.arg == "mode")]
        mode = next((one.value for one in modes if isinstance(one, ast.Constant) and isinstance(one.value, str)), "r")
        return bool(set(mode) & set("wax+"))
    return False


@pytest.mark.parametrize("name", sorted({layer(path) for path in MODULES} - {"publish"}))
def test_only_publish_writes(name: str) -> None:
    found: list[str] = []
    for path in modules(name):
        tree = MODULES[path]
        found += [f"{path}:{call.lineno} {name}" for call, name, owner in calls(tree) if writes(call, name, owner)]
        found += [f"{path}:{line} {name}" for line, name in imports(tree) if name.split(".")[0] in WRITERS]
    assert found == [], "\n".join(found)


def test_the_test_for_writing_sees_writing() -> None:
    for text in (
        "open('x', 'w')",
        "open('x', mode='ab')",
        "Path('x').open('wb')",
        "Path('x').write_text('y')",
        "a.rename(b)",
        "a.replace(b)",
        "os.remove('x')",
        "os.open('x', os.O_WRONLY)",
        "folder.mkdir()",
    ):
        assert [name for call, name, owner in calls(ast.parse(text)) if writes(call, name, owner)], text
    for text in ("open('x')", "a.open('rb')", "'a'.replace('b', 'c')", "replace(a, b=c)", "f.rename(columns={})"):
        assert not [name for call, name, owner in calls(ast.parse(text)) if writes(call, name, owner)], text


def test_only_the_command_line_prints_or_reads_the_environment() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in MODULES.items()
        if layer(path) not in ("cli", "publish")
        for node in nodes(tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr == "environ")
    ]
    assert found == [], "\n".join(found)


def test_the_clock_is_read_at_the_command_line_only() -> None:
    found = [
        f"{path}:{call.lineno} {name}"
        for path, tree in MODULES.items()
        if layer(path) != "cli"
        for call, name, owner in calls(tree)
        if name in ("today", "now", "utcnow") or (owner == "time" and name in ("time", "time_ns"))
    ]
    assert found == [], "\n".join(found)


def untold(tree: ast.Module) -> Iterator[str]:
    """Public names without a docstring; a method may leave it to the class of the same module that it stands in for."""
    if not ast.get_docstring(tree):
        yield "the module"
    public = [one for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef) and one.name[0] != "_"]
    told = {one.name for one in nodes(tree) if isinstance(one, ast.FunctionDef) and ast.get_docstring(one)}
    for node in public:
        if not ast.get_docstring(node):
            yield node.name
        if isinstance(node, ast.ClassDef):
            inherited = told if node.bases else set()
            for one in node.body:
                method = isinstance(one, ast.FunctionDef) and one.name[0] != "_"
                if method and not ast.get_docstring(one) and one.name not in inherited:
                    yield f"{node.name}.{one.name}"


def test_everything_public_has_a_docstring() -> None:
    assert [f"{path}: {name}" for path, tree in MODULES.items() for name in untold(tree)] == []


def listed(tree: ast.Module) -> Iterator[tuple[int, set[str]]]:
    """Line and texts of every list, tuple, set and set of keys of texts written out, and of every text with a name."""
    for node in nodes(tree):
        parts: list[ast.expr | None]
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            parts = list(node.elts)
        elif isinstance(node, ast.Dict):
            parts = list(node.keys)
        elif isinstance(node, ast.Assign):
            parts = [node.value]
        else:
            continue
        texts = {one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        if texts and (len(texts) == len(parts) > 1 or isinstance(node, ast.Assign)):
            yield getattr(node, "lineno", 0), texts


def test_words_that_several_packages_use_stand_in_one_place() -> None:
    """Some words of one collection side by side are that collection again; forms say for themselves what they take."""
    collections = {
        name: {value} if isinstance(value, str) else set(value)
        for name, value in vars(words).items()
        if name.isupper() and isinstance(value, str | tuple | dict)
    }
    collections["lights"] = {words.GREEN, words.YELLOW, words.RED}
    apart = {"generator/core/words.py", "generator/load/package.py"}
    found = [
        f"{path}:{line} {name}"
        for path, tree in MODULES.items()
        if path not in apart and layer(path) != "sample"
        for line, texts in listed(tree)
        for name, own in collections.items()
        if texts <= own and len(texts) >= min(2, len(own))
    ]
    assert found == [], "\n".join(found)


# Schemas.

CATALOGUE = load_catalogue(DATA)
TABLES = pytest.mark.parametrize("table", CATALOGUE.tables.values(), ids=lambda table: table.name)


def test_every_schema_is_listed() -> None:
    assert {path.stem for path in (DATA / "schemas").iterdir()} == set(CATALOGUE.tables)


def bounded(pattern: str) -> bool:
    """Whether a pattern has no alternatives but those in brackets: frictionless anchors the first and last only."""
    bare = re.sub(r"\[[^\]]*\]", "", pattern)
    while bare != (shorter := re.sub(r"\([^()]*\)", "", bare)):
        bare = shorter
    return "|" not in bare


@TABLES
def test_fields_are_told_and_bounded(table: Table) -> None:
    for field in table.fields:
        assert re.search("[一-鿿]", field.title), field.name
        assert field.title == field.title.strip(), field.name
        assert field.description.endswith("。"), field.name
        assert field.example, field.name
        if field.type == "string":
            assert {"enum", "pattern", "maxLength"} & set(field.constraints), f"{field.name}: a text has an end"
        assert bounded(field.constraints.get("pattern", "")), field.name


@TABLES
def test_examples_are_valid_cells(table: Table) -> None:
    found = {one.name: type_column(pd.Series([one.example], dtype=text_type()), one)[1] for one in table.fields}
    told = {name: [faults.fault(place).message for place in range(len(faults))] for name, faults in found.items()}
    assert {name: messages for name, messages in told.items() if messages} == {}


@TABLES
def test_keys_are_required_and_match(table: Table) -> None:
    for name in table.primary_key:
        assert name in table.context or table.field(name).required
    for key in table.foreign_keys:
        target = CATALOGUE.tables[key.table]
        assert len(key.fields) == len(key.reference)
        if key.match == "folder":
            assert table.scope == target.scope


# Codes and commands.


def used_codes() -> Iterator[tuple[str, str]]:
    """Every code the program gives to a finding, with the place."""
    for path, tree in MODULES.items():
        if layer(path) not in ("load", "check"):
            continue
        for call, _, _ in calls(tree):
            for word in call.keywords:
                if word.arg == "code":
                    for node in ast.walk(word.value):
                        if isinstance(node, ast.Constant) and re.fullmatch(r"[A-Z]\d\d", str(node.value)):
                            yield str(node.value), f"{path}:{call.lineno}"
        for node in nodes(tree):
            if isinstance(node, ast.Constant) and re.fullmatch(r"[LPSK]\d\d", str(node.value)):
                yield str(node.value), f"{path}:{node.lineno}"
            if isinstance(node, ast.Name) and node.id == "UNFILLED":
                yield UNFILLED, f"{path}:{node.lineno}"


def test_every_code_is_documented_and_used() -> None:
    used = dict(used_codes())
    assert {code: place for code, place in used.items() if code not in CODES} == {}
    assert set(CODES) - set(used) == set()
    assert set(CODES) & set(RULES) == set()


@pytest.mark.parametrize("code", CODES)
def test_code_is_explained(code: str) -> None:
    assert CODES[code].title
    assert CODES[code].text.endswith("。")


def commands() -> dict[str, str]:
    """The commands and their help."""
    group = next(action for action in parser()._actions if action.dest == "命令" or action.choices)
    return {name: command.format_help() for name, command in group.choices.items()}


@pytest.mark.parametrize("command", commands())
def test_command_appears_in_the_readme(command: str) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"python -m generator {command}\b", text), f"README.md does not show {command}"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_commands_shown_in_documents_are_accepted(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    shown = re.findall(r"python (?:-P )?-m generator ((?:check|build|serve|new|sample)[^`\n|#]*)", text)
    assert shown
    for line in shown:
        parser().parse_args(line.split())


# The guide to the structure.

GUIDE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_place_that_the_guide_names_exists() -> None:
    short = re.findall(r"`((?:facts|rules|views)/[a-z_/]+(?:\.py)?)`", GUIDE)
    named = [f"generator/{'pages/' if one.startswith('views/') else ''}{one}" for one in short]
    named += re.findall(r"`(generator/[a-z_/]+(?:\.py)?)`", GUIDE)
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_the_guide_names_every_table_and_package() -> None:
    assert [name for name in CATALOGUE.tables if f"`{name}`" not in GUIDE] == []
    packages = [path.name for path in (ROOT / "generator").iterdir() if path.is_dir() and path.name[0] != "_"]
    assert [name for name in packages if f"`generator/{name}`" not in GUIDE] == []
