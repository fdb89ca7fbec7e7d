"""The explorer as reviewers use it: journeys by mouse, by keys alone and on a phone, over the shipped site."""

from __future__ import annotations

import csv
import io
import re
import statistics
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator.derive.flat import FLAT_TABLES
from generator.downloads.explorer import explorer_outputs
from generator.facts.projects import STATES
from tests import office
from tests.bench.explorer import projects as invented
from tests.browser.axe import violations
from tests.browser.conftest import Visit, arrive

_MENU = "aria-allowed-role"  # the theme's sign of the menu, on every page of a narrow screen
READY = ".explore-live[aria-busy='false']"
PLACE = "示例区"


@pytest.fixture(scope="module")
def records(shipped_site: Path) -> list[dict[str, str]]:
    """The flat table of projects as it is published."""
    text = (shipped_site / "downloads/flat/projects.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _open(visit: Visit, query: str = "") -> Page:
    page = visit.open(f"explore/{query}")
    arrive(page, READY)
    return page


def _found(page: Page) -> int:
    expect(page.locator(READY)).to_have_count(1)
    match = re.match(r"找到 ([\d,]+) ", page.inner_text(".explore-status"))
    assert match
    return int(match[1].replace(",", ""))


def _cells(page: Page, column: str) -> list[str]:
    """What a column of the page shows, by the title of its head."""
    heads = [one.strip() for one in page.locator(".explore-rows thead th").all_inner_texts()]
    at = next(place for place, head in enumerate(heads) if head.startswith(column))
    # The name of a row is a link, and beside it is another that sets it beside others; rounded figures have a title.
    texts = """(rows, at) => rows.map(row => row.cells[at]).map(
      cell => cell.querySelector('data')?.title ?? (cell.querySelector('a') ?? cell).innerText)"""
    found: list[str] = page.eval_on_selector_all(".explore-rows tbody tr", texts, at)
    return found


def _taken(page: Page, button: str) -> bytes:
    with page.expect_download() as waiting:
        page.click(button)
    return Path(waiting.value.path()).read_bytes()


def test_ready_questions_open_at_their_answers(wide: Visit) -> None:
    page = _open(wide)
    asked = page.eval_on_selector_all(
        ".questions li",
        "all => all.map(one => [one.querySelector('a').getAttribute('href'), one.querySelector('.found').innerText])",
    )
    assert len(asked) == 10
    for place, (link, found) in enumerate(asked):
        _open(wide, link.removeprefix("../explore/"))
        count = re.search(r"(\d+) ", found)
        assert _found(page) == (int(count[1]) if count else 0), link
        address = page.url
        if place and address == page.evaluate("performance.getEntriesByType('navigation')[0].name"):
            continue  # it was asked for by this very address
        rows = page.locator(".explore-rows tbody tr").all_inner_texts()
        page.goto("about:blank")
        page.goto(address)
        expect(page.locator(READY)).to_have_count(1)
        assert page.locator(".explore-rows tbody tr").all_inner_texts() == rows
        assert page.url == address
    assert wide.errors == []
    assert wide.foreign == []


def test_lowest_rates_sort_missing_last_and_nought_apart(wide: Visit, records: list[dict[str, str]]) -> None:
    page = _open(wide, "?table=projects&fiscal_year=2025&sort=rate&columns=project_name,rate")
    of_year = [one for one in records if one["fiscal_year"] == "2025"]
    told = sorted(float(one["rate"]) for one in of_year if one["rate"])
    silent = sum(not one["rate"] for one in of_year)
    assert _found(page) == len(of_year)
    shown = _cells(page, "执行率")
    assert [float(one) for one in shown if one != "—"] == told[: len(shown)]
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    assert f"没有公布“执行率”的 {silent} 个项目，排在最后" in page.inner_text(".explore-sentence")
    page.click("#sort-rate")
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "descending")
    expect(page.locator(".explore-status[role=status]")).to_contain_text("，按执行率从高到低")
    expect(page.locator(READY)).to_have_count(1)
    assert float(_cells(page, "执行率")[0]) == told[-1]
    page.locator("summary#facet-rate").click()
    page.locator("#missing-rate").check()
    assert _found(page) == silent
    assert "没有公布" in page.inner_text(".chips")


