"""Texts that a spreadsheet would run or rewrite when it opens a CSV, kept as they are by an apostrophe in front.

The way back is to take one apostrophe off each text that begins with one: texts that had one have two then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

Texts: TypeAlias = Any  # an Arrow array of large strings; pyarrow has no types

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
# Nothing but figures and what stands in figures, dates, times, amounts, fractions, shares, in all their widths.
_FIGURES = r"[\pN\pZ\s年月日号时分秒上下午点百千万亿()（）\[\]．，：／％＋－￥¥$€£‰.,:/%+\-−–—eE'’]*"
_UNSAFE = "|".join(
    (
        r"^[\s\pZ\x{feff}]*[=+\-@＝＋－＠#'’‘＇]",  # formulas, signs, errors, an apostrophe of its own
        r"^[\t\r\n]",
        rf"^{_FIGURES}\pN{_FIGURES}$",
        rf"(?i)^[\pN\pZ\s.,/\-年]*(?:{_MONTHS})[a-z]*[\pN\pZ\s.,:/\-年]*$",
        r"(?i)^[\pN\pZ\s:.]+[ap]\.?(?:m\.?)?$",
        r"(?i)^\s*(?:true|false|真|假|inf|infinity|nan)\s*$",
    )
)
# Plain numbers come back as they were: no zeros to lose, and no more digits than a cell of usual width shows.
_PLAIN = r"^(?:0|[1-9]\d{0,8})(?:\.\d{0,3}[1-9])?$|^(?:0|[1-9]\d{0,2})%$"


def harmless(columns: Sequence[Texts]) -> list[Texts]:
    """The texts of each column, an apostrophe before each that a spreadsheet would not leave as it is.

    A column without any is handed back itself. All are searched at once: Arrow compiles the patterns anew each time,
    which takes longer than searching some hundred texts.
    """
    if not columns:
        return []
    values = pa.concat_arrays(columns)
    unsafe = pc.match_substring_regex(values, _UNSAFE)
    if not pc.any(unsafe).as_py():
        return [*columns]
    unsafe = pc.and_not(unsafe, pc.match_substring_regex(values, _PLAIN))
    text = pa.large_string()
    kept = pc.binary_join_element_wise(pa.scalar("'", text), values, pa.scalar("", text))
    made, found, first = pc.if_else(unsafe, kept, values), [], 0
    for one in columns:
        some = pc.any(unsafe.slice(first, len(one))).as_py()
        found.append(made.slice(first, len(one)) if some else one)
        first += len(one)
    return found
