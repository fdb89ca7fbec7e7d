"""Whose records a document with figures can be set beside: those of the whole place, of a bureau, of a unit.

Only where the document says surely whose figures they are: a scope that is a registered name, or the folder of the
bureau itself. What is kept of a bureau elsewhere (in the finance bureau's folder) is found by the bureau it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from generator.core.facts import Facts
from generator.facts.departments import registered
from generator.facts.figures.kinds import OF_PARTS, TOWN

_PROJECT = ["fiscal_year", "project_code"]
_BY_UNIT = ("goals", "self_evaluations")  # that say which unit a project is of
# Tables whose rows are a bureau's own by their folder, and those that say which bureau they are about.
_OWN = (
    "goals", "goal_indicators", "budget_adjustments", "monitorings", "monitoring_indicators", "self_evaluations",
    "self_evaluation_funds", "self_evaluation_indicators", "department_goals", "department_indicators",
    "department_self_evaluations", "department_self_evaluation_indicators",
)  # fmt: skip
_ABOUT = ("evaluations",)
_PLACES = ("divisions",)
_GOVERNMENTS = ("人民政府", "办事处")
_OWN_SCOPES = ("本部门", "本单位")
_TOWN_SCOPES = ("全镇", "镇级", "全乡", "乡级", "全街道", "街道级")


@dataclass(frozen=True, kw_only=True)
class Part:
    """Whose records: of which bureaus (all where none is named) and unit; ``scopes``: what their figures may claim.

    ``words`` name it in a filter (部门＝示例区教育局).
    """

    division: str
    departments: frozenset[str] = frozenset()
    unit: str = ""
    scopes: tuple[str, ...] = ()
    words: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is the whole place."""
        return not self.departments


def part_of(facts: Facts, statement: Mapping[str, str]) -> Part | None:
    """Whose records a document's figures are of; None where that is not sure.

    ``statement``: division, department (of the folder), kind and scope, empty where there is none.
    """
    division, folder = statement["division"], statement["department"]
    scope, kind = statement["scope"].strip(), statement["kind"]
    place = _place(facts, division)
    if scope in ("", place) and (kind not in OF_PARTS or scope or _is_town(facts, division)):
        return Part(division=division)
    if not scope:
        of_finance = folder == facts.of(registered).finance_code(division)
        return None if of_finance else _bureau(facts, division, folder, kind)
    bare = _bare(scope, place)
    found = [
        code
        for (own, code), one in facts.of(registered).departments.items()
        if own == division and bare in {_bare(one.name, place), _bare(one.short_name, place)} - {""}
    ]
    if found:
        return _bureau(facts, division, found[0], kind) if len(found) == 1 else None
    return _unit(facts, division, folder, scope)


def _bare(name: str, place: str) -> str:
    """A name without that of the place it lies in, and a town's without the word for its government."""
    short = name.removeprefix(place)
    return next((short.removesuffix(end) for end in _GOVERNMENTS if short.endswith(end) and short != end), short)


def _place(facts: Facts, division: str) -> str:
    rows = facts.tables["divisions"]
    names = rows.loc[rows["division"] == division, "name"]
    return "" if names.empty else str(names.iloc[0])


def _is_town(facts: Facts, division: str) -> bool:
    """Whether the place is itself a town, so that a town's note speaks of all of it."""
    rows = facts.tables["divisions"]
    return bool(((rows["division"] == division) & (rows["level"] == "乡级")).any())


def _bureau(facts: Facts, division: str, code: str, kind: str) -> Part | None:
    """A bureau with those that stand under it."""
    rows = facts.tables["departments"]
    rows = rows[rows["division"] == division]
    below = rows.loc[rows["parent"] == code, "department"].astype(str)
    known = facts.of(registered).of(division, code)
    if known is None:
        return None
    scopes = _OWN_SCOPES if below.empty else _OWN_SCOPES[:1]  # its own alone cannot be told from those below
    return Part(
        division=division,
        departments=frozenset([code, *below]),
        scopes=(*scopes, *_TOWN_SCOPES) if kind == TOWN else scopes,
        words=f"部门＝{known.name}",
    )


def _unit(facts: Facts, division: str, folder: str, name: str) -> Part | None:
    """A unit below the bureau of the folder, where every project there says which unit it is of."""
    projects = [_rows(facts.tables[table], division, [folder]) for table in _BY_UNIT]
    units = pd.concat([rows["agency_name"] for rows in projects])
    if units.isna().any() or not units.eq(name).any():
        return None
    return Part(
        division=division,
        departments=frozenset([folder]),
        unit=name,
        scopes=_OWN_SCOPES[1:],
        words=f"单位＝{name}",
    )


def narrowed(facts: Facts, part: Part) -> Facts:
    """The same records as if there were only those of a part; other tables are empty."""
    bureaus = part.departments
    tables = {}
    for name, rows in facts.tables.items():
        if name in _OWN:
            tables[name] = _rows(rows, part.division, bureaus)
        elif name in _ABOUT and not part.unit:
            tables[name] = rows[(rows["division"] == part.division) & rows["subject_department"].isin(list(bureaus))]
        else:
            tables[name] = rows if name in _PLACES else rows.iloc[:0]
    if part.unit:
        tables |= _of_unit(tables, part.unit)
    return Facts(
        tables=tables, profiles=facts.profiles, today=facts.today, schemas=facts.schemas, waivers=facts.waivers
    )


def _rows(rows: pd.DataFrame, division: str, departments: Collection[str]) -> pd.DataFrame:
    return rows[(rows["division"] == division) & rows["department"].isin(list(departments))]


def _of_unit(tables: Mapping[str, pd.DataFrame], unit: str) -> dict[str, pd.DataFrame]:
    """The tables of projects with those of a unit alone; what is of no project is not the unit's."""
    owned = [rows.loc[rows["agency_name"] == unit, _PROJECT] for name in _BY_UNIT if len(rows := tables[name])]
    own = pd.concat(owned).drop_duplicates().assign(own_=True)
    return {
        name: rows[rows[_PROJECT].merge(own, on=_PROJECT, how="left")["own_"].notna().to_numpy()]
        if "project_code" in rows
        else rows.iloc[:0]
        for name, rows in tables.items()
        if name in _OWN
    }
