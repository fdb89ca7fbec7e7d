"""The search as readers use it, over the shipped site below a sub-path."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator.core.output import Output
from generator.publish.search.index import Search
from tests.browser.axe import told, violations
from tests.browser.conftest import Visit, arrive, serve
from tests.browser.titles import look_up, middles, titles_of

WORDS = 200
LIMIT = 300_000


@pytest.fixture(scope="module")
def titles(shipped_site: Path) -> dict[str, str]:
    return titles_of(shipped_site)


def _open(visit: Visit, **query: str) -> Page:
    page = visit.open("search/?" + "&".join(f"{name}={quote(value)}" for name, value in query.items()))
    arrive(page, ".search-live[aria-busy='false']")
    return page


def _addresses(page: Page) -> list[str]:
    return [urlsplit(one).path for one in page.eval_on_selector_all(".hit-title a", "all => all.map(one => one.href)")]


def _query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _count(page: Page) -> int:
    match = re.search(r"找到 (\d+) 条", page.inner_text(".search-status"))
    assert match
    return int(match[1])


def _check_words(page: Page, words: list[str], titles: dict[str, str]) -> None:
    for word in words:
        wanted = {path for path, title in titles.items() if word in title}
        found = look_up(page, word)
        assert wanted <= set(found), f"not found for {word}: {sorted(wanted - set(found))[:3]}"
        assert set(found[: len(wanted)]) == wanted, f"not first for {word}"


def test_every_title_with_the_word_is_found_and_comes_first(wide: Visit, titles: dict[str, str]) -> None:
    page = _open(wide)
    records = [title for path, title in titles.items() if path.startswith(("projects/", "evaluations/"))]
    _check_words(page, middles(records, WORDS), titles)
    assert wide.errors == []


def test_parts_of_the_index_answer_as_one(
    browser: Browser, shipped_site: Path, titles: dict[str, str], tmp_path: Path
) -> None:
    """A large site's index comes in parts; here a small site's does."""
    served = tmp_path / "jixiao"
    served.mkdir()
    for entry in shipped_site.iterdir():
        if entry.name != "pagefind":
            (served / entry.name).symlink_to(entry)
    with Search(tmp_path / "search.jsonl", part=60) as search:
        for path in sorted(titles):
            page_file = f"{path}/index.html"
            for _ in search.watch([Output(path=page_file, content=(shipped_site / page_file).read_bytes())]):
                pass
        for output in search.files():
            target = served / output.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(output.content)
    assert (served / "pagefind/3/pagefind-entry.json").is_file()
    server, base = serve(tmp_path)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context.new_page(), f"{base}/jixiao")
    page = _open(visit, q="工程", sort="amount")
    amounts = [float(one.replace(",", "")) for one in re.findall(r"金额 ([\d,.]+) 万元", page.inner_text(".hits"))]
    assert len(amounts) > 5
    assert amounts == sorted(amounts, reverse=True)
    # The years of a project are one hit, whichever part of the index they are in.
    assert _count(page) == len({re.sub(r"^(projects/\d+)/\d{4}/", r"\1/", one) for one in look_up(page, "工程")})
    records = [title for path, title in titles.items() if path.startswith("projects/")]
    _check_words(page, middles(records, 30), titles)
    assert visit.errors == []
    context.close()
    server.shutdown()
    server.server_close()


def test_first_result_and_later_ones_cost_little(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    fresh = Visit(context.new_page(), address)
    fresh.open("projects/")  # the frame of the site is in the reader's cache by now, the search is not
    session = context.new_cdp_session(fresh.page)
    session.send("Network.enable")
    received: list[float] = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page = _open(fresh, q="工程")
    expect(page.locator(".hit").first).to_be_visible()
    assert sum(received) <= LIMIT
    received.clear()
    look_up(page, "公路")
    assert sum(received) <= 150_000
    context.close()


# Words that people say at home, and what the first thing found must be about; None: nothing like it was published.
EVERYDAY = {
    "修路": "公路|道路",
    "路灯": None,
    "老人": "老年人|养老",
    "小孩上学": "学校|教育",
    "看病": "医疗|卫生",
    "医院": "医疗|卫生",
    "扶贫": "乡村振兴",
    "堵车": "交通|道路",
    "低保": "生活保障|指标",
    "公交车": "公共交通|公交|道路|乘车",
    "养老院": "养老服务",
    "整改台账": "整改台账",
    "公开情况": "公开情况",
    "幼儿园": "幼儿园|学前教育",
    "垃圾": "垃圾",
    "厕所": "厕所",
    "残疾人": "残疾人",
    "危房": "危房",
    "失业": "就业|毕业生|创业",
    "种地": "农业|粮油",
    "种树": "绿化|造林|林",
    "取暖": "供热|取暖|清洁",
    "打官司": None,
    "自来水": "饮用水|供水",
    "下水道": "污水|排水",
    "午餐": "食堂",
    "学费": "学生资助",
    "化肥": "耕地|农作物",
    "买房": "住房",
    "结婚": "婚俗|婚姻",
    "河水臭": "水质|污水",
    "大学生创业": "毕业生|创业",
    "快递": None,
    "流浪狗": None,
    "农民工": None,  # 服务工单 holds the characters 务工, and has nothing to do with it
    "图书馆": "书房|书屋",  # not what a library happens to carry out
    "救护车": None,  # a unit is called 急救调度中心, and looks after something else
    "欠薪": None,
    "孕妇": "出生缺陷|妇幼",
    "卫生院": "基本药物|卫生",
    "招聘": "毕业生|就业",
    "村路": "硬化路|公路",
    "户口": "户籍",
    "警察": "公安",
    "漏雨": "危房|房屋安全",
    "课后班": "课后服务",
    "公墓": "公墓",
    "旱灾": "水旱灾害",
}


def test_everyday_words_lead_somewhere_or_honestly_nowhere(wide: Visit) -> None:
    page = _open(wide)
    box = page.locator("#search-box")
    wrong = {}
    for word, about in EVERYDAY.items():
        box.fill(word)
        box.press("Enter")
        page.wait_for_function("word => document.title.includes(`“${word}”`)", arg=word)
        expect(page.locator(".search-live")).to_have_attribute("aria-busy", "false")
        first = page.locator(".hit-title").first
        said = first.inner_text() if first.count() else page.locator(".search-none").inner_text()
        if not re.search(about or "没有公开过写着", said) and "没有公开过写着" not in said:
            wrong[word] = said
    assert len(wrong) <= 3, wrong
    assert not {word for word, about in EVERYDAY.items() if about is None} & set(wrong)
    assert wide.errors == []


def test_what_only_texts_speak_of_is_told_apart(wide: Visit) -> None:
    """A unit's name holds 物业, a remark 医保: no project about either; what is called so comes without that word."""
    for word in ("物业", "医保", "税"):
        page = _open(wide, q=word)
        expect(page.locator(".search-message")).to_contain_text(f"没有名称与“{word}”有关的内容，下面的只在正文里提到它")
        assert page.locator(".hit-deep").count() == page.locator(".hit").count() > 0
    page = _open(wide, q="养老服务")
    assert "养老服务" in page.locator(".hit-title").first.inner_text()
    assert page.locator(".search-message").count() == 0
    for hit in page.locator(".hit").all():
        assert hit.locator(".hit-deep").count() == ("养老服务" not in hit.locator(".hit-title").inner_text())


