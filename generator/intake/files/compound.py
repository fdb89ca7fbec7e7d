"""Old Office files: the streams of a compound file, and what the records of an old workbook say beside its values.

The reader of old workbooks (calamine) gives values alone and lays out every place between the first and the last cell;
so how far cells reach, what is hidden, and how numbers are shown is read from the records first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.intake.files.sheets import Place, UnreadableError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_AREA = 2_000_000  # places between the first and the last cell
_FREE = 0xFFFFFFFA  # sector numbers from here on are none
_MAX_SECTORS = 400_000
_DAMAGED = UnreadableError("文件已损坏，打不开。", "请在 Excel 或 WPS 中打开，另存一份后再导入。")
_BOF, _EOF, _FILEPASS, _DATEMODE, _SUPBOOK = 0x0809, 0x000A, 0x002F, 0x0022, 0x01AE
_BOUNDSHEET, _FORMAT, _XF, _ROW, _COLINFO = 0x0085, 0x041E, 0x00E0, 0x0208, 0x007D
_ONE_CELL = {0x0203, 0x00FD, 0x027E, 0x0006, 0x0204, 0x0205, 0x00D6}
_MANY_CELLS = {0x00BD}
_EMPTY_CELLS = {0x0201, 0x00BE}


@dataclass(kw_only=True)
class Shown:
    """What the records say of one sheet: style of each cell, hidden rows and columns."""

    hidden: bool
    styles: dict[Place, int] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0

    def why_hidden(self, row: int, column: int) -> str:
        """Why nobody sees a cell; empty where people do."""
        if row in self.rows:
            return "所在的行是隐藏的或被筛掉了"
        if any(first <= column <= last for first, last in self.columns):
            return "所在的列是隐藏的"
        return ""


@dataclass(kw_only=True)
class Records:
    """What the records say of a workbook: its sheets in their order, formats, and whether days count from 1904."""

    sheets: list[Shown] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[int] = field(default_factory=list)  # of each style
    since_1904: bool = False
    outside: bool = False
    macros: bool = False


def streams(content: bytes) -> Mapping[str, bytes]:
    """The streams of a compound file by name (storages are told with no bytes)."""
    try:
        return _streams(content)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise _DAMAGED from None


def _streams(content: bytes) -> dict[str, bytes]:
    shift, mini_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise _DAMAGED
    size = 1 << shift
    fat_count, directory = struct.unpack_from("<I", content, 44)[0], struct.unpack_from("<I", content, 48)[0]
    cutoff, mini_fat, _, extra, extra_count = struct.unpack_from("<IIIII", content, 56)
    table = [one for one in struct.unpack_from("<109I", content, 76) if one < _FREE]
    for _ in range(min(extra_count, 1_000)):
        if extra >= _FREE:
            break
        more = struct.unpack_from(f"<{size // 4}I", content, (extra + 1) << shift)
        table += [one for one in more[:-1] if one < _FREE]
        extra = more[-1]
    fat: list[int] = []
    for sector in table[: min(fat_count, 4_000)]:
        fat += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) << shift)

    def chain(first: int) -> bytes:
        parts, seen = [], 0
        while first < _FREE and seen < _MAX_SECTORS:
            parts.append(content[(first + 1) << shift : (first + 2) << shift])
            first, seen = fat[first], seen + 1
        if seen >= _MAX_SECTORS:
            raise _DAMAGED
        return b"".join(parts)

    entries = chain(directory)
    small = chain(mini_fat) if mini_fat < _FREE else b""
    mini = struct.unpack(f"<{len(small) // 4}I", small)
    root = chain(struct.unpack_from("<I", entries, 116)[0])

    def mini_chain(first: int) -> bytes:
        parts, seen = [], 0
        while first < _FREE and seen <= len(mini):
            parts.append(root[first << 6 : (first + 1) << 6])
            first, seen = mini[first], seen + 1
        return b"".join(parts)

    found: dict[str, bytes] = {}
    for place in range(0, len(entries) - 127, 128):
        length, kind = struct.unpack_from("<H", entries, place + 64)[0], entries[place + 66]
        name = entries[place : place + max(length - 2, 0)].decode("utf-16-le")
        start, bytes_ = struct.unpack_from("<II", entries, place + 116)
        if kind == 2:
            found[name] = (mini_chain(start) if bytes_ < cutoff else chain(start))[:bytes_]
        elif kind == 1:
            found.setdefault(name, b"")
    return found


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def records(content: bytes) -> Records:
    """What a workbook's records say beside its values; UnreadableError if it is none, or protected."""
    found = streams(content)
    if "EncryptedPackage" in found:
        raise UnreadableError("文件设了打开密码。", "请在“另存为—工具—常规选项”里去掉密码后再导入。")
    stream = found.get("Workbook") or found.get("Book")
    if stream is None:
        raise UnreadableError("不是 Excel 或 WPS 的表格文件。", "Word 文件请另存为 .docx；表格请另存为 .xlsx。")
    told = Records(macros="_VBA_PROJECT_CUR" in found or "_VBA_PROJECT" in found)
    try:
        _read(stream, told)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise _DAMAGED from None
    return told


