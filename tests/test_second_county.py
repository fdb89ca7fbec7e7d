"""The second invented county: its forms get in as they are, each fault in them is found, and every figure is seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import pytest

from generator.core.data import Checked
from generator.core.numbers import MICRO, number
from generator.load import load_catalogue
from generator.rules import RULES
from generator.statement.draft import draft
from tests.conftest import DATA, clean_folder
from tests.second_county import DIVISION, ROADS, SCHOOLS, SEEDS, TABLES, WAIVERS, YEAR, enter
from tests.stamping import stamped

TODAY = date(2025, 10, 1)
# What is wrong with the forms: (folder, table, rule) → how many places. Nothing else may be found.
PERMITTED = {
    ("edu", "self_evaluation_funds", "R02"): 1,  # 10.00, by the parts
    ("edu", "self_evaluation_funds", "R14"): 3,  # a total of nought beside 90, 90 and 89.974
    ("edu", "self_evaluation_funds", "S09"): 4,  # two blank rows
    ("edu", "self_evaluation_indicators", "S09"): 1,  # an indicator without a name
    ("farm", "self_evaluation_indicators", "S09"): 4,  # two results and two scores
    ("farm", "self_evaluations", "S09"): 1,  # the total
}
PLANTED = {
    ("edu", "goal_indicators", "C38b"): 9,  # 88/100, nine times
    ("edu", "goal_indicators", "F04e"): 1,
    ("edu", "goals", "F05"): 1,
    ("edu", "goals", "F11b"): 1,  # （150字内）
    ("edu", "goals", "F14"): 1,
    ("edu", "goals", "F21b"): 1,  # 30+30+29.99
    ("edu", "self_evaluation_indicators", "C37"): 1,  # 完成 for ≥100百分比
    ("edu", "self_evaluation_indicators", "C40"): 1,
    ("edu", "self_evaluations", "R18"): 1,  # no score for execution
    ("farm", "self_evaluation_indicators", "C37"): 1,  # 原表未填 for 95 %
    ("farm", "self_evaluation_indicators", "F11c"): 2,  # ××, 原表未填
    ("farm", "self_evaluations", "F11"): 1,  # （200字以内）
    ("farm", "self_evaluations", "C01"): 1,
    ("finance", "reported_figures", "R19b"): 1,
}


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """The county as checked."""
    folder = clean_folder(tmp_path_factory.mktemp("county"), load_catalogue(DATA))
    enter(folder)
    return folder.check(today=TODAY)


@pytest.fixture(scope="module")
def pages(checked: Checked) -> Mapping[str, str]:
    """Each page's words, without any space."""
    return {path: re.sub(r"<[^>]+>|\s+", "", html) for path, html in stamped(checked)}


def test_each_planted_fault_is_found_and_none_invented(checked: Checked) -> None:
    own = [one for one in checked.findings if one.division == DIVISION]
    kinds = {waived: Counter() for waived in (True, False)}
    for one in own:
        kinds[one.waiver is not None][one.department, one.table, one.code] += one.count
    assert dict(kinds[True]) == PERMITTED
    assert dict(kinds[False]) == PLANTED
    assert [one.message for one in own if one.severity == "error"] == []


def errors_with(tmp_path, waivers: str) -> Counter:
    """The errors of the county with these of its waivers."""
    folder = clean_folder(tmp_path, load_catalogue(DATA))
    enter(folder)
    folder.write(f"{DIVISION}/waivers.yaml", waivers)
    rules = [code for code, rule in RULES.items() if rule.severity == "error"]
    found = [one for one in folder.check(rules, today=TODAY).findings if one.severity == "error"]
    return Counter((one.department, one.table, one.code) for one in found for _ in range(one.count))


def test_without_waivers_blanks_and_contradictions_are_errors(tmp_path) -> None:
    blank_rows, contradictions = ("edu", "self_evaluation_funds"), {"R02", "R14"}
    wanted = {key for key in PERMITTED if key[2] not in contradictions}
    # Rows that are blank are told as rows; what hangs on them is judged when they are waived.
    assert set(errors_with(tmp_path, "waivers: []\n")) == {*wanted, (*blank_rows, "S06")} - {(*blank_rows, "S09")}


def test_with_blanks_waived_the_contradictions_are_errors(tmp_path) -> None:
    blanks = "".join(line for line in WAIVERS.splitlines(keepends=True) if "R14" not in line and "R02" not in line)
    wanted = {key: count for key, count in PERMITTED.items() if key[2] in ("R02", "R14")}
    assert errors_with(tmp_path, blanks) == wanted


def figures() -> Iterator[tuple[str, str, str]]:
    """Each figure of a project's forms, as the form of this site prints it: project, field, text."""
    catalogue = load_catalogue(DATA)
    for tables in TABLES.values():
        for name, rows in tables.items():
            for row in rows:
                for field, cell in row.items():
                    kind = catalogue.tables[name].field(field)
                    if "project_code" in row and kind.type == "number" and cell:
                        yield row["project_code"], f"{name}.{field}", number(int(Decimal(cell) * MICRO))


@pytest.mark.parametrize(("project", "field", "text"), sorted(set(figures())))
def test_every_figure_of_a_project_stands_on_its_page(
    project: str, field: str, text: str, pages: Mapping[str, str]
) -> None:
    assert text in pages[f"projects/{DIVISION}/{YEAR}/{project.lower()}/index.html"]


