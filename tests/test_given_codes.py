"""Lists and forms of places that give nothing a code: the import gives it, the same each time, where it is asked to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.core.schema import Catalogue
from generator.forms.reading import layouts
from generator.intake.known import Bureau, Known
from generator.intake.merging import merged
from generator.intake.placing import Asked, Placed
from generator.intake.rows import folders
from generator.intake.understanding import understood
from tests.grids import drawn

ZONE = "临海高新技术产业开发区"
BUREAUS = (
    Bureau(division="990002", department="edu", official_code="", name="某县教育局", short_name=""),
    Bureau(division="990002", department="czj", official_code="", name="某县财政局", short_name="", role="财政部门"),
    Bureau(
        division="990091", department="economy", official_code="", name=f"{ZONE}管理委员会经济发展局", short_name=""
    ),
)
EVALUATIONS = """
某县2024年度财政重点评价报告清单 | < | < | < | <
序号 | 评价项目 | 主管部门 | 评价资金 | 评价得分
1 | 校园安全 | 某县教育局 | #560.2 | #91.2
2 | 校舍维修 | 教育局 | #320 | #88.5
3 | 某县教育局整体支出 | 教育局 | #5100 | #89
"""
PROJECTS = """
项目支出绩效自评表 | < | < | <
（2025年度） | < | < | <
项目名称 | {} | 主管部门 | 某县教育局
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数
年度资金总额 | #58 | #58 | #57.2
一级指标 | 三级指标 | 年度指标值 | 实际完成值
产出指标 | 清扫道路里程 | ≥36公里 | 36公里
"""


def forms(catalogue: Catalogue, *grids: str, known: Known | None = None, give: bool = True) -> list[Placed]:
    """What is understood of grids, each a workbook."""
    files = [(f"表{number}.xlsx", drawn(grid)) for number, grid in enumerate(grids, 1)]
    known = known or Known(bureaus=BUREAUS)
    asked = Asked(give_codes=give)
    return list(understood(files, catalogue.tables, layouts(), asked=asked, known=lambda _: known).forms)


def codes(form: Placed, table: str, field: str) -> list[str]:
    """The codes of a form's rows."""
    return [row[field].value for row in form.reading.rows(table).values() if field in row]


def test_a_list_of_key_evaluations_is_the_finance_bureaus_and_has_numbers(catalogue: Catalogue) -> None:
    [form] = forms(catalogue, EVALUATIONS)
    assert form.folder == ("990002", 2024, "czj")
    stem = "990002-2024-czj-f"
    [told] = form.reading.problems
    assert not told.stops
    assert told.message.startswith(f"没有编码的由程序编了：校园安全 {stem}01、校舍维修 {stem}02、")
    assert codes(form, "evaluations", "evaluation_code") == [f"{stem}01", f"{stem}02", f"{stem}03"]
    [folder] = folders([form], catalogue.tables, layouts())
    rows = [one for [one] in folder.tables["evaluations"].values()]
    assert {row.values["evaluation_kind"] for row in rows} == {"财政重点评价"}
    assert [row.values["subject_type"] for row in rows] == ["项目", "项目", "部门整体"]


def test_what_is_known_keeps_its_code_and_the_rest_get_free_ones(catalogue: Catalogue) -> None:
    place = ("990002", 2024, "czj")
    records = {(place, "evaluations"): {"校舍维修": ["990002-2024-czj-f01"], "已删的": ["P-7"]}}
    [form] = forms(catalogue, EVALUATIONS, known=Known(bureaus=BUREAUS, records=records))
    stem = "990002-2024-czj-f"
    assert codes(form, "evaluations", "evaluation_code") == [f"{stem}02", f"{stem}01", f"{stem}03"]


