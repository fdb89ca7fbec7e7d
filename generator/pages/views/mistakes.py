"""The page of mistakes that are made again and again: what is said of each, and how it is put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.check.mistakes import Mistake, cell_mistakes, file_mistakes, given_mistakes, row_mistakes
from generator.derive.site import Site
from generator.pages.engine.context import Content


@dataclass(frozen=True, kw_only=True)
class MistakesPage(Content):
    """Mistakes in one cell, in the shape of a CSV file, and in what file is given at all."""

    cells: Sequence[Mistake]
    files: Sequence[Mistake]
    given: Sequence[Mistake]


def overview(site: Site) -> MistakesPage:
    """All of them, as the program tells them today."""
    tables = site.checked.catalogue.tables
    return MistakesPage(
        cells=list(cell_mistakes(tables)),
        files=[*row_mistakes(tables), *file_mistakes(tables)],
        given=list(given_mistakes()),
    )
