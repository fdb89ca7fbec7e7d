"""The flat table of findings, and what other tables count of them."""

from __future__ import annotations

import pandas as pd

from generator.check.report import title_of
from generator.core.finding import SEVERITIES
from generator.core.schema import Catalogue
from generator.derive.published import WHOLE, PublishedFindings
from generator.facts.joining import YEAR, beside
from generator.rules.asking import WEIGHTS

NO = "没有"
_WORDS = {True: "有", False: NO}


def finding_rows(catalogue: Catalogue, published: PublishedFindings) -> pd.DataFrame:
    """Every finding of a year: whom it is about, what it says, and the ``key`` of the project that it is about.

    ``YEAR``, ``department`` (empty where it is about all of them), ``key`` (the code in lower case; missing where it is
    about no project), ``code`` (the rule's code and title), ``severity`` (in Chinese) and what the flat table says
    besides.
    """
    titles = {name: table.title for name, table in catalogue.tables.items()}
    rows = []
    for line in published.lines:
        one = line.finding
        if one.year is None or one.severity == "error":
            continue
        rows.append(
            {
                "division": one.division,
                "fiscal_year": one.year,
                "department": "" if line.department == WHOLE else line.department,
                "key": line.project.lower() or None,
                "code": f"{one.code} {title_of(one.code)}",
                "severity": SEVERITIES[one.severity],
                "weight": WEIGHTS[line.weight][0],
                "title": line.title,
                "record_table": titles.get(one.table) or None,
                "field": one.title or None,
                "record_name": one.name or one.record or one.file,
                "record": one.record or None,
                "message": one.message,
                "replied": _WORDS[one.reply is not None],
                "waived": _WORDS[one.waiver is not None],
            }
        )
    frame = pd.DataFrame(rows, columns=_NAMES)
    return frame.astype(dict.fromkeys(_NAMES, "str") | {"fiscal_year": "int64"})


_NAMES = [
    *YEAR,
    "department",
    "key",
    "code",
    "severity",
    "weight",
    "title",
    "record_table",
    "field",
    "record_name",
    "record",
    "message",
    "replied",
    "waived",
]


def flat_findings(findings: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """One row a finding, with the money of the project that it is about.

    What an evaluation found about a department stands under that department, not under the bureau that keeps it.
    """
    own = beside(findings, projects, [*YEAR, "key"], ["project_code", "promised"])
    return findings.assign(project_code=own["project_code"], promised=own["promised"])