def test_the_end_of_a_word_and_the_beginning_of_another_are_none(wide: Visit) -> None:
    """供电影响 is written, 电影 is not said; a piece of words that is no word itself is found wherever it stands."""
    page = _open(wide, q="供电影响")
    expect(page.locator(".hit").first).to_be_visible()
    page = _open(wide, q="电影")
    expect(page.locator(".search-none")).to_contain_text("没有公开过写着“电影”的内容")
    page = _open(wide, q="电影响")
    expect(page.locator(".hit").first).to_be_visible()


def test_one_character_is_looked_up_in_names_first(wide: Visit) -> None:
    page = _open(wide, q="路")
    titles = page.locator(".hit-title").all_inner_texts()
    assert "路" in titles[0]
    assert [one for one in titles if "路" in one] == titles[: sum("路" in one for one in titles)]


def test_a_bureau_without_its_place_is_the_bureau(wide: Visit) -> None:
    for word in ("水务局", "教育局"):
        page = _open(wide, q=word)
        assert page.locator(".hit-title").first.inner_text() == f"示例区{word}"


def test_years_of_a_project_are_one_hit(wide: Visit) -> None:
    page = _open(wide, q="养老服务")
    titles = page.locator(".hit-title").all_inner_texts()
    assert len(set(titles)) == len(titles)
    hit = page.locator(".hit", has=page.locator(".hit-years")).first
    year = hit.locator(".hit-years a").first
    said = year.inner_text()
    year.click()
    page.wait_for_url(f"**/projects/990001/{said}/**")


