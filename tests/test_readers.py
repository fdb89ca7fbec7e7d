"""What misled readers or failed them, tried again on the built site; the truth is computed from the published tables.

These are the readers' tasks that a page without scripts answers. Others stand where the browser is: words people say,
suggestions and topics in browser/test_search.py, ten lowest and all that is owed in browser/test_explore.py, a pack of
three projects in browser/test_pack.py, sharing in browser/test_take.py, ten seconds, phones and paper in
browser/test_reading.py.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

Rows = Sequence[Mapping[str, str]]
PLACE, YEAR = "990001", "2025"


def table(site: Path, name: str) -> Rows:
    """A flat table as anybody may download it, of the invented district."""
    with (site / f"downloads/flat/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["division"] == PLACE]


@pytest.fixture(scope="module")
def projects(shipped_site: Path) -> Rows:
    """The project-years of the year."""
    return [row for row in table(shipped_site, "projects") if row["fiscal_year"] == YEAR]


def text(site: Path, page: str) -> str:
    """What a page says, without its frame."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html[html.index("<h1") : html.index("<footer")]))


def page_of(row: Mapping[str, str]) -> str:
    return f"projects/{PLACE}/{row['fiscal_year']}/{row['project_code'].lower()}"


def money(value: str | Decimal) -> str:
    """An amount with two decimals, as pages of projects have it, with scripts and without."""
    return f"{Decimal(value).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def mean(values: Sequence[str]) -> str:
    total = sum(map(Decimal, values)) / len(values)
    return str(total.quantize(Decimal("0.01"), ROUND_HALF_UP))


def test_the_largest_project_stands_first_with_its_promise_though_it_was_stopped(
    shipped_site: Path, projects: Rows
) -> None:
    largest = max(projects, key=lambda row: Decimal(row["promised"] or 0))
    assert (largest["state"], largest["annual"]) == ("年中取消", "0")
    told = text(shipped_site, page_of(largest))
    assert f"年初承诺 {money(largest['promised'])} 万元年初预算" in told
    assert "年中取消没有结果可评，不计入平均分、分布和排名" in told
    assert "免办：运行监控（项目年中取消，不再监控）" in told
    listed = (shipped_site / f"lists/{PLACE}/{YEAR}/1/index.html").read_text(encoding="utf-8")
    first = re.search(r'<tbody>.*?<a href="[./]*([^"]+)/">', listed, re.DOTALL)
    assert first
    assert first[1] == page_of(largest)
    assert largest["project_name"] in text(shipped_site, f"years/{PLACE}/{YEAR}")


def test_means_leave_out_what_was_not_carried_out(shipped_site: Path, projects: Rows) -> None:
    scored = [row for row in projects if row["self_score"]]
    every = [*scored, *({"self_score": "0"} for row in projects if row["state"] == "年中取消")]
    right, wrong = (mean([row["self_score"] for row in rows]) for rows in (scored, every))
    told = text(shipped_site, f"years/{PLACE}/{YEAR}")
    assert right != wrong
    assert f"自评平均分{right} 分" in told
    assert wrong not in told


def test_means_of_bureaus_leave_it_out_too(shipped_site: Path, projects: Rows) -> None:
    stopped = {row["department"] for row in projects if row["state"] == "年中取消"}
    assert len(stopped) > 1
    for code in stopped:
        scored = [row["self_score"] for row in projects if row["department"] == code and row["self_score"]]
        told = text(shipped_site, f"departments/{PLACE}/{code}")
        assert f"自评平均分{mean(scored)} 分" in told, code


def test_a_bureau_says_how_its_promises_became_what_was_spent(shipped_site: Path, projects: Rows) -> None:
    """Each step from one end to the other, where the two are far apart, so that no figure stands there unexplained."""
    stopped = {row["department"] for row in projects if row["state"] == "年中取消"}
    for code in stopped:
        own = [row for row in projects if row["department"] == code]
        ends = [sum(Decimal(row[column] or 0) for row in own) for column in ("promised", "spend")]
        told = text(shipped_site, f"departments/{PLACE}/{code}")
        start, end = (f"{money(one / 10_000)} 亿元" if one >= 10_000 else f"{money(one)} 万元" for one in ends)
        steps = told[told.index(f"{YEAR}年度：年初公开的目标 {start}，全年执行数 {end}") :][:1500]
        assert "年中取消" in steps


