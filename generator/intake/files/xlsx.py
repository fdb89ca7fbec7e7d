"""Workbooks of Office Open XML (.xlsx, .xlsm, newer .et): what cells show, hide, merge and leave open.

Read part by part from its XML: a claimed size is never believed, no formula reckoned, no macro run, no link followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.core.guarding import unguarded
from generator.intake.files.markup import MAX_ENTRIES, Archive, walk
from generator.intake.files.numerals import numeral
from generator.intake.files.sheets import (
    MAX_CELLS,
    MAX_TEXT,
    Book,
    Cell,
    Kind,
    Merge,
    Sheet,
    UnreadableError,
)

_SAVED_ANEW = "请在 Excel 或 WPS 中另存一份后再导入。"
MAX_SHEETS = 1_000
MAX_MERGES = 50_000
MAX_COMMENTS = 1_000
_MOST_COLUMNS = 16_384  # of a sheet
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)


@dataclass(kw_only=True)
class _Styles:
    """The formats: by number, and the number of each style; and what is crossed out."""

    codes: dict[int, str] = field(default_factory=dict)
    of_style: list[int] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)  # styles whose font is crossed out


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """A sheet of the book: its name, why it is hidden, and where its part is."""

    name: str
    hidden: str
    part: str


def read_xlsx(content: bytes, name: str) -> Book:
    """Read a workbook; UnreadableError where it is damaged, protected, or beyond what a table can be."""
    archive = Archive(content)
    relations = _relations(archive, "_rels/.rels")
    book_part = next((one for kind, one in relations.values() if kind == "officeDocument"), "xl/workbook.xml")
    entries, since_1904 = _entries(archive, book_part)
    (strings, struck), styles = _strings(archive, book_part), _styles(archive, book_part)
    sheets: list[Sheet] = []
    left = MAX_CELLS
    for entry in entries:
        sheet = _SheetReader(entry, strings, struck, styles, since_1904=since_1904, most=left).read(archive)
        left -= len(sheet.cells)
        sheets.append(sheet)
    return Book(
        name=name,
        sheets=tuple(sheets),
        told=tuple(_told(archive, since_1904=since_1904)),
        comments=tuple(_comments(archive)),
    )


def _comments(archive: Archive) -> Sequence[str]:
    """The cells that have comments."""
    cells: dict[str, None] = {}

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name in ("comment", "threadedComment") and len(cells) < MAX_COMMENTS:
            cells[attributes.get("ref", "")] = None

    for part in sorted(archive.names):
        if re.fullmatch(r"xl/(?:comments|comments/comment|threadedComments/threadedComment)\d*\.xml", part):
            walk(archive.read(part), start, lambda _name, _text: None, part)
    return tuple(cells)


def _drawn(archive: Archive) -> str:
    """The words in text boxes and shapes."""
    texts: list[str] = []

    def end(name: str, text: str) -> None:
        if name == "t" and text.strip():
            texts.append(text.strip())

    for part in sorted(archive.names):
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
            walk(archive.read(part), lambda _name, _attributes: None, end, part)
    return "".join(texts)


def _told(archive: Archive, *, since_1904: bool) -> Sequence[tuple[str, str]]:
    told = []
    if any(one.rpartition("/")[2].lower().startswith("vbaproject") for one in archive.names):
        told.append(("文件里有宏，没有运行，也不需要它。", "可以照常导入；请在上报前另存为不带宏的 .xlsx。"))
    if any("/externalLinks/" in one for one in archive.names):
        told.append(
            (
                "有公式引用了别的文件，读的是上次保存时算出的数，可能不是最新的。",
                "请核对；可在“数据—编辑链接”里断开链接，把数固定下来。",
            )
        )
    if words := _drawn(archive):
        told.append((f"文本框和图形里有 {len(words)} 个字，没有读。", "表的内容请写在格子里。"))
    if since_1904:
        told.append(("文件用的是 1904 年起算的日期，已经照此换算。", "请核对各处日期。"))
    return told


def _relations(archive: Archive, part: str) -> Mapping[str, tuple[str, str]]:
    """Identifier → kind and part of what another part refers to."""
    found: dict[str, tuple[str, str]] = {}
    base = posixpath.dirname(posixpath.dirname(part))

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            if len(found) >= MAX_ENTRIES:  # as many as there may be parts
                raise UnreadableError(f"文件里的 {part} 内容太多，不像是正常的表。", _SAVED_ANEW)
            target = attributes.get("Target", "")
            place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
            found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], place

    if part in archive.names:
        walk(archive.read(part), start, lambda _name, _text: None, part)
    return found


def _beside(part: str) -> str:
    """Where a part's relations are told."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def _entries(archive: Archive, part: str) -> tuple[list[_Entry], bool]:
    """The sheets in their order, and whether days count from 1904."""
    relations = _relations(archive, _beside(part))
    entries: list[_Entry] = []
    since_1904 = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal since_1904
        if name == "workbookPr":
            since_1904 = attributes.get("date1904", "0") in ("1", "true")
        if name != "sheet":
            return
        if len(entries) >= MAX_SHEETS:
            raise UnreadableError(f"工作表超过 {MAX_SHEETS:,} 张。", "请拆成几个文件后再导入。")
        identifier = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
        kind, place = relations.get(identifier, ("", ""))
        if kind == "worksheet":
            hidden = "工作表是隐藏的" if attributes.get("state", "visible") != "visible" else ""
            entries.append(_Entry(name=attributes.get("name", ""), hidden=hidden, part=place))

    walk(archive.read(part), start, lambda _name, _text: None, part)
    return entries, since_1904


