"""The flat table of findings, and what other tables count of them."""

from __future__ import annotations

import pandas as pd

from generator.check.report import title_of
from generator.core.data import Checked
from generator.core.finding import SEVERITIES
from generator.derive.findings import derive_findings
from generator.facts.joining import YEAR, beside
from generator.facts.projects import project_years

_WORDS = {True: "有", False: "没有"}


def finding_rows(checked: Checked) -> pd.DataFrame:
    """Every finding of a year: where it stands, what it says, and the ``key`` of the project that it is about.

    ``YEAR``, ``department``, ``key`` (the code in lower case; missing where it is about no project), ``code`` (the
    rule's code and title), ``severity`` (in Chinese) and what the flat table says besides.
    """
    projects = checked.facts.of(project_years)
    keys = [(division, int(year), key) for division, year, key in projects[[*YEAR, "key"]].itertuples(False, None)]
    about = derive_findings(
        checked.findings, {key: place for place, key in enumerate(keys)}, {}, checked.facts.tables
    ).owner
    titles = {name: table.title for name, table in checked.catalogue.tables.items()}
    rows = []
    for one in checked.findings:
        if one.year is None or one.severity == "error":
            continue
        owner = about(one)
        rows.append(
            {
                "division": one.division,
                "fiscal_year": one.year,
                "department": one.department,
                "key": keys[owner][2] if owner is not None else None,
                "code": f"{one.code} {title_of(one.code)}",
                "severity": SEVERITIES[one.severity],
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
    "record_table",
    "field",
    "record_name",
    "record",
    "message",
    "replied",
    "waived",
]


def flat_findings(checked: Checked, findings: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """One row a finding, with the money of the project that it is about.

    What an evaluation found about a department stands under that department, not under the bureau that keeps it.
    """
    own = beside(findings, projects, [*YEAR, "key"], ["project_code", "promised", "department"])
    return findings.assign(
        project_code=own["project_code"],
        promised=own["promised"],
        department=own["department"].fillna(findings["department"]),
    )