def test_words_that_stand_together_nowhere_are_told_one_by_one(wide: Visit) -> None:
    page = _open(wide, q="养老服务 公路")
    expect(page.locator(".search-message")).to_contain_text("没有哪一页同时写着")
    expect(page.locator(".hit").first).to_be_visible()


def test_words_written_together_are_found_apart_and_that_is_told(wide: Visit) -> None:
    page = _open(wide, q="学校食堂建设")
    expect(page.locator(".search-message")).to_contain_text(
        "没有公开过写着“学校食堂建设”的内容。下面是写着“学校”“食堂”“建设”的。"
    )
    expect(page.locator(".hit").first).to_be_visible()


def test_header_box(visit: Visit) -> None:
    page = visit.open("projects/")
    page.keyboard.press("/")
    if page.viewport_size and page.viewport_size["width"] > 720:
        expect(page.locator(".find-box")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".find-box")).not_to_be_focused()
        page.keyboard.press("/")
        page.keyboard.type("公路")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=*")
        expect(page.locator("#search-box")).to_have_value("公路")
        expect(page.locator(".hit-title mark").first).to_have_text("公路")
    else:  # narrow: no room for a box, the sign leads to the page
        page.wait_for_url("**/search/")
        expect(page.locator("#search-box")).to_be_focused()
    assert visit.errors == []
    assert visit.foreign == []


def test_filters_order_and_the_way_back(wide: Visit) -> None:
    page = _open(wide, q="工程")
    everything = _count(page)
    page.locator("fieldset[data-facet='年度'] label").nth(1).click()
    expect(page.locator(".chip")).to_have_count(1)
    some = _count(page)
    year = _query(page)["year"][0]
    shown = page.locator("fieldset[data-facet='年度'] .count").nth(1).inner_text()
    assert some == int(shown) < everything
    assert all(f"{year}年度" in one for one in page.locator(".hit-place").all_inner_texts())
    page.select_option("#search-sort", "score-asc")
    page.wait_for_url("**sort=score-asc*")
    expect(page.locator(".search-live")).to_have_attribute("aria-busy", "false")
    scores = [float(one) for one in re.findall(r"得分 ([\d.]+) 分", page.inner_text(".hits"))]
    assert len(scores) > 2
    assert scores == sorted(scores)
    page.go_back()
    expect(page.locator("#search-sort")).to_have_value("")
    expect(page.locator(".chip")).to_have_count(1)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)
    assert _count(page) == everything
    page.go_forward()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip").click()
    expect(page.locator(".search-status")).to_contain_text(f"找到 {everything} 条")
    assert "year" not in _query(page)
    assert wide.errors == []


def test_more(wide: Visit) -> None:
    page = _open(wide, kind="项目")
    expect(page.locator(".hit")).to_have_count(10)
    page.click("text=更多")
    expect(page.locator(".hit")).to_have_count(20)
    expect(page.locator(".hit-title a").nth(10)).to_be_focused()
    amounts = [float(one.replace(",", "")) for one in re.findall(r"金额 ([\d,.]+) 万元", page.inner_text(".hits"))]
    assert amounts == sorted(amounts, reverse=True)
    page.locator(".hit-title a").nth(12).click()
    page.wait_for_url("**/projects/**")
    page.go_back()
    expect(page.locator(".hit")).to_have_count(20)


def test_a_result_says_what_it_is(visit: Visit, shipped_site: Path) -> None:
    page = _open(visit, q="工程", kind="项目", grade="优")
    first = page.locator(".hit").first
    place = first.locator(".hit-place").inner_text()
    assert re.match(r"项目 · \d{4}年度 · .+ · 示例区", place)
    assert "示例数据（虚构）" in place
    assert first.locator(".grade").inner_text() == "优"
    assert re.search(r"金额 [\d,]+\.\d\d 万元", first.inner_text())
    assert first.locator("mark").count()
    path = _addresses(page)[0].removeprefix("/jixiao/")
    assert (shipped_site / path / "index.html").is_file()
    assert told(violations(page, "serious", "critical")) == []
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    assert visit.errors == []
    assert visit.foreign == []


@pytest.mark.parametrize("words", ["低执行高得分", "F02"])  # others tell of F02 before its own place on the page
def test_a_rule_is_found_by_its_name_or_code_and_the_result_leads_to_it(words: str, wide: Visit) -> None:
    page = _open(wide, q=words, kind="方法说明")
    page.locator(".hit-title a").first.click()
    page.wait_for_url("**/method/#f02")
    expect(page.locator("#f02 dl")).to_be_visible()