def _part(archive: Archive, book: str, kind: str) -> str:
    """The part of a kind that the book refers to; empty if there is none."""
    return next((one for its, one in _relations(archive, _beside(book)).values() if its == kind), "")


def _on(attributes: Mapping[str, str]) -> bool:
    """Whether an element that switches something on does so."""
    return attributes.get("val", "1") not in ("0", "false", "none")


def _strings(archive: Archive, book: str) -> tuple[Sequence[str], frozenset[int]]:
    """The texts that cells refer to by number, and which are crossed out in part; readings are no part of them."""
    strings: list[str] = []
    pieces: list[str] = []
    struck: set[int] = set()
    aside = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal aside
        if name == "si":
            pieces.clear()
        elif name in ("strike", "dstrike") and _on(attributes):
            struck.add(len(strings))
        aside += name == "rPh"

    def end(name: str, text: str) -> None:
        nonlocal aside
        if name == "t" and not aside:
            pieces.append(text)
        elif name == "si":
            strings.append("".join(pieces))
        aside -= name == "rPh"

    if part := _part(archive, book, "sharedStrings"):
        walk(archive.read(part), start, end, part)
    return strings, frozenset(struck)


def _styles(archive: Archive, book: str) -> _Styles:
    styles = _Styles()
    inside: list[str] = []
    fonts: list[bool] = []  # whether each is crossed out

    def start(name: str, attributes: Mapping[str, str]) -> None:
        inside.append(name)
        if name == "numFmt":
            styles.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "font" and inside[-2:-1] == ["fonts"]:
            fonts.append(False)
        elif name == "strike" and "fonts" in inside and fonts:
            fonts[-1] = _on(attributes)
        elif name == "xf" and "cellXfs" in inside:
            font = int(attributes.get("fontId", "0"))
            if font < len(fonts) and fonts[font]:
                styles.struck.add(len(styles.of_style))
            styles.of_style.append(int(attributes.get("numFmtId", "0")))

    def end(_name: str, _text: str) -> None:
        inside.pop()

    if part := _part(archive, book, "styles"):
        try:
            walk(archive.read(part), start, end, part)
        except ValueError:
            raise UnreadableError(f"文件里的 {part} 已损坏。", _SAVED_ANEW) from None
    return styles


