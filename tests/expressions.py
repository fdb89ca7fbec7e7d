"""The regular expressions of the package, all of them, and strings on which a bad one would take more than linear time.

Compiled expressions are found in the modules, and those that are written where they are used by reading the source.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import generator
from tests.source import parsed

_PARSER: Any = importlib.import_module("re._parser")
_RE = ("compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
_BOTH = ("search", "fullmatch")
_PANDAS = ("contains", "match", "fullmatch", "extract", "extractall", "count", "findall")
# Close to each other where an expression may double its time with each character: the first that takes long tells.
_SIZES = (8, 16, 20, 24, 28, 32, 80, 160, 320, 640, 1_280, 2_560, 10_240)
_WORTH = 0.03  # seconds: a linear search of the longest takes a twentieth of it


@dataclass(frozen=True, kw_only=True)
class Expression:
    """A regular expression, where it stands, and by which methods it is asked."""

    place: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...]


def modules() -> Iterator[ModuleType]:
    """Every module of the package but the one that starts it."""
    for found in pkgutil.walk_packages(generator.__path__, "generator."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


@cache
def expressions() -> tuple[list[Expression], list[str]]:
    """Every expression, and the places of those whose text is not known before the program runs."""
    found: dict[tuple[Any, int], Expression] = {}
    open_places: list[str] = []
    everything = [(module, parsed(Path(str(module.__file__)))) for module in modules()]
    asked = _asked(tree for _, tree in everything)
    for module, tree in everything:
        for name, value in vars(module).items():
            for pattern in _patterns(value):
                methods = asked.get(name, _BOTH) if isinstance(value, re.Pattern) else _BOTH
                _add(found, f"{module.__name__}.{name}", pattern, methods)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and (written := _written(call)) is not None:
                place = f"{module.__name__}: {ast.unparse(written)}"
                text = _evaluated(written, module)
                if text is None:
                    open_places.append(place)
                else:
                    method = getattr(call.func, "attr", "")
                    methods = (
                        (method,) if method in ("match", "fullmatch") else _BOTH if method == "compile" else ("search",)
                    )
                    pattern = re.compile(text, _flags(call, module))
                    if method != "compile" or (pattern.pattern, pattern.flags) not in found:
                        _add(found, place, pattern, methods)
    return list(found.values()), open_places


def _add(
    found: dict[tuple[Any, int], Expression], place: str, pattern: re.Pattern[Any], methods: tuple[str, ...]
) -> None:
    known = found.get((pattern.pattern, pattern.flags))
    if known and known.place != place:
        methods = tuple(dict.fromkeys((*known.methods, *methods)))
    found[pattern.pattern, pattern.flags] = Expression(place=place, pattern=pattern, methods=methods)


def _asked(trees: Iterable[ast.Module]) -> dict[str, tuple[str, ...]]:
    """By which methods a name is asked that may be an expression: all others search."""
    found: dict[str, dict[str, None]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _RE:
                method = node.attr if node.attr in ("match", "fullmatch") else "search"
                found.setdefault(node.value.id, {})[method] = None
    return {name: tuple(methods) for name, methods in found.items()}


def _patterns(value: Any, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    """The compiled expressions in a value of a module, those in its own functions' defaults left aside."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for key, one in value.items():
            yield from _patterns(key, depth - 1)
            yield from _patterns(one, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _patterns(one, depth - 1)


def _written(call: ast.Call) -> ast.expr | None:
    """What a call gives as the expression; None if it is no call that takes one."""
    function = call.func
    if not isinstance(function, ast.Attribute) or not call.args:
        return None
    whose = function.value
    if isinstance(whose, ast.Name) and whose.id == "re" and function.attr in _RE:
        return call.args[0]
    is_text = isinstance(whose, ast.Attribute) and whose.attr == "str"
    replacing = function.attr in ("replace", "split") and any(
        one.arg == "regex" and getattr(one.value, "value", False) for one in call.keywords
    )
    return call.args[0] if is_text and (function.attr in _PANDAS or replacing) else None


def _evaluated(written: ast.expr, module: ModuleType) -> Any:
    if isinstance(written, ast.Name) and isinstance(vars(module).get(written.id), re.Pattern):
        return vars(module)[written.id].pattern
    try:
        text = eval(compile(ast.Expression(written), "expression", "eval"), dict(vars(module)))  # noqa: S307 - our own source
    except NameError:
        return None
    return text.pattern if isinstance(text, re.Pattern) else text


def _flags(call: ast.Call, module: ModuleType) -> int:
    given = [one.value for one in call.keywords if one.arg == "flags"] + call.args[1:]
    for one in given:
        text = ast.unparse(one)
        if re.fullmatch(r"re\.[A-Z]+(?: ?\| ?re\.[A-Z]+)*", text):
            return int(eval(text, {"re": re}))  # noqa: S307 - as above
    return 0


# Strings of an expression's own alphabet.

_LIKELY = "a1 一,-.。_:\n\tX(年"


def _members(items: Any, flags: int) -> list[str]:
    """Some characters of a class: of every part of it one or two."""
    found: list[str] = []
    negated = bool(items) and str(items[0][0]) == "NEGATE"
    if negated:
        text = [one for one in _LIKELY if not any(_holds(part, one) for part in items[1:])]
        return text[:3] or ["\u3042"]
    for part in items:
        name, value = str(part[0]), part[1]
        if name == "LITERAL":
            found.append(chr(value))
        elif name == "RANGE":
            found.append(chr(value[0]))
        else:
            found += [one for one in _LIKELY if _holds(part, one)][:2]
    return found


def _holds(part: Any, character: str) -> bool:
    name, value = str(part[0]), part[1]
    if name == "LITERAL":
        return bool(chr(value) == character)
    if name == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    kind = str(value).rpartition("_")[2].lower()
    told = {
        "digit": character.isdecimal(),
        "space": character.isspace(),
        "word": character.isalnum() or character == "_",
    }
    return told[kind] != ("NOT_" in str(value))


@dataclass
class _Walk:
    """What a walk through an expression gathers: a string that it matches, its repeats, its characters."""

    flags: int
    text: str
    repeats: list[tuple[str, str]]
    characters: dict[str, None]

    def of(self, nodes: Any) -> None:
        for node in nodes:
            self.one(str(node[0]), node[1])

    def one(self, name: str, value: Any) -> None:
        if name in ("LITERAL", "IN", "ANY", "NOT_LITERAL"):
            some = {
                "LITERAL": lambda: [chr(value)],
                "IN": lambda: _members(value, self.flags),
                "ANY": lambda: ["a", "一"],
                "NOT_LITERAL": lambda: [one for one in _LIKELY if one != chr(value)][:2],
            }[name]()
            self.characters.update(dict.fromkeys(some))
            self.text += some[0] if some else ""
        elif name.endswith("REPEAT"):
            least, most, body = value
            inside = _Walk(self.flags, "", self.repeats, self.characters)
            inside.of(body)
            if int(most) > 3:
                self.repeats.append((self.text, inside.text))
            self.text += inside.text * max(int(least), 1 if int(most) else 0)
        elif name == "SUBPATTERN":
            self.of(value[3])
        elif name == "ATOMIC_GROUP":
            self.of(value)
        elif name == "BRANCH":
            before = self.text
            for other in value[1][1:]:
                branch = _Walk(self.flags, before, self.repeats, self.characters)
                branch.of(other)
            self.of(value[1][0])
        elif name in ("ASSERT", "ASSERT_NOT"):
            aside = _Walk(self.flags, self.text, self.repeats, self.characters)
            aside.of(value[1])
        elif name == "GROUPREF_EXISTS":
            self.of(value[1])


def pumps(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Beginnings and what is repeated behind them, of the characters of an expression."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    walk = _Walk(pattern.flags, "", [], {})
    walk.of(_PARSER.parse(text, pattern.flags & ~re.UNICODE))
    characters = [*walk.characters][:16]
    units = dict.fromkeys(
        [*characters, walk.text, *(body for _, body in walk.repeats), *(a + b for a, b in walk.repeats)]
    )
    starts = dict.fromkeys(["", *(start for start, _ in walk.repeats)][:6])
    made = {(start, unit): None for start in starts for unit in [*units][:40] if unit}
    return [*made]


def growing(expression: Expression) -> str:
    """A string, shortened, on which an expression takes more than linear time; empty if there is none."""
    is_bytes = isinstance(expression.pattern.pattern, bytes)
    for start, unit in pumps(expression.pattern):
        for name in expression.methods:
            method = getattr(expression.pattern, name)
            for size in _SIZES:
                text = _text(start, unit, size, is_bytes)
                if _took(method, text) > _WORTH and _surely(method, _text(start, unit, size // 2, is_bytes), text):
                    return f"{start}{unit}…"
    return ""


def _text(start: str, unit: str, size: int, is_bytes: bool) -> Any:
    text = start + unit * (size // len(unit) + 1) + "\x00"
    return text.encode("latin-1", "replace") if is_bytes else text


def _surely(method: Any, half: Any, whole: Any) -> bool:
    """Whether twice the text takes far more than twice as long, tried three times."""
    return all(_took(method, whole) > 3 * _took(method, half) for _ in range(2))


def _took(method: Any, text: Any) -> float:
    began = time.process_time()
    method(text)
    return time.process_time() - began
