"""What a congress reviewer came for, task by task: three turns from home at most, right by the records, by keys too.

A turn is a click, or a run of keys that ends where something happens (typing a word; moving to a link and Enter).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, through
from tests.office import sheets
from tests.shipped import DATA

TODAY = "2026-11-20"
YEAR = 2025
MOST = 3  # turns from home
READY = ".explore-live[aria-busy='false']"
QUESTIONS = "总表：现成的问题、筛选和导出"
WORST = ["中", "差", "不合格"]


@dataclass
class Hand:
    """Somebody at the site: what is touched, and how many turns that took."""

    visit: Visit
    turns: int = 0

    @property
    def page(self) -> Page:
        return self.visit.page

    def touch(self, what: Locator) -> None:
        """One turn."""
        self.turns += 1
        self._press(what)

    def write(self, what: Locator, words: str) -> None:
        """One turn: a box is gone to and written in."""
        self.turns += 1
        what.click()
        self.page.keyboard.type(words)

    def _press(self, what: Locator) -> None:
        what.click()

    def link(self, name: str) -> None:
        """One turn: a link of the page."""
        self.touch(self.page.locator("article").get_by_role("link", name=name).first)

    def pick(self, what: Locator, place: int) -> None:
        """One turn: one of a list's options, by its place after the first, which only says what to do."""
        self.turns += 1
        what.select_option(index=place)

    def ready(self) -> Page:
        """The explorer, once it has answered."""
        expect(self.page.locator(READY)).to_have_count(1)
        return self.page


# About how many stops of Tab a place is ahead: 0 where the focus is, 1 where nothing tells; None if it is gone.
_AHEAD = """one => {
  if (!one.isConnected) return null;
  if (one === document.activeElement) return 0;
  const places = "a[href], button, input, select, textarea, summary, [tabindex]";
  const stops = [...document.querySelectorAll(places)].filter(
    stop => stop.tabIndex >= 0 && !stop.disabled && stop.checkVisibility({ visibilityProperty: true }));
  const from = stops.indexOf(document.activeElement);  // where the page was opened at a place, Tab goes on from there
  return from < 0 ? 1 : Math.max(1, stops.indexOf(one) - from);
}"""


class Keys(Hand):
    """The same with nothing but the keyboard: every place is reached by Tab."""

    def write(self, what: Locator, words: str) -> None:
        self.turns += 1
        self.reach(what)
        self.page.keyboard.type(words)

    def pick(self, what: Locator, place: int) -> None:
        self.turns += 1
        self.reach(what)
        self.page.keyboard.press("ArrowDown")  # opens the list
        for _ in range(place):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def _press(self, what: Locator) -> None:
        self.reach(what)
        ticked = what.evaluate("one => one.type === 'checkbox'")
        self.page.keyboard.press("Space" if ticked else "Enter")

    def reach(self, what: Locator) -> None:
        target = what.element_handle()  # found once: looking for it takes longer than a key
        left = 400
        while left > 0:
            match target.evaluate(_AHEAD):
                case 0:
                    return
                case None:  # the page has drawn it anew
                    target = what.element_handle()
                    left -= 1
                case int(ahead):
                    for _ in range(step := max(1, ahead // 2)):  # there may be less: it is looked at again on the way
                        self.page.keyboard.press("Tab")
                    left -= step
        raise AssertionError(f"Tab does not lead to {what}")


HANDS = pytest.mark.parametrize("hand", [Hand, Keys], ids=["mouse", "keys"], indirect=True)
MOUSE = pytest.mark.parametrize("hand", [Hand], ids=["mouse"], indirect=True)


@pytest.fixture
def hand(request: pytest.FixtureRequest, wide: Visit) -> Iterator[Hand]:
    made: Hand = request.param(wide)
    wide.open("")
    yield made
    # What was still on its way when somebody left a page, and what became a download, fails by itself.
    assert [one for one in wide.errors if not one.startswith("failed: ")] == []
    assert wide.foreign == []


@pytest.fixture
def elsewhere(windows: Callable[..., Page], address: str) -> Iterator[Visit]:
    """A visit of somebody else, who has nothing in store of what was done here."""
    with through(windows(viewport={"width": 1280, "height": 900}), address) as visit:
        yield visit


# ---- the records, and what they answer: worked out here without the generator ----


@cache
def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"division": "str", "project_code": "str"})


