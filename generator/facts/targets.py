"""What people write as a target or as what was achieved, read as a number, a date, a period or words.

Nothing is guessed: what isn't understood stays text and says so (kind ``unknown``).
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

import pandas as pd

from generator.core.units import SQUARES

Kind = Literal["number", "range", "date", "qualitative", "missing", "unknown"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """One value as read.

    ``number`` (and ``upper`` for a range) in ``unit``; ``date`` and ``until`` ISO days or months, without the year
    (``--12-31``) where the text doesn't say it; ``operator`` one of ≥ > = < ≤ or empty.
    """

    kind: Kind
    operator: str = ""
    number: float = float("nan")
    upper: float = float("nan")
    unit: str = ""
    date: str = ""
    until: str = ""


_OPERATORS = {
    "≥": ("≥", "≧", ">=", "=>", "大于等于", "大于或等于", "不少于", "不低于", "不小于", "至少", "达到", "达", "不短于"),
    ">": (">", "大于", "超过", "高于", "多于"),
    "≤": (
        "≤",
        "≦",
        "<=",
        "=<",
        "小于等于",
        "小于或等于",
        "不超过",
        "不高于",
        "不大于",
        "不多于",
        "至多",
        "最多",
        "控制在",
    ),
    "<": ("<", "小于", "低于", "少于"),
    "=": ("=", "等于"),
}
_WORDS = {word: operator for operator, words in _OPERATORS.items() for word in words}
_LEADING = re.compile("|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True)))
# Words that add nothing to the number.
_FILLER = re.compile(
    r"^(?:约|大约|近|共|共计|累计|合计|全年|年度|实际|完成|已完成|开展|实施|提高到|提升至|提升到|降至|降到)+"
)
# The name of what is measured, put before its value once more: 满意度≥90%, 达标率100%.
_NAMED = re.compile(r"^[一-龥]{1,12}(?:率|度|数|量|得分)(?=[\d≥≤><=]|" + _LEADING.pattern + ")")
# Longer endings first.
_TRAILING = {
    "及以上": "≥",
    "及以下": "≤",
    "以上": "≥",
    "以内": "≤",
    "之内": "≤",
    "以下": "≤",
    "内": "≤",
    "左右": "",
    "达标": "",
    "合格": "",
    "完成": "",
    "到位": "",
}
_EACH = re.compile(r"^每(年|月|季度|季|周|天|日|人|户|学期)(?!.*/)")
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)"
_UNIT = r"(?:[^\d\s]{0,8})"
_DASH = "-‐‑‒–—―~～至到"
# Minus signs before a figure, with nothing or an operator before them: between two figures they are a range.
_MINUS = re.compile(r"(?<![^≥≤><=于过达])(?:[−–—‐‑‒―]|负(?=[\d.]))(?=\.?\d)|(?<!\d)−(?=\.?\d)")
_BRACKETS = str.maketrans("[【〔〖{]】〕〗}", "((((()))))")
# A figure alone in brackets may be a negative one, as accounts write it, or not: it is not guessed which.
_BRACKETED = re.compile(rf"\({_NUMBER}%?\)")
_SIGNS = re.compile(r"[^\w%‰℃°′″]+")
_PLAIN = re.compile(rf"({_NUMBER})({_UNIT})")
_RANGE = re.compile(rf"({_NUMBER})(%?)(?:[~～至到]+|[{_DASH}]+)({_NUMBER})({_UNIT})")
_BETWEEN = re.compile(rf"[≥>]=?({_NUMBER})({_UNIT})(?:且|,|，|并)[≤<]=?({_NUMBER})({_UNIT})")
_PERCENT = re.compile(rf"百分之({_NUMBER})")
_PER_CENT_UNITS = {"百分比": "%", "个百分点": "个百分点", "百分点": "个百分点", "％": "%", "percent": "%"}
_MISSING = re.compile(r"[-—–/\\*.。\s]*|无|不适用|null|none|nan", re.IGNORECASE)

_BEFORE = r"(?P<before>之?前|以前)?"
_DONE = r"(?:全部|全面|基本)?(?:完成|完工|竣工|交付|投入使用|验收|建成|发放|拨付|开工|到位)*"
_DAY_FULL = re.compile(rf"((?:19|20)\d\d)[年./-](\d{{1,2}})[月./-](\d{{1,2}})日?{_BEFORE}{_DONE}")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号]|(?P<part>底|末|初|中旬|上旬|下旬))?"
    rf"{_BEFORE}{_DONE}"
)
_PERIOD = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}})月?[{_DASH}]+"
    rf"(?:(?P<year2>\d{{4}})年)?(?P<month2>\d{{1,2}})月底?{_DONE}"
)
_MONTHS = re.compile(rf"(?P<year>\d{{4}})[-.](?P<month>\d{{1,2}})[{_DASH}]+(?P<year2>\d{{4}})[-.](?P<month2>\d{{1,2}})")
_YEAR_END = re.compile(rf"(?:(?P<year>\d{{4}})年)?(?:年底|年末|底|年内|当年内?|本年内?){_BEFORE}{_DONE}")
# Parts of a year: first and last month.
_PARTS = {
    "": (1, 12), "度": (1, 12), "全年": (1, 12), "上半年": (1, 6), "下半年": (7, 12),
    **{f"{first}{word}季度": (3 * number - 2, 3 * number)
       for first in ("", "第") for number, words in enumerate(("一1", "二2", "三3", "四4"), 1) for word in words},
}  # fmt: skip
_PART = re.compile(rf"(?:(?P<year>(?:19|20)\d\d)年)?(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))}){_DONE}")
_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TENS = {"十": 10, "百": 100, "千": 1000}
_COUNTED = "个|个月|项|次|所|家|人|人次|份|场|批|批次|套|处|条|名|户|台|座|期|轮|本|篇|亩|辆|只|天|年"
_CHINESE = re.compile(rf"([零〇一二两三四五六七八九十百千]{{1,12}})({_COUNTED})")
_CHINESE_YEAR = re.compile(r"[一二][零〇一二三四五六七八九]{3}(?=年)")
_CHINESE_DAY = re.compile(r"(?<![零〇一二三四五六七八九十])([一二三四五六七八九]?十?[一二三四五六七八九]?)(?=[月日号])")
_LONGEST = 200


def parse(texts: pd.Series) -> pd.DataFrame:
    """Read a column of texts, each distinct text once: the columns of ``Value``, on the same index."""
    codes, distinct = pd.factorize(texts)
    read = [
        *(parse_text(str(text)) for text in distinct),
        Value(kind="missing"),
    ]  # code −1, a missing cell, is the last
    columns = {}
    for field in fields(Value):
        values = [getattr(one, field.name) for one in read]
        column = pd.Series(values, dtype="float64" if field.name in ("number", "upper") else "str")
        columns[field.name] = column.take(codes).to_numpy()
    return pd.DataFrame(columns, index=texts.index).astype({"number": "float64", "upper": "float64"})


def last_days(read: pd.DataFrame, years: pd.Series) -> pd.Series:
    """The ISO day by which each date or period of ``parse`` has passed; ``years`` serve where none is said."""
    day = read["until"].where(read["until"] != "", read["date"])
    day = day.where(~day.str.startswith("--"), years.astype("str") + day.str.slice(1))
    month = day.str.len() == 7
    ends = pd.to_datetime(day.where(month), format="%Y-%m", errors="coerce") + pd.offsets.MonthEnd(0)
    return day.where(~month, ends.dt.strftime("%Y-%m-%d")).where(read["kind"] == "date")


_NOT_DONE = "未实施|未开展|未启动|未执行|取消|暂缓|停止|合并"  # words for nothing of a project that was called off


def number_answered_in_words(given: pd.DataFrame, target: str, actual: str) -> pd.Series:
    """Whether each row's target is a number that has to be reached, and its result words that name none."""
    wanted, got = parse(given[target]), parse(given[actual])
    words = got["kind"].isin(("qualitative", "unknown")) & ~given[actual].str.contains(rf"\d|{_NOT_DONE}", na=False)
    return (wanted["kind"] == "number") & words & given["operator"].notna() & (given["operator"] != "定性")


