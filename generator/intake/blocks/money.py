"""The unit of money: of a form as a whole, and of one column or row of it."""

from __future__ import annotations

from generator.forms.layout import Layout
from generator.intake.files.sheets import Cell
from generator.intake.labels import label, money_unit, said_unit
from generator.intake.regions import Region, sides_of, words_of


def own_money(cell: Cell) -> str:
    """The unit of money that a label says for its own column or row; empty where it says none."""
    unit = label(cell.text).unit
    return "" if unit in ("%", "分") else unit


def form_money(region: Region, layout: Layout) -> str:
    """The unit of money that the form names; 万元, as the official forms have it, where it names none.

    A line (单位：元) and the name of the amounts (项目资金（万元）) that contradict are told: nobody could choose.
    """
    texts = [one for one in region.cells if one.kind == "text"]
    sides = frozenset[str]().union(*(sides_of(block) for block in layout.blocks))
    lines = (one for one in texts if words_of(one) not in sides)
    line = next(((cell, unit) for cell in lines if (unit := said_unit(cell.text))), None)
    side = next(((cell, unit) for cell in texts if words_of(cell) in sides and (unit := own_money(cell))), None)
    if line and side and line[1] != side[1]:
        region.wrong(
            line[0],
            f"这里写的金额单位是{line[1]}，{side[0].address} 写的是{side[1]}。",
            "请核对各处金额，把两处改成一样的单位。",
        )
    return line[1] if line else money_unit(one.text for one in texts)
