"""Sums, parts and rates: what must come out exactly, as far as the figures were rounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.core.numbers import in_percent
from generator.facts.figures.reported import Interval, Reported, together
from generator.facts.figures.verdicts import CONSISTENT, DERIVED, DOUBTFUL, INCONSISTENT, NO_BASE, Recomputed, Scene


@dataclass(frozen=True, kw_only=True)
class Sum:
    """Parts that must add up to one of several totals (each a sum itself), tried in order.

    ``apart``: what the total may hold besides, as projects that were called off and so have no grade.

    ``leading``: parts of which one must be there; without any the exceptions alone are told, the rest goes unsaid.
    """

    title: str
    parts: tuple[str, ...]
    totals: tuple[tuple[str, ...], ...]
    needed: int = 2
    relation: str = "R16"
    kind: str = "合计"
    apart: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation for each year that has a total and enough parts."""
        for year in scene.book.years(scene.statement, self.totals[-1][0]):
            parts, apart = (self._exact(scene, names, year) for names in (self.parts, self.apart))
            totals = [total for names in self.totals if (total := self._total(scene, names, year))]
            led = not self.leading or any(scene.book.find(scene.statement, one, year) for one in self.leading)
            if len(parts) >= self.needed and totals and led:
                yield self._judge(parts, totals, apart)

    def _exact(self, scene: Scene, names: tuple[str, ...], year: int) -> list[Reported]:
        found = [scene.book.find(scene.statement, one, year) for one in names]
        return [one for one in found if one is not None and one.exact]

    def _total(self, scene: Scene, names: tuple[str, ...], year: int) -> tuple[Reported, ...]:
        found = [scene.book.find(scene.statement, one, year) for one in names]
        kept = tuple(one for one in found if one is not None and one.exact)
        return kept if len(kept) == len(names) else ()

    def _judge(self, parts: list[Reported], totals: list[tuple[Reported, ...]], apart: list[Reported]) -> Recomputed:
        added = sum((one.number for one in parts), Fraction(0))
        margin = sum((one.margin for one in parts), Fraction(0))
        besides = sum((one.number for one in apart), Fraction(0))
        reached = Interval(low=added - margin, high=added + margin + besides)
        agreeing = [total for total in totals if reached.meets(_whole(total))]
        total = agreeing[0] if agreeing else totals[0]
        stated = sum((one.number for one in total), Fraction(0))
        names = "、".join(f"{one.title}{one.shown}" for one in parts)
        right = total[0].money(stated)
        if len(total) > 1:
            right = f"{' + '.join(together(total))} = {right}"
        formula = f"{' + '.join(together(parts))} = {total[0].money(added)}；公布{right}"
        if agreeing:
            more = f"，另有{'、'.join(f'{one.title}{one.shown}' for one in apart)}" if added + margin < stated else ""
            verdict, explanation = CONSISTENT, f"{names}{more}，加起来等于公布的{total[0].title}。"
        else:
            gap = total[0].money(abs(stated - added))
            less = "少" if added < stated else "多"
            stated_as = "与".join(one.title for one in total)
            explanation = (
                f"{names}，加起来是{total[0].money(added)}；公布的{stated_as}合计{total[0].money(stated)}，"
                f"{less}了{gap}。可能有没有列出的一类，也可能是笔误。"
            )
            verdict = INCONSISTENT
        return Recomputed(
            relation=self.relation,
            kind=self.kind,
            title=self.title,
            figures=(*total, *parts),
            formula=formula,
            published=total[0].money(stated),
            recomputed=total[0].money(added),
            verdict=verdict,
            explanation=explanation,
        )


