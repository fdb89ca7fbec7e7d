"""Closed forms in YAML, without YAML's surprises: every scalar is a string, and what is not asked for is refused.

Anchors, aliases, tags and duplicate keys are refused, so that no file of a few bytes can grow (threat 6), and
``010`` stays ``010`` and ``no`` stays ``no``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

import yaml

from generator.core.characters import describe, hidden, shortened
from generator.core.schema import FIRST_DAY, LAST_DAY
from generator.load.garbled import garbled
from generator.load.kinds import MARK, decoded, other_kind
from generator.load.problem import FIRST

T = TypeVar("T")

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_ENTRIES = 5_000  # of a list of forms
MAX_WORDS = 100  # of a list of words
_COMMENT = re.compile(r"(?<!\S)#")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


_ENTRY = re.compile(r" 第 \d+ 条")
_CHINESE_COLON = re.compile(r"[ -]*[A-Za-z_]{1,30} ?：")


class FormError(Exception):
    """The form cannot be read at all; the message says where and why, in Chinese."""


# All scalars are strings. libyaml, which PyYAML's wheels carry, is eight times as fast as the parser in Python.
_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """The base loader, refusing duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise FormError(f"第 {node.start_mark.line + 1} 行：项目名必须是一个词。")
            if key.value in seen:
                raise FormError(
                    f"第 {key.start_mark.line + 1} 行：项目「{shortened(key.value)}」重复出现，请只保留一个。"
                )
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=True)
        return mapping


def read_yaml(content: bytes) -> Any:
    """Return the nested dicts, lists and strings of a YAML document; FormError if it is anything beyond that."""
    if len(content) > MAX_BYTES:
        raise FormError(f"文件超过 {MAX_BYTES:,} 字节的上限。")
    if kind := other_form(content):
        raise FormError(kind)
    text = content.decode("utf-8-sig")
    if text.lstrip().startswith(("{", "[")):
        raise FormError("整份文件用花括号、方括号写成了另一种格式。请照样例改成一行一项，项目名和内容之间用英文冒号。")
    depth = documents = 0
    try:
        for event in yaml.parse(text, Loader=_Base):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise FormError(f"第 {line} 行：不接受锚点与引用（& 和 *），请把内容直接写出来。")
            if getattr(event, "tag", None):
                raise FormError(f"第 {line} 行：不接受 YAML 标签（!），请直接写内容。")
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _parted(line)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise FormError(f"第 {line} 行：层次太深。")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a BaseLoader builds strings, lists and dicts only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _slip(text, line) from None
    except yaml.YAMLError:
        raise FormError("文件含有 YAML 不允许的字符。") from None
    except RecursionError:
        raise FormError("层次太深。") from None


def other_form(content: bytes) -> str:
    """What a file is that is no text at all, or in another encoding; empty if it may be a form."""
    written = "这份文件应是用记事本一类的软件写的文字（YAML），请照样例重写，不要只改扩展名。"
    if (problem := other_kind(content)) is not None and problem.value != "JSON 文件":
        if problem.value == "UTF-16":
            return "文件是 UTF-16（Unicode）编码，请在记事本里另存为 UTF-8。"
        return (
            f"这是{' ' if problem.value[0].isascii() else ''}{problem.value}，只是改了扩展名。{written}"
            if problem.row is None
            else problem.message
        )
    _, problem = decoded(content)
    if problem is None:
        return "" if content.removeprefix(MARK).strip() else "文件是空的。请照样例填写。"
    if problem.value == "GB18030":
        return "文件是 GBK／GB18030 编码，请在记事本里另存为 UTF-8。"
    return f"第 {problem.row} 行：不是 UTF-8 编码，文件可能已损坏，请在记事本里另存为 UTF-8。"


def _parted(line: int) -> FormError:
    return FormError(f"第 {line} 行：用 --- 隔成了几份，只能有一份。请只留一份，删去其余的。")


