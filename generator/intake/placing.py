"""Whose form it is: division, year, bureau and project, as the form, the command or the published data says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.core.schema import Table
from generator.core.words import KEY_EVALUATION
from generator.intake.known import Bureau, Known
from generator.intake.readings import SUBJECT, YEAR, Reading, Trouble, Value, row_of

_MOST_TOLD = 20  # departments that nobody registered
_LISTED = 5  # rows without a key, projects without a code
_CODE_HINT = (
    "编码在预算管理一体化系统的项目库里，或在上年的目标表里；请写在“项目编码”格，或写在项目名称前面，如 编码-名称；"
    "本来就没有编码的，在表上空着的一格写“编码由程序编”。"
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the command says of all forms; empty (None) where it leaves that to them."""

    division: str = ""
    year: int | None = None
    department: str = ""
    give_codes: bool = False  # to records and projects that have none


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A reading with the folder that its rows belong to; ``bureau``: its name, where it is known."""

    reading: Reading
    division: str = ""
    year: int | None = None
    department: str = ""
    bureau: str = ""

    @property
    def folder(self) -> tuple[str, int, str] | None:
        """Division, year and department; None while one of them is missing."""
        if self.division and self.year and self.department:
            return self.division, self.year, self.department
        return None


def placed(reading: Reading, known: Known, asked: Asked) -> Placed:
    """Say which folder a reading belongs to; what is missing or contradicts is added to its problems."""
    if not reading.form or not (reading.values or reading.stopped):  # nothing is filled in
        return Placed(reading=reading)
    problems: list[Trouble] = []
    year = _year(reading, asked, problems)
    bureau = _bureau(reading, known, asked, problems)
    if year is not None:
        reading = replace(reading, year=year)
    if bureau is None and not asked.department and "slug" in reading.heads:
        asked = replace(asked, department=reading.heads["slug"], division=reading.heads.get("division", ""))
    return Placed(
        reading=replace(reading, problems=(*reading.problems, *problems)),
        division=bureau.division if bureau else asked.division,
        year=year,
        department=bureau.department if bureau else asked.department,
        bureau=bureau.name if bureau else reading.heads.get("department", ""),
    )


def _year(reading: Reading, asked: Asked, problems: list[Trouble]) -> int | None:
    if reading.year is None and asked.year is None:
        if any(one.about == YEAR for one in reading.problems):
            return None  # it says too many years, not none
        problems.append(
            Trouble(
                cell="",
                message="看不出是哪一年的表。",
                hint="请在标题下写明（2024年度）这样的年度；表不能改的，导入时另外指定年度。",
                lacks=("year",),
            )
        )
    elif reading.year and asked.year and reading.year != asked.year:
        problems.append(
            Trouble(
                cell="",
                message=f"表上写的是 {reading.year} 年度，要导入的是 {asked.year} 年度。",
                hint="请核对是否传错了表；资金所属的年度才是这里的年度。",
            )
        )
    return asked.year or reading.year


def _bureau(reading: Reading, known: Known, asked: Asked, problems: list[Trouble]) -> Bureau | None:
    """The registered bureau, or None with what the command says."""
    slug = reading.heads.get("slug", "")
    if slug and not asked.department:
        asked = replace(asked, department=slug, division=asked.division or reading.heads.get("division", ""))
    elif slug and slug != asked.department:
        problems.append(
            Trouble(
                cell="",
                message=f"这是部门 {slug} 的填报表，要导入的是 {asked.department}。",
                hint="请核对是否传错了表，或放错了文件夹。",
            )
        )
    said, code = reading.heads.get("department", ""), reading.heads.get("department_code", "")
    if not said and not asked.department:
        said = reading.heads.get("subject", "")
    division = asked.division or reading.heads.get("division", "")
    found = [one for one in known.named(said, code) if division in ("", one.division)]
    chosen = [one for one in known.bureaus if one.department == asked.department and division in ("", one.division)]
    if several := _several(reading, known, division):
        problems.append(several)
        return None
    if asked.department:
        return _agreed(said, found, chosen, asked, problems)
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        places = "、".join(f"{one.name}（{one.division}/{one.department}）" for one in found[:_MOST_TOLD])
        message, hint = f"「{said}」可能是 {places}。", "请在表上写全称；表不能改的，导入时另外指定区划和部门。"
    elif said and (elsewhere := known.named(said, code)):
        place = "、".join(sorted({one.division for one in elsewhere}))
        message = f"「{said}」登记在区划 {place}，写的区划代码是 {division}。"
        hint = "请核对区划代码和部门名称。"
    elif said:
        message = f"主管部门「{said}」不在部门名册里。"
        hint = "请核对名称（写全称），或请财政部门先登记这个部门；表不能改的，导入时另外指定部门。"
    elif own := _evaluating(reading, known, division):
        return own
    elif any(one.field == SUBJECT for one in reading.values):
        message = "表上写了说的是哪个部门，没有写是哪个部门的表。"
        hint = "请写明填报单位（评价表是评价组织单位）；表不能改的，导入时另外指定部门。"
    else:
        message, hint = "表上没有主管部门。", "请在“主管部门”格写全称；表不能改的，导入时另外指定部门。"
    problems.append(Trouble(cell="", message=message, hint=hint, lacks=("division", "department")))
    return None


def _several(reading: Reading, known: Known, division: str) -> Trouble | None:
    """What is told of a list whose rows are of several bureaus: whoever is asked for, the others' rows are not its."""
    found: dict[str, str] = {}  # each registered one → the cell that names it
    for name, cell in reading.bureaus.items():
        own = [one for one in known.named(name, name) if division in ("", one.division)]
        if len(own) == 1:
            found.setdefault(own[0].name, cell)
    if len(found) < 2:
        return None
    listed = "、".join(f"{cell} 写的是「{name}」" for name, cell in list(found.items())[:_LISTED])
    more = f"等 {len(found):,} 个部门" if len(found) > _LISTED else ""
    return Trouble(
        cell=list(found.values())[1],
        message=f"各行的主管部门不一样：{listed}{more}。",
        hint="一个部门一份清单：请按部门拆开，各放各的文件夹；写错的请改正。",
    )


