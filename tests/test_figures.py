"""Figures as the pages show them: what is counted, what is left out and named, and that pages say one number."""

from __future__ import annotations

import html
import re

import pytest

from generator.core.numbers import MICRO
from generator.derive import Site, derive
from generator.derive.projects import by_size
from generator.derive.reconciliation import WORDS, StepLine
from generator.derive.summary import distribute
from generator.facts.measures.declared.self_evaluations import MEASURES
from generator.facts.measures.measure import GRADES
from generator.facts.measures.records import Records
from generator.facts.projects import STATES
from generator.facts.reconciliation import STEPS
from generator.pages.engine.context import PageContext
from generator.pages.engine.fragments import shared_environment
from generator.pages.registry import PAGES
from generator.pages.views.applications import application_pages
from generator.pages.views.departments import department_pages
from generator.pages.views.evaluations import evaluation_pages
from generator.pages.views.lists import list_pages
from generator.pages.views.projects import project_pages
from generator.pages.views.years import year_pages
from tests.conftest import DataFolder

IRRIGATION, CANTEEN = "灌区续建配套与现代化改造", "学校食堂“互联网+明厨亮灶”建设"
IRRIGATION_KEY = "99000123t211005000001"


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


def rendered(site: Site, context: PageContext, name: str) -> str:
    values = {"site": site, "root": "/", "url": "", "base": "", "page": context, **vars(context.content)}
    return shared_environment().get_template(f"{name}.html.j2").render(values)


def shown(site: Site, context: PageContext, *names: str) -> str:
    """Some fragments of a page as their text, without markup and needless space."""
    made = "".join(rendered(site, context, name) for name in names)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", made)))


def of_year(pages, year: str, **params: str) -> PageContext:
    wanted = {"division": "990001", "year": year, **params}
    return next(page for page in pages if wanted.items() <= page.params.items())


def overview(site: Site, path: str) -> PageContext:
    return next(iter(PAGES[path].contexts(site)))


# What is counted.


def test_the_mean_is_that_of_what_was_carried_out(site: Site) -> None:
    summary = site.years["990001", 2025].summary
    assert (summary.score_mean, summary.scored, summary.reported) == ("97.27", 51, 53)
    [aside] = summary.left_out
    assert (aside.state.word, aside.promised) == ("年中取消", ("1.05", "亿元"))
    assert [one.name for one in aside.projects] == [IRRIGATION, CANTEEN]
    means = {code: site.department_years["990001", code, 2025].summary.score_mean for code in ("water", "edu")}
    assert means == {"water": "96.90", "edu": "99.15"}
    assert (summary.achieved.met, summary.achieved.missed, summary.achieved.untold) == (516, 86, 0)


def test_the_statement_and_the_pages_say_one_mean(site: Site) -> None:
    """Drafted from the records of 2025, a statement of 2026 tells the self-evaluation of the year before."""
    records = Records(facts=site.checked.facts, division="990001")
    values = {one.code: one.how.of(records, 2025) for one in MEASURES}
    summary = site.years["990001", 2025].summary
    mean = values["self_evaluation_mean_score"]
    assert (mean.count, round(float(mean.number), 2)) == (summary.scored, float(summary.score_mean))
    counts = {grade.name: grade.times for grade in summary.grades}
    for grade, code in GRADES.items():
        assert values[f"self_evaluation_{code}_count"].number == counts.get(grade, 0)
    assert values["self_evaluation_count"].number == summary.reported
    [aside] = summary.left_out
    cancelled = values["project_cancelled_count"], values["project_cancelled_amount"]
    assert [float(one.number) for one in cancelled] == [len(aside.projects), 10532.5747]
    assert values["project_postponed_count"] is None


def test_the_largest_stand_where_their_start_of_year_money_puts_them(site: Site) -> None:
    first, second, *_ = by_size(site.projects_of("990001", 2025))
    assert (first.name, first.state.word, first.promised, first.annual) == (IRRIGATION, "年中取消", "10,446.71", "0.00")
    assert first.size_micro is not None
    assert second.size_micro is not None
    assert first.size_micro > second.size_micro
    added = next(one for one in site.projects_of("990001", 2025) if one.state.word == "年中追加")
    assert (added.promised, added.promised_micro, added.size_micro) == ("0.00", 0, 670 * MICRO)


