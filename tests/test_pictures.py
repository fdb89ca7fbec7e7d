"""Charts on the pages: they show what the records say, and all of them can be read without seeing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.numbers import MICRO, printed
from generator.derive import Site
from generator.derive.disclosure import LATE, OPEN, Status
from generator.derive.next_budgets import next_budgets
from generator.derive.rows import Row
from generator.derive.shared_indicators import Reported, SharedIndicator
from generator.facts.achievement import met, reached_shares
from generator.facts.figures.verdicts import CONSISTENT, INCONSISTENT
from generator.pages.charts.frame import LOW, OWN, REST, Chart
from generator.pages.engine.filters import reached
from generator.pages.engine.fragments import shared_environment
from generator.pages.registry import PAGES
from generator.pages.views.comparison import Comparison
from generator.pages.views.departments import DepartmentPage
from generator.pages.views.parts.rows import evaluation_rows
from generator.pages.views.pictures.counted import Count, counts
from generator.pages.views.pictures.departments import DRAWN, spread
from generator.pages.views.pictures.dictionary import filled
from generator.pages.views.pictures.disclosure import cell
from generator.pages.views.pictures.evaluations import gaps
from generator.pages.views.pictures.indicators import reached as reached_by
from generator.pages.views.pictures.lists import sizes
from generator.pages.views.pictures.projects import met_strip, paces, trend
from generator.pages.views.pictures.reporting import Wanted, wanted
from generator.pages.views.pictures.review import Left, left_open
from generator.pages.views.pictures.statements import agreeing
from generator.pages.views.pictures.values import named, of_all, per_cent
from generator.pages.views.pictures.years import money
from tests.test_charts import unread

# Words, forms, single records, files to download, and pages that scripts fill: there is nothing to compare by eye (see
# docs/decisions.md). The pictures of a project and of the comparison stand apart: their tables are the page's own; the
# components are looked at by test_charts.
WITHOUT = {
    "404", "about", "cite", "compare", "comparison", "components", "data", "dictionary/index", "examples/family",
    "explore", "forms/division/folder/form", "measures", "mechanisms", "method", "mistakes", "pack",
    "projects/division/year/code", "records/division/folder/page", "search", "self-check",
}  # fmt: skip
FAMILIES = [path for path in PAGES if path not in WITHOUT]


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


@pytest.fixture(scope="module")
def facts(shipped_checked: Checked) -> Facts:
    return shipped_checked.facts


def charts(value: Any) -> Iterator[Chart]:
    """The charts of a page's content, and of the rows it lists."""
    if isinstance(value, Chart):
        yield value
    elif is_dataclass(value) and type(value).__module__.startswith("generator.pages.views"):
        for field in fields(value):
            yield from charts(getattr(value, field.name))
    elif isinstance(value, (list, tuple)) and (
        type(value) is list or type(value).__module__.startswith("generator.pages")
    ):
        for one in value:
            yield from charts(one)


@pytest.mark.parametrize("path", FAMILIES)
def test_charts_of_a_family_can_be_read(path: str, site: Site) -> None:
    fragment = shared_environment().get_template("parts/chart.html.j2")
    drawn = 0
    for context in PAGES[path].contexts(site):
        found = list(charts(context.content))
        assert len({one.name for one in found}) == len(found), "ids are told apart by the names"
        for chart in found:
            assert unread(fragment.render(chart=chart, root="../")) == []
            drawn += chart.height > 0
    assert drawn, "no chart in the shipped data"


def test_a_strip_has_a_sign_for_each_indicator(site: Site) -> None:
    seen = 0
    for line, detail in site.projects.details():
        chart = met_strip(line, detail)
        assert (chart is None) == (line.achieved is None or not detail.reported)
        if chart and line.achieved:
            seen += 1
            signs = tuple(path.count("M") for path in (chart.met, chart.missed, chart.untold))
            assert signs == (line.achieved.met, line.achieved.missed, line.achieved.untold)
    assert seen


def test_a_monitoring_lies_against_the_calendar() -> None:
    """Half the money in seven months of twelve, more than all of it, and nobody says: bars end at the whole year."""
    rows = [
        SimpleNamespace(period="7", rate_text="50.00%", light="黄"),
        SimpleNamespace(period="10", rate_text="104.50%（原件 103%）", light="绿"),
        SimpleNamespace(period="11", rate_text="原件未填", light=None),
    ]
    assert [(one.gone, one.spent, one.mark, one.slow) for one in paces(cast("list[Row]", rows))] == [
        ("58.33%", "50", "58.33", True),
        ("83.33%", "100", "83.33", False),
        ("91.67%", "", "91.67", False),
    ]


