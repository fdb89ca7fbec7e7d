"""Indicators that several bureaus have: what each project aimed at and reached, and what is as it is a year later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from generator.derive.project_indicators import target_text, with_unit
from generator.downloads.explorer import packed
from generator.downloads.explorer.packed import Packer
from generator.facts.columns import integers, strings

_SIGNS = "≥≤="  # what stands before a target (site_src/assets/explore/shared.js takes it off again)
_NOTHING = " "  # a result that says nothing: an empty one is that of the target
_MET = {True: "1", False: "0"}
_UNTOLD = "-"


class Aim(NamedTuple):
    """What a project aims at with an indicator: what stays as it is, often, from year to year."""

    project: str
    name: str
    target: str
    weight: int | None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The indicators of a division-year as they are packed, with what a year before can take over."""

    aims: Sequence[Aim]
    content: Mapping[str, Any]


def listed(rows: pd.DataFrame, places: Mapping[str, int], later: Listed | None, packer: Packer) -> Listed:
    """The indicators of the projects that ``places`` has, by its row; those that ``later`` has with the same aim first.

    Of these it is told how far each is from the one before in ``later``; of the others names, targets, weights, and by
    rows the projects. A result of nothing is the target without its sign; a score is what is left of the weight.
    """
    rows = rows[rows["project_code"].isin(list(places))]
    targets = map(target_text, *(strings(rows[name]) for name in ("operator", "target_value", "unit")))
    parts = (strings(rows["project_code"]), strings(rows["name"]), targets, integers(rows["weight"]))
    aims = [Aim(*one) for one in zip(*parts, strict=True)]
    lenders = _lenders(aims, later)
    order = sorted(range(len(aims)), key=lambda row: (lenders[row] is None, lenders[row] or 0))
    taken = [lenders[row] for row in order if lenders[row] is not None]
    own = [aims[row] for row in order[len(taken) :]]
    rows, aims = rows.iloc[order], [aims[row] for row in order]
    return Listed(
        aims=aims,
        content={
            "rows": len(rows),
            "lender": packed.steps(taken),
            "columns": {
                "name": packer.words(pd.Series([one.name for one in own], dtype="str")),
                "project": packed.steps([places[one.project] for one in own]),
                "target": packer.texts([one.target for one in own]),
                "weight": packed.figures([one.weight for one in own], exact=True),
                "actual": packer.texts(_results(rows, aims)),
                "met": "".join(_UNTOLD if pd.isna(one) else _MET[bool(one)] for one in rows["met"]),
                "score": packed.figures(integers(rows["score"] - rows["weight"].fillna(0)), exact=True),
            },
        },
    )


def _lenders(aims: Sequence[Aim], later: Listed | None) -> list[int | None]:
    """For each aim a row of ``later`` with the same one; each row lends once."""
    known: dict[Aim, list[int]] = {}
    for place, aim in enumerate(later.aims if later else ()):
        known.setdefault(aim, []).append(place)
    return [known[aim].pop(0) if known.get(aim) else None for aim in aims]


def _results(rows: pd.DataFrame, aims: Sequence[Aim]) -> list[str]:
    results = map(with_unit, strings(rows["actual_value"]), strings(rows["unit"]))
    return ["" if one == aim.target.lstrip(_SIGNS) else one or _NOTHING for one, aim in zip(results, aims, strict=True)]
