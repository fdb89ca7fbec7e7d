"""The indicator library: how often each indicator is used, and where the same name means different things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from generator.core.schema import Catalogue
from generator.derive.rows import Row, Section, rows

MORE = ("uses", "bureaus", "other_units")
MISMATCHES = 60  # listed on the page


class Variant(NamedTuple):
    """One unit or explanation: how often it occurs, and which bureaus or sectors use it."""

    text: str
    times: int
    users: Sequence[str]


class Mismatch(NamedTuple):
    """One name of an indicator with the units (or explanations) it has."""

    name: str
    what: str
    variants: Sequence[Variant]


@dataclass(frozen=True, kw_only=True)
class IndicatorLibrary:
    """A division's library by sector; rows carry ``uses`` (project-years), ``bureaus`` and ``other_units``.

    ``used`` entries occur in at least one published goal; ``shared`` counts names that two or more bureaus use, and
    ``compared`` those that stand more than once in goals or in the library, so that they can differ.
    """

    sectors: Sequence[Section]
    entries: int
    used: int
    names: int
    shared: int
    compared: int
    mismatches: Sequence[Mismatch]
    more: int


def derive_indicator_library(
    catalogue: Catalogue, frames: Mapping[str, pd.DataFrame]
) -> Mapping[str, IndicatorLibrary]:
    """By division."""
    goals = frames["goal_indicators"]
    goals = goals.assign(_name=_bare(goals["level3"]), _unit=_unit(goals["unit"])).dropna(subset=["_name"])
    key = ["division", "_name"]
    grouped = goals.groupby(key, sort=False)
    counts = pd.DataFrame(
        {
            "uses": grouped.size(),
            "bureaus": grouped["department"].nunique(),
            "told": grouped["_unit"].count(),
            "units": grouped["_unit"].nunique(),
        }
    ).reset_index()
    library = frames["indicator_library"]
    library = library.assign(_name=_bare(library["level3"]), _unit=_unit(library["unit"]))
    joined = library[key].merge(counts, on=key, how="left")
    stray = (
        goals[[*key, "_unit"]]
        .dropna()
        .drop_duplicates()
        .merge(library[[*key, "_unit"]].dropna(), on=key, suffixes=("", "_library"))
    )
    stray = stray[stray["_unit"] != stray["_unit_library"]].groupby(key)["_unit"].agg("、".join).rename("other_units")
    joined = joined.merge(stray.reset_index(), on=key, how="left") if len(stray) else joined.assign(other_units=None)
    library = library.assign(
        uses=joined["uses"].fillna(0).astype("int64").to_numpy(),
        bureaus=joined["bureaus"].fillna(0).astype("int64").to_numpy(),
        other_units=joined["other_units"].to_numpy(),
    ).sort_values(["division", "sector", "library_code"], kind="stable")
    found: dict[str, list[Row]] = {}
    for row in rows(library, catalogue.tables["indicator_library"], MORE):
        found.setdefault(row.division, []).append(row)
    apart = _units(goals, counts, frames["departments"])
    result = {}
    for division in sorted({*found, *counts["division"].tolist()}):
        own = found.get(division, [])
        here = counts[counts["division"] == division]
        mismatches = [*_definitions(own), *apart.get(division, [])]
        result[division] = IndicatorLibrary(
            sectors=[
                Section(sector, [row for row in own if row.sector == sector])
                for sector in dict.fromkeys(row.sector for row in own)
            ],
            entries=len(own),
            used=sum(row.uses > 0 for row in own),
            names=len(here),
            shared=int((here["bureaus"] > 1).sum()),
            compared=len({*here.loc[here["told"] > 1, "_name"], *_repeated(own)}),
            mismatches=mismatches[:MISMATCHES],
            more=max(0, len(mismatches) - MISMATCHES),
        )
    return result


def _bare(texts: pd.Series) -> pd.Series:
    """Texts without blanks around them; an empty one is missing."""
    stripped = texts.str.strip()
    return stripped.where(stripped != "")


def _unit(texts: pd.Series) -> pd.Series:
    """Units with those words replaced that mean the same."""
    return _bare(texts).replace({"百分比": "%", "％": "%"})


def _units(goals: pd.DataFrame, counts: pd.DataFrame, departments: pd.DataFrame) -> dict[str, list[Mismatch]]:
    """Names that stand with more than one unit in published goals."""
    wide = counts.loc[counts["units"] > 1, ["division", "_name"]]
    if wide.empty:
        return {}
    given = goals.dropna(subset=["_unit"]).merge(wide, on=["division", "_name"])
    titles = departments[["division", "department", "short_name", "name"]]
    titles = titles.assign(title=titles["short_name"].fillna(titles["name"]))
    given = given.merge(titles[["division", "department", "title"]], on=["division", "department"], how="left")
    given["title"] = given["title"].fillna(given["department"])
    found: dict[tuple[str, str], list[Variant]] = {}
    for (division, name, unit), part in given.groupby(["division", "_name", "_unit"], sort=True):
        variant = Variant(str(unit), len(part), sorted(part["title"].unique().tolist()))
        found.setdefault((str(division), str(name)), []).append(variant)
    result: dict[str, list[Mismatch]] = {}
    for (division, name), variants in found.items():
        variants.sort(key=lambda one: -one.times)
        result.setdefault(division, []).append(Mismatch(name, "单位", variants))
    for ones in result.values():
        ones.sort(key=lambda one: (-sum(variant.times for variant in one.variants), one.name))
    return result


def _repeated(own: Sequence[Row]) -> list[str]:
    """Names that the library has more than once."""
    times = Counter(row.level3.strip() for row in own if row.level3)
    return [name for name, many in times.items() if many > 1]


def _definitions(own: Sequence[Row]) -> list[Mismatch]:
    """Names that the library itself explains or measures in more than one way."""
    by_name: dict[str, dict[tuple[str, str], list[Row]]] = {}
    for row in own:
        if row.level3:
            by_name.setdefault(row.level3.strip(), {}).setdefault((row.unit or "", row.definition), []).append(row)
    return [
        Mismatch(
            name,
            "解释",
            [
                Variant(f"{definition}{f'（{unit}）' if unit else ''}", len(ones), [one.sector for one in ones])
                for (unit, definition), ones in ways.items()
            ],
        )
        for name, ways in by_name.items()
        if len(ways) > 1
    ]