def test_what_was_reached_of_a_target(facts: Facts) -> None:
    shares, known = facts.of(reached_shares), facts.of(met)
    rows = facts.tables["self_evaluation_indicators"].assign(share=shares, met=known).dropna(subset=["share"])
    assert len(rows)
    assert rows["share"].min() >= 0
    least = rows[rows["operator"].isin(["≥", ">"]) & rows["met"].notna()]
    assert (least.loc[~least["met"].astype(bool), "share"] <= 100).all()
    assert (least.loc[least["met"].astype(bool), "share"] >= 100).all()
    plain = rows[rows["target_value"].str.fullmatch(r"[0-9]+") & rows["actual_value"].str.fullmatch(r"[0-9]+")]
    again = pd.to_numeric(plain["actual_value"]) * 100 / pd.to_numeric(plain["target_value"])
    assert len(plain)
    assert ((again - plain["share"].astype("float64")).abs() <= 0.5001).all()


@pytest.mark.parametrize(("share", "width"), [(0, "0"), (75, "50"), (100, "66.67"), (150, "100"), (4000, "100")])
def test_bars_of_what_was_reached_end_at_one_and_a_half(share: int, width: str) -> None:
    assert reached(share) == width


def test_the_years_of_a_project(site: Site) -> None:
    one = next(one for one in site.projects.lines if one.promised_micro and one.spend_micro and one.counted)
    later = replace(one, year=one.year + 1, promised_micro=None, promised="—", spend_micro=None)
    assert trend([one]) is None
    chart = trend([later, one])
    assert chart is not None
    assert [tick.label for tick in chart.ticks] == [str(one.year), str(later.year)]
    assert (len(chart.spots), len(chart.segments)) == (2, 0), "a line goes nowhere from what is missing"
    assert chart.notes[0].text == f"{one.score} 分"


def test_projects_that_spent_little_stand_out(site: Site) -> None:
    lines = [one for one in site.projects.lines if one.counted and one.has_self][:5]
    sound = [replace(one, slow=False) for one in lines]
    assert spread(2025, sound).title == "2025 年度：没有钱花得少的项目"
    assert {spot.tone for spot in spread(2025, sound).spots} == {OWN}
    slow = [replace(sound[0], slow=True, highest=True), *sound[1:]]
    assert spread(2025, slow).title == "2025 年度：1 个项目钱花得少，其中 1 个自评仍是最高等级"
    assert [spot.tone for spot in spread(2025, slow).spots].count(LOW) == 1
    many = spread(2025, sound * 20)
    assert len(many.spots) == DRAWN
    assert "共 100 个，画出最大的 60 个" in many.sentence
    assert spread(2025, []).height == 0


def test_money_ends_where_the_steps_end(site: Site) -> None:
    for (_, year), steps in site.reconciliation.of_year.items():
        chart = money("money", f"{year} 年度", steps)
        assert [line.value for line in chart.lines] == [one.amount for one in steps]
        before = 0
        for one in steps:
            assert not one.level or before in (0, one.amount_micro), "a level is what came before and its differences"
            before = one.amount_micro if one.level else before + one.amount_micro


def test_gaps_are_those_of_the_pages(site: Site) -> None:
    rows = [row for lines in site.evaluations.of_year.values() for row in evaluation_rows(site, lines)]
    chart = gaps("gaps", "历年", rows)
    assert chart.figures is not None
    assert chart.figures.rows
    apart = [per_cent(row.cells[2]) - per_cent(row.cells[1]) for row in chart.figures.rows]  # type: ignore[operator]
    assert apart == sorted(apart)


def shared(name: str, *states: bool) -> SharedIndicator:
    rows = cast("list[Reported]", [SimpleNamespace(met=one) for one in states])
    return SharedIndicator(name=name, bureaus=2, rows=rows)


