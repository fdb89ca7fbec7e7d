"""The annual statement: each figure reckoned by hand, its words, its four formats, and the way back."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from marko.ext.gfm import gfm

from generator.check import run as checking
from generator.core.data import Checked
from generator.core.days import written
from generator.core.errors import NoRecordsError, UsageError, UserError
from generator.core.facts import Facts
from generator.core.numbers import chinese, rounded, shown
from generator.facts.figures import COLUMNS as RECOMPUTED
from generator.facts.figures import arithmetic
from generator.facts.measures.alternatives import ALTERNATIVES
from generator.facts.measures.conditions import Selection
from generator.facts.measures.declared import COMPARED, MEASURES
from generator.facts.measures.reckoning import Maker
from generator.facts.measures.records import Records
from generator.facts.measures.sources import PAGES
from generator.facts.measures.verification import recomputations
from generator.facts.policies import in_force_on
from generator.load import load_profiles
from generator.statement import as_data, as_docx, as_html, as_markdown, draft
from generator.statement.draft import Draft
from generator.statement.markdown import escape
from generator.statement.prose import Heading, Paragraph, Ref
from tests.conftest import DATA, ROOT, form_of
from tests.statement_data import checked, records, verify

PROFILES = load_profiles(DATA)
SITE = "https://example.org/"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def data(catalogue) -> Checked:
    return checked(catalogue, PROFILES, records(catalogue))


@pytest.fixture(scope="module")
def made(data) -> Draft:
    return draft(data.facts, "990001", 2025)


@pytest.fixture(scope="module")
def figures(made) -> dict:
    return {(one.measure, one.subject_year): one for one in made.figures if not re.search(r"-\d$", one.code)}


def words(made: Draft) -> str:
    """The running text with every figure in brackets."""
    lines = []
    for block in made.blocks:
        if isinstance(block, Heading):
            lines.append(f"{block.number}{block.text}")
        else:
            runs = block.runs
            lines.append("".join(f"[{one.figure.words}]" if isinstance(one, Ref) else one.text for one in runs))
    return "\n".join(lines)


# Every figure of the made-up district; a year is the one the figure is about, not that of the statement.
EXPECTED = [
    ("policy_count", 2025, 2),
    ("policy_issued_count", 2025, 1),
    ("indicator_library_count", 2025, 1),
    ("ex_ante_count", 2026, 3),
    ("ex_ante_amount", 2026, 450),
    ("ex_ante_cut", 2026, 80),
    ("ex_ante_approved_amount", 2026, 370),
    ("ex_ante_cut_rate", 2026, Fraction(8000, 450)),
    ("ex_ante_supported_count", 2026, 1),
    ("ex_ante_adjusted_count", 2026, 1),
    ("ex_ante_rejected_count", 2026, 1),
    ("ex_ante_re_review_count", 2026, 1),
    ("ex_ante_admitted_count", 2026, 2),
    ("goal_count", 2025, 3),
    ("goal_count", 2024, 2),
    ("goal_count_increase", 2025, 1),
    ("goal_amount", 2025, Fraction("20100.623456")),
    ("goal_amount", 2024, 100),
    ("goal_amount_increase", 2025, Fraction("20000.623456")),
    ("goal_department_count", 2025, 2),
    ("goal_new_count", 2025, 1),
    ("goal_budget_books", 2025, 2),
    ("goal_general_amount", 2025, Fraction("100.5")),
    ("goal_government_fund_count", 2025, 2),
    ("goal_review_excellent_count", 2025, 1),
    ("goal_review_good_count", 2025, 2),
    ("goal_published_count", 2025, 2),
    ("goal_due_count", 2025, 4),
    ("goal_done_count", 2025, 3),
    ("goal_coverage", 2025, 75),
    ("withheld_goal_count", 2025, 2),
    ("monitoring_rounds", 2025, 2),
    ("monitoring_count", 2025, 3),
    ("monitoring_amount", 2025, 400),
    ("monitoring_spend", 2025, Fraction("126.47")),
    ("monitoring_rate", 2025, Fraction("126.47") / 4),
    ("monitoring_general_amount", 2025, 100),
    ("dual_monitoring_count", 2025, 3),
    ("key_monitoring_count", 2025, 1),
    ("key_monitoring_amount", 2025, 100),
    ("monitoring_correction_count", 2025, 1),
    ("monitoring_recovered_amount", 2025, 5),
    ("monitoring_coverage", 2025, 100),
    ("self_evaluation_count", 2024, 2),
    ("self_evaluation_count", 2023, 1),
    ("self_evaluation_count_increase", 2024, 1),
    ("self_evaluation_amount", 2024, 150),
    ("self_evaluation_amount_decrease", 2024, 50),
    ("self_evaluation_spend", 2024, Fraction("115.555")),
    ("self_evaluation_rate", 2024, Fraction("115.555") / Fraction("1.5")),
    ("self_evaluation_mean_score", 2024, Fraction("88.675")),
    ("self_evaluation_excellent_count", 2024, 1),
    ("self_evaluation_good_count", 2024, 1),
    ("self_evaluation_government_fund_amount", 2024, 50),
    ("self_evaluation_check_count", 2024, 1),
    ("self_evaluation_check_population", 2024, 3),
    ("self_evaluation_check_share", 2024, Fraction(100, 3)),
    ("self_evaluation_check_lower_count", 2024, 1),
    ("self_evaluation_coverage", 2024, 100),
    ("department_evaluation_count", 2024, 1),
    ("department_evaluation_own_count", 2024, 1),
    ("key_evaluation_count", 2024, 2),
    ("key_evaluation_amount", 2024, 150),
    ("key_evaluation_third_party_count", 2024, 1),
    ("key_evaluation_own_count", 2024, 1),
    ("key_evaluation_mean_score", 2024, 81),
    ("grade_excellent_count", 2024, 1),
    ("grade_good_count", 2024, 1),
    ("grade_medium_count", 2024, 1),
    ("key_evaluation_finding_count", 2024, 3),
    ("key_evaluation_budget_books", 2024, 2),
    ("department_count", 2025, 3),
    ("whole_department_count", 2025, 2),
    ("whole_department_count", 2024, 1),
    ("whole_department_coverage", 2025, Fraction(200, 3)),
    ("whole_department_self_evaluation_count", 2024, 1),
    ("whole_department_self_evaluation_amount", 2024, 1000),
    ("whole_department_self_evaluation_good_count", 2024, 1),
    ("whole_department_key_evaluation_count", 2024, 1),
    ("fiscal_operation_count", 2024, 5),
    ("fiscal_operation_group_count", 2024, 2),
    ("fiscal_operation_dimension_count", 2024, 2),
    ("fiscal_operation_excellent_count", 2024, 2),
    ("cost_analysis_count", 2025, 1),
    ("cost_analysis_amount", 2025, Fraction("400.5")),
    ("cost_standard_new_count", 2025, 1),
    ("spending_standard_count", 2025, 1),
    ("spending_standard_in_force_count", 2025, 2),
    ("cost_cut", 2026, 40),
    ("cost_cut_rate", 2026, 10),
    ("report_review_count", 2025, 3),
    ("report_review_evaluation_count", 2025, 2),
    ("report_review_tracking_count", 2025, 1),
    ("report_review_evaluation_medium_count", 2025, 1),
    ("report_review_tracking_good_count", 2025, 1),
    ("application_count", 2026, 3),
    ("application_cut_count", 2026, 2),
    ("application_cut", 2026, 202),
    ("application_cut", 2025, 50),
    ("application_cut_increase", 2026, 152),
    ("key_evaluation_cut", 2026, 192),
    ("cut_base", 2026, 1042),
    ("cut_rate", 2026, Fraction(19200, 1042)),
    ("application_coverage", 2024, 25),
    ("rectification_count", 2025, 4),
    ("rectification_closed_count", 2025, 2),
    ("rectification_late_count", 2025, 1),
    ("rectification_open_count", 2025, 2),
    ("rectification_overdue_count", 2025, 1),
    ("rectification_all_open_count", 2025, 3),
    ("management_assessment_mean_score", 2024, 93),
    ("congress_report_count", 2025, 2),
    ("report_to_congress_count", 2025, 1),
    ("report_to_government_count", 2025, 1),
    ("disclosure_document_count", 2025, 5),
    # goals of edu 2, one whole-department goal, one self-evaluation, one evaluation of edu, three of the finance bureau
    ("disclosure_count", 2025, 8),
    ("disclosure_goal_count", 2025, 3),
    ("disclosure_evaluation_count", 2025, 4),
]


@pytest.mark.parametrize(("measure", "year", "value"), EXPECTED, ids=[f"{one[0]}-{one[1]}" for one in EXPECTED])
def test_figure(figures, measure: str, year: int, value: Fraction) -> None:
    figure = figures[measure, year]
    assert figure.value == value
    assert figure.formula
    assert figure.count > 0
    assert figure.tables


def test_only_what_has_records_is_told(figures) -> None:
    assert ("monitoring_count", 2024) not in figures  # no monitorings of the year before: no change either
    assert ("monitoring_count_increase", 2025) not in figures
    assert ("report_to_party_count", 2025) not in figures  # of 2026
    assert ("evaluation_done_count", 2024) not in figures  # nobody said how many were due


def test_scopes(figures) -> None:
    assert figures["goal_count", 2025].scope == "区级"
    assert figures["fiscal_operation_count", 2024].scope == "全区"
    assert figures["goal_government_fund_count", 2025].budget_scope == "政府性基金预算"
    assert figures["goal_count", 2025].budget_scope == "一般公共预算、政府性基金预算"


def test_filter_finds_the_records_again(data, made) -> None:
    known = Records(facts=data.facts, division="990001")
    for figure in made.figures:
        how = MEASURES[figure.measure].how if figure.measure in MEASURES else None
        if how is not None and isinstance(getattr(how, "rows", None), Selection) and figure.measure != "goal_amount":
            rows = known.rows(how.rows, figure.subject_year)
            assert figure.count <= len(rows)
            assert figure.source.filter == how.filter(known, figure.subject_year)
    goal = next(one for one in made.figures if one.measure == "goal_review_good_count")
    assert goal.source.filter == "财政年度＝2025；目标审核等级已填写；目标审核等级＝良"
    assert goal.source.path == "lists/990001/2025/1/"


def test_words(made) -> None:
    text = words(made)
    assert "编制项目绩效目标[3个]，比上年增加[1个]；涉及资金[2.01亿元]，比上年增加[2.00亿元]。" in text
    assert "申报金额[450万元]，审减[80万元]，核定[370万元]，以申报金额为基数，审减率[17.78%]" in text
    assert "[1—7月]的监控涉及项目[3个]；资金规模[400万元]；同期支出[126.47万元]，执行率[31.62%]。" in text
    assert (
        "对2024年度项目支出开展绩效自评，涉及项目[2个]，比上年增加[1个]；自评资金[150万元]，比上年减少[50万元]" in text
    )
    assert "抽查总体[3个]，抽查比例[33.33%]；复核得分低于自评得分的[1个]。" in text
    assert "委托第三方机构实施[1个]，财政部门自行组织[1个]。" in text
    assert "平均[81分]，等级为“优”[1个]、“良”[1个]、“中”[1个]。" in text
    assert "压减基数[1042万元]，压减率[18.43%]" in text
    assert "截至2025年12月31日已完成[2项]（其中逾期后完成[1项]），未完成[2项]，其中已超过整改期限[1项]。" in text
    assert "镇组[4个]，平均[87.50分]，组内得分居前的是丙镇、甲镇" in text
    assert "街道组[1个]，平均[88分]" in text
    assert "戊街道" not in text  # a group of one has no first
    assert "8月20日，人大常委会，《绩效报告》" in text
    assert "印发《办法w3》[1项]预算绩效管理制度" in text
    assert not re.search("[，；：。]{2}|，。|\\s{2}|None", text)


def test_headings_are_numbered_in_order(made) -> None:
    first = [one.number for one in made.blocks if isinstance(one, Heading) and one.level == 1]
    assert first == [f"{chinese(number)}、" for number in range(1, len(first) + 1)]
    assert len(first) == 9
    second = [one.number for one in made.blocks if isinstance(one, Heading) and one.level == 2]
    assert second[:6] == ["（一）", "（二）", "（三）", "（四）", "（五）", "（一）"]


def test_no_number_stands_in_the_words_but_years_and_days(made) -> None:
    paragraphs = [block for block in made.blocks if isinstance(block, Paragraph)]
    assert len(paragraphs) > 20
    for block in paragraphs:
        plain = "".join(one.text for one in block.runs if not isinstance(one, Ref))
        plain = re.sub(r"20\d\d年|\d+月\d+日|“1\+2\+N”|办法w3|q0\d", "", plain)
        assert not re.search(r"\d", plain), plain


def test_missing_records_are_said_not_made_up(catalogue) -> None:
    rows = records(catalogue)
    for table in (
        "ex_ante_evaluations",
        "monitorings",
        "fiscal_operations",
        "fiscal_operation_dimensions",
        "policies",
        "indicator_library",
    ):
        del rows[table]
    made = draft(checked(catalogue, PROFILES, rows).facts, "990001", 2025)
    text = words(made)
    assert "2026年预算项目的事前绩效评估记录未公开，本文不列数字。" in text
    assert "2025年绩效运行监控的记录未公开，本文不列数字。" in text
    assert "财政运行综合绩效评价\n" not in text
    assert "制度建设" not in text
    assert "2025年绩效运行监控" in made.missing
    assert "2024年财政运行综合绩效评价" in made.missing


def test_a_rate_without_a_whole_base_is_not_reckoned(catalogue) -> None:
    rows = records(catalogue)
    next(one for one in rows["applications"] if one["application_code"] == "y2")["base_amount"] = ""
    made = draft(checked(catalogue, PROFILES, rows).facts, "990001", 2025)
    measures = {one.measure for one in made.figures}
    assert "application_cut_rate" not in measures
    assert "cut_rate" in measures  # that of the key evaluations has its base
    assert "压减基数未全部公开，不计算压减率" in words(made)


def test_budgets_that_do_not_add_up_are_left_out(catalogue) -> None:
    rows = records(catalogue)
    rows["self_evaluations"].append({**rows["self_evaluations"][-1], "project_code": "p9"})  # a project without a goal
    made = draft(checked(catalogue, PROFILES, rows).facts, "990001", 2025)
    measures = {one.measure for one in made.figures}
    assert "self_evaluation_count" in measures
    assert "self_evaluation_general_count" not in measures
    assert "self_evaluation_general_amount" in measures  # its money adds up: the new one has none


def test_last_years_statement_is_set_beside_the_records(catalogue) -> None:
    rows = records(catalogue) | published(catalogue, ("goal_count", 2024, "5", "个"), year=2024)
    text = words(draft(checked(catalogue, PROFILES, rows).facts, "990001", 2025))
    assert "比上年增加[1个]（上年说明公布的是5个，现有记录为[2个]）" in text
    rows = records(catalogue) | published(catalogue, ("goal_count", 2024, "2", "个"), year=2024)
    assert "上年说明公布" not in words(draft(checked(catalogue, PROFILES, rows).facts, "990001", 2025))


def reckoned(facts: Facts, measure: str) -> Fraction | None:
    """A figure of the statement of 2025 by itself."""
    figure = Maker(records=Records(facts=facts, division="990001"), year=2025).make(MEASURES[measure], 2025)
    return None if figure is None else figure.value


def picked(catalogue, project: str) -> Facts:
    """The facts where a project was picked for key monitoring in a round in which its budget was another."""
    rows = records(catalogue)
    own = next(row for row in rows["monitorings"] if row["period"] == "10")
    own |= {"project_code": project, "annual_budget": "5000"}
    return checked(catalogue, PROFILES, rows).facts


@pytest.mark.parametrize(("project", "budget"), [("p1", 100), ("p2", 200), ("p3", 100)])
def test_key_monitoring_is_a_part_of_all_monitoring(catalogue, project: str, budget: int) -> None:
    """Whatever the budget of the round in which a project was picked."""
    facts = picked(catalogue, project)
    assert reckoned(facts, "key_monitoring_amount") == budget
    assert reckoned(facts, "key_monitoring_count") == 1
    assert reckoned(facts, "monitoring_amount") == 400


def test_key_monitoring_of_what_no_other_round_has_is_not_told(catalogue) -> None:
    made = {one.measure: one.value for one in draft(picked(catalogue, "p9"), "990001", 2025).figures}
    assert made.get("key_monitoring_amount") is made.get("key_monitoring_count") is None
    assert made["monitoring_amount"] == 400


def test_last_years_statement_serves_where_there_are_no_records(catalogue) -> None:
    rows = records(catalogue) | published(catalogue, ("monitoring_count", 2024, "2", "个"), year=2024)
    made = draft(checked(catalogue, PROFILES, rows).facts, "990001", 2025)
    change = next(one for one in made.figures if one.measure == "monitoring_count_increase")
    assert (change.value, change.formula) == (1, "本年－上年说明公布数")


def test_a_year_that_has_not_ended_is_told_up_to_today(catalogue) -> None:
    made = draft(checked(catalogue, PROFILES, records(catalogue), today=date(2025, 8, 1)).facts, "990001", 2025)
    overdue = {one.measure: one.value for one in made.figures}
    assert "rectification_overdue_count" not in overdue  # nothing is due before September
    assert "截至2025年8月1日" in words(made)


@pytest.mark.parametrize(("last", "count"), [("2025-12-31", 2), ("2025-12-30", 1), ("2026-06-30", 2)])
def test_a_policy_counts_to_its_last_day(catalogue, last: str, count: int) -> None:
    """The same fact tells the policies' page and the statement."""
    rows = records(catalogue)
    first = next(one for one in rows["policies"] if not one.get("effective_to"))
    first |= {"effective_to": last, "validity": "有效"}
    facts = checked(catalogue, PROFILES, rows).facts
    assert reckoned(facts, "policy_count") == count
    own = facts.tables["policies"].query("level == '县级'")
    assert in_force_on(own, "2025-12-31").sum() == count