def _slip(text: str, line: int) -> FormError:
    """What is wrong where the parser stopped: it tells a slip of the line before as one of this line."""
    lines = text.split("\n")
    if lines[line - 1 : line] == ["---"] and line > 1:
        return _parted(line)
    for number in range(max(1, line - 1), min(line, len(lines)) + 1):
        if _CHINESE_COLON.match(lines[number - 1]):
            return FormError(f"第 {number} 行：冒号是中文的（：），请改成英文冒号（:），后面空一格。")
        if lines[number - 1].lstrip(" ").startswith("\t"):
            return FormError(f"第 {number} 行：行首用了制表符（Tab 键），请换成空格。")
    return FormError(f"第 {line} 行：写法不符合 YAML（缩进、冒号或引号）。请对照文档中的样例。")


def unread(content: bytes, *, whole: bool) -> str:
    """The lines of a document with nothing but their comments, or ``whole``."""
    text = content.decode("utf-8", "replace")
    if whole or "#" not in text:
        return text if whole else ""
    lines = text.splitlines()
    starts = [_COMMENT.search(line) for line in lines]
    return "\n".join(line[start.end() :] if start else "" for line, start in zip(lines, starts, strict=True))


class Problems(list[str]):
    """What is wrong with a form: the first few problems, and how many ``others`` there are."""

    others = 0

    def __init__(self) -> None:
        super().__init__()
        self._kinds: set[str] = set()

    def append(self, problem: str) -> None:
        """Keep a problem, or count it; what is wrong with each entry of a list in the same way is told of the first."""
        kind = _ENTRY.sub("", problem)
        if len(self) < FIRST and (kind == problem or kind not in self._kinds):
            self._kinds.add(kind)
            super().append(problem)
        else:
            self.others += 1