def test_a_promise_is_what_was_promised_at_the_start_of_the_year(shipped_site: Path, projects: Rows) -> None:
    changed = [row for row in projects if row["promised"] and Decimal(row["promised"]) != Decimal(row["annual"])]
    assert len(changed) > 3
    for row in changed:
        told = text(shipped_site, page_of(row))
        assert f"年初承诺 {money(row['promised'])} 万元" in told, row["project_name"]


def test_missing_and_nought_are_told_apart(shipped_site: Path, projects: Rows) -> None:
    """In the published table a score that nobody gave is empty, and one of a stopped project is not a nought."""
    assert {row["self_score"] for row in projects if row["state"] == "年中取消"} == {""}
    assert all(row["self_score"] for row in projects if row["self_state"] == "已公开" and row["state"] != "年中取消")


def test_departments_stand_side_by_side_in_one_year(shipped_site: Path) -> None:
    told = text(shipped_site, "departments")
    (year,) = re.findall(r"都是 (\d{4}) 年度的数", told)
    assert year == YEAR


def test_budgets_that_jump_are_explained_step_by_step(shipped_site: Path, projects: Rows) -> None:
    """What was promised and what was spent meet: the page of the year names both ends, and each step leads on."""
    told = text(shipped_site, f"years/{PLACE}/{YEAR}")
    promised = sum(Decimal(row["promised"] or 0) for row in projects) / 10_000
    assert f"{promised.quantize(Decimal('0.01'), ROUND_HALF_UP)} 亿元" in told
    for word in ("年中取消", "调减", "追加"):
        assert word in told


def test_scores_are_counted_in_equal_steps(shipped_site: Path) -> None:
    told = text(shipped_site, f"years/{PLACE}/{YEAR}")
    bounds = re.findall(r"(\d+)–(\d+) 分", told)
    assert len(bounds) > 5
    assert len({int(high) - int(low) for low, high in bounds}) == 1


def test_a_good_grade_does_not_hide_what_was_missed(shipped_site: Path, projects: Rows) -> None:
    hidden = [
        row
        for row in projects
        if row["self_grade"] == "优" and row["missed_share"] and Decimal(row["missed_share"]) * 3 >= 100
    ]
    assert hidden
    for row in hidden:
        met, every = int(row["indicators_met"]), int(row["indicators_told"])
        answer = text(shipped_site, page_of(row))[:300]
        assert f"{every} 个指标，{met} 个做到，{every - met} 个没做到" in answer
        if row["independent_grade"] and row["independent_grade"] != row["self_grade"]:
            assert f"为“{row['independent_grade']}”，自评是“优”" in answer


def test_poor_grades_that_changed_no_budget_are_told_first(shipped_site: Path) -> None:
    poor = [row for row in table(shipped_site, "evaluations") if row["grade"] in ("中", "差") and row["applied"]]
    kept = [row for row in poor if row["consequence"].startswith("没有减少，也没有")]
    assert poor
    assert kept
    for row in kept:
        for page in (f"years/{PLACE}/{row['fiscal_year']}", f"consequences/{PLACE}/{row['fiscal_year']}"):
            assert row["subject_name"] in text(shipped_site, page)
        assert "没有减少" in text(shipped_site, f"consequences/{PLACE}/{row['fiscal_year']}")[:300]


def test_a_clerk_finds_what_is_due_the_form_and_how_to_reply(shipped_site: Path) -> None:
    """One page a bureau: what it owes, until when, the form filled in so far, a calendar, a reply ready to copy."""
    owed = [row for row in table(shipped_site, "owed") if row["state"] == "逾期未公开"]
    for code in sorted({row["department"] for row in owed}):
        html = (shipped_site / f"reporting/{PLACE}/{code}/index.html").read_text(encoding="utf-8")
        told = text(shipped_site, f"reporting/{PLACE}/{code}")
        for row in owed:
            if row["department"] == code:
                assert row["document"].partition(" ")[2] in told
                assert row["due_date"] in told
        assert re.search(r'href="[^"]*\.xlsx"', html)
        assert re.search(r'href="[^"]*\.ics"', html)
        assert "怎样答复" in told
    calling = (shipped_site / "reporting/index.html").read_text(encoding="utf-8")
    assert f'href="{PLACE}/' in calling or f"reporting/{PLACE}/" in calling


def test_a_bureau_finds_its_desk_under_its_own_section(shipped_site: Path) -> None:
    html = (shipped_site / f"reporting/{PLACE}/edu/index.html").read_text(encoding="utf-8")
    nav = html[html.index('<nav class="nav"') : html.index("</header>")]
    assert re.findall(r'<a href="[^"]*" aria-current="true">([^<]*)</a>', nav) == ["部门", "部门填报"]
