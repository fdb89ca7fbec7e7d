"""What annual statements say of a stage, beside the records of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.derive.site import Site
from generator.derive.statements import Figure, Statement

SHOWN = 6  # figures of a real statement shown on an overview


class Stated(NamedTuple):
    """What a statement says: its first figures, and how many more there are."""

    statement: Statement
    figures: Sequence[Figure]
    more: int


def stated(site: Site, *stages: str) -> list[Stated]:
    """What the annual statements of real places say of some stages."""
    result = []
    for statement in site.statements:
        figures = [figure for one in statement.stages if one.stage in stages for figure in one.figures]
        if figures and not site.sample(statement.division):
            result.append(Stated(statement, figures[:SHOWN], max(0, len(figures) - SHOWN)))
    return result