def _evaluating(reading: Reading, known: Known, division: str) -> Bureau | None:
    """The finance bureau, whose key evaluations a list of them is, where all are of bureaus of one division."""
    kinds = {one.value for one in reading.values if one.field == "evaluation_kind"}
    subjects = {one.value for one in reading.values if one.field == SUBJECT}
    places = (
        {bureau.division for one in subjects for bureau in known.named(one, one)}
        if kinds == {KEY_EVALUATION}
        else set()
    )
    if len(places) == 1 and (place := places.pop()) in (division or place, place):
        return known.finance(place)
    return None


def _agreed(
    said: str, found: Sequence[Bureau], chosen: Sequence[Bureau], asked: Asked, problems: list[Trouble]
) -> Bureau | None:
    """The bureau that the command names, if the form does not name another."""
    if len(chosen) != 1:
        if not asked.division:
            problems.append(
                Trouble(
                    cell="",
                    message=f"看不出部门代码 {asked.department} 属于哪个区划。",
                    hint="请在导入时另外指定区划代码，如 990001。",
                    lacks=("division",),
                )
            )
        elif found:
            problems.append(_another(said, asked.department))
        return None
    if found and chosen[0] not in found:
        problems.append(_another(said, chosen[0].name))
    return chosen[0]


def _another(said: str, asked: str) -> Trouble:
    return Trouble(
        cell="",
        message=f"表上的主管部门是「{said}」，要导入的是「{asked}」。",
        hint="请核对是否传错了表，或放错了文件夹。",
    )


def with_codes(one: Placed, known: Known) -> Placed:
    """The same with the project codes that only names lead to; a project whose code nobody knows is told."""
    reading = one.reading
    if one.folder is None or (not reading.layout and not reading.record_table):
        return one
    added: list[Value] = []
    unknown: list[Value] = []
    problems: list[Trouble] = []
    codes = (problem.rows for problem in reading.problems if problem.about == "project_code")
    unreadable = frozenset[str]().union(*codes) if not reading.layout else frozenset()
    for table in {value.table for value in reading.values}:
        for number, row in reading.rows(table).items():
            name = row.get("project_name")
            if name is None or "project_code" in row or row_of(name.cell) in unreadable:
                continue
            code = _code(one, known, name, problems)
            if code is None:
                unknown.append(name)
            elif code:
                added.append(Value(cell=name.cell, table=table, row=number, field="project_code", value=code))
    if not added and not problems and not unknown:
        return one
    record = reading.record
    if reading.layout and added:
        record = added[0].value
    problems += _codeless(unknown, listed=not reading.layout)
    reading = replace(reading, values=(*reading.values, *added), problems=(*reading.problems, *problems), record=record)
    return replace(one, reading=reading)


def _codeless(names: Sequence[Value], *, listed: bool) -> Iterator[Trouble]:
    """Projects of which nobody knows a code; those of a list are told at once."""
    first = {one.value: one for one in reversed(names)}
    unknown = [one for one in names if first[one.value] is one]
    if listed and len(unknown) > 2:
        told = "、".join(one.value[:40] for one in unknown[:_LISTED]) + (" 等" if len(unknown) > _LISTED else "")
        message = f"有 {len(unknown):,} 个项目没有写编码，本年和上年已公布的项目里也没有完全同名的：{told}。"
        yield Trouble(cell=unknown[0].cell, message=message, hint=_CODE_HINT, lacks=("code",))
        return
    for one in unknown:
        message = f"项目「{one.value[:40]}」没有写编码，本年和上年已公布的项目里也没有完全同名的。"
        yield Trouble(cell=one.cell, message=message, hint=_CODE_HINT, lacks=("code",))


