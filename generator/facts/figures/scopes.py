"""One stage against another: coverage, spot checks, and what is said without its scope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from generator.core.numbers import in_percent, short
from generator.facts.figures.reported import Reported
from generator.facts.figures.verdicts import CONSISTENT, DERIVED, DOUBTFUL, INCONSISTENT, NO_BASE, Recomputed, Scene


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """A later stage against the goals (or the like) of the same year: as many, fewer, or impossibly more.

    The whole is taken from the statement, from another of the division, or worked back from the next year's increase.
    """

    title: str
    part: str
    wholes: tuple[str, ...]
    table: str  # of the part's records; those of the goals are the whole's
    relation: str = "R21"
    kind: str = "覆盖"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation for each year in which both are known."""
        for part in scene.book.every(scene.statement, self.part):
            if not part.exact:
                continue
            for name in self.wholes:
                found = self._whole(scene, name, part)
                if found is not None:
                    yield self._judge(scene, part, *found)
                    break

    def _whole(self, scene: Scene, name: str, part: Reported) -> tuple[tuple[Reported, ...], Fraction, str] | None:
        here = scene.book.find(scene.statement, name, part.year, part.scope)
        if here is not None and here.exact:
            return (here,), here.number, here.shown
        there = scene.book.elsewhere(name, part.year, part.scope)
        if there is not None and there[1].exact:
            return (there[1],), there[1].number, there[1].shown
        after = scene.book.find(scene.statement, name, part.year + 1)
        change = scene.book.find(scene.statement, f"{name}_increase", part.year + 1)
        if after is not None and change is not None and after.exact and change.exact:
            amount = after.number - change.number
            return (after, change), amount, f"（{after.written} − {change.written}）"
        return None

    def _judge(
        self, scene: Scene, part: Reported, wholes: tuple[Reported, ...], whole: Fraction, shown: str
    ) -> Recomputed:
        base = wholes[0]
        formula = f"{part.shown} ÷ {shown}" if whole else ""
        ratio = in_percent(part.number / whole) if whole > 0 else ""
        if ratio:
            formula += f" = {ratio}"
        inferred = len(wholes) > 1
        name = f"由增量倒推的{part.year}年{base.title}" if inferred else base.title
        stated = base.money(whole)
        own = scene.projects.get((self.table, part.year), frozenset())
        goals = scene.projects.get(("goals", part.year), frozenset())
        if part.number == whole:
            verdict = CONSISTENT
            explanation = f"{part.title}与{name}相等（{part.shown}），全覆盖的说法可以复算。"
        elif part.number > whole and own and goals:
            verdict = DERIVED
            without = len(own - goals)
            explanation = (
                f"{part.title}{part.shown}，多于{name}{stated}。两者在本站都有逐项记录，可以逐个项目对照："
                f"{f'其中{without}个项目没有公开的绩效目标' if without else '每个项目都有绩效目标'}"
                f"{'；年中调整预算也会使资金多于目标申报数' if part.unit.endswith('元') else ''}。"
            )
        elif part.number > whole:
            verdict = DOUBTFUL
            explanation = f"{part.title}{part.shown}，多于{name}{stated}；两者范围不同，不能据此算覆盖率。"
            if part.budget_scope and part.budget_scope != base.budget_scope:
                explanation += f"原文写明前者的资金范围：{part.budget_scope}。"
            else:
                explanation += "前者可能另含追加、转移支付项目，或按明细项目计数。"
        elif part.scope != base.scope:
            verdict = DOUBTFUL
            explanation = f"{part.title}是{part.scope}的，{name}是{base.scope}的，范围不同，不能据此算覆盖率。"
        else:
            verdict = DERIVED
            explanation = f"{part.title}{part.shown}，{name}{stated}，推算覆盖率{ratio}。"
        return Recomputed(
            relation=self.relation,
            kind=self.kind,
            title=self.title,
            figures=(part, *wholes),
            formula=formula,
            published=part.shown,
            recomputed=ratio,
            verdict=verdict,
            explanation=explanation,
        )