@dataclass(frozen=True)
class Records:
    """Tables as they are published, and the values of the profile in force."""

    folder: Path
    profile: Mapping[str, str]

    def table(self, name: str, year: int | None = YEAR) -> pd.DataFrame:
        """The rows of the invented district, of a year or of all."""
        rows = _read(self.folder / f"{name}.csv")
        rows = rows[rows["division"] == "990001"]
        return rows if year is None else rows[rows["fiscal_year"] == year]

    def funds(self, year: int = YEAR) -> pd.DataFrame:
        """The whole money of each project: names, scores, spending and rate."""
        funds = self.table("self_evaluation_funds", year).query("fund_source == '年度资金总额'").drop(columns="score")
        told = self.table("self_evaluations", year)[["department", "project_code", "project_name", "total_score"]]
        rows = funds.merge(told, on=["department", "project_code"]).query("annual_budget > 0")
        return rows.assign(rate=(rows["actual_spend"] / rows["annual_budget"] * 100).round(2))

    def least(self, name: str) -> float:
        """A value of the profile."""
        return float(self.profile[name])


@pytest.fixture(scope="module")
def records(shipped_site: Path) -> Records:
    profile = yaml.safe_load((DATA / "profiles/default.yaml").read_text(encoding="utf-8"))
    return Records(shipped_site / "downloads/tables", profile)


def slowest(records: Records) -> list[str]:
    return list(records.funds().sort_values("rate", kind="stable").head(10)["rate"].map("{:,.2f}".format))


def overrated(records: Records) -> list[str]:
    judged = records.table("evaluations").dropna(subset=["project_code"]).sort_values("published_date")
    last = judged.drop_duplicates("project_code", keep="last")[["project_code", "score"]]
    rows = records.funds().merge(last, on="project_code")
    rows = rows.assign(gap=(rows["total_score"] - rows["score"]).round(2))
    rows = rows[rows["gap"] >= records.least("evaluation_gap")]
    return list(rows.sort_values("gap", ascending=False)["project_name"])


def poor(records: Records) -> list[str]:
    return sorted(records.table("evaluations").query("grade in @WORST")["subject_name"])


def overdue(records: Records) -> list[str]:
    rows = records.table("rectifications", None)
    due = rows["extended_date"].fillna(rows["due_date"])
    closed = rows["state"].isin(["已完成", "已销号"]) & ~(rows["closed_date"] > TODAY)
    return sorted(rows[~closed & (due < TODAY)]["subject_name"])


def stopped(records: Records) -> list[str]:
    changed = records.table("budget_adjustments").query("kind == '取消'")["project_code"]
    money = records.table("self_evaluation_funds").query("fund_source == '年度资金总额'")
    goals = records.table("goals").set_index("project_code")
    started = goals["total_amount"].combine_first(money.set_index("project_code")["initial_budget"])
    share = started / started.sum() * 100
    large = share[share.index.isin(changed) & (share >= records.least("large_project"))]
    return list(goals.loc[large.sort_values(ascending=False).index, "project_name"])


def slow_but_high(records: Records) -> list[str]:
    rows = records.funds()
    rows = rows[(rows["rate"] < records.least("low_execution")) & (rows["total_score"] >= records.least("high_score"))]
    return list(rows.sort_values("rate")["project_name"])


