"""What the pages put first and what they fold away: nothing is lost, and counts say what the rows say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.derive.flat import FLAT_TABLES
from generator.pages.engine.filters import money, numbered, size, unbroken

FOLD = re.compile(r"<details><summary>已完成或销号的 (\d+) 项</summary>(.*?)</details>", re.DOTALL)
ROW = '<tr><th scope="row"'


def _article(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("<article")[2]


def test_a_department_says_first_what_it_still_owes(shipped_site: Path) -> None:
    owing = 0
    for page in shipped_site.glob("departments/990001/*/index.html"):
        article = _article(page)
        lead = re.search(r'class="lede">.*?</p>', article)
        section = re.search(r'<h2 id="disclosure">.*?<h2 ', article, re.DOTALL)
        assert lead, page
        assert section, page
        late = section[0].count('class="state late"')
        found = re.search(r"还欠 (\d+) 项", lead[0])
        assert (int(found[1]) if found else 0) == late, page
        owing += late
    assert owing, "the sample owes something somewhere"


def test_a_year_of_rectification_folds_what_is_done_and_nothing_else(shipped_site: Path) -> None:
    folded = 0
    for page in shipped_site.glob("rectifications/990001/*/index.html"):
        article = _article(page)
        listed = article.partition('<h2 id="list">')[2]
        fold = FOLD.search(listed)
        assert fold, page
        rest = listed.replace(fold[0], "")
        assert fold[2].count(ROW) == int(fold[1])
        assert set(re.findall(r'<span class="state (\w+)">', fold[2])) == {"open"}
        assert not set(re.findall(r'<span class="state (\w+)">', rest)) - {"ahead", "late"}
        total = re.search(r"<dt>整改</dt><dd><b>(\d+)</b>", article)
        assert total
        assert int(total[1]) == rest.count(ROW) + fold[2].count(ROW)
        folded += int(fold[1])
    assert folded


def test_a_list_without_results_has_no_columns_for_them(shipped_site: Path) -> None:
    with_results = _article(shipped_site / "lists/990001/2024/1/index.html")
    without = _article(shipped_site / "lists/990001/2026/1/index.html")
    for head in ("执行率", "自评得分", "指标达成", "独立评价"):
        assert f">{head}</th>" in with_results
        assert f">{head}</th>" not in without
    assert "还没有公开自评和独立评价" in without
    assert without.count(ROW) > 50


def test_every_table_stands_once_on_the_data_page(shipped_site: Path) -> None:
    """Tables as registered are those of the dictionary; the flat tables, made of them, stand in a section before."""
    page = _article(shipped_site / "data/index.html")
    sections = dict(re.findall(r'<h2 id="(\w+)">(.*?)(?=<h2 |$)', page, re.DOTALL))
    code = re.compile(r'<small class="code">(\w+)</small>')
    tables, flat = (code.findall(sections[name]) for name in ("tables", "flat"))
    assert sorted(tables) == sorted(path.parent.name for path in shipped_site.glob("dictionary/*/index.html"))
    assert sorted(flat) == sorted(f"flat_{name}" for name in FLAT_TABLES)
    assert len(code.findall(page)) == len(tables) + len(flat)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0.1 kB"), (408, "0.4 kB"), (999_949, "999.9 kB"), (1_000_000, "1.0 MB"), (1_234_567_890, "1,234.6 MB")],
)
def test_sizes_have_one_decimal(value: int, words: str) -> None:
    assert size(value) == words


def test_amounts_have_two_decimals_without_scripts() -> None:
    assert money("1,234.5678") == '<data value="1,234.5678" title="1,234.5678" tabindex="0">1,234.57</data>'
    assert money("1.005", stop=False) == '<data value="1.005" title="1.005">1.01</data>'
    assert [money(one) for one in ("7.10", "—", "<b>", "", None)] == ["7.10", "—", "<b>", "", None]


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    assert unbroken("13 个指标，8 个做到；2025 年 3 月") == "13\u00a0个指标，8\u00a0个做到；2025\u00a0年 3\u00a0月"


def test_the_number_of_a_document_stays_on_one_line() -> None:
    assert numbered("示财绩〔2021〕8号<b>") == '示财绩<span class="kept">〔2021〕8号</span>&lt;b&gt;'
    assert numbered("没有文号 <b>") == "没有文号 <b>"  # escaped where it is written
