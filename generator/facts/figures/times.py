"""Progress and days: execution against the time passed, dates still planned, dates without their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.core.numbers import in_percent, short
from generator.core.words import GREEN
from generator.facts.figures.verdicts import DERIVED, DOUBTFUL, NO_BASE, Recomputed, Scene
from generator.facts.monitorings import light_at, meaning


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """An execution rate against the share of the year that has passed: an index, not a contradiction."""

    title: str
    rate: str
    cutoff: str
    relation: str = "R19b"
    kind: str = "序时"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation for each rate whose months are said."""
        for rate in scene.book.every(scene.statement, self.rate):
            cutoff = scene.book.find(scene.statement, self.cutoff, rate.year)
            month = last_month(rate.period) or months(rate.title) or months(rate.note)
            month = month or (months(cutoff.text) if cutoff else 0) or last_month(scene.period)
            if not rate.exact or not month or month >= 12:
                continue
            passed = Fraction(month, 12)
            index = rate.number / passed
            light = light_at(float(rate.number), month, scene.profile)
            yield Recomputed(
                relation=self.relation,
                kind=self.kind,
                title=self.title,
                figures=(rate, *([cutoff] if cutoff else [])),
                formula=f"{rate.shown} ÷（{month} ÷ 12）= {short(index, 2)}",
                published=rate.shown,
                recomputed=f"指数{short(index, 2)}",
                verdict=DERIVED,
                explanation=(
                    f"到{month}月底序时进度为{in_percent(passed)}，执行率是它的{in_percent(index / 100)}，"
                    f"属于{light}灯（{meaning(light, month, scene.profile)}）；"
                    "这是进度提示，不是数字错误。"
                ),
                notable=light != GREEN,
            )


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A date still planned when the statement was written: the year's figures may be incomplete."""

    title: str
    dates: tuple[str, ...]
    relation: str = "C11"
    kind: str = "时间"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation for each planned date within the year reported."""
        for name in self.dates:
            for figure in scene.book.every(scene.statement, name):
                if figure.qualifier != "拟" or figure.year > scene.report_year:
                    continue
                yield Recomputed(
                    relation=self.relation,
                    kind=self.kind,
                    title=self.title,
                    figures=(figure,),
                    formula=f"拟定日期 {figure.text}，报告年度 {scene.report_year}",
                    published=f"拟{figure.shown}",
                    recomputed="",
                    verdict=DOUBTFUL,
                    explanation=f"{figure.title}还是计划日期，可见成文在此之前，本年度的数字可能不全。",
                )


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Days of publication without the day of approval that their limit counts from."""

    title: str
    published: str
    approved: str
    relation: str = "R24b"
    kind: str = "时间"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation for each published date whose beginning is missing."""
        for figure in scene.book.every(scene.statement, self.published):
            if scene.book.find(scene.statement, self.approved, figure.year) is None:
                yield Recomputed(
                    relation=self.relation,
                    kind=self.kind,
                    title=self.title,
                    figures=(figure,),
                    formula="公开日期 − 批复日期 ≤ 20日；缺批复日期",
                    published=figure.shown,
                    recomputed="",
                    verdict=NO_BASE,
                    explanation="文件没有写预算批复日期，公开是否在批复后20日内无法复算。",
                )


def last_month(period: str) -> int:
    """The month up to which a period counts, 0 where there is none: 1-8 → 8."""
    return int(period.partition("-")[2] or 0)


def months(text: str) -> int:
    """The month up to which a title or a text counts, 0 where it does not say: 1—7月 → 7, 2020年7月底 → 7."""
    found = re.search(r"(?:1月?\s*[-—–－~～至到]+\s*|年|^|截至|截止)(\d{1,2})月", text)
    return int(found[1]) if found and 1 <= int(found[1]) <= 12 else 0
