"""Figures that are published as their original prints them, and cells that it left blank: what is said beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from generator.core.facts import Facts
from generator.core.finding import Finding
from generator.core.numbers import number
from generator.core.schema import CONTEXT
from generator.core.words import NOT_FILLED, TOTAL_FUNDS
from generator.derive.rows import UNMARKED, Beside
from generator.facts.columns import integers
from generator.facts.funds import totals
from generator.facts.joining import PROJECT, known
from generator.facts.unfilled import record_names, unfilled

Key = tuple[str, int, str]  # division, fiscal year, code in lower case
_Folder = tuple[str, int, str]  # division, fiscal year, department
_PROJECT = "project_code"
# (table, field) → the figure of a project's line that it is.
_FIGURES: Mapping[tuple[str, str], str] = {
    ("goals", "total_amount"): "promised",
    ("self_evaluation_funds", "annual_budget"): "annual",
    ("self_evaluation_funds", "actual_spend"): "spend",
    ("self_evaluations", "total_score"): "score",
    ("self_evaluations", "grade"): "grade",
}


class Marks:
    """What is said beside the figures of records: by table, folder, record and field."""

    def __init__(self, facts: Facts, findings: Iterable[Finding]) -> None:
        self._facts = facts
        self._found: dict[str, dict[_Folder, dict[str, dict[str, str]]]] = {}
        for one in findings:
            if one.waiver is not None and (said := _recomputed(facts, one)):
                self._of(one.table, (one.division, one.year or 0, one.department), one.record)[one.field] = said
        for table in {one.table for one in facts.waivers}:
            for field, mask in unfilled(facts, table).items():
                given = facts.tables[table][mask]
                for folder, record in zip(_folders(given), record_names(facts.schemas[table], given), strict=True):
                    self._of(table, folder, record)[field] = NOT_FILLED

    def _of(self, table: str, folder: _Folder, record: str) -> dict[str, str]:
        return self._found.setdefault(table, {}).setdefault(folder, {}).setdefault(record, {})

    def about(self, name: str) -> bool:
        """Whether anything is said beside cells of a table."""
        return name in self._found

    def beside(self, name: str, rows: pd.DataFrame) -> Beside:
        """What is said beside the cells of some rows of a table: by field and the row's position."""
        found = self._found.get(name)
        if not found or rows.empty:
            return UNMARKED
        table = self._facts.schemas[name]
        if not {*table.key} <= {*rows.columns}:
            return UNMARKED
        here = pd.MultiIndex.from_frame(rows[list(CONTEXT)]).isin(list(found))
        places = [place for place, there in enumerate(here) if there]
        own = rows.iloc[places]
        said: dict[str, dict[int, str]] = {}
        for place, folder, record in zip(places, _folders(own), record_names(table, own), strict=True):
            for field, mark in found[folder].get(record, {}).items():
                said.setdefault(field, {})[place] = mark
        return said

    def of_projects(self) -> Mapping[Key, Mapping[str, str]]:
        """What is said beside the figures of lines: by project and ``promised``, ``annual``, ``spend``, ``score`` …"""
        said: dict[Key, dict[str, str]] = {}
        for (table, field), figure in _FIGURES.items():
            for folder, records in self._found.get(table, {}).items():
                for record, fields in records.items():
                    code, _, source = record.partition("＋")
                    if field in fields and source in ("", TOTAL_FUNDS):
                        said.setdefault((*folder[:2], code.lower()), {})[figure] = fields[field]
        for key, figures in _by_parts(self._facts):
            said.setdefault(key, {}).update(figures)
        return said


def _recomputed(facts: Facts, finding: Finding) -> str:
    """What is said beside a figure that another one was worked out for; empty where there is no such figure."""
    table = facts.schemas.get(finding.table)
    if table is None or finding.field not in table.names:
        return ""
    kind = table.field(finding.field).type
    told = finding.expected[:1].isdigit() if kind in ("number", "integer") else finding.field == "grade"
    return f"（照登，复算 {finding.expected}）" if told and finding.expected else ""


def _folders(rows: pd.DataFrame) -> Iterator[_Folder]:
    for division, year, department in rows[list(CONTEXT)].itertuples(index=False, name=None):
        yield str(division), int(year), str(department)


def _by_parts(facts: Facts) -> Iterable[tuple[Key, Mapping[str, str]]]:
    """Projects whose total row is blank or nought beside sources that are not: what the row prints."""
    every = facts.of(totals)
    for figure, column, which in (
        ("annual", "annual_budget", every["by_parts"]),
        ("spend", "actual_spend", every["by_parts"]),
        ("promised", "initial_budget", every["initial_by_parts"] & ~known(every, facts.tables["goals"], PROJECT)),
    ):
        rows = every[which]
        printed = integers(facts.tables["self_evaluation_funds"].loc[rows.index, column])
        keys = zip(rows["division"], rows["fiscal_year"], rows[_PROJECT].str.lower(), printed, strict=True)
        for division, year, code, value in keys:
            said = NOT_FILLED if value is None else f"原件印 {number(value)}"
            yield (str(division), int(year), str(code)), {figure: f"（各来源合计；总额{said}）"}
