"""Charts of what pages list: how many, how much, how far; one bar a line of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.numbers import MICRO, MISSING, headed, printed
from generator.derive.answers import NO_CUT
from generator.derive.evaluations import CriterionGroup
from generator.derive.ex_ante_evaluations import Assessed
from generator.derive.reports import Checks as SelfChecks
from generator.derive.rows import Row, Section
from generator.derive.site import Year, within
from generator.derive.statements import Checks
from generator.derive.summary import Summary
from generator.derive.topics import TopicYear
from generator.pages.charts.frame import LOW, OWN, Key
from generator.pages.charts.rows import Item, Pair, RowChart, bars, dumbbells
from generator.pages.views.pictures.values import named, of_all


class Count(NamedTuple):
    """A line of a list: what it is called, how many there are of it, and where they are."""

    label: str
    number: int
    path: str = ""


def counts(name: str, what: str, unit: str, rows: Sequence[Count], head: str) -> RowChart:
    """How many there are of each, the most first; ``what`` names them, ``head`` what they are counted by."""
    ordered = sorted((row._replace(label=row.label or MISSING) for row in rows), key=lambda row: -row.number)
    total = sum(row.number for row in ordered)
    return bars(
        name,
        f"{what} {total:,} {unit}，{_most(ordered, unit)}" if ordered else f"没有{what}",
        "",
        [Item(label=row.label, value=row.number * MICRO, text=f"{row.number:,}", path=row.path) for row in ordered],
        heads=(head, f"{what}（{unit}）"),
        unit=unit,
    )


def _most(ordered: Sequence[Count], unit: str) -> str:
    """What there is the most of; several of the same number, and what is all there is, are told as such."""
    first = ordered[0]
    alike = sum(row.number == first.number for row in ordered)
    label = f"“{first.label}”" if "：" in first.label or "，" in first.label else first.label
    if len(ordered) == 1:
        return f"都是{label}"
    if alike == len(ordered):
        return f"{alike} 个各 {first.number:,} {unit}"
    if alike == 1:
        return f"最多的是{label}：{first.number:,} {unit}"
    return f"最多的是{label}等 {alike} 个，各 {first.number:,} {unit}"


def lengths(sections: Sequence[Section]) -> list[Count]:
    """How many rows each section of a list has."""
    return [Count(one.title, len(one.rows)) for one in sections]


def granted(found: Assessed) -> RowChart:
    """What was asked for before a budget was made, and how much of it was granted."""
    asked = printed(found.applied)
    told = f"{'一共' if found.count > 1 else ''}申报 {headed(asked)}，审减 {found.rate}"
    return bars(
        "granted",
        f"{found.count} 个{NO_CUT if asked is None or found.rate == MISSING else told}",
        "条是核定的，竖线是申报的；核定为 0 的没有条。",
        [
            Item(
                label=row.subject_name or MISSING,
                value=printed(row.approved_amount),
                text=row.approved_amount or MISSING,
                mark=printed(row.applied_amount),
                mark_text=row.applied_amount,
            )
            for row, _ in found.rows
        ],
        heads=("政策或项目", "核定额（万元）", "申报额（万元）"),
        unit="万元",
        keys=(Key(OWN, "核定额"), Key("pin", "申报额")),
    )


def lost(groups: Sequence[CriterionGroup]) -> RowChart:
    """How much of the points each part of an evaluation got: where they were lost."""
    rated = [(printed(one.rate), one) for one in groups]
    short = [(rate, one) for rate, one in rated if rate is not None and rate < 100 * MICRO]
    worst = min((rate for rate, _ in short), default=None)
    parts = [one for rate, one in short if rate == worst]
    told = f"得分率最低的是{named([one.name for one in parts])}：{parts[0].rate}" if parts else "各部分都得满分"
    return bars(
        "lost",
        told if groups else "没有逐项得分",
        "得分率＝得分÷分值；满分是 100%。",
        [
            Item(label=one.name, value=rate, text=one.rate, tone=LOW if parts and rate == worst else OWN)
            for rate, one in rated
        ],
        heads=("部分", "得分率"),
        unit="%",
        limit=100 * MICRO,
        limit_label="满分",
        keys=(Key(OWN, "其余"), Key(LOW, "得分率最低")) if parts else (),
    )


def checked(name: str, found: SelfChecks) -> RowChart:
    """What bureaus gave themselves, and what was left of it after a check."""
    pairs = [(printed(row.self_score), printed(row.checked_score), row) for row in found.rows]
    lower = sum(own is not None and other is not None and other < own for own, other, _ in pairs)
    told = of_all(
        lower,
        len(pairs),
        some=f"{lower} 个的得分降了",
        whole="得分都降了" if lower > 1 else "得分降了",
        none="没有得分降了的",
    )
    return dumbbells(
        name,
        f"复核 {len(pairs)} 个，{told}",
        "实心是自评得分，空心是复核得分。",
        [
            Pair(label=row.project_name or MISSING, first=own, second=other, apart=row.change or "")
            for own, other, row in pairs
        ],
        heads=("项目", "自评得分", "复核得分", "变化"),
        unit="分",
    )


def assessed(name: str, place: str, rows: Sequence[Row]) -> RowChart:
    """What the bureaus of a division were given for their management of performance."""
    scores = [(printed(row.score), row) for row in rows]
    known = [(score, row) for score, row in scores if score is not None]
    low, high = (min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])) if known else (None, None)
    return bars(
        name,
        f"{len(rows)} 个部门考核得分 {low[1].score} 到 {high[1].score} 分" if low and high else "没有考核得分",
        "考核的是绩效管理工作，不是项目绩效。",
        [
            Item(label=within(row.department_name or MISSING, place), value=score, text=row.score or MISSING)
            for score, row in scores
        ],
        heads=("部门", "考核得分"),
        unit="分",
    )


def given_to(name: str, year: int, rows: Sequence[tuple[str, str, Summary]]) -> RowChart:
    """What each department was given for its projects in a year, the most first: its name, its page, its figures."""
    ordered = sorted(rows, key=lambda row: -(printed(row[2].annual) or 0))
    return bars(
        name,
        f"{year} 年度全年预算最多的是{ordered[0][0]}：{' '.join(ordered[0][2].annual_headline)}"
        if ordered
        else "还没有项目",
        "条是全年预算，竖线是年初目标；钱多钱少不等于好坏。",
        [
            Item(
                label=called,
                value=printed(summary.annual),
                text=summary.annual,
                mark=printed(summary.promised),
                mark_text=summary.promised,
                path=path,
            )
            for called, path, summary in ordered
        ],
        heads=("部门", "全年预算（万元）", "年初目标（万元）"),
        unit="万元",
        keys=(Key(OWN, "全年预算"), Key("pin", "年初目标")),
    )


def budgets(name: str, years: Sequence[TopicYear | Year]) -> RowChart:
    """What projects were given in each year, and what was promised at its start; the newest year first."""
    newest, oldest = years[0], years[-1]
    return bars(
        name,
        f"全年预算：{oldest.year} 年 {' '.join(oldest.summary.annual_headline)}"
        + (f"，{newest.year} 年 {' '.join(newest.summary.annual_headline)}" if newest is not oldest else ""),
        "条是全年预算，竖线是年初目标。",
        [
            Item(
                label=f"{one.year} 年，{one.summary.projects} 个项目",
                value=printed(one.summary.annual),
                text=one.summary.annual,
                mark=printed(one.summary.promised),
                mark_text=one.summary.promised,
            )
            for one in reversed(years)
        ],
        heads=("年度", "全年预算（万元）", "年初目标（万元）"),
        unit="万元",
        keys=(Key(OWN, "全年预算"), Key("pin", "年初目标")),
    )


def verified(checks: Sequence[Checks]) -> RowChart:
    """How the figures of a statement stand to each other and to the records: each verdict and how often."""
    return counts(
        "verdicts",
        "核对",
        "项",
        [Count(f"{group.title}：{one.verdict}", one.times) for group in checks for one in group.verdicts],
        "结论",
    )