@pytest.mark.parametrize(
    ("division", "year", "error", "message"),
    [
        ("123456", 2025, UsageError, "没有区划 123456"),
        ("990001", 2035, NoRecordsError, "没有与2035年说明有关的记录"),
    ],
)
def test_nothing_to_draft(data, division: str, year: int, error: type[UserError], message: str) -> None:
    with pytest.raises(error, match=message):
        draft(data.facts, division, year)


# Declarations.


def test_codes_fit_the_tables(catalogue) -> None:
    stages = catalogue.tables["reported_figures"].field("stage").constraints["enum"]
    for code, measure in MEASURES.items():
        assert measure.code == code
        assert measure.stage in stages
        assert re.fullmatch("[a-z][a-z0-9_]*", code)
        assert len(f"990001-2025-{code}-2024") <= 64 or code not in COMPARED
        assert len(f"990001-2025-{code}") <= 64
    assert len(MEASURES) > 150
    assert {*COMPARED, *ALTERNATIVES} <= set(MEASURES)


@pytest.mark.parametrize("page", sorted({page("division", 2025).replace("2025", "year") for page in PAGES.values()}))
def test_pages_that_records_are_linked_to_exist(page: str) -> None:
    path, _, anchor = page.partition("#")
    shell = path.strip("/").replace("/1", "/page")
    files = [ROOT / "site_src" / f"{shell}{end}" for end in (".md", "/index.md")]
    found = [one.read_text(encoding="utf-8") for one in files if one.is_file()]
    assert found, page
    assert not anchor or re.search(rf"\{{ #{anchor}[ }}]", found[0]), page