class _SheetReader:
    """Reads one sheet's part."""

    def __init__(
        self,
        entry: _Entry,
        strings: Sequence[str],
        struck: frozenset[int],
        styles: _Styles,
        *,
        since_1904: bool,
        most: int,
    ) -> None:
        self._entry, self._strings, self._struck, self._styles = entry, strings, struck, styles
        self._since_1904, self._most = since_1904, most
        self._cells: list[Cell] = []
        self._merges: list[Merge] = []
        self._columns, self._spans = bytearray(_MOST_COLUMNS), 0  # 1: hidden; how many times it was said of some
        self._row, self._column, self._row_hidden = -1, -1, False
        self._type, self._style, self._formula = "n", 0, False
        self._value: str | None = None
        self._pieces: list[str] = []
        self._aside = 0
        self._crossed = False
        self._filtered = False

    def read(self, archive: Archive) -> Sheet:
        """The sheet."""
        try:
            walk(archive.read(self._entry.part), self._start, self._end, self._entry.part)
        except (ValueError, IndexError):
            raise UnreadableError(f"工作表「{self._entry.name}」已损坏。", _SAVED_ANEW) from None
        return Sheet(
            name=self._entry.name,
            cells=tuple(self._cells),
            merges=tuple(self._merges),
            hidden=self._entry.hidden,
        )

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._row_hidden, self._column = (
                attributes.get("hidden", "0") in ("1", "true") or _none(attributes, "ht"),
                -1,
            )
        elif name == "c":
            self._cell_starts(attributes)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aside += 1
        elif name == "col" and (attributes.get("hidden", "0") in ("1", "true") or _none(attributes, "width")):
            self._hide(int(attributes["min"]) - 1, int(attributes["max"]))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif name == "strike" and _on(attributes):
            self._crossed = True
        elif name == "autoFilter":
            self._filtered = True

    def _cell_starts(self, attributes: Mapping[str, str]) -> None:
        self._column += 1
        if found := _REFERENCE.fullmatch(attributes.get("r", "")):
            self._column, self._row = _column(found[1]), int(found[2]) - 1
        self._type, self._style = attributes.get("t", "n"), int(attributes.get("s", "0"))
        self._formula, self._value, self._pieces = False, None, []
        self._crossed = self._style in self._styles.struck

    def _end(self, name: str, text: str) -> None:
        if name == "v":
            self._value = text
        elif name == "t" and not self._aside:
            self._pieces.append(text)
        elif name == "rPh":
            self._aside -= 1
        elif name == "c" and (cell := self._cell()) is not None:
            if len(self._cells) >= self._most:
                raise UnreadableError(
                    f"有内容的单元格超过 {MAX_CELLS:,} 格，没有读取。", "请删去用不着的工作表，或拆成几个文件。"
                )
            self._cells.append(cell)

    def _cell(self) -> Cell | None:
        raw, kind = self._value, self._type
        if kind == "inlineStr" or (kind == "n" and self._pieces):
            return self._made(unescaped("".join(self._pieces)))
        if raw is None or (raw == "" and self._formula and kind != "str"):
            return self._made("", hollow=True) if self._formula else None
        if kind == "s":
            self._crossed = self._crossed or int(raw) in self._struck
            return self._made(unescaped(self._strings[int(raw)]))
        if kind == "b":
            return self._made("是" if raw.strip() == "1" else "否", kind="flag")
        if kind == "e":
            return self._made(raw, kind="error")
        if kind in ("str", "d"):
            return self._made(raw[:10], kind="date") if kind == "d" else self._made(unescaped(raw))
        return self._number(raw)

    def _number(self, raw: str) -> Cell | None:
        styles = self._styles
        format_number = styles.of_style[self._style] if self._style < len(styles.of_style) else 0
        found = numeral(raw.strip(), format_number, styles.codes, since_1904=self._since_1904)
        if found is None:
            return self._made(raw)
        return self._made(found.text, kind=found.kind, exact=found.exact, percent=found.percent)

    def _made(
        self, text: str, *, kind: Kind = "text", exact: str = "", percent: bool = False, hollow: bool = False
    ) -> Cell | None:
        """The cell where the reader stands; None if it holds nothing but spaces."""
        if not text.strip() and not hollow:
            return None
        return Cell(
            row=self._row,
            column=self._column,
            text=text[:MAX_TEXT],
            kind=kind,
            exact=exact,
            percent=percent,
            hollow=hollow,
            hidden=self._hidden(),
            struck=self._crossed,
        )

    def _hidden(self) -> str:
        if self._row_hidden:
            return "所在的行是隐藏的或被筛掉了"
        if self._column < _MOST_COLUMNS and self._columns[self._column]:
            return "所在的列是隐藏的"
        return ""

    def _hide(self, first: int, end: int) -> None:
        """Note hidden columns; ValueError where more is said of columns than there are."""
        self._spans += 1
        if self._spans > _MOST_COLUMNS:
            raise ValueError(self._spans)
        first, end = max(0, first), min(end, _MOST_COLUMNS)
        self._columns[first:end] = b"\1" * max(0, end - first)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if not start or not end:
            return
        if len(self._merges) >= MAX_MERGES:
            raise UnreadableError(f"合并的单元格超过 {MAX_MERGES:,} 处。", "请拆成几个文件后再导入。")
        self._merges.append(
            Merge(top=int(start[2]) - 1, left=_column(start[1]), bottom=int(end[2]) - 1, right=_column(end[1]))
        )


def _none(attributes: Mapping[str, str], name: str) -> bool:
    """Whether a height or width is nothing, which hides a row or column, too."""
    try:
        return name in attributes and float(attributes[name]) <= 0
    except ValueError:
        return False


def unescaped(text: str) -> str:
    """A text with the characters that the format spells out by number, line ends as LF.

    An apostrophe that kept it as it is in a CSV, which was then saved as a workbook, is no part of it.
    """
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # pairs are one, halves nothing
    return unguarded(text.replace("\r\n", "\n").replace("\r", "\n"))


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
