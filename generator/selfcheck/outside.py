"""What a file says beside its cells: names, comments, headers and footers, text boxes, properties.

None of it becomes a record, but whoever uploads the file uploads it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.intake.files.markup import Archive, walk
from generator.intake.files.sheets import UnreadableError

_ZIP = b"PK\x03\x04"
# Part of a zip of Office → where people find it.
_PARTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"word/document\.xml"), "正文"),
    (re.compile(r"word/header\d*\.xml"), "页眉"),
    (re.compile(r"word/footer\d*\.xml"), "页脚"),
    (re.compile(r"word/(?:comments|footnotes|endnotes)\.xml"), "批注或脚注"),
    (re.compile(r"xl/(?:comments/|threadedComments/)?(?:threadedC|c)omments?\d*\.xml"), "批注"),
    (re.compile(r"xl/drawings/drawing\d*\.xml"), "文本框"),
    (re.compile(r"docProps/(?:core|app|custom)\.xml"), "文件属性"),
)
_SHEET = re.compile(r"xl/worksheets/sheet\d*\.xml")
_HEADER = b"<headerFooter"
_MOST_HEADER = 20_000  # bytes
_BREAKS = {"p", "br", "cr", "tab", "tc"}


def outside(content: bytes) -> Iterator[tuple[str, str]]:
    """Where something is written beside the cells of a file, and what; nothing of files that are no zip of Office."""
    if not content.startswith(_ZIP):
        return
    try:
        archive = Archive(content)
        for name in sorted(archive.names):
            place = next((title for pattern, title in _PARTS if pattern.fullmatch(name)), "")
            if place:
                yield place, _text(archive.read(name), name)
            elif _SHEET.fullmatch(name) and (header := _header(archive.read(name))):
                yield "页眉页脚", _text(header, name)
    except UnreadableError:  # told where the file is read
        return


def _header(content: bytes) -> bytes:
    """The header and footer of a sheet, which stand behind its cells."""
    start = content.rfind(_HEADER)
    end = content.find(b"</headerFooter>", start)
    return content[start : end + len(b"</headerFooter>")] if 0 <= start < end < start + _MOST_HEADER else b""


def _text(content: bytes, part: str) -> str:
    """The words of a part, a line a paragraph."""
    words: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        """Nothing is said yet where an element begins."""

    def end(name: str, text: str) -> None:
        words.append(text)
        if name in _BREAKS or (text and name != "t"):  # a number may be parted among several runs
            words.append("\n")

    walk(content, start, end, part)
    return "".join(words)
