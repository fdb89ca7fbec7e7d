"""Published findings: an address each that stays, an order, the reply beside each; files that say the same."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from generator.core import addresses
from generator.core.data import Checked
from generator.core.numbers import plain
from generator.core.output import Output
from generator.derive.published import PublishedFindings, derive_published, most_telling, tally
from generator.derive.published_rows import TABLE
from generator.derive.site import Department, Site
from generator.downloads import findings
from generator.downloads.findings import finding_outputs
from generator.downloads.jobs import downloads
from generator.pages.views.findings import department_pages
from generator.rules.asking import WEIGHTS

CLOCK = datetime(2026, 11, 20, tzinfo=UTC)
SITE = "https://example.org/"


@pytest.fixture(scope="module")
def published(shipped_checked: Checked) -> PublishedFindings:
    return derive_published(shipped_checked)


@pytest.fixture(scope="module")
def files(shipped_checked: Checked) -> dict[str, Output]:
    made = finding_outputs(downloads(shipped_checked, clock=CLOCK, site_url=SITE).setting)
    return {one.path: one for one in made}


def test_every_finding_is_published_once_with_an_address_of_its_own(
    shipped_checked: Checked, published: PublishedFindings
) -> None:
    assert Counter(id(one.finding) for one in published.lines) == Counter(map(id, shipped_checked.findings))
    assert len({one.path for one in published.lines}) == len(published.lines)
    assert sum(map(len, published.of_department.values())) == len(published.lines)


def test_feeds_have_the_newest_first(files: dict[str, Output]) -> None:
    updated = "{http://www.w3.org/2005/Atom}entry/{http://www.w3.org/2005/Atom}updated"
    feeds = [ElementTree.fromstring(one.content) for path, one in files.items() if path.endswith(".xml")]  # noqa: S314 - ours
    days = [[one.text or "" for one in feed.findall(updated)] for feed in feeds]
    assert max(len(set(one)) for one in days) > 2
    assert days == [sorted(one, reverse=True) for one in days]


def test_an_address_does_not_hang_on_the_order_or_on_other_findings(
    shipped_checked: Checked, published: PublishedFindings
) -> None:
    """Other rows, other figures: what is found of the same record keeps its address."""
    every_other = tuple(replace(one, row=1, message="", value="") for one in shipped_checked.findings[::-2])
    again = derive_published(replace(shipped_checked, findings=every_other))
    left = {one.path for one in published.lines}
    assert len(again.lines) == len(every_other)
    assert {one.path for one in again.lines} <= left


def test_weight_goes_first_then_money(published: PublishedFindings) -> None:
    order = list(WEIGHTS)
    keys = [(order.index(one.weight), -(one.money or 0)) for one in published.lines]
    assert keys == sorted(keys)
    first = published.lines[0]
    assert (first.finding.code, first.amount, first.department) == ("F16", "10,446.71", "water")


def test_what_the_finance_bureau_records_of_another_stands_with_that_one(published: PublishedFindings) -> None:
    uncut = [one for one in published.of_code["F09"] if one.finding.year == 2024]
    assert [(one.department, one.title) for one in uncut] == [("health", "评价为中，2026 年度预算一分没减")]
    assert uncut[0].finding.department == "finance"


def test_what_is_about_all_bureaus_stands_under_a_name_that_no_bureau_can_have(
    shipped_checked: Checked, published: PublishedFindings
) -> None:
    late = next(one for one in published.of_code["R24"] if one.finding.division == "990001")
    assert late.of_all
    pattern = shipped_checked.catalogue.tables["departments"].field("department").constraints["pattern"]
    assert not re.fullmatch(pattern, late.department)


def test_the_ten_are_of_several_kinds_and_not_about_forms(published: PublishedFindings) -> None:
    ten = most_telling(published.lines)
    assert len(ten) == 10
    assert max(Counter(one.finding.code for one in ten).values()) <= 3
    assert max(Counter((one.place, one.project) for one in ten if one.project).values()) <= 2
    alone = [one for one in published.lines if one.project and one.project == ten[0].project]
    assert len(most_telling(alone)) == min(10, sum(one.weight != "form" for one in alone)), "none is left out for that"
    assert "form" not in {one.weight for one in ten}
    assert most_telling([one for one in published.lines if one.weight == "form"])


def test_tally_counts_what_is_not_told_one_by_one(published: PublishedFindings) -> None:
    one = published.lines[0]
    more = replace(one, finding=replace(one.finding, others=4))
    assert tally([more, one]) == (6, {"money": 6, "result": 0, "form": 0}, 0)


def test_csv_says_what_was_found(published: PublishedFindings, files: dict[str, Output]) -> None:
    found = list(csv.DictReader(io.StringIO(files[addresses.findings_file("csv")].content.decode())))
    assert [one["address"] for one in found] == [SITE + one.path for one in published.lines]
    for row, one in zip(found, published.lines, strict=True):
        reply = one.finding.reply
        assert row["message"] == one.finding.message
        assert row["promised"] == ("" if one.money is None else plain(one.money))
        assert (row["replied"], row["reply"]) == (("是", reply.text) if reply else ("否", ""))


def test_json_and_workbook_say_the_same(files: dict[str, Output]) -> None:
    listed = list(csv.reader(io.StringIO(files[addresses.findings_file("csv")].content.decode())))
    objects = json.loads(files[addresses.findings_file("json")].content)
    assert [list(one) for one in objects] == [listed[0]] * len(objects)
    assert [one["message"] for one in objects] == [row[listed[0].index("message")] for row in listed[1:]]
    book = load_workbook(io.BytesIO(files[addresses.findings_file("xlsx")].content))
    assert book.sheetnames == ["核对发现", "数据字典", "说明"]
    rows = list(book["核对发现"].iter_rows(values_only=True))
    assert rows[0] == tuple(one.heading for one in TABLE.fields)
    place = TABLE.names.index("promised")
    assert [row[0] for row in rows[1:]] == [row[0] for row in listed[1:]]
    assert [row[place] for row in rows[1:]] == [float(row[place]) if row[place] else None for row in listed[1:]]
    assert [row[1] for row in book["数据字典"].iter_rows(min_row=2, values_only=True)] == [
        one.title for one in TABLE.fields
    ]


def test_many_findings_are_laid_out_some_at_a_time(
    shipped_checked: Checked, files: dict[str, Output], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "_AT_ONCE", 7)
    setting = downloads(shipped_checked, clock=CLOCK, site_url=SITE).setting
    made = {one.path: one.content for one in finding_outputs(setting)}
    for kind in ("csv", "json"):
        assert made[addresses.findings_file(kind)] == files[addresses.findings_file(kind)].content
    path = addresses.findings_file("parquet")
    tables = [pq.read_table(io.BytesIO(content)) for content in (made[path], files[path].content)]
    assert tables[0].equals(tables[1])
    path = addresses.findings_file("xlsx")
    books = [load_workbook(io.BytesIO(content))["核对发现"] for content in (made[path], files[path].content)]
    first, second = ([*one.iter_rows(values_only=True)] for one in books)
    assert first == second


def test_a_feed_a_bureau_with_the_reply_in_it(published: PublishedFindings, files: dict[str, Output]) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(files[addresses.findings_feed("990001", "health")].content)  # noqa: S314 - our own
    links = [one.find(f"{atom}link").get("href") for one in root.iter(f"{atom}entry")]  # type: ignore[union-attr]
    own = [one for one in published.lines if one.department == "health" and one.finding.division == "990001"]
    assert len(links) == len(set(links)) == len(own)
    assert set(links) == {SITE + one.path for one in own}
    answered = next(one for one in own if one.finding.reply)
    assert answered.finding.reply
    said = [one.findtext(f"{atom}summary") or "" for one in root.iter(f"{atom}entry")]
    assert any(answered.finding.reply.text in one for one in said)


def test_nothing_found_is_a_file_of_no_rows(shipped_checked: Checked) -> None:
    clear = replace(shipped_checked, findings=())
    made = {one.path: one.content for one in finding_outputs(downloads(clear, clock=CLOCK, site_url=SITE).setting)}
    assert json.loads(made[addresses.findings_file("json")]) == []
    assert made[addresses.findings_file("csv")].count(b"\n") == 1
    book = load_workbook(io.BytesIO(made[addresses.findings_file("xlsx")]))
    assert book["核对发现"].max_row == 1


def test_bureaus_of_two_divisions_called_alike_are_told_apart_in_titles(shipped_derived: Site) -> None:
    """Bureaus without a page of their own have the name they are registered with; alike ones that of the division."""
    site = shipped_derived

    def titles(alike: str) -> list[str]:
        made = {
            (division, "finance"): Department(
                division=division, code="finance", name=alike, local=alike, official_code="", sector="", years=()
            )
            for division in ("370305", "371525")
        }
        named = replace(site, departments={**site.departments, **made} if alike else site.departments)
        found = [page for page in department_pages(named) if page.params["division"] in ("370305", "371525")]
        return sorted(page.title for page in found)

    assert titles("") == ["临淄区财政局2021年度核对发现", "冠县财政局2021年度核对发现"]
    assert titles("财政局") == ["临淄区财政局2021年度核对发现", "冠县财政局2021年度核对发现"]