def test_codes_of_the_five_statements_are_the_same(catalogue) -> None:
    """A published measure that records can tell has the code that the real statements use."""
    used = set()
    for path in DATA.glob("37*/*/finance/reported_figures.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            used |= {row["measure"] for row in csv.DictReader(file)}
    told = {one for one in used if one.removesuffix("_increase") in MEASURES}
    assert {"goal_count", "ex_ante_cut_rate", "monitoring_rate", "cut_rate", "grade_good_count"} <= told
    assert len(told) > 45


# Numbers.


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("63", "个", ("63", "个")),
        ("9999.995", "万元", ("10000.00", "万元")),
        ("10000", "万元", ("1", "亿元")),
        ("20100.623456", "万元", ("2.01", "亿元")),
        ("104249.9", "万元", ("10.42", "亿元")),
        ("104250", "万元", ("10.43", "亿元")),
        ("88.675", "分", ("88.68", "分")),
        ("75", "%", ("75", "%")),
        ("17.777777", "%", ("17.78", "%")),
    ],
)
def test_shown(value: str, unit: str, expected: tuple[str, str]) -> None:
    assert shown(Fraction(value), unit) == expected


def test_numbers_in_words() -> None:
    assert [chinese(one) for one in (1, 9, 10, 11, 20, 21, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]
    assert written("2026-02-05") == "2026年2月5日"
    assert rounded(Fraction(-1, 2), 0) == "-1"


# Formats.


def test_markdown(made) -> None:
    text = as_markdown(made, SITE)
    assert text.startswith("# 示例区2025年预算绩效管理工作开展情况说明\n")
    assert "[3个](https://example.org/lists/990001/2025/1/)" in text
    assert "河道&#42;清淤&#42;" in text
    assert "新建&#60;校舍&#62;" not in text or "<校舍>" not in text
    assert "| 序号 | 指标 | 数值 | 单位 | 所属年度 | 口径 | 公式 | 记录数 | 出处 |" in text
    table = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(table) == len(made.figures) + 2
    assert {line.count(" | ") for line in table} == {8}


@pytest.mark.parametrize(
    "text", ["[a](javascript:x)", "<img src=x>", "# a", "- a", "1. a", "| b", "*c*", "`d`", "@e", "&lt;"]
)
def test_markdown_is_escaped(text: str) -> None:
    escaped = escape(text)
    assert not re.search(r"[\[\]<>()|*`@]|^#|^-|^1\.|&(?!#\d+;)", escaped)


@pytest.mark.parametrize("text", ["www.evil.example", "https://evil.example", "ftp://evil.example", "me@evil.example"])
def test_no_address_becomes_a_link_by_itself(text: str) -> None:
    assert "<a " in gfm.convert(text)
    assert "<a " not in gfm.convert(escape(text))
    # GitHub takes capitals too, and looks for mail after decoding.
    assert escape("见 WWW.evil.example") == "见 WWW&#46;evil.example"
    assert "me@evil" not in html.unescape(escape("me@evil.example"))


def test_html(made) -> None:
    text = as_html(made, SITE)
    link = (
        'href="https://example.org/lists/990001/2025/1/" title="编制绩效目标项目数（2025年）：记录数，3条记录">3个</a>'
    )
    assert f"<a {link}" in text
    assert "<script" not in text
    assert " style=" not in text
    assert text.count("<tr id=") == len(made.figures)
    assert len(set(re.findall('<tr id="([^"]+)"', text))) == len(made.figures)


def test_html_is_escaped(catalogue) -> None:
    rows = records(catalogue)
    rows["evaluations"][0]["subject_name"] = "<script>alert(1)</script>\n# 标题"
    made = draft(checked(catalogue, PROFILES, rows).facts, "990001", 2025)
    text = as_html(made, SITE)
    assert "<script" not in text
    assert "“&lt;script&gt;alert(1)&lt;/script&gt; # 标题”" in text
    assert "标题" not in [one.text for one in made.blocks if isinstance(one, Heading)]


@pytest.fixture(scope="module")
def document(made) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(as_docx(made, SITE)))


