"""How lower governments' finances were run: scored by dimension, ranked inside a group and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from generator.core.numbers import mean
from generator.core.schema import Catalogue
from generator.core.words import NOT_FILLED
from generator.derive.children import attach
from generator.derive.printed import Marks
from generator.derive.rows import Row, rows

MORE = ("rank", "score_micro")
# What stands for the name of the group of those whose source names none.
NO_GROUP = "没有写明分组的"
KEY = ["division", "fiscal_year", "department", "subject_code"]


class Member(NamedTuple):
    """A government with its dimensions; ``rank`` (in ``MORE``) is its place by score, equal scores sharing one."""

    row: Row
    dimensions: Sequence[Row]


@dataclass(frozen=True, kw_only=True)
class Group:
    """The governments of one group in their order; ``NO_GROUP`` is the name of one that nobody named."""

    name: str
    mean: str
    members: Sequence[Member]

    @property
    def named(self) -> bool:
        """Whether its source names it."""
        return self.name not in (NO_GROUP, NOT_FILLED)


def derive_fiscal_operations(
    catalogue: Catalogue, frames: Mapping[str, pd.DataFrame], marks: Marks
) -> Mapping[tuple[str, int], Sequence[Group]]:
    """Groups by division and year."""
    frame = frames["fiscal_operations"]
    place = ["division", "fiscal_year", "group_name"]
    ranks = frame.groupby(place, sort=False)["score"].rank(method="min", ascending=False).astype("Int64")
    frame = frame.assign(rank=ranks, score_micro=frame["score"])
    frame = frame.sort_values([*place, "rank", "subject_code"], kind="stable").reset_index(drop=True)
    dimensions = attach(frames["fiscal_operation_dimensions"], frame, KEY, ["dimension_no"])
    inner = rows(dimensions.cut(0, len(frame)), catalogue.tables["fiscal_operation_dimensions"])
    bounds = dimensions.offsets(0, len(frame))
    result: dict[tuple[str, int], dict[str, list[Member]]] = {}
    table = catalogue.tables["fiscal_operations"]
    for i, row in enumerate(rows(frame, table, MORE, beside=marks.beside(table.name, frame))):
        groups = result.setdefault((row.division, row.fiscal_year), {})
        groups.setdefault(row.group_name or NO_GROUP, []).append(Member(row, inner[bounds[i] : bounds[i + 1]]))
    return {
        key: [
            Group(
                name=name,
                mean=mean([row.score_micro for row, _ in members if row.score_micro is not None]),
                members=members,
            )
            for name, members in groups.items()
        ]
        for key, groups in result.items()
    }
