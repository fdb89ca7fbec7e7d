"""Every message that whoever fills in forms can meet, taken from the source: what is wrong, and what to do.

A message is a pair of texts that stand together in a call: ``message=…, hint=…`` of findings, problems, faults and
troubles, or two texts of the calls in ``_PLACES``. What a text takes from the data stands as …
"""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from tests.source import ROOT, parsed

# The packages whose findings people read, and what each part says to whom.
PACKAGES = {
    "intake": "导入和填报自查：认表、读格子",
    "originals": "原件：认种类、去掉看不见的信息",
    "load": "读文件：编码、表头、行、发布信息",
    "check": "检查：单元格、键、个人信息、发布信息",
    "rules": "规则和关注",
    "review": "收件和合并请求的报告",
    "scripts": "在网页上传：收不收这些文件",
    "cli": "命令：写法、文件、文件夹",
    "compare": "比较",
    "statement": "年度说明",
    "publish": "生成网站",
}
_ELSEWHERE = {"scripts": ROOT / ".github" / "scripts"}  # what does not lie in the program's own folder
HOLE = "…"
OF_FORM = f"请写成这样一行：{HOLE}"  # what a problem of a form is told with that says nothing else
LEFT_OUT = "（没有取，可以不改）"
# Call → which of its arguments says what is wrong, and which (or what) what to do.
_PLACES: dict[str, tuple[int, int | str]] = {
    "UnreadableError": (0, 1),
    "wrong": (1, 2),
    "leave": (1, LEFT_OUT),
    "problem": (1, 2),  # or without the latter
    "elsewhere": (1, 2),
    "FormError": (0, 1),
    "UserError": (0, 1),
    "UsageError": (0, 1),
    "NoRecordsError": (0, 1),
}
_SAID_ALONE = ("UserError", "UsageError", "NoRecordsError")  # of commands: what to do may be said with what is wrong
# Of findings about the forms and the originals; the code stands before.
_FINDINGS: dict[str, tuple[int, int]] = {"package_finding": (2, 3), "waiver_finding": (2, 3), "_finding": (3, 4)}
_FORMS = ("load/forms", "load/package", "load/waivers", "intake/", "originals/")  # where they speak to clerks
_COMMANDS = ("cli/", "compare/", "statement/", "publish/")  # where they speak to whoever gives a command


@dataclass(frozen=True, kw_only=True, order=True)
class Message:
    """One message: the module that says it, its code where it stands there, what is wrong, what to do."""

    module: str
    line: int
    code: str
    message: str
    hint: str


@cache
def messages() -> tuple[Message, ...]:
    """All of them, in the order of modules and lines."""
    return tuple(
        one
        for package in PACKAGES
        for folder in [_ELSEWHERE.get(package, ROOT / "generator" / package)]
        for path in sorted(folder.rglob("*.py"))
        for one in _of(path, f"{package}/{path.relative_to(folder).with_suffix('').as_posix()}")
    )


def _of(path: Path, module: str) -> Iterator[Message]:
    tree = parsed(path)
    calls, functions = _calls(tree)
    told = [(function, node, words) for function, node in calls if (words := _words(node, module))]
    if not told:
        return
    codes, constants = _codes(functions), _constants(tree)
    seen: set[tuple[int, str, str]] = set()
    for function, node, words in told:
        scope = {**constants, **(_scope(function, node) if function else {})}
        code = words.get("code")
        told = code.value if isinstance(code, ast.Constant) else codes.get(function.name if function else "", "")
        for message, hint in product(_texts(words["message"], scope), _texts(words["hint"], scope)):
            message += "。" if module.startswith("load/") and not message.endswith("。") else ""  # as the loader does
            if re.search("[一-鿿]", message) and (node.lineno, message, hint) not in seen:
                seen.add((node.lineno, message, hint))
                yield Message(module=module, line=node.lineno, code=str(told), message=message, hint=hint)


def _words(node: ast.Call, module: str) -> dict[str, ast.expr]:
    """What a call says, if it says what is wrong and what to do."""
    words = {word.arg: word.value for word in node.keywords if word.arg}
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if (
        name in _PLACES
        and module.startswith(_COMMANDS if name in _SAID_ALONE else _FORMS)
        and words.keys() <= {"stops", "about"}
    ):
        what, then = _PLACES[name]
        if name == "problem" and len(node.args) == what + 1:
            then = OF_FORM
        if name in _SAID_ALONE and len(node.args) == what + 1:
            then = ""
        if len(node.args) > max(what, then if isinstance(then, int) else 0):
            words["message"] = node.args[what]
            words["hint"] = node.args[then] if isinstance(then, int) else ast.Constant(then)
    if name in _FINDINGS and module.startswith("check/") and len(node.args) > _FINDINGS[name][1]:
        what, behind = _FINDINGS[name]
        words |= {"code": node.args[what - 1], "message": node.args[what], "hint": node.args[behind]}
    return words if {"message", "hint"} <= words.keys() else {}