def test_docx_is_the_same_every_time(made, document) -> None:
    assert as_docx(made, SITE) == as_docx(made, SITE)
    assert {one.date_time for one in document.infolist()} == {(2026, 2, 20, 0, 0, 0)}
    assert not [one for one in document.namelist() if "thumbnail" in one or "customXml" in one]


def test_docx_names_nobody(document) -> None:
    properties = document.read("docProps/core.xml").decode()
    assert "python-docx" not in properties
    assert "<dc:creator></dc:creator>" in properties or "<dc:creator/>" in properties
    assert "2026-02-20" in properties
    assert "Microsoft" not in document.read("docProps/app.xml").decode()


def test_docx_has_the_layout_of_official_documents(made, document) -> None:
    body = ElementTree.fromstring(document.read("word/document.xml"))  # noqa: S314 - ours
    styles = [one.get(f"{WORD}val") for one in body.iter(f"{WORD}pStyle")]
    assert styles.count("Title") == 2
    assert styles.count("Heading1") == 9
    margins = next(body.iter(f"{WORD}pgMar"))
    assert [round(int(margins.get(f"{WORD}{side}")) * 25.4 / 1440) for side in ("top", "bottom", "left", "right")] == [
        37,
        35,
        28,
        26,
    ]
    sizes = [(int(one.get(f"{WORD}w")), one.get(f"{WORD}orient")) for one in body.iter(f"{WORD}pgSz")]
    assert [orient for _, orient in sizes] == [None, "landscape"]
    assert len(list(body.iter(f"{WORD}tblHeader"))) == 1
    rows = list(body.iter(f"{WORD}tr"))
    stages = {one.stage for one in made.figures}
    assert len(rows) == len(made.figures) + len(stages) + 1
    look = document.read("word/styles.xml").decode()
    for font in ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"):
        assert font in look
    assert "<w:i/>" not in look
    footers = [document.read(name).decode() for name in document.namelist() if "footer" in name]
    assert all("— " in one and "PAGE" in one for one in footers[:2])


