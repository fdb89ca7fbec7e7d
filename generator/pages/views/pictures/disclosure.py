"""Chart of what departments published of a year, and how late."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.package import KINDS
from generator.derive.disclosure import AHEAD, APART, EXEMPT, LATE, NONE, OPEN, WITHHELD, Status
from generator.derive.site import DepartmentYear, Year
from generator.pages.charts.cells import Heat, HeatChart, HeatHead, HeatLine, heat
from generator.pages.charts.frame import LOW, OWN, REST, Key

_SHORT = {AHEAD: "未到", LATE: "逾期", WITHHELD: "不公开", EXEMPT: "免办", NONE: "未公开", APART: "—"}


class Column(NamedTuple):
    """A kind of document: its code, what it is called, and the states of the departments in their order."""

    code: str
    title: str
    states: Sequence[Status | None]


def lateness(year: Year, columns: Sequence[Column]) -> HeatChart:
    """Departments by kinds of documents: published in time, so many days late, or not."""
    late = [one.status.late for department in year.departments for one in department.documents if one.status.late]
    said = f"，{len(late)} 件公开得晚，最多晚 {max(late)} 天" if late else ""
    overdue = f"{year.late} 项逾期未公开" if year.late else "没有逾期的"
    return heat(
        "lateness",
        f"{year.published} / {year.owed} 项到期文件已公开{said}，{overdue}"
        if year.timed
        else f"公开了 {year.published} 项，没有登记公开期限",
        f"一格是一个部门的一种文件：{'；'.join(f'{one.title}（{one.code}）' for one in columns)}。",
        [HeatHead(KINDS[one.code].brief, one.title) for one in columns],
        [
            HeatLine(
                label=department.department.local,
                cells=[cell(column.states[position]) for column in columns],
                path=department.department.path,
            )
            for position, department in enumerate(year.departments)
        ],
        head="部门",
        keys=(Key(OWN, "已公开"), Key(LOW, "晚了（天数）或逾期"), Key(REST, "未到期、不公开")),
    )


def owed(years: Sequence[DepartmentYear]) -> HeatChart:
    """What a department published in each of its years, how late, and what it owes."""
    titles = {one.kind: one.title for year in years for one in year.documents}
    kinds = [code for code in KINDS if code in titles]
    states = [{one.kind: one.status for one in year.documents} for year in years]
    due, published = sum(year.owed for year in years), sum(year.published for year in years)
    late = sum(status.late > 0 for own in states for status in own.values())
    said = f"公开了 {published} 项{f'，{late} 项公开得晚' if late else ''}"
    if not any(year.timed for year in years):
        said += "，没有登记公开期限"
    else:
        said = f"到期 {due} 项，{said}" if due else "还没有到期的"
    return heat(
        "owed",
        f"{said}，还欠 {due - published} 项" if due > published else said,
        f"一格是一年的一种文件：{'；'.join(f'{titles[code]}（{code}）' for code in kinds)}。",
        [HeatHead(KINDS[code].brief, titles[code]) for code in kinds],
        [
            HeatLine(label=f"{year.year} 年度", cells=[cell(own.get(code)) for code in kinds])
            for year, own in zip(years, states, strict=True)
        ],
        head="年度",
        keys=(Key(OWN, "已公开"), Key(LOW, "晚了（天数）或逾期"), Key(REST, "未到期、不公开")),
    )


def cell(status: Status | None) -> Heat | None:
    """The state of one kind of document in a few characters, and at length."""
    if status is None:
        return None
    if status.state == OPEN:
        if status.late:
            return Heat(short=f"晚{status.late}", text=f"{status.published} 公开，晚 {status.late} 天", tone=LOW)
        return Heat(short="✓", text=f"{status.published} 公开" if status.published else "已公开", tone=OWN)
    due = f"，期限 {status.due}" if status.due else ""
    return Heat(short=_SHORT[status.state], text=f"{status.state}{due}", tone=LOW if status.state == LATE else REST)
