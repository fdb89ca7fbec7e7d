"""The flat tables filled: every column from the facts, the projects' first because others tell of them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from generator.core.data import Checked
from generator.derive.disclosure import Disclosure
from generator.derive.flat.evaluations import flat_evaluations
from generator.derive.flat.findings import finding_rows, flat_findings
from generator.derive.flat.owed import flat_owed
from generator.derive.flat.projects import flat_projects
from generator.derive.flat.rectifications import flat_rectifications
from generator.derive.flat.tables import FLAT_TABLES
from generator.derive.published import PublishedFindings

WHOLE = "全区划"  # what is about no single department


def flat_frames(checked: Checked, disclosure: Disclosure, published: PublishedFindings) -> Mapping[str, pd.DataFrame]:
    """The flat tables by name, their columns as ``FLAT_TABLES`` has them (index 0…).

    Numbers are Int64 millionths of their unit, counts Int64, days ISO text, choices and texts ``str``; what nobody says
    is missing. Rows stand by division and year, the newest first, then as the bureaus' folders do.
    """
    findings = finding_rows(checked.catalogue, published)
    projects = flat_projects(checked.facts, disclosure, findings)
    made = {
        "projects": projects,
        "evaluations": flat_evaluations(checked.facts),
        "findings": flat_findings(findings, projects),
        "rectifications": flat_rectifications(checked.facts),
        "owed": flat_owed(checked.facts, disclosure),
    }
    return {
        name: _placed(checked, made[name], [one.name for one in table.columns]) for name, table in FLAT_TABLES.items()
    }


def _placed(checked: Checked, frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """A table with the names of divisions and departments, its columns and rows in order."""
    names = checked.frames["divisions"].drop_duplicates("division").set_index("division")["name"]
    register = checked.frames["departments"].drop_duplicates(["division", "department"])
    known = register.set_index(["division", "department"])["name"]
    keys = pd.MultiIndex.from_frame(frame[["division", "department"]])
    department = pd.Series(known.reindex(keys).to_numpy(), index=frame.index, dtype="str")
    told = frame.assign(
        division_name=frame["division"].map(names).fillna(frame["division"]).astype("str"),
        department_name=department.fillna(frame["department"]).replace("", WHOLE).astype("str"),
        fiscal_year=frame["fiscal_year"].astype("Int64"),
    )
    order = told.assign(_year=-told["fiscal_year"]).sort_values(["division", "_year", "department"], kind="stable")
    return order[columns].reset_index(drop=True)
