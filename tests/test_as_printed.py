"""Waived figures are marked where they stand, with what they come to beside them, and blanks are called blanks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest

from generator.check import check
from generator.core.data import Checked, Loaded
from generator.core.frames import Frames
from generator.core.package import Waiver
from tests.conftest import SHIPPED_TODAY
from tests.small_district import small_district
from tests.stamping import stamped
from tests.whole_site import whole_site

pytestmark = pytest.mark.thorough  # a district is checked, and most of its pages are stamped

CHANGES = {  # table → rule, field, what is written
    "monitorings": ("R01c", "execution_rate", "1.5"),
    "evaluations": ("R12b", "grade", "差"),
    "department_self_evaluations": ("R03g", "total_score", "12.5"),
    "fiscal_operations": ("R03h", "score", "13.5"),
    "ex_ante_evaluations": ("R03f", "total_score", "14.5"),
    "self_evaluations": ("R12", "grade", "差"),
    "department_tasks": ("R01e", "execution_rate", "2.5"),
}
BLANKS = {
    "monitoring_indicators": "actual_value",
    "evaluation_indicators": "score",
    "evaluations": "evaluator",
    "department_self_evaluation_indicators": "score",
    "self_evaluation_indicators": "actual_value",
    "goal_indicators": "target_value",
}
FOLDERS = ("projects", "lists", "evaluations", "departments", "years", "ex-ante", "fiscal-operations")
RULES = {code for code, _, _ in CHANGES.values()}


def _waiver(given: Loaded, table: str, row: pd.Series, rule: str, field: str) -> Waiver:
    record = "＋".join(str(row[name]) for name in given.catalogue.tables[table].primary_key)
    return Waiver(
        division=row["division"],
        fiscal_year=int(row["fiscal_year"]),
        department=row["department"],
        path="waivers.yaml",
        rule=rule,
        table=table,
        record=record,
        field=field,
        date="2026-09-01",
        reason="照登",
        authority="示例区人大常委会" if row["department"] == "finance" else "",
        basis="示人常〔2026〕5号" if row["department"] == "finance" else "",
    )


@pytest.fixture(scope="module")
def waived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checked, Mapping[tuple[str, str], pd.Series]]:
    """A checked district with wrong figures and blanks that are waived, and the changed rows by table and field."""
    given = small_district(tmp_path_factory.mktemp("district"))
    frames, waivers, rows = {name: frame.copy() for name, frame in given.frames.items()}, [], {}
    cells = [(table, rule, field, cell) for table, (rule, field, cell) in CHANGES.items()]
    for table, rule, field, cell in cells + [(table, "S09", field, None) for table, field in BLANKS.items()]:
        frame = frames[table]
        told = frame[frame[field].notna() & (frame[field] != cell)]
        place = told.index[0 if rule == "S09" else -1]
        frame.loc[place, field] = cell
        rows[table, field] = frame.loc[place]
        waivers.append(_waiver(given, table, frame.loc[place], rule, field))
    found = check(
        replace(given, frames=Frames(frames), waivers=tuple(waivers)),
        today=SHIPPED_TODAY,
        rules=RULES,
    )
    assert not found.count("error"), [one for one in found.findings if one.severity == "error"]
    assert {one.waiver.rule for one in found.findings if one.waiver} == RULES | {"S09"}
    return found, rows


@pytest.fixture(scope="module")
def made(waived) -> tuple[Mapping[tuple[str, str], pd.Series], Mapping[str, str]]:
    """The changed rows, and the pages that such records stand on without spaces and tags."""
    found, rows = waived
    return rows, {path: re.sub(r"<[^>]*>|\s+", "", page) for path, page in stamped(found, *FOLDERS)}


def _place(row: pd.Series) -> str:
    return f"{row['division']}/{row['fiscal_year']}"


def test_a_monitorings_rate_is_recomputed_on_the_project_and_in_the_lists(made) -> None:
    rows, pages = made
    row = rows["monitorings", "execution_rate"]
    assert "1.50%（复算" in pages[f"projects/{_place(row)}/{row['project_code'].lower()}/index.html"]


def test_a_blank_of_a_monitoring_is_called_so(made) -> None:
    rows, pages = made
    row = rows["monitoring_indicators", "actual_value"]
    assert "原件未填" in pages[f"projects/{_place(row)}/{row['project_code'].lower()}/index.html"]


def test_a_grade_is_recomputed_wherever_it_stands(made) -> None:
    rows, pages = made
    row = rows["evaluations", "grade"]
    page = pages[f"evaluations/{_place(row)}/{row['evaluation_code'].lower()}/index.html"]
    assert "等级为差（照登，复算" in page
    assert page.count("差（照登，复算") > 1, "the sentence and the card"
    for path in ("evaluations/index.html", f"years/{_place(row)}/index.html"):
        assert "差（照登，复算" in pages[path]
    row = rows["self_evaluations", "grade"]
    assert "差（照登，复算" in pages[f"projects/{_place(row)}/{row['project_code'].lower()}/index.html"]
    assert "差（照登，复算" in pages[f"lists/{_place(row)}/1/index.html"]


def test_blanks_of_an_evaluation_are_called_so_and_its_sums_say_it(made) -> None:
    rows, pages = made
    row = rows["evaluation_indicators", "score"]
    page = pages[f"evaluations/{_place(row)}/{row['evaluation_code'].lower()}/index.html"]
    assert "原件未填" in page
    assert "合计里有1个指标的分值或得分照登原件" in page
    row = rows["evaluations", "evaluator"]
    assert "评价机构原件未填" in pages[f"evaluations/{_place(row)}/{row['evaluation_code'].lower()}/index.html"]


def test_a_whole_departments_total_rate_and_blanks_are_marked(made) -> None:
    rows, pages = made
    row = rows["department_self_evaluations", "total_score"]
    page = pages[f"departments/{row['division']}/{row['department']}/index.html"]
    assert page.count("12.50（照登，复算") == 2, "the summary and the text"
    row = rows["department_tasks", "execution_rate"]
    assert "2.50%（照登，复算" in pages[f"departments/{row['division']}/{row['department']}/index.html"]
    row = rows["department_self_evaluation_indicators", "score"]
    page = pages[f"departments/{row['division']}/{row['department']}/index.html"]
    assert "原件未填" in page
    assert "合计里有1个指标的分值或得分照登原件" in page


def test_other_scores_are_marked_where_they_stand(made) -> None:
    _, pages = made
    assert "13.50（照登，复算" in pages["fiscal-operations/index.html"]
    assert "14.50（照登，复算" in "".join(pages.values())


@pytest.mark.parametrize(
    ("table", "field"), [("self_evaluation_indicators", "actual_value"), ("goal_indicators", "target_value")]
)
def test_blanks_of_a_projects_indicators_are_called_so(made, table: str, field: str) -> None:
    rows, pages = made
    row = rows[table, field]
    assert "原件未填" in pages[f"projects/{_place(row)}/{row['project_code'].lower()}/index.html"]


def test_links_hold_where_much_is_waived(waived) -> None:
    found, _ = waived
    assert "index.html" in whole_site(found)


def test_where_nothing_was_waived_nothing_is_marked(tmp_path) -> None:
    found = check(small_district(tmp_path), today=SHIPPED_TODAY, rules=())
    assert "（照登，" not in "".join(page for path, page in whole_site(found).items() if not path.startswith("method"))