@lru_cache(maxsize=65_536)  # several rules read the same columns, and promised and reported values repeat each other
def parse_text(text: str) -> Value:
    """Read one text; one longer than the column may hold is not looked into."""
    if len(text) > _LONGEST:
        return Value(kind="unknown")
    plain = unicodedata.normalize("NFKC", text.translate(SQUARES)).strip()
    plain = plain.translate(_BRACKETS)
    plain = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", plain)
    plain = re.sub(r"\s+", "", plain).rstrip("。;,")
    plain = _MINUS.sub("-", re.sub(r"\(含(?:本数)?\)", "", plain))
    if _BRACKETED.fullmatch(plain):
        return Value(kind="unknown")
    plain = re.sub(r"^\(([^()]*)\)$|(?<=\d)\(([^()\d]{1,6})\)$", r"\1\2", plain)
    plain = _CHINESE_YEAR.sub(lambda found: "".join(str(_DIGITS[one]) for one in found[0]), plain)
    if re.search(r"月", plain):
        plain = _CHINESE_DAY.sub(lambda found: str(_chinese(found[1])) if found[1] else "", plain)
    if _MISSING.fullmatch(plain):
        return Value(kind="missing")
    readers: tuple[Callable[[str], Value | None], ...] = (_period, _date, _part, _range, _number)
    for reader in readers:
        if (value := reader(plain)) is not None:
            return value
    return Value(kind="unknown" if re.search(r"\d", plain) else "qualitative")


