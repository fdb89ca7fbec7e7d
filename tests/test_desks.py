"""The desk of whoever reports: what is due and done, the calendar, and lines that answer what was found."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml

from generator.core import addresses
from generator.core.data import Checked
from generator.core.package import KINDS
from generator.derive import Site
from generator.downloads.calendars import calendar_outputs
from generator.facts.reporting import owed, to_publish
from generator.pages.engine.fragments import shared_environment
from generator.pages.views import desks as views
from generator.pages.views.desks import DeskPage, desk_pages

CLOCK = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def site(shipped_derived: Site) -> Site:
    """What the shipped data comes to."""
    return shipped_derived


@pytest.fixture(scope="module")
def desks(site: Site) -> dict[str, DeskPage]:
    """Each desk of the invented district by its department."""
    return {one.params["department"]: one.content for one in desk_pages(site) if one.params["division"] == "990001"}


def test_what_is_awaited_is_what_the_table_says(desks: dict[str, DeskPage], site: Site) -> None:
    """The lead, the calendar and the table of a desk speak of the same documents."""
    assert len(desks) == 12
    for desk in desks.values():
        late = [(one.year, row.title) for one in desk.desk_years for row in one.documents if row.status.slug == "late"]
        said = [one.title for one in desk.overdue]
        assert {f"{year}年度{title}" for year, title in late if year >= site.today.year - 2} >= set(said)
        assert all(one.day < site.today.isoformat() for one in desk.overdue)
        ahead = {row.status.due for one in desk.desk_years for row in one.documents if row.status.slug == "ahead"}
        assert {one.day for one in desk.coming} == ({min(ahead)} if ahead else set())


def test_a_workbook_to_fill_in_says_what_for(desks: dict[str, DeskPage], site: Site) -> None:
    due = {(one.department, one.year): one for one in site.checked.facts.of(owed) if one.division == "990001"}
    shown = {(code, one.year): one for code, desk in desks.items() for one in desk.desk_years}
    assert due
    for place, year in shown.items():
        kinds = due[place].documents if place in due else ()
        assert [one.title for one in year.to_fill] == [KINDS[one].title for one in kinds]
        assert bool(year.template) == bool(kinds)
    page = next(desk for desk in desks.values() if any(one.to_fill for one in desk.desk_years))
    told = shared_environment().get_template("desks/due.html.j2").render(site=site, root="../", **vars(page))
    first = next(one for one in page.desk_years if one.to_fill).to_fill[0]
    assert f"现在该填、还没有公开的：{first.title}" in told


def test_answers_are_lines_of_a_form_of_publication(desks: dict[str, DeskPage], site: Site) -> None:
    lines = 0
    for desk in desks.values():
        for subject in desk.subjects:
            for one in subject.asked:
                assert one.finding.reply is None
                if not one.reply:
                    continue
                lines += 1
                [reply] = yaml.safe_load(one.reply)
                assert (reply["rule"], reply["table"]) == (one.finding.code, one.finding.table)
                assert reply["record"] == one.finding.record
                assert set(reply) == {"rule", "table", "record", "date", "text"}
                assert one.finding.severity != "error"
    assert lines > 20


def test_an_answered_finding_leaves_the_list(site: Site, desks: dict[str, DeskPage]) -> None:
    answered = sum(one.answered for one in desks.values())
    own = [
        finding
        for (division, year, department), found in site.findings.of_folder.items()
        if division == "990001" and department in desks and year >= desks[department].since
        for finding in found
    ]
    asked = sum(len(subject.asked) for one in desks.values() for subject in one.subjects)
    asked += sum(one.left for one in desks.values())
    assert answered == sum(1 for one in own if one.reply or one.waiver) > 0
    assert asked + answered == len(own)
    assert sum(one.wrong + one.asked for one in desks.values()) == asked


def test_a_desk_says_at_its_top_what_is_to_be_done(desks: dict[str, DeskPage], site: Site) -> None:
    """The counts of the lead are those of the folds below."""
    page = next(one for one in desks.values() if len(one.subjects) > 1 and not one.left)
    pages = shared_environment()
    lead = pages.get_template("desks/due.html.j2").render(site=site, root="../", **vars(page))
    assert f'有 {page.asked} 处<a href="#findings">提醒和关注</a>' in lead
    told = pages.get_template("desks/findings.html.j2").render(site=site, root="../", **vars(page))
    folds = re.findall(r"<details class=\"asked\"( open)?><summary>.*<small>(.*)</small>", told)
    assert [bool(opened) for opened, _ in folds] == [True, *[False] * (len(page.subjects) - 1)]
    assert sum(int(one) for _, words in folds for one in re.findall(r" (\d+)", words)) == page.asked + page.wrong


def test_a_desk_lists_the_most_serious_and_counts_the_rest(
    site: Site, desks: dict[str, DeskPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_SUBJECTS", 1)
    short = {one.params["department"]: one.content for one in desk_pages(site) if one.params["division"] == "990001"}
    for code, desk in desks.items():
        assert list(short[code].subjects) == list(desk.subjects[:1])
        assert short[code].left == sum(len(one.asked) for one in desk.subjects[1:]) + desk.left
    page = next(one for one in short.values() if one.left)
    told = shared_environment().get_template("desks/findings.html.j2").render(site=site, root="../", **vars(page))
    assert f"先列最要紧的 1 个项目；另有 {page.left:,} 处" in told
    assert all(f'href="../{one.path}"' in told for one in page.lists)


def test_a_calendar_has_each_day_once_and_lines_of_75_bytes(shipped_checked: Checked) -> None:
    outputs = {one.path: one.content for one in calendar_outputs(shipped_checked, clock=CLOCK)}
    due = shipped_checked.facts.of(to_publish)
    assert set(outputs) == {addresses.calendar(*place) for place in due}
    for place, awaited in due.items():
        content = outputs[addresses.calendar(*place)]
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        text = content.decode().replace("\r\n ", "")
        days = re.findall(r"DTSTART;VALUE=DATE:(\d{4})(\d\d)(\d\d)", text)
        assert ["-".join(one) for one in days] == [one.day for one in awaited]
        names = re.findall(r"^UID:(.*)\r$", text, re.MULTILINE)
        assert len(set(names)) == len(names) == len(awaited)
        assert text.startswith("BEGIN:VCALENDAR\r\n")
        assert text.endswith("END:VCALENDAR\r\n")


def test_without_a_day_nothing_is_awaited(shipped_checked: Checked) -> None:
    assert to_publish(replace(shipped_checked.facts, today=None)) == {}
