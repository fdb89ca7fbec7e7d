"""What a label says, whatever it looks like: spread characters, numbers before it, weights and units in brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from generator.core.characters import INVISIBLE

_SPACES = re.compile(r"\s+")
_MONEY = "亿元|百万元|千元|万元|元"
_UNITS = re.compile(rf"\((?:金额)?(?:单位[:：]?)?(?:金额)?(?:人民币)?({_MONEY}|%|分)(?:[,，、;；][^()]*)?\)")
_UNIT_SAID = re.compile(rf"单位[:：]?(?:人民币)?\(?({_MONEY})(?![\w/])")
_WEIGHT = re.compile(r"[(\[【](?:满分|总分|共计?|计)?[:：]?(\d{1,3}(?:\.\d+)?)\s*(?:分|%)?[)\]】]$")
_LETTERED = re.compile(r"\([A-Z](?:[A-Z0-9/÷×*+\-=%.]*)\)$")  # the columns of a form: (A), (B/A), (C/B×100%)
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d))")
_YEARS = re.compile(r"(?<=.)\(20\d{2}(?:年度?)?(?:[-—–~至到]+20\d{2}(?:年度?)?)?\)$")  # 中期目标（2025年—2027年）
_OF_WHICH = re.compile(r"^其中[:：,，]?")
# The months of a monitoring, whichever they are, as heads of columns say them.
MONTHS = re.compile(
    r"(?<!\d)0?1月?[-—–~～至到]+(?:\d{1,2}|N|n)月份?底?|截[至止]?到?(?:20\d{2}年)?\d{1,2}月(?:\d{1,2}日|份?[底末])?止?|上半年|前三季度"
)
_SEALED = re.compile(r"\((?:加?盖章|公章|签章|章|全称|盖公章|必填|选填)\)$")
_LONGEST_LINE = 60  # characters of a line that says the unit of money
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
    words = _SPACES.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text)))
    unit = ""
    if found := _UNITS.search(words):
        unit = found[1]
        words = words[: found.start()] + words[found.end() :]
    words = _LETTERED.sub("", _SEALED.sub("", MONTHS.sub("1-N月", words.strip(_TRIMMED))))
    words = _YEARS.sub("", words)
    if words.endswith("率%"):  # 执行率%
        unit, words = unit or "%", words[:-1]
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


def said_unit(text: str) -> str:
    """The unit of money that a line names: 单位：元, （2024年度，金额单位：万元）; empty where it names none."""
    found = _UNIT_SAID.search(_SPACES.sub("", text)) if len(text) <= _LONGEST_LINE else None
    return found[1] if found else ""


def money_unit(texts: Iterable[str]) -> str:
    """The unit of money that a line or a label names; 万元, as official forms have it, if none."""
    for text in texts:
        if len(text) > _LONGEST_LINE:
            continue
        if (unit := said_unit(text) or label(text).unit) and unit not in ("%", "分"):
            return unit
    return "万元"
