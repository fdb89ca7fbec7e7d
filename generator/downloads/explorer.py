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
from generator.core.numbers import DECIMALS, MICRO
from generator.core.output import Output
from generator.derive.flat import FLAT_TABLES, Column, FlatTable
from generator.derive.flat.columns import BETWEEN, NOT_PUBLISHED
from generator.derive.project_indicators import target_text, with_unit
from generator.downloads.index import packed_json
from generator.facts.columns import integers, strings

FIGURES, NAMES = "figures", "names"
INDICATORS = "indicators"
_FIRST = ("choice", "choices", "number", "date")  # the roles that are read before the names
_SEEN = 50  # rows of a page (site_src/assets/explore/view.js)
_MANY = 10 * _SEEN  # rows of a slice whose names are worth a journey of their own
# What a figure is close to, the sum of columns before it (a minus takes one off; «a/b» is the one in % of the other,
# with two decimals): packed is what is left, mostly 0.
_NEAR: Mapping[str, Mapping[str, Sequence[str]]] = {
    "projects": {
        "annual": ("promised",),
        "annual_change": ("annual", "-promised"),
        "spend": ("annual",),
        "rate": ("spend/annual",),
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
_SIGNS = "≥≤="  # what stands before a target (site_src/assets/explore/shared.js takes it off again)
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
    tables = []
    for table in FLAT_TABLES.values():
        slices = []
        for (division, year), rows in frames[table.name].groupby(["division", "fiscal_year"], sort=False):
            slice_: dict[str, Any] = {"division": str(division), "year": int(year), "rows": len(rows)}
            for part, content in ((FIGURES, _figures_of(table, rows)), (NAMES, _part(rows, _names(table)))):
                made = _packed(table.name, str(division), int(year), part, content)
                yield made
                slice_[part] = _checked(made)
            slices.append(slice_)
        tables.append(_described(table, frames[table.name], slices))
    indicators = []
    places = _places(frames["projects"])
    for (division, year), rows in () if shared is None else shared.groupby(["division", "fiscal_year"], sort=False):
        made = _packed(INDICATORS, str(division), int(year), FIGURES, _indicators(rows, places[division, year]))
        yield made
        indicators.append({"division": str(division), "year": int(year), "rows": len(rows), FIGURES: _checked(made)})
    content = {
        "day": day.isoformat(),
        "title": title,
        "between": BETWEEN,
        "not_published": NOT_PUBLISHED,
        "samples": list(samples),
        "tables": tables,
        INDICATORS: indicators,
    }
    yield Output(path=addresses.explore_index(), content=packed_json(content))


def _packed(name: str, division: str, year: int, part: str, content: Mapping[str, Any]) -> Output:
    return Output(path=addresses.explore_data(name, division, year, part), content=packed_json(content))


def _checked(made: Output) -> str:
    """Its path with its checksum, so that no browser joins figures of one day with names of another."""
    return f"{made.path}?{hashlib.sha256(made.content).hexdigest()[:12]}"


def _places(projects: pd.DataFrame) -> dict[tuple[Any, Any], dict[str, int]]:
    """Of each division-year its projects by their codes: which row of its slice each is."""
    return {
        key: {code: place for place, code in enumerate(strings(rows["project_code"]))}
        for key, rows in projects.groupby(["division", "fiscal_year"], sort=False)
    }


def _indicators(rows: pd.DataFrame, places: Mapping[str, int]) -> dict[str, Any]:
    """Indicators that several bureaus have: their names, whose they are, target and result as pages print them.

    A project is the row of the year's slice that ``places`` has, told by how far it is from the one before; a result
    of nothing is the target without its sign; a score is what is left of the weight.
    """
    rows = rows[rows["project_code"].isin(list(places))]
    targets = list(map(target_text, *(strings(rows[name]) for name in ("operator", "target_value", "unit"))))
    actuals = map(with_unit, strings(rows["actual_value"]), strings(rows["unit"]))
    results = [None if one == target.lstrip(_SIGNS) else one for one, target in zip(actuals, targets, strict=True)]
    at = np.array([places[one] for one in strings(rows["project_code"])])
    return {
        "rows": len(rows),
        "columns": {
            "name": _words(rows["name"]),
            "project": {"steps": np.diff(at, prepend=0).tolist()},
            "target": {"values": targets},
            "actual": {"values": results},
            "met": {"values": [None if pd.isna(one) else int(one) for one in rows["met"]]},
            "weight": _figures(integers(rows["weight"]), exact=True),
            "score": _figures(integers(rows["score"] - rows["weight"].fillna(0)), exact=True),
        },
    }


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


def _figures_of(table: FlatTable, rows: pd.DataFrame) -> dict[str, Any]:
    """The figures of a slice, and of a large one the names of its ``first`` rows in the table's own order."""
    content = _part(rows, [one for one in table.columns if one.role in _FIRST])
    for name, near in _NEAR.get(table.name, {}).items():
        left = _left_over(rows, name, near)
        content["columns"][name] = {**_figures(left, exact=table.column(name).type == "number"), "near": near}
    column, down = table.sort.lstrip("-"), table.sort.startswith("-")
    if len(rows) > _MANY and table.column(column).role == "number":
        ordered = rows[column].reset_index(drop=True).sort_values(ascending=not down, kind="stable")
        seen = ordered.index[:_SEEN].tolist()
        content["first"] = {"places": seen, **_part(rows.iloc[seen], _names(table))}
    return content


def _left_over(rows: pd.DataFrame, name: str, near: Sequence[str]) -> list[int | None]:
    """A column less what it is close to, which counts as 0 where nobody says it."""
    rest = rows[name]
    for one in near:
        other = _said(rows, one.lstrip("-"))
        rest = rest + other if one.startswith("-") else rest - other
    return integers(rest)


def _said(rows: pd.DataFrame, name: str) -> pd.Series:
    """A column, or a share of two of them, 0 where nobody says it: reckoned as the browser does it, to the last bit."""
    part, _, whole = name.partition("/")
    if not whole:
        return rows[part].fillna(0)
    of = rows[whole].astype("Float64").replace(0, pd.NA)
    share = (rows[part].astype("Float64") / of * 10_000 + 0.5).fillna(0)
    return np.floor(share).astype("Int64") * (MICRO // 100)


def _names(table: FlatTable) -> list[Column]:
    return [one for one in table.columns if one.role not in _FIRST]


def _part(rows: pd.DataFrame, columns: Sequence[Column]) -> dict[str, Any]:
    return {"rows": len(rows), "columns": {one.name: _column(rows[one.name], one) for one in columns}}


def _column(values: pd.Series, column: Column) -> Any:
    """A column in few bytes: words by their number, figures as whole ones of ``places`` decimals, days as 20260830."""
    if column.role in ("choice", "choices"):
        return _words(values)
    if column.role == "date":
        return {"values": [int(day.replace("-", "")) if day else None for day in strings(values)]}
    if column.role == "number":
        return _figures(integers(values), exact=column.type == "number")
    return {"values": strings(values)}


def _words(values: pd.Series) -> dict[str, Any]:
    """Words that come again and again: each once, and by number where it stands."""
    codes, words = pd.factorize(values.astype("str"))
    return {"words": [str(one) for one in words], "at": codes.tolist()}


def _figures(values: Sequence[int | None], *, exact: bool) -> dict[str, Any]:
    """Numbers without the decimals that none of them needs; ``exact``: they are millionths."""
    places = DECIMALS if exact else 0
    known = [one for one in values if one is not None]
    while places and all(one % 10 ** (DECIMALS - places + 1) == 0 for one in known):
        places -= 1
    divisor = 10 ** (DECIMALS - places) if exact else 1
    return {"places": places, "values": [None if one is None else one // divisor for one in values]}
