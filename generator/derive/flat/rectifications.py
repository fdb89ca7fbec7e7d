"""The flat table of rectifications."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.joining import YEAR, beside
from generator.facts.projects import project_years
from generator.facts.rectifications import owners, standing

OVERDUE, RUNNING = "逾期", "整改中"


def flat_rectifications(facts: Facts) -> pd.DataFrame:
    """One row a rectification, under the department that is to put it right; the latest first."""
    given, now = facts.tables["rectifications"], facts.of(standing)
    given = given.assign(
        department=given["subject_department"].fillna(given["department"]),
        key=facts.of(owners),
        condition=given["state"].where(now["done"], RUNNING).mask(now["overdue"], OVERDUE),
        due=now["due"],
        days_late=now["days"],
    )
    own = beside(given, facts.of(project_years), [*YEAR, "key"], ["project_code", "promised"])
    return given.assign(project_code=own["project_code"], promised=own["promised"])
