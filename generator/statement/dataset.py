"""A draft as the two tables in which the site keeps statements, so that its own page shows it like any other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from generator.core.output import Output
from generator.core.schema import Catalogue
from generator.statement.draft import Draft


def as_data(draft: Draft, catalogue: Catalogue) -> list[Output]:
    """``statements.csv`` and ``reported_figures.csv`` of the finance folder of the statement's year."""
    folder = f"{draft.division}/{draft.year}/{draft.folder}"
    rows = {"statements": [_statement(draft)], "reported_figures": list(_figures(draft))}
    return [
        Output(path=f"{folder}/{name}.csv", content=_csv(catalogue.tables[name].columns(lines), lines))
        for name, lines in rows.items()
    ]


def _statement(draft: Draft) -> dict[str, str]:
    sample = "（虚构的示例数据）" if draft.sample else ""
    return {
        "statement_code": draft.code,
        "title": draft.title,
        "report_year": str(draft.year),
        "publisher": draft.publisher,
        "written_date": draft.day,
        "scope_note": draft.scope,
        "source_note": f"由本站记录用 statement 命令生成，每个数字的公式和记录见备注{sample}。",
    }


def _figures(draft: Draft) -> Iterator[dict[str, str]]:
    for figure in draft.figures:
        sources = f"{figure.formula}；{figure.count}条记录，{figure.source.title}：{figure.source.filter}"
        yield {
            "figure_code": figure.code,
            "statement_code": draft.code,
            "stage": figure.stage,
            "measure": figure.measure,
            "measure_title": figure.title,
            "subject_year": str(figure.subject_year),
            "scope": figure.scope,
            "budget_scope": figure.budget_scope,
            "value": "" if figure.value is None else figure.number,
            "value_text": figure.number,
            "unit": figure.shown_unit,
            "section": draft.places[figure.code],
            "note": "。".join(part for part in (figure.note, sources) if part) + "。",
        }


def _csv(names: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cells(names, row) for row in rows])
    return text.getvalue().encode()


def _cells(names: tuple[str, ...], row: Mapping[str, str]) -> list[str]:
    return [row.get(name, "") for name in names]