@dataclass(frozen=True, kw_only=True)
class PartOf:
    """A part that cannot be larger than its whole; silent where it is not."""

    title: str
    part: str
    whole: str
    relation: str = "R16"
    kind: str = "其中项"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """Only what is impossible."""
        for part in scene.book.every(scene.statement, self.part):
            whole = scene.book.find(scene.statement, self.whole, part.year, part.scope)
            if whole is None or not (part.exact and whole.exact) or part.scope != whole.scope:
                continue
            if part.interval.low > whole.interval.high:
                yield Recomputed(
                    relation=self.relation,
                    kind=self.kind,
                    title=self.title,
                    figures=(part, whole),
                    formula=f"{part.shown} > {whole.shown}",
                    published=part.shown,
                    recomputed=f"不超过{whole.shown}",
                    verdict=INCONSISTENT,
                    explanation=f"{part.title}（{part.shown}）是{whole.title}（{whole.shown}）的一部分，不应比它大。",
                )


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A published rate against part ÷ whole; without the whole, the base that the rounded rate implies.

    ``reference`` is an amount readers may take for the base, shown beside it.
    """

    title: str
    part: str
    whole: str
    rate: str
    relation: str
    reference: str = ""
    terms: str = "分子和分母"
    kind: str = "比率"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation for each published rate or, without one, for each part with a whole."""
        book, statement = scene.book, scene.statement
        for rate in book.every(statement, self.rate):
            part = book.find(statement, self.part, rate.year, rate.scope)
            whole = book.find(statement, self.whole, rate.year, rate.scope)
            if rate.exact and part is not None and part.value is not None:
                if whole is not None and whole.value:
                    yield self._compare(rate, part, whole)
                else:
                    yield self._implied(scene, rate, part)
            elif rate.exact:
                yield self._bare(rate)
        for part in book.every(statement, self.part):
            if part.value is None or book.find(statement, self.rate, part.year) is not None:
                continue
            whole = book.find(statement, self.whole, part.year, part.scope)
            if whole is None and self.reference:
                whole = book.find(statement, self.reference, part.year, part.scope)
            if whole is not None and whole.value and whole.scope == part.scope:
                yield self._derived(part, whole)

    def _compare(self, rate: Reported, part: Reported, whole: Reported) -> Recomputed:
        ratio = part.number / whole.number
        low = (part.number - part.margin) / (whole.number + whole.margin) * 100
        high = (part.number + part.margin) / max(whole.number - whole.margin, Fraction(1, 10**6)) * 100
        formula = f"{part.shown} ÷ {whole.shown} = {in_percent(ratio, 4)}"
        if not (part.exact and whole.exact):
            verdict = DERIVED
            explanation = (
                f"{part.title}或{whole.title}只是约数，只能推算出大约{in_percent(ratio)}，不作一致与否的判断。"
            )
        elif part.scope != whole.scope:
            verdict = DOUBTFUL
            explanation = f"{part.title}是{part.scope}的，{whole.title}是{whole.scope}的，范围不同，不能相除。"
        elif Interval(low=low, high=high).meets(rate.interval):
            verdict = CONSISTENT
            explanation = f"{part.title}除以{whole.title}得{in_percent(ratio, 4)}，与公布的{rate.shown}一致。"
        else:
            verdict = INCONSISTENT
            explanation = (
                f"{part.title}除以{whole.title}应为{in_percent(ratio)}，公布的是{rate.shown}。请核对分子、分母和单位。"
            )
        return self._result((rate, part, whole), formula, rate.shown, in_percent(ratio), verdict, explanation)

    def _implied(self, scene: Scene, rate: Reported, part: Reported) -> Recomputed:
        if rate.number <= rate.margin:
            return self._bare(rate)
        base = part.number / rate.number * 100
        low = (part.number - part.margin) / (rate.number + rate.margin) * 100
        high = (part.number + part.margin) / (rate.number - rate.margin) * 100
        span = f"{part.money(low, 3)}—{part.money(high, 3)}"
        formula = f"{part.shown} ÷ {rate.shown} ≈ {part.money(base, 2)}（区间{span}）"
        explanation = f"{self.title}的基数没有公布，由公布的比率只能倒推出基数约{part.money(base, 2)}。"
        figures: tuple[Reported, ...] = (rate, part)
        reference = next(
            (
                one
                for year in (part.year, part.year - 1)
                if self.reference and (one := scene.book.find(scene.statement, self.reference, year))
            ),
            None,
        )
        if reference is not None and reference.value:
            alternative = in_percent(part.number / reference.number)
            formula += f"；{part.shown} ÷ {reference.shown} = {alternative}"
            explanation += f"若以{reference.title}{reference.shown}为基数，只有{alternative}。"
            figures = (*figures, reference)
        return self._result(figures, formula, rate.shown, f"基数≈{part.money(base, 2)}", NO_BASE, explanation)

    def _bare(self, rate: Reported) -> Recomputed:
        explanation = f"只公布了{rate.title}{rate.shown}，没有公布{self.terms}，无法复算。"
        return self._result((rate,), f"缺少{self.terms}", rate.shown, "", NO_BASE, explanation)

    def _derived(self, part: Reported, whole: Reported) -> Recomputed:
        ratio = in_percent(part.number / whole.number)
        near = "" if part.exact and whole.exact else "约"
        formula = f"{part.shown} ÷ {whole.shown} {'≈' if near else '='} {ratio}"
        explanation = f"文件没有公布{self.title}；按{part.title}和{whole.title}推算{near or '为'}{ratio}。"
        return self._result((part, whole), formula, "", f"{near}{ratio}", DERIVED, explanation)

    def _result(
        self, figures: tuple[Reported, ...], formula: str, published: str, recomputed: str, verdict: str, text: str
    ) -> Recomputed:
        return Recomputed(
            relation=self.relation,
            kind=self.kind,
            title=self.title,
            figures=figures,
            formula=formula,
            published=published,
            recomputed=recomputed,
            verdict=verdict,
            explanation=text,
        )


def _whole(figures: tuple[Reported, ...]) -> Interval:
    """What several rounded figures add up to."""
    added = sum((one.number for one in figures), Fraction(0))
    margin = sum((one.margin for one in figures), Fraction(0))
    return Interval(low=added - margin, high=added + margin)
