"""Where the records of a CSV file lie, told from its bytes without parsing them, so that no file can make it long.

A quote that opens in the middle of a cell, which the csv module would take for a character, is found on the way; and
the records are counted apart from that module.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generator.load.problem import Problem

Places = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]  # one a byte
_QUOTES = "格内的双引号要写成两个，整格再用双引号包住；或在 Excel 中另存为“CSV UTF-8”。"
_COMMA, _NEWLINE, _QUOTE, _RETURN = b',\n"\r'


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The records, the header among them, without blank lines and without the empty rows at the end.

    ``content``: the bytes they lie in, from ``starts`` to ``ends``; ``rows``: their rows in a spreadsheet; ``widths``:
    how many cells each has; ``blank``: the rows between records that hold nothing but commas.
    """

    content: bytes
    starts: Places
    ends: Places
    rows: Places
    widths: Places
    blank: Places

    def __len__(self) -> int:
        return len(self.starts)

    def text(self, first: int, last: int) -> str:
        """The records ``first`` to ``last`` (exclusive) as they are written, blank lines between them too."""
        return self.content[self.starts[first] : self.ends[last - 1]].decode() if first < last else ""


@dataclass(frozen=True, kw_only=True)
class Returns:
    """How many line ends inside cells are written as CR LF, and the row of the first (0 if there is none)."""

    count: int
    row: int


def returns_inside(content: bytes) -> Returns:
    """The line ends inside cells that are written as CR LF."""
    if b'"' not in content or b"\r\n" not in content:
        return Returns(count=0, row=0)
    data = np.frombuffer(content, dtype=np.uint8)
    inside = _inside(data == _QUOTE)
    returns = data == _RETURN
    returns &= inside
    count = int(np.count_nonzero(returns))
    ends = (data == _NEWLINE) & ~inside
    return Returns(count=count, row=int(np.count_nonzero(ends[: _first(returns)])) + 1 if count else 0)


def layout(content: bytes, *, most_rows: int, most_columns: int) -> Layout | Problem:
    """The layout of bytes with line ends of LF, or the first thing that is wrong with it or too much."""
    content = _without_empty_end(content)
    data = np.frombuffer(content, dtype=np.uint8)
    line_ends, commas, quotes = data == _NEWLINE, data == _COMMA, data == _QUOTE
    if quotes.any():
        edges, inside = line_ends | commas | quotes, _inside(quotes)
        line_ends &= ~inside
        commas &= ~inside
        if (problem := _misplaced(quotes, inside, edges, line_ends)) is not None:
            return problem
        del edges, inside
    count = int(np.count_nonzero(line_ends)) + (len(data) > 0 and not line_ends[-1])
    if count > most_rows:
        limit = f"{most_rows:,} 行"
        hint = "请按部门或年度拆分后提交。"
        return Problem(code="L04", message=f"超过 {limit}。", expected=f"不超过 {limit}", hint=hint, row=most_rows + 1)
    ends = np.append(np.flatnonzero(line_ends), len(data))[:count]
    starts = np.append(0, ends[:-1] + 1)[:count]
    if not count:
        return Layout(content=content, starts=starts, ends=ends, rows=ends, widths=ends, blank=ends)
    widths = np.add.reduceat(commas, starts, dtype=np.int64) + 1
    if (problem := _too_wide(widths, most_columns)) is not None:
        return problem
    written = ends - starts >= widths
    last = count - int(np.argmax(written[::-1])) if written.any() else 0
    rows = np.arange(1, last + 1)
    kept = written[:last]
    starts, ends, widths = (one[:last][kept] for one in (starts, ends, widths))
    return Layout(content=content, starts=starts, ends=ends, rows=rows[kept], widths=widths, blank=rows[~kept])


def _without_empty_end(content: bytes) -> bytes:
    """The bytes up to the end of the last line that holds more than commas."""
    last = len(content.rstrip(b",\n"))
    end = content.find(b"\n", last)
    return b"" if not last else content if end < 0 else content[: end + 1]


def _inside(quotes: Marks) -> Marks:
    """For each byte whether an odd number of quotes stands up to it."""
    counts = np.cumsum(quotes, dtype=np.uint8)  # wraps round at 256, which is even
    counts &= 1
    return counts.view(np.bool_)


def _too_wide(widths: Places, most: int) -> Problem | None:
    widest = int(np.argmax(widths > most))
    if widths[widest] <= most:
        return None
    return Problem(
        code="L04",
        message=f"有 {widths[widest]:,} 列，上限 {most} 列。",
        expected=f"不超过 {most} 列",
        hint="请删除多余的列；格内含英文逗号时，整格要用双引号包住。",
        row=widest + 1,
        value=f"{widths[widest]} 列",
    )


def _misplaced(quotes: Marks, inside: Marks, edges: Marks, line_ends: Marks) -> Problem | None:
    """The first quote that does not stand at the edge of a cell, or the last one if it is never closed."""
    opened = quotes & inside
    opened[1:] &= ~edges[:-1]
    opened[0] = False
    closed = quotes & ~inside
    closed[:-1] &= ~edges[1:]
    closed[-1] = False
    middle, torn = _first(opened), _first(closed)
    place = min(middle, torn)
    if place == len(quotes):
        if not inside[-1]:
            return None
        place = len(quotes) - 1 - _first(quotes[::-1])
    message = "双引号不成对，从这一行起无法分清单元格。" if place != middle else "有一个双引号写在格子中间。"
    row = int(np.count_nonzero(line_ends[:place])) + 1
    return Problem(code="L02", message=message, expected="双引号成对", row=row, value='"', hint=_QUOTES)


def _first(marks: Marks) -> int:
    """The place of the first mark; the number of bytes if there is none."""
    place = int(np.argmax(marks))
    return place if marks[place] else len(marks)