def test_the_least_is_told_of_what_is_drawn_and_with_what_equals_it() -> None:
    most = [shared(f"指标{number}", True, True) for number in range(13)]
    some, other = shared("及时率", True, False), shared("满意度", False, True)
    assert reached_by([shared("培训", True, True)]).title == "用得最多的 1 个指标，各项目都达成"
    assert reached_by([*most, some]).title == "达成最少的是“及时率”：2 个项目里 1 个"
    assert reached_by([some, other]).title == "达成最少的是“及时率”、“满意度”：各 2 个项目里 1 个"
    assert reached_by([some, shared("合格率", *[True, False] * 2)]).title == "达成最少的是“及时率”、“合格率”：各 50.00%"
    unseen = shared("完整率", False, False)  # worse, but of those that fewer bureaus use
    assert reached_by([*most, some, other, unseen]).title == (
        "用得最多的 15 个指标里，达成最少的是“及时率”、“满意度”：各 2 个项目里 1 个"
    )
    assert named(["一", "二", "三", "四"]) == "“一”等 4 个"


def test_what_is_all_there_is_and_what_is_alike_is_not_called_the_most() -> None:
    one, other, third = Count("教育局，2025", 2), Count("财政局，2025", 2), Count("水务局，2025", 1)
    assert counts("c", "发现", "处", [one], "部门").title == "发现 2 处，都是“教育局，2025”"
    assert counts("c", "发现", "处", [one, other], "部门").title == "发现 4 处，2 个各 2 处"
    assert counts("c", "发现", "处", [third, one], "部门").title == "发现 3 处，最多的是“教育局，2025”：2 处"
    assert counts("c", "发现", "处", [one, third, other], "部门").title == (
        "发现 5 处，最多的是“教育局，2025”等 2 个，各 2 处"
    )


def test_next_budgets_by_grade(site: Site) -> None:
    division, year = next(key for key in site.evaluations.of_year if next_budgets(site, *key))
    found = next_budgets(site, division, year)
    evaluated = {one.project: one.grade for one in site.evaluations.of_year[division, year] if one.project is not None}
    for one in found:
        own = [site.projects.lines[position] for position, grade in evaluated.items() if grade == one.grade]
        budgets = [
            (project.promised_micro, later.promised_micro)
            for project in own
            for later in site.projects.lines
            if (later.division, later.year, later.key) == (division, year + 1, project.key)
            and project.promised_micro
            and later.promised_micro is not None
        ]
        assert (one.projects, one.before, one.after) == (len(budgets), *map(sum, zip(*budgets, strict=True)))
        assert per_cent(one.rate) == pytest.approx(one.after / one.before * 100 * MICRO, abs=5001)


@pytest.mark.parametrize(
    ("status", "short", "tone"),
    [
        (Status(state=OPEN, published="2025-03-01", due="2025-03-10"), "✓", OWN),
        (Status(state=OPEN, published="2025-03-15", due="2025-03-10", late=5), "晚5", LOW),
        (Status(state=LATE, due="2025-03-10"), "逾期", LOW),
        (Status(state="未到公开期限", due="2025-03-10"), "未到", REST),
    ],
)
def test_a_cell_says_what_its_colour_says(status: Status, short: str, tone: str) -> None:
    found = cell(status)
    assert found is not None
    assert (found.short, found.tone) == (short, tone)


def test_what_a_department_owes(site: Site) -> None:
    """Each year and kind that the list below has, and the count that the first sentence of the page says."""
    for page in PAGES["departments/division/department"].contexts(site):
        content = cast("DepartmentPage", page.content)
        years = [row.figures for row in content.years if row.figures.documents]
        assert content.owed.figures is not None or not years
        shown = [cell for row in content.owed.rows for cell in row.cells]
        assert len(shown) == sum(len(year.documents) for year in years)
        missing = sum(year.owed - year.published for year in years)
        assert (f"还欠 {missing} 项" in content.owed.title) is bool(missing)
        assert sum(cell.text == "逾期" for cell in shown) == missing


def test_small_multiples_compare_figures_of_one_kind(site: Site) -> None:
    """Each bar names its place, year and scope; what differs is said; figures in words and names are left out."""
    stages = cast("Comparison", next(iter(PAGES["comparison"].contexts(site))).content).stages
    drawn = [(one, chart) for one in stages for chart in one.charts]
    assert len(drawn) > 5
    for one, chart in drawn:
        row = next(row for row in one.compared.rows if chart.title.startswith(f"{row.title}："))
        assert all(word in chart.sentence for word in row.mixed)
        assert all("年度" in line.label and any(map(str.isdigit, line.value)) for line in chart.lines)
        assert len(chart.lines) >= 3