def test_facets_count_what_a_click_would_leave(wide: Visit, records: list[dict[str, str]]) -> None:
    page = _open(wide, "?table=projects&fiscal_year=all&self_grade=" + quote("优"))
    good = [one for one in records if one["self_grade"] == "优"]
    assert _found(page) == len(good)
    boxes = page.locator("details:has(> summary#facet-department_name) li")
    counts = {
        one.locator(".value").inner_text(): int(one.locator(".count").inner_text().replace(",", ""))
        for one in boxes.all()
    }
    assert counts
    for name, count in counts.items():
        assert count == sum(one["department_name"] == PLACE + name for one in good), (
            "one place is not said in each line"
        )
    # A column's own choice does not hide what else there is to choose in it.
    grades = page.locator("details:has(> summary#facet-self_grade) li .value").all_inner_texts()
    assert {"优", "良", "没有公布"} <= set(grades)
    name, count = next(iter(counts.items()))
    boxes.first.locator("input").check()
    assert _found(page) == count
    assert parse_qs(urlsplit(page.url).query)["department_name"] == [PLACE + name]
    page.go_back()
    expect(page.locator(".explore-status")).to_contain_text(f"找到 {len(good)} ")


def test_two_characters_of_a_name_are_enough(wide: Visit, records: list[dict[str, str]]) -> None:
    page = _open(wide, "?table=projects&fiscal_year=all")
    page.fill("#explore-q", "养老")
    wanted = sum("养老" in one["project_name"] for one in records)
    assert wanted
    expect(page.locator(".explore-status")).to_contain_text(f"找到 {wanted} ")
    assert "q=" in page.url
    assert all("养老" in one for one in _cells(page, "项目名称"))


def test_groups_add_up(wide: Visit, records: list[dict[str, str]]) -> None:
    page = _open(wide, "?table=projects&fiscal_year=2025&group=department_name&sort=-promised")
    sums: dict[str, float] = {}
    for one in records:
        if one["fiscal_year"] == "2025" and one["promised"]:
            name = one["department_name"].removeprefix(PLACE)
            sums[name] = sums.get(name, 0) + float(one["promised"])
    shown = dict(zip(_cells(page, "部门"), _cells(page, "年初预算"), strict=True))
    assert {name: float(text.replace(",", "")) for name, text in shown.items() if text != "—"} == pytest.approx(sums)
    assert list(shown.values()) == sorted(shown.values(), key=lambda text: -float(text.replace(",", "")))
    page.locator(".explore-rows tbody th a").first.click()
    assert _found(page) == sum(
        one["fiscal_year"] == "2025" and one["department_name"] == PLACE + next(iter(shown)) for one in records
    )


def test_a_rate_of_many_is_of_those_that_say_both_its_parts(wide: Visit) -> None:
    """As the pages have it: spent of a budget that went to nothing counts, what nobody says was spent does not."""
    page = _open(wide, "?table=projects")
    told = page.evaluate(
        """async () => {
          const { totals } = await import(new URL("../assets/explore/engine.js", location.href));
          const said = { spend: [90, NaN, 5], annual: [100, 100, 0], rate: [90, NaN, NaN] };
          const columns = new Map();
          for (const [name, own] of Object.entries(said)) columns.set(name, { values: Float64Array.from(own) });
          const rate = { name: "rate", role: "number", total: "", ratio: ["spend", "annual"] };
          return totals({ table: { columns: [rate] }, columns }, Uint32Array.from([0, 1, 2])).get("rate").value;
        }"""
    )
    assert told == 95_000_000


