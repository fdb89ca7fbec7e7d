"""The page of a statement that was drafted from the records: its text, its appendix and its checks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.core.data import Checked
from generator.derive import Site, derive
from generator.pages.engine.context import PageContext
from generator.pages.engine.fragments import shared_environment
from generator.pages.views.statements import StatementPage, statement_pages
from tests.statement_data import changed


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    return shipped_derived


def page(site: Site, division: str, year: str) -> PageContext[StatementPage]:
    return next(one for one in statement_pages(site) if one.params == {"division": division, "year": year})


def fragment(site: Site, context: PageContext[StatementPage], name: str) -> str:
    values = {"site": site, "root": "/", "url": "", "base": "", "page": context, **vars(context.content)}
    return shared_environment().get_template(f"statements/{name}.html.j2").render(values)


@pytest.fixture(scope="module")
def drafted(site: Site) -> PageContext[StatementPage]:
    return page(site, "990001", "2025")


def test_every_figure_of_the_text_leads_to_its_records_and_its_line(
    site: Site, drafted: PageContext[StatementPage]
) -> None:
    told = [run for part in drafted.content.text for run in part.runs if run.told]
    assert len(told) > 100
    assert all(run.path for run in told)
    text, lines = fragment(site, drafted, "text"), fragment(site, drafted, "figures")
    ids = dict(re.findall(r'<tr id="([^"]+)"><th scope="row"><small class="no">(\d+)</small>', lines))
    assert len(ids) == drafted.content.statement.figures
    assert len(set(ids.values())) == len(ids)
    for run in told:
        assert ids[run.line] == str(run.number)
    assert "与记录不符" not in text
    assert re.search(r"编制项目绩效目标<span class=\"told\"><a [^>]*>63个</a>", text)


def test_every_line_has_formula_and_records(drafted: PageContext[StatementPage]) -> None:
    bases = drafted.content.bases
    assert len(bases) == drafted.content.statement.figures
    assert all(one.formula and one.title and one.filter and one.path for one in bases.values())


@pytest.mark.thorough
def test_text_shows_what_was_published_and_marks_what_the_records_no_longer_say(shipped_checked: Checked) -> None:
    code = "990001-2025-goal-count"
    figures = shipped_checked.frames["reported_figures"].copy()
    figures.loc[figures["figure_code"] == code, ["value", "value_text"]] = [70_000_000, "70"]
    site = derive(changed(shipped_checked, reported_figures=figures))
    drafted = page(site, "990001", "2025")
    run = next(run for part in drafted.content.text for run in part.runs if run.line == code)
    assert run.words == "70个"
    check = next(one for one in drafted.content.statement.recomputations if one.anchor == run.differs)
    assert (check.published, check.recomputed, check.verdict) == ("70个", "63个", "不一致")
    assert f'href="#{run.differs}">与记录不符</a>' in fragment(site, drafted, "text")


def test_a_figure_that_was_not_published_is_marked(shipped_checked: Checked) -> None:
    figures = shipped_checked.frames["reported_figures"]
    kept = figures[figures["figure_code"] != "990001-2025-goal-count"]
    site = derive(replace(shipped_checked, frames={**shipped_checked.frames, "reported_figures": kept}))
    drafted = page(site, "990001", "2025")
    assert [run.words for part in drafted.content.text for run in part.runs if run.told and not run.line] == ["63个"]
    assert "<sup>新增</sup>" in fragment(site, drafted, "text")


def test_checks_that_agree_are_folded_and_others_shown_with_their_cause(
    site: Site, drafted: PageContext[StatementPage]
) -> None:
    shown = fragment(site, drafted, "recomputations")
    folded = re.findall(r"<summary>(.*?)</summary>", shown)
    records = [one for one in drafted.content.statement.recomputations if one.of_records]
    assert folded[-1] == f"一致的 {len(records)} 项"
    assert shown.count('<li id="') == sum(one.slug != "same" for one in drafted.content.statement.recomputations)
    real = fragment(site, page(site, "370112", "2023"), "recomputations")
    titles = ("自评资金的历年变化", "监控期执行率与序时进度")  # in doubt, and worked out: the differences first
    assert real.index(titles[0]) < real.index(titles[1])
    by_hand = page(site, "990001", "2024")
    shown = fragment(site, by_hand, "recomputations")
    assert "11 个一致，1 个要看" in shown
    assert "比公布的66个少3个" in shown
    assert "一致的 11 项" in shown


@pytest.mark.parametrize(("division", "year"), [("990001", "2024"), ("370112", "2023")])
def test_what_was_entered_by_hand_has_no_text(site: Site, division: str, year: str) -> None:
    context = page(site, division, year)
    assert (context.content.text, context.content.bases) == ((), {})
    assert "不摘抄原文" in fragment(site, context, "text")


def test_records_that_are_gone_leave_the_figures(shipped_checked: Checked) -> None:
    tables = {
        name: frame[frame["division"] != "990001"]
        if name not in ("divisions", "departments", "statements", "reported_figures") and "division" in frame
        else frame
        for name, frame in shipped_checked.frames.items()
    }
    context = page(derive(changed(shipped_checked, packages=(), **tables)), "990001", "2025")
    assert context.content.text == ()
    assert context.content.statement.figures > 150
