"""The first sentence of each family of pages: from facts, by listed rules, and honest where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from generator.core.words import POOR
from generator.derive import Site
from generator.derive import answers as said
from generator.derive.poor_evaluations import UNEXPLAINED
from generator.derive.projects import Achieved
from generator.derive.rectifications import Rectified
from generator.derive.statements import compare
from generator.derive.summary import summarise
from generator.facts.figures.verdicts import CONSISTENT, DERIVED, DOUBTFUL, INCONSISTENT, NO_BASE
from generator.pages.registry import PAGES
from generator.pages.views.parts.yearly import newest_answer

YEAR = ("990001", 2025)
# What the page of a family is called in the registry, by the name of its rules.
FAMILIES = {
    "year": "years/division/year",
    "department": "departments/division/department",
    "evaluation": "evaluations/division/year/code",
    "ex-ante": "ex-ante/division/year",
    "monitoring": "monitoring/division/year",
    "rectification": "rectifications/division/year",
    "consequence": "consequences/division/year",
    "disclosure": "disclosure/division/year",
    "shared-indicators": "indicators/division/year",
    "topic": "topics/division/topic",
    "statement": "statements/division/year",
    "bulletin": "statements/division/year/code",
    "comparison": "comparison",
    "fiscal": "fiscal-operations",
    "reports": "reports",
    "reporting": "reporting",
}


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


@pytest.mark.thorough
@pytest.mark.parametrize("family", said.ANSWERS)
def test_every_page_of_a_family_has_a_sentence(site: Site, family: str) -> None:
    found = [context.content.answer for context in PAGES[FAMILIES[family]].contexts(site)]  # type: ignore[attr-defined]
    assert found
    for sentence in found:
        assert sentence.endswith("。"), sentence
        assert not any(word in sentence for word in ("None", "nan", "—", "；；", "，，", "  ")), sentence


def test_a_year(site: Site) -> None:
    year = site.years[YEAR]
    summary = replace(year.summary, projects=64, reported=63, left_out=(), rate="92.49%", achieved=Achieved(660, 84, 3))
    one = replace(year, summary=replace(summary, evaluated=2), owed=10, published=7)
    poor = [
        replace(each, word=UNEXPLAINED, evaluation=replace(each.evaluation, grade="中")) for each in site.poor[YEAR][:1]
    ]
    sentence = said.year_answer(one, poor)
    assert "63 个已公开自评，执行率 92.49%；能判断的 744 个指标，660 个做到，84 个没做到；" in sentence
    assert sentence.endswith("独立评价 2 项，1 项为中，预算后来没有减少、也没有说明；3 项到期文件没有公开。")
    fine = replace(one, published=10)
    assert said.year_answer(fine, ()).endswith("独立评价 2 项，没有中、差；到期文件都公开了。")
    nothing = replace(one, summary=summarise((), ()), owed=0, published=0)
    assert said.year_answer(nothing, ()) == "还没有公开项目的目标和自评。"
    assert said.year_answer(nothing, (), 2) == "还没有公开项目的目标和自评，监控了 2 个项目。"


def test_a_department_that_has_published_nothing(site: Site) -> None:
    assert said.department_answer(None, (), (), None) == "还没有公开项目的目标和自评。"
    of_year = next(one for one in site.department_years.values() if one.summary.reported)
    early = replace(of_year, summary=replace(of_year.summary, reported=0, achieved=None, evaluated=0))
    assert said.department_answer(early, (), (), None).endswith("自评还没有公开。")


def test_an_evaluation(site: Site) -> None:
    line = replace(site.evaluations.lines[0], grade="中", score="74.60", score_micro=74_600_000)
    assert said.evaluation_answer(line, None, "", (), (), None) == "74.60 分，为“中”。"
    unknown = replace(line, score_micro=None)
    assert said.evaluation_answer(unknown, None, "", (), (), None) == "没有公布得分，为“中”。"
    poor = next(iter(site.poor[YEAR]))
    told = said.evaluation_answer(line, None, "", (), (), replace(poor, word=UNEXPLAINED))
    assert told.endswith("后来的预算没有减少，也没有说明。")
    assert "中" in POOR


def test_where_nothing_is_published() -> None:
    assert said.monitoring_answer(None, 0) == "还没有公开这一年度的运行监控。"
    assert said.rectification_answer(None) == "还没有公开这一年度的整改。"
    assert said.ex_ante_answer(None) == "还没有公开这一年度预算的事前评估。"
    assert said.application_answer((), 0, ()) == "还没有公开这一年度的结果应用。"
    assert said.fiscal_answer(None, ()) == "还没有公开财政运行评价。"


def test_one_statement_is_not_compared(site: Site) -> None:
    assert said.comparison_answer((), ()) == "还没有登记年度说明，没有可以并列的。"
    one = site.statements[:1]
    assert said.comparison_answer(one, compare(one)) == "只登记了一份年度说明，没有可以并列的。"


def test_a_topic(site: Site) -> None:
    topic = next(one for one in site.topics["990001"] if one.name == "转移支付")
    latest = next(one for one in topic.years if one.summary.reported)
    summary = replace(latest.summary, projects=8, left_out=(), reported=7, rate="92.49%", score_mean="97.20")
    one = latest._replace(year=2025, summary=replace(summary, achieved=Achieved(60, 4, 0)))
    said_of = said.topic_answer(one)
    assert said_of.startswith("2025 年度 8 个项目，全年预算 ")
    assert said_of.endswith("7 个已公开自评，执行率 92.49%；自评平均 97.20 分；64 个指标，60 个做到，4 个没做到。")
    early = replace(summary, reported=0, score_mean="—", achieved=None)
    assert said.topic_answer(one._replace(summary=early)).endswith("，自评还没有公开。")


def test_a_statement(site: Site) -> None:
    base = next(one for one in site.statements if one.recomputations)
    mark = base.recomputations[0]

    def told(*verdicts: str) -> str:
        return said.statement_answer(
            replace(base, figures=22, recomputations=[replace(mark, verdict=one) for one in verdicts])
        )

    assert told() == "22 个数字；没有判断得了的复算和核对。"
    assert told(CONSISTENT, CONSISTENT, DERIVED) == "22 个数字；判断得了的 2 项复算和核对，都一致。"
    assert told(CONSISTENT, INCONSISTENT) == "22 个数字；判断得了的 2 项复算和核对，1 项一致，1 项不一致。"
    assert told(INCONSISTENT, NO_BASE, DOUBTFUL) == (
        "22 个数字；判断得了的 1 项复算和核对，不一致；2 项基数没有公布或口径存疑，判断不了。"
    )


def test_how_many_statements(site: Site) -> None:
    assert said.statements_answer(()) == ""
    one = replace(next(one for one in site.statements if not one.kind), figures=22)
    other = replace(next(one for one in site.statements if one.kind), figures=4)
    assert said.statements_answer([one, one]) == "登记了 2 份年度说明，一共 44 个数字。"
    assert said.statements_answer([one, other]) == "登记了 1 份年度说明、1 份其他文件，一共 26 个数字。"


def test_what_is_put_right_without_a_last_day() -> None:
    found = Rectified(total=5, done=1, done_share="20.00%", late_done=0, running=3, undated=1, overdue=1, rows=())
    assert said.rectification_answer(found) == (
        "5 项整改，完成 1 项；1 项逾期没有完成，2 项没有到期限，1 项没有写期限，还在改。"
    )


def test_what_is_not_put_right_is_said_in_words(site: Site) -> None:
    line = replace(site.evaluations.lines[0], grade="良", score="80.00", score_micro=80_000_000)
    rows = [SimpleNamespace(condition="整改中"), SimpleNamespace(condition="逾期")]
    assert said.evaluation_answer(line, None, "", (), rows, None).endswith("2 项整改，都还没有完成，1 项逾期。")
    assert said.evaluation_answer(line, None, "", (), rows[:1], None).endswith("1 项整改，还没有完成。")


def test_reports_and_assessments(site: Site) -> None:
    told, given = site.reports.reports[YEAR], site.reports.assessments[YEAR]
    sentence = said.reports_answer(told, given)
    assert sentence == (
        "报告 3 次：政府常务会、党委常委会、人大常委会；3 次有意见，都写了怎样办理；"
        "12 个部门的考核得分从 86.50 到 99.50 分。"
    )
    silent = [row._replace(response=None) for row in told]
    assert "3 次有意见，2 次写了怎样办理" in said.reports_answer([*told[:2], silent[2]], ())
    assert said.reports_answer(silent[:1], ()) == "报告 1 次：政府常务会；1 次有意见，没有写怎样办理。"
    assert said.reports_answer([told[0]._replace(reported_to=None, opinion=None)], ()) == "报告 1 次。"
    assert said.reports_answer((), given[:1]) == "没有向人大、政府、党委报告的记录；1 个部门的考核得分是 99.50 分。"


def test_what_is_to_be_filled_in() -> None:
    days = ["2026-09-18", "2026-12-20", "2027-09-18", ""]
    assert said.reporting_answer(3, days, "2026-11-28") == (
        "该填而没有公开的文件 4 份，属于 3 个部门；1 份过了期限，最近的期限是 2026-12-20。"
    )
    assert said.reporting_answer(1, [""], "2026-11-28") == "该填而没有公开的文件 1 份，属于 1 个部门。"
    assert said.reporting_answer(0, (), "2026-11-28") == "没有该填而没有公开的文件。"


def test_an_overview_says_what_its_newest_year_says(site: Site) -> None:
    overview = PAGES["rectifications/index"].overview
    assert overview is not None
    newest = max(site.rectifications.years, key=lambda key: key[1])
    found = said.rectification_answer(site.rectifications.years[newest])
    assert overview(site).answer == f"示例区 {newest[1]} 年度：{found}"  # type: ignore[attr-defined]


def test_an_overview_of_several_divisions_says_how_many(site: Site) -> None:
    keys = [("990001", 2024), ("370112", 2026), ("990001", 2025)]
    assert newest_answer(site, keys, lambda key: f"{key[0]}。") == (
        "2 个区划有记录，最近的是 2026 年度；点年度看每一个。"
    )
    assert newest_answer(site, keys[::2], lambda key: f"{key[0]}。") == "示例区 2025 年度：990001。"
    assert newest_answer(site, (), str) == ""


def test_the_largest_monitoring_is_told(site: Site) -> None:
    main = site.monitorings.main(*YEAR)
    assert main is not None
    green = replace(main, total=main.total._replace(red=0, yellow=0, green=main.total.projects))
    assert said.monitoring_answer(green, 1).endswith("；都是绿灯。")
    assert said.monitoring_answer(main, 2).endswith("；这一年监控 2 次。")


def test_the_method_page_lists_every_rule() -> None:
    assert set(said.ANSWERS) == set(FAMILIES)
    for rules in said.ANSWERS.values():
        assert rules.title
        for clause in rules.clauses:
            assert clause.subject
            assert clause.rule.endswith("。")
            assert clause.example