def _calls(tree: ast.Module) -> tuple[list[tuple[ast.FunctionDef | None, ast.Call]], list[ast.FunctionDef]]:
    """Every call with the innermost function it stands in, and every function, as ``ast.walk`` comes by them."""
    calls: list[tuple[ast.FunctionDef | None, ast.Call]] = []
    functions: list[ast.FunctionDef] = []
    todo: deque[tuple[ast.AST, ast.FunctionDef | None]] = deque([(tree, None)])
    while todo:
        node, function = todo.popleft()
        if isinstance(node, ast.FunctionDef):
            function = node
            functions.append(node)
        if isinstance(node, ast.Call):
            calls.append((function, node))
        todo.extend((child, function) for child in ast.iter_child_nodes(node))
    return calls, functions


def _codes(functions: list[ast.FunctionDef]) -> dict[str, str]:
    """Function of a rule → its code."""
    return {
        function.name: str(one.args[0].value)
        for function in functions
        for one in function.decorator_list
        if isinstance(one, ast.Call) and one.args and isinstance(one.args[0], ast.Constant)
    }


def _constants(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """Texts that a module gives a name."""
    found: dict[str, list[ast.expr]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = [node.value]
    return found


def _scope(function: ast.FunctionDef, call: ast.Call) -> dict[str, list[ast.expr]]:
    """What names can be where a call stands: what was last given right before it in its block, or else anywhere."""
    scope = dict(_assigned(function))
    for body, place in _blocks(function.body, call):
        for name in scope:
            given = [number for number, one in enumerate(body[:place]) if name in _top(one)]
            if given:
                scope[name] = _given(body[given[-1] : place])[name]
    return scope


def _blocks(body: list[ast.stmt], call: ast.Call) -> Iterator[tuple[list[ast.stmt], int]]:
    """The blocks around a call, the outermost first, and the place of the statement that it stands in."""
    for place, one in enumerate(body):
        if one.lineno <= call.lineno <= (one.end_lineno or one.lineno):
            yield body, place
            for inner in ("body", "orelse", "finalbody"):
                yield from _blocks(getattr(one, inner, []), call)


@cache
def _top(statement: ast.stmt) -> frozenset[str]:
    """The names that a statement of a block gives something, whatever happens."""
    return frozenset(_given([statement])) if isinstance(statement, ast.Assign) else frozenset()


@cache
def _assigned(function: ast.FunctionDef) -> dict[str, list[ast.expr]]:
    """What names of a function are given, in order."""
    return _given(function.body)


def _given(body: list[ast.stmt]) -> dict[str, list[ast.expr]]:
    """What names are given in statements, in order."""
    found: dict[str, list[ast.expr]] = {}
    for name, value in (pair for one in body for pair in _pairs(one)):
        found.setdefault(name, []).append(value)
    return found


@cache
def _pairs(statement: ast.stmt) -> list[tuple[str, ast.expr]]:
    """The names that a statement gives, itself or within, and what."""
    found: list[tuple[str, ast.expr]] = []
    for node in ast.walk(statement):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.append((target.id, node.value))
                elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = zip(target.elts, node.value.elts, strict=False)
                    found += [(one.id, value) for one, value in pairs if isinstance(one, ast.Name)]
    return found


def _texts(node: ast.expr, scope: dict[str, list[ast.expr]], depth: int = 0) -> list[str]:
    """The texts that an expression can be, with holes for what comes from the data."""
    if depth > 6:
        return [HOLE]
    if isinstance(node, ast.Constant):
        return [str(node.value)] if isinstance(node.value, str) else [HOLE]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(one.value) if isinstance(one, ast.Constant) else HOLE for one in node.values)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _texts(node.left, scope, depth + 1), _texts(node.right, scope, depth + 1)
        return [one + other for one in left for other in right]
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body, scope, depth + 1), *_texts(node.orelse, scope, depth + 1)]
    if isinstance(node, ast.BoolOp):
        return [text for one in node.values for text in _texts(one, scope, depth + 1)]
    if isinstance(node, ast.Name) and node.id in scope:
        return [text for one in scope[node.id] for text in _texts(one, scope, depth + 3)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "where":
        return [text for one in (node.func.value, *node.args[1:2]) for text in _texts(one, scope, depth + 1)]
    return [HOLE]
