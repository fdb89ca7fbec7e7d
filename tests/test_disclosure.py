"""Who owes what, and documents held against the data: over the register, silent departments included."""

from __future__ import annotations

import pytest

from generator.core.facts import Facts
from generator.facts.coverage import denominators
from generator.facts.department_years import department_years
from generator.facts.departments import registered
from generator.facts.disclosure import owed, records
from tests.conftest import DIVISIONS, EDU, PACKAGE, DataFolder

REGISTER = """\
division,department,official_code,name,short_name,sector,parent,from_year,to_year,note
990001,edu,,示例区教育局,,,,,,
990001,civil,,示例区民政局,,,,,,
990001,old,,示例区供销社,,,,,2022,
990001,new,,示例区数据局,,,,2024,,
990001,finance,,示例区财政局,,,,,,
"""
DEADLINES = "division,fiscal_year,document,due_date,approved_date,period,basis\n" + "".join(
    f"990001,2023,D{number},2024-06-30,,其他,本地规定\n" for number in range(1, 12)
)


@pytest.fixture
def register(folder: DataFolder) -> DataFolder:
    """Deadlines of all kinds for 2023, five departments, three of them there in that year; only edu has a folder."""
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", REGISTER)
    folder.write("common/deadlines.csv", DEADLINES)
    return folder


def facts(folder: DataFolder) -> Facts:
    """What is known of the folder."""
    return folder.known(()).facts


def kinds(folder: DataFolder, department: str) -> set[str]:
    """What a department owes of 2023."""
    found = facts(folder).of(owed)
    return set(found[(found["department"] == department) & (found["fiscal_year"] == 2023)]["document"])


OF_ALL = {"D2", "D3", "D4", "D5", "D6", "D11"}


def test_silent_departments_owe_what_all_owe(register: DataFolder) -> None:
    there = facts(register).of(department_years)
    assert set(there["department"]) == {"edu", "civil", "finance"}
    assert kinds(register, "civil") == OF_ALL
    assert kinds(register, "old") == kinds(register, "new") == set()


def test_what_falls_due_after_a_bureau_was_merged_is_owed_by_its_successor(register: DataFolder) -> None:
    head, *lines = REGISTER.splitlines()
    lines = [f"{one}," if "civil" not in one else "990001,civil,,示例区民政局,,,,,2023,,{}" for one in lines]
    ended = "\n".join([f"{head},successor", *lines]) + "\n"
    register.write("common/departments.csv", ended.format("edu"))
    assert kinds(register, "civil") == set(), "all of it is due in 2024"
    assert kinds(register, "edu") == OF_ALL
    register.write("common/deadlines.csv", DEADLINES.replace("D2,2024-06-30", "D2,2023-03-20"))
    assert kinds(register, "civil") == {"D2"}
    register.write("common/departments.csv", ended.format(""))
    assert kinds(register, "civil") == OF_ALL, "nobody took its place"


def test_the_finance_bureau_owes_what_only_it_has(register: DataFolder) -> None:
    assert kinds(register, "finance") == OF_ALL | {"D1", "D7", "D9", "D10"}


def test_the_finance_bureau_is_known_by_its_role(register: DataFolder) -> None:
    lines = [f"{line},财政部门" if ",finance," in line else f"{line}," for line in REGISTER.splitlines()]
    lines[0] = lines[0].removesuffix(",") + ",role"
    text = "\n".join(lines).replace("990001,finance,", "990001,czj,") + "\n990001,finance,,示例区金融办,,,,,,,\n"
    register.write("common/departments.csv", text)
    assert kinds(register, "czj") == OF_ALL | {"D1", "D7", "D9", "D10"}
    assert kinds(register, "finance") == OF_ALL
    found = facts(register).of(registered)
    assert found.finance_code("990001") == "czj"
    assert found.finance_code("990002") == "finance"  # nobody's role is told