def test_docx_links_every_figure_to_its_line_and_every_line_to_the_site(made, document) -> None:
    body = ElementTree.fromstring(document.read("word/document.xml"))  # noqa: S314 - ours
    anchors = {one.get(f"{WORD}anchor") for one in body.iter(f"{WORD}hyperlink")} - {None}
    marks = {one.get(f"{WORD}name") for one in body.iter(f"{WORD}bookmarkStart")}
    assert anchors <= marks
    assert len(marks) == len(made.figures)
    targets = re.findall(r'Target="(https://[^"]+)"', document.read("word/_rels/document.xml.rels").decode())
    assert {one.source.path for one in made.figures} == {one.removeprefix(SITE) for one in targets}


# Back into the site's own tables.


def test_the_tables_of_a_draft_pass_the_rules_and_agree_with_the_records(catalogue, made) -> None:
    rows = records(catalogue)
    for output in as_data(made, catalogue):
        name = output.path.split("/")[-1].removesuffix(".csv")
        parsed = list(csv.DictReader(io.StringIO(output.content.decode())))
        rows[name] = [{**row, "fiscal_year": "2025", "department": "finance", "division": "990001"} for row in parsed]
    again = checked(catalogue, PROFILES, rows)
    assert len(again.frames["reported_figures"]) == len(made.figures)
    assert "不一致" not in set(again.facts.of(arithmetic)["verdict"])
    assert set(verify(again)["verdict"]) == {"可复算一致"}
    assert len(verify(again)) == sum(one.measure in MEASURES or "crease" in one.measure for one in made.figures)


