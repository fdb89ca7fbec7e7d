"""Cells that stand one or more columns beside those that they belong to: a blank cell put in, or one taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.core.characters import shortened

ROWS = 30  # rows of a table that are tried
_STEPS = (1, -1, 2, -2)  # columns to the right, to the left
_TOLD = 3  # columns that must tell whether their cells are their own
_BETTER = 1.5  # columns that must come right by the shift
_WRONG = 1.0  # columns whose cells must be wrong as they stand: blank columns that figures would fit are none
_RIGHT = 0.9  # the share of the cells that must fit then
# Of a column and the cells of another: the share that fits; None where they tell nothing, or there are none.
Fitting = Callable[[int, int], float | None]


@dataclass(frozen=True, kw_only=True)
class Shift:
    """By how many columns to the right (left, if negative) cells stand beside their own, and from which column on."""

    step: int
    first: int
    share: float
    gain: float


def shifted(count: int, fitting: Fitting) -> Shift | None:
    """The shift after which most cells fit their columns, if they surely do better than as they stand."""
    stay = [fitting(place, place) for place in range(count)]
    if sum(1 - share for share in stay if share is not None) < _WRONG:
        return None
    best = _best(count, fitting, stay)
    return best if best is not None and best.gain >= _BETTER and best.share >= _RIGHT else None


def _best(count: int, fitting: Fitting, stay: Sequence[float | None]) -> Shift | None:
    before = sum(share for share in stay if share is not None)
    found: list[Shift] = []
    for step in _STEPS:
        moved = [fitting(place, place + step) if 0 <= place + step < count else None for place in range(count)]
        for first in range(count):
            parts = [one for one in (*stay[:first], *moved[first:]) if one is not None]
            if len(parts) >= _TOLD:
                found.append(Shift(step=step, first=first, share=sum(parts) / len(parts), gain=sum(parts) - before))
    return max(found, key=lambda one: (round(one.share, 3), one.gain, one.first), default=None)


def odd_column(shift: Shift, count: int) -> int:
    """The column in which something is seen to be wrong first."""
    return min(shift.first + shift.step, count - 1) if shift.step > 0 else shift.first


def said_of(shift: Shift, titles: Sequence[str], example: str) -> str:
    """What is wrong, in words; ``example``: what is written in the column in which it is seen first."""
    many, way = abs(shift.step), "右" if shift.step > 0 else "左"
    meant = titles[shift.first if shift.step > 0 else min(shift.first - shift.step, len(titles) - 1)]
    steps = "一列" if many == 1 else f" {many} 列"
    return (
        f"从「{titles[shift.first]}」起，各行的内容向{way}错了{steps}："
        f"「{titles[odd_column(shift, len(titles))]}」列写的是「{shortened(example, 30)}」，像是「{meant}」。"
    )


def advice_on(shift: Shift, titles: Sequence[str]) -> str:
    """What to do in a spreadsheet."""
    title = titles[shift.first]
    if shift.step > 0:
        return (
            f"请在 Excel 中从列名下面的一行起选中「{title}」列里多出来的格，右键“删除—右侧单元格左移”，"
            "使各列与列名对上，核对后再存。"
        )
    return (
        f"请在 Excel 中从列名下面的一行起选中「{title}」列的格，右键“插入—活动单元格右移”，补上缺的内容，核对后再存。"
    )
