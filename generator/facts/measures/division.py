"""The checked tables of one division, and what is known of it: level, profiles in force, how far a year has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from generator.core.package import Package
from generator.core.profile import Profile, profile_for


@dataclass(frozen=True, kw_only=True)
class Division:
    """The tables of a division. ``today`` bounds what is known: a year's end that lies ahead has not come yet."""

    division: str
    frames: Mapping[str, pd.DataFrame]
    packages: tuple[Package, ...]
    profiles: tuple[Profile, ...]
    today: date
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)

    def table(self, name: str) -> pd.DataFrame:
        """The division's rows of a table."""
        if name not in self._tables:
            frame = self.frames[name]
            self._tables[name] = frame[frame["division"] == self.division].reset_index(drop=True)
        return self._tables[name]

    def end(self, year: int) -> str:
        """The last day of a year, or today if that has not come."""
        return min(f"{year}-12-31", self.today.isoformat())

    def level(self) -> str:
        """The division's level (省级, 市级, 县级, 乡级), empty if it is not listed."""
        rows = self.table("divisions")
        return "" if rows.empty else str(rows["level"].iloc[0])

    def profile(self, year: int) -> Profile:
        """The profile in force in a fiscal year."""
        return profile_for(self.profiles, self.division, year)