def reached(row: Any) -> bool:
    """Whether an indicator's result is what was promised, by the figures of both, or by the word for it."""
    try:
        promised, got = float(row.target_value), float(row.actual_value)
    except ValueError:
        return bool(row.actual_value == "达成年度指标")
    return {"≥": got >= promised, "≤": got <= promised, "=": got == promised}[row.operator]


def missed(records: Records, year: int = YEAR) -> pd.Series:
    """The share in % of each project's indicators that was missed, by its code; what was cancelled has none."""
    rows = records.table("self_evaluation_indicators", year)
    rows = rows.assign(missed=[not reached(one) for one in rows.itertuples()])
    shares = rows.groupby("project_code")["missed"].mean() * 100
    return shares[~shares.index.isin(records.table("budget_adjustments", year).query("kind == '取消'")["project_code"])]


def best_but_missed(records: Records) -> list[str]:
    rows = records.funds().query("total_score >= 90").set_index("project_code")
    shares = missed(records)
    return sorted(
        rows.loc[rows.index.intersection(shares[shares >= records.least("missed_share")].index), "project_name"]
    )


def missed_again(records: Records) -> list[str]:
    before, now = (set(shares[shares > 0].index) for shares in (missed(records, YEAR - 1), missed(records)))
    names = records.table("self_evaluations").set_index("project_code")["project_name"]
    return sorted(names[list(before & now)])


def poor_but_more(records: Records) -> list[str]:
    rows = records.funds()
    started = rows.set_index("project_code")["initial_budget"]
    later = records.table("goals", YEAR + 1).set_index("project_code")["total_amount"]
    poor = rows[(rows["total_score"] < 80) | (rows["rate"] < records.least("low_execution"))]
    more = (later - started).dropna()
    return sorted(poor[poor["project_code"].isin(more[more > 0].index)]["project_name"])


def shown(page: Page, column: int = 0) -> list[str]:
    """A column of what the explorer shows, remarks and links beside it left out."""
    cells = "(rows, at) => rows.map(row => (row.cells[at].querySelector('a, data') ?? row.cells[at]).innerText)"
    found: list[str] = page.eval_on_selector_all(".explore-rows tbody tr", cells, column)
    return found


@dataclass(frozen=True)
class Task:
    """A ready question: its link, what the records answer, and how the page's rows are to be compared with that."""

    link: str
    wanted: Callable[[Records], list[str]]
    column: str = ""
    ordered: bool = True


TASKS = {
    "slowest": Task("执行率最低的十个项目", slowest, column="执行率"),
    "overrated": Task("自评比独立评价高出很多的", overrated),
    "poor money": Task("评价为中、差的，下一年的钱去了哪里", poor, ordered=False),
    "overdue": Task("所有逾期的整改", overdue, ordered=False),
    "stopped": Task("大额项目没有实施", stopped),
    "best but missed": Task("评为最高等级而指标多项没有达成", best_but_missed, ordered=False),
    "missed again": Task("连着几年有指标没有达成", missed_again, ordered=False),
    "poor but more": Task("结果不好而下一年预算增加", poor_but_more, ordered=False),
    "slow but high": Task("钱没花多少而得分很高", slow_but_high),
}


ASKED = [pytest.param(Hand, task, id=f"{name}-mouse") for name, task in TASKS.items()]


@pytest.mark.parametrize(
    ("hand", "task"), [*ASKED, pytest.param(Keys, TASKS["slowest"], id="slowest-keys")], indirect=["hand"]
)
def test_a_question_is_answered_in_two_turns_as_the_records_say(
    hand: Hand, task: Task, records: Records, elsewhere: Visit
) -> None:
    hand.link(QUESTIONS)
    hand.link(task.link)
    page = hand.ready()
    heads = [one.strip() for one in page.locator(".explore-rows thead th").all_inner_texts()]
    at = next((place for place, head in enumerate(heads) if head.startswith(task.column)), 0)
    told = shown(page, at) if page.locator(".explore-rows tbody tr").count() else []
    assert (told if task.ordered else sorted(told)) == task.wanted(records)
    assert hand.turns < MOST
    if isinstance(hand, Keys):
        return  # the address is the same
    fresh = elsewhere.page
    fresh.goto(page.url)
    expect(fresh.locator(READY)).to_have_count(1)
    assert (shown(fresh, at) if told else []) == told, "the address asks the same in another window"


