"""What annual statements say of a stage, beside the records of it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.derive.site import Site
from generator.derive.statements import Figure, Statement

STATED = 6  # figures of a real statement shown on an overview


def stated(site: Site, *stages: str) -> list[tuple[Statement, Sequence[Figure], int]]:
    """What the annual statements say of some stages: the first figures of each, and how many more there are."""
    result: list[tuple[Statement, Sequence[Figure], int]] = []
    for statement in site.statements:
        figures = [figure for name, own in statement.stages if name in stages for figure in own]
        if figures and not site.sample(statement.division):
            result.append((statement, figures[:STATED], max(0, len(figures) - STATED)))
    return result
