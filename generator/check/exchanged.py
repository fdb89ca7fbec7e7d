"""Columns whose names were exchanged: told once, and judged no further.

Every cell is of its type, so that no cell tells it; what the columns say of each other, and of the goals, does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from generator.check.keys import RowFault
from generator.core.frames import rows_of
from generator.core.schema import CONTEXT, Field, Table

_FEW = 3  # rows that tell it
_LOOKED_AT = 20  # files whose names are looked up in all others
_FILES = 2  # that must tell it: of two files that contradict each other nobody knows which one is wrong
_MOST = 0.8  # of them, which all but a few must tell the same
# The first of two columns is never smaller than the second.
_AT_LEAST = (("weight", "score"), ("end_date", "start_date"))
_NAMED = (("project_name", "agency_name"),)
_DAY = r"\d{4}-\d{2}-\d{2}"
_RATE, _BUDGET, _SPENT = "execution_rate", "annual_budget", "actual_spend"
TARGETS, INDICATORS = "goal_indicators", ("self_evaluation_indicators", "monitoring_indicators")
_SAME_INDICATOR = (*CONTEXT, "project_code", "level3")


@dataclass(frozen=True, kw_only=True)
class Exchanged:
    """A fault of a whole file of a table, the fields whose cells it explains, and the labels of its rows.

    ``cause``: what several files of a folder have in common that are wrong for one reason; empty where each is told.
    """

    table: str
    fault: RowFault
    fields: Sequence[str]
    labels: list[int]
    cause: str = ""


class _Pair(NamedTuple):
    """Two columns, and of each row whether it tells that they are exchanged (1), that they are not (-1) or nothing.

    ``few``: rows that tell it; ``all_agree``: one row that tells the contrary is enough for it not to be told.
    """

    first: str
    second: str
    telling: pd.Series
    few: int = _FEW
    all_agree: bool = False


def exchanged(
    frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], refused: Mapping[str, Collection[str]]
) -> Iterator[Exchanged]:
    """Files with two columns under each other's names; ``refused``: the fields of each table with refused cells."""
    for name, table in tables.items():
        if not table.context or not rows_of(frames, name) or not _has_pairs(table, refused.get(name, ())):
            continue
        frame = frames[name]
        for pair in _pairs(frame, table, frames, tables, refused.get(name, ())):
            yield from _told(table, frame, pair)


def _has_pairs(table: Table, refused: Collection[str]) -> bool:
    """Whether a table has two columns that tell it: of most, no frame need be made."""
    names = {*table.names}
    pairs = any({*pair} <= names for pair in (*_AT_LEAST, *_NAMED)) or {_RATE, _BUDGET, _SPENT} <= names
    return pairs or table.name in INDICATORS or any(one.name in refused for one in _chosen(table))


def _chosen(table: Table) -> list[Field]:
    """The fields in which one of some words stands."""
    return [one for one in table.fields if "enum" in one.constraints]


def _pairs(
    frame: pd.DataFrame,
    table: Table,
    frames: Mapping[str, pd.DataFrame],
    tables: Mapping[str, Table],
    refused: Collection[str],
) -> Iterator[_Pair]:
    names = {*table.names}
    for larger, smaller in _AT_LEAST:
        if {larger, smaller} <= names:
            telling = _order(frame, larger, smaller, table)
            yield _Pair(larger, smaller, telling, all_agree=smaller == "score")
    if {_RATE, _BUDGET, _SPENT} <= names:
        yield _Pair(_BUDGET, _SPENT, _by_rate(frame), few=2)
    if table.name in INDICATORS and "actual_value" in names:
        yield _Pair("target_value", "actual_value", _by_goals(frame, frames[TARGETS]))
    for first, second in _NAMED:
        if {first, second} <= names:
            own = [name for name, one in tables.items() if {first, second} <= {*one.names}]
            having = [frames[name] for name in own if rows_of(frames, name)]  # of a small district most have none
            yield _Pair(first, second, _by_names(frame, having, first, second), few=2)
    chosen = [one for one in _chosen(table) if one.name in refused]
    for one in chosen:
        for other in table.fields:
            if other.type == "string" and other is not one and (other not in chosen or one.name < other.name):
                yield _Pair(one.name, other.name, _by_choices(frame, one, other))


def _order(frame: pd.DataFrame, larger: str, smaller: str, table: Table) -> pd.Series:
    first, second = frame[larger], frame[smaller]
    if table.field(larger).numeric:
        first, second = read_as_numbers(first), read_as_numbers(second)
    else:
        first, second = (one.where(one.str.fullmatch(_DAY).fillna(False)) for one in (first, second))
    both = first.notna() & second.notna()
    told = (second > first).astype("int64") - (second < first).astype("int64")
    return told.where(both, 0)


