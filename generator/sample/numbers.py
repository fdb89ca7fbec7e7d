"""Whole-number arithmetic and how figures are written: money in 元, values and scores in hundredths."""

from __future__ import annotations

from random import Random

HUNDRED = 100
YUAN_IN_WAN = 10_000


def stream(*parts: object) -> Random:
    """A stream of random numbers that depends on these parts only: the same on every machine and in every run."""
    return Random(":".join(map(str, parts)))  # noqa: S311 (invented data, no secret)


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two non-negative whole numbers, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def money(yuan: int) -> str:
    """An amount in 元 written in 万元 with as few decimals as are exact (at most four)."""
    whole, rest = divmod(abs(yuan), YUAN_IN_WAN)
    text = f"{whole}.{rest:04d}".rstrip("0").rstrip(".") if rest else str(whole)
    return f"-{text}" if yuan < 0 else text


def figure(hundredths: int) -> str:
    """A value in hundredths written with as few decimals as are exact (at most two)."""
    whole, rest = divmod(hundredths, HUNDRED)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def points(hundredths: int) -> str:
    """A score in hundredths written with as few decimals as are exact."""
    return figure(hundredths)


def percent(part: int, whole: int) -> int:
    """Part ÷ whole in hundredths of a per cent, rounded half up."""
    return half_up(part * 100 * HUNDRED, whole)


def fixed(hundredths: int) -> str:
    """A value in hundredths with exactly two decimals."""
    return f"{hundredths // HUNDRED}.{hundredths % HUNDRED:02d}"


def split(total: int, parts: int, random: Random) -> list[int]:
    """Divide a whole number into that many positive whole parts of similar size, the larger ones first."""
    if parts == 0:
        return []
    base, rest = divmod(total, parts)
    shares = [base + 1] * rest + [base] * (parts - rest)
    for index in range(parts - 1):
        if shares[index + 1] > 2 and random.random() < 0.4:
            shares[index] += 1
            shares[index + 1] -= 1
    return shares


def round_amount(yuan: float, random: Random) -> int:
    """An amount as budgets write it: mostly whole 万元, sometimes two or four decimals of 万元."""
    draw = random.random()
    if draw < 0.5:
        step = 50_000 if yuan > 3_000_000 else 10_000
    elif draw < 0.8:
        step = 100
    else:
        step = 1
    return max(step, round(yuan / step) * step)


def tidy(value: float) -> int:
    """A count as targets are set: two or three leading digits, in hundredths."""
    number = max(1, round(value))
    if number >= 10_000:
        number = round(number / 100) * 100
    elif number >= 1_000:
        number = round(number / 10) * 10
    return number * HUNDRED