def test_files_hold_what_is_shown_and_what_the_records_say(wide: Visit, records: list[dict[str, str]]) -> None:
    page = _open(
        wide, "?table=projects&fiscal_year=all&sort=-promised&columns=project_name,fiscal_year,promised,rate,state"
    )
    names = ("project_name", "fiscal_year", "promised", "rate", "state")
    wanted = sorted(tuple(one[name] for name in names) for one in records)
    text = _taken(page, "#take-csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    start = lines.index([]) + 1
    about = "".join(cell for line in lines[:start] for cell in line)
    assert "所问：所有年度" in about
    assert "数据截至：2026-11-20" in about
    assert page.url in about
    assert lines[start] == ["项目名称", "财政年度", "年初预算（万元）", "执行率（%）", "状态"]
    taken = [tuple(line) for line in lines[start + 1 :]]
    assert sorted(taken) == wanted
    assert [float(one[2]) for one in taken if one[2]] == sorted(
        (float(one[2]) for one in taken if one[2]), reverse=True
    )
    book = openpyxl.load_workbook(io.BytesIO(_taken(page, "#take-xlsx")))
    sheet = book["项目总表"]
    rows = [["" if cell is None else cell for cell in line] for line in sheet.iter_rows(values_only=True)]
    assert rows[0] == lines[start]
    told = [(str(name), str(year), amount, rate, str(state)) for name, year, amount, rate, state in rows[1:]]
    assert told == [
        (one[0], one[1], float(one[2]) if one[2] else "", float(one[3]) if one[3] else "", one[4]) for one in taken
    ]
    assert "所问：所有年度" in str(book["说明"]["A2"].value)
    assert wide.errors == []


@pytest.mark.parametrize("name", FLAT_TABLES)
def test_every_cell_of_every_table_is_that_of_its_file(wide: Visit, shipped_site: Path, name: str) -> None:
    """What the explorer's files lend each other, tell by patterns or leave to be reckoned comes out as it went in."""
    columns = [one.name for one in FLAT_TABLES[name].columns]
    page = _open(wide, f"?table={name}&fiscal_year=all&columns={','.join(columns)}")
    taken = list(csv.reader(io.StringIO(_taken(page, "#take-csv").decode("utf-8-sig"))))
    rows = [[cell.removeprefix("'") for cell in line] for line in taken[taken.index([]) + 2 :]]
    text = (shipped_site / f"downloads/flat/{name}.csv").read_text(encoding="utf-8-sig")
    published = [[one[column] for column in columns] for one in csv.DictReader(io.StringIO(text))]
    assert len(rows) > 10
    assert sorted(rows) == sorted(published)
    assert wide.errors == []


def test_files_open_in_a_spreadsheet_and_say_the_same(
    wide: Visit, records: list[dict[str, str]], tmp_path: Path
) -> None:
    """Both files through LibreOffice: every figure is a number, equal to the record; codes keep their digits."""
    names = ("project_name", "project_code", "promised", "annual", "spend", "rate", "self_score", "gap", "next_change")
    page = _open(wide, f"?table=projects&fiscal_year=2025&sort=project_code&columns={','.join(names)}")
    for kind in ("csv", "xlsx"):
        (tmp_path / f"taken.{kind}").write_bytes(_taken(page, f"#take-{kind}"))
    for kind, reading in (("csv", "Text - txt - csv (StarCalc):44,34,76,1"), ("xlsx", "")):
        [book] = office.saved(tmp_path, tmp_path / f"taken.{kind}", to="ods", reading=reading)
        rows = pd.read_excel(book, sheet_name=0, header=None, engine="calamine")
        start = next(at for at, row in enumerate(rows.itertuples(index=False)) if row[0] == "项目名称")
        told = {str(row[1]).removeprefix("'"): row for row in rows.iloc[start + 1 :].itertuples(index=False)}
        wanted = [one for one in records if one["fiscal_year"] == "2025"]
        assert set(told) == {one["project_code"] for one in wanted}
        for one in wanted:
            for name, value in zip(names[2:], told[one["project_code"]][2:], strict=True):
                assert (None if pd.isna(value) else float(value)) == (float(one[name]) if one[name] else None), kind


def test_a_question_by_keys_alone(wide: Visit) -> None:
    page = wide.open("")
    page.keyboard.press("Tab")
    for _ in range(40):
        if page.evaluate("document.activeElement.textContent.trim()") == "总表":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(READY)).to_have_count(1)
    page.focus("#explore-q")
    page.keyboard.type("工程")
    expect(page.locator(".explore-sentence")).to_contain_text("名称里有“工程”")
    page.focus("#sort-project_name")
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    # What had the focus has it still, though the table is another.
    assert page.evaluate("document.activeElement.id") == "sort-project_name"
    box = page.locator("details:has(> summary#facet-state) input").first
    name = box.get_attribute("id")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator(".chips")).to_contain_text("状态：")
    assert page.evaluate("document.activeElement.id") == name
    assert wide.errors == []


