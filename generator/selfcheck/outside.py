"""What a file says beside its cells: names, comments, headers and footers, text boxes, properties.

None of it becomes a record, but whoever uploads the file uploads it all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.intake.files.markup import Archive, says, walk
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
    (re.compile(r"xl/workbook\.xml"), "定义的名称"),
    (re.compile(r"(?:xl/worksheets|word)/_rels/[^/]{1,80}\.rels"), "链接"),
)
_SHEET = re.compile(r"xl/worksheets/sheet\d*\.xml")
# What stands behind the cells of a sheet.
_BEHIND = {"dataValidations": "输入提示", "headerFooter": "页眉页脚"}
_MOST_BEHIND = 200_000  # bytes
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
            elif _SHEET.fullmatch(name):
                sheet = archive.read(name)
                yield from ((_BEHIND[one], _text(part, name)) for one in _BEHIND if (part := _behind(sheet, one)))
    except UnreadableError:  # told where the file is read
        return


def _behind(content: bytes, element: str) -> bytes:
    """An element that stands behind the cells of a sheet, such as its header and footer."""
    start, closing = content.rfind(b"<%b" % element.encode()), b"</%b>" % element.encode()
    end = content.find(closing, start)
    return content[start : end + len(closing)] if 0 <= start < end < start + _MOST_BEHIND else b""


def _text(content: bytes, part: str) -> str:
    """The words of a part, a line a paragraph, and what its attributes say, each once."""
    words: list[str] = []
    aside: dict[str, None] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name != "sheet":  # what it is called is told where its cells are
            aside.update(dict.fromkeys(filter(says, attributes.values())))

    def end(name: str, text: str) -> None:
        words.append(text)
        if name in _BREAKS or (text and name != "t"):  # a number may be parted among several runs
            words.append("\n")

    walk(content, start, end, part)
    return "\n".join(["".join(words), *aside])
