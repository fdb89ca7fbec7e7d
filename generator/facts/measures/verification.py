"""The other way: the figures of a statement, entered as published, against the records where there are records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import MONEY, in_percent
from generator.core.words import AGAINST_RECORDS
from generator.facts.figures import COLUMNS, arithmetic
from generator.facts.figures.reported import Reported, figures_of
from generator.facts.figures.times import months
from generator.facts.figures.verdicts import CONSISTENT, DOUBTFUL, INCONSISTENT, NO_BASE
from generator.facts.measures.alternatives import ALTERNATIVES
from generator.facts.measures.declared import ALIASES, MEASURES
from generator.facts.measures.figure import Figure
from generator.facts.measures.measure import How, Measure, Share, reading_of, value_of
from generator.facts.measures.parts import Part, narrowed, part_of
from generator.facts.measures.reckoning import Maker
from generator.facts.measures.records import Records

_PLANNED = ("拟", "力争")
_NEAR = Fraction(5, 100)  # how far 近 may lie from the number
# Slips of unit and decimal point: how often the published number is the recorded one, and what is said.
_SLIPS = (
    (Fraction(10**4), "大了一万倍", "单位可能应为万元而写成亿元，或应为元而写成万元"),
    (Fraction(1, 10**4), "小了一万倍", "单位可能应为亿元而写成万元，或应为万元而写成元"),
    (Fraction(10**8), "大了一亿倍", "单位可能应为元而写成亿元"),
    (Fraction(1, 10**8), "小了一亿倍", "单位可能应为亿元而写成元"),
    (Fraction(100), "大了一百倍", "可能是小数点或百分号错位"),
    (Fraction(1, 100), "小了一百倍", "可能把比率写成了小数，或小数点错位"),
    (Fraction(10), "大了十倍", "可能是小数点错位"),
    (Fraction(1, 10), "小了十倍", "可能是小数点错位"),
)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the records say of a published figure; ``verdict`` is one of those of ``facts.figures`` but 推算."""

    formula: str
    recomputed: str
    verdict: str
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One published figure against the records."""

    statement: str
    reported: Reported
    judged: Judged


def compared(facts: Facts) -> tuple[Compared, ...]:
    """Every published figure for which the division has records; a figure without records is left out."""
    return tuple(_compared(facts))


def recomputations(facts: Facts) -> pd.DataFrame:
    """What the arithmetic of the statements shows, then what the records show: ``COLUMNS`` of ``facts.figures``."""
    known = facts.of(arithmetic)[list(COLUMNS)]
    statements = facts.tables["statements"].drop_duplicates("statement_code").set_index("statement_code")
    rows = [
        (
            one.statement,
            statements.at[one.statement, "division"],
            int(statements.at[one.statement, "fiscal_year"]),
            statements.at[one.statement, "department"],
            "",  # no rule of its own reports it
            AGAINST_RECORDS,
            f"{one.reported.title}与记录",
            one.reported.code,
            one.judged.formula,
            one.reported.shown,
            one.judged.recomputed,
            one.judged.verdict,
            one.judged.explanation,
        )
        for one in facts.of(compared)
        if one.statement in statements.index
    ]
    if not rows:
        return known
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    return pd.concat([known, made.astype({name: known[name].dtype for name in COLUMNS})], ignore_index=True)


def _compared(facts: Facts) -> Iterator[Compared]:
    frame = facts.tables["reported_figures"]
    parts = facts.of(_parts)
    # A judge holds the facts, and they shall not hold it: what refers to itself stays until somebody looks for it.
    judges: dict[Part, Judge | None] = {}
    for division, rows in frame.groupby("division", sort=True):
        for statement, reported in figures_of(rows):
            part = parts.get((str(division), statement), Part(division=str(division)))
            if part is not None and part not in judges:
                judges[part] = _judge(facts, part)
            judge = None if part is None else judges[part]
            if part is None or judge is None or (part.scopes and reported.scope not in part.scopes):
                continue
            judged = judge.compare(reported)
            if judged is not None:
                yield Compared(statement=statement, reported=reported, judged=judged)


def _parts(facts: Facts) -> Mapping[tuple[str, str], Part | None]:
    """Division and code of each document → whose records its figures are of; None where that is not sure."""
    rows = facts.tables["statements"]
    texts = rows[["division", "department", "statement_code", "kind", "scope"]].astype("str")
    texts = texts.where(rows[texts.columns].notna(), "")
    return {(one["division"], one["statement_code"]): part_of(facts, one) for one in texts.to_dict("records")}


def _judge(facts: Facts, part: Part) -> Judge | None:
    """Who compares with a part's records; None where there are none: only the documents are known of it."""
    records = Records(facts=facts if part.whole else narrowed(facts, part), division=part.division)
    there = (len(records.table(name)) for name in ("goals", "self_evaluations", "evaluations", "monitorings"))
    return Judge(records=records, part=part) if records.name and any(there) else None


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Compares published figures with the records of one division, or of a part of it."""

    records: Records
    part: Part

    def compare(self, reported: Reported) -> Judged | None:
        """The verdict on one figure; None where there is no measure or there are no records."""
        if reported.qualifier in _PLANNED:
            return None
        measure, sign = self._measure(reported.measure)
        if measure is None:
            return None
        if sign:
            return self._changed(reported, measure, sign)
        figure = self._make(measure, reported.year)
        if figure is None:
            return self._without(reported, measure)
        if figure.value is None:
            return self._worded(reported, figure)
        if reported.value is None:
            return None
        return self._judge(reported, measure, figure, figure.value)

    def _measure(self, code: str) -> tuple[Measure | None, int]:
        """The measure that a published code means, and ±1 if it is a change of that measure."""
        code = ALIASES.get(code, code)
        for suffix, sign in (("_increase", 1), ("_decrease", -1)):
            if code.endswith(suffix):
                return MEASURES.get(code.removesuffix(suffix)), sign
        return MEASURES.get(code), 0

    def _make(self, measure: Measure, year: int) -> Figure | None:
        maker = Maker(records=self.records, year=year - measure.offset)
        return maker.make(measure, year)

    def _changed(self, reported: Reported, measure: Measure, sign: int) -> Judged | None:
        now, before = self._make(measure, reported.year), self._make(measure, reported.year - 1)
        if now is None or now.value is None or reported.value is None:
            return None
        if before is None or before.value is None:
            text = f"{reported.year - 1}年没有记录，算不出比上年的变化。"
            return Judged(formula=f"{measure.title}：本年－上年", recomputed="", verdict=NO_BASE, explanation=text)
        step = (now.value - before.value) * sign
        figure = replace(now, value=step, formula=f"{now.words} － {before.words}", count=now.count + before.count)
        return self._judge(reported, None, figure, step)

    def _without(self, reported: Reported, measure: Measure) -> Judged | None:
        """A share whose part is recorded but whose base is not; other figures just have no records."""
        if not isinstance(measure.how, Share):
            return None
        part = value_of(self.records, measure.how.part, reported.year)
        if part is None:
            return None
        text = f"记录里有{measure.how.part.title}，没有{measure.how.whole.title}，比率无法用记录复算。"
        formula = measure.how.formula(self.records)
        return Judged(formula=formula, recomputed="", verdict=NO_BASE, explanation=text)

    def _worded(self, reported: Reported, figure: Figure) -> Judged | None:
        """A month, the only figure of words that records tell."""
        said, known = months(reported.text), months(figure.text)
        if not said or not known:
            return None
        same = said == known
        text = "与记录一致。" if same else f"记录中项目最多的一次监控截至{known}月，公布的是{said}月。"
        verdict = CONSISTENT if same else INCONSISTENT
        return Judged(formula=_formula(figure), recomputed=figure.text, verdict=verdict, explanation=text)

    def _judge(self, reported: Reported, measure: Measure | None, figure: Figure, value: Fraction) -> Judged:
        shown = reported.money(value, 6)
        formula = f"{_formula(figure)} = {shown}"
        if _agrees(reported, value):
            agreement = self._agreement(reported, figure)
            return Judged(formula=formula, recomputed=shown, verdict=CONSISTENT, explanation=agreement)
        verdict, cause = self._cause(reported, measure, figure, value)
        gap = value - reported.number
        more = "多" if gap > 0 else "少"
        share = f"（{in_percent(abs(gap) / abs(reported.number))}）" if reported.number else ""
        text = f"记录算得{shown}，比公布的{reported.shown}{more}{reported.money(abs(gap), 6)}{share}。{cause}"
        return Judged(formula=formula, recomputed=shown, verdict=verdict, explanation=text)

    def _agreement(self, reported: Reported, figure: Figure) -> str:
        which = "；".join(one for one in (self.part.words, figure.source.filter) if one)
        basis = f"由{figure.source.title}的{figure.count}条记录算得（{which}）"
        if reported.qualifier in ("余", "不低于"):
            return f"{basis}，不少于公布的{reported.shown}。"
        if reported.qualifier == "近":
            return f"{basis}，与公布的{reported.shown}相近。"
        return f"{basis}，与公布的{reported.shown}一致。"

    def _cause(self, reported: Reported, measure: Measure | None, figure: Figure, value: Fraction) -> tuple[str, str]:
        """The verdict and the likeliest reason, from the slips of the pen to the scope."""
        if abs(value - reported.number) <= reported.margin * 2 and reported.margin:
            return INCONSISTENT, "相差不到公布末位的一个单位，可能是舍去尾数而不是四舍五入。"
        for factor, words, reason in _SLIPS:
            if value and _meets(reported, value * factor):
                return INCONSISTENT, f"公布数正好{words}，{reason}。"
        if measure is not None:
            for title, how in ALTERNATIVES.get(measure.code, ()):
                if self._reads(reported, how):
                    return DOUBTFUL, f"{title}正好是公布的数，口径可能不同，请写明统计范围。"
            for year in (reported.year - 1, reported.year + 1):
                other = value_of(self.records, measure, year)
                if other is not None and other.number and _meets(reported, other.number):
                    return INCONSISTENT, f"{year}年的记录正好是公布的数，可能写的是{year}年的数，或所指年度登记错了。"
            sibling = self._sibling(reported, measure)
            if sibling:
                return INCONSISTENT, sibling
        if _digits(reported.bare(reported.number)) == _digits(reported.bare(value)) and value != reported.number:
            return INCONSISTENT, "数字相同而次序不同，可能是录入时颠倒。"
        if self.part.whole and reported.scope != figure.scope:
            return DOUBTFUL, f"公布的是{reported.scope}口径，记录是{figure.scope}的，范围不同。"
        return INCONSISTENT, "没有找到明显的原因，请对照记录核查，或写明口径。"

    def _reads(self, reported: Reported, how: How) -> bool:
        value = reading_of(self.records, how, reported.year)
        return value is not None and bool(value.number) and _meets(reported, value.number or Fraction(0))

    def _sibling(self, reported: Reported, measure: Measure) -> str:
        """A count where the money should stand, or the other way round."""
        swapped = {"_count": "_amount", "_amount": "_count"}
        for suffix, other in swapped.items():
            if not measure.code.endswith(suffix):
                continue
            twin = MEASURES.get(measure.code.removesuffix(suffix) + other)
            value = value_of(self.records, twin, reported.year) if twin else None
            if twin is None or value is None or not value.number:
                continue
            scale_ = _scale(reported)
            bare = reported.number / scale_
            # Money may have been written in 万元 or in 亿元; a count stands as it is.
            for scale in (1, 10_000) if other == "_amount" else (1,):
                if abs(value.number / scale - bare) <= (reported.margin / scale_ or Fraction(1, 2)):
                    return f"公布的数正好是{twin.title}的数值，个数与金额可能填反了。"
        return ""


def _formula(figure: Figure) -> str:
    return f"{figure.title}：{figure.formula}（{figure.count}条记录）"


def _agrees(reported: Reported, value: Fraction) -> bool:
    if reported.qualifier in ("余", "不低于"):
        return value >= reported.interval.low
    if reported.qualifier == "近":
        return abs(value - reported.number) <= abs(reported.number) * _NEAR
    return _meets(reported, value)


def _meets(reported: Reported, value: Fraction) -> bool:
    return reported.interval.low <= value <= reported.interval.high


def _scale(reported: Reported) -> Fraction:
    """How many 万元 the figure's unit is; one for what is no money."""
    return MONEY.get(reported.unit, Fraction(1))


def _digits(text: str) -> list[str]:
    return sorted(sign for sign in text if sign.isdigit())
