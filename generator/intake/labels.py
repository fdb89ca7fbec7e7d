"""What a label says, whatever it looks like: spread characters, numbers before it, weights and units in brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_UNITS = re.compile(r"\((?:单位[:：]?)?(?:金额)?(人民币)?(万元|元|亿元|千元|百万元|%|分)\)")
_WEIGHT = re.compile(r"[(\[【](\d{1,3}(?:\.\d+)?)\s*(?:分|%)?[)\]】]$")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d))")
_OF_WHICH = re.compile(r"^其中[:：,，]?")
_MONTHS = re.compile(r"1月?[-—–~至到]+(?:\d{1,2}|N|n)月")  # the months of a monitoring, whichever they are
_SEALED = re.compile(r"\((?:加?盖章|公章|签章|章|全称|盖公章|必填|选填)\)$")
_TRIMMED = "*＊★:：;；,，。、 "


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A label in its plain form; ``unit``: of money or ``%``, ``weight``: points, where the label says them."""

    words: str
    unit: str = ""
    weight: str = ""


@lru_cache(maxsize=65_536)
def label(text: str) -> Label:
    """What a text says if it is a label."""
    words = _SPACES.sub("", unicodedata.normalize("NFKC", text))
    unit = ""
    if found := _UNITS.search(words):
        unit = found[2]
        words = words[: found.start()] + words[found.end() :]
    words = _SEALED.sub("", _MONTHS.sub("1-N月", words.strip(_TRIMMED)))
    weight = ""
    if found := _WEIGHT.search(words):
        weight, words = found[1], words[: found.start()]
    words = _OF_WHICH.sub("", _NUMBERED.sub("", words)).strip(_TRIMMED)
    return Label(words=words, unit=unit, weight=weight)


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """The words of a label alone."""
    return label(text).words


def cleaned(text: str) -> str:
    """A name of a few words in one line, characters that were spread over the cell together again."""
    joined = _SPACES.sub(" ", text).strip()
    if re.fullmatch(r"(?:[一-鿿] )+[一-鿿]", joined):
        return joined.replace(" ", "")
    return re.sub(r"(?<=[一-鿿（）、]) (?=[一-鿿（）、])", "", joined)


def money_unit(texts: Iterable[str]) -> str:
    """The unit of money that labels or a line such as 单位：元 name; 万元, as official forms have it, if none."""
    for text in texts:
        if len(text) > 60:
            continue
        line = re.search(r"单位[:：]?(?:人民币)?(亿元|百万元|千元|万元|元)$", _SPACES.sub("", text))
        if (unit := label(text).unit or (line[1] if line else "")) and unit not in ("%", "分"):
            return unit
    return "万元"
