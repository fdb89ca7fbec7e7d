"""Texts that a spreadsheet would run or rewrite when it opens a CSV: kept as they are by an apostrophe in front.

The way back is to take one apostrophe off each text that begins with one before such a text: texts that had one have
two then.
"""

from __future__ import annotations

import re
import unicodedata

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_LEADS = "=+\\-@＝＋－＠#'’‘＇"  # of formulas, signs, errors, and an apostrophe of its own
# What stands in figures, dates, times, amounts, fractions and shares, in all their widths, beside digits and blanks.
_FIGURES = r"年月日号时分秒上下午点百千万亿()（）\[\]．，：／％＋－￥¥$€£‰.,:/%+\-−–—eE'’"
_WORDS = "true|false|真|假|inf|infinity|nan"
# For Arrow, which knows the classes of Unicode and in which nothing is worse than linear.
UNSAFE_IN_ARROW = "|".join(
    (
        rf"^[\s\pZ\x{{feff}}]*[{_LEADS}]",
        r"^[\t\r\n]",
        rf"^[\pN\pZ\s{_FIGURES}]*\pN[\pN\pZ\s{_FIGURES}]*$",
        rf"(?i:^[\pN\pZ\s.,/\-年]*(?:{_MONTHS})[a-z]*[\pN\pZ\s.,:/\-年]*$)",
        r"(?i:^[\pN\pZ\s:.]+[ap]\.?(?:m\.?)?$)",
        rf"(?i:^[\s\pZ]*(?:{_WORDS})[\s\pZ]*$)",
    )
)
# Plain numbers come back as they were: no zeros to lose, and no more digits than a cell of usual width shows.
PLAIN_IN_ARROW = r"^(?:0|[1-9]\d{0,8})(?:\.\d{0,3}[1-9])?$|^(?:0|[1-9]\d{0,2})%$"

# The same for one text, whose digits of all scripts are 0 and whose blanks are spaces.
_LEADING_ON = re.compile(rf"[\s\ufeff]*[{_LEADS}]|[\t\r\n]", re.ASCII)
_ALL_FIGURES = re.compile(rf"[0\s{_FIGURES}]+", re.ASCII)
_AS_A_DATE = re.compile(
    rf"[0\s.,/\-年]*(?:{_MONTHS})[a-z]*[0\s.,:/\-年]*|[0\s:.]+[ap]\.?(?:m\.?)?", re.ASCII | re.IGNORECASE
)
_AS_A_WORD = re.compile(rf"\s*(?:{_WORDS})\s*", re.ASCII | re.IGNORECASE)
_AS_IT_IS = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.\d{0,3}[1-9])?|(?:0|[1-9]\d{0,2})%", re.ASCII)


def guarded(text: str) -> bool:
    """Whether a text is written behind an apostrophe into CSV for people."""
    folded = "".join(map(_folded, text))
    return not _AS_IT_IS.fullmatch(text) and bool(
        _LEADING_ON.match(folded)
        or ("0" in folded and _ALL_FIGURES.fullmatch(folded))
        or _AS_A_DATE.fullmatch(folded)
        or _AS_A_WORD.fullmatch(folded)
    )


def unguarded(text: str) -> str:
    """A text as it was before it was written into CSV for people; others are as they are."""
    return text[1:] if text.startswith("'") and guarded(text[1:]) else text


def _folded(character: str) -> str:
    kind = unicodedata.category(character)[0]
    return "0" if kind == "N" else " " if kind == "Z" else character
