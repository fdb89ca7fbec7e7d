"""What bureaus say to warnings and flags: it stands beside them, and a reply to nothing is found."""

from __future__ import annotations

import pytest

from generator.derive import derive
from generator.pages.engine.fragments import shared_environment
from generator.pages.views.departments import department_pages
from generator.pages.views.projects import project_pages
from tests.conftest import EDU, PACKAGE, DataFolder

FINANCE = "990001/2023/finance"
SAID = "工程尾款按合同在次年支付<b>。"
REPLY = f"rule: F02, table: self_evaluations, record: P1, date: 2024-09-20, text: {SAID}"


def reply(folder: DataFolder, words: str) -> None:
    folder.write(f"{EDU}/package.yaml", f"{PACKAGE}replies:\n  - {{{words}}}\n")


@pytest.fixture
def flagged(folder: DataFolder) -> DataFolder:
    """A project with a high score and little spent (F02), answered."""
    reply(folder, REPLY)
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1", total_score="95"))
    funds = {"project_code": "P1", "fund_source": "年度资金总额", "annual_budget": "100", "actual_spend": "50"}
    folder.table("self_evaluation_funds", folder.row("self_evaluation_funds", **funds, execution_rate="50.00"))
    return folder


def test_reply_stands_with_its_flag_and_changes_nothing_else(flagged: DataFolder) -> None:
    (finding,) = flagged.found("F02", "P04")
    assert finding.severity == "flag"
    assert finding.reply is not None
    assert (finding.reply.text, finding.reply.by, finding.reply.date) == (SAID, "示例区教育局", "2024-09-20")


@pytest.mark.parametrize(
    ("old", "new", "severity", "message"),
    [
        ("F02", "F99", "error", "部门说明里的规则「F99」不存在。"),
        ("F02", "S01", "error", "部门说明里的规则「S01」不存在。"),
        ("F02", "R03", "error", "部门说明里的规则「R03」是错误，不能只作说明。"),
        ("record: P1", "record: P2", "error", "部门说明里的记录「P2」在项目支出绩效自评表中找不到。"),
        (
            "F02",
            "F03",
            "warning",
            "部门说明没有用上：F03，self_evaluations，记录「P1」现在没有这条提示。",
        ),
    ],
)
def test_reply_to_nothing(flagged: DataFolder, old: str, new: str, severity: str, message: str) -> None:
    assert old in REPLY
    reply(flagged, REPLY.replace(old, new))
    found = flagged.check(("F02", "F03", "R03")).findings
    (fault,) = (one for one in found if one.code == "P04")
    assert (fault.severity, fault.message) == (severity, message)
    assert fault.file == f"data/{EDU}/package.yaml"
    (finding,) = (one for one in found if one.code == "F02")
    assert finding.reply is None


def rectified(folder: DataFolder, responsible: str) -> None:
    """A rectification past its last day (F08) in the finance bureau's folder, answered by the education bureau."""
    reply(folder, "rule: F08, table: rectifications, record: z-1, date: 2024-08-20, text: 正在办理。")
    folder.write(f"{FINANCE}/package.yaml", PACKAGE.replace("教育局", "财政局"))
    cells = {
        "rectification_code": "z-1",
        "subject_department": responsible,
        "state": "整改中",
        "due_date": "2024-06-30",
    }
    folder.table("rectifications", folder.row("rectifications", **cells, project_code="P1"), folder=FINANCE)


def test_reply_to_what_another_folder_says_of_the_bureau(folder: DataFolder) -> None:
    rectified(folder, "edu")
    (finding,) = (one for one in folder.found("F08") if one.field == "state")
    assert finding.department == "finance"
    assert finding.reply is not None
    assert finding.reply.by == "示例区教育局"


def test_no_reply_for_others(folder: DataFolder) -> None:
    rectified(folder, "finance")
    (finding,) = (one for one in folder.found("F08") if one.field == "state")
    assert finding.reply is None
    assert [one.severity for one in folder.found("P04")] == ["error"]


@pytest.mark.thorough
def test_reply_is_shown_on_the_pages_of_the_project_and_the_department(flagged: DataFolder) -> None:
    rectification = {"rectification_code": "z-1", "subject_department": "edu", "state": "整改中"}
    flagged.table(
        "rectifications",
        flagged.row("rectifications", **rectification, due_date="2024-06-30", project_code="P1"),
    )
    site = derive(flagged.check())
    made = shared_environment()
    project = next(one for one in project_pages(site) if one.params["year"] == "2023")
    shown = made.get_template("parts/findings.html.j2").render({**vars(project.content), "site": site, "root": "/"})
    safe = SAID.replace("<b>", "&lt;b&gt;")
    assert f'<strong>示例区教育局的说明</strong>（<span class="day">2024-09-20</span>）：{safe}</p>' in shown
    assert "F08" in shown  # a flag on another table about the project
    assert "可能是节约了资金" in shown  # what could explain it
    department = next(one for one in department_pages(site) if one.params["department"] == "edu")
    shown = made.get_template("departments/findings.html.j2").render(
        {**vars(department.content), "site": site, "root": "/"}
    )
    assert safe in shown
    assert "<small>已说明 1</small>" in shown
