"""The common tables: the 示例区 itself, its departments, and the last day for each kind of document."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from generator.core.output import Output
from generator.core.schema import Table
from generator.core.words import FINANCE, FINANCE_BUREAU
from generator.sample.content import sector
from generator.sample.costs import Analysis, standard_rows
from generator.sample.departments import DIVISION, DIVISION_NAME, Department
from generator.sample.library import library_rows
from generator.sample.policies import policy_rows
from generator.sample.reviews import institution_rows
from generator.sample.tables import Row, Rows, table

_DAYS, _WORKING_DAYS, _OTHER = "20日", "20个工作日", "其他"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The last day for a kind of document: ``after`` so many years after the fiscal year, the period, its grounds.

    ``{day}`` in the grounds is the day of approval, from which the period of 20 days runs.
    """

    kind: str
    after: int
    month: int
    day: int
    period: str
    basis: str


_DEADLINES = (
    Deadline(kind="D1", after=0, month=2, day=7, period=_DAYS, basis="{day}区人民代表大会批准预算，批准后20日内公开。"),
    Deadline(kind="D2", after=0, month=3, day=1, period=_DAYS, basis="{day}区财政局批复部门预算，批复后20日内公开。"),
    Deadline(kind="D3", after=0, month=3, day=1, period=_DAYS, basis="随部门预算公开：{day}批复，批复后20日内公开。"),
    Deadline(
        kind="D4", after=1, month=9, day=18, period=_DAYS, basis="随部门决算公开：{day}批复部门决算，批复后20日内公开。"
    ),
    Deadline(
        kind="D5", after=1, month=9, day=18, period=_DAYS, basis="随部门决算公开：{day}批复部门决算，批复后20日内公开。"
    ),
    Deadline(
        kind="D6",
        after=1,
        month=9,
        day=30,
        period=_OTHER,
        basis="部门评价结果与部门决算同步整理，区财政局通知要求{after}年9月底前公开。",
    ),
    Deadline(
        kind="D7",
        after=1,
        month=10,
        day=31,
        period=_OTHER,
        basis="区财政局通知要求重点评价完成并报告区政府后，于{after}年10月底前公开。",
    ),
    Deadline(
        kind="D8",
        after=1,
        month=12,
        day=20,
        period=_OTHER,
        basis="整改期满后公开，区财政局通知要求{after}年12月20日前完成。",
    ),
    Deadline(
        kind="D9",
        after=0,
        month=6,
        day=30,
        period=_WORKING_DAYS,
        basis="{year}年上半年制定的制度，形成后20个工作日内公开，最晚不迟于本日。",
    ),
    Deadline(kind="D10", after=1, month=11, day=30, period=_OTHER, basis="区财政局自定：{after}年11月底前公开。"),
)


def deadline(kind: str, year: int) -> date:
    """The last day for a kind of document of a fiscal year in the 示例区."""
    for one in _DEADLINES:
        if one.kind == kind:
            return date(year + one.after, one.month, one.day)
    raise KeyError(kind)


def _division_rows() -> Rows:
    note = "虚构的示例区划，用于演示，不对应任何真实地方。"
    yield {
        "division": DIVISION,
        "name": DIVISION_NAME,
        "full_name": "示例省示例市示例区（虚构）",
        "level": "县级",
        "is_sample": "是",
        "note": note,
    }


def _department_rows(chosen: Iterable[Department], first: int) -> Rows:
    for one in chosen:
        title = sector(one.sector).title
        yield {
            "division": DIVISION,
            "department": one.code,
            "official_code": one.number,
            "name": one.name,
            "short_name": one.short_name,
            "sector": title,
            "from_year": str(first),
            "role": FINANCE_BUREAU if one.code == FINANCE else "",
        }


def _deadline_rows(years: Iterable[int]) -> Rows:
    for year in years:
        for one in _DEADLINES:
            due = deadline(one.kind, year)
            approved = due - timedelta(days=20)
            day = f"{approved.year}年{approved.month}月{approved.day}日"
            yield {
                "division": DIVISION,
                "fiscal_year": str(year),
                "document": one.kind,
                "due_date": due.isoformat(),
                "approved_date": approved.isoformat() if one.period == _DAYS else "",
                "period": one.period,
                "basis": one.basis.format(year=year, after=year + 1, day=day),
            }


def _merged(schema: Table, rows: Rows, existing: Mapping[str, bytes]) -> Output:
    """The table with the rows other divisions already have in front and the sample's own replaced."""
    path = f"common/{schema.name}.csv"
    kept: list[Row] = []
    if path in existing:
        titles = {field.title: field.name for field in schema.fields}
        reader = csv.DictReader(io.StringIO(existing[path].decode("utf-8-sig"), newline=""))
        named = ({titles.get(name, name): cell or "" for name, cell in row.items()} for row in reader)
        kept.extend(row for row in named if row["division"] != DIVISION)
    return Output(path=path, content=table(schema, [*kept, *rows]) or b"")


def common_tables(
    chosen: tuple[Department, ...], years: range, existing: Mapping[str, bytes], tables: Mapping[str, Table]
) -> Iterable[Output]:
    """The tables under ``common`` that do not depend on what becomes of the projects."""
    first = min(years)
    rows: Mapping[str, Rows] = {
        "divisions": _division_rows(),
        "departments": _department_rows(chosen, first - 6),
        "deadlines": _deadline_rows(years),
        "policies": policy_rows(),
        "indicator_library": library_rows((one.sector for one in chosen), first - 4),
        "third_parties": institution_rows(),
    }
    for name, found in rows.items():
        if name in tables:
            yield _merged(tables[name], found, existing)


def standards(
    found: Sequence[Analysis], existing: Mapping[str, bytes], tables: Mapping[str, Table]
) -> Iterable[Output]:
    """``common/spending_standards.csv``: those of before, and what the cost analyses led to."""
    if "spending_standards" in tables:
        yield _merged(tables["spending_standards"], standard_rows(found), existing)