def test_percentages_are_read_back() -> None:
    assert [per_cent(text) for text in ("83.53%", "1,234.5%", "—", "", "−2%")] == [
        83_530_000,
        1_234_500_000,
        None,
        None,
        -2 * MICRO,
    ]


def test_sizes_of_projects_come_to_the_money_of_the_list(site: Site) -> None:
    """Each project in one band, what nobody says apart; the bands together are all the money."""
    projects = list(site.projects_of(*next(iter(site.years))))
    unsaid = replace(projects[0], size_micro=None)
    small, large = replace(projects[0], size_micro=MICRO), replace(projects[0], size_micro=3_000 * MICRO)
    chart = sizes([unsaid, small, large, large])
    assert [line.label for line in chart.lines] == [
        "1,000 万元及以上，2 个",
        "不到 10 万元，1 个",
        "没有公布金额，1 个",
    ]
    assert [line.value for line in chart.lines] == ["6,000.00", "1.00", "—"]
    assert chart.title == "1,000 万元及以上的 2 个项目，占全部的 99.98%"
    assert sizes([unsaid]).height == 0
    found = sizes(projects).figures
    assert found is not None
    whole = sum(one.size_micro for one in projects if one.size_micro is not None)
    assert sum(printed(row.cells[1]) or 0 for row in found.rows) == whole


def test_what_is_left_open_is_told_apart_from_what_nobody_says() -> None:
    lines = [Left("甲2025年度", "a/", (3, 0, None)), Left("甲2024年度", "b/", (None, 2, 0))]
    chart = left_open(lines, ("文件", "发现", "整改"))
    assert chart.title == "还没有了结的：文件 3，发现 2"
    assert [[cell.text for cell in row.cells] for row in chart.rows] == [["3", "0"], ["2", "0"]]
    assert [[cell.tone for cell in row.cells] for row in chart.rows] == [[LOW, REST], [LOW, REST]]
    assert [row.cells[0].middle for row in chart.rows] == ["16.67", "50"], "what nobody says stays empty"
    assert left_open([], ("文件",)).height == 0


def test_what_is_wanted_by_the_nearest_day() -> None:
    """Bureaus are counted a document and year; what is overdue stands out, what has no day comes last."""
    asked = [Wanted(2026, "监控", "2026-08-31"), Wanted(2026, "自评", ""), *[Wanted(2025, "自评", "2026-12-31")] * 2]
    chart = wanted("wanted-1", asked, "2026-11-27")
    assert chart.title == "要填 4 份，1 份过了期限，最近的期限 2026-12-31"
    assert [(line.value, line.tone) for line in chart.lines] == [("1", LOW), ("2", OWN), ("1", OWN)]
    assert wanted("wanted-1", [], "2026-11-27").height == 0


def test_statements_agree_as_often_as_their_pages_say(site: Site) -> None:
    chart = agreeing(site.statements)
    assert chart.lines
    counted = {one.called: Counter(each.verdict for each in one.recomputations) for one in site.statements}
    assert chart.figures is not None
    for row in chart.figures.rows:
        verdicts = counted[row.cells[0]]
        judged = verdicts[CONSISTENT] + verdicts[INCONSISTENT]
        assert row.cells[1:] == (f"{verdicts[CONSISTENT]} / {judged}", f"{judged}")


def test_a_table_tells_which_fields_are_left_empty(site: Site) -> None:
    table = site.checked.catalogue.tables["goals"]
    frame = site.checked.frames["goals"].head(4).copy()
    frame["remark"] = ["有", None, None, None]
    chart = filled(table.fields, frame)
    assert chart is not None
    assert chart.figures is not None
    told = {row.cells[0]: row.cells[1] for row in chart.figures.rows}
    assert told[table.field("remark").title] == "25.00%"
    some = [field.title for field in table.fields if 0 < frame[field.name].notna().sum() < len(frame)]
    assert sorted(told) == sorted(some)
    never = sum(bool(frame[field.name].isna().all()) for field in table.fields)
    assert chart.title.endswith(f"，{len(some)} 个有填有不填，{never} 个一行也没有填")
    assert filled(table.fields, frame.head(0)) is None


@pytest.mark.parametrize(("number", "every", "told"), [(0, 0, "none"), (0, 3, "none"), (2, 3, "some"), (3, 3, "whole")])
def test_none_of_none_is_not_all_of_them(number: int, every: int, told: str) -> None:
    assert of_all(number, every, some="some", whole="whole", none="none") == told
