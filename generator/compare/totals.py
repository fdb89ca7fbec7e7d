"""What is counted and summed on both sides, exactly as the records say it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generator.compare.comparison import Figure, Place, Total
from generator.compare.side import Frames
from generator.core.numbers import MICRO
from generator.core.schema import CONTEXT
from generator.core.words import TOTAL_FUNDS
from generator.facts.departments import register

_NUMBER = r"^-?\d{1,15}(?:\.\d{1,6})?$"
# What is summed: title, table and field; of funds only the row that holds a project's whole money.
SUMS = (
    ("绩效目标资金总额", "goals", "total_amount"),
    ("全年预算数", "self_evaluation_funds", "annual_budget"),
    ("全年执行数", "self_evaluation_funds", "actual_spend"),
)
PROJECTS = "项目"
COUNTED = ("goals", "self_evaluations")  # the tables that a project stands in
READ = (*COUNTED, "self_evaluation_funds")  # what has to be read of a department-year to tell of it


def totals(old: Frames, new: Frames, places: Collection[Place], unread: Sequence[str]) -> list[Total]:
    """What the department-years in which something differs hold before and after, and first all of them together."""
    chosen = sorted(one for one in places if one.department)
    sides = [{title: _by_place(frames, table, field) for title, table, field in SUMS} for frames in (old, new)]
    counts = [_projects(old), _projects(new)]
    names = place_names(old, new, chosen)
    refused = {(path.rpartition("/")[0], path.rpartition("/")[2].removesuffix(".csv")) for path in unread}

    def figures(some: Sequence[Place]) -> Iterator[Figure]:
        blind = any((one.path, table) in refused for one in some for table in COUNTED)
        held = [None if blind else sum(counted.get(one, 0) for one in some) for counted in counts]
        yield Figure(title=PROJECTS, unit="个", old=held[0], new=held[1])
        for title, table, _ in SUMS:
            blind = any((one.path, table) in refused for one in some)
            held = [None if blind else sum(side[title].sums.get(one, 0) for one in some) for side in sides]
            lost = [0 if blind else sum(side[title].unclear.get(one, 0) for one in some) for side in sides]
            yield Figure(title=title, unit="万元", old=held[0], new=held[1], unclear=(lost[0], lost[1]))

    if not chosen:
        return []
    every = Total(place=None, name="合计", figures=tuple(figures(chosen)))
    return [every, *(Total(place=one, name=names[one], figures=tuple(figures([one]))) for one in chosen)]


class _Added(NamedTuple):
    """A field of each department-year: its sum in millionths, and how many cells are written and are no number."""

    sums: Mapping[Place, int]
    unclear: Mapping[Place, int]


def _by_place(frames: Frames, table: str, field: str) -> _Added:
    rows = _rows(frames, table)
    if rows.empty:
        return _Added({}, {})
    values = numbers(rows[field])
    wrong = rows[values.isna() & rows[field].notna()]
    counted = pd.Series(1, index=wrong.index, dtype="Int64")
    return _Added(_summed(rows, values), _summed(wrong, counted) if len(wrong) else {})


def _rows(frames: Frames, table: str) -> pd.DataFrame:
    """The rows of a table that hold a project's whole money."""
    rows = frames[table]
    return rows[rows["fund_source"] == TOTAL_FUNDS] if table == "self_evaluation_funds" else rows


def _summed(rows: pd.DataFrame, values: pd.Series) -> dict[Place, int]:
    summed = rows[list(CONTEXT)].assign(_value=values).groupby(list(CONTEXT), sort=False)["_value"].sum()
    return {Place(str(key[0]), int(key[1]), str(key[2])): int(value) for key, value in _items(summed)}


def _items(series: pd.Series) -> Iterator[tuple[Any, Any]]:
    yield from zip(series.index.tolist(), series.tolist(), strict=True)


def numbers(cells: pd.Series) -> pd.Series:
    """Cells as Int64 millionths of their unit; missing where they are no plain number."""
    text = pa.array(cells.array)
    text = (text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text).cast(pa.large_string())
    plain = pc.fill_null(pc.match_substring_regex(text, _NUMBER), False)
    exact = pc.cast(pc.if_else(plain, text, pa.scalar(None, pa.large_string())), pa.decimal128(22, 6))
    whole = pc.cast(pc.multiply(exact, pa.scalar(Decimal(MICRO), pa.decimal128(7, 0))), pa.int64())
    return pd.Series(whole.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get), dtype="Int64").set_axis(
        cells.index
    )


def _projects(frames: Frames) -> dict[Place, int]:
    """How many projects each department-year has."""
    parts = [frames[name][[*CONTEXT, "project_code"]] for name in COUNTED if len(frames[name])]
    if not parts:
        return {}
    whole = pd.concat(parts).dropna().drop_duplicates()
    counted = whole.groupby(list(CONTEXT), sort=False).size()
    return {Place(str(key[0]), int(key[1]), str(key[2])): int(value) for key, value in _items(counted)}


def amounts(frames: Frames) -> Mapping[tuple[Place, str], int | None]:
    """The money of each project: what its goal says, else its annual budget."""
    found: dict[tuple[Place, str], int | None] = {}
    for table, field in (("self_evaluation_funds", "annual_budget"), ("goals", "total_amount")):
        rows = _rows(frames, table)
        if rows.empty:
            continue
        columns = (rows[one].tolist() for one in (*CONTEXT, "project_code"))
        for division, year, department, code, value in zip(*columns, numbers(rows[field]).tolist(), strict=True):
            if not pd.isna(value):
                found[Place(division, int(year), department), code] = int(value)
    return found


def place_names(old: Frames, new: Frames, places: Collection[Place]) -> dict[Place, str]:
    """What department-years are called: 示例区教育局 2025 年度; the folder where nobody says."""
    registers = [register(frames["departments"]) for frames in (new, old)]
    found = {}
    for place in places:
        known = [one for own in registers if (one := own.of(place.division, place.department)) is not None]
        found[place] = f"{known[0].name} {place.year} 年度" if known and known[0].name else place.path
    return found
