"""Indicators of one name that several bureaus report on in a year: what each promised and reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from generator.core.facts import Facts
from generator.derive.project_indicators import target_text, with_unit
from generator.derive.projects import Project, Projects
from generator.facts.columns import strings
from generator.facts.namesakes import namesakes

_YEAR = ["division", "fiscal_year"]
_TEXTS = ("project_code", "operator", "target_value", "unit", "actual_value")


class Reported(NamedTuple):
    """What a project reports of an indicator; ``met``: whether it was reached, None where nobody can tell."""

    project: Project
    target: str
    actual: str
    met: bool | None


@dataclass(frozen=True, kw_only=True)
class SharedIndicator:
    """An indicator by its name, with what every project reports of it, by bureau."""

    name: str
    bureaus: int
    rows: Sequence[Reported]

    @property
    def met(self) -> int:
        """How many projects reached it."""
        return sum(one.met is True for one in self.rows)

    @property
    def told(self) -> int:
        """Of how many it can be told."""
        return sum(one.met is not None for one in self.rows)


def derive_shared_indicators(facts: Facts, projects: Projects) -> Mapping[tuple[str, int], Sequence[SharedIndicator]]:
    """By division and year, those of most bureaus first."""
    found: dict[tuple[str, int], list[SharedIndicator]] = {}
    for (division, year, name), rows in facts.of(namesakes).groupby([*_YEAR, "name"], sort=False):
        key = (str(division), int(year))
        reported = sorted(_reported(projects, key, rows), key=lambda one: (one.project.department, one.project.key))
        if (bureaus := len({one.project.department for one in reported})) > 1:
            found.setdefault(key, []).append(SharedIndicator(name=str(name), bureaus=bureaus, rows=reported))
    return {key: sorted(ones, key=lambda one: (-one.bureaus, -len(one.rows), one.name)) for key, ones in found.items()}


def _reported(projects: Projects, key: tuple[str, int], rows: pd.DataFrame) -> Iterator[Reported]:
    reached = rows["met"].astype("object").where(rows["met"].notna(), None).tolist()
    texts = zip(*(strings(rows[name]) for name in _TEXTS), strict=True)
    for (code, operator, target, unit, actual), told in zip(texts, reached, strict=True):
        at = projects.at.get((*key, code.lower()))
        if at is not None:
            said = target_text(operator, target, unit), with_unit(actual, unit)
            yield Reported(projects.lines[at], *said, told)
