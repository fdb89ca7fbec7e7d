"""The page about the site: whose data it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.derive.site import Site
from generator.pages.engine.context import Content


class Held(NamedTuple):
    """A division, the years that departments report on, the newest first, and how many statements there are."""

    code: str
    name: str
    years: Sequence[int]
    statements: int


@dataclass(frozen=True, kw_only=True)
class About(Content):
    """The divisions that the site holds data of: those that are real, and those that are invented."""

    real: Sequence[Held]
    invented: Sequence[Held]


def overview(site: Site) -> About:
    """Whose data the site holds."""
    held = {
        division.code: Held(
            division.code,
            division.name,
            [year for code, year in site.years if code == division.code],
            sum(one.division == division.code for one in site.statements),
        )
        for division in site.divisions.values()
    }
    return About(
        real=[one for code, one in held.items() if not site.sample(code)],
        invented=[one for code, one in held.items() if site.sample(code)],
    )