@dataclass(frozen=True, kw_only=True)
class Opposite:
    """Two stages whose counts and amounts move in opposite directions: fewer items, yet more money."""

    title: str
    count: str
    amount: str
    other_count: str
    other_amount: str
    shift: int = 0
    least: Fraction = Fraction(1, 10)
    relation: str = "F13"
    kind: str = "口径"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation a year; ``shift`` is how many years the other stage lies after the first."""
        for count in scene.book.every(scene.statement, self.count):
            names = ((self.amount, 0), (self.other_count, self.shift), (self.other_amount, self.shift))
            found = [scene.book.find(scene.statement, name, count.year + later) for name, later in names]
            amount, other_count, other_amount = found
            if amount is None or other_count is None or other_amount is None:
                continue
            four = (count, amount, other_count, other_amount)
            if not all(one.exact and one.number > 0 for one in four):
                continue
            counts = count.number / other_count.number - 1
            amounts = amount.number / other_amount.number - 1
            if counts * amounts >= 0 or min(abs(counts), abs(amounts)) < self.least:
                continue
            fewer = counts < 0
            yield Recomputed(
                relation=self.relation,
                kind=self.kind,
                title=self.title,
                figures=four,
                formula=(
                    f"{count.shown} {'<' if fewer else '>'} {other_count.shown}；"
                    f"{amount.shown} {'>' if fewer else '<'} {other_amount.shown}"
                ),
                published=f"{count.shown}、{amount.shown}",
                recomputed=f"{other_count.shown}、{other_amount.shown}",
                verdict=DOUBTFUL,
                explanation=(
                    f"{count.year}年{count.title}（{count.shown}）{'少于' if fewer else '多于'}"
                    f"{other_count.year}年{other_count.title}（{other_count.shown}），金额却相反"
                    f"（{amount.shown}与{other_amount.shown}）；年度或口径不同，不能直接比较。"
                ),
            )


@dataclass(frozen=True, kw_only=True)
class YearsApart:
    """Two stages of different years in one statement that readers would set against each other."""

    title: str
    part: str
    wholes: tuple[str, ...]
    far: Fraction = Fraction(2)
    relation: str = "R21"
    kind: str = "覆盖"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """Only where the whole of the part's own year is not known and the two are far apart."""
        for part in scene.book.every(scene.statement, self.part):
            if any(self._known(scene, name, part.year) for name in self.wholes):
                continue
            for name in self.wholes:
                whole = scene.book.find(scene.statement, name, part.year + 1)
                if whole is None or not (part.exact and whole.exact) or not (part.number and whole.number):
                    continue
                if max(part.number / whole.number, whole.number / part.number) < self.far:
                    continue
                yield Recomputed(
                    relation=self.relation,
                    kind=self.kind,
                    title=self.title,
                    figures=(part, whole),
                    formula=f"{part.shown}（{part.year}年）与 {whole.shown}（{whole.year}年），年度不同，不相除",
                    published=f"{part.shown}、{whole.shown}",
                    recomputed="",
                    verdict=DOUBTFUL,
                    explanation=(
                        f"{part.title}是{part.year}年的，{whole.title}是{whole.year}年的，数目相差悬殊；"
                        "年度不同，不能据此算覆盖率。"
                    ),
                )
                break

    def _known(self, scene: Scene, name: str, year: int) -> bool:
        return (
            scene.book.elsewhere(name, year) is not None
            or scene.book.find(scene.statement, f"{name}_increase", year + 1) is not None
        )


@dataclass(frozen=True, kw_only=True)
class Fewer:
    """A stage that takes in fewer budgets than another of the same year."""

    title: str
    part: str
    whole: str
    relation: str = "R21"
    kind: str = "覆盖"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """Only where it is fewer."""
        for part in scene.book.every(scene.statement, self.part):
            whole = scene.book.find(scene.statement, self.whole, part.year)
            if whole is None or not (part.exact and whole.exact) or part.number >= whole.number:
                continue
            recorded = all((table, part.year) in scene.projects for table in ("evaluations", "self_evaluations"))
            yield Recomputed(
                relation=self.relation,
                kind=self.kind,
                title=self.title,
                figures=(part, whole),
                formula=f"{part.written} < {whole.written}",
                published=f"{part.written}{part.unit}",
                recomputed=f"{whole.written}{whole.unit}",
                verdict=DERIVED if recorded else DOUBTFUL,
                explanation=(
                    f"{whole.title}为{whole.written}{whole.unit}，{part.title}只有{part.written}{part.unit}，"
                    + (
                        "评价是选点开展的；评价了哪些项目、各属哪本预算，本站有逐项记录。"
                        if recorded
                        else "各环节的资金范围不同。"
                    )
                ),
            )