# The other way: what others published against the records.


def published(
    catalogue, *figures: tuple[str, int, str, str], year: int = 2025, scope: str = "区级", **cells: str
) -> dict:
    """A statement with some figures: measure, subject year, text, unit."""
    stage = catalogue.tables["reported_figures"].field("stage").constraints["enum"][0]
    place = {"division": "990001", "fiscal_year": str(year), "department": "finance"}
    code = f"990001-{year}"
    statement = {
        "statement_code": code,
        "title": "说明",
        "report_year": str(year),
        "scope_note": "无",
        "source_note": "无",
    }
    rows = [
        {
            "figure_code": f"h{number}",
            "statement_code": code,
            "stage": stage,
            "measure": measure,
            "measure_title": measure,
            "subject_year": str(subject),
            "scope": scope,
            "value": text if re.fullmatch(r"-?[\d.]+", text) else "",
            "value_text": text,
            "unit": unit,
            "section": "一、",
            **cells,
            **place,
        }
        for number, (measure, subject, text, unit) in enumerate(figures)
    ]
    return {"statements": [{**statement, **place}], "reported_figures": rows}


CONSISTENT, INCONSISTENT, NO_BASE, DOUBTFUL = "可复算一致", "不一致", "基数未公开不可复算", "口径存疑"
# Right figures, and one wrong figure for each likely cause: measure, year, text, unit → verdict, words of the cause.
JUDGED = [
    ("goal_count", 2025, "3", "个", CONSISTENT, "3条记录"),
    ("goal_amount", 2025, "2.01", "亿元", CONSISTENT, "一致"),
    ("goal_amount", 2025, "20100.62", "万元", CONSISTENT, "一致"),
    ("monitoring_rate", 2025, "31.62", "%", CONSISTENT, "一致"),
    ("goal_amount", 2025, "20100.62", "亿元", INCONSISTENT, "单位"),
    ("goal_amount", 2025, "2.01", "万元", INCONSISTENT, "单位"),
    ("monitoring_rate", 2025, "0.3162", "%", INCONSISTENT, "小了一百倍"),
    ("goal_count", 2025, "30", "个", INCONSISTENT, "小数点"),
    ("goal_count", 2025, "2", "个", DOUBTFUL, "政府性基金预算"),
    ("self_evaluation_amount", 2024, "200", "万元", INCONSISTENT, "2023年的记录"),
    ("self_evaluation_mean_score", 2024, "88", "分", INCONSISTENT, "四舍五入"),
    ("monitoring_count", 2025, "400", "个", INCONSISTENT, "填反"),
    ("self_evaluation_amount", 2024, "115.56", "万元", DOUBTFUL, "全年执行数"),
    ("key_evaluation_count", 2024, "3", "个", DOUBTFUL, "部门整体"),
    ("monitoring_rate", 2025, "31.61", "%", INCONSISTENT, "四舍五入"),
    ("monitoring_spend", 2025, "162.47", "万元", INCONSISTENT, "次序不同"),
    ("ex_ante_cut", 2026, "77", "万元", INCONSISTENT, "比公布的77万元多3万元（3.90%）"),
    ("goal_count_increase", 2025, "1", "个", CONSISTENT, "一致"),
    ("goal_count_increase", 2025, "4", "个", INCONSISTENT, "少3个"),
    ("self_evaluation_amount_decrease", 2024, "50", "万元", CONSISTENT, "一致"),
    ("monitoring_count_increase", 2025, "1", "个", NO_BASE, "2024年没有记录"),
    ("key_monitoring_amount", 2025, "95", "万元", DOUBTFUL, "最近一次监控时的全年预算数"),
    ("monitoring_cutoff", 2025, "7月底", "月", CONSISTENT, "一致"),
    ("monitoring_cutoff", 2025, "1—8月", "月", INCONSISTENT, "公布的是8月"),
    ("cut_rate", 2026, "18.43", "%", CONSISTENT, "一致"),
    ("self_evaluation_check_ratio", 2024, "33.33", "%", CONSISTENT, "一致"),
]


