"""What is asked about findings: words of rules that exist, neutral, in plain titles that say the figures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.check.report import plain_title, title_of
from generator.core.data import Checked
from generator.core.finding import Finding
from generator.rules import RULES
from generator.rules.asking import ASKED, PLAIN, WEIGHTS, asked

ACCUSING = re.compile("虚报|虚假|造假|作假|套取|骗|违规|违法|违纪|挪用|浪费|隐瞒|不作为|失职|渎职|敷衍")


def test_every_code_with_words_is_a_rule() -> None:
    assert set(ASKED) | set(PLAIN) <= set(RULES)
    assert not [words for words in PLAIN.values() if ACCUSING.search(words) or len(words) > 20]


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_question_asks_and_accuses_nobody(code: str) -> None:
    one = asked(code)
    assert one.weight in WEIGHTS
    assert one.question.endswith("？")
    assert not ACCUSING.search(one.question + RULES[code].title)


def test_rules_on_money_and_consequences_weigh_most() -> None:
    assert {asked(code).weight for code in ("F08", "F09", "F16", "F18", "R26")} == {"money"}
    assert asked("F02").weight == "result"
    assert asked("F05").weight == "form"


def test_plain_titles_of_the_sample(shipped_checked: Checked) -> None:
    found = {(one.code, plain_title(one)) for one in shipped_checked.findings}
    assert ("F09", "评价为中，2027 年度预算一分没减") in found
    assert ("F16", "年初安排 10,446.71 万元，年中取消") in found
    assert ("F09b", "说好减到 182.40 万元，2026 年安排了 193.45 万元") in found
    assert ("F18", "钱只花了 51.06%，下一年预算反而增加") in found
    assert ("F02", "钱只花了 59.35%，自评 95.94 分") in found
    assert ("F07", "自评 92.79 分，独立评价 74.60 分") in found
    assert not [title for _, title in found if ACCUSING.search(title) or "nan" in title.lower()]


def test_amounts_are_as_pages_have_them_and_nothing_else_is_changed() -> None:
    plain = "预算由 163.6171 万元变成 12000.5 万元，2026 年安排了 1234567 万元"
    one = Finding(code="F20", severity="flag", title="", message="", hint="", file="", plain=plain)
    assert plain_title(one) == "预算由 163.62 万元变成 12,000.50 万元，2026 年安排了 1,234,567.00 万元"
    alike = replace(one, plain="说好减到 193.452 万元，2026 年安排了 193.454 万元")
    assert plain_title(alike) == "说好减到 193.452 万元，2026 年安排了 193.454 万元"
    assert plain_title(replace(one, plain="自评 100 分，独立评价 74.6 分")) == "自评 100.00 分，独立评价 74.60 分"
    assert plain_title(replace(one, plain="检查了 3 分钟")) == "检查了 3 分钟"


def test_without_words_of_its_own_a_finding_is_called_like_its_rule() -> None:
    one = Finding(code="F03", severity="flag", title="", message="", hint="", file="")
    assert plain_title(one) == title_of("F03") == RULES["F03"].title
    assert plain_title(replace(one, code="F05")) == "没有设成本或满意度指标"
