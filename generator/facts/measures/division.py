"""The checked tables of one division, and what is known of it: level, profiles in force, how far a year has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from generator.core.facts import Facts
from generator.core.package import Package
from generator.core.profile import Profile, profile_for


@dataclass(frozen=True, kw_only=True)
class Division:
    """What the records of a division amount to is kept with all other facts, so that it is worked out once."""

    facts: Facts
    division: str

    def table(self, name: str) -> pd.DataFrame:
        """The division's rows of a table."""
        return self.facts.of(own_rows, self.division, name)

    @property
    def name(self) -> str:
        """The division's name, empty if it is not listed."""
        rows = self.table("divisions")
        return "" if rows.empty else str(rows["name"].iloc[0])

    @property
    def level(self) -> str:
        """The division's level (省级, 市级, 县级, 乡级), empty if it is not listed."""
        rows = self.table("divisions")
        return "" if rows.empty else str(rows["level"].iloc[0])

    @property
    def packages(self) -> tuple[Package, ...]:
        """The forms of the division's folders."""
        return tuple(one for one in self.facts.packages if one.division == self.division)

    @property
    def today(self) -> date:
        """The day of the check; ValueError without one."""
        if self.facts.today is None:
            raise ValueError("records are reckoned by the day")
        return self.facts.today

    def end(self, year: int) -> str:
        """The last day of a year, or today if that has not come."""
        return min(f"{year}-12-31", self.today.isoformat())

    def profile(self, year: int) -> Profile:
        """The profile in force in a fiscal year."""
        return profile_for(self.facts.profiles, self.division, year)


def own_rows(facts: Facts, division: str, name: str) -> pd.DataFrame:
    """A division's rows of a table."""
    frame = facts.tables[name]
    own = frame["division"] == division
    rows = frame if own.all() else frame[own]  # a site of one division need not have every table twice
    return rows.reset_index(drop=True)
