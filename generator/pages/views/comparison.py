"""Annual statements side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.derive.answers import comparison_answer
from generator.derive.site import Site
from generator.derive.statements import ComparedStage, Statement, compare
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content
from generator.pages.views.pictures.comparison import multiples


class StageBeside(NamedTuple):
    """A stage side by side: its figures, and some of its measures as small multiples."""

    compared: ComparedStage
    charts: Sequence[RowChart]


@dataclass(frozen=True, kw_only=True)
class Comparison(Content):
    """The statements of real places, a column each, and their stages side by side; what they come to in a sentence."""

    answer: str
    columns: Sequence[Statement]
    stages: Sequence[StageBeside]


def overview(site: Site) -> Comparison:
    """The statements of real places, the oldest first, and their stages side by side."""
    statements = sorted(
        (one for one in site.statements if not one.kind and not site.sample(one.division)),
        key=lambda one: (one.year, one.division),
    )
    stages = compare(statements)
    return Comparison(
        answer=comparison_answer(statements, stages),
        columns=statements,
        stages=[
            StageBeside(stage, multiples(stage, statements, f"t{number}")) for number, stage in enumerate(stages, 1)
        ],
    )
