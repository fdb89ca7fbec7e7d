"""Figures and changes as the template of a statement asks for them: by the code of their measure."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core.words import BUDGETS, GRADE_CODES
from generator.facts.measures.declared import COMPARED, MEASURES
from generator.facts.measures.figure import Figure
from generator.facts.measures.reckoning import Change


class Figures:
    """Figures by measure, as templates ask for them: ``f.goal_count``; None where there are no records."""

    def __init__(self, own: Mapping[str, Figure]) -> None:
        self._own = own

    def __getattr__(self, name: str) -> Figure | None:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.get(name)

    def get(self, name: str) -> Figure | None:
        """The figure of a measure; ValueError if no measure is called that."""
        if name not in MEASURES:
            raise ValueError(f"no measure {name}")
        return self._own.get(name)

    def any(self, *names: str) -> bool:
        """Whether one of the figures is there and not zero."""
        return any(one is not None and bool(one.value) for one in map(self.get, names))

    def grades(self, prefix: str) -> list[tuple[str, Figure]]:
        """Each grade that occurs, the best first, with its count."""
        codes = ((name, f"{prefix}_{code}_count") for name, code in GRADE_CODES.items())
        found = ((name, self.get(code)) for name, code in codes if code in MEASURES)
        return [(name, figure) for name, figure in found if figure is not None and figure.value]

    def books(self, prefix: str) -> list[tuple[str, Figure, Figure | None]]:
        """Each of the four budgets that has something, if there are several: name, count, money."""
        found: list[tuple[str, Figure, Figure | None]] = []
        for name, code in BUDGETS.items():
            count = self.get(f"{prefix}_{code}_count")
            if count is not None and count.value:
                found.append((name, count, self.get(f"{prefix}_{code}_amount")))
        return found if len(found) > 1 else []


class Changes:
    """Changes by measure, as templates ask for them; None where there is nothing to compare with."""

    def __init__(self, made: Mapping[str, Change]) -> None:
        self._made = made

    def __getattr__(self, name: str) -> Change | None:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in COMPARED:
            raise ValueError(f"{name} is not compared")
        return self._made.get(name)
