"""Of findings of a kind in a file the first are told and the rest counted, before anything is put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.core.finding import Finding, Severity

Places = npt.NDArray[np.intp]
# How many findings of a kind (code, field and severity) are told of one file. Errors keep a file from being published,
# and after mending the first the next run tells the next; warnings and flags are published with the records.
MOST: Mapping[Severity, int] = {"error": 20, "warning": 2_000, "flag": 2_000}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Which findings are told, by their places in ascending order, and how many more each of them stands for."""

    places: Places
    others: Sequence[int]


def first_told(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with no more of a kind in a file than are told; the last of them stands for the others."""
    told: dict[tuple[str, str, str, str], list[int]] = {}
    kept: list[Finding] = []
    for one in findings:
        places = told.setdefault((one.file, one.code, one.field, one.severity), [])
        if len(places) < MOST[one.severity]:
            places.append(len(kept))
            kept.append(one)
        else:
            last = kept[places[-1]]
            kept[places[-1]] = replace(last, others=last.others + one.count)
    return kept


def capped(kinds: Sequence[Any], most: int | npt.NDArray[np.int64]) -> Kept:
    """The first ``most`` of each kind; ``kinds``: columns that together make a kind, in the order of the findings."""
    if len(kinds[0]) <= np.min(most, initial=MOST["flag"]):
        return Kept(places=np.arange(len(kinds[0])), others=[0] * len(kinds[0]))
    groups = pd.DataFrame(dict(enumerate(kinds))).groupby(list(range(len(kinds))), sort=False, dropna=False)
    rank = groups.cumcount().to_numpy()
    size = groups[0].transform("size").to_numpy() if len(rank) else rank
    places = np.flatnonzero(rank < most)
    limits = np.broadcast_to(most, rank.shape)[places]
    left = np.where(rank[places] + 1 == limits, size[places] - limits, 0)
    return Kept(places=places, others=np.maximum(left, 0).tolist())
