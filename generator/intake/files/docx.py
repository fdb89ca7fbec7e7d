"""Tables of Word documents (.docx): each is a sheet, with the paragraphs above it, where titles and years stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.intake.files.markup import Archive, walk
from generator.intake.files.sheets import MAX_CELLS, MAX_TEXT, Book, Cell, Merge, Sheet, UnreadableError
from generator.intake.files.xlsx import unescaped

_PART = "word/document.xml"
MAX_COLUMNS = 200
_LINES_ABOVE = 4
_LARGE_ROWS, _LARGE_COLUMNS = 4, 3  # of a table inside a cell that is a form of its own
_REPEATED = ("Fallback", "moveFrom")
_SIGNS = {"F052": "☑", "F0FE": "☑", "F050": "√", "F0FC": "√", "F0A3": "□", "F06F": "□"}  # of Wingdings


@dataclass(kw_only=True)
class _Table:
    """A table as it is read: rows of cells with first column, width, text, and whether they go on from above."""

    above: list[str]
    rows: list[list[tuple[int, int, str, bool]]] = field(default_factory=list)
    column: int = 0


@dataclass(kw_only=True)
class _Open:
    """A table that is being read: the cell that is open in it, and whether that goes on from above."""

    table: _Table
    text: list[str] = field(default_factory=list)
    width: int = 1
    goes_on: bool = False


class _Reader:
    """Gathers tables; a small one inside another's cell is part of that cell's text, a large one a table of its own."""

    def __init__(self) -> None:
        self.tables: list[_Table] = []
        self._above: list[str] = []
        self._line: list[str] = []
        self._open: list[_Open] = []
        self._aside = 0  # inside what repeats or was moved away
        self._cells = 0

    @property
    def _text(self) -> list[str]:
        return self._open[-1].text if self._open else self._line

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        value = next((one for key, one in attributes.items() if key.rpartition(":")[2] == "val"), "")
        if name in _REPEATED:
            self._aside += 1
        elif name == "tbl":
            above = "".join(self._text).strip().split("\n") if self._open else self._above
            self._open.append(_Open(table=_Table(above=[one for one in above if one][-_LINES_ABOVE:])))
            self._above = [] if len(self._open) == 1 else self._above
        elif not self._open:
            self._sign(name, attributes)
        elif name == "tr":
            self._open[-1].table.rows.append([])
            self._open[-1].table.column = 0
        elif name == "tc":
            self._open[-1].text, self._open[-1].width, self._open[-1].goes_on = [], 1, False
        elif name == "gridSpan":
            self._open[-1].width = min(int(value), MAX_COLUMNS) if value.isdigit() else 1
        elif name == "gridBefore" and value.isdigit():
            self._open[-1].table.column += min(int(value), MAX_COLUMNS)
        elif name == "vMerge":
            self._open[-1].goes_on = value in ("", "continue")
        else:
            self._sign(name, attributes)

    def _sign(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sym":  # a ticked box drawn with a font of signs
            code = next((one for key, one in attributes.items() if key.rpartition(":")[2] == "char"), "").upper()
            self._text.append(_SIGNS.get(code, ""))
        elif name in ("br", "cr"):
            self._text.append("\n")
        elif name == "tab":
            self._text.append(" ")

    def end(self, name: str, text: str) -> None:
        """An element ends."""
        if name in _REPEATED:
            self._aside -= 1
        elif name == "t" and not self._aside:
            self._text.append(text)
        elif name == "p" and self._open:
            self._text.append("\n")
        elif name == "p":
            if line := "".join(self._line).strip():
                self._above.append(line)
            self._line = []
        elif name == "tc" and self._open:
            self._cell_ends(self._open[-1])
        elif name == "tbl" and self._open:
            self._table_ends(self._open.pop().table)

    def _cell_ends(self, opened: _Open) -> None:
        table = opened.table
        words = unescaped("".join(opened.text)).strip()[:MAX_TEXT]
        if table.rows:
            table.rows[-1].append((table.column, opened.width, words, opened.goes_on))
        table.column += opened.width
        opened.text = []
        self._cells += 1
        if self._cells > MAX_CELLS or table.column > MAX_COLUMNS:
            raise UnreadableError(f"表格超过 {MAX_CELLS:,} 格或 {MAX_COLUMNS} 列。", "请拆成几个文件后再导入。")

    def _table_ends(self, table: _Table) -> None:
        wide = max((len(one) for one in table.rows), default=0)
        if not self._open or (len(table.rows) >= _LARGE_ROWS and wide >= _LARGE_COLUMNS):
            if any(words for row in table.rows for _, _, words, _ in row) or not self._open:
                self.tables.append(table)
        else:
            self._text.extend(f"{words}\n" for row in table.rows for _, _, words, _ in row if words)


def read_docx(content: bytes, name: str) -> Book:
    """Read the tables of a document; UnreadableError where it is damaged or has none."""
    archive = Archive(content)
    reader = _Reader()
    walk(archive.read(_PART), reader.start, reader.end, _PART)
    if not reader.tables:
        raise UnreadableError("这份 Word 文件里没有表格。", "请核对文件；扫描成图片的表认不出来，要用可以编辑的原件。")
    told = [("文件里有宏，没有运行，也不需要它。", "可以照常导入。")] if "word/vbaProject.bin" in archive.names else []
    sheets = tuple(_sheet(table, f"表{number}") for number, table in enumerate(reader.tables, 1))
    return Book(name=name, sheets=sheets, told=tuple(told))


def _sheet(table: _Table, name: str) -> Sheet:
    """The sheet of a table, the paragraphs above it in rows of their own."""
    cells = [Cell(row=row, column=0, text=text[:MAX_TEXT]) for row, text in enumerate(table.above)]
    merges = [Merge(top=row, left=0, bottom=row, right=MAX_COLUMNS) for row in range(len(table.above))]
    begun: dict[int, Merge] = {}  # first column → the merged cells that may go on
    for row, line in enumerate(table.rows, len(table.above)):
        going: dict[int, Merge] = {}
        for column, width, text, goes_on in line:
            above = begun.get(column) if goes_on else None
            if above is not None:
                going[column] = Merge(top=above.top, left=column, bottom=row, right=above.right)
                continue
            going[column] = Merge(top=row, left=column, bottom=row, right=column + width - 1)
            if text:
                cells.append(Cell(row=row, column=column, text=text))
        merges += [one for column, one in begun.items() if going.get(column, one).top != one.top or column not in going]
        begun = going
    merges += begun.values()
    wide = [one for one in merges if (one.bottom, one.right) != (one.top, one.left)]
    return Sheet(name=name, cells=tuple(cells), merges=tuple(wide))
