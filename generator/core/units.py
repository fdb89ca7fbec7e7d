"""Units of measure: which can be compared, and how many times one is the other (1 公里 = 1000 米, 1 万人 = 10,000 人).

Only what is so by law or by counting: a 天 is no number of 工作日, a 度 no number of anything.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from functools import lru_cache

_MU = Fraction(2000, 3)  # 平方米 in one 亩
# By kind, how many of the kind's own unit each is.
_SIZES: dict[str, dict[str, Fraction | int]] = {
    "元": {"元": 1},
    "米": {"米": 1, "m": 1, "公里": 1000, "千米": 1000, "km": 1000, "厘米": Fraction(1, 100), "cm": Fraction(1, 100),
          "毫米": Fraction(1, 1000), "mm": Fraction(1, 1000), "里": 500},
    "平方米": {"平方米": 1, "平米": 1, "m2": 1, "公顷": 10_000, "hm2": 10_000, "平方公里": 1_000_000,
            "平方千米": 1_000_000, "km2": 1_000_000, "亩": _MU},
    "立方米": {"立方米": 1, "立方": 1, "方": 1, "m3": 1, "升": Fraction(1, 1000)},
    "千克": {"千克": 1, "公斤": 1, "kg": 1, "斤": Fraction(1, 2), "克": Fraction(1, 1000), "吨": 1000, "t": 1000},
    "秒": {"秒": 1, "分钟": 60, "小时": 3600},
    "千瓦时": {"千瓦时": 1, "kwh": 1, "兆瓦时": 1000},
    "千瓦": {"千瓦": 1, "kw": 1, "兆瓦": 1000, "mw": 1000},
    "%": {"%": 1, "百分比": 1, "‰": Fraction(1, 10)},
    "个百分点": {"个百分点": 1, "百分点": 1},
    "月": {"个月": 1, "月": 1},
    "日": {"天": 1, "日": 1, "日历天": 1},
}  # fmt: skip
_KNOWN = {unit: (kind, Fraction(size)) for kind, units in _SIZES.items() for unit, size in units.items()}
# A unit is counted once: of 万万人 nobody says how many it is. The longer words first.
_COUNTS = {"千万": 10_000_000, "百万": 1_000_000, "十万": 100_000, "万亿": 10**12, "千亿": 10**11, "百亿": 10**10,
           "亿": 100_000_000, "万": 10_000, "千": 1000, "百": 100}  # fmt: skip
# Marks that NFKC would take apart into letters and digits.
SQUARES = str.maketrans({"㎡": "平方米", "㎥": "立方米", "㎞": "公里", "㎏": "公斤"})


@lru_cache(maxsize=4_096)
def times(one: str, other: str) -> float:
    """How many of ``other`` one of ``one`` is; NaN where they are not units of the same."""
    (kind, size), (other_kind, other_size) = _size(_plain(one)), _size(_plain(other))
    return float(size / other_size) if kind == other_kind else float("nan")


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit.translate(SQUARES)).split())


def _size(unit: str) -> tuple[str, Fraction]:
    """The kind of a unit, and how many of the kind's own unit it is: 元/人/月 is so much a head, and that a month."""
    whole, *parts = unit.split("/")
    kind, size = _single(whole)
    for part in parts:
        part_kind, part_size = _single(part)
        kind, size = f"{kind}/{part_kind}", size / part_size
    return kind, size


def _single(unit: str) -> tuple[str, Fraction]:
    """The same of a unit without “/”; one that is not known is a kind of its own."""
    if known := _known(unit):
        return known
    count = next((word for word in _COUNTS if unit.startswith(word) and unit != word), "")
    kind, size = _known(unit[len(count) :]) or (unit[len(count) :], Fraction(1))
    return kind, size * _COUNTS.get(count, 1)


def _known(unit: str) -> tuple[str, Fraction] | None:
    return _KNOWN.get(unit) or _KNOWN.get(unit.lower())