def test_bands_are_of_one_width(site: Site) -> None:
    projects, evaluations = site.projects_of("990001", 2025), site.evaluations.of_year["990001", 2025]
    labels = [bar.label for bar in distribute(projects, evaluations).bars]
    assert labels == [f"{low}–{low + 5} 分" for low in range(60, 100, 5)]
    found = distribute(projects, evaluations)
    assert (sum(bar.own for bar in found.bars), sum(bar.other for bar in found.bars)) == (51, len(evaluations))


@pytest.mark.parametrize(
    ("scores", "labels", "counts"),
    [
        ([100.0, 60.0, 94.99, 95.0], [f"{low}–{low + 5} 分" for low in range(60, 100, 5)], [1, 0, 0, 0, 0, 0, 1, 2]),
        ([42.0, 60.0, 100.0], [f"{low}–{low + 10} 分" for low in range(40, 100, 10)], [1, 0, 1, 0, 0, 1]),
        ([0.0], [f"{low}–{low + 10} 分" for low in range(0, 100, 10)], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ],
)
def test_a_low_score_makes_all_bands_broader(site: Site, scores, labels, counts) -> None:
    evaluation = site.evaluations.lines[0]
    given = [type("One", (), {"score_micro": round(score * MICRO)})() for score in scores]
    assert evaluation is not None
    found = distribute((), given)
    assert [bar.label for bar in found.bars] == labels
    assert [bar.other for bar in found.bars] == counts


# Steps.


def test_every_step_has_its_words() -> None:
    assert set(WORDS) >= set(STEPS) - {"更名"}


def added_up(steps: list[StepLine]) -> None:
    running = None
    for step in steps:
        if step.level:
            assert running in (None, step.amount_micro)
            running = step.amount_micro
        else:
            running += step.amount_micro
            assert step.members


def test_the_steps_of_departments_are_those_of_the_year(site: Site) -> None:
    assert site.reconciliation.of_year
    for (division, year), steps in site.reconciliation.of_year.items():
        added_up(list(steps))
        sums: dict[str, int] = {}
        for (place, _, own), found in site.reconciliation.of_department.items():
            if (place, own) == (division, year):
                added_up(list(found))
                for step in found:
                    sums[step.name] = sums.get(step.name, 0) + step.amount_micro
        assert sums == {step.name: step.amount_micro for step in steps}


def test_totals_of_the_pages_are_steps(site: Site) -> None:
    assert site.years
    for key, year in site.years.items():
        amounts = {step.name: step.amount for step in site.reconciliation.of_year[key]}
        summary = year.summary
        assert [summary.promised, summary.annual, summary.base, summary.spend] == [
            amounts[name] for name in ("年初公开的目标", "全年预算", "已公开自评的全年预算", "全年执行数")
        ]


# What the pages say.


def test_a_cancelled_project_says_so(site: Site) -> None:
    page = of_year(project_pages(site), "2025", code=IRRIGATION_KEY)
    text = shown(site, page, "projects/summary", "projects/stages", "projects/funds", "projects/monitoring")
    assert "年中取消，年初安排的 1.04 亿元没有照计划实施" in text
    assert "年中取消，不计分" in text
    assert "取消 −10,446.71 2025-05-07 示例区人民代表大会常务委员会" in text
    assert "免办" in text
    assert "项目年中取消，不再监控" in text
    assert "尚未公开 ：没有见到本项目的运行监控记录" not in text
    searched = rendered(site, page, "projects/summary")
    assert 'data-amount="10446.71"' in searched
    assert "data-score" not in searched
    assert 'data-pagefind-filter="状态">年中取消<' in searched


def test_a_project_says_how_many_indicators_were_met(site: Site) -> None:
    page = of_year(project_pages(site), "2025", code="99000122t205001000006")
    text = shown(site, page, "projects/summary", "projects/indicators")
    assert "13 个指标，8 个做到，5 个没做到" in text
    assert text.count("✗ 没有达成") == 5
    assert text.count("✓ 达成") == 8


def test_one_word_for_what_became_of_a_project_everywhere(site: Site) -> None:
    lists = shown(site, of_year(list_pages(site), "2025"), "lists/projects")
    assert re.search(rf"{IRRIGATION} 水务局 年中取消 10,446\.71 0\.00 — 不计分 — —", lists)
    department = next(page for page in department_pages(site) if page.params["department"] == "water")
    rows = shown(site, department, "departments/projects")
    assert re.search(rf"{IRRIGATION} 年中取消 10,446\.71 0\.00", rows)
    largest = shown(site, overview(site, "projects/index"), "projects/largest")
    assert re.search(rf"{IRRIGATION} 水务局 年中取消", largest)
    history = shown(site, of_year(project_pages(site), "2024", code=IRRIGATION_KEY), "projects/history")
    assert "2025 年中取消 10,446.71 0.00" in history
    method = shown(site, overview(site, "method"), "method/standings")
    assert all(word in method for word in STATES)


@pytest.mark.parametrize(
    ("path", "fragments"),
    [("index", ("home/overview", "home/scores")), ("departments/index", ("departments/index",))],
)
def test_overviews_say_the_same_figure(site: Site, path: str, fragments: tuple[str, ...]) -> None:
    text = shown(site, overview(site, path), *fragments)
    assert ("97.27" in text) == (path == "index")
    assert ("96.90" in text) == (path != "index")
    assert "93.60" not in text
    assert "72.68" not in text


def test_what_is_left_out_is_named_where_it_is_left_out(site: Site) -> None:
    year = of_year(year_pages(site), "2025")
    said = f"另有 2 个项目年中取消，年初预算 1.05 亿元： {IRRIGATION} 、 {CANTEEN} "
    for fragment in ("years/summary", "parts/scores"):
        assert said in shown(site, year, fragment)
    assert said in shown(site, overview(site, "index"), "home/overview")
    assert said not in shown(site, of_year(year_pages(site), "2024"), "years/summary", "parts/scores")


def test_the_list_of_departments_is_of_one_year(site: Site) -> None:
    text = shown(site, overview(site, "departments/index"), "departments/index")
    assert "示例区 2025年度" in text
    for code in ("health", "police"):  # without results in 2025: its goals stand, not those of 2024
        department = site.departments["990001", code]
        mine = site.department_years["990001", code, 2025].summary
        name = department.name.removeprefix("示例区")
        assert re.search(rf"{name} {mine.projects} {mine.promised} {mine.annual} — — —", text)


def test_none_looks_at_what_it_claims(site: Site) -> None:
    poor = {year: site.poor["990001", year] for year in (2024, 2025)}
    assert [len(one) for one in poor.values()] == [1, 2]
    assert [one.word for ones in poor.values() for one in ones] == [
        "没有减少，也没有说明",
        "没有减少，也没有说明",
        "没有减少，已说明",
    ]
    said = "1 项后来的预算没有减少，也没有说明理由。"
    for text in (
        shown(site, of_year(application_pages(site), "2025"), "applications/poor"),
        shown(site, of_year(year_pages(site), "2025"), "years/evaluations"),
        shown(site, next(page for page in department_pages(site) if page.params["department"] == "ecology"),
              "departments/consequences"),
    ):  # fmt: skip
        assert said in text
        assert "城镇污水处理厂运营服务 财政重点评价" in text
    page = of_year(evaluation_pages(site), "2025", code="cz2025-207-01")
    assert "没有减少，也没有说明" in shown(site, page, "evaluations/applications")


PROJECT_FRAGMENTS = ("summary", "stages", "goal", "funds", "indicators", "monitoring", "check", "history", "more")


def test_a_project_known_by_an_adjustment_alone_has_its_page(folder: DataFolder) -> None:
    row = folder.row("budget_adjustments", adjustment_code="t1", project_code="p1", kind="追加", amount="80.5")
    folder.table("budget_adjustments", row)
    made = derive(folder.check(()))
    [page] = project_pages(made)
    text = shown(made, page, *(f"projects/{name}" for name in PROJECT_FRAGMENTS))
    assert "年中追加" in text
    assert "追加 +80.50" in text
    [steps] = made.reconciliation.of_year.values()
    assert [(step.title, step.amount) for step in steps if step.amount_micro] == [
        ("年中追加", "+80.50"),
        ("全年预算", "80.50"),
        ("还没有公开自评", "−80.50"),
    ]
