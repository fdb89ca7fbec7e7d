"""Numbers: held as whole millionths of their unit, and written as people read them."""

from __future__ import annotations

from fractions import Fraction

# Numbers are held as whole millionths of their unit, so that sums are exact: one millionth of 万元 is one 分 (0.01 元).
MICRO = 1_000_000
DECIMALS = 6
YI = 10_000  # 万元 in one 亿元
_DIGITS = "零一二三四五六七八九"


def rounded(number: Fraction, places: int) -> str:
    """A number with so many decimals, half up; a whole number without any."""
    if number.denominator == 1:
        return str(number.numerator)
    scale = 10**places
    whole = int(abs(number) * scale + Fraction(1, 2))
    decimals = f".{whole % scale:0{places}d}" if places else ""
    return f"{'-' if number < 0 and whole else ''}{whole // scale}{decimals}"


def shown(value: Fraction, unit: str) -> tuple[str, str]:
    """Number and unit as printed: money of 1 亿元 and more in 亿元, everything with at most two decimals."""
    if unit == "万元" and abs(value) >= YI:
        return rounded(value / YI, 2), "亿元"
    return rounded(value, 2), unit


def exact(value: Fraction) -> str:
    """A number with all its decimals; a ratio that has no end with six, and … behind it."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{rounded(value, 6)}…"
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    return rounded(value, places)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese, for headings."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"