def test_no_cell_of_a_file_runs(wide: Visit) -> None:
    """A text that a spreadsheet would run, or whose digits it would lose, is marked as text; figures are not."""
    page = _open(wide)
    told = page.evaluate(
        """async () => {
          const { csv } = await import(new URL("../assets/explore/take.js", location.href));
          const heads = [{ title: "名称", number: false }, { title: "金额", number: true }];
          const rows = [["=1+1", "-20"], ["+86", "3.5"], ["@x", ""], ["990001250000000000101", "1"], ['校"舍,', "0"]];
          return csv({ notes: ["所问：全部"], heads, rows }).text();
        }"""
    )
    lines = list(csv.reader(io.StringIO(told)))
    assert lines[3:] == [
        ["'=1+1", "-20"],
        ["'+86", "3.5"],
        ["'@x", ""],
        ["'990001250000000000101", "1"],
        ['校"舍,', "0"],
    ]


def test_what_an_address_cannot_ask_is_told(wide: Visit, records: list[dict[str, str]]) -> None:
    page = _open(wide, "?table=projects&fiscal_year=2025&no_such=1&rate=abc&self_score=..<90")
    assert _found(page) == sum(bool(one["self_score"]) and float(one["self_score"]) < 90 for one in _of(records, 2025))
    expect(page.locator(".explore-sentence")).to_contain_text("网址里的条件“no_such”、“执行率”认不得，没有照它筛选")
    # Of a year without rows nothing is found, rather than the rows of another year.
    _open(wide, "?table=evaluations&fiscal_year=1999")
    assert _found(page) == 0
    assert "1999 年度：0 项评价" in page.inner_text(".explore-sentence")
    page.go_back()
    page.locator("#chip-self_score").click()
    expect(page.locator(".explore-sentence")).not_to_contain_text("认不得")
    assert wide.errors == []


def test_a_place_that_published_none_is_not_told_to_have_none(wide: Visit) -> None:
    page = _open(wide, "?table=rectifications&fiscal_year=all&division_name=" + quote("历城区"))
    expect(page.locator(".explore-rows .none")).to_contain_text("这里没有公布过整改，看不出有没有")
    page = _open(wide, "?table=rectifications&fiscal_year=all&days_late=99999..&division_name=" + quote(PLACE))
    expect(page.locator(".explore-rows .none")).to_have_text("没有符合的行。去掉一两个条件再看。")
    assert wide.errors == []


def test_no_budget_is_added_up_for_each_of_a_projects_findings(wide: Visit) -> None:
    page = _open(wide, "?table=findings&fiscal_year=2025")
    assert "合计" not in page.inner_text(".explore-sentence") + page.inner_text(".explore-rows tfoot")


def test_few_rows_are_drawn_one_by_one(wide: Visit) -> None:
    page = _open(wide, "?table=projects&fiscal_year=2025&sort=rate&top=10&columns=project_name,rate")
    expect(page.locator(".explore-picture text")).to_have_count(20)
    told = page.locator(".explore-picture text").all_text_contents()
    assert told[::2] == _cells(page, "项目名称")
    assert told[1::2] == _cells(page, "执行率")