@dataclass(frozen=True, kw_only=True)
class SpotCheck:
    """How many were checked: against the share that the statement promises, else against the local least one.

    Only a promise can be broken: without one the share is worked out, and ``local`` is the rule for those below the
    least.
    """

    title: str
    checked: str
    ratio: str
    populations: tuple[str, ...]
    reference: str
    relation: str = "R20"
    local: str = "R20c"
    kind: str = "抽查"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """One recomputation for each published number of checks."""
        for checked in scene.book.every(scene.statement, self.checked):
            promise = scene.book.find(scene.statement, self.ratio, checked.year)
            promise = promise if promise and promise.value else None
            least = promise.number if promise else Fraction(str(scene.profile.spot_check_minimum))
            if checked.exact and checked.number > 0 and least > 0:
                yield self._judge(scene, checked, promise, least)

    def _judge(self, scene: Scene, checked: Reported, promise: Reported | None, least: Fraction) -> Recomputed:
        book, year = scene.book, checked.year
        said = f"自述的{promise.shown}" if promise else f"本地口径的{in_percent(least / 100, 0)}"
        figures = [checked, *([promise] if promise else [])]
        published = (book.find(scene.statement, name, year, checked.scope) for name in self.populations)
        population = next((one for one in published if one is not None and one.exact and one.number > 0), None)
        bound = checked.number * 100 / least
        relation = self.relation
        limit = f"按{in_percent(least / 100, 0)}倒推总体不超过{checked.money(Fraction(int(bound)))}"
        if population is not None:
            share = checked.number / population.number
            figures.append(population)
            formula = f"{checked.shown} ÷ {population.shown} = {in_percent(share)}"
            enough = share * 100 >= least
            if checked.scope != population.scope:
                verdict = DOUBTFUL
                text = f"抽查是{checked.scope}的，{population.title}是{population.scope}的，范围不同，不能相除。"
            elif promise:
                verdict = CONSISTENT if enough else INCONSISTENT
                text = f"抽查比例{in_percent(share)}，{'达到' if enough else '达不到'}{said}。"
            else:
                verdict, relation = DERIVED, self.relation if enough else self.local
                text = f"抽查比例{in_percent(share)}，{'达到' if enough else '低于'}{said}。"
                text += "文件没有写要抽查多少，不作一致与否的判断。"
        else:
            other = book.find(scene.statement, self.reference, year)
            share = Fraction(0)
            formula, verdict = limit, NO_BASE
            text = f"抽查的总体没有公布，{limit}，比例无法复算。"
            if other is not None and other.exact and other.number > bound:
                share = checked.number / other.number
                figures.append(other)
                formula = f"{checked.shown} ÷ {other.shown} = {in_percent(share)}；{limit}"
                verdict = DOUBTFUL
                text = (
                    f"抽查的总体没有公布；若以{other.scope}{other.title}{other.shown}为总体，只有{in_percent(share)}，"
                    f"达不到{said}，可能是统计范围不同。"
                )
        return Recomputed(
            relation=relation,
            kind=self.kind,
            title=self.title,
            figures=tuple(figures),
            formula=formula,
            published=checked.shown + (f"，{promise.shown}" if promise else ""),
            recomputed=in_percent(share) if share else "",
            verdict=verdict,
            explanation=text,
        )


@dataclass(frozen=True, kw_only=True)
class Disclosed:
    """How many items were disclosed against how many there were to disclose."""

    title: str
    disclosed: str
    goals: str
    evaluations: str
    share: Fraction = Fraction(1, 2)
    relation: str = "F14b"
    kind: str = "覆盖"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """Only where far fewer were disclosed, even if 余 stands for nearly as many again."""
        for disclosed in scene.book.every(scene.statement, self.disclosed):
            goals = scene.book.find(scene.statement, self.goals, disclosed.year)
            evaluations = scene.book.find(scene.statement, self.evaluations, disclosed.year - 1)
            there = [one for one in (goals, evaluations) if one is not None and one.value is not None]
            due = sum((one.number for one in there), Fraction(0))
            if disclosed.value is None or not there or disclosed.number >= due * self.share:
                continue
            added = " + ".join(one.written for one in there)
            yield Recomputed(
                relation=self.relation,
                kind=self.kind,
                title=self.title,
                figures=(disclosed, *there),
                formula=f"{disclosed.shown} 对 {added} = {short(due)}",
                published=disclosed.shown,
                recomputed=f"应公开约{short(due)}{there[0].unit}",
                verdict=DOUBTFUL,
                explanation=(
                    f"公开{disclosed.shown}，远少于{'与'.join(one.title for one in there)}之和{short(due)}；"
                    f"可能按部门打包计数，“{disclosed.unit}”的含义没有说明。"
                ),
            )


@dataclass(frozen=True, kw_only=True)
class HighMean:
    """A mean score so high that it no longer tells projects apart; the scores behind it are not in the statement."""

    title: str
    mean: str
    relation: str = "F01b"
    kind: str = "均分"

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """Only where the mean is high."""
        for mean in scene.book.every(scene.statement, self.mean):
            high = scene.profile.uniform_mean
            if mean.exact and mean.number >= Fraction(str(high)):
                scored = len(scene.projects.get(("self_evaluations", mean.year), ()))
                beyond = f"平均{mean.shown}，达到{high:g}分；"
                yield Recomputed(
                    relation=self.relation,
                    kind=self.kind,
                    title=self.title,
                    figures=(mean,),
                    formula=f"平均分 = Σ总得分 ÷ 项目数；{'各项目总得分见本站记录' if scored else '缺各项目总得分'}",
                    published=mean.shown,
                    recomputed="",
                    verdict=DERIVED if scored else NO_BASE,
                    explanation=(
                        f"{beyond}{scored}个项目的得分本站都有记录，可以逐个看，也可以看分布。"
                        if scored
                        else f"{beyond}没有公布各项目得分和分布，无法复算，也看不出差别。"
                    ),
                )