@pytest.mark.parametrize("case", JUDGED, ids=[f"{one[0]}-{one[2]}{one[3]}" for one in JUDGED])
def test_published_figure_against_the_records(catalogue, case) -> None:
    measure, year, text, unit, verdict, cause = case
    rows = records(catalogue) | published(catalogue, (measure, year, text, unit))
    found = verify(checked(catalogue, PROFILES, rows))
    assert list(found.columns) == ["statement_code", "figure_code", "published", "recomputed", "verdict", "explanation"]
    assert len(found) == 1
    assert found.iloc[0]["verdict"] == verdict, found.iloc[0]["explanation"]
    assert cause in found.iloc[0]["explanation"]


@pytest.mark.parametrize(
    ("figure", "cells", "verdict"),
    [
        (("disclosure_count", 2025, "7", "条"), {"qualifier": "余", "value_text": "7余"}, CONSISTENT),
        (("disclosure_count", 2025, "9", "条"), {"qualifier": "余", "value_text": "9余"}, INCONSISTENT),
        (("goal_amount", 2025, "2", "亿元"), {"qualifier": "近", "value_text": "近2"}, CONSISTENT),
        (
            ("self_evaluation_check_ratio", 2024, "10", "%"),
            {"qualifier": "不低于", "value_text": "不低于10"},
            CONSISTENT,
        ),
        (("goal_count", 2025, "9", "个"), {"scope": "全区"}, DOUBTFUL),
    ],
)
def test_qualified_figures(catalogue, figure, cells, verdict) -> None:
    rows = records(catalogue) | published(catalogue, figure, **cells)
    assert verify(checked(catalogue, PROFILES, rows))["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(
    ("figure", "cells"),
    [
        (("goal_count", 2022, "9", "个"), {}),  # no records of that year
        (("media_article_count", 2025, "7", "篇"), {}),  # nothing that records tell
        (("goal_count", 2025, "9", "个"), {"qualifier": "拟"}),
        (("goal_published_dates", 2025, "7月2日", "日期"), {}),
    ],
)
def test_what_cannot_be_verified_has_no_row(catalogue, figure, cells) -> None:
    rows = records(catalogue) | published(catalogue, figure, **cells)
    assert verify(checked(catalogue, PROFILES, rows)).empty


def test_a_share_without_its_base_cannot_be_reckoned(catalogue) -> None:
    rows = records(catalogue) | published(catalogue, ("self_evaluation_check_ratio", 2024, "10", "%"))
    rows["self_evaluation_checks"][0]["population"] = ""
    found = verify(checked(catalogue, PROFILES, rows)).iloc[0]
    assert (found["verdict"], found["recomputed"]) == (NO_BASE, "")


