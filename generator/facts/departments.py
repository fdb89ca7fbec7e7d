"""Departments as they are registered: what each is called, and which of a division is its finance bureau."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from generator.core.facts import Facts
from generator.core.package import Package
from generator.core.words import FINANCE, FINANCE_BUREAU

# Characters of the names of offices in their traditional forms.
_TRADITIONAL = str.maketrans("財區縣務廳鄉鎮廣門會計預國庫稅審發開經濟", "财区县务厅乡镇广门会计预国库税审发开经济")
UNSTATED = "原文未载明"  # the publisher of what somebody else has compiled from an original that does not name one


@dataclass(frozen=True, kw_only=True)
class Department:
    """A registered department: its code and its names."""

    code: str
    name: str
    short_name: str

    def named(self, text: str) -> bool:
        """Whether a text names it, a part of it (示例区财政局绩效管理科), or it for short (财政局)."""
        name, short, text = (_plain(one) for one in (self.name, self.short_name, text))
        return name in text or text in name or (bool(short) and text.startswith(short))


def _plain(name: str) -> str:
    """A name without what sets it otherwise and names nobody else: blanks, signs, traditional forms, 人民政府."""
    name = unicodedata.normalize("NFKC", name).translate(_TRADITIONAL)
    return "".join(one for one in name if one.isalnum()).replace("人民政府", "")


@dataclass(frozen=True, kw_only=True)
class Register:
    """The departments of all divisions, by division and code; ``finance`` gives the code of the finance bureau."""

    departments: Mapping[tuple[str, str], Department]
    finance: Mapping[str, str]

    def of(self, division: str, code: str) -> Department | None:
        """The department of a folder; None where it is not registered."""
        return self.departments.get((division, code))

    def finance_bureau(self, division: str) -> Department | None:
        """The finance bureau of a division, which waives and registers; None where none is registered."""
        return self.of(division, self.finance_code(division))

    def finance_code(self, division: str) -> str:
        """The folder of a division's finance bureau: by its role, by the usual name where no role is registered."""
        return self.finance.get(division, FINANCE)


def register(rows: pd.DataFrame) -> Register:
    """The register that the table of departments is, as read or as checked."""
    # Of bureaus that followed one another the last one answers.
    bureaus = rows[rows["role"] == FINANCE_BUREAU]
    if len(bureaus) > 1:
        bureaus = bureaus.sort_values("from_year", kind="stable", na_position="first")
        bureaus = bureaus.drop_duplicates("division", keep="last")
    columns = (rows["division"], rows["department"], rows["name"].fillna(""), rows["short_name"].fillna(""))
    return Register(
        finance=dict(zip(bureaus["division"].astype("str"), bureaus["department"].astype("str"), strict=True)),
        departments={
            (str(division), str(code)): Department(code=str(code), name=str(name), short_name=str(short_name))
            for division, code, name, short_name in zip(*map(pd.Series.tolist, columns), strict=True)
        },
    )


def compiled(packages: Iterable[Package]) -> frozenset[str]:
    """The divisions of which all that there is was compiled by somebody else: no folder names who published it."""
    named: dict[str, bool] = {}
    for package in packages:
        named[package.division] = named.get(package.division, False) or package.publisher != UNSTATED
    return frozenset(division for division, some in named.items() if not some)


def registered(facts: Facts) -> Register:
    """The departments as registered."""
    return register(facts.tables["departments"])
