"""Numbers: held as whole millionths of their unit, and written as people and machines read them.

The only place where a single number becomes text or is rounded; columns of them are told in ``facts.numbers``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

# Numbers are held as whole millionths of their unit, so that sums are exact: one millionth of 万元 is one 分 (0.01 元).
MICRO = 1_000_000
DECIMALS = 6
YI = 10_000  # 万元 in one 亿元
# What one of each unit of money is in 万元.
MONEY: Mapping[str, Fraction] = {"元": Fraction(1, 10_000), "万元": Fraction(1), "亿元": Fraction(YI)}
MISSING = "—"
_MINUS = "−"
_LONG = re.compile(r"[+−]?\d[\d,]*\.\d{3,6}")  # more decimals than pages show
_PRINTED = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?")
_DIGITS = "零一二三四五六七八九"


class Headline(NamedTuple):
    """A number as text and the unit it is in, which may be larger than the one it was given in."""

    number: str
    unit: str


# Rounding.


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of whole numbers as the nearest whole one; halves away from zero, as the forms round."""
    nearest = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return nearest if (numerator < 0) == (denominator < 0) else -nearest


def scaled(number: Fraction, places: int) -> int:
    """A number times ten to the ``places``, rounded half up."""
    return half_up(number.numerator * 10**places, number.denominator)


def micro(number: Fraction) -> int:
    """A number in millionths, as tables hold it."""
    return scaled(number, DECIMALS)


# For people, on pages: grouped by thousands, a dash where there is nothing.


def points(score: str) -> str:
    """A score with its unit; words that stand for one have none."""
    return f"{score} 分" if score[:1].isdigit() else score


@lru_cache(maxsize=16_384)
def number(value: int | None, places: int = 2) -> str:
    """Millionths as text grouped by thousands, with at least ``places`` decimals; never rounded; ``—`` if missing."""
    if value is None:
        return MISSING
    whole, rest = divmod(abs(value), MICRO)
    decimals = f"{rest:06d}".rstrip("0").ljust(places, "0") if rest or places else ""
    return f"{_MINUS if value < 0 else ''}{whole:,}{'.' if decimals else ''}{decimals}"


def printed(text: str | None) -> int | None:
    """Millionths of a number as pages print it, grouped and with its per cent sign; None where it is no number."""
    found = _PRINTED.fullmatch(text or "")
    return micro(Fraction(found[0].rstrip("%").replace(",", "").replace(_MINUS, "-"))) if found else None


def cut(text: str) -> str:
    """A number as pages print it with two decimals, half up, where it has more; any other text as it is."""
    value = printed(text.removeprefix("+")) if _LONG.fullmatch(text) else None
    if value is None:
        return text
    return f"{text[0] if text[0] in '+−' else ''}{number(half_up(abs(value), MICRO // 100) * (MICRO // 100))}"


def signed(value: int | None) -> str:
    """Millionths as ``number`` has them, with a plus before what is more than nothing; empty if missing."""
    return "" if value is None else f"+{number(value)}" if value > 0 else number(value)


@lru_cache(maxsize=16_384)
def percent(part: int | None, whole: int | None) -> str:
    """A share in % with two decimals, half up; ``—`` where it cannot be computed."""
    if part is None or not whole:
        return MISSING
    return f"{_fixed(half_up(part * 10_000, whole), 2, minus=_MINUS)}%"


def share(part: int, whole: int) -> int:
    """A share in whole per cent between 0 and 100, for the width of a bar."""
    return min(100, max(0, half_up(part * 100, whole))) if whole else 0


