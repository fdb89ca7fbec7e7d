"""What the columns of tables that stand on each page of a project are called: their heads, and on phones each cell.

On phones a row is a few lines in which each figure says what it is. Elsewhere a cell says it in its ``data-label``;
these tables stand on thousands of pages, so that a sheet says it once for all of them (``phone_sheet``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column: its ``title``, what a phone calls it where that is shorter, and whether it holds figures.

    ``cell`` is the class of its cells where their place in the row varies, and ``optional`` says that a table may
    lack it.
    """

    title: str
    phone: str = ""
    figures: bool = True
    cell: str = ""
    optional: bool = False


# The class of a table → its columns after the first, which names the row.
HEADS: Mapping[str, Sequence[Head]] = {
    "history": (
        Head(title="状态", figures=False),
        Head(title="年初预算"),
        Head(title="全年预算"),
        Head(title="执行数"),
        Head(title="执行率"),
        Head(title="自评得分"),
        Head(title="指标达成"),
        Head(title="独立评价", figures=False),
    ),
    "spent": (
        Head(title="年初预算数", phone="年初"),
        Head(title="全年预算数", phone="全年"),
        Head(title="全年执行数", phone="执行"),
        Head(title="执行率"),
        Head(title="分值（分）", phone="分值", optional=True),
        Head(title="得分（分）", phone="得分", optional=True),
    ),
    "rounds": (
        Head(title="已执行 / 全年预算", phone="执行"),
        Head(title="执行率"),
        Head(title="时间进度"),
        Head(title="进度指数"),
        Head(title="预计全年执行", phone="预计全年"),
        Head(title="完成年度目标", phone="完成目标", figures=False),
    ),
    "indicators": (Head(title="独立评价", cell="other"),),
    "rectified": (
        Head(title="措施与结果", figures=False, cell="did"),
        Head(title="期限", figures=False, cell="due"),
    ),
}


def phone_sheet() -> str:
    """The rules that say on phones what each cell of these tables holds."""
    rules = [
        f".{table} td{f'.{head.cell}' if head.cell else f':nth-child({place})'}::before "
        f'{{ content: "{head.phone or head.title}" / ""; }}'
        for table, heads in HEADS.items()
        for place, head in enumerate(heads, 2)
    ]
    return "\n".join(["@media screen and (max-width: 53em) {", *rules, "}"])
