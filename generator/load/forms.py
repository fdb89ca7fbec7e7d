"""Closed forms in YAML, without YAML's surprises: every scalar is a string, and what is not asked for is refused.

Anchors, aliases, tags and duplicate keys are refused, so that no file of a few bytes can grow (threat 6), and
``010`` stays ``010`` and ``no`` stays ``no``.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Protocol, TypeVar

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
_NEAR = 0.75  # how much a name has in common with the one that may be meant
_DAY = re.compile(r"\s*(?:(\d{4})(\d{2})(\d{2})|(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?)\s*")
_COMMENT = re.compile(r"(?<!\S)#")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


_ONE_A_LINE = "请一行写一项，项目名和内容之间用英文冒号，冒号后面空一格，如 publisher: 示例区教育局。"
_IN_QUOTES = '请把内容直接写出来；本来就有这个符号的，整段用双引号括起，如 contact: "*财务科"。'
_SAVE = "请用记事本打开，选“另存为”，编码选 UTF-8。"
_ENTRY = re.compile(r" 第 \d+ 条")
_CHINESE_COLON = re.compile(r"[ -]*[A-Za-z_]{1,30} ?：")


class FormError(Exception):
    """The form cannot be read at all: where and why, and what to do, in Chinese."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message + hint)
        self.message, self.hint = message, hint


class Slip(str):
    """A problem of a form as people read it.

    ``place``: where it is, by the words of the form; ``sample``: how what is wrong is written; ``hint``: what to do.
    """

    place = ""
    sample = ""
    hint = ""