@pytest.mark.parametrize("hand", [Keys], ids=["keys"], indirect=True)
def test_every_question_is_a_place_where_tab_stops(hand: Keys) -> None:
    """From home: the way to one, and what Enter does there, is that to any other."""
    hand.link(QUESTIONS)
    hand.ready()
    links = [one.locator("a").first for one in hand.page.locator(".questions li").all()]
    names = [one.inner_text() for one in links]
    assert all(any(task.link in name for name in names) for task in TASKS.values())
    for link in links:
        hand.reach(link)
    assert hand.turns == 1


@HANDS
def test_the_ten_lowest_rates_of_a_department_are_a_third_turn(hand: Hand, records: Records) -> None:
    hand.link(QUESTIONS)
    hand.link("执行率最低的十个项目")
    page = hand.ready()
    place = page.locator("details:has(> summary#facet-department_name) li", has_text="农业农村局")
    hand.touch(place.locator("input"))
    expect(page.locator(".chips")).to_contain_text("部门：示例区农业农村局")
    rates = records.funds().query("department == 'agriculture'").sort_values("rate")["rate"].head(10)
    at = [one.strip()[:3] for one in page.locator(".explore-rows thead th").all_inner_texts()].index("执行率")
    assert shown(page, at) == [f"{one:,.2f}" for one in rates]
    assert hand.turns == MOST


def test_a_phone_gets_there_in_three_touches_by_the_departments_page(
    windows: Callable[..., Page], address: str, records: Records
) -> None:
    """The facets of the explorer are folded on a phone: there it would be a fourth."""
    window = windows(viewport={"width": 390, "height": 844}, locale="zh-CN")
    with through(window, address) as visit:
        hand = Hand(visit)
        visit.open("")
        hand.link("按部门看项目")
        hand.link("农业农村局")
        hand.link("各项目按执行率从低到高")  # there are no ten
        page = hand.ready()
        rates = records.funds().query("department == 'agriculture'").sort_values("rate")["rate"].head(10)
        heads = [one.strip()[:3] for one in page.locator(".explore-rows thead th").all_text_contents()]
        assert shown(page, heads.index("执行率")) == [f"{one:,.2f}" for one in rates]
        assert hand.turns == MOST


@HANDS
def test_everything_that_is_owed_is_one_list(hand: Hand) -> None:
    hand.link(QUESTIONS)
    hand.link("还欠公开的所有文件")
    page = hand.ready()
    found = int(re.findall(r"\d+", page.inner_text(".explore-status"))[0])
    page.goto(f"{hand.visit.base}/departments/")
    owed = page.locator("table.t tbody tr td:last-child").all_inner_texts()
    assert found == sum(int(number) for one in owed for number in re.findall(r"(\d+) 项", one)) > 0
    assert hand.turns < MOST


@HANDS
def test_a_file_of_the_answer_is_a_third_turn(hand: Hand, records: Records) -> None:
    hand.link(QUESTIONS)
    hand.link("所有逾期的整改")
    page = hand.ready()
    with page.expect_download() as waiting:
        hand.touch(page.locator("#take-csv"))
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    for name in overdue(records):
        assert name in text
    assert hand.turns == MOST


@HANDS
def test_all_findings_are_one_list_in_two_turns(hand: Hand) -> None:
    hand.link(QUESTIONS)
    hand.ready()
    hand.touch(hand.page.locator("#table-findings"))
    expect(hand.page.locator(".explore-status")).to_contain_text("处提示")
    assert hand.turns < MOST


