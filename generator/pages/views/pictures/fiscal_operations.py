"""Chart of how lower governments were judged: a strip of dots for each dimension, one group at a time."""

from __future__ import annotations

from fractions import Fraction

from generator.core.numbers import in_percent, micro
from generator.derive.fiscal_operations import Group
from generator.pages.charts.rows import Row, RowChart, dots
from generator.pages.views.pictures.values import named


def dimensions(name: str, year: int, group: Group) -> RowChart:
    """The share of its full marks that each government of a group reached, by dimension; the weakest first.

    A dimension without a name is none that governments can be compared by: the page's table alone has it.
    """
    of_members = [
        {one.dimension: _share(one.score, one.weight) for one in member.dimensions if one.dimension}
        for member in group.members
    ]
    every = dict.fromkeys(dimension for own in of_members for dimension in own)
    rows = [_row(dimension, [own.get(dimension) for own in of_members]) for dimension in every]
    rows.sort(key=lambda one: (one.middle is None, one.middle or 0))
    lowest = [one for one in rows if one.middle is not None and one.middle == rows[0].middle]
    return dots(
        name,
        f"{group.name}：得分率最低的方面是{named([one.label for one in lowest])}，平均 {lowest[0].middle_text}"
        if lowest
        else group.name,
        f"{year} 年度，一个圆点是一个被评价的政府，竖线是这一组的平均；得分率＝得分÷满分，只在组内看。",
        rows,
        heads=("方面", "平均", *(member.row.subject_name for member in group.members)),
        unit="得分率（%）",
    )


def _share(score: str | None, weight: str | None) -> Fraction | None:
    """Score over full marks; None where one is missing or is no number."""
    if not score or not weight or not score[:1].isdigit() or not weight[:1].isdigit():
        return None
    full = Fraction(weight.replace(",", ""))
    return Fraction(score.replace(",", "")) / full if full else None


def _row(label: str, shares: list[Fraction | None]) -> Row:
    known = [one for one in shares if one is not None]
    mean = sum(known, Fraction()) / len(known) if known else None
    return Row(
        label=label,
        values=[None if one is None else micro(100 * one) for one in shares],
        texts=["" if one is None else in_percent(one) for one in shares],
        middle=None if mean is None else micro(100 * mean),
        middle_text="" if mean is None else in_percent(mean),
    )