def _by_rate(frame: pd.DataFrame) -> pd.Series:
    budget, spent, rate = (read_as_numbers(frame[name]) for name in (_BUDGET, _SPENT, _RATE))
    asked = (budget > 0) & (spent > 0) & rate.notna() & (budget != spent)
    as_written = (spent / budget.where(asked) * 100 - rate).abs() < 0.02
    turned = (budget / spent.where(asked) * 100 - rate).abs() < 0.02
    return (turned.astype("int64") - as_written.astype("int64")).where(asked, 0)


def _by_goals(frame: pd.DataFrame, goals: pd.DataFrame) -> pd.Series:
    due = of_goals(frame, goals)
    target, actual = frame["target_value"], frame["actual_value"]
    asked = due.notna() & target.notna() & actual.notna() & (target != actual)
    return ((actual == due).astype("int64") - (target == due).astype("int64")).where(asked, 0)


def _by_names(frame: pd.DataFrame, having: Collection[pd.DataFrame], first: str, second: str) -> pd.Series:
    """By how many other files have what stands under the first heading under this one, and under the second.

    ``having``: the tables that have both columns, and rows.
    """
    telling = pd.Series(0, index=frame.index)
    both = [one[[first, second, "_file"]] for one in having]
    if len({file for one in both for file in one["_file"].unique()}) <= _FILES:
        return telling
    known = pd.concat(both, ignore_index=True)
    usual, odd = (frame[first].map(known.groupby(name)["_file"].nunique()).fillna(0) for name in (first, second))
    doubtful = odd >= usual  # what stands there is at least as often what the other heading says
    for file in list(dict.fromkeys(frame.loc[doubtful, "_file"]))[:_LOOKED_AT]:
        rows, others = frame[frame["_file"] == file], known[known["_file"] != file]
        names, agencies = (
            rows[first].map(others.groupby(name)["_file"].nunique()).fillna(0) for name in (first, second)
        )
        there = (agencies > names) & (agencies >= _FILES)
        telling[rows.index] = there.astype("int64") - (names > agencies).astype("int64")
    return telling


def _by_choices(frame: pd.DataFrame, one: Field, other: Field) -> pd.Series:
    """By the words that may stand in a column, and that stand in the other; what stands here has to fit there, too."""
    choices, others = one.constraints["enum"], other.constraints.get("enum")
    here, there = frame[one.name].isin(choices), frame[other.name].isin(choices)
    both = frame[one.name].notna() & frame[other.name].notna()
    fits = frame[one.name].isin(others) if others else True
    return (there & ~here & fits & both).astype("int64") - (here & both).astype("int64")


def _told(table: Table, frame: pd.DataFrame, pair: _Pair) -> Iterator[Exchanged]:
    """The files in which nearly all rows that tell anything tell that the columns are exchanged."""
    if not (pair.telling > 0).any():
        return
    first, second = pair.first, pair.second
    for _, own in pair.telling.groupby(frame["_file"], sort=False):
        for_it, against = int((own > 0).sum()), int((own < 0).sum())
        if for_it < pair.few or for_it < _MOST * (for_it + against) or (pair.all_agree and against):
            continue
        rows = frame.loc[own.index]
        at = int(own.index[own > 0][0])
        titles = [table.field(name).title for name in (first, second)]
        yield Exchanged(
            table=table.name,
            fields=(first, second),
            labels=rows.index.tolist(),
            fault=RowFault(
                code="S10",
                label=at,
                field=first,
                value=f"{rows.loc[at, first]}、{rows.loc[at, second]}",
                expected=f"「{titles[0]}」和「{titles[1]}」各在自己的列名下面",
                message=f"「{titles[0]}」和「{titles[1]}」两列的列名像是写反了（{len(rows):,} 行里有 {for_it:,} 行）。",
                hint=f"请核对，在第 1 行把「{titles[0]}」「{titles[1]}」两个列名对调；只是个别行填反的，改那几行。",
            ),
        )


def of_goals(rows: pd.DataFrame, goals: pd.DataFrame) -> pd.Series:
    """The target that another table of the folder has for each row: that of the indicator of the same name."""
    names = list(_SAME_INDICATOR)
    if goals.empty:
        return pd.Series(np.nan, index=rows.index, dtype=object)
    given = goals[[*names, "target_value"]].dropna().drop_duplicates(names)
    found = rows[names].merge(given, on=names, how="left")["target_value"]
    return found.set_axis(rows.index)


def read_as_numbers(cells: pd.Series) -> pd.Series:
    """Cells as they were read as numbers; nothing where there is none."""
    return pd.to_numeric(cells, errors="coerce").astype("float64")