@HANDS
def test_any_word_of_a_name_is_two_turns(hand: Hand, records: Records) -> None:
    hand.link(QUESTIONS)
    hand.ready()
    hand.write(hand.page.locator("#explore-q"), "养老")
    names = records.table("self_evaluations")
    wanted = {one for one in names["project_name"] if "养老" in one}
    expect(hand.page.locator(".explore-sentence")).to_contain_text("名称里有“养老”")
    assert set(shown(hand.ready())) >= wanted != set()
    assert hand.turns < MOST


@HANDS
def test_two_departments_are_beside_each_other_in_three_turns(hand: Hand) -> None:
    hand.touch(hand.page.locator("header").get_by_role("link", name="部门", exact=True).first)
    hand.touch(hand.page.get_by_role("link", name="并列比较：教育局"))
    page = hand.ready()
    other = page.locator("#add option").nth(4).inner_text()
    hand.pick(page.locator("#add"), 4)
    expect(page.locator(".explore-status")).to_contain_text(f"示例区教育局、{other}并列")
    assert hand.turns == MOST


@MOUSE
def test_a_project_of_a_static_list_is_beside_others_in_three_turns(hand: Hand) -> None:
    hand.visit.open("lists/990001/2025/1/")
    row = hand.page.locator("table.cards tbody tr").nth(2)
    name = row.locator("th a").first.inner_text()
    hand.touch(row.locator(".beside"))
    page = hand.ready()
    expect(page.locator(".explore-status")).to_contain_text(name)
    page.select_option("#add", index=1)
    expect(page.locator(".explore-status")).to_contain_text("并列")
    assert page.locator("#compare .chip").count() == 2


@MOUSE
def test_what_is_ticked_is_set_beside_each_other(hand: Hand) -> None:
    page = hand.visit.open("lists/990001/2025/1/")
    for place in range(3):
        page.locator("input.tick").nth(place).check()
    names = [page.locator("table.t tbody th > a:first-child").nth(place).inner_text() for place in range(3)]
    page.locator(".pack-tray").get_by_role("link", name="并列比较").click()
    hand.ready()
    for name in names:
        expect(page.locator(".explore-status")).to_contain_text(name)


@HANDS
def test_the_pack_of_a_year_is_two_turns(hand: Hand) -> None:
    hand.link("示例区2025年度审查要点和审议包")
    with hand.page.expect_download() as waiting:
        hand.touch(hand.page.get_by_role("link", name=re.compile("审议包（Word）")).first)
    assert waiting.value.suggested_filename.endswith(".docx")
    assert hand.turns < MOST


@MOUSE
@pytest.mark.parametrize(
    ("part", "said"),
    [("largest", r"([\d,]+) 个项目里"), ("unanswered", r"共 ([\d,]+) 处"), ("unfinished", r"没有完成的 ([\d,]+) 项")],
)
def test_tables_of_a_review_open_in_the_explorer(hand: Hand, part: str, said: str) -> None:
    page = hand.visit.open(f"review/990001/{YEAR}/")
    told = page.locator(f"#{part} ~ :is(p, div)").all_inner_texts()
    (count, *_) = [match[1] for one in told if (match := re.search(said, one))]
    page.locator(f"#{part} ~ p.explored a").first.click()
    expect(hand.ready().locator(".explore-status")).to_contain_text(f"找到 {count} ")


@HANDS
def test_three_projects_of_a_review_become_a_pack(hand: Hand) -> None:
    """Three turns from home, and one tick a project."""
    hand.link("示例区2025年度审查要点和审议包")
    page = hand.page
    boxes = page.locator("#largest ~ .scroll input.tick")
    for place in range(3):
        hand._press(boxes.nth(place))
    hand.touch(page.locator(".pack-tray a").first)
    expect(page.locator(".pack-page")).to_have_count(5)
    with page.expect_download() as waiting:
        hand.touch(page.get_by_role("button", name="下载 Word"))
    assert waiting.value.suggested_filename.endswith(".docx")
    assert hand.turns == MOST


