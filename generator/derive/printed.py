"""Figures of projects that are published as their original prints them, though working them out gives another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.core.facts import Facts
from generator.core.finding import Finding
from generator.core.numbers import number
from generator.core.words import TOTAL_FUNDS
from generator.facts.columns import integers
from generator.facts.funds import totals

Key = tuple[str, int, str]  # division, fiscal year, code in lower case
# (table, field) → the figure of a project's line that it is.
_FIGURES: Mapping[tuple[str, str], str] = {
    ("goals", "total_amount"): "promised",
    ("self_evaluation_funds", "annual_budget"): "annual",
    ("self_evaluation_funds", "actual_spend"): "spend",
    ("self_evaluations", "total_score"): "score",
}


def as_printed(facts: Facts, findings: Iterable[Finding]) -> Mapping[Key, Mapping[str, str]]:
    """What is said beside such figures: by project and figure (``promised``, ``annual``, ``spend``, ``score``)."""
    said: dict[Key, dict[str, str]] = {}
    for one in findings:
        figure = _FIGURES.get((one.table, one.field))
        code, _, source = one.record.partition("＋")
        if one.waiver is None or figure is None or not one.expected[:1].isdigit() or source not in ("", TOTAL_FUNDS):
            continue
        said.setdefault((one.division, one.year or 0, code.lower()), {})[figure] = f"（照登，复算 {one.expected}）"
    for key, figures in _by_parts(facts):
        said.setdefault(key, {}).update(figures)
    return said


def _by_parts(facts: Facts) -> Iterable[tuple[Key, Mapping[str, str]]]:
    """Projects whose total row is blank or nought beside sources that are not: what the row prints."""
    rows = facts.of(totals)
    rows = rows[rows["by_parts"]]
    printed = facts.tables["self_evaluation_funds"].loc[rows.index]
    columns = {"annual": "annual_budget", "spend": "actual_spend"}
    texts = {
        figure: [
            "（各来源合计；总额原件未填）" if value is None else f"（各来源合计；总额原件印 {number(value)}）"
            for value in integers(printed[column])
        ]
        for figure, column in columns.items()
    }
    keys = zip(rows["division"], rows["fiscal_year"], rows["project_code"].str.lower(), strict=True)
    for place, (division, year, code) in enumerate(keys):
        yield (str(division), int(year), str(code)), {figure: told[place] for figure, told in texts.items()}