class Form:
    """One level of a closed form; collects problems as «path: what is wrong» and hands out checked values."""

    def __init__(self, content: Any, problems: list[str], path: str = "") -> None:
        self.path = path
        self.problems = problems
        self._content: dict[str, Any] = {}
        self._seen: set[str] = set()
        self.wrong = False
        self._told = False  # that there are no entries at all: then none of them is missed
        if isinstance(content, dict):
            self._content = dict(content)
        else:
            self.problem("", _no_entries(content))
            self._told = True

    def problem(self, key: str, message: str) -> None:
        """Note a problem at this key; the form is then ``wrong``."""
        self.wrong = True
        key = shortened(key)
        place = f"{self.path}.{key}" if self.path and key else self.path or key
        self.problems.append(f"「{place or '整份文件'}」{message}")

    def elsewhere(self, key: str, message: str) -> None:
        """Note a key that belongs into another form, if it stands in this one."""
        if key in self._content:
            del self._content[key]
            self.problem(key, message)

    def text(
        self,
        key: str,
        *,
        required: bool = False,
        default: str = "",
        among: Iterable[str] | None = None,
        pattern: str = "",
        longest: int = 500,
    ) -> str:
        """A text value; problems are noted when it is missing, not among the choices, or not of the pattern."""
        self._seen.add(key)
        value = self._content.get(key, "")
        if not isinstance(value, str):
            self.problem(key, "应是一段文字")
            return default
        value = value.strip()
        if not value:
            if required and not self._told and all(map(str.isascii, self._content)):
                self.problem(key, "没有填写，这一项必填")
            return default
        self._plain(key, value[:longest])
        if len(value) > longest:
            self.problem(key, f"有 {len(value)} 字，上限 {longest} 字")
            value = value[:longest]  # what is beyond is searched for nothing else
        if among is not None and value not in (choices := tuple(among)):
            self.problem(key, f"写的是「{shortened(value)}」，只能是：{'、'.join(choices)}")
        if pattern and not re.fullmatch(pattern, value, re.ASCII):
            self.problem(key, f"写的是「{shortened(value)}」，写法不合规定")
        return value

    def _plain(self, key: str, value: str) -> None:
        """Note a character that nobody sees, which YAML's escapes can write, and words read in the wrong encoding."""
        if character := hidden(value):
            self.problem(key, f"含有{describe(character)}，请删除")
        elif found := garbled(value):
            meant = f"，多半是「{shortened(found.meant, 30)}」" if found.meant else ""
            self.problem(key, f"含有乱码「{shortened(found.written, 30)}」{meant}，请照原件重新填写")

    def date(self, key: str, *, required: bool = False) -> str:
        """A date as YYYY-MM-DD."""
        value = self.text(key, required=required)
        if value and not _is_date(value):
            self.problem(key, f"写的是「{shortened(value)}」，应是真实存在的日期，写成 2024-08-30 这样")
        elif value and not FIRST_DAY <= value <= LAST_DAY:
            self.problem(key, f"写的是「{value}」，应在 {FIRST_DAY} 至 {LAST_DAY} 之间")
        return value

    def number(self, key: str, *, required: bool = True) -> float:
        """A plain decimal number."""
        value = self.text(key, required=required)
        if not value:
            return 0.0
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", value, re.ASCII):
            self.problem(key, f"写的是「{shortened(value)}」，应是一个数字")
            return 0.0
        return float(value)

    def integer(self, key: str, *, required: bool = True) -> int:
        """A whole number from 0."""
        value = self.text(key, required=required)
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
            if value:
                self.problem(key, f"写的是「{shortened(value)}」，应是一个整数")
            return 0
        return int(value)

    def texts(self, key: str, *, longest: int = 500) -> tuple[str, ...]:
        """A list of short texts."""
        self._seen.add(key)
        value = self._content.get(key) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.problem(key, "应是一串词，如 [预算绩效, 教育]")
            return ()
        if len(value) > MAX_WORDS:
            self.problem(key, f"有 {len(value):,} 个词，上限 {MAX_WORDS} 个")
        if any(len(one) > longest for one in value):
            self.problem(key, f"里有一个词超过 {longest} 字")
        words = [one.strip()[:longest] for one in value[:MAX_WORDS]]
        for word in words:
            self._plain(key, word)
        return tuple(words)

    def forms(self, key: str) -> Iterator[Form]:
        """The entries of a list of forms."""
        self._seen.add(key)
        value = self._content.get(key) or []
        if not isinstance(value, list):
            self.problem(key, "应是以「- 」开头的若干条")
            return
        if len(value) > MAX_ENTRIES:
            self.problem(key, f"有 {len(value):,} 条，上限 {MAX_ENTRIES:,} 条，请核对是否重复")
        for index, one in enumerate(value[:MAX_ENTRIES], start=1):
            place = f"{self.path}.{key}" if self.path else key
            yield Form(one, self.problems, f"{place} 第 {index} 条")

    def form(self, key: str) -> Form:
        """A nested form."""
        self._seen.add(key)
        return Form(self._content.get(key, {}), self.problems, f"{self.path}.{key}" if self.path else key)

    def mapping(self, key: str, read: Callable[[Form, str], T]) -> dict[str, T]:
        """A nested form whose keys are free: key → ``read(form, key)``."""
        form = self.form(key)
        return {name: read(form, name) for name in form.names}

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that stand in the form."""
        return tuple(self._content)

    def finish(self) -> None:
        """Note every key that nobody asked for."""
        known = "、".join(sorted(self._seen))
        strange = [key for key in self._content if key not in self._seen]
        if any(not key.isascii() for key in strange):
            named = "".join(f"「{shortened(key, 20)}」" for key in strange[:5])
            named += "等" if len(strange) > 5 else ""
            self.problem("", f"里的{named}不是这里的项目，项目名写英文，照样例一字不差。可用的项目：{known}")
            return
        for key in strange:
            self.problem(key, f"不是这张表的项目。可用的项目：{known}")


def _no_entries(content: Any) -> str:
    """What is wrong with a document that should be entries and is something else."""
    wanted = "应是若干「项目: 内容」"
    if isinstance(content, str) and "：" in content:
        return f"用了中文的冒号（：），{wanted}，冒号用英文的（:），后面空一格"
    if isinstance(content, list) and content:
        return f"{wanted}，各行前面的「- 」请删去"
    return wanted


def _is_date(text: str) -> bool:
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