def test_nothing_found(wide: Visit) -> None:
    page = _open(wide, q="量子计算公路")
    expect(page.locator(".search-status")).to_have_text("找到 0 条。")
    expect(page.locator(".search-none")).to_contain_text("没有公开过写着“量子计算公路”的内容")
    expect(page.locator(".search-ways")).to_be_visible()
    page.locator(".search-none a", has_text="公路").click()
    expect(page.locator(".hit-title mark").first).to_have_text("公路")
    assert _query(page)["q"] == ["公路"]
    page = _open(wide, q="公路", grade="没有这个等级")
    page.click("text=去掉全部筛选")
    expect(page.locator(".hit").first).to_be_visible()
    assert wide.errors == []


def test_words_from_the_address_are_text(wide: Visit) -> None:
    page = _open(wide, q="<img src=x onerror=alert(1)>\"'公路", kind="<b>x</b>")
    expect(page.locator(".search-status")).not_to_be_empty()
    assert page.locator("#search img, #search b:has-text('x')").count() == 0
    assert wide.errors == []


def test_typing_searches(wide: Visit) -> None:
    page = _open(wide)
    expect(page.locator(".search-examples a")).to_have_count(4)
    expect(page.locator(".search-facets")).to_be_visible()
    page.locator("#search-box").press_sequentially("公路")
    expect(page.locator(".hit").first).to_be_visible()
    assert _query(page)["q"] == ["公路"]
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hit-title a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-box")).to_be_focused()
    assert wide.errors == []


def test_the_index_is_fetched_when_it_is_asked(wide: Visit) -> None:
    fetched: list[str] = []
    wide.page.on("request", lambda request: fetched.append(request.url))
    page = wide.open("search/")
    expect(page.locator("#search-box")).to_be_focused()
    assert [one for one in fetched if "/pagefind/" in one] == []
    page.locator(".search-facets summary").click()
    expect(page.locator("fieldset[data-facet='年度'] label").first).to_be_visible()
    assert [one for one in fetched if "/pagefind/" in one]
    assert wide.errors == []


def test_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search/?q=公路")
    expect(page.locator("#search")).to_contain_text("现在没有开启")
    expect(page.locator(".search-ways a").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("missing", ["pagefind.js", "parts.json", "*.pf_meta", "pagefind-entry.json", "wasm.*"])
def test_index_out_of_reach(missing: str, browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()

    def refuse(route: Route) -> None:
        route.fulfill(status=404, body="")

    page.route(f"**/pagefind/{missing}*", refuse)
    page.goto(f"{address}/search/?q=公路")
    expect(page.locator(".search-message")).to_contain_text("索引没有取到")
    expect(page.locator(".search-ways")).to_be_visible()
    context.close()


def test_names_are_suggested_while_typing(wide: Visit) -> None:
    page = wide.open("")
    box = page.get_by_label("找一个项目、部门或评价")
    box.focus()
    expect(box).to_have_attribute("role", "combobox")
    box.press_sequentially("校车运")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("校车运营")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    box.press_sequentially("营")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/projects/990001/**")
    expect(page.locator("h1")).to_contain_text("校车运营")
    assert wide.errors == []


def test_what_people_say_is_suggested_by_what_forms_call_it(wide: Visit) -> None:
    page = wide.open("departments/")
    page.keyboard.press("/")
    page.keyboard.type("老人")
    expect(page.get_by_role("option").first).to_contain_text(re.compile("老年|养老|高龄"))
    assert wide.errors == []


def test_a_code_or_a_name_typed_whole_comes_first(wide: Visit, titles: dict[str, str]) -> None:
    page = _open(wide)
    projects = sorted(path for path in titles if path.startswith("projects/990001/2025/"))[:5]
    for path in projects:
        code = path.rpartition("/")[2]
        assert look_up(page, code.upper(), 1)[0].endswith(f"/{code}"), code
    department = next(path for path in titles if path.startswith("departments/990001/"))
    assert look_up(page, titles[department], 1) == [department]
    assert wide.errors == []


def test_three_words_that_stand_together_nowhere(wide: Visit) -> None:
    page = _open(wide, q="养老服务 量子计算 火星探测")
    expect(page.locator(".search-message")).to_contain_text("下面是写着“养老服务”的")
    expect(page.locator(".hit").first).to_be_visible()


def test_matters_of_life_need_no_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search/")
    page.locator(".life a", has_text="上学").click()
    page.wait_for_url("**/topics/990001/school/")
    expect(page.locator("table.t tbody th:visible").nth(1)).to_be_visible()
    context.close()