def test_verification_is_added_to_the_recomputations(catalogue) -> None:
    rows = records(catalogue) | published(
        catalogue, ("goal_count", 2025, "3", "个"), ("ex_ante_cut", 2026, "77", "万元")
    )
    before = checked(catalogue, PROFILES, rows)
    after = before.facts.of(recomputations)
    assert list(after.columns) == list(RECOMPUTED)
    assert after.dtypes.to_dict() == before.facts.of(arithmetic)[list(RECOMPUTED)].dtypes.to_dict()
    added = after[after["kind"] == "记录核对"]
    assert added[["figures", "verdict"]].to_numpy().tolist() == [["h0", CONSISTENT], ["h1", INCONSISTENT]]
    assert added["formula"].iloc[1] == "事前绩效评估审减额：Σ审减额（3条记录） = 80万元"
    assert set(added["division"]) == {"990001"}


def test_statements_of_places_without_records_are_left_alone(catalogue) -> None:
    rows = published(catalogue, ("goal_count", 2025, "9", "个"))
    rows["divisions"] = records(catalogue)["divisions"]
    given = checked(catalogue, PROFILES, rows)
    assert given.facts.of(recomputations).equals(given.facts.of(arithmetic)[list(RECOMPUTED)])


# The command.


@pytest.fixture
def command(folder, capsys, monkeypatch):
    """Run the command for the district of the data folder, which has the goals of 2023 and nothing else."""
    monkeypatch.setattr(checking, "RULES", {})  # the rules have their own tests
    from generator.cli.main import main  # the rest of these tests need no command line

    rows = [
        folder.row("goals", project_code=code, project_name="校舍维修", total_amount="12.5") for code in ("p1", "p2")
    ]
    folder.table("goals", *rows)

    def run(*arguments: object, year: int = 2023) -> tuple[int, str, str]:
        words = ["statement", "--division", "990001", "--year", year, "--data", folder.path, *arguments]
        code = main([str(one) for one in words])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_command_writes_a_document_and_keeps_what_is_there(command, tmp_path) -> None:
    out = tmp_path / "说明.docx"
    code, printed, _ = command("--out", out)
    assert code == 0
    assert "没有记录的内容：2023年预算绩效管理制度、2024年事前绩效评估" in printed
    first = out.read_bytes()
    assert zipfile.is_zipfile(io.BytesIO(first))
    out.write_bytes(b"edited")
    code, _, err = command("--out", out)
    assert (code, out.read_bytes()) == (2, b"edited")
    assert "已经存在，没有改动" in err
    assert "--force" in err
    assert command("--out", out, "--force")[0] == 0
    assert out.read_bytes() == first


def test_command_prints_text(command) -> None:
    code, printed, _ = command()
    assert code == 0
    assert printed.startswith("# 示例区2023年预算绩效管理工作开展情况说明\n")
    assert "[25万元](https://" in printed
    code, printed, _ = command("--format", "html", "--site", "https://a.gov.cn/jixiao")
    assert '<a href="https://a.gov.cn/jixiao/lists/990001/2023/1/"' in printed


def test_command_writes_the_tables_of_the_site(command, folder) -> None:
    folder.write("990001/2023/finance/package.yaml", form_of("示例区财政局"))
    assert command("--format", "data")[0] == 0
    checked = folder.check()
    assert len(checked.frames["statements"]) == 1
    assert set(verify(checked)["verdict"]) == {"可复算一致"}
    assert command("--format", "data")[0] == 2  # they are there now


@pytest.mark.parametrize(
    ("arguments", "year", "message"),
    [
        (("--format", "docx"), 2023, "docx 不能显示在屏幕上"),
        (("--out", "x.pdf"), 2023, "看不出 x.pdf 要什么格式"),
    ],
)
def test_wrong_use_of_the_command(command, arguments, year: int, message: str) -> None:
    code, _, err = command(*arguments, year=year)
    assert code == 2
    assert message in err


@pytest.mark.parametrize("registered", [False, True])
def test_a_year_without_records_is_told_as_a_matter_of_the_data(command, folder, registered: bool) -> None:
    """Whether or not the year has a statement whose figures were entered by hand: the command is right."""
    if registered:
        folder.write("990001/2021/finance/package.yaml", form_of("示例区财政局"))
        said = {"statement_code": "s", "report_year": "2021", "title": "情况说明", "publisher": "示例区财政局"}
        folder.table("statements", folder.row("statements", **said), folder="990001/2021/finance")
    code, printed, err = command(year=2021)
    assert (code, printed) == (1, "")
    assert "没有完成：示例区没有与2021年说明有关的记录，没有起草。\n  有记录的财政年度：2023。\n" in err
    assert "命令写法" not in err


def test_nothing_is_drafted_from_data_with_errors(command, folder) -> None:
    folder.replace("990001/2023/edu/goals.csv", "12.5", "十二")
    code, _, err = command()
    assert code == 1
    assert "先用 check 命令查看并改正" in err
