"""Money and rates that texts speak of: only what says plainly which amount it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MICRO, MONEY, short
from generator.facts.joining import PROJECT

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNITS = "万元|亿元|元"
# What is counted over several years, or from some beginning, is no amount of the year.
_CUMULATIVE = re.compile(
    r"累计|历年|以来|至今|[两二三四五六七八九十\d]年(?:共|内|来|合计)|总投资|项目总|概算|跨年|上年|往年"
)
# Words for all of a project's money; 预算 or 支出 alone may be a part of it, more of it, or what was saved.
_WHOLE = r"(?:年初预算|全年预算|年度预算|预算总额|资金总额|项目资金|实际支出|全年支出|全年执行|实际执行|共支出)"
_JOINT = r"(?:数|资金)?(?:为|是|共计|合计|总计|共)?\s*"
_END = rf"\s*(?P<unit>{_UNITS})(?![/／人户亩])"
_AMOUNT = re.compile(rf"(?<![约减增加余]){_WHOLE}{_JOINT}(?P<sum>{_NUMBER}){_END}")
_SUM = re.compile(rf"(?<!\d)(?<!\d[.,，])(?P<sum>{_NUMBER}(?:\s{{0,4}}[+＋]\s{{0,4}}{_NUMBER}){{1,12}}){_END}")
_RATE = re.compile(rf"预算执行率(?:为|是|达到|达)?\s*(?P<rate>{_NUMBER})\s*[%％]")
# A share without its sign: 占76.23.
_BARE_SHARE = re.compile(rf"占(?:比|总数|总额)?(?:为|的)?\s*(?P<share>{_NUMBER})(?=[，。；、,;\s]|$)")
_CLAUSE = re.compile(r"[。；;\n]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Spoken:
    """An amount that a text names: its words and what they can stand for.

    ``value`` and ``margin`` (half a unit of the last digit written; none for a sum) in 万元.
    """

    words: str
    value: Fraction
    margin: Fraction


def amounts(text: str) -> Iterator[Spoken]:
    """The amounts of a year that a text names."""
    for clause in _CLAUSE.split(text):
        if _CUMULATIVE.search(clause):
            continue
        for found in (*_AMOUNT.finditer(clause), *_SUM.finditer(clause)):
            numbers = [one.strip().replace(",", "") for one in re.split(r"[+＋]", found["sum"])]
            margin = Fraction(1, 2 * 10 ** len(numbers[0].partition(".")[2])) if len(numbers) == 1 else Fraction(0)
            scale = MONEY[found["unit"]]
            yield Spoken(
                words=found[0].strip(), value=sum(map(Fraction, numbers), Fraction(0)) * scale, margin=margin * scale
            )


def rates(text: str) -> Iterator[tuple[str, Fraction, Fraction]]:
    """The execution rates of the whole year that a text names: words, value in % and half its last digit."""
    for clause in _CLAUSE.split(text):
        if _CUMULATIVE.search(clause) or re.search(r"\d月", clause):
            continue
        for found in _RATE.finditer(clause):
            number = found["rate"].replace(",", "")
            yield found[0], Fraction(number), Fraction(1, 2 * 10 ** len(number.partition(".")[2]))


def bare_shares(text: str) -> Iterator[str]:
    """Shares that a text names without the sign of per cent."""
    yield from (found[0] for found in _BARE_SHARE.finditer(text) if "." in found["share"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Mismatch:
    """A text that names another amount than the tables: label of the row, field, words and what was expected."""

    label: int
    field: str
    words: str
    expected: str


_SOURCES: Mapping[str, Sequence[str]] = {
    "goals": ("total_amount", "project_total"),
    "self_evaluation_funds": ("initial_budget", "annual_budget", "actual_spend"),
    "monitorings": ("initial_budget", "annual_budget", "actual_spend"),
}


def known_amounts(facts: Facts) -> Mapping[tuple[object, ...], frozenset[int]]:
    """All money of each project that any table tells (millionths of 万元), whatever its source and column."""
    parts = [
        facts.tables[table][[*PROJECT, name]].set_axis([*PROJECT, "amount"], axis=1)
        for table, names in _SOURCES.items()
        for name in names
    ]
    whole = pd.concat(parts).dropna()
    grouped = whole.groupby(PROJECT, sort=False)["amount"]
    return {key: frozenset(int(one) for one in own) for key, own in grouped}


def mismatches(facts: Facts, table: str, fields: Sequence[str]) -> Iterator[Mismatch]:
    """Texts that name a budget or spending of the year which none of the project's tables knows.

    A sum in a text (30+30+29.99) is exact; a single number may be rounded to the digits written.
    """
    known = facts.of(known_amounts)
    given = facts.tables[table]
    for field in fields:
        texts = given[field].dropna()
        texts = texts[texts.str.contains("元", regex=False)]
        keys = given.loc[texts.index, PROJECT].itertuples(index=False, name=None)
        for label, text, key in zip(texts.index, texts, keys, strict=True):
            there = known.get(tuple(key))
            if not there:
                continue
            for one in amounts(text):
                if not any(abs(Fraction(amount, MICRO) - one.value) <= one.margin for amount in there):
                    listed = "、".join(short(Fraction(amount, MICRO), 6) for amount in sorted(there))
                    yield Mismatch(label=int(label), field=field, words=one.words, expected=listed)
                    break
