"""How a number of a cell reads to people, by its format: plain, per cent, or a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Literal

from generator.core.numbers import decimal, to_digits, to_places

# Formats by number that no workbook spells out.
_DAYS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_PERCENTS = {9: 0, 10: 2}
_DECIMALS = 6  # of a number in the records
_SIGNIFICANT = 15  # digits that a spreadsheet shows; what is behind them is how it stores numbers

_DIRECTIONS = "≥≤＞＜><"
_LITERAL = re.compile(r'"([^"]*)"|[!\\](.)|([≥≤＞＜><一-鿿])')
_UNIT = re.compile("[一-鿿%％]{0,4}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Numeral:
    """A number in words; ``exact``: as the file has it, where digits that nobody meant were left out."""

    text: str
    kind: Literal["number", "date"] = "number"
    exact: str = ""
    percent: bool = False


def numeral(raw: str, format_number: int, formats: Mapping[int, str], *, since_1904: bool) -> Numeral | None:
    """The number as people see it; None if it is none."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 30:
        return None
    code = formats.get(format_number, "")
    if _is_day(format_number, code) and (day := _day(value, since_1904=since_1904)):
        return Numeral(text=day, kind="date")
    percent = format_number in _PERCENTS or _bare(code).rstrip().endswith("%")
    thousands, point = _scale(code)
    places = _PERCENTS.get(format_number, _places(code))
    meant = value * 100 if percent else value / 1000**thousands / 10**point
    text = shown_number(meant)
    if percent or len(text.partition(".")[2]) > _DECIMALS:
        limit = _DECIMALS if places is None else places
        text = decimal(to_places(Decimal(text), limit))
    exact = raw if Decimal(text) != meant else ""
    before, behind = _literals(code)
    return Numeral(text=f"{before}{text}{'%' if percent else ''}{behind}", exact=exact, percent=percent)


def shown_number(value: Decimal) -> str:
    """A number without the tail that binary storage gives it, and without an exponent."""
    if not value:
        return "0"
    return decimal(to_digits(value, _SIGNIFICANT) if -300 < value.adjusted() < _SIGNIFICANT else value)


def _places(code: str) -> int | None:
    """How many decimals a format shows; None where it leaves that to the number."""
    bare = _bare(code)
    found = re.search(r"[0#?](?:\.([0#?]+))?(?=[^0#?.,]*$)", bare)
    return len(found[1] or "") if found else None


def _scale(code: str) -> tuple[int, int]:
    """By how many thousands a format divides (0.0,), and how many digits stand behind a point that it only draws.

    0!.0, shows 元 as 万元: the number in thousands, with a point before its last digit.
    """
    drawn = re.sub(r"[!\\]\.|\"\.\"", "·", code.partition(";")[0])
    bare = re.sub(r'"[^"]*"|[!\\].|\[[^\[\]]*\]|_.|\*.', "", drawn)
    commas = re.search(r"[0#?](,+)[^0#?]*$", bare)
    point = re.search(r"[0#?]·([0#?]+)", bare)
    return len(commas[1]) if commas else 0, len(point[1]) if point and "." not in bare else 0


def _literals(code: str) -> tuple[str, str]:
    """The direction that a format writes before a number, and the unit behind it: "≥"0"公里"."""
    section = re.sub(r"\[[^\[\]]*\]|_.|\*.", "", code.partition(";")[0])
    digits = list(re.finditer(r"(?<![!\\])[0#?](?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", section))
    if not digits:
        return "", ""
    before, behind = (
        "".join(found[1] or found[2] or found[3] or "" for found in _LITERAL.finditer(part)).strip()
        for part in (section[: digits[0].start()], section[digits[-1].end() :])
    )
    plain = all(one in _DIRECTIONS for one in before) and _UNIT.fullmatch(behind)
    return (before, behind) if plain else ("", "")


def _bare(code: str) -> str:
    """The first section of a format without what it prints literally."""
    return re.sub(r'"[^"]*"|[!\\].|\[[^\[\]]*\]|_.|\*.', "", code.partition(";")[0])


def _is_day(number: int, code: str) -> bool:
    if not code:
        return number in _DAYS
    bare = _bare(code).lower()
    return bool(re.search("[yd]|(?<![a-z])m+(?![a-z])", bare)) and "0" not in bare and "#" not in bare


def _day(value: Decimal, *, since_1904: bool) -> str:
    whole = int(value)
    if not 0 < whole < 2_958_466:
        return ""
    if since_1904:
        return (date(1904, 1, 1) + timedelta(days=whole)).isoformat()
    start = date(1899, 12, 30) if whole > 60 else date(1899, 12, 31)  # the spreadsheet's 1900 had a 29 February
    return (start + timedelta(days=whole)).isoformat()
