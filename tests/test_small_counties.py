"""Counties that have very little: no page says that what they have is not published, nor that something is in time."""

from __future__ import annotations

import html
import re

import pytest

from tests.conftest import DIVISIONS, EDU, PACKAGE, DataFolder, form_of
from tests.stamping import stamped

DEPARTMENTS = """\
division,department,official_code,name,short_name,sector,parent,from_year,to_year,note
990001,edu,,示例区教育局,,,,,,
990001,finance,,示例区财政局,,,,,,
"""
DEADLINES = (
    "division,fiscal_year,document,due_date,approved_date,period,basis\n990001,2023,D1,2024-02-20,,其他,本地规定\n"
)
YEAR, DISCLOSURE, REVIEW = (f"{name}/990001/2023/index.html" for name in ("years", "disclosure", "review"))
BUREAU = "departments/990001/edu/index.html"


@pytest.fixture
def county(folder: DataFolder) -> DataFolder:
    """A county with two registered bureaus and nothing else."""
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", DEPARTMENTS)
    return folder


def pages(folder: DataFolder) -> dict[str, str]:
    """The text of each page."""
    return {
        path: re.sub(r"\s+", " ", html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", text, flags=re.DOTALL)))
        for path, text in stamped(folder.check())
    }


def form(*documents: str, more: str = "") -> str:
    """The form of the bureau with documents, each as the inside of a YAML mapping."""
    return PACKAGE + "documents:\n" + "".join(f"  - {{{one}}}\n" for one in documents) + more


@pytest.mark.thorough
def test_one_document_without_deadlines(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D5, title: 整体自评, published: '2024-08-30'"))
    found = pages(county)
    for path in (YEAR, BUREAU, DISCLOSURE, REVIEW):
        assert "没有登记公开期限" in found[path], path
    told = "".join(text for path, text in found.items() if not path.startswith("method/"))
    for claim in (
        "到期文件都公开了",
        "到期的文件都公开了",
        "没有逾期",
        "有公开记录的 2 个部门",
        "看了 0 ",
        "核对了 0 条记录",
    ):
        assert claim not in told, claim
    assert "公开了 1 项文件" in found[YEAR]
    assert "100.00%" not in found[YEAR]
    assert " 0 个" not in found[YEAR]
    assert "90 分及以上 0" not in told


@pytest.mark.thorough
def test_only_the_government_budget_of_next_year(county: DataFolder) -> None:
    place = "990001/2023/finance"
    county.write(
        f"{place}/package.yaml",
        form_of("示例区财政局") + form("kind: D1, title: 情况, published: '2024-02-10'")[len(PACKAGE) :],
    )
    county.write("common/deadlines.csv", DEADLINES)
    found = pages(county)
    assert "只由财政部门公开的文种" in found[DISCLOSURE]
    assert "没有登记公开的文件" not in found[DISCLOSURE]
    assert "到期文件都公开了" in found[YEAR]


@pytest.mark.thorough
def test_only_monitoring(county: DataFolder) -> None:
    county.write(f"{EDU}/package.yaml", form("kind: D11, title: 监控, published: '2023-09-10'"))
    rows = [county.row("monitorings", project_code=f"P{one}", period="7", project_name=f"项目{one}") for one in (1, 2)]
    county.table("monitorings", *rows)
    found = pages(county)
    assert "还没有公开项目的目标和自评，监控了 2 个项目" in found[YEAR]
    assert "还没有公开项目的目标和自评，监控了 2 个项目" in found[BUREAU]
    assert "没有公开的项目" not in "".join(found.values())


@pytest.mark.thorough
def test_only_a_bureau_as_a_whole(county: DataFolder) -> None:
    county.write(
        f"{EDU}/package.yaml", form("kind: D5, title: 自评, published: '2024-08-30'", more="declares: [没有项目]\n")
    )
    county.table("department_self_evaluations", county.row("department_self_evaluations"))
    found = pages(county)
    assert "2023 年度声明没有项目支出；公开了部门整体自评；" in found[BUREAU]
    assert "没有见到部门整体绩效目标和自评" not in found[BUREAU]


@pytest.mark.thorough
def test_a_form_left_blank(county: DataFolder) -> None:
    """Indicators that cannot be told are not said to be unpublished, blank amounts have no unit, nothing is nought."""
    county.write(f"{EDU}/package.yaml", form("kind: D4, title: 自评, published: '2024-08-30'"))
    blank = dict.fromkeys(("annual_goal", "actual_result", "total_score", "grade"), "")
    county.table("self_evaluations", county.row("self_evaluations", project_code="P1", **blank))
    funds = {"annual_budget": "", "actual_spend": "", "initial_budget": "", "execution_rate": "", "score": ""}
    county.table("self_evaluation_funds", county.row("self_evaluation_funds", project_code="P1", **funds))
    nothing = dict.fromkeys(("operator", "target_value", "unit", "actual_value", "weight", "score"), "")
    county.table("self_evaluation_indicators", county.row("self_evaluation_indicators", project_code="P1", **nothing))
    tables = ("self_evaluations", "self_evaluation_funds", "self_evaluation_indicators")
    county.waive(
        *(
            f"folder: 2023/edu, rule: S09, table: {one}, record: P1, date: '2024-08-31', reason: 原件未填"
            for one in tables
        )
    )
    found = pages(county)
    project = found["projects/990001/2023/p1/index.html"]
    assert "1 个指标判断不了是否达成" in project
    assert "原件未填 万元" not in project
    assert "1 个都判断不了" in found[YEAR]
    assert "达成 0 个" not in "".join(found.values())