@pytest.mark.parametrize("word", ["编码由程序编", "没有编码，由程序编号。", "由程序编"])
def test_a_word_on_the_form_asks_for_codes(catalogue: Catalogue, word: str) -> None:
    """So a bureau that only uploads its sheets can have them: nobody gives a command for it."""
    table = PROJECTS.format("环卫保洁") + f"备注 | {word} | | \n"
    column = EVALUATIONS.replace("序号 |", "评价编码 |").replace("\n1 |", f"\n{word} |").replace("\n2 |", f"\n{word} |")
    column = column.replace("\n3 |", f"\n{word} |")
    for grid, field, stem in (
        (table, "project_code", "990002-2025-edu-p"),
        (EVALUATIONS + f"{word} | < | < | < | <\n", "evaluation_code", "990002-2024-czj-f"),
        (column, "evaluation_code", "990002-2024-czj-f"),
    ):
        [form] = forms(catalogue, grid, give=False)
        assert not form.reading.stopped, form.reading.problems
        given = codes(form, form.reading.record_table, field)
        assert given == [f"{stem}{number:02d}" for number in range(1, len(given) + 1)]
        [told] = [one for one in form.reading.problems if "由程序编了" in one.message]
        assert given[0] in told.message
    known = {("990002", 2025, "edu"): {"环卫保洁": frozenset({"P-1"})}}
    [form] = forms(catalogue, table, give=False, known=Known(bureaus=BUREAUS, projects=known))
    assert form.reading.record == "P-1"
    assert not [one for one in form.reading.problems if "由程序编了" in one.message]


@pytest.mark.parametrize("word", ["由程序编制单位填报", "程序编码", "编码由财政部门编"])
def test_other_words_ask_for_nothing(catalogue: Catalogue, word: str) -> None:
    [form] = forms(catalogue, PROJECTS.format("环卫保洁") + f"备注 | {word} | | \n", give=False)
    assert form.reading.stopped


def test_nothing_is_given_where_nobody_asks(catalogue: Catalogue) -> None:
    [form] = forms(catalogue, EVALUATIONS, give=False)
    assert not codes(form, "evaluations", "evaluation_code")
    assert {one.lacks for one in form.reading.problems} == {("code",)}
    [form] = forms(catalogue, PROJECTS.format("环卫保洁"), give=False)
    assert [one.lacks for one in form.reading.problems] == [("code",)]


def test_projects_are_numbered_and_known_by_their_names(catalogue: Catalogue) -> None:
    first, second, again = forms(catalogue, *(PROJECTS.format(name) for name in ("环卫保洁", "路灯改造", "环卫保洁")))
    assert codes(first, "self_evaluations", "project_code") == ["990002-2025-edu-p01"] == [first.reading.record]
    assert codes(second, "self_evaluations", "project_code") == ["990002-2025-edu-p02"]
    assert codes(again, "self_evaluations", "project_code") == ["990002-2025-edu-p01"]
    before = {("990002", 2024, "edu"): {"环卫保洁": frozenset({"990002-2024-edu-p07"})}}
    [form] = forms(catalogue, PROJECTS.format("环卫保洁"), known=Known(bureaus=BUREAUS, projects=before))
    assert codes(form, "self_evaluations", "project_code") == ["990002-2024-edu-p07"], "that of the year before"


def test_every_given_code_is_one_that_a_record_may_have(catalogue: Catalogue) -> None:
    [form] = forms(catalogue, EVALUATIONS)
    pattern = catalogue.tables["evaluations"].field("evaluation_code").constraints["pattern"]
    assert all(re.fullmatch(pattern, one) for one in codes(form, "evaluations", "evaluation_code"))


@pytest.mark.parametrize(
    ("name", "department"),
    [
        ("临海高新区经济发展局", "economy"),
        ("管委会经济发展局", "economy"),
        ("经济发展局", "economy"),
        (f"{ZONE}经济发展局", "economy"),
        ("临海市经济发展局", ""),
        ("清水县经济发展局", ""),
        ("高新区财政局", ""),
    ],
)
def test_a_zones_bureaus_are_known_by_short_names_and_no_other_places_are(name: str, department: str) -> None:
    found = Known(bureaus=BUREAUS).named(name, "")
    assert [one.department for one in found] == ([department] if department else [])


def test_key_evaluations_are_registered_as_the_document_that_they_are(catalogue: Catalogue, tmp_path: Path) -> None:
    [folder] = folders(forms(catalogue, EVALUATIONS), catalogue.tables, layouts())
    files = merged(folder, tmp_path, catalogue.tables, today="2026-09-10", published="2025-10-20").files
    form = files["990002/2024/czj/package.yaml"].decode()
    assert '- {kind: D7, title: 2024年财政重点评价, published: "2025-10-20"}' in form
    assert "D6" not in form