def _of(records: list[dict[str, str]], year: int) -> list[dict[str, str]]:
    return [one for one in records if one["fiscal_year"] == str(year)]


def test_paper_has_the_question_and_all_rows(wide: Visit, records: list[dict[str, str]]) -> None:
    page = _open(wide, "?table=projects&fiscal_year=all&sort=-promised&columns=project_name,promised")
    rows = page.locator(".explore-rows tbody tr")
    assert rows.count() == 50 < len(records)
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.click("#print")
    expect(rows).to_have_count(len(records))
    assert "…" not in _cells(page, "项目名称")
    page.emulate_media(media="print")
    expect(page.locator(".paper-head")).to_contain_text("explore/?table=projects&fiscal_year=all&sort=-promised")
    expect(page.locator(".paper-head svg path")).to_be_attached()
    expect(page.locator(".explore-sentence")).to_contain_text("所有年度")
    expect(page.locator(".explore-about")).to_contain_text("数据截至 2026-11-20")
    expect(page.locator(".explore-paper")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(rows).to_have_count(50)
    assert wide.errors == []


def test_paper_says_what_it_lacks(wide: Visit) -> None:
    """Of very many rows only some are printed; a browser's own printing has only those whose names are there."""
    _give(wide.page, invented(3_000))
    wide.page.mouse.move(0, 0)  # a hand over the explorer has names read ahead
    page = _open(wide, "?table=projects&fiscal_year=all")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".explore-paper")).to_contain_text("另有 2,950 个项目没有印：点页上的“打印”")
    page.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="screen")
    page.click("#print")
    page.emulate_media(media="print")
    expect(page.locator(".explore-rows tbody tr")).to_have_count(1_000)
    expect(page.locator(".explore-paper")).to_contain_text("另有 2,000 个项目没有印：全部请导出表格")
    assert wide.errors == []


def test_on_any_screen(visit: Visit) -> None:
    page = _open(visit, "?table=projects&fiscal_year=all&sort=rate")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        found = [one for one in violations(page) if one["id"] != _MENU]
        assert found == []
    page.locator("#table-owed").click()
    expect(page.locator(".explore-status")).to_contain_text("份文件")
    assert _found(page) > 100
    assert visit.errors == []


def _compared(page: Page, line: str) -> list[str]:
    expect(page.locator(READY)).to_have_count(1)
    rows = page.locator("#compare tbody tr")
    texts = next(one for one in rows.all() if one.locator("th").inner_text().startswith(line))
    return [one.strip() for one in texts.locator("td").all_inner_texts()]