# All scalars are strings. libyaml, which PyYAML's wheels carry, is eight times as fast as the parser in Python.
_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """The base loader, refusing duplicate keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise FormError(f"第 {node.start_mark.line + 1} 行：项目名必须是一个词。", _ONE_A_LINE)
            if key.value in seen:
                line, name = key.start_mark.line + 1, shortened(key.value)
                raise FormError(f"第 {line} 行：项目「{name}」重复出现。", f"请只保留一行 {name}。")
            seen.add(key.value)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=True)
        return mapping


def read_yaml(content: bytes) -> Any:
    """Return the nested dicts, lists and strings of a YAML document; FormError if it is anything beyond that."""
    if len(content) > MAX_BYTES:
        raise FormError(f"文件超过 {MAX_BYTES:,} 字节的上限。", "请删去重复的和不属于这里的内容。")
    if kind := other_form(content):
        raise kind
    text = content.decode("utf-8-sig")
    if text.lstrip().startswith(("{", "[")):
        raise FormError("整份文件用花括号、方括号写成了另一种格式。", f"请删去最外层的括号，{_ONE_A_LINE[1:]}")
    depth = documents = 0
    try:
        for event in yaml.parse(text, Loader=_Base):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise FormError(f"第 {line} 行：有以 & 或 * 开头的内容，这里不接受。", _IN_QUOTES)
            if getattr(event, "tag", None):
                raise FormError(f"第 {line} 行：有以 ! 开头的内容，这里不接受。", _IN_QUOTES)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _parted(line)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise FormError(f"第 {line} 行：层次太深。", _ONE_A_LINE)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a BaseLoader builds strings, lists and dicts only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _slip(text, line) from None
    except yaml.YAMLError:
        raise FormError("文件里有看不见的控制字符。", "请在记事本里新建一份，把文字重新键入，另存为 UTF-8。") from None
    except RecursionError:
        raise FormError("层次太深。", _ONE_A_LINE) from None


def other_form(content: bytes) -> FormError | None:
    """What a file is that is no text at all, or in another encoding; None if it may be a form."""
    if (problem := other_kind(content)) is not None and problem.value != "JSON 文件":
        if problem.value == "UTF-16":
            return FormError("文件是 UTF-16（Unicode）编码。", _SAVE)
        if problem.row is not None:
            return FormError(f"第 {problem.row} 行：{problem.message}", problem.hint)
        name = f"{' ' if problem.value[0].isascii() else ''}{problem.value}"
        return FormError(f"这是{name}，只是改了扩展名。", f"这份文件要用记事本写成文字，{_ONE_A_LINE[1:]}")
    _, problem = decoded(content)
    if problem is None:
        return None if content.removeprefix(MARK).strip() else FormError("文件是空的。", _ONE_A_LINE)
    if problem.value == "GB18030":
        return FormError("文件是 GBK／GB18030 编码。", _SAVE)
    return FormError(f"第 {problem.row} 行：不是 UTF-8 编码，文件可能已损坏。", _SAVE)


def _parted(line: int) -> FormError:
    return FormError(f"第 {line} 行：用 --- 隔成了几份，只能有一份。", "请只留一份，删去其余的和 --- 这一行。")


def _slip(text: str, line: int) -> FormError:
    """What is wrong where the parser stopped: it tells a slip of the line before as one of this line."""
    lines = text.split("\n")
    if lines[line - 1 : line] == ["---"] and line > 1:
        return _parted(line)
    for number in range(max(1, line - 1), min(line, len(lines)) + 1):
        if _CHINESE_COLON.match(lines[number - 1]):
            return FormError(f"第 {number} 行：冒号是中文的（：）。", "请改成英文冒号（:），后面空一格。")
        if lines[number - 1].lstrip(" ").startswith("\t"):
            return FormError(f"第 {number} 行：行首用了制表符（Tab 键）。", "请换成空格。")
    return FormError(
        f"第 {line} 行：读不下去，多半是这一行或上一行的缩进、冒号、引号或括号写错了。",
        "请核对：各行前面的空格对齐，英文冒号后面空一格，引号和括号成对；"
        '内容里有冒号、井号或引号的，整段用双引号括起，如 contact: "财务科：预算股"。',
    )


def unread(content: bytes, *, whole: bool) -> str:
    """The lines of a document with nothing but their comments, or ``whole``."""
    text = content.decode("utf-8", "replace")
    if whole or "#" not in text:
        return text if whole else ""
    lines = text.splitlines()
    starts = [_COMMENT.search(line) for line in lines]
    return "\n".join(line[start.end() :] if start else "" for line, start in zip(lines, starts, strict=True))


class Noting(Protocol):
    """Where what is wrong with a form is noted."""

    def append(self, problem: Slip, /) -> None:
        """Note a problem."""


class Problems(list[Slip]):
    """What is wrong with a form: the first few problems, and how many ``others`` there are."""

    others = 0

    def __init__(self) -> None:
        super().__init__()
        self._kinds: set[str] = set()

    def append(self, problem: Slip, /) -> None:
        """Keep a problem, or count it; what is wrong with each entry of a list in the same way is told of the first."""
        kind = _ENTRY.sub("", problem)
        if len(self) < FIRST and (kind == problem or kind not in self._kinds):
            self._kinds.add(kind)
            super().append(problem)
        else:
            self.others += 1


@lru_cache(maxsize=4096)
def _sound(value: str) -> bool:
    """Whether all of a text can be seen and makes sense; hundreds of forms say the same things."""
    return not hidden(value) and garbled(value) is None


class Form:
    """One level of a closed form; collects problems as «path: what is wrong» and hands out checked values."""

    def __init__(
        self, content: Any, problems: Noting, path: str = "", samples: Mapping[str, str] | None = None
    ) -> None:
        """``samples``: how each entry of the whole form is written, by its key; none where no clerk writes it."""
        self.path = path
        self.problems = problems
        self._samples = samples or {}
        self._content: dict[str, Any] = {}
        self._seen: set[str] = set()
        self.wrong = False
        self._told = False  # that there are no entries at all: then none of them is missed
        if isinstance(content, dict):
            self._content = dict(content)
        else:
            self.problem("", *_no_entries(content))
            self._told = True

    def problem(self, key: str, message: str, hint: str = "") -> None:
        """Note a problem at this key, and what to do; the form is then ``wrong``.

        Without a hint it is to write what the sample of the entry shows.
        """
        self.wrong = True
        key = shortened(key)
        place = f"{self.path}.{key}" if self.path and key else self.path or key
        slip = Slip(f"「{place or '整份文件'}」{message}")
        slip.place, slip.sample = place, self._sample(key)
        slip.hint = hint or f"请写成这样一行：{slip.sample}"
        self.problems.append(slip)

    def _sample(self, key: str) -> str:
        """How the entry is written that this key is, or is part of."""
        return self._samples.get(re.split("[ .]", self.path or key)[0], f"{key}: …")

    def elsewhere(self, key: str, message: str, hint: str) -> None:
        """Note a key that belongs into another form, if it stands in this one."""
        if key in self._content:
            del self._content[key]
            self.problem(key, message, hint)

    def text(
        self,
        key: str,
        *,
        required: bool = False,
        default: str = "",
        among: Iterable[str] | None = None,
        pattern: str = "",
        longest: int = 500,
        example: str = "",
    ) -> str:
        """A text value; problems are noted when it is missing, not among the choices, or not of the pattern.

        ``example``: one of the pattern.
        """
        self._seen.add(key)
        value = self._content.get(key, "")
        if not isinstance(value, str):
            self.problem(key, "应是一段文字")
            return default
        value = value.strip()
        if not value:
            if required and not self._told and all(map(str.isascii, self._content)):
                self.problem(key, "没有填写，这一项必填", f"请补上，换成自己的内容：{self._sample(key)}")
            return default
        self._plain(key, value[:longest])
        if len(value) > longest:
            self.problem(key, f"有 {len(value)} 字，上限 {longest} 字", f"请缩短到 {longest} 字以内。")
            value = value[:longest]  # what is beyond is searched for nothing else
        if among is not None and value not in (choices := tuple(among)):
            self.problem(key, f"写的是「{shortened(value)}」，只能是：{'、'.join(choices)}", "请改成其中的一个。")
        if pattern and not re.fullmatch(pattern, value, re.ASCII):
            hint = f"请写成 {key}: {example or '…'} 这样。"
            self.problem(key, f"写的是「{shortened(value)}」，写法不合规定", hint)
        return value

    def _plain(self, key: str, value: str) -> None:
        """Note a character that nobody sees, which YAML's escapes can write, and words read in the wrong encoding."""
        if _sound(value):
            return
        if character := hidden(value):
            self.problem(key, f"含有{describe(character)}", "请删去这一行，重新键入。")
        elif found := garbled(value):
            meant = f"，多半是「{shortened(found.meant, 30)}」" if found.meant else ""
            self.problem(key, f"含有乱码「{shortened(found.written, 30)}」{meant}", "请照原件重新填写这一行。")

    def date(self, key: str, *, required: bool = False) -> str:
        """A date as YYYY-MM-DD."""
        value = self.text(key, required=required)
        if value and not _is_date(value):
            wanted = _day_meant(value)
            hint = f'请写成 {key}: "{wanted}"。' if wanted else f'请照原件写成 {key}: "2024-08-30" 这样。'
            self.problem(key, f"写的是「{shortened(value)}」，应是真实存在的日期，写成 2024-08-30 这样", hint)
        elif value and not FIRST_DAY <= value <= LAST_DAY:
            message = f"写的是「{value}」，应在 {FIRST_DAY} 至 {LAST_DAY} 之间"
            self.problem(key, message, "多半是年份写错，请照原件改正。")
        return value

    def number(self, key: str, *, required: bool = True) -> float:
        """A plain decimal number."""
        value = self.text(key, required=required)
        if not value:
            return 0.0
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", value, re.ASCII):
            self.problem(key, f"写的是「{shortened(value)}」，应是一个数字", f'请只写数字，如 {key}: "12.5"。')
            return 0.0
        return float(value)

    def integer(self, key: str, *, required: bool = True) -> int:
        """A whole number from 0."""
        value = self.text(key, required=required)
        if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
            if value:
                self.problem(key, f"写的是「{shortened(value)}」，应是一个整数", f'请只写数字，如 {key}: "2"。')
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
            self.problem(key, f"有 {len(value):,} 个词，上限 {MAX_WORDS} 个", f"请只留最要紧的 {MAX_WORDS} 个以内。")
        if any(len(one) > longest for one in value):
            self.problem(key, f"里有一个词超过 {longest} 字", "请缩短，或用英文逗号隔成几个词。")
        words = [one.strip()[:longest] for one in value[:MAX_WORDS]]
        for word in words:
            self._plain(key, word)
        return tuple(words)

    def forms(self, key: str) -> Iterator[Form]:
        """The entries of a list of forms."""
        self._seen.add(key)
        value = self._content.get(key) or []
        if not isinstance(value, list):
            hint = f"请在 {key}: 下面一条写一行：{self._sample(key)}，没有的写 {key}: []。"
            self.problem(key, "应是以「- 」开头的若干条", hint)
            return
        if len(value) > MAX_ENTRIES:
            message = f"有 {len(value):,} 条，上限 {MAX_ENTRIES:,} 条"
            self.problem(key, message, "请核对是否重复，删去重复的。")
        before: dict[str, int] = {}
        for index, one in enumerate(value[:MAX_ENTRIES], start=1):
            place = f"{self.path}.{key}" if self.path else key
            form = Form(one, self.problems, f"{place} 第 {index} 条", self._samples)
            if isinstance(one, dict) and one and before.setdefault(repr(sorted(one.items())), index) != index:
                form.problem("", "与前面的一条逐字相同", "请只留一条，删去重复的。")
            else:
                yield form

    def form(self, key: str) -> Form:
        """A nested form."""
        self._seen.add(key)
        path = f"{self.path}.{key}" if self.path else key
        return Form(self._content.get(key, {}), self.problems, path, self._samples)

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
            message = f"里的{named}不是这里的项目，项目名写英文。可用的项目：{known}"
            self.problem("", message, "请把项目名改成上面列出的英文名，一字不差；列不进去的请删去。")
            return
        for key in strange:
            near = difflib.get_close_matches(key[:60], self._seen, 1, _NEAR)
            hint = f"如果是 {near[0]}，请改成这个名字；否则请删去这一项。" if near else "请删去这一项。"
            self.problem(key, f"不是这张表的项目。可用的项目：{known}", hint)


