"""CSV files in which nothing needs care: read by Arrow, many at a time. Any other goes to the careful reader.

What this reader takes, the careful one (``csvfile``) would read alike and find nothing wrong with; it says nothing
itself. A test holds the two to each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from generator.core.characters import hidden
from generator.core.schema import Table
from generator.load.csvfile import MAX_BYTES, MAX_CELL, MAX_COLUMNS, MAX_ROWS
from generator.load.garbled import suspect
from generator.load.header import header_names

_MARK = b"\xef\xbb\xbf"
# A line in which nothing is written; nothing of it is gone back over, or a line of commas would take a hundredfold.
_EMPTY = re.compile(rb"^[ \t,]*+(?:(?:\xe3\x80\x80|\xc2\xa0)[ \t,]*+)*+$", re.MULTILINE)
# What such a line begins with: it is found ten times as fast, and in hardly any file.
_PERHAPS_EMPTY = re.compile(rb"\n[ \t,\n\xe3\xc2]")
_FEW = min(MAX_CELL, 16_384)  # bytes that Python has parsed sooner than Arrow has begun


@dataclass(frozen=True, kw_only=True)
class Plain:
    """The lines below the header of one file, each ended by LF, and the field of each column."""

    names: tuple[str, ...]
    body: bytes
    rows: int


def plain(content: bytes, table: Table) -> Plain | None:
    """The file's lines if none of them is quoted, blank or odd in a way that can be told without parsing them."""
    content = content.removeprefix(_MARK)
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n")
    if len(content) > MAX_BYTES or b'"' in content or b"\r" in content:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if hidden(text) or suspect(text) or "???" in text:
        return None
    header = text[:end] if (end := text.find("\n")) >= 0 else text
    names = header_names(header.split(","), table) if header.count(",") < MAX_COLUMNS else None
    body = content.partition(b"\n")[2].rstrip(b"\n") + b"\n"
    rows = body.count(b"\n")
    if names is None or "" in names or rows >= MAX_ROWS or body.count(b",") > rows * (len(names) - 1):
        return None
    if _has_empty_line(body):
        return None
    return Plain(names=tuple(names), body=body, rows=rows)


def _has_empty_line(body: bytes) -> bool:
    perhaps = _PERHAPS_EMPTY.search(body) or _PERHAPS_EMPTY.match(b"\n" + body[:1])
    return perhaps is not None and _EMPTY.search(body, 0, len(body) - 1) is not None


def parsed(files: Sequence[Plain]) -> pa.Table | None:
    """The cells of files with the same columns as ``large_string`` (empty = null); None if any of them needs care."""
    names, body = files[0].names, b"".join(file.body for file in files)
    if len(body) <= _FEW:
        return _few(names, body)
    try:
        cells = pyarrow.csv.read_csv(
            pa.py_buffer(body),
            read_options=pyarrow.csv.ReadOptions(
                column_names=names, use_threads=False, block_size=min(len(body) + 1, 1 << 30)
            ),
            parse_options=pyarrow.csv.ParseOptions(quote_char=False),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                null_values=[""],
                strings_can_be_null=True,
                check_utf8=False,  # Python has decoded it
            ),
        )
    except pa.ArrowInvalid:  # a line with another number of cells
        return None
    longest = max(pc.max(pc.binary_length(column)).as_py() or 0 for column in cells.columns)
    return cells if longest <= MAX_CELL and len(cells) == sum(file.rows for file in files) else None


def _few(names: Sequence[str], body: bytes) -> pa.Table | None:
    """The same of a few lines, in which no cell can be too long."""
    lines = [line.split(",") for line in body.decode("utf-8").split("\n")[:-1]]
    if any(len(line) != len(names) for line in lines):
        return None
    columns = zip(*lines, strict=True) if lines else [()] * len(names)
    return pa.table([pa.array([cell or None for cell in one], pa.large_string()) for one in columns], names=[*names])