def with_subjects(one: Placed, known: Known) -> Placed:
    """The same with the registered codes of the bureaus that its records name; one that nobody registered is told."""
    division = one.division
    bureaus = [bureau for bureau in known.bureaus if division in ("", bureau.division)]
    if not bureaus or not any(value.field == SUBJECT for value in one.reading.values):
        return one
    codes = {bureau.department for bureau in bureaus}
    values, problems = [], {}
    for value in one.reading.values:
        if value.field == SUBJECT and value.value not in codes:
            found = {bureau.department for bureau in known.named(value.value, value.value) if bureau in bureaus}
            if len(found) == 1:
                value = replace(value, value=next(iter(found)))
            elif value.value not in problems:
                problems[value.value] = _unregistered(value)
        values.append(value)
    told = (*one.reading.problems, *list(problems.values())[:_MOST_TOLD])
    return replace(one, reading=replace(one.reading, values=tuple(values), problems=told))


def _unregistered(value: Value) -> Trouble:
    return Trouble(
        cell=value.cell,
        message=f"部门「{value.value[:40]}」不在部门名册里。",
        hint="请写登记的全称、简称或部门代码；是部门下面的单位的，写它的主管部门；部门还没有登记的，请财政部门先登记。",
    )


_FOLLOWING = ("project_code", "self_evaluation_code")  # found by name, or made of the place


def own_code(table: Table) -> str:
    """The field with the code that records of a table are known by on this site alone; empty where there is none."""
    key = table.primary_key
    own = table.scope == "department-year" and len(key) == 1 and key[0].endswith("_code") and key[0] not in _FOLLOWING
    return key[0] if own else ""


def with_keys(one: Placed, tables: Mapping[str, Table]) -> Placed:
    """The same, told where a record has nothing that identifies it, so that it could not be kept apart from others."""
    reading = one.reading
    if not reading.record_table:
        return one
    table = tables[reading.record_table]
    own = [part for part in table.primary_key if not part.endswith("_no")]
    rows = reading.rows(table.name)
    told = frozenset[str]().union(*(problem.rows for problem in reading.problems if problem.stops))
    problems = []
    for part in own:
        lacking = [
            number
            for number, row in rows.items()
            if part not in row and not (part in _FOLLOWING and (reading.layout or "project_name" in row))
        ]
        if told and not reading.layout:  # what stands in the key and cannot be one is told there
            lacking = [number for number in lacking if row_of(next(iter(rows[number].values())).cell) not in told]
        if lacking:
            cells = [next(iter(rows[number].values())).cell for number in lacking]
            below = lacking[0] - 1 in rows and part in rows[lacking[0] - 1]
            problems.append(_keyless(table, part, cells, below=below))
    if not problems:
        return one
    return replace(one, reading=replace(reading, problems=(*reading.problems, *problems)))


def _keyless(table: Table, part: str, cells: Sequence[str], *, below: bool) -> Trouble:
    """Rows without what identifies them, told once; ``below``: the row above the first of them has it."""
    title = table.field(part).title
    lacks: tuple[Literal["code"], ...] = ("code",) if part == own_code(table) else ()
    given = (
        "；本来就没有编码的，在表上空着的一格写“编码由程序编”，或自编一个本部门本年度内不重复的。" if lacks else "。"
    )
    hint = "请在这一行（或这份表）补上，写法见数据字典" + given
    message = f"没有写「{title}」，认不出是哪一条记录。"
    if len(cells) > 1:
        rows = "、".join(cells[:_LISTED]) + ("等" if len(cells) > _LISTED else "")
        message = f"有 {len(cells):,} 行没有写「{title}」，认不出是哪一条记录（{rows}各行）。"
        hint = "请在这些行（或这份表）补上，写法见数据字典" + given
        if below:
            hint = "多半是只写在每块的第一行：请取消合并，把空着的格都填成上面的内容" + given
    return Trouble(cell=cells[0], message=message, hint=hint, lacks=lacks)


def _code(one: Placed, known: Known, name: Value, problems: list[Trouble]) -> str | None:
    """The code of the project of that name: None where nobody knows one, empty where several have it, which is told."""
    assert one.folder is not None  # noqa: S101 - asked before
    division, year, department = one.folder
    codes = known.codes(division, year, department, name.value)
    if len(codes) < 2:
        return next(iter(codes), None)
    message = f"项目「{name.value[:40]}」没有写编码，已公布的同名项目有 {len(codes)} 个：{'、'.join(sorted(codes))}。"
    problems.append(Trouble(cell=name.cell, message=message, hint=_CODE_HINT))
    return ""