def _number(text: str) -> Value | None:
    each = _EACH.match(text)
    operator, rest = _operator(_NAMED.sub("", text[each.end() :] if each else text))
    if found := _PERCENT.fullmatch(rest):
        return Value(kind="number", operator=operator, number=float(found[1]), unit="%")
    for ending, meaning in _TRAILING.items():
        if rest.endswith(ending) and re.search(r"\d|" + _CHINESE.pattern, rest):
            rest, operator = rest[: -len(ending)], operator or meaning
            break
    if found := _CHINESE.fullmatch(rest):
        rest = f"{_chinese(found[1])}{found[2]}"
    if found := _PLAIN.fullmatch(re.sub(r"(?<=\d)[余多](?=[^\d])", "", rest)):
        unit = _PER_CENT_UNITS.get(found[2], found[2])
        if not _SIGNS.fullmatch(unit) and not re.search(r"[,，、;；(（:：]|^年.*季度|且", unit):
            unit = f"{unit}/{each[1]}" if each else unit
            return Value(kind="number", operator=operator, number=float(found[1]), unit=unit)
    return None


def _range(text: str) -> Value | None:
    if found := _BETWEEN.fullmatch(text):
        low, high = float(found[1]), float(found[3])
        first, unit = (_PER_CENT_UNITS.get(one, one) for one in (found[2], found[4]))
        one_unit = first in ("", unit)  # of 0.8 公里 and 1200 米 neither is the other's
        return Value(kind="range", number=low, upper=high, unit=unit) if low <= high and one_unit else None
    operator, rest = _operator(_NAMED.sub("", text))
    if not (found := _RANGE.fullmatch(rest)):
        return None
    low, high = float(found[1]), float(found[3])
    if low > high or operator:
        return None
    return Value(kind="range", number=low, upper=high, unit=_PER_CENT_UNITS.get(found[4], found[4]) or found[2])


def _operator(text: str) -> tuple[str, str]:
    rest = _FILLER.sub("", text)
    if found := _LEADING.match(rest):
        return _WORDS[found[0]], _FILLER.sub("", rest[found.end() :])
    return "", rest


def _date(text: str) -> Value | None:
    operator, rest = _operator(text)
    if found := _DAY_FULL.fullmatch(rest):
        day = _day(found[1], found[2], found[3])
        return Value(kind="date", operator=operator or ("≤" if found["before"] else ""), date=day) if day else None
    if found := _DATE.fullmatch(rest):
        last = found["part"] in ("底", "末", "下旬")
        day = _day(found["year"], found["month"], found["day"] or ("last" if last else ""))
        before = found["before"] or last
        return Value(kind="date", operator=operator or ("≤" if before else ""), date=day) if day else None
    if found := _YEAR_END.fullmatch(rest):
        return Value(kind="date", operator=operator or "≤", date=_day(found["year"], "12", "31"))
    return None


def _part(text: str) -> Value | None:
    found = _PART.fullmatch(text)
    if not found or not (found["year"] or found["part"] not in ("", "度")):
        return None
    first, last = (_day(found["year"], str(month), "") for month in _PARTS[found["part"]])
    return Value(kind="date", date=first, until=last)


def _period(text: str) -> Value | None:
    if not (found := _PERIOD.fullmatch(text) or _MONTHS.fullmatch(text)):
        return None
    begin = _day(found["year"], found["month"], "")
    end = _day(found["year2"] or found["year"], found["month2"], "")
    return Value(kind="date", date=begin, until=end) if begin and end else None


def _day(year: str | None, month: str, day: str) -> str:
    """An ISO day or month, without the year where it is not said; empty if there is no such day."""
    if not 1 <= int(month) <= 12:
        return ""
    longest = calendar.monthrange(int(year or 2024), int(month))[1]
    if day == "last":
        day = str(longest)
    if day and not 1 <= int(day) <= longest:
        return ""
    return f"{year or '-'}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


def _chinese(text: str) -> int:
    """A Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * _TENS[character]
            digit = 0
    return total + digit
