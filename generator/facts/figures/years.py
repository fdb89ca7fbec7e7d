"""One year against another: increases, jumps, and series over several statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from generator.core.numbers import in_percent
from generator.facts.figures.reported import Interval, Reported, together
from generator.facts.figures.verdicts import CONSISTENT, DOUBTFUL, INCONSISTENT, NO_BASE, Recomputed, Scene


@dataclass(frozen=True, kw_only=True)
class YearOnYear:
    """Every measure published with its ``_increase`` or ``_decrease``: the last year's value, and whether it jumps."""

    relation: str = "R15"
    jump: str = "F13"
    kind: str = "同比"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation for each published change."""
        for measure in scene.book.measures(scene.statement):
            for sign, suffix in ((1, "_increase"), (-1, "_decrease")):
                for change in scene.book.every(scene.statement, measure + suffix):
                    now = scene.book.find(scene.statement, measure, change.year, change.scope)
                    if now is not None and now.exact and change.exact:
                        yield self._judge(scene, now, change, sign)

    def _judge(self, scene: Scene, now: Reported, change: Reported, sign: int) -> Recomputed:
        before = now.number - sign * change.number
        margin = now.margin + change.margin
        mark = "−" if sign > 0 else "+"
        first, second = together((now, change))
        formula = f"{first} {mark} {second} = {now.money(before)}"
        if before > 0:
            growth = change.number / before * sign
            grown = f"{'增' if sign > 0 else '降'}{in_percent(abs(growth))}"
            base = now.bare(before) if now.unit == change.unit else now.money(before)
            formula += f"；{grown[0]}幅 {second} ÷ {base} = {grown[1:]}"
        else:
            growth, grown = Fraction(0), ""
        figures = [now, change]
        relation, published = self.relation, f"{now.shown}，{'增' if sign > 0 else '减'}{change.shown}"
        known = scene.book.elsewhere(now.measure, now.year - 1, now.scope)
        if before < 0:
            verdict = INCONSISTENT
            explanation = f"{now.title}{now.shown}，却比上年增加{change.shown}，倒推上年为负数。"
        elif known is not None and known[1].exact and known[1].scope == now.scope:
            last = known[1]
            figures.append(last)
            if Interval(low=before - margin, high=before + margin).meets(last.interval):
                verdict, explanation = CONSISTENT, f"倒推上年为{now.money(before)}，与上年公布的{last.shown}一致。"
            else:
                verdict = INCONSISTENT
                explanation = f"倒推上年为{now.money(before)}，上年公布的是{last.shown}，两者不同，请说明口径。"
        elif growth * 100 > Fraction(str(scene.profile.yoy_jump)):
            relation, verdict = self.jump, DOUBTFUL
            explanation = (
                f"倒推上年只有{now.money(before)}，增幅约{in_percent(growth, 0)}；上年数没有公布，"
                "大幅增长没有说明原因，可能是统计范围改变。"
            )
        else:
            verdict = NO_BASE
            explanation = f"上年数没有公布，只能倒推为{now.money(before)}，无从核对。"
        return Recomputed(
            relation=relation,
            kind=self.kind,
            title=f"{now.title}的同比",
            figures=tuple(figures),
            formula=formula,
            published=published,
            recomputed="，".join(part for part in (f"上年{now.money(before)}", grown) if part),
            verdict=verdict,
            explanation=explanation,
        )


@dataclass(frozen=True, kw_only=True)
class Point:
    """One year of a series: the figures it rests on, the amount, and whether that was inferred from an increase."""

    statement: str
    year: int
    figures: tuple[Reported, ...]
    amount: Fraction
    inferred: bool = False

    @property
    def figure(self) -> Reported:
        """The figure that names it."""
        return self.figures[0]


@dataclass(frozen=True, kw_only=True)
class Step:
    """From one point to the next; ``change`` is a ratio of the earlier amount."""

    early: int
    late: int
    change: Fraction

    @property
    def words(self) -> str:
        """The step in Chinese."""
        return f"{self.early}年到{self.late}年{'增' if self.change > 0 else '减'}{in_percent(abs(self.change), 0)}"


@dataclass(frozen=True, kw_only=True)
class Series:
    """A measure over all the statements of a division; ``measures`` are names of much the same thing, the usual first.

    Stands at the division's last statement that reports it. Silent where nothing jumps and nothing is mixed.
    """

    title: str
    measures: tuple[str, ...]
    drop: Fraction = Fraction(1, 4)
    relation: str = "R15"
    kind: str = "跨文件"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """At most one recomputation."""
        points = self._points(scene)
        if len({one.statement for one in points}) < 2 or points[-1].statement != scene.statement:
            return
        steps = [
            Step(early=early.year, late=late.year, change=late.amount / early.amount - 1)
            for early, late in pairwise(points)
            if early.amount > 0
        ]
        jumped = [one for one in steps if one.change * 100 > Fraction(str(scene.profile.yoy_jump))]
        moved = [one for one in steps if abs(one.change) > self.drop]
        if jumped or (moved and _mixed(points)):
            yield self._doubted(points, jumped or moved)

    def _doubted(self, points: Sequence[Point], steps: Sequence[Step]) -> Recomputed:
        base = points[-1].figure
        chain = " → ".join(f"{one.year}年{'倒推' if one.inferred else ''}{base.bare(one.amount)}" for one in points)
        return Recomputed(
            relation=self.relation,
            kind=self.kind,
            title=self.title,
            figures=tuple(dict.fromkeys(figure for one in reversed(points) for figure in one.figures)),
            formula=f"{chain}（{base.unit}）",
            published="；".join(f"{one.year}年{one.figure.shown}" for one in points if not one.inferred),
            recomputed=chain,
            verdict=DOUBTFUL,
            explanation=_reasons(points, steps),
        )

    def _points(self, scene: Scene) -> list[Point]:
        """The points by year; what was published comes before what is inferred, and nothing is inferred before it."""
        points: dict[int, Point] = {}
        inferred: dict[int, Point] = {}
        for name in self.measures:
            for statement, figure in scene.book.all(name):
                if not figure.exact:
                    continue
                year, number = figure.year, figure.number
                points.setdefault(year, Point(statement=statement, year=year, figures=(figure,), amount=number))
                change = scene.book.find(statement, f"{name}_increase", year, figure.scope)
                if change is not None and change.exact and change.number < number:
                    before = Point(
                        statement=statement,
                        year=year - 1,
                        figures=(figure, change),
                        amount=number - change.number,
                        inferred=True,
                    )
                    inferred.setdefault(year - 1, before)
        first = min(points, default=0)
        known = {year: point for year, point in inferred.items() if year > first} | points
        return [known[year] for year in sorted(known)]


def _mixed(points: Sequence[Point]) -> bool:
    """Whether the years were published under several names."""
    return len({one.figure.measure for one in points}) > 1


def _reasons(points: Sequence[Point], steps: Sequence[Step]) -> str:
    """What moved, and what may explain it."""
    told = ["；".join(one.words for one in steps)]
    if _mixed(points):
        told.append(f"各年公布的名目不同（{'、'.join(dict.fromkeys(one.figure.title for one in points))}）")
    if inferred := [one for one in points if one.inferred]:
        told.append("、".join(f"{one.year}年" for one in inferred) + "由增量倒推")
    return "，".join([*told, "统计范围可能不同。"])
