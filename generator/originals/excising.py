"""Cut elements and attributes out of XML and leave every other byte as it is.

Office programs want prefixes, their order and unknown parts of each other as they were: what is read into a tree and
written again may no longer open. So places are found by the parser, and the text between them is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from generator.intake.files.markup import MAX_DEPTH, MAX_ELEMENTS
from generator.intake.files.sheets import UnreadableError

_TAG = re.compile(rb"<(?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*>")
_ATTRIBUTE = re.compile(rb"(?<!\s)\s+(?:[^\s=/>:]+:)?([^\s=/>:]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_AGAIN = "请在 Office 或 WPS 中打开，另存一份后再放。"


@dataclass(frozen=True, kw_only=True)
class Keep:
    """An element that stays, without some of its attributes (by local names)."""

    without: Collection[str] = ()


# What becomes of an element by its local name and attributes: None where it goes with all that is in it.
Judge = Callable[[str, Mapping[str, str]], Keep | None]
KEEP = Keep()


def excised(content: bytes, judge: Judge, part: str) -> bytes:
    """The XML without the elements and attributes that ``judge`` lets go; UnreadableError if it is none in UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4]:
        raise UnreadableError(f"文件里的 {part} 不是 UTF-8 编码。", _AGAIN)
    finder = _Finder(content, judge, part)
    finder.run()
    parts, place = [], 0
    for start, end in finder.doomed:
        parts.append(content[place:start])
        place = end
    return b"".join([*parts, content[place:]])


class _Finder:
    """Gathers the places to cut, in order."""

    def __init__(self, content: bytes, judge: Judge, part: str) -> None:
        self.doomed: list[tuple[int, int]] = []
        self._content, self._judge, self._part = content, judge, part
        self._parser = expat.ParserCreate()
        self._depth = self._count = 0
        self._start, self._within = 0, 0  # of the element that goes, and its depth; 0 where none does

    def run(self) -> None:
        """Walk through all of it."""
        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler = self._opened, self._closed
        parser.StartDoctypeDeclHandler = self._refused
        parser.EntityDeclHandler = self._refused
        parser.XmlDeclHandler = self._declared
        try:
            parser.Parse(self._content, True)
        except expat.ExpatError:
            raise UnreadableError(f"文件里的 {self._part} 已损坏。", _AGAIN) from None

    def _refused(self, *_: object) -> None:
        raise UnreadableError(f"文件里的 {self._part} 带有办公软件不会写的声明，没有读取。", _AGAIN)

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            raise UnreadableError(f"文件里的 {self._part} 不是 UTF-8 编码。", _AGAIN)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise UnreadableError(f"文件里的 {self._part} 层次太深或内容太多。", _AGAIN)
        if self._within:
            return
        kept = self._judge(name.rpartition(":")[2], attributes)
        if kept is None:
            self._start, self._within = self._parser.CurrentByteIndex, self._depth
        elif kept.without:
            start = self._parser.CurrentByteIndex
            tag = self._content[start : self._end_of_tag(start)]
            self.doomed += [
                (start + found.start(), start + found.end())
                for found in _ATTRIBUTE.finditer(tag)
                if found[1].decode() in kept.without
            ]

    def _closed(self, _: str) -> None:
        if self._within == self._depth:
            self._within = 0
            end = self._end_of_tag(self._start)
            if self._content[end - 2 : end] != b"/>":
                end = self._end_of_tag(self._parser.CurrentByteIndex)
            self.doomed.append((self._start, end))
        self._depth -= 1

    def _end_of_tag(self, start: int) -> int:
        found = _TAG.match(self._content, start)
        if found is None:
            raise UnreadableError(f"文件里的 {self._part} 已损坏。", _AGAIN)
        return found.end()