def test_goals_and_self_evaluations_are_owed_by_who_has_projects(register: DataFolder) -> None:
    register.table("department_goals", register.row("department_goals"))
    assert kinds(register, "edu") == {"D3", "D5"}
    register.table("goals", register.row("goals"))
    assert kinds(register, "edu") == OF_ALL


def test_who_says_how_many_projects_it_has_has_projects(register: DataFolder) -> None:
    register.table("scopes", register.row("scopes", kind="应编目标", extent="本部门", due_count="3"))
    assert kinds(register, "edu") == OF_ALL
    register.table("scopes", register.row("scopes", kind="应编目标", extent="本部门", due_count="0"))
    assert kinds(register, "edu") == {"D3", "D5"}


def test_who_was_only_evaluated_owes_what_follows(register: DataFolder) -> None:
    register.write("990001/2023/finance/package.yaml", PACKAGE)
    row = register.row("evaluations", subject_type="部门整体", subject_department="civil", project_code="")
    register.table("evaluations", row, folder="990001/2023/finance")
    assert kinds(register, "civil") == {"D3", "D5", "D8"}
    row = register.row("evaluations", subject_type="项目", subject_department="civil", project_code="P1")
    register.table("evaluations", row, folder="990001/2023/finance")
    assert kinds(register, "civil") == OF_ALL | {"D8"}


def test_a_declaration_ends_the_debt(register: DataFolder) -> None:
    register.write(f"{EDU}/package.yaml", PACKAGE + "declares: [没有项目]\n")
    assert kinds(register, "edu") == {"D3", "D5"}
    register.write(f"{EDU}/package.yaml", PACKAGE + "declares: [没有项目, 没有部门整体绩效, 没有不公开事项]\n")
    assert kinds(register, "edu") == set()


def test_a_declaration_is_one_of_three(register: DataFolder) -> None:
    register.write(f"{EDU}/package.yaml", PACKAGE + "declares: [没有钱]\n")
    (found,) = register.found("P02")
    assert "没有项目、没有部门整体绩效、没有不公开事项" in found.message


@pytest.mark.parametrize(
    ("table", "words", "form"),
    [
        ("goals", "没有项目", ""),
        ("department_goals", "没有部门整体绩效", ""),
        ("", "没有不公开事项", "withheld: [{kind: D2, ground: 国家秘密, count: '1'}]\n"),
    ],
)
def test_a_declaration_that_the_data_contradict(register: DataFolder, table: str, words: str, form: str) -> None:
    register.write(f"{EDU}/package.yaml", f"{PACKAGE}declares: [{words}]\n{form}")
    assert len(register.found("P10")) == (not table)
    if table:
        register.table(table, register.row(table))
        (found,) = register.found("P10")
        assert found.severity == "error"
        assert words in found.message


def test_records_count_for_their_folder_and_for_whom_they_are_about(register: DataFolder) -> None:
    register.write("990001/2023/finance/package.yaml", PACKAGE)
    rows = [
        register.row("rectifications", rectification_code=f"r{number}", subject_department=department)
        for number, department in enumerate(("civil", "civil", "finance"))
    ]
    register.table("rectifications", *rows, folder="990001/2023/finance")
    found = facts(register).of(records)
    assert sorted(found[["department", "document", "kept", "about"]].itertuples(index=False, name=None)) == [
        ("civil", "D8", 0, 2),
        ("finance", "D8", 3, 0),
    ]


def test_records_without_their_document_and_documents_without_a_record(register: DataFolder) -> None:
    register.table("goals", register.row("goals"))
    (found,) = register.found("P08")
    assert found.severity == "warning"
    assert '加一行：- {kind: D2, title: 2023年项目绩效目标, published: "公开的日期"}' in found.hint
    listed = 'documents:\n  - {kind: D2, title: 2023年项目绩效目标, published: "2023-02-20"}\n'
    register.write(f"{EDU}/package.yaml", PACKAGE + listed)
    assert register.found("P08", "P09") == []
    register.write(f"{EDU}/package.yaml", PACKAGE + listed.replace("D2", "D3"))
    register.table("goals")
    (found,) = register.found("P08", "P09")
    assert found.message == "“已公开的文件”（documents）里登记了 D3（部门整体绩效目标），本文件夹没有它的记录。"
    assert "「部门整体绩效目标」" in found.hint


