"""Indicators of one name that several bureaus report on in a year: what each promised and reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core.facts import Facts
from generator.derive.project_indicators import target_text, with_unit
from generator.derive.projects import Project, Projects
from generator.facts.columns import strings
from generator.facts.namesakes import namesakes

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
    """By division and year, those of most bureaus first.

    Of all rows at once: they are many, and most groups of one name have two or three.
    """
    rows = facts.of(namesakes)
    reached = rows["met"].astype("object").where(rows["met"].notna(), None).tolist()
    keys = zip(strings(rows["division"]), rows["fiscal_year"].tolist(), strings(rows["name"]), strict=True)
    texts = zip(*(strings(rows[name]) for name in _TEXTS), strict=True)
    named: dict[tuple[str, int, str], list[Reported]] = {}
    for (division, year, name), (code, operator, target, unit, actual), told in zip(keys, texts, reached, strict=True):
        at = projects.at.get((division, year, code.lower()))
        if at is not None:
            said = target_text(operator, target, unit), with_unit(actual, unit)
            named.setdefault((division, year, name), []).append(Reported(projects.lines[at], *said, told))
    found: dict[tuple[str, int], list[SharedIndicator]] = {}
    for (division, year, name), some in named.items():
        reported = sorted(some, key=lambda one: (one.project.department, one.project.key))
        if (bureaus := len({one.project.department for one in reported})) > 1:
            found.setdefault((division, year), []).append(SharedIndicator(name=name, bureaus=bureaus, rows=reported))
    return {key: sorted(ones, key=lambda one: (-one.bureaus, -len(one.rows), one.name)) for key, ones in found.items()}
