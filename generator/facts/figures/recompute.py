"""Every declared relation looked for in every statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from generator.core.facts import Facts
from generator.core.profile import profile_for
from generator.facts.figures.declared import RELATIONS
from generator.facts.figures.kinds import annual
from generator.facts.figures.reported import Book, Reported, figures_of
from generator.facts.figures.verdicts import Scene

COLUMNS = (
    "statement_code",
    "division",
    "fiscal_year",
    "department",
    "relation",
    "kind",
    "title",
    "figures",
    "formula",
    "published",
    "recomputed",
    "verdict",
    "explanation",
)
LABEL, NOTABLE = "_label", "_notable"

# The tables whose records say of single projects what statements say in sum.
_RECORDED = ("goals", "monitorings", "self_evaluations", "evaluations")


def arithmetic(facts: Facts) -> pd.DataFrame:
    """What arithmetic can show of the annual statements.

    Of the typed tables it reads ``reported_figures`` and ``statements``, and the records that some relations consult
    before they doubt a figure. Returns ``COLUMNS``, all
    text but ``fiscal_year``: ``relation`` is the code of the rule that explains it, ``figures`` the figure codes joined
    by ``;`` (the one a finding hangs on first), ``verdict`` one of 可复算一致, 不一致, 基数未公开不可复算, 口径存疑,
    or 推算 where nothing was published to compare with. ``LABEL`` is the row of ``reported_figures`` that a finding
    hangs on, ``NOTABLE`` whether it is worth a look though no figure is wrong.
    """
    tables = facts.tables
    figures, statements = tables["reported_figures"], tables["statements"]
    years = dict(zip(statements["statement_code"], statements["report_year"], strict=True))
    spoken = statements.dropna(subset=["period"])
    periods = dict(zip(spoken["statement_code"], spoken["period"], strict=True))
    others = set(statements.loc[~annual(statements), "statement_code"])
    projects = _projects(tables)
    rows: list[tuple[object, ...]] = []
    for division, part in figures.groupby("division", sort=True):
        known: list[tuple[str, Reported]] = list(figures_of(part))
        book = Book((statement, figure) for statement, figure in known if statement not in others)
        places = part.drop_duplicates("statement_code").set_index("statement_code")[["fiscal_year", "department"]]
        for statement, fiscal_year, department in places.itertuples():
            report = years.get(statement)
            scene = Scene(
                statement=str(statement),
                book=book if statement not in others else Book(one for one in known if one[0] == statement),
                report_year=int(fiscal_year) if report is None or pd.isna(report) else int(report),
                profile=profile_for(facts.profiles, str(division), int(fiscal_year)),
                projects=projects[str(division)],
                period=periods.get(statement, ""),
            )
            rows += [
                (
                    statement,
                    division,
                    int(fiscal_year),
                    department,
                    found.relation,
                    found.kind,
                    found.title,
                    ";".join(figure.code for figure in found.figures),
                    found.formula,
                    found.published,
                    found.recomputed,
                    found.verdict,
                    found.explanation,
                    found.figures[0].label,
                    found.notable,
                )
                for relation in RELATIONS
                for found in relation.look(scene)
            ]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, LABEL, NOTABLE])
    texts = {name: "str" for name in COLUMNS if name != "fiscal_year"}
    return frame.astype({**texts, "fiscal_year": "int64", LABEL: "int64", NOTABLE: "bool"})


def _projects(tables: Mapping[str, pd.DataFrame]) -> dict[str, dict[tuple[str, int], frozenset[str]]]:
    """Division → (table, fiscal year) → project codes of its records."""
    found: dict[str, dict[tuple[str, int], frozenset[str]]] = defaultdict(dict)
    for name in _RECORDED:
        own = tables[name][["division", "fiscal_year", "project_code"]].dropna()
        for (division, year), codes in own.groupby(["division", "fiscal_year"])["project_code"]:
            found[division][name, int(year)] = frozenset(codes)
    return found
