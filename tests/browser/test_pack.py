"""A pack of three projects: ticked in a list, kept in the address, printed and taken away without a server."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import docx
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests import office
from tests.browser.axe import told, violations
from tests.browser.conftest import Visit
from tests.office import sheets
from tests.shipped import DATA

LIST = "lists/990001/2025/1/"
# Where what is no project is ticked: the page and its boxes; and the column of its code.
PLACES = {
    "evaluations": ("evaluations/", "tbody input.tick"),
    "findings": ("findings/990001/2025/agriculture/", ".findings input.tick"),
    "rectifications": ("rectifications/990001/2025/", ".rectified input.tick"),
}
FIGURES = {
    "年初预算（万元）": "total_amount",
    "全年预算（万元）": "annual_budget",
    "全年执行（万元）": "actual_spend",
    "自评得分": "total_score",
}
CODES = {"evaluations": "evaluation_code", "rectifications": "rectification_code"}


def tick_three(visit: Visit) -> list[str]:
    """Tick the first three projects of a list with the keyboard; their names in that order."""
    page = visit.open(LIST)
    boxes = page.locator("input.tick")
    for place in range(3):
        boxes.nth(place).focus()
        page.keyboard.press("Space")
    return [page.locator("tbody th > a:first-child").nth(place).inner_text() for place in range(3)]


def to_pack(visit: Visit) -> Page:
    page = visit.page
    page.locator(".pack-tray").get_by_role("link", name="审议册").click()
    expect(page.locator(".pack-page")).to_have_count(5)
    return page


def names(page: Page) -> list[str]:
    """The projects of the pack by the heads of their pages, without the mark that links to the head."""
    return [one.split("）", 1)[1].removesuffix("#").strip() for one in page.locator("h2.pack-item").all_inner_texts()]


def test_ticks_lead_to_a_pack_that_its_address_holds(visit: Visit) -> None:
    ticked = tick_three(visit)
    page = to_pack(visit)
    assert names(page) == ticked
    again = page.context.browser.new_context()  # type: ignore[union-attr]
    fresh = again.new_page()
    fresh.goto(page.url)
    expect(fresh.locator(".pack-page")).to_have_count(5)
    assert names(fresh) == ticked
    again.close()
    page.get_by_role("button", name=f"拿掉「{ticked[0]}」").click()
    expect(page.locator(".pack-page")).to_have_count(4)
    assert names(page) == ticked[1:]
    assert page.url.count("item=") == 2
    assert not visit.errors
    assert not visit.foreign


def test_a_project_is_put_there_from_its_own_page(visit: Visit) -> None:
    page = visit.open(LIST)
    page.locator("tbody th a:first-child").first.click()
    page.get_by_role("button", name="放进审议册").click()
    expect(page.get_by_role("button", name="从审议册拿掉")).to_be_focused()
    expect(page.get_by_role("link", name="审议册（1）")).to_be_visible()


def codes_of(table: str, code: str) -> dict[str, str]:
    """A record of the example district's year by its code: column → what is published of it."""
    for file in sorted((DATA / "990001/2025").glob(f"*/{table}.csv")):
        with file.open(encoding="utf-8-sig") as lines:
            for row in csv.DictReader(lines):
                if row[CODES[table]].lower() == code:
                    return row
    raise AssertionError(f"{table} has no {code}")