def test_every_target_and_result_stands_on_the_page(pages: Mapping[str, str]) -> None:
    for tables in TABLES.values():
        for name in ("goal_indicators", "goal_term_indicators", "self_evaluation_indicators", "monitoring_indicators"):
            for row in tables.get(name, ()):
                page = pages[f"projects/{DIVISION}/{YEAR}/{row['project_code'].lower()}/index.html"]
                for field in ("level3", "target_value", "actual_value"):
                    assert row.get(field, "") in page


def test_yuan_stand_beside_what_they_come_to(pages: Mapping[str, str]) -> None:
    page = pages[f"projects/{DIVISION}/{YEAR}/{SCHOOLS.lower()}/index.html"]
    for text in ("77,132.58771,325,800元", "22,614.51226,145,100元", "自有资金514.515,145,100元"):
        assert text in page


def test_a_total_of_nought_beside_its_parts_is_marked_where_it_stands(pages: Mapping[str, str]) -> None:
    page = pages[f"projects/{DIVISION}/{YEAR}/{ROADS.lower()}/index.html"]
    assert "执行89.974（各来源合计；总额原件印0.00）" in page
    row = "年度资金总额0.00（照登，复算90）0.00（照登，复算90）0.00（照登，复算89.974）0.00%"
    assert row in page, "the row as the original prints it, with what its parts come to"
    assert "上年结转资金—原件未填原件未填" in page
    assert "年中取消" not in page, "nobody called it off"
    assert "90.00（各来源合计；总额原件印0.00）" in pages[f"lists/{DIVISION}/{YEAR}/1/index.html"]
    told = "个项目的数照登原件（与复算不符，或原件未填）："
    assert f"1{told}乡村学校道路硬化" in pages[f"departments/{DIVISION}/edu/index.html"]
    year = pages[f"years/{DIVISION}/{YEAR}/index.html"]
    assert "乡村学校道路硬化" in year[year.index(f"2{told}") :][:50]
    assert "良种补贴" in year[year.index(f"2{told}") :][:50]


def test_what_the_original_left_blank_is_called_so_and_no_dash(pages: Mapping[str, str]) -> None:
    page = pages[f"projects/{DIVISION}/{YEAR}/{SEEDS.lower()}/index.html"]
    assert "自评表没有填总分" in page
    assert "部门自评0" not in page
    assert "原件未填分" not in page
    table = page[page.index("自评得分/分值") : page.index("指标合计")]
    assert table.count("原件未填") == 4, "two results and their scores"


def test_scoring_tables_have_no_need_of_targets(pages: Mapping[str, str]) -> None:
    page = pages[f"departments/{DIVISION}/farm/index.html"]
    for text in ("职责明确", "15.00", "预算执行", "33.00", "履职效果", "48.00"):
        assert text in page


def test_bulletins_reports_and_notes_have_pages_of_their_own(pages: Mapping[str, str]) -> None:
    bulletin = pages[f"statements/{DIVISION}/{YEAR}/yb-2024-8/index.html"]
    for text in ("监控通报", "1—8月", "样财绩〔2024〕12号", "9413.6", "3201.37", "34.01"):
        assert text in bulletin
    assert "样本县第一中学" in pages[f"statements/{DIVISION}/{YEAR}/yz-2024/index.html"]
    assert "清水镇" in pages[f"statements/{DIVISION}/{YEAR}/xz-2024/index.html"]
    overview = pages["statements/index.html"]
    for text in ("样本县2024年", "1—8月监控通报", "样本县第一中学2024年单位自评报告", "清水镇2024年乡镇说明"):
        assert text in overview


def test_documents_have_their_own_number_and_link(checked: Checked) -> None:
    html = next(html for path, html in stamped(checked) if path == f"departments/{DIVISION}/edu/index.html")
    assert '样财绩〔2025〕7号，<span class="day">2025-08-26</span> 成文' in html
    assert 'href="https://www.example.gov.cn/2025/zp.pdf"' in html


def test_goals_without_weights_show_none(pages: Mapping[str, str]) -> None:
    page = pages[f"projects/{DIVISION}/{YEAR}/{SCHOOLS.lower()}/index.html"]
    assert "产出指标—" in page
    assert "产出指标0.00" not in page


def test_a_value_that_local_forms_write_otherwise_is_told_its_own(tmp_path) -> None:
    folder = clean_folder(tmp_path, load_catalogue(DATA))
    row = folder.row("self_evaluation_funds", project_code="P1", fund_source="总额")
    folder.table("self_evaluations", folder.row("self_evaluations", project_code="P1"))
    folder.table("self_evaluation_funds", row)
    found = [one for one in folder.found("S03", "R14") if one.table == "self_evaluation_funds"]
    assert [(one.code, one.hint) for one in found] == [("S03", "请写成「年度资金总额」。")]


def test_a_drafted_statement_says_that_its_sums_hold_figures_as_printed(checked: Checked) -> None:
    made = checked.facts.of(draft, DIVISION, int(YEAR) + 1)
    assert "其中1个项目（记录）的数照登原件，与复算不符或总额未填" in made.scope