def _no_entries(content: Any) -> tuple[str, str]:
    """What is wrong with a document that should be entries and is something else, and what to do."""
    wanted = "应是若干「项目: 内容」"
    if isinstance(content, str) and "：" in content:
        return f"用了中文的冒号（：），{wanted}", "请把冒号都改成英文冒号（:），后面空一格。"
    if isinstance(content, list) and content:
        return wanted, "请删去各行前面的「- 」。"
    return wanted, _ONE_A_LINE


def _day_meant(text: str) -> str:
    """The day that is written in another way, as a form has it; empty where there is none."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text[:30]))
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        return date(*parts).isoformat() if len(parts) == len("年月日") else ""
    except ValueError:
        return ""


def line_of(content: bytes, place: str) -> int | None:
    """The line of what a ``Slip`` tells of, or of what it is part of; None where that is the whole form."""
    node, line = yaml.compose(content.decode("utf-8-sig"), Loader=_Base), None
    for part in place.split("."):
        key, _, number = part.removesuffix(" 条").partition(" 第 ")
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        found = next((one for one in entries if one[0].value == key), None)
        if found is None:
            return line
        line, node = found[0].start_mark.line + 1, found[1]
        if number and isinstance(node, yaml.SequenceNode) and int(number) <= len(node.value):
            node = node.value[int(number) - 1]
            line = node.start_mark.line + 1
    return line


def _is_date(text: str) -> bool:
    if not DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
