"""What is wrong with the shape of a file's rows, told once instead of cell by cell.

Rows that are no records (a sum, a second header, a note below the table, nothing but codes), cells that were merged,
and columns in which nothing is filled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.check.blanks import FEW, MANY, Blank, lacking, of_column, of_columns, of_row
from generator.check.capping import MOST
from generator.check.keys import RowFault
from generator.check.shifting import shift
from generator.check.values import PERMISSION
from generator.core.characters import shortened
from generator.core.codes import UNFILLED
from generator.core.schema import Field, Table
from generator.load.header import second_table

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
_TOTALS = ("合计", "小计", "总计", "共计", "累计", "汇总")
_SPACES = r"[\s\u3000:：]"
_LOOKED_AT = 20  # files, or rows of one, that are looked at for another table and for shifted columns
_SHIFTED = 2  # columns with faults in half of the rows from which on the columns may be shifted
_HEAD = 5  # the rows of a file in which its columns may be numbered
_NAMED_ROWS = 5  # of those in which a cell is blank
_MERGED = 0.25  # the share of a file's rows from which on empty cells below filled ones look like merged cells


@dataclass(kw_only=True)
class Shapes:
    """What was found in a table: its faults, and the cells that they explain, by field (positions in the frame)."""

    faults: list[RowFault] = field(default_factory=list)
    explained: dict[str, Mask] = field(default_factory=dict)


def shapes(
    table: Table,
    raw: pd.DataFrame,
    missing: Mapping[str, Places],
    wrong: Mapping[str, Places],
    tables: Mapping[str, Table],
) -> Shapes:
    """Judge the shape of a table as read; ``missing``: the positions of empty cells that must be filled, by field.

    ``wrong``: those of all refused cells, the missing ones among them; ``tables``: those that may stand in its files.
    """
    found = Shapes()
    counts = np.zeros(len(raw), dtype=np.int64)
    for positions in wrong.values():
        np.add.at(counts, positions, 1)
    suspects = np.flatnonzero(counts > 1)
    if len(suspects):
        gone = _other_tables(found, table, raw, suspects, tables)
        gone |= _shifted(found, table, raw, suspects[~gone[suspects]], wrong)
        if gone.any():
            found.explained |= {name: gone.copy() for name in table.names}
        _rows(found, table, raw, suspects[~gone[suspects]], wrong)
    numbered = np.flatnonzero((counts == 1) & (raw["_row"].to_numpy() <= _HEAD))
    if len(numbered):
        rows = raw.iloc[numbered]
        _add_rows(found, table, raw, numbered, rows, "numbering", _numbering(rows, table))
    if any(len(positions) > 1 for positions in missing.values()):
        _columns(found, table, raw, missing)
    if len(missing) >= FEW or any(len(positions) >= MANY for positions in missing.values()):
        _left_blank(found, table, raw, missing)
    return found


# Rows of another table, and rows whose cells stand in the wrong columns.


def _other_tables(
    found: Shapes, table: Table, raw: pd.DataFrame, suspects: Places, tables: Mapping[str, Table]
) -> Mask:
    """The rows from the header of another table to the end of the file."""
    gone = np.zeros(len(raw), dtype=np.bool_)
    files = raw["_file"].to_numpy()
    looked_at = suspects[: _LOOKED_AT * 10]
    written = raw.iloc[looked_at][list(table.names)].fillna("").to_numpy()
    for position, row in zip(looked_at.tolist(), written, strict=True):
        if gone[position]:
            continue
        cells = [str(cell) for cell in row if cell]
        problem = second_table(cells, int(raw["_row"].iloc[position]), table, tables)
        if problem is not None:
            gone |= (files == files[position]) & (np.arange(len(raw)) >= position)
            found.faults.append(
                RowFault(
                    code=problem.code,
                    label=int(raw.index[position]),
                    field="",
                    value=problem.value,
                    expected=problem.expected,
                    message=problem.message,
                    hint=problem.hint,
                )
            )
    return gone


def _shifted(found: Shapes, table: Table, raw: pd.DataFrame, suspects: Places, wrong: Mapping[str, Places]) -> Mask:
    """The rows of files in which the cells stand beside the columns that they belong to."""
    gone = np.zeros(len(raw), dtype=np.bool_)
    files, names = pd.factorize(raw["_file"])
    sizes = np.bincount(files, minlength=len(names))
    many = np.bincount(files[suspects], minlength=len(names)) * 2 >= sizes
    for file in np.flatnonzero(many & (sizes > 0))[:_LOOKED_AT].tolist():
        own = np.flatnonzero(files == file)
        if sum(np.isin(own, places, kind="table").sum() * 2 >= len(own) for places in wrong.values()) < _SHIFTED:
            continue
        if (fault := shift(table, raw.iloc[own])) is not None:
            gone[own] = True
            found.faults.append(fault)
    return gone


# Rows that are no records.


def _rows(found: Shapes, table: Table, raw: pd.DataFrame, suspects: Places, wrong: Mapping[str, Places]) -> None:
    rows = raw.iloc[suspects]
    left = np.ones(len(rows), dtype=np.bool_)
    for kind, mask in _kinds(table, rows):
        mask &= left
        left &= ~mask
        _add_rows(found, table, raw, suspects, rows, kind, mask, wrong if kind in ("codes", "note") else table.names)


def _add_rows(
    found: Shapes,
    table: Table,
    raw: pd.DataFrame,
    places: Places,
    rows: pd.DataFrame,
    kind: str,
    mask: Mask,
    explained: Iterable[str] = (),
) -> None:
    """Rows of a kind, at their places in the frame, and the fields whose cells they explain; all, unless said."""
    found.faults += _pasted(found, table, raw, rows[mask]) if kind == "header" else _told(kind, rows[mask], table)
    for name in explained or table.names:
        _explain(found, name, places[mask], len(raw))


def _pasted(found: Shapes, table: Table, raw: pd.DataFrame, headers: pd.DataFrame) -> Iterator[RowFault]:
    """Headers that are repeated; with them the rows below that are above, too, where a table was pasted twice."""
    for number, fault in enumerate(_told("header", headers, table)):
        if number >= _LOOKED_AT:
            yield fault
            continue
        own = raw[raw["_file"] == raw.loc[fault.label, "_file"]]
        again = own[list(table.names)].duplicated(keep="first") & (own["_row"] > own.loc[fault.label, "_row"])
        again &= ~own.index.isin(headers.index)
        count = int(again.sum())
        if count:
            mask = raw.index.isin(own.index[again])
            for name in table.names:
                _explain(found, name, np.flatnonzero(mask), len(raw))
            last = int(own["_row"].iloc[-1])
            fault = replace(
                fault,
                message=f"又是一行表头，下面有 {count:,} 行与前面的一字不差，像是整张表贴了两遍。",
                hint=f"请删除这一行和它下面重复的行（到第 {last} 行为止），核对没有多删。",
                others=fault.others + count,
            )
        yield fault


def _kinds(table: Table, rows: pd.DataFrame) -> Iterator[tuple[str, Mask]]:
    """Each kind of row that is no record, and which rows are of it; a row is of the first kind that fits."""
    titled = np.zeros(len(rows), dtype=np.int64)
    filled = np.zeros(len(rows), dtype=np.int64)
    more = np.zeros(len(rows), dtype=np.bool_)
    total = np.zeros(len(rows), dtype=np.bool_)
    known = {*table.primary_key, table.label, *(name for key in table.foreign_keys for name in key.fields)}
    for number, one in enumerate(table.fields):
        cells = rows[one.name]
        there = cells.notna().to_numpy()
        filled += there
        more |= there & (one.name not in known)
        titled += cells.isin([one.title, one.name]).to_numpy()
        if number < 4:
            total |= cells.str.replace(_SPACES, "", regex=True).isin(_TOTALS).to_numpy(dtype=np.bool_, na_value=False)
    code = rows[table.primary_key[0]].str.fullmatch(r"[0-9A-Za-z_-]+").to_numpy(dtype=np.bool_, na_value=False)
    yield "header", titled > 1
    yield "total", total
    first, same = _first_filled(rows, table)
    yield "numbering", _numbering(rows, table) & (filled > 2)
    yield "nothing", (filled > 2) & same & np.isin(first, _NOTHING)
    yield "hint", (filled > 2) & same & np.isin(first, _TO_FILL)
    yield "codes", ~more & code
    yield "note", filled == 1


_NOTHING = (
    "无",
    "-",
    "—",
    "——",
    "－",
    "/",
    "／",
    "\\",
    "*",
    "×",
    "0",
    "空",
    "没有",
    "暂无",
    "不适用",
    "NA",
    "N/A",
    "n/a",
    "null",
)
_TO_FILL = (
    "必填",
    "选填",
    "填写",
    "必填项",
    "选填项",
    "文本",
    "数字",
    "示例",
    "样例",
    "x",
    "X",
    "xx",
    "XX",
    "××",
    "...",
    "…",
    "……",
)


def _first_filled(rows: pd.DataFrame, table: Table) -> tuple[npt.NDArray[np.object_], Mask]:
    """What stands in the first filled cell of each row but its code, and whether all its others hold the same."""
    names = [name for name in table.names if name != table.primary_key[0]]
    cells = rows[names].to_numpy(dtype=object, na_value="")
    first = np.full(len(rows), "", dtype=object)
    same = np.ones(len(rows), dtype=np.bool_)
    for column in cells.T:
        there = column != ""
        same &= ~there | (first == "") | (column == first)
        first = np.where((first == "") & there, column, first)
    return first, same


def _numbering(rows: pd.DataFrame, table: Table) -> Mask:
    """Rows at the head of a file that number the columns: 1, 2, 3 … or 甲, 乙, 1, 2 … from the first on."""
    numbered: Mask = np.asarray(rows["_row"] <= _HEAD, dtype=np.bool_).copy()
    cells = rows.loc[numbered, list(table.names)].to_numpy(dtype=object, na_value="")
    numbered[numbered] = [_counts_on([cell for cell in row if cell]) for row in cells]
    return numbered


def _counts_on(cells: list[str]) -> bool:
    letters = sum(1 for cell, letter in zip(cells, "甲乙丙丁戊己", strict=False) if cell == letter)
    numbers = [str(number) for number in range(1, len(cells) - letters + 1)]
    return len(cells) > 2 and [cell.strip("()（）[]") for cell in cells[letters:]] == numbers


# Kind → what is said of such a row, what is expected, and what to do.
_ROWS: Mapping[str, tuple[str, str, str]] = {
    "header": ("又是一行表头", "一行一条记录", "请删除这一行；分页的表只在第 1 行写表头。"),
    "total": ("是合计行，不是一条记录", "一行一条记录", "请删除合计行；合计由程序另算。"),
    "numbering": ("是栏次行，不是一条记录", "一行一条记录", "请删除这一行；栏次、列号不用填。"),
    "nothing": (
        "各格写的都一样，表示没有内容",
        "一行一条记录，没有内容的格留空",
        "没有内容的行请删除；整张表都没有内容的，请删除这个文件，不用放空表。",
    ),
    "hint": ("各格写的都一样，像是空白表上的填写说明", "一行一条记录", "请删除这一行，从第 2 行起填写真实的内容。"),
    "codes": ("只有编码和名称，别的都空着", "每一行都填全", "请填全这一行；没有内容的，请删除这一行。"),
    "note": (
        "只有一格有字，像是表外的标题或说明",
        "一行一条记录",
        "请删除这一行；需要公开的说明，请写进「备注」一类的列。",
    ),
}


def _told(kind: str, rows: pd.DataFrame, table: Table) -> Iterator[RowFault]:
    """The first such row of each file, with how many more there are."""
    what, expected, hint = _ROWS[kind]
    for _, own in rows.groupby("_file", sort=False):
        first = own.iloc[0]
        permitted = PERMISSION if kind == "codes" and any(one.expected for one in table.fields) else ""
        written = next(str(first[name]) for name in table.names if pd.notna(first[name]))
        yield RowFault(
            code="S06",
            label=int(own.index[0]),
            field="",
            value=shortened(written),
            expected=expected,
            message=f"这一行（「{shortened(written, 30)}」）{what}。",
            hint=hint + permitted,
            others=len(own) - 1,
        )


# Columns.


def _columns(found: Shapes, table: Table, raw: pd.DataFrame, missing: Mapping[str, Places]) -> None:
    """Columns in which nothing is filled, and cells that were merged with the filled one above them."""
    files, names = pd.factorize(raw["_file"])
    explained = np.logical_or.reduce([*found.explained.values(), np.zeros(len(raw), dtype=np.bool_)])
    sizes = np.bincount(files[~explained], minlength=len(names))
    merged: dict[int, dict[str, Places]] = {}
    empty: dict[int, list[str]] = {}
    for name, positions in missing.items():
        positions = positions[~explained[positions]]
        counts = np.bincount(files[positions], minlength=len(names))
        for file in np.flatnonzero(counts > 1).tolist():
            own = np.sort(positions[files[positions] == file])
            if counts[file] == sizes[file]:
                empty.setdefault(file, []).append(name)
                _explain(found, name, own, len(raw))
            elif _looks_merged(table, name, own, (files == file) & ~explained, counts[file] / sizes[file]):
                merged.setdefault(file, {})[name] = own
                _explain(found, name, own, len(raw))
    for file, blank in empty.items():
        found.faults += _empty_columns(table, blank, np.flatnonzero((files == file) & ~explained), raw)
    found.faults += [_merged(table, columns, raw) for columns in merged.values()]


def _empty_columns(table: Table, names: Sequence[str], own: Places, raw: pd.DataFrame) -> Iterator[RowFault]:
    """Columns of a file in which nothing is filled: each told by itself, or all of them as one where they are many."""
    if len(names) == 1:
        yield _empty(table, names[0], own, raw)
        return
    called = raw[table.label].iloc[own].dropna().drop_duplicates().tolist() if table.label in raw else []
    told = of_columns(table, [table.field(one) for one in names], len(own), called)
    yield replace(_blank(told, raw, own), whole=True)


def _blank(told: Blank, raw: pd.DataFrame, own: Places, field: str = "", others: int = 0) -> RowFault:
    return RowFault(
        code=told.code,
        label=int(raw.index[own[0]]),
        field=field,
        value="",
        expected="必填",
        message=told.message,
        hint=told.hint,
        others=others,
    )


def _left_blank(found: Shapes, table: Table, raw: pd.DataFrame, missing: Mapping[str, Places]) -> None:
    """Rows in which several cells are blank, and columns in which very many are, which nothing has explained yet."""
    size = len(raw)
    left: dict[str, Mask] = {}
    for name, places in missing.items():
        left[name] = np.zeros(size, dtype=np.bool_)
        left[name][places] = True
        left[name] &= ~found.explained.get(name, np.zeros(size, dtype=np.bool_))
    counts = np.sum([*left.values()], axis=0)
    files, _ = pd.factorize(raw["_file"])
    half = np.flatnonzero(counts >= FEW)
    told: dict[int, list[int]] = {}
    for position in half.tolist():
        told.setdefault(int(files[position]), []).append(position)
    for positions in told.values():
        shown = positions[: MOST["error"]]
        for position in shown:
            fields = [table.field(name) for name, blank in left.items() if blank[position]]
            others = len(positions) - len(shown) if position == shown[-1] else 0
            found.faults.append(_blank(of_row(fields), raw, np.array([position]), others=others))
    for name, blank in left.items():
        _explain(found, name, np.flatnonzero(blank & (counts >= FEW)), size)
        _many(found, table.field(name), raw, np.flatnonzero(blank & (counts < FEW)), files)


def _many(found: Shapes, field: Field, raw: pd.DataFrame, places: Places, files: Places) -> None:
    """A column of a file in which very many cells are blank."""
    counts = np.bincount(files[places]) if len(places) else places
    for file in np.flatnonzero(counts >= MANY).tolist():
        own = np.sort(places[files[places] == file])
        rows = raw["_row"].iloc[own[:_NAMED_ROWS]].tolist()
        told = of_column(field, len(own), int((files == file).sum()), rows)
        found.faults.append(_blank(told, raw, own, field=field.name))
        _explain(found, field.name, own, len(raw))


def _explain(found: Shapes, name: str, positions: Places, size: int) -> None:
    found.explained.setdefault(name, np.zeros(size, dtype=np.bool_))[positions] = True


def _looks_merged(table: Table, name: str, positions: Places, of_file: Mask, share: float) -> bool:
    """Whether empty cells stand below filled ones as they do where cells were merged."""
    own = table.field(name)
    repeated = own.type == "string" and name != table.label
    return repeated and share >= _MERGED and bool(positions[0] > np.argmax(of_file))


def _empty(table: Table, name: str, positions: Places, raw: pd.DataFrame) -> RowFault:
    own = table.field(name)
    return RowFault(
        code="S02" if own.required else UNFILLED,
        label=int(raw.index[positions[0]]),
        field=name,
        value="",
        expected="必填",
        message=f"整列都没有填写（{len(positions):,} 行）。",
        hint=f"请填写「{own.title}」：{own.description}" + ("" if own.required else PERMISSION + lacking(table, [own])),
    )


def _merged(table: Table, columns: Mapping[str, Places], raw: pd.DataFrame) -> RowFault:
    names = "".join(f"「{table.field(name).title}」" for name in columns)
    cells = sum(map(len, columns.values()))
    first = min(int(positions[0]) for positions in columns.values())
    return RowFault(
        code="S07",
        label=int(raw.index[first]),
        field=next(iter(columns)),
        value="",
        expected="每一行都填写",
        message=f"{names}只填在每块的第一行，下面有 {cells:,} 格空着，像是合并过单元格。",
        hint="请在 Excel 中取消合并，把空着的格都填成上面的内容（定位空值，输入“=”和上一格，按 Ctrl＋Enter），再另存。",
    )
