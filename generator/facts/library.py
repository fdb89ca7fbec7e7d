"""Indicators of the same name: what most of them have, and what the library says."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import beside, known
from generator.facts.similar import plain

# Which way is better, by the operator: ≥ and > ask for the same.
_SIDES = {"≥": "越大越好", ">": "越大越好", "≤": "越小越好", "<": "越小越好"}


def usual_values(facts: Facts) -> tuple[pd.DataFrame, ...]:
    """What most indicators of a name have, of units and of directions: a frame each, of the rows that say theirs.

    ``value`` is the row's own; ``whole``: how many of the division and year have that name; ``mine`` and ``most``: how
    many of them the row's value, and the most frequent one (``due``); ``settled``: of four at least two thirds have it.
    """
    given = facts.tables["goal_indicators"].dropna(subset=["level3", "project_code"])
    given = given[given["operator"] != "定性"]
    name = plain(given["level3"])
    frames = []
    for value in (given["unit"].str.strip(), given["operator"].map(_SIDES).astype("str")):
        key = [given["division"], given["fiscal_year"], name]
        whole = value.groupby(key, sort=False).transform("count")
        mine = value.groupby([*key, value], sort=False).transform("size")
        most = mine.groupby(key, sort=False).transform("max")
        due = value.where(mine == most).groupby(key, sort=False).transform("first")
        settled = (whole >= 4) & (most * 3 >= whole * 2)
        frame = pd.DataFrame(
            {"value": value, "whole": whole, "mine": mine, "most": most, "due": due, "settled": settled}
        )
        frames.append(frame[value.notna()])
    return tuple(frames)


def listed_values(facts: Facts) -> tuple[pd.DataFrame, ...]:
    """Indicators that the library has by name: for units and directions what it says (``due``) and whether it is so."""
    given = facts.tables["goal_indicators"].dropna(subset=["level3", "project_code"])
    library = facts.tables["indicator_library"].dropna(subset=["level3"])
    given, library = given.assign(name=plain(given["level3"])), library.assign(name=plain(library["level3"]))
    key = ["division", "name"]
    frames = []
    for field in ("unit", "operator"):
        told = library.dropna(subset=[field]).groupby(key, sort=False)[field]
        stated = told.agg(lambda some: tuple(dict.fromkeys(some))).rename("due").reset_index()
        due = beside(given, stated, key, ["due"])["due"]
        same = known(given, library, [*key, field])
        frames.append(pd.DataFrame({"due": due, "same": same})[due.notna() & given[field].notna()])
    return tuple(frames)


def definitions(facts: Facts) -> pd.DataFrame:
    """Indicators of whole departments that the library explains by name (``due``), and whether it is the ``same``."""
    given = facts.tables["department_indicators"].dropna(subset=["level3", "explanation"])
    library = facts.tables["indicator_library"].dropna(subset=["level3", "definition"])
    given, library = given.assign(name=plain(given["level3"])), library.assign(name=plain(library["level3"]))
    key = ["division", "name"]
    due = beside(given, library, key, ["definition"])["definition"]
    stated = library.assign(said=plain(library["definition"]))
    same = known(given.assign(said=plain(given["explanation"])), stated, [*key, "said"])
    return given.assign(due=due, same=same)[due.notna()]