def test_evaluations_findings_and_rectifications_are_put_there_too(visit: Visit, tmp_path: Path) -> None:
    ticked = {}
    for kind, (path, boxes) in PLACES.items():
        box = visit.open(path).locator(boxes).first
        box.check()
        ticked[kind] = box.get_attribute("value") or ""
        assert f"/2025/{kind}/" in ticked[kind]
    page = to_pack(visit)
    said = [
        dict(zip(table.locator("th").all_inner_texts(), table.locator("td").all_inner_texts(), strict=True))
        for table in page.locator(".pack-table").all()
        if table.locator("tbody tr").count() == 1
    ]
    evaluation = codes_of("evaluations", ticked["evaluations"].rsplit("/", 1)[1])
    [one] = [one for one in said if "评价得分（分）" in one]
    assert float(one["评价得分（分）"]) == float(evaluation["score"])
    assert float(one["涉及资金（万元）"].replace(",", "")) == float(evaluation["evaluated_amount"])
    rectification = codes_of("rectifications", ticked["rectifications"].rsplit("/", 1)[1])
    [one] = [one for one in said if "反馈日期" in one]
    assert one["反馈日期"] == rectification["issued_date"]
    assert rectification["problem"] in page.locator(".pack-paper").inner_text()
    assert {"级别", "分量"} <= {label for one in said for label in one}
    assert not visit.errors
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Excel").click()
    waiting.value.save_as(tmp_path / "pack.xlsx")
    rows = list(load_workbook(tmp_path / "pack.xlsx")["一览"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == names(page)
    assert told(violations(page)) == []


def test_the_explorer_ticks_what_its_rows_are(visit: Visit) -> None:
    for kind in PLACES:
        page = visit.open(f"explore/?table={kind}&fiscal_year=2025")
        expect(page.locator(".explore-live[aria-busy='false']")).to_have_count(1)
        item = page.locator("tbody input.tick").first.get_attribute("value") or ""
        assert f"/2025/{kind}/" in item


def test_one_tick_stands_wherever_the_project_does(visit: Visit) -> None:
    page = visit.open("review/990001/2025/")
    largest = page.locator("[aria-label='钱最多的项目'] input.tick").first
    item = largest.get_attribute("value")
    assert item
    boxes = page.locator(f"input.tick[value='{item}']")
    assert boxes.count() > 1
    largest.check()
    assert all(box.is_checked() for box in boxes.all())
    expect(page.get_by_role("link", name="审议册（1）")).to_be_visible()


def test_bureaus_evaluations_and_findings_are_ticked_too(visit: Visit) -> None:
    page = visit.open("departments/990001/culture/")
    page.get_by_role("button", name="放进审议册").click()
    page = visit.open("years/990001/2025/")
    bureau = page.locator("th input.tick[value='990001/2025/@water']").first
    bureau.check()
    page = visit.open("evaluations/")
    page.locator("th input.tick:not([value*='@'])").first.check()
    page = visit.open("findings/990001/2025/")
    assert page.locator(".telling input.tick").count() == page.locator(".telling > li").count() > 0
    page = visit.open("pack/")
    expect(page.locator(".pack-page")).to_have_count(5)
    named = names(page)
    assert named[:2] == ["示例区文化和旅游局", "示例区水务局"]
    expect(page.locator("#item2 ~ p", has_text="年度").first).to_contain_text("示例区")
    assert not visit.errors
    assert not visit.foreign


def test_nothing_ticked_says_how(visit: Visit) -> None:
    page = visit.open("pack/?item=990001/2025/gone")
    expect(page.locator(".pack-status")).to_contain_text("还没有选")
    expect(page.locator(".pack-buttons")).to_be_hidden()


def test_it_is_accessible(visit: Visit) -> None:
    tick_three(visit)
    for page in (visit.page, to_pack(visit)):
        assert told(violations(page)) == []


def test_three_projects_print_on_nine_pages_at_most(visit: Visit, tmp_path: Path) -> None:
    ticked = tick_three(visit)
    page = to_pack(visit)
    page.pdf(path=str(tmp_path / "pack.pdf"), format="A4", prefer_css_page_size=True)
    pages = sheets(tmp_path / "pack.pdf", "-layout")
    assert len(pages) <= 9
    assert "目" in pages[1]
    for place, name in enumerate(ticked):
        assert name[:8] in pages[2 + place].replace("\n", ""), "one page an item"
    assert re.findall(r"度）\s*(\d+)", pages[1]) == ["3", "4", "5"]


def test_figures_of_a_pack_are_those_of_the_records(visit: Visit, shipped_site: Path, tmp_path: Path) -> None:
    tick_three(visit)
    page = to_pack(visit)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Excel").click()
    waiting.value.save_as(tmp_path / "pack.xlsx")
    heads, *rows = load_workbook(tmp_path / "pack.xlsx")["一览"].iter_rows(values_only=True)
    records: dict[tuple[str, str], dict[str, str]] = {}
    for name, field in (("goals", "total_amount"), ("self_evaluations", "total_score")):
        with (shipped_site / f"downloads/tables/{name}.csv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                records.setdefault((row["fiscal_year"], row["project_code"]), {})[field] = row[field]
    with (shipped_site / "downloads/tables/self_evaluation_funds.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["fund_source"] == "年度资金总额":
                records[row["fiscal_year"], row["project_code"]] |= row
    compared = 0
    for row in rows:
        told = dict(zip(heads, row, strict=True))
        own = records[told["年度"], told["编码"]]
        for label, field in FIGURES.items():
            text = str(told[label] or "—").split()[0].replace(",", "")
            if text not in ("—", "不计分"):
                assert float(text) == float(own[field]), (told["事项"], label)
                compared += 1
    assert compared > 8


def test_documents_are_made_in_the_browser_and_open(visit: Visit, tmp_path: Path) -> None:
    ticked = tick_three(visit)
    page = to_pack(visit)
    said = [
        dict(zip(table.locator("th").all_inner_texts(), table.locator("td").all_inner_texts(), strict=True))
        for table in page.locator(".pack-table").all()
        if table.locator("th").first.inner_text() == "状态"
    ]
    for name, kind in (("下载 Word", "docx"), ("下载 Excel", "xlsx")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=name).click()
        waiting.value.save_as(tmp_path / f"pack.{kind}")
    document = docx.Document(str(tmp_path / "pack.docx"))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    assert [dict(zip(*rows, strict=True)) for rows in tables if rows[0][0] == "状态"] == said
    book = load_workbook(io.BytesIO((tmp_path / "pack.xlsx").read_bytes()))
    heads, *rows = book["一览"].iter_rows(values_only=True)
    assert [row[0] for row in rows] == ticked
    place = heads.index("年初预算（万元）")
    assert [row[place] for row in rows] == [float(one["年初预算（万元）"].replace(",", "")) for one in said]
    office.saved(tmp_path, tmp_path / "pack.docx", to="pdf")
    assert 0 < len(sheets(tmp_path / "pack.pdf", "-layout")) <= 9
