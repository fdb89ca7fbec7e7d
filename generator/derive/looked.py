"""What the rules looked at, by the record, the folder and the year that it stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.core.runs import CHECKED, Runs
from generator.derive.findings import ABOUT_PROJECTS, EVALUATION_TABLES, PROJECT_TABLES
from generator.facts.joining import EVALUATION, FOLDER, YEAR, beside

Owners = npt.NDArray[np.int64]  # of each row of a table the number of its owner, -1 for none


_PLACE = "_place"
_PROJECTS = PROJECT_TABLES | EVALUATION_TABLES | set(ABOUT_PROJECTS)


class Unable(NamedTuple):
    """What a rule could not check, and why; ``records`` is 0 where nobody can tell how many there are."""

    rule: str
    why: str
    records: int


@dataclass(frozen=True, kw_only=True)
class Looked:
    """How many records were checked by at least one rule, by how many rules, and what could not be checked."""

    records: int = 0
    rules: int = 0
    unable: Sequence[Unable] = ()

    @property
    def unable_rules(self) -> int:
        """How many rules could not check some of the records."""
        return len({one.rule for one in self.unable})


@dataclass(frozen=True, kw_only=True)
class LookedAt:
    """What the rules looked at of each project and evaluation (by position), department and division-year."""

    of_project: Sequence[Looked]
    of_evaluation: Sequence[Looked]
    of_department: Mapping[tuple[str, str], Looked]
    of_year: Mapping[tuple[str, int], Looked]


def derive_looked(
    runs: Runs,
    frames: Mapping[str, pd.DataFrame],
    projects: Mapping[tuple[str, int, str], int],
    evaluations: Mapping[tuple[str, int, str], int],
    departments: Mapping[tuple[str, str], Sequence[int]],
) -> LookedAt:
    """Count the rows that belong to each; a row belongs where a finding in it is shown.

    ``departments``: division and department → the fiscal years that its page is about.
    """
    tables = sorted({one.table for one in runs.looked.values() if len(one.marks)})
    years = {(division, year): place for place, (division, year) in enumerate(runs.places) if year is not None}
    folders = {
        (division, year, department): place
        for place, ((division, department), own) in enumerate(departments.items())
        for year in own
    }
    by_folder, by_year = _keyed(folders, FOLDER), _keyed(years, YEAR)
    by_project, by_evaluation = (_keyed(one, [*YEAR, "code"]) for one in (projects, evaluations))
    of_department = {name: _placed(frames[name], by_folder) for name in tables}
    of_year = {name: _placed(frames[name], by_year) for name in tables}
    of_project = {name: _projects(name, frames, by_project) for name in tables if name in _PROJECTS}
    of_evaluation = {
        name: _at(frames[name], "evaluation_code", by_evaluation) for name in tables if name in EVALUATION_TABLES
    }
    in_years = _tally(runs, of_year, len(runs.places))
    return LookedAt(
        of_project=_tally(runs, of_project, len(projects)),
        of_evaluation=_tally(runs, of_evaluation, len(evaluations)),
        of_department=dict(zip(departments, _tally(runs, of_department, len(departments)), strict=True)),
        of_year={key: in_years[place] for key, place in years.items()},
    )


def _keyed(places: Mapping[Any, int], key: Sequence[str]) -> pd.DataFrame:
    """The numbers by their keys, as a table."""
    columns = list(zip(*places, strict=True)) or [()] * len(key)
    types = ["int64" if name == "fiscal_year" else "str" for name in key]
    parts = {name: pd.Series(part, dtype=kind) for name, part, kind in zip(key, columns, types, strict=True)}
    return pd.DataFrame({**parts, _PLACE: pd.Series(list(places.values()), dtype="int64")})


def _projects(name: str, frames: Mapping[str, pd.DataFrame], places: pd.DataFrame) -> Owners:
    """The project that each row of a table is about."""
    rows = frames[name]
    if "project_code" not in rows:  # a part of an evaluation
        rows = rows.assign(**beside(rows, frames["evaluations"], EVALUATION, ["project_code"]))
    return _at(rows, "project_code", places)


def _at(rows: pd.DataFrame, code: str, places: pd.DataFrame) -> Owners:
    """The number that the code of each row has in its division and year."""
    return _placed(rows[YEAR].assign(code=rows[code].str.lower()), places)


def _placed(rows: pd.DataFrame, places: pd.DataFrame) -> Owners:
    """The number that each row's key stands for."""
    key = [name for name in places if name != _PLACE]
    if not set(key) <= set(rows.columns):
        return np.full(len(rows), -1, dtype=np.int64)
    found: Owners = beside(rows, places, key, [_PLACE])[_PLACE].fillna(-1).to_numpy(dtype=np.int64)
    return found


def _tally(runs: Runs, owners: Mapping[str, Owners], size: int) -> list[Looked]:
    """What was looked at of each owner, by number."""
    rules, records = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    checked = {name: np.zeros(len(some), dtype=np.bool_) for name, some in owners.items()}
    unable: list[list[Unable]] = [[] for _ in range(size)]
    for code, seen in runs.looked.items():
        owner = owners.get(seen.table)
        if owner is None or not len(seen.marks):
            continue
        mine = (seen.marks == CHECKED) & (owner >= 0)
        checked[seen.table] |= mine
        touched = np.zeros(size, dtype=np.int64)
        touched[owner[mine]] = 1
        rules += touched
        for why, rows in seen.unable().items():
            counts = np.bincount(owner[rows & (owner >= 0)], minlength=size)
            for place in np.flatnonzero(counts).tolist():
                unable[place].append(Unable(code, why, int(counts[place])))
    for name, rows in checked.items():
        records += np.bincount(owners[name][rows], minlength=size)
    return [
        Looked(records=record, rules=rule, unable=some)
        for record, rule, some in zip(records.tolist(), rules.tolist(), unable, strict=True)
    ]
