"""What the explorer reads: each flat table a division-year at a time, facets and figures first, names apart.

With the figures come the names of the rows that readers see first: those of all rows are read when they are needed.
The files are packed here, so that they are small on any file server; the browser unpacks them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from generator.core import addresses
from generator.core.numbers import MICRO
from generator.core.output import Output
from generator.derive.flat import FLAT_TABLES, Column, FlatTable
from generator.derive.flat.columns import BETWEEN, NOT_PUBLISHED
from generator.downloads.explorer import packed
from generator.downloads.explorer.indicators import Listed, listed
from generator.downloads.explorer.names import PROJECTS, Lenders, names_of
from generator.downloads.explorer.packed import Packer
from generator.downloads.index import packed_json
from generator.facts.columns import integers, strings

FIGURES, NAMES = "figures", "names"
INDICATORS = "indicators"
_CHOSEN = ("choice", "choices")
_FIRST = (*_CHOSEN, "number", "date")  # the roles that are read before the names
_SEEN = 50  # rows of a page (site_src/assets/explore/view.js)
_MANY = 10 * _SEEN  # rows of a slice whose names are worth a journey of their own
_SUM = "sum"
# What a figure is close to, the sum of columns before it (a minus takes one off; «a/b» is the one in % of the other,
# «a/sum» in % of all rows of the slice, with two decimals): packed is what is left, mostly 0.
_NEAR: Mapping[str, Mapping[str, Sequence[str]]] = {
    "projects": {
        "annual": ("promised",),
        "annual_change": ("annual", "-promised"),
        "spend": ("annual",),
        "rate": ("spend/annual",),
        "share": (f"promised/{_SUM}",),
        "gap": ("self_score", "-independent_score"),
        "indicators_told": ("indicators_met",),
        "missed_share": ("indicators_told/indicators_told", "-indicators_met/indicators_told"),
        "next_promised": ("promised",),
        "next_change": ("next_promised", "-promised"),
    },
    "evaluations": {
        "gap": ("self_score", "-score"),
        "next_budget": ("budget",),
        "next_change": ("next_budget", "-budget"),
    },
}
_PATTERNED = {"findings": ("title", "message"), "rectifications": ("problem",)}  # the texts that say things alike
_KEPT = ("name", "title", "role", "type", "unit", "description", "shown", "total", "ratio")
# Where a row leads to, by its columns; of several the first whose columns are all said.
_PAGES: Mapping[str, Sequence[str]] = {
    "projects": (addresses.project("{division}", "{fiscal_year}", "{project_code}"),),
    "evaluations": (addresses.evaluation("{division}", "{fiscal_year}", "{evaluation_code}"),),
    "findings": (
        addresses.project("{division}", "{fiscal_year}", "{project_code}"),
        addresses.department("{division}", "{department}"),
    ),
    "rectifications": (
        addresses.project("{division}", "{fiscal_year}", "{project_code}"),
        addresses.rectifications("{division}", "{fiscal_year}"),
    ),
    "owed": (addresses.department("{division}", "{department}"),),
}

# What a pack calls a row, in the same way: of what has no page of its own there, what it is about.
_PROJECT = addresses.item("{division}", "{fiscal_year}", "{project_code}")
_BUREAU = addresses.item("{division}", "{fiscal_year}", "@{department}")
_ITEMS: Mapping[str, Sequence[str]] = {
    "projects": (_PROJECT,),
    "evaluations": (addresses.item("{division}", "{fiscal_year}", "evaluations", "{evaluation_code}"),),
    "findings": (addresses.item("{division}", "{fiscal_year}", "findings", "{code}", "{record}"), _PROJECT, _BUREAU),
    "rectifications": (addresses.item("{division}", "{fiscal_year}", "rectifications", "{rectification_code}"),),
    "owed": (_BUREAU,),
}


def explorer_outputs(
    frames: Mapping[str, pd.DataFrame],
    *,
    day: date,
    title: str,
    samples: Sequence[str],
    shared: pd.DataFrame | None = None,
) -> Iterator[Output]:
    """The files of all flat tables, and the index that lists them, last.

    ``day`` is that of the data, ``title`` what they are called, ``samples`` the divisions whose data are invented;
    ``shared`` are the indicators that several bureaus have (see ``namesakes``).
    """
    lenders, packer = Lenders(frames[PROJECTS]), Packer(_said_again(frames, shared))
    tables = []
    for table in FLAT_TABLES.values():
        slices = []
        for (division, year), rows in frames[table.name].groupby(["division", "fiscal_year"], sort=False):
            lender = lenders.of(table.name, str(division), int(year))
            parts = {
                FIGURES: _figures_of(table, rows, packer),
                NAMES: names_of(table, _names(table), rows, lender, packer),
            }
            made = {part: _packed(table.name, division, year, part, content) for part, content in parts.items()}
            yield from made.values()
            slices.append(_slice(division, year, rows, made) | ({"lender": lender.year} if lender else {}))
        tables.append(_described(table, frames[table.name], slices))
    indicators = []
    for (division, year), rows, packed_rows in _indicators(shared, lenders, packer):
        only = _packed(INDICATORS, division, year, FIGURES, packed_rows)
        yield only
        indicators.append(_slice(division, year, rows, {FIGURES: only}))
    content = {
        "day": day.isoformat(),
        "title": title,
        "between": BETWEEN,
        "not_published": NOT_PUBLISHED,
        "samples": list(samples),
        "words": packer.listed,
        "tables": tables,
        INDICATORS: indicators,
    }
    yield Output(path=addresses.explore_index(), content=packed_json(content))


def _said_again(frames: Mapping[str, pd.DataFrame], shared: pd.DataFrame | None) -> Iterator[set[str]]:
    """The words and patterns of each slice: those of several slices are spelt in the index."""
    for table in FLAT_TABLES.values():
        for _, rows in frames[table.name].groupby(["division", "fiscal_year"], sort=False):
            yield {
                str(word) for one in table.columns if one.role in _CHOSEN for word in rows[one.name].dropna().unique()
            }
            for name in _PATTERNED.get(table.name, ()):
                yield set(packed.patterns(strings(rows[name])))
    if shared is not None:
        for _, rows in shared.groupby(["division", "fiscal_year"]):
            yield set(rows["name"])


def _packed(name: str, division: Any, year: Any, part: str, content: Mapping[str, Any]) -> Output:
    return Output(path=addresses.explore_data(name, str(division), int(year), part), content=packed_json(content))


def _slice(division: Any, year: Any, rows: pd.DataFrame, made: Mapping[str, Output]) -> dict[str, Any]:
    """What the index says of a slice: its files with their checksums, so that no browser joins files of two days."""
    files = {part: f"{one.path}?{hashlib.sha256(one.content).hexdigest()[:12]}" for part, one in made.items()}
    return {"division": str(division), "year": int(year), "rows": len(rows), **files}


def _indicators(
    shared: pd.DataFrame | None, lenders: Lenders, packer: Packer
) -> Iterator[tuple[tuple[str, int], pd.DataFrame, Mapping[str, Any]]]:
    """Each division-year's indicators and what is packed of them, the newest first: the year before takes from it."""
    later: dict[str, Listed] = {}
    groups = [] if shared is None else list(shared.groupby(["division", "fiscal_year"], sort=True))
    for (division, year), rows in reversed(groups):
        places = lenders.projects(division, year).places
        later[division] = listed(rows, places, later.get(division), packer)
        yield (division, year), rows, later[division].content