def test_a_department_that_went_keeps_the_document_of_what_its_successor_now_holds(register: DataFolder) -> None:
    """The goals of a bureau merged in mid-year are moved to where their self-evaluations come from (K03 says so)."""
    listed = 'documents:\n  - {kind: D2, title: 2023年项目绩效目标, published: "2023-02-20"}\n'
    register.write(f"{EDU}/package.yaml", PACKAGE + listed)
    civil = "990001/2023/civil"
    register.write(f"{civil}/package.yaml", PACKAGE.replace("示例区教育局", "示例区民政局") + listed)
    register.table("goals", register.row("goals"), folder=civil)
    (found,) = register.found("P09")
    assert "请财政部门在部门名册写明“承接部门”和“终止年度”" in found.hint
    rows = REGISTER.splitlines()
    rows = [f"{rows[0]},successor", *(f"{one},{'civil' if ',edu,' in one else ''}" for one in rows[1:])]
    register.write("common/departments.csv", "\n".join(rows) + "\n")
    assert register.found("P09") == []


def test_nothing_is_concluded_from_a_file_that_was_not_read(register: DataFolder) -> None:
    listed = 'documents:\n  - {kind: D2, title: 2023年项目绩效目标, published: "2023-02-20"}\n'
    register.write(f"{EDU}/package.yaml", PACKAGE + listed)
    assert len(register.found("P09")) == 1
    register.write(f"{EDU}/goals.csv", "项目编码".encode("gbk"))
    assert register.found("P09") == []


def test_monitorings_are_asked_for_a_document_only_where_a_deadline_is_set(register: DataFolder) -> None:
    register.table("goals")
    register.table("monitorings", register.row("monitorings"))
    assert [one.value for one in register.found("P08")] == ["D11"]
    register.write("common/deadlines.csv", DEADLINES.splitlines()[0] + "\n")
    assert register.found("P08") == []


def test_two_finance_bureaus_at_a_time_are_a_finding(register: DataFolder) -> None:
    head = REGISTER.splitlines()[0] + ",role\n"
    rows = [
        f"990001,{code},,示例区{name},,,,{first},{last},,财政部门\n"
        for code, name, first, last in (("czj", "财政局", "", ""), ("gzj", "国资局", "", ""))
    ]
    register.write("common/departments.csv", head + "".join(rows))
    found = [one for one in register.found("K03") if one.table == "departments"]
    assert [(one.value, one.row, one.message) for one in found] == [
        ("gzj", 3, "「示例区国资局」写成财政部门，第 2 行已有「示例区财政局」。")
    ]


def test_bureaus_that_followed_one_another_are_none_and_the_last_one_answers(register: DataFolder) -> None:
    head = REGISTER.splitlines()[0] + ",role\n"
    rows = "990001,new,,示例区财政金融局,,,,2023,,,财政部门\n990001,old,,示例区财政局,,,,,2022,,财政部门\n"
    register.write("common/departments.csv", head + rows)
    assert not [one for one in register.found("K03") if one.table == "departments"]
    assert facts(register).of(registered).finance_code("990001") == "new"


def test_a_denominator_is_no_sum_while_a_registered_department_is_silent(register: DataFolder) -> None:
    scope = {"kind": "应编目标", "extent": "本部门"}
    register.table("scopes", register.row("scopes", **scope, due_count="3"))
    assert facts(register).of(denominators).empty, "civil and finance may have projects"
    for code, name in (("civil", "民政局"), ("finance", "财政局")):
        form = PACKAGE.replace("publisher: 示例区教育局", f"publisher: 示例区{name}")
        register.write(f"990001/2023/{code}/package.yaml", form + "declares: [没有项目]\n")
    assert facts(register).of(denominators)["due_count"].tolist() == [3]
