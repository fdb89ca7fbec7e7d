"""Findings in words: text, JSON, annotations and Markdown, and that no cell can become anything but text in them."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from generator.check.report import (
    FORMATS,
    as_github,
    as_json,
    as_markdown,
    as_text,
    location,
    sentence,
    summary,
    title_of,
)
from generator.core.characters import INVISIBLE, describe, shortened, visible
from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.finding import Finding
from generator.core.package import Package
from generator.load import load_catalogue, load_profiles
from tests.conftest import DATA, TODAY
from tests.workflow_run import obeyed

ERROR = Finding(
    code="S01",
    severity="error",
    title="资金总额",
    message="写的是「98%」，应是数字，如 1234.56。",
    hint="请去掉百分号，只写 98。",
    file="data/990001/2023/edu/goals.csv",
    division="990001",
    year=2023,
    department="edu",
    table="goals",
    row=17,
    field="total_amount",
    record="P1",
    name="校舍维修",
    value="98%",
    expected="数字，如 1234.56",
)
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "](javascript:alert(1)) [x](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "| 假的 | 一列 |\n|---|---|",
    "`code` **粗** ~~删~~ # 标题 $x$ <!-- 注释 -->",
    "@everyone @org/team #1 GH-1 www.evil.example https://evil.example a@b.example :tada:",
    "::error file=x::伪造\n::stop-commands::x",
    "%0A::error::伪造 %25",
    "\x1b[31m红\x1b]0;标题\x07\x9b31m",
    "甲\u202e乙\u2066丙\u200b丁\u2028戊\x00己",
    "\"'\\ &amp; &#64;",
    "汉" * 4000,
    "👍🏽𠮷",
    "\r进度\b\b",
)


@pytest.fixture(scope="module")
def checked() -> Checked:
    """A run without rows; the formats ask it for counts only."""
    package = Package(
        division="990001",
        fiscal_year=2023,
        department="edu",
        path="data/990001/2023/edu",
        title="示例",
        publisher="示例区教育局",
        published_date="2024-08-30",
    )
    return Checked(
        catalogue=load_catalogue(DATA),
        profiles=load_profiles(DATA),
        packages=(package,),
        frames={},
        facts=Facts(tables={}, profiles=()),
        findings=(),
        files=3,
        rows=1234,
        today=TODAY,
    )


def spoiled(text: str) -> Finding:
    """A finding that quotes the text wherever it can."""
    return replace(
        ERROR, message=f"写的是「{text}」。", hint=text, file=f"data/{text}", record=text, name=text, value=text
    )


# In words.


def test_sentence() -> None:
    assert sentence(ERROR) == (
        "校舍维修（P1）「资金总额」：写的是「98%」，应是数字，如 1234.56（S01）。请去掉百分号，只写 98。"
        "见 data/990001/2023/edu/goals.csv 第 17 行。"
    )
    assert sentence(replace(ERROR, record="", name="", others=3)) == (
        "data/990001/2023/edu/goals.csv 第 17 行「资金总额」：写的是「98%」，应是数字，如 1234.56（S01）。"
        "请去掉百分号，只写 98。这份文件里另有 3 处同样的问题。"
    )


def test_location_of_a_file_of_a_row_and_of_a_cell() -> None:
    assert location(replace(ERROR, row=None, field="")) == "data/990001/2023/edu/goals.csv"
    assert location(replace(ERROR, field="")) == "data/990001/2023/edu/goals.csv 第 17 行"
    assert location(ERROR) == "data/990001/2023/edu/goals.csv 第 17 行「资金总额」"


def test_summary(checked: Checked) -> None:
    assert summary(checked, ()) == "检查了 3 个文件、1,234 行：错误 0，提醒 0，关注 0。可以发布。"
    findings = (ERROR, replace(ERROR, severity="warning"), replace(ERROR, severity="flag"))
    assert summary(checked, findings) == "检查了 3 个文件、1,234 行：错误 1，提醒 1，关注 1。不能发布，请先改正错误。"
    elsewhere = summary(replace(checked, findings=findings), ())
    assert elsewhere.endswith("关注 0。这里没有错误；别处还有 1 处错误，改正以后才能发布。")
    nothing = summary(replace(checked, packages=()), ())
    assert nothing.endswith("关注 0。还没有任何部门年度的数据，没有内容可以发布，只能生成空的网站。")


def test_text_groups_and_shows_the_first_few(checked: Checked) -> None:
    findings = [*(replace(ERROR, row=row) for row in range(2, 9)), replace(ERROR, code="P03", severity="warning")]
    lines = as_text(checked, findings).splitlines()
    assert lines[0] == "【错误】S01 数据类型：7 处"
    assert [re.findall(r"第 (\d+) 行", line) for line in lines[1:6]] == [[str(row)] for row in range(2, 7)]
    assert lines[6] == "  …… 另有 2 处，改好以上各处后再检查一次，就会列出。"
    assert lines[7] == "【提醒】P03 豁免没有用上：1 处"
    assert lines[-1] == summary(checked, findings)


def test_github(checked: Checked) -> None:
    assert as_github(checked, [ERROR]).splitlines()[0] == (
        "::error file=data/990001/2023/edu/goals.csv,line=17,title=S01 数据类型::"
        "校舍维修（P1）「资金总额」：写的是「98%25」，应是数字，如 1234.56（S01）。请去掉百分号，只写 98。"
        "见 data/990001/2023/edu/goals.csv 第 17 行。"
    )
    levels = [as_github(checked, [replace(ERROR, severity=level)]) for level in ("warning", "flag")]
    assert levels[0].startswith("::warning file=")
    assert "::" not in levels[1]


def test_markdown(checked: Checked) -> None:
    lines = as_markdown(checked, [ERROR]).splitlines()
    assert lines[0] == "## 数据检查"
    assert lines[4:6] == ["| 级别 | 记录 | 位置 | 问题 | 怎么改 |", "|---|---|---|---|---|"]
    assert lines[6] == (
        "| 错误 S01 | 校舍维修（P1） | data/990001/2023/edu/goals.csv 第 17 行「资金总额」 | "
        "写的是「98%」，应是数字，如 1234.56。 | 请去掉百分号，只写 98。 |"
    )


def test_markdown_is_bounded(checked: Checked) -> None:
    text = as_markdown(checked, [ERROR] * 250)
    assert text.count("\n| 错误") == 200
    assert text.endswith("另有 50 处未列出。")


def test_every_format_counts_what_is_not_told(checked: Checked) -> None:
    """Of a kind the first are kept, in a file and over all files; no format loses the number of the others."""
    findings = [replace(ERROR, file=f"data/{number}.csv", others=7) for number in range(1_500)]
    many = replace(checked, findings=tuple(findings))
    assert summary(many, findings).startswith("检查了 3 个文件、1,234 行：错误 12000，")
    assert many.count("error") == 12_000
    text = as_text(many, findings).splitlines()
    assert text[0] == "【错误】S01 数据类型：12000 处"
    assert text[6].startswith("  …… 另有 11,995 处")
    document = json.loads(as_json(many, findings))
    assert document["summary"]["errors"] == 12_000
    assert len(document["findings"]) == 1_000
    assert {one["others"] for one in document["findings"]} == {7}
    assert document["left_out"] == [{"severity": "error", "code": "S01", "count": 11_000}]
    annotations = as_github(many, findings).splitlines()
    assert len(annotations) == 52
    assert "这份文件里另有 7 处同样的问题。" in annotations[0]
    assert annotations[50] == "::error title=S01 数据类型::另有 11,600 处没有列出。"
    assert as_markdown(many, findings).endswith("另有 11800 处未列出。")


def test_json_spells_out_what_turns_the_direction_of_reading(checked: Checked) -> None:
    """The text is kept to the letter, but no file name steers the terminal or the page that shows the JSON."""
    written = as_json(checked, [spoiled("甲\u202e乙\u2066丙\u200b丁\x9b戊")])
    assert INVISIBLE.search(written) is None
    assert "甲\\u202e乙\\u2066丙" in written


def test_flags_are_for_text_and_json_only(checked: Checked) -> None:
    flag = replace(ERROR, severity="flag")
    assert "98%" in as_text(checked, [flag])
    assert json.loads(as_json(checked, [flag]))["findings"][0]["severity"] == "flag"
    assert "校舍" not in as_github(checked, [flag]) + as_markdown(checked, [flag])


def test_every_code_has_a_title() -> None:
    assert title_of("L01") == "文件编码"
    assert title_of("R01") == "执行率"


# Hostile text.


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("style", ["text", "github", "markdown"])
def test_no_format_passes_on_what_steers_a_terminal(checked: Checked, style: str, text: str) -> None:
    assert INVISIBLE.search(FORMATS[style](checked, [spoiled(text)]).replace("\u200b", "")) is None


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_finding_is_one_line_of_text(checked: Checked, text: str) -> None:
    assert len(as_text(checked, [spoiled(text)]).splitlines()) == 3


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_cell_starts_no_workflow_command(checked: Checked, text: str) -> None:
    first, *others = as_github(checked, [spoiled(text)]).splitlines()
    assert re.fullmatch(r"::error file=[^:,\n]*,line=17,title=S01 数据类型::(?:(?!::).)*", first)
    assert len(others) == 1
    assert not others[0].startswith("::")


@pytest.mark.parametrize("text", [*HOSTILE, "::set-output name=a::b", "##[set-output name=a]b", "\x85::add-mask::x"])
def test_no_line_of_text_is_a_command_where_a_log_is_read_for_them(checked: Checked, text: str) -> None:
    assert (
        obeyed(as_text(checked, [replace(spoiled(text), field=""), replace(spoiled(text), record="", name="")])) == []
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_cell_is_no_markup(checked: Checked, text: str) -> None:
    lines = as_markdown(checked, [spoiled(text)]).splitlines()
    assert len(lines) == 7
    row = lines[6]
    assert row.count("|") == 6
    assert re.search(r"[<>`*_\[\]()!~$\\@]", row) is None
    assert re.search(r"&(?!#\d+;)", row) is None
    assert re.search(r"#(?!\d+;)", row) is None
    assert "&#64;" not in row.replace("&#64;&#8203;", "")
    assert "www." not in row
    assert "GH-1" not in row
    assert "://" not in row


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_json_keeps_the_text_to_the_letter(checked: Checked, text: str) -> None:
    (found,) = json.loads(as_json(checked, [spoiled(text)]))["findings"]
    assert (found["value"], found["hint"], found["file"]) == (text, text, f"data/{text}")


# Characters.


def test_visible() -> None:
    assert visible("甲\u202e乙\x1b丙") == "甲〔U+202E〕乙〔U+001B〕丙"
    assert visible("两\n行\t👍🏽𠮷❤️") == "两\n行\t👍🏽𠮷❤️"


def test_describe_names_every_refused_character() -> None:
    refused = [chr(number) for number in range(0x110000) if INVISIBLE.match(chr(number))]
    assert 300 < len(refused) < 7000
    assert all(describe(character).endswith(f" U+{ord(character):04X}") for character in refused)
    assert describe("\u200d") == "看不见的零宽字符 U+200D"


def test_shortened() -> None:
    assert shortened("汉" * 60) == "汉" * 60
    assert shortened("汉" * 61) == "汉" * 60 + "…"