def _described(table: FlatTable, frame: pd.DataFrame, slices: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the index says of a table: its words, its columns, its slices, and the year it opens at (0: all)."""
    reported = frame[frame["self_score"].notna()] if "self_score" in frame else frame
    return {
        "name": table.name,
        "title": table.title,
        "row": table.row,
        "description": table.description,
        "sort": table.sort,
        "open": 0 if table.every_year or reported.empty else int(reported["fiscal_year"].max()),
        "pages": list(_PAGES[table.name]),
        "items": list(_ITEMS[table.name]),
        "columns": [{name: getattr(one, name) for name in _KEPT} for one in table.columns],
        "slices": list(slices),
    }


def _figures_of(table: FlatTable, rows: pd.DataFrame, packer: Packer) -> dict[str, Any]:
    """The figures of a slice, and of a large one the names of its ``first`` rows in the table's own order."""
    content = _part(rows, [one for one in table.columns if one.role in _FIRST], packer)
    for name, near in _NEAR.get(table.name, {}).items():
        left = _left_over(rows, name, near)
        content["columns"][name] = {**packed.figures(left, exact=table.column(name).type == "number"), "near": near}
    column, down = table.sort.lstrip("-"), table.sort.startswith("-")
    if len(rows) > _MANY and table.column(column).role == "number":
        ordered = rows[column].reset_index(drop=True).sort_values(ascending=not down, kind="stable")
        seen = ordered.index[:_SEEN].tolist()
        content["first"] = {"places": seen, **_part(rows.iloc[seen], _names(table), packer)}
    return content


def _left_over(rows: pd.DataFrame, name: str, near: Sequence[str]) -> list[int | None]:
    """A column less what it is close to, which counts as 0 where nobody says it."""
    rest = rows[name]
    for one in near:
        other = _said(rows, one.lstrip("-"))
        rest = rest + other if one.startswith("-") else rest - other
    return integers(rest)


def _said(rows: pd.DataFrame, name: str) -> pd.Series:
    """A column, or a share of another or of all, 0 where nobody says it: as browsers reckon it, to the last bit."""
    part, _, whole = name.partition("/")
    if not whole:
        return rows[part].fillna(0)
    others = rows[whole] if whole != _SUM else pd.Series(rows[part].sum(), index=rows.index)
    of = others.astype("Float64").replace(0, pd.NA)
    share = (rows[part].astype("Float64") / of * 10_000 + 0.5).fillna(0)
    return np.floor(share).astype("Int64") * (MICRO // 100)


def _names(table: FlatTable) -> list[Column]:
    return [one for one in table.columns if one.role not in _FIRST]


def _part(rows: pd.DataFrame, columns: Sequence[Column], packer: Packer) -> dict[str, Any]:
    return {"rows": len(rows), "columns": {one.name: _column(rows[one.name], one, packer) for one in columns}}


def _column(values: pd.Series, column: Column, packer: Packer) -> packed.Packed:
    if column.role in _CHOSEN:
        return packer.words(values)
    if column.role == "date":
        return packed.days(strings(values))
    if column.role == "number":
        return packed.figures(integers(values), exact=column.type == "number")
    return {"values": strings(values)}