def mean(values: Sequence[int]) -> str:
    """The simple mean of millionths with two decimals, half up; ``—`` without values."""
    if not values:
        return MISSING
    return _fixed(half_up(sum(values), len(values) * (MICRO // 100)), 2, minus=_MINUS)


def headline(value: int | None) -> Headline:
    """Millionths of 万元 for a headline: number and unit, 亿元 from 1 亿元 up; two decimals, none of whole 万元."""
    if value is None:
        return Headline(MISSING, "")
    unit = "亿元" if abs(value) >= YI * MICRO else "万元"
    hundredths = half_up(value, int(MONEY[unit]) * MICRO // 100)
    whole, rest = divmod(abs(hundredths), 100)
    decimals = f".{rest:02d}" if rest or unit == "亿元" else ""
    return Headline(f"{_MINUS if hundredths < 0 else ''}{whole:,}{decimals}", unit)


@lru_cache(maxsize=8_192)
def headed(value: int | None) -> str:
    """Millionths of 万元 in a sentence for readers, as headlines say them, with the unit; ``—`` if missing."""
    return " ".join(headline(value)) if value is not None else MISSING


# For machines, and in the middle of sentences: no separators, no needless zeros.


def plain(value: int | None) -> str:
    """Millionths as the shortest decimal; empty if missing."""
    if value is None:
        return ""
    whole, rest = divmod(abs(value), MICRO)
    decimals = f".{rest:06d}".rstrip("0") if rest else ""
    return f"{'-' if value < 0 else ''}{whole}{decimals}"


def brief(value: float, places: int = 2) -> str:
    """A float without needless zeros."""
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"


def short(value: Fraction, places: int = 4) -> str:
    """An exact number without needless zeros, rounded half up to so many places."""
    text = _fixed(scaled(value, places), places)
    return text.rstrip("0").rstrip(".") if places else text


def rounded(value: Fraction, places: int) -> str:
    """An exact number with so many decimals, half up; a whole number without any."""
    return str(value.numerator) if value.denominator == 1 else _fixed(scaled(value, places), places)


def decimal(value: Decimal) -> str:
    """A decimal number as records hold it: neither an exponent nor needless zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0", "-") else text


def to_places(value: Decimal, places: int) -> Decimal:
    """A decimal number rounded half up to so many places."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def half_of_last(value: Decimal) -> Decimal:
    """Half of the last place that is written: 0.005 of 1.20, 0.5 of whole numbers."""
    return Decimal(5).scaleb(min(int(value.as_tuple().exponent), 0) - 1)


def to_digits(value: Decimal, digits: int) -> Decimal:
    """A decimal number other than 0 rounded to so many significant digits."""
    return value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1))


def in_percent(ratio: Fraction, places: int = 2) -> str:
    """An exact ratio as a percentage, rounded half up to so many places."""
    return f"{_fixed(scaled(ratio * 100, places), places)}%"


def shown(value: Fraction, unit: str) -> Headline:
    """Number and unit as documents print them: money of 1 亿元 and more in 亿元, all with at most two decimals."""
    if unit == "万元" and abs(value) >= YI:
        return Headline(rounded(value / YI, 2), "亿元")
    return Headline(rounded(value, 2), unit)


def original(value: int | None, unit: str) -> str:
    """Millionths of 万元 as a form in another unit printed them; empty where there is no other unit, or no value.

    What is no whole number has two decimals at least, as 元 with 角 have: 24,000,000.50 元.
    """
    if value is None or not unit:
        return ""
    exact = Fraction(value, MICRO) / MONEY[unit]
    return f"{number(int(exact * MICRO), 0 if exact.denominator == 1 else 2)} {unit}"


def in_yi(value: int) -> str:
    """Millionths of 万元 in 亿元, with all their decimals."""
    return short(Fraction(value, MICRO * YI), 10)


def chinese(value: int) -> str:
    """A number from 1 to 99 in Chinese, for headings."""
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def _fixed(value: int, places: int, minus: str = "-") -> str:
    """A whole number that is ten to the ``places`` times another, as that other with so many decimals."""
    whole, rest = divmod(abs(value), 10**places)
    return f"{minus if value < 0 else ''}{whole}{f'.{rest:0{places}d}' if places else ''}"
