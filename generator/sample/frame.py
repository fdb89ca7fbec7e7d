"""The common tables: the 示例区 itself, its departments, and the last day for each kind of document."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from generator.core.output import Output
from generator.sample.content import sector
from generator.sample.costs import Analysis, standard_rows
from generator.sample.departments import DIVISION, DIVISION_NAME, Department
from generator.sample.library import library_rows
from generator.sample.policies import policy_rows
from generator.sample.reviews import institution_rows
from generator.sample.tables import COLUMNS, Rows, table

_DAYS, _WORKING_DAYS, _OTHER = "20日", "20个工作日", "其他"
# Kind, year counted from the fiscal year, month and day of the last day, the period, and what it rests on. ``{day}`` is
# the day of approval, from which the period of 20 days runs.
_DEADLINES: tuple[tuple[str, int, int, int, str, str], ...] = (
    ("D1", 0, 2, 7, _DAYS, "{day}区人民代表大会批准预算，批准后20日内公开。"),
    ("D2", 0, 3, 1, _DAYS, "{day}区财政局批复部门预算，批复后20日内公开。"),
    ("D3", 0, 3, 1, _DAYS, "随部门预算公开：{day}批复，批复后20日内公开。"),
    ("D4", 1, 9, 18, _DAYS, "随部门决算公开：{day}批复部门决算，批复后20日内公开。"),
    ("D5", 1, 9, 18, _DAYS, "随部门决算公开：{day}批复部门决算，批复后20日内公开。"),
    ("D6", 1, 9, 30, _OTHER, "部门评价结果与部门决算同步整理，区财政局通知要求{after}年9月底前公开。"),
    ("D7", 1, 10, 31, _OTHER, "区财政局通知要求重点评价完成并报告区政府后，于{after}年10月底前公开。"),
    ("D8", 1, 12, 20, _OTHER, "整改期满后公开，区财政局通知要求{after}年12月20日前完成。"),
    ("D9", 0, 6, 30, _WORKING_DAYS, "{year}年上半年制定的制度，形成后20个工作日内公开，最晚不迟于本日。"),
    ("D10", 1, 11, 30, _OTHER, "区财政局自定：{after}年11月底前公开。"),
)


def deadline(kind: str, year: int) -> date:
    """The last day for a kind of document of a fiscal year in the 示例区."""
    for name, after, month, day, *_ in _DEADLINES:
        if name == kind:
            return date(year + after, month, day)
    raise KeyError(kind)


def _division_rows() -> Rows:
    note = "虚构的示例区划，用于演示，不对应任何真实地方。"
    yield (DIVISION, DIVISION_NAME, "示例省示例市示例区（虚构）", "县级", "", "是", note)


def _department_rows(chosen: Iterable[Department], first: int) -> Rows:
    for one in chosen:
        title = sector(one.sector).title
        yield (DIVISION, one.code, one.number, one.name, one.short_name, title, "", str(first), "", "")


def _deadline_rows(years: Iterable[int]) -> Rows:
    for year in years:
        for kind, _, _, _, period, basis in _DEADLINES:
            due = deadline(kind, year)
            approved = due - timedelta(days=20)
            day = f"{approved.year}年{approved.month}月{approved.day}日"
            text = basis.format(year=year, after=year + 1, day=day)
            start = approved.isoformat() if period == _DAYS else ""
            yield (DIVISION, str(year), kind, due.isoformat(), start, period, text)


def _merged(name: str, rows: Rows, existing: Mapping[str, bytes]) -> Output:
    """The table with the rows other divisions already have in front and the sample's own replaced."""
    path = f"common/{name}.csv"
    kept: list[tuple[str, ...]] = []
    if path in existing:
        reader = csv.DictReader(io.StringIO(existing[path].decode("utf-8-sig"), newline=""))
        others = (row for row in reader if row["division"] != DIVISION)
        kept.extend(tuple(row.get(column) or "" for column in COLUMNS[name]) for row in others)
    content = table(name, [*kept, *rows])
    return Output(path=path, content=content or b"")


def common_tables(chosen: tuple[Department, ...], years: range, existing: Mapping[str, bytes]) -> Iterable[Output]:
    """The tables under ``common`` that do not depend on what becomes of the projects."""
    yield _merged("divisions", _division_rows(), existing)
    yield _merged("departments", _department_rows(chosen, min(years) - 6), existing)
    yield _merged("deadlines", _deadline_rows(years), existing)
    yield _merged("policies", policy_rows(), existing)
    first = min(years) - 4
    yield _merged("indicator_library", library_rows((one.sector for one in chosen), first), existing)
    yield _merged("third_parties", institution_rows(), existing)


def standards(found: Sequence[Analysis], existing: Mapping[str, bytes]) -> Output:
    """``common/spending_standards.csv``: those of before, and what the cost analyses led to."""
    return _merged("spending_standards", standard_rows(found), existing)