def _read(stream: bytes, told: Records) -> None:
    depth, sheet = 0, -1
    current: Shown | None = None
    for kind, body in _records(stream):
        if kind == _BOF:
            depth += 1
            if depth == 1:
                sheet += 1
                current = told.sheets[sheet - 1] if 0 < sheet <= len(told.sheets) else None
        elif kind == _EOF:
            depth -= 1
        elif kind == _FILEPASS:
            raise UnreadableError("文件设了打开密码。", "请在“另存为—工具—常规选项”里去掉密码后再导入。")
        elif sheet == 0:
            _of_book(kind, body, told)
        elif current is not None and depth == 1:
            _of_sheet(kind, body, current)


def _of_book(kind: int, body: bytes, told: Records) -> None:
    if kind == _DATEMODE:
        told.since_1904 = body[:1] == b"\x01"
    elif kind == _BOUNDSHEET:
        told.sheets.append(Shown(hidden=bool(body[4] & 3)))
    elif kind == _XF:
        told.formats.append(struct.unpack_from("<H", body, 2)[0])
    elif kind == _FORMAT and len(body) > 5:
        number, count, wide = struct.unpack_from("<HHB", body)
        code = body[5 : 5 + count * (2 if wide & 1 else 1)]
        told.codes[number] = code.decode("utf-16-le", "replace") if wide & 1 else code.decode("latin-1")
    elif kind == _SUPBOOK:
        told.outside = told.outside or body[2:4] not in (b"\x01\x04", b"\x01\x3a")


def _of_sheet(kind: int, body: bytes, sheet: Shown) -> None:
    if kind == _ROW:
        if struct.unpack_from("<H", body, 12)[0] & 0x20:
            sheet.rows.add(struct.unpack_from("<H", body)[0])
        return
    if kind == _COLINFO:
        first, last, _, _, options = struct.unpack_from("<5H", body)
        if options & 1:
            sheet.columns.append((first, last))
        return
    if kind not in _ONE_CELL and kind not in _MANY_CELLS and kind not in _EMPTY_CELLS:
        return
    row, column, style = struct.unpack_from("<HHH", body)
    last = column
    if kind in _ONE_CELL:
        sheet.styles[row, column] = style
    elif kind in _MANY_CELLS:
        last = struct.unpack_from("<H", body, len(body) - 2)[0]
        for place in range(column, last + 1):
            sheet.styles[row, place] = struct.unpack_from("<H", body, 4 + 6 * (place - column))[0]
    elif len(body) > 6:
        last = struct.unpack_from("<H", body, len(body) - 2)[0]
    sheet.last_row, sheet.last_column = max(sheet.last_row, row), max(sheet.last_column, last)
    if (sheet.last_row + 1) * (sheet.last_column + 1) > MAX_AREA:
        raise UnreadableError(
            "有单元格离表太远，中间空出的地方太大，没有读取。",
            "请在表的右边和下面选中空着的列和行，删除后保存，再导入。",
        )