PLACES = {
    "explore": f"explore/?table=projects&fiscal_year={YEAR}&state=正常执行",
    "groups": f"explore/?table=projects&fiscal_year={YEAR}&group=department_name",
    "compare": f"compare/?what=departments&division=990001&fiscal_year={YEAR}&one=edu&one=water",
    "years": "compare/?what=years&division=990001&one=edu",
    "review": f"review/990001/{YEAR}/",
    "list": f"lists/990001/{YEAR}/1/",
    "pack": f"pack/?item=990001/{YEAR}/99000123t211005000001&item=990001/{YEAR}/99000123t201006000007",
}
# What a reader touches or reads, of which no two may lie upon each other.
_OVERLAPS = """() => {
  const what = "article :is(button, select, input, a[href], h1, h2, h3, figcaption, summary, label > span)";
  const seen = [...document.querySelectorAll(what)]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".scroll"));
  const boxes = seen.flatMap(one => [...one.getClientRects()].map(box => ({ one, box })));
  const deep = (mine, its) => Math.min(mine.right, its.right) - Math.max(mine.left, its.left) > 2
    && Math.min(mine.bottom, its.bottom) - Math.max(mine.top, its.top) > 2;
  const found = [];
  boxes.forEach(({ one, box }, at) => boxes.slice(at + 1).forEach(({ one: other, box: its }) => {
    if (!one.contains(other) && !other.contains(one) && deep(box, its)) found.push([one.innerText, other.innerText]);
  }));
  return found;
}"""


@pytest.mark.parametrize("size", [(640, 450), (390, 844)], ids=["200%", "390px"])
@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
def test_nothing_is_lost_on_narrow_screens(
    windows: Callable[..., Page], address: str, place: str, size: tuple[int, int]
) -> None:
    """A window of 1280 pixels at 200 % has 640 of them: nothing wider than it, nothing upon each other."""
    window = windows(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
    with through(window, address) as visit:
        page = visit.open(place)
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(_OVERLAPS) == []


@pytest.mark.parametrize("place", [one for one in PLACES if one != "pack"])
def test_paper_has_what_the_screen_has(wide: Visit, tmp_path: Path, place: str) -> None:
    """Every head of every table, and the first and last row of each: nothing is cut off at the edge of the sheet."""
    page = wide.open(PLACES[place])
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.pdf(path=str(tmp_path / "paper.pdf"), format="A4", prefer_css_page_size=True)
    words = """() => [...document.querySelectorAll("article table.t")].filter(one => one.checkVisibility()).flatMap(
      one => [...one.querySelectorAll("thead th, tbody tr:is(:first-child, :last-child) :is(td, th > a:first-child)")]
        .map(cell => cell.innerText))"""
    wanted = [re.sub(r"\s", "", one) for one in page.evaluate(words)]
    text = re.sub(r"\s", "", "".join(sheets(tmp_path / "paper.pdf", "-raw")))
    assert [one for one in wanted if one not in text] == []


@pytest.mark.parametrize(
    ("place", "head"),
    [(f"explore/?table=findings&fiscal_year={YEAR}", "部门说明"), (f"lists/990001/{YEAR}/1/", "指标达成")],
    ids=["explorer", "list"],
)
def test_every_sheet_has_the_heads_of_its_columns(wide: Visit, tmp_path: Path, place: str, head: str) -> None:
    """They are buttons on the screen, whose boxes no browser prints twice."""
    page = wide.open(place)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.pdf(path=str(tmp_path / "paper.pdf"), format="A4", prefer_css_page_size=True)
    with_rows = [one for one in sheets(tmp_path / "paper.pdf", "-raw") if len(re.findall("示例区|[局厅]", one)) > 5]
    assert len(with_rows) > 1
    assert all(head in one for one in with_rows)
