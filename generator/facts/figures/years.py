"""One year against another: increases, jumps, and series over several statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from generator.facts.figures.reported import Interval, Reported, percent, together
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
            grown = f"{'增' if sign > 0 else '降'}{percent(abs(growth))}"
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
                f"倒推上年只有{now.money(before)}，增幅约{percent(growth, 0)}；上年数没有公布，大幅增长没有说明原因，"
                "可能是统计范围改变。"
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
        sources = {statement for statement, *_ in points.values()}
        last = max((year, statement) for year, (statement, *_) in points.items()) if points else None
        if len(sources) < 2 or last is None or last[1] != scene.statement:
            return
        years = sorted(points)
        steps = [
            (points[late][3] / points[early][3] - 1, early, late)
            for early, late in pairwise(years)
            if points[early][3] > 0
        ]
        jumped = [step for step in steps if step[0] * 100 > Fraction(str(scene.profile.yoy_jump))]
        mixed = len({points[year][1].measure for year in years}) > 1
        moved = [step for step in steps if abs(step[0]) > self.drop]
        if not jumped and not (mixed and moved):
            return
        base = points[years[-1]][1]
        inferred = [year for year in years if points[year][2]]
        words = {year: "倒推" if points[year][2] else "" for year in years}
        chain = " → ".join(f"{year}年{words[year]}{base.bare(points[year][3])}" for year in years)
        reasons = [
            f"{early}年到{late}年{'增' if change > 0 else '减'}{percent(abs(change), 0)}"
            for change, early, late in jumped or moved
        ]
        explanation = "；".join(reasons) + "，"
        if mixed:
            titles = dict.fromkeys(points[year][1].title for year in years)
            explanation += f"各年公布的名目不同（{'、'.join(titles)}），"
        if inferred:
            explanation += "、".join(f"{year}年" for year in inferred) + "由增量倒推，"
        figures = dict.fromkeys(figure for year in reversed(years) for figure in points[year][4])
        yield Recomputed(
            relation=self.relation,
            kind=self.kind,
            title=self.title,
            figures=tuple(figures),
            formula=f"{chain}（{base.unit}）",
            published="；".join(f"{year}年{points[year][1].shown}" for year in years if not points[year][2]),
            recomputed=chain,
            verdict=DOUBTFUL,
            explanation=explanation + "统计范围可能不同。",
        )

    def _points(self, scene: Scene) -> dict[int, tuple[str, Reported, bool, Fraction, tuple[Reported, ...]]]:
        """Year → statement, figure, whether inferred, amount, and the figures behind it; published before inferred."""
        points: dict[int, tuple[str, Reported, bool, Fraction, tuple[Reported, ...]]] = {}
        guessed: dict[int, tuple[str, Reported, bool, Fraction, tuple[Reported, ...]]] = {}
        for name in self.measures:
            for statement, figure in scene.book.all(name):
                if not figure.exact:
                    continue
                points.setdefault(figure.year, (statement, figure, False, figure.number, (figure,)))
                change = scene.book.find(statement, f"{name}_increase", figure.year, figure.scope)
                if change is not None and change.exact and change.number < figure.number:
                    amount = figure.number - change.number
                    guessed.setdefault(figure.year - 1, (statement, figure, True, amount, (figure, change)))
        first = min(points, default=0)
        for year, point in guessed.items():
            if year > first:
                points.setdefault(year, point)
        return points