def test_departments_of_one_year_stand_beside_the_median(visit: Visit, records: list[dict[str, str]]) -> None:
    page = visit.open("departments/990001/edu/")
    page.get_by_role("link", name="与别的部门并列").click()
    expect(page.locator(READY)).to_have_count(1)
    page.select_option("#add", "示例区水务局")
    expect(page.locator(".explore-status")).to_contain_text("示例区教育局、示例区水务局并列")
    of_year: dict[str, list[dict[str, str]]] = {}
    for one in records:
        if one["fiscal_year"] == "2025":
            of_year.setdefault(one["department_name"], []).append(one)
    budgets = {name: sum(float(one["promised"] or 0) for one in own) for name, own in of_year.items()}
    told = {name: [float(one["self_score"]) for one in own if one["self_score"]] for name, own in of_year.items()}
    scores = {name: statistics.mean(own) for name, own in told.items() if own}
    pair = ("示例区教育局", "示例区水务局")
    money = [float(one.split()[0].replace(",", "")) for one in _compared(page, "年初预算")]
    assert money == pytest.approx([*(budgets[name] for name in pair), statistics.median(budgets.values())], abs=0.006)
    means = [float(one.split()[0]) for one in _compared(page, "自评得分")]
    assert means == pytest.approx([*(scores[name] for name in pair), statistics.median(scores.values())], abs=0.011)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    assert [float(one.split()[0].replace(",", "")) for one in _compared(page, "年初预算")] == money
    assert [one for one in violations(page) if one["id"] != _MENU] == []
    page.select_option("#what", "projects")
    expect(page.locator(".explore-status")).to_contain_text("请选两到四个项目")
    for place in (1, 2):  # the first option only says what to do
        page.select_option("#add", index=place)
        expect(page.locator("#compare .chip")).to_have_count(place)
    expect(page.locator(READY)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.errors == []


def test_a_project_through_its_years_and_beside_others(wide: Visit, records: list[dict[str, str]]) -> None:
    page = _open(wide, "?table=projects&fiscal_year=2025&sort=-promised")
    page.locator(".explore-rows .beside").nth(1).click()
    expect(page.locator(READY)).to_have_count(1)
    (code,) = parse_qs(urlsplit(page.url).query)["one"]
    own = sorted((one for one in records if one["project_code"].lower() == code), key=lambda one: one["fiscal_year"])
    own = [one for one in own if one["promised"]]
    middles = [
        statistics.median(float(one["promised"]) for one in records if one["fiscal_year"] == year and one["promised"])
        for year in (one["fiscal_year"] for one in own)
    ]
    page.select_option("#what", "years")
    page.select_option("#add", code)
    expect(page.locator(".explore-status")).to_contain_text("并列")
    lines = [one.replace(",", "").split("\n中位数 ") for one in _compared(page, "年初预算")]
    assert [float(one[0]) for one in lines] == pytest.approx([float(one["promised"]) for one in own], abs=0.006)
    assert [float(one[1]) for one in lines] == pytest.approx(middles, abs=0.006)


def test_the_years_of_a_department_stand_beside_the_median_of_each(wide: Visit, records: list[dict[str, str]]) -> None:
    page = wide.open("departments/990001/edu/")
    page.get_by_role("link", name="各年度并列").click()
    expect(page.locator(READY)).to_have_count(1)
    expect(page.locator(".explore-about")).to_contain_text("同一年度全区划各部门的中位数")
    lines = [one.split("\n中位数 ") for one in _compared(page, "项目数")]
    for year, (own, middle) in zip(("2024", "2025", "2026"), lines, strict=True):
        bureaus = Counter(one["department_name"] for one in records if one["fiscal_year"] == year)
        assert int(own) == bureaus["示例区教育局"]
        assert float(middle) == statistics.median(bureaus.values())


def test_one_indicator_in_all_the_bureaus_that_have_it(
    wide: Visit, shipped_site: Path, windows: Callable[..., Page], address: str
) -> None:
    tables = shipped_site / "downloads/tables"
    every = pd.read_csv(tables / "self_evaluation_indicators.csv", dtype="str").query("fiscal_year == '2025'")
    states = {
        one["project_code"]: one["state"] for one in _bureaus(shipped_site, every) if one["fiscal_year"] == "2025"
    }
    every = every[[STATES[states[code]].counted for code in every["project_code"]]]
    assert not all(STATES[state].counted for state in states.values())
    bureaus = every.groupby("level3")["department"].nunique()
    name = bureaus.sort_values(kind="stable").index[-1]
    own = every[every["level3"] == name]
    assert own["department"].nunique() > 2
    page = wide.open("compare/")
    page.select_option("#what", "indicators")
    expect(page.locator(".explore-status")).to_contain_text("请选一个指标")
    assert page.locator("#add option").count() - 1 == (bureaus > 1).sum()
    page.select_option("#add", name)
    expect(page.locator(".explore-status")).to_contain_text(f"{own['department'].nunique()} 个部门的 {len(own)} 个项目")
    actual = own["actual_value"] + own["unit"].fillna("")
    assert sorted(_cells(page, "实际")) == sorted(actual)
    links = page.locator(".explore-rows tbody th a")
    codes = [one.get_attribute("href").rstrip("/").split("/")[-1] for one in links.all()]  # type: ignore[union-attr]
    assert sorted(codes) == sorted(own["project_code"].str.lower())
    assert [one for one in violations(page) if one["id"] != _MENU] == []
    taken = list(csv.reader(io.StringIO(_taken(page, "#take-csv").decode("utf-8-sig"))))
    rows = taken[taken.index([]) + 2 :]
    assert sorted(row[3] for row in rows) == sorted(actual)
    assert {row[0] for row in rows} == {one["department_name"] for one in _bureaus(shipped_site, own)}
    fresh = windows(viewport={"width": 390, "height": 844})
    fresh.goto(page.url)
    expect(fresh.locator(".explore-status")).to_have_text(page.inner_text(".explore-status"))
    assert fresh.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide.errors == []


def _bureaus(site: Path, rows: pd.DataFrame) -> list[dict[str, str]]:
    """The projects of some indicators as the flat table has them."""
    text = (site / "downloads/flat/projects.csv").read_text(encoding="utf-8")
    return [one for one in csv.DictReader(io.StringIO(text)) if one["project_code"] in set(rows["project_code"])]


def _give(page: Page, frame: pd.DataFrame) -> list[str]:
    """Let the explorer of a page have other projects; what it has asked for so far is in the list."""
    frames = {
        name: frame if name == "projects" else pd.DataFrame(columns=[one.name for one in table.columns])
        for name, table in FLAT_TABLES.items()
    }
    made = explorer_outputs(frames, day=date(2026, 11, 20), title="数据", samples=[])
    files = {one.path: one.content for one in made}
    asked: list[str] = []

    def given(route: Route) -> None:
        asked.append(urlsplit(route.request.url).path.partition("/jixiao/")[2])
        route.fulfill(body=files[asked[-1]], content_type="application/gzip")

    page.route("**/explore/data/**", given)
    return asked


def test_names_of_many_rows_are_read_when_they_are_needed(wide: Visit) -> None:
    """The names of the first page come with the figures, and all figures come out as they went in."""
    frame = invented(3_000)
    asked = _give(wide.page, frame)
    columns = "project_name,promised,annual,spend,rate,missed_share,gap,next_change"
    page = _open(wide, f"?table=projects&fiscal_year=all&columns={columns}")
    first = frame.sort_values("promised", ascending=False, kind="stable").head(50)
    assert _cells(page, "项目名称") == list(first["project_name"])
    assert [one for one in asked if "names" in one] == []
    for column, title in (
        ("annual", "全年预算"),
        ("spend", "全年执行"),
        ("rate", "执行率"),
        ("missed_share", "未达成比例"),
        ("gap", "自评高出"),
        ("next_change", "次年变化"),
    ):
        told = [one.replace(",", "").replace("−", "-") for one in _cells(page, title)]
        wanted = [None if pd.isna(one) else int(one) / 1_000_000 for one in first[column]]
        assert [None if one == "—" else float(one) for one in told] == wanted
    page.click("#sort-gap")
    most = frame.sort_values("gap", ascending=False, kind="stable").head(50)
    expect(page.locator(".explore-rows tbody th").first).to_contain_text(most["project_name"].iat[0])
    assert _cells(page, "项目名称") == list(most["project_name"])
    assert any("names" in one for one in asked)
    assert wide.errors == []


def test_projects_of_a_kind_stand_beside_each_other_across_divisions(wide: Visit) -> None:
    """Where more than one division publishes; the shipped data have one, so that the explorer is given others."""
    frame = invented(200)
    half = frame.index % 2 == 0
    frame = frame.assign(
        division=frame["division"].where(half, "990002"), division_name=frame["division_name"].where(half, "例子县")
    )
    _give(wide.page, frame)
    page = wide.open("compare/")
    expect(page.locator(READY)).to_have_count(1)
    page.select_option("#what", "divisions")
    expect(page.locator(".explore-status")).to_contain_text("示例区、例子县并列")
    page.select_option("#matter", "上学")
    expect(page.locator(".explore-about")).to_contain_text("题目是“上学”")
    year = parse_qs(urlsplit(page.url).query)["fiscal_year"][0]
    of_kind = frame[(frame["fiscal_year"].astype(str) == year) & frame["matters"].fillna("").str.contains("上学")]
    for place, division in enumerate(("示例区", "例子县")):
        own = of_kind[of_kind["division_name"] == division]
        assert int(_compared(page, "项目数")[place].split()[0]) == len(own) > 0
        assert float(_compared(page, "年初预算")[place].split()[0].replace(",", "")) == pytest.approx(
            int(own["promised"].sum()) / 1_000_000, abs=0.006
        )
    page.fill("#kind", "没有这样的名称")
    page.keyboard.press("Enter")
    expect(page.locator(".explore-about")).to_contain_text("名称里有“没有这样的名称”")
    assert [one.split()[0] for one in _compared(page, "项目数")] == ["0", "0", "0"]
    assert wide.errors == []


def test_a_matter_of_life_and_a_tick_for_the_pack(wide: Visit) -> None:
    page = wide.open("topics/990001/school/")
    rows = page.locator("#y2025 ~ .scroll").first.locator("tbody tr").count()
    page.locator("#y2025 ~ p.explored a").first.click()
    assert _found(page) == rows
    assert "题目：上学" in page.inner_text(".chips")
    page.locator(".explore-rows input.tick").first.check()
    expect(page.locator(".pack-tray")).to_contain_text("（1）")
    # An evaluation's row puts the evaluation there.
    page = _open(wide, "?table=evaluations&fiscal_year=all&subject_type=" + quote("项目"))
    ticks = page.locator(".explore-rows input.tick")
    assert ticks.count() == page.locator(".explore-rows tbody tr").count() > 0
    assert re.fullmatch(r"990001/\d{4}/evaluations/[\w-]+", ticks.first.input_value())
    assert wide.errors == []


def test_long_tables_are_put_in_order_and_keep_their_heads(wide: Visit) -> None:
    page = wide.open("lists/990001/2025/1/")
    table = page.locator("table.cards").first
    head = table.locator("thead th", has_text="执行率")
    cells = "(rows, at) => rows.map(row => row.cells[at].innerText.trim())"

    def rates() -> list[str]:
        at = head.evaluate("one => one.cellIndex")
        found: list[str] = table.locator("tbody tr").evaluate_all(cells, at)
        return found

    before = rates()
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    told = [float(one.split("%")[0]) for one in before if one != "—"]
    assert [float(one.split("%")[0]) for one in rates() if one != "—"] == sorted(told)
    assert rates()[len(told) :] == ["—"] * (len(before) - len(told))
    page.evaluate("scrollTo(0, document.querySelector('table.cards').getBoundingClientRect().bottom - 600)")
    expect(head).to_be_in_viewport()
    page.locator("p.explored a").first.click()
    assert _found(page) == 64
    assert wide.errors == []


def test_groups_keep_their_records_when_they_are_put_in_order(wide: Visit) -> None:
    page = wide.open("policies/")
    table = page.locator("table.policies")
    groups = "bodies => bodies.map(body => [...body.rows].map(row => row.cells[0].innerText))"
    before = table.locator("tbody").evaluate_all(groups)
    assert len(before) > 1
    head = table.locator("thead th").first
    for way in ("ascending", "descending"):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", way)
    after = table.locator("tbody").evaluate_all(groups)
    assert [one[0] for one in after] == [one[0] for one in before], "heads of groups stay where they are"
    assert [sorted(one) for one in after] == [sorted(one) for one in before]
    assert after != before


def test_without_scripts_the_page_leads_to_the_tables(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/explore/")
    expect(page.locator(".explore-off")).to_be_visible(timeout=8000)
    links = page.eval_on_selector_all("article a[href]", "all => all.map(one => one.getAttribute('href'))")
    assert {"../data/", "../projects/", "../rectifications/", "../disclosure/"} <= set(links)
    context.close()
