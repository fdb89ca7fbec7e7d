"""Numbers as text: one place, half up, exact, and the same words for the same number."""

from __future__ import annotations

import random
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest

from generator.core.numbers import (
    MICRO,
    brief,
    cut,
    half_up,
    headline,
    in_percent,
    in_yi,
    mean,
    micro,
    number,
    original,
    percent,
    plain,
    rounded,
    share,
    short,
    shown,
)
from generator.facts import numbers as columns
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("millionths", "text"),
    [
        (0, "0.00"),
        (MICRO, "1.00"),
        (89_974_000, "89.974"),
        (1_234_567_890_123, "1,234,567.890123"),
        (-5_500_000, "−5.50"),
        (None, "—"),
    ],
)
def test_number_is_grouped_and_never_rounded(millionths, text) -> None:
    assert number(millionths) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1.005", "1.01"),
        ("−999.995", "−1,000.00"),
        ("0.0049", "0.00"),
        ("+12,345.678901", "+12,345.68"),
        ("7.10", "7.10"),
        ("7.5", "7.5"),
        ("8", "8"),
        ("12.345（原件）", "12.345（原件）"),
        ("", ""),
        ("—", "—"),
    ],
)
def test_longer_numbers_are_cut_to_two_decimals_half_up(text: str, shown: str) -> None:
    """As scripts do (``site.js``); what has no more, and what is no number alone, stays as it is."""
    assert cut(text) == shown


def test_number_without_decimals() -> None:
    assert number(7 * MICRO, 0) == "7"
    assert number(7_500_000, 0) == "7.5"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (294_875, 936_947, "31.47%"),  # a statement's 31.47 % is right
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (1, 800, "0.13%"),  # half up
        (5, 4, "125.00%"),
        (1, 0, "—"),
        (None, 4, "—"),
        (1, None, "—"),
        (-1, 800, "−0.13%"),
        (-5, 4, "−125.00%"),
        (1, -2, "−50.00%"),
        (0, 7, "0.00%"),
    ],
)
def test_percent(part, whole, text) -> None:
    assert percent(part, whole) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, ("—", "")),
        (0, ("0", "万元")),
        (9_999_990_000, ("9,999.99", "万元")),
        (5_455_300_000, ("5,455.30", "万元")),  # beside 2,946.22 万元 in the next line
        (10_000 * MICRO, ("1.00", "亿元")),
        (36_712_345_678, ("3.67", "亿元")),
        (-20_050 * MICRO, ("−2.01", "亿元")),
        (2_675_000, ("2.68", "万元")),  # 2.675 is no binary number
        (-2_675_000, ("−2.68", "万元")),
        (12_345_600_000, ("1.23", "亿元")),
    ],
)
def test_money_of_headlines(amount, text) -> None:
    assert headline(amount) == text


def test_share_stays_between_0_and_100() -> None:
    assert [share(0, 5), share(1, 3), share(7, 5), share(-1, 5), share(1, 0)] == [0, 33, 100, 0, 0]


def test_plain_is_for_machines() -> None:
    assert [plain(None), plain(89_974_000), plain(-1_500_000), plain(3 * MICRO)] == ["", "89.974", "-1.5", "3"]


def test_mean_is_simple_and_half_up() -> None:
    assert mean([]) == "—"
    assert mean([90 * MICRO, 91 * MICRO, 92_015_000]) == "91.01"
    assert mean([-90 * MICRO, -91 * MICRO]) == "−90.50"
    assert mean([-5_000]) == "−0.01"


def test_everything_is_rounded_half_up() -> None:
    """Against the standard library, over numbers of both signs and many halves."""
    draw = random.Random(1)
    for _ in range(2_000):
        numerator, denominator = draw.randint(-10_000, 10_000), draw.choice([1, 2, 3, 8, 40, 125, 200, 977])
        exact = Fraction(numerator, denominator)
        decimal = Decimal(numerator) / Decimal(denominator)
        two = f"{decimal.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
        two = two.replace("-0.00", "0.00")
        assert half_up(numerator, denominator) == int(decimal.to_integral_value(ROUND_HALF_UP))
        assert in_percent(exact / 100) == f"{two}%"
        assert short(exact, 2) == re.sub(r"\.?0+$", "", two) if "." in two else two
        assert rounded(exact, 2) == (str(numerator // denominator) if exact.denominator == 1 else two)
        assert percent(numerator, denominator * 100) == f"{two}%".replace("-", "−")
        assert micro(exact) == int((decimal * MICRO).to_integral_value(ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(9_999_999, 1000), "万元", ("10000.00", "万元")),
        (Fraction(10_000), "万元", ("1", "亿元")),
        (Fraction(-12_345), "万元", ("-1.23", "亿元")),
        (Fraction(12_345), "个", ("12345", "个")),
        (Fraction(1, 3), "%", ("0.33", "%")),
    ],
)
def test_numbers_of_documents(value, unit, text) -> None:
    assert shown(value, unit) == text


def test_money_in_yi_is_exact() -> None:
    assert [in_yi(one) for one in (10_000 * MICRO, 12_345_678_901, 10**16)] == ["1", "1.2345678901", "1000000"]


def test_a_column_is_told_like_its_numbers() -> None:
    values = [0, 89_974_000, -1_500_000, 3 * MICRO, 1, None]
    column = pd.Series(values, dtype="Int64")
    assert columns.shown(column).tolist() == [plain(one) for one in values]
    assert columns.briefly(pd.Series([1.50, 2.0, -0.25])).tolist() == [brief(one) for one in (1.5, 2.0, -0.25)]


def test_numbers_become_text_in_one_place() -> None:
    """Who cuts needless zeros, rounds or spells a number out does it in core.numbers (the sample stands apart)."""
    own = re.compile(
        r"""rstrip\(["']0["']\)|\.rstrip\(["']\.["']\)|(?<!〇)零一二|ROUND_HALF|\.quantize\(|%\s*100:02d|scaleb\("""
    )
    found = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "generator").rglob("*.py"))
        if own.search(path.read_text(encoding="utf-8")) and "sample" not in path.parts
    ]
    assert found == ["generator/core/numbers.py"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2_400_000_050, "24,000,000.50 元"),
        (2_345_678_912, "23,456,789.12 元"),
        (22_614_510_000, "226,145,100 元"),
        (100, "1 元"),
        (None, ""),
    ],
)
def test_money_of_a_form_in_yuan_is_told_as_it_prints_it(value: int | None, text: str) -> None:
    assert original(value, "元") == text
    assert original(value, "") == ""
