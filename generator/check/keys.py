"""Keys within and across tables, and codes that become addresses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from generator.check.capping import MOST, capped
from generator.core.package import Package
from generator.core.schema import CONTEXT, CONTEXT_TITLES, ForeignKey, Table
from generator.core.words import FINANCE_BUREAU
from generator.facts.joining import known

Frames = Mapping[str, pd.DataFrame]
Place = tuple[str, int | None, str]  # division, fiscal year, department
Refused = Mapping[str, frozenset[Place]]  # table → where its file could not be read
Lacking = dict[str, set[tuple[Any, ...]]]  # table → where it is not there though others point to it
# Lists and front pages of folders stand at these names; the last four cannot be folders on a Windows server.
_SEVERAL = 3  # rows of a file that repeat others, or codes that point nowhere, from which on they are one cause
_LOOKED_AT = 200  # files in which it is looked at which codes point nowhere
_CLOSE = 80  # per cent that a code has in common with the one that may be meant
_FEW = 500  # rows that Python looks at sooner than pandas
_COMPARED = 20_000  # codes among which it is looked for
RESERVED = ("index", "404", "search", "assets", "data", "page", "con", "prn", "aux", "nul")


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """Codes of which a department has each to itself within its division, in a fiscal year or (``lasting``) for good.

    Those that stand in a page's ``address`` cannot be words that are taken there.
    """

    title: str
    field: str
    tables: tuple[str, ...]
    address: bool = False
    lasting: bool = False


# What the descriptions of the codes say; those of annual statements are judged by themselves.
NUMBERED = (
    Numbered(title="项目编码", field="project_code", tables=("goals", "self_evaluations"), address=True),
    Numbered(title="评价编码", field="evaluation_code", tables=("evaluations",), address=True),
    Numbered(title="评估编码", field="assessment_code", tables=("ex_ante_evaluations",)),
    Numbered(title="评审编码", field="review_code", tables=("report_reviews",)),
    Numbered(title="整改编码", field="rectification_code", tables=("rectifications",)),
    Numbered(title="应用编码", field="application_code", tables=("applications",)),
    Numbered(title="报告编码", field="report_code", tables=("congress_reports",)),
    Numbered(title="成本分析编码", field="analysis_code", tables=("cost_analyses",), lasting=True),
)


# Digits beyond the fifteen that a spreadsheet keeps, all of them zeros: codes that differed may be one now.
_CUT_CODE = re.compile(r"(?<!\d)\d{15}0{2,}(?!\d)", re.ASCII)
_CUT = (
    "编码后几位都是 0，像是被 Excel 改写过（它只保留前 15 位数字），不同的编码因此成了一样：请先把该列设为文本格式，"
    "再照预算管理系统里的编码重填；确是重复的行，请删除。"
)


@dataclass(frozen=True, kw_only=True)
class RowFault:
    """A row with a cell that is wrong beyond its type: a key, or what must not be published.

    ``others``: how many more rows of its file it stands for; ``whole``: it is about the file as a whole, and no record.
    """

    code: str
    label: int
    field: str
    value: str
    expected: str
    message: str
    hint: str
    others: int = 0
    whole: bool = False


def _first(frame: pd.DataFrame, wrong: pd.Series) -> Iterator[tuple[int, int]]:
    """The labels of the first rows of each file that are wrong, and how many more each of them stands for."""
    labels = frame.index[wrong.to_numpy(dtype=bool, na_value=False)]
    if len(labels):
        kept = capped([frame.loc[labels, "_file"].tolist()], MOST["error"])
        yield from zip(labels[kept.places].tolist(), kept.others, strict=True)


def _at_once(frame: pd.DataFrame, wrong: pd.Series) -> Iterator[tuple[int, int]]:
    """The labels of the rows that are wrong, of files with several of them the first, and how many more there are."""
    labels = frame.index[wrong.to_numpy(dtype=bool, na_value=False)]
    for _, own in frame.loc[labels, "_file"].groupby(frame.loc[labels, "_file"], sort=False):
        if len(own) < _SEVERAL:
            yield from ((int(label), 0) for label in own.index)
        else:
            yield int(own.index[0]), len(own) - 1


def few_and_distinct(frame: pd.DataFrame, names: Sequence[str]) -> bool:
    """Whether these are few rows, of which no two are alike in these columns: pandas takes as long to begin as to tell.

    A missing value may be taken for another each time; who asks about rows that have all of them need not mind.
    """
    return len(frame) <= _FEW and len({*zip(*(frame[name].tolist() for name in names), strict=True)}) == len(frame)


def duplicates(table: Table, frame: pd.DataFrame) -> Iterator[RowFault]:
    """Rows that repeat an earlier row's primary key."""
    if few_and_distinct(frame, table.key):
        return
    key = frame[list(table.key)]
    repeated = key.duplicated(keep="first") & key[list(table.primary_key)].notna().all(axis=1)
    if not repeated.any():
        return
    group = key.groupby(list(table.key), dropna=False, sort=False).ngroup()
    first = group.drop_duplicates()
    first_at = pd.Series(first.index, index=first)
    titles = "＋".join(_title(table, name) for name in table.primary_key)
    whole = frame[list(dict.fromkeys((*table.context, *table.names)))]
    pasted = repeated & whole.duplicated(keep="first")
    for label, others in _at_once(frame, repeated):
        value = "＋".join(str(part) for part in frame.loc[label, list(table.primary_key)])
        earlier = frame.loc[first_at[group[label]]]
        same = "，每一格都相同，像是贴了两遍" if others and pasted[label] else ""
        yield RowFault(
            code="K01",
            label=label,
            field=table.primary_key[0],
            value=value,
            expected=f"{titles}不重复",
            message=f"{titles}「{value}」与 {earlier['_file']} 第 {earlier['_row']} 行重复{same}。",
            hint=(_CUT if _CUT_CODE.search(value) and not same else "请删除重复的行，或改正其中一行的编码。")
            + (f"这份文件里另有 {others:,} 行重复。" if others else ""),
            others=others,
        )


def unique(table: Table, frame: pd.DataFrame) -> Iterator[RowFault]:
    """Cells that repeat in a column declared unique."""
    for field in table.fields:
        if not field.constraints.get("unique"):
            continue
        if few_and_distinct(frame, (*table.context, field.name)):
            continue
        column = frame[[*table.context, field.name]]
        repeated = column.duplicated(keep="first") & column[field.name].notna()
        for label, others in _first(frame, repeated):
            value = str(frame.loc[label, field.name])
            yield RowFault(
                code="K01",
                label=label,
                field=field.name,
                value=value,
                expected="不重复",
                message=f"「{value}」已在前面的行出现。",
                hint="请改正其中一行。",
                others=others,
            )


def orphans(
    table: Table, frames: Frames, tables: Mapping[str, Table], refused: Refused, lacking: Lacking
) -> Iterator[RowFault]:
    """Rows that point to a record that is not there; nothing is said where the other table could not be read.

    ``lacking``: where a table that others point to is not there at all, which is told once; it is added to.
    """
    for key in table.foreign_keys:
        yield from _orphans(table, key, frames, tables[key.table], refused.get(key.table, frozenset()), lacking)


def _orphans(
    table: Table, key: ForeignKey, frames: Frames, target: Table, refused: frozenset[Place], lacking: Lacking
) -> Iterator[RowFault]:
    if refused and target.scope == "common":
        return
    frame, other = frames[table.name], frames[key.table]
    shared = [name for name in key.context if name in frame.columns and name in other.columns]
    shared = [name for name in shared if name not in key.fields]
    on = [*shared, *key.fields]
    if len(frame) + len(other) <= _FEW and _all_there(frame, on, other, [*shared, *key.reference], len(key.fields)):
        return
    filled = frame[list(key.fields)].notna().all(axis=1)
    missing = filled & ~known(frame, other[[*shared, *key.reference]].set_axis(on, axis=1), on)
    unread = {place[: len(key.context)] for place in refused}
    if unread and (context := [name for name in key.context if name in frame.columns]):
        missing &= ~pd.MultiIndex.from_frame(frame[context]).isin(list(unread))
    place = {"folder": "同一文件夹", "division-year": "同一区划同一年度", "division": "同一区划"}[key.match]
    if not missing.any():
        return
    lost = _Lost(key=key, target=target, place=place)
    places = [name for name in shared if name in key.context]
    codes: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for *where, code in other[[*places, key.reference[-1]]].dropna().itertuples(index=False, name=None):
        codes[tuple(where)].append(str(code))
    wrong = frame.loc[missing, ["_file", *places, *key.fields]]
    found = set(frame.loc[filled & ~missing, "_file"])
    for number, (file, own) in enumerate(wrong.groupby("_file", sort=False)):
        if number >= _LOOKED_AT:  # files without end are told as they come
            yield lost.one(own, int(own.index[0]), len(own) - 1, [])
            continue
        values = own.drop_duplicates(list(key.fields))
        here = codes[tuple(own.iloc[0][places])]
        if file not in found and len(values) >= _SEVERAL:
            where = tuple(frame.loc[own.index[0], [name for name in CONTEXT if name in frame.columns]])
            if here or where not in lacking[key.table]:
                yield lost.all(own, len(values), there=bool(here))
            if not here:
                lacking[key.table].add(where)
            continue
        counts = own.groupby(list(key.fields), sort=False)[key.fields[-1]].transform("size")
        told = values.index[: MOST["error"]]
        more = len(own) - int(counts[told].sum())
        for label in told:
            others = int(counts[label]) - 1 + (more if label == told[-1] else 0)
            yield lost.one(own, int(label), others, here)


def _all_there(rows: pd.DataFrame, on: Sequence[str], others: pd.DataFrame, key: Sequence[str], parts: int) -> bool:
    """Whether the key of each row is one of the others', or lacks one of its last ``parts``: said without pandas."""
    mine = zip(*(rows[name].tolist() for name in on), strict=True)
    there = {*zip(*(others[name].tolist() for name in key), strict=True)}
    return all(one in there or not all(isinstance(part, str) for part in one[-parts:]) for one in mine)


@dataclass(frozen=True, kw_only=True)
class _Lost:
    """What is said of codes that point to nothing."""

    key: ForeignKey
    target: Table
    place: str

    def one(self, rows: pd.DataFrame, label: int, others: int, known: list[str]) -> RowFault:
        """Of one code, in however many rows of a file; ``known``: the codes that are there."""
        value = "＋".join(str(part) for part in rows.loc[label, list(self.key.fields)])
        hint = f"请核对编码，或先在「{self.target.title}」中补上这条记录。"
        if close := _close(str(rows.loc[label, self.key.fields[-1]]), known):
            hint = f"最接近的是「{close}」，如果是它，请照它改正；否则请先在「{self.target.title}」中补上这条记录。"
        return RowFault(
            code="K02",
            label=label,
            field=self.key.fields[-1],
            value=value,
            expected=f"{self.place}的「{self.target.title}」中有这一编码",
            message=f"「{value}」在{self.place}的「{self.target.title}」（{self.target.name}.csv）里找不到。",
            hint=hint,
            others=others,
        )

    def all(self, rows: pd.DataFrame, count: int, *, there: bool) -> RowFault:
        """Of a file none of whose codes is there; ``there``: whether the other table has any row in its place."""
        title, name = self.target.title, self.target.name
        value = "＋".join(str(part) for part in rows.iloc[0][list(self.key.fields)])
        if there:
            hint = f"请核对这份文件是否放错了年度或部门的文件夹，编码是否与「{title}」里的一字不差。"
        else:
            hint = f"{self.place}没有「{title}」的记录：请先补上 {name}.csv，或核对这份文件是否放错了文件夹。"
        return RowFault(
            code="K02",
            label=int(rows.index[0]),
            field=self.key.fields[-1],
            value=value,
            expected=f"{self.place}的「{title}」中有这些编码",
            message=f"「{value}」等 {count:,} 个编码在{self.place}的「{title}」（{name}.csv）里一个也找不到。",
            hint=hint,
            others=len(rows) - 1,
        )


def _close(code: str, known: list[str]) -> str:
    """The known code that is most like one."""
    found = process.extractOne(code[:64], known[:_COMPARED], scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return str(found[0]) if found else ""


def collisions(codes: Numbered, frames: Frames) -> Iterator[tuple[str, RowFault]]:
    """Codes that two departments use, that differ in case only, or that are reserved words; yields (table, fault)."""
    field = codes.field
    if _few_and_apart(codes, frames):
        return
    parts = [
        frames[table][[*CONTEXT, field, "_file", "_row"]].assign(table=table, label=frames[table].index)
        for table in codes.tables
        if not frames[table].empty
    ]
    if not parts:
        return
    whole = pd.concat(parts, ignore_index=True).dropna(subset=[field])
    if whole.empty:
        return
    whole["folded"] = whole[field].str.lower()
    place = ["division", "folded"] if codes.lasting else ["division", "fiscal_year", "folded"]
    distinct = whole.drop_duplicates(subset=[*CONTEXT, field])
    clash = distinct[distinct.duplicated(subset=place, keep="first")]
    first = distinct.drop_duplicates(subset=place).set_index(place)
    span, owned = ("同一区划内", "跨年度也不重复") if codes.lasting else ("同一区划同一年度内", "只属于一个部门")
    for row in clash.itertuples():
        earlier = first.loc[tuple(getattr(row, name) for name in place)]
        if row.department != earlier["department"]:
            hint = "请两家核对，改正其中一方的编码。"
            if field == "project_code":
                hint = (
                    "请两家核对，改正其中一方的编码。年中机构改革、项目转到另一个部门的，把它的目标、自评各表都放进年末管它的"
                    "部门的文件夹，并请财政部门在部门名册写明原部门的“承接部门”。"
                )
        elif getattr(row, field) == earlier[field]:
            hint = "请改正其中一年的编码。"
        else:
            hint = "请统一大小写写法，或改正其中一个编码。"
        yield (
            str(row.table),
            RowFault(
                code="K03",
                label=int(str(row.label)),
                field=field,
                value=str(getattr(row, field)),
                expected=f"{codes.title}在{span}{owned}，大小写写法一致",
                message=(
                    f"{codes.title}「{getattr(row, field)}」已用于 {earlier['_file']} 第 {earlier['_row']} 行"
                    f"「{earlier[field]}」。"
                ),
                hint=hint,
            ),
        )
    if not codes.address:
        return
    for row in whole[whole["folded"].isin(RESERVED)].itertuples():
        yield (
            str(row.table),
            RowFault(
                code="K03",
                label=int(str(row.label)),
                field=field,
                value=str(getattr(row, field)),
                expected="不是这些词：" + "、".join(RESERVED),
                message=f"{codes.title}「{getattr(row, field)}」另有用处，不能用作编码。",
                hint="请使用正式的编码。",
            ),
        )


def _few_and_apart(codes: Numbered, frames: Frames) -> bool:
    """Whether there are few codes, of which none collides with another or with a word that is taken."""
    there = [frames[table] for table in codes.tables]
    if sum(map(len, there)) > _FEW:
        return False
    owners: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for frame in there:
        for *place, code in zip(*(frame[name].tolist() for name in (*CONTEXT, codes.field)), strict=True):
            if not isinstance(code, str):
                continue
            division, year, _ = place
            shared = (division, code.lower()) if codes.lasting else (division, year, code.lower())
            if owners.setdefault(shared, (*place, code)) != (*place, code):
                return False
            if codes.address and code.lower() in RESERVED:
                return False
    return True


def statements(frames: Frames) -> Iterator[tuple[str, RowFault]]:
    """Annual statements that would share a page, an address or a figure's code; yields (table, fault).

    A division has one annual statement a year, in the folder of the year it reports on, and any number of bulletins,
    units' reports and others; codes are cited across divisions.
    """
    given = frames["statements"]
    if given.empty and frames["reported_figures"].empty:
        return
    annual = given[given["kind"].isna()]
    yield from _taken(
        "statements", annual, ["division", "fiscal_year"], "statement_code", "同一区划同一年度已有年度说明"
    )
    folded = given.assign(folded=given["statement_code"].str.lower())
    yield from _taken("statements", folded, ["folded"], "statement_code", "说明编码已被使用")
    yield from _taken(
        "reported_figures", frames["reported_figures"], ["figure_code"], "figure_code", "数字编码已被使用"
    )
    year = given["report_year"].fillna("")
    misplaced = year.str.fullmatch("[0-9]{4}") & (year != given["fiscal_year"].astype("str"))
    for row in given[misplaced].itertuples():
        yield (
            "statements",
            RowFault(
                code="S03",
                label=int(str(row.Index)),
                field="report_year",
                value=str(row.report_year),
                expected=str(row.fiscal_year),
                message=f"写的是「{row.report_year}」，与文件夹的年度 {row.fiscal_year} 不一致。",
                hint="年度说明放在它所报告的年度的文件夹里；请改正年度，或移动文件。",
            ),
        )


def bureaus(frames: Frames) -> Iterator[tuple[str, RowFault]]:
    """Further finance bureaus of a division in the same years, so that nobody can tell who waives; (table, fault)."""
    given = frames["departments"]
    given = given[given["role"] == FINANCE_BUREAU]
    if len(given) < 2:
        return
    given = given.dropna(subset=["division", "department"])
    earlier: dict[str, list[dict[str, Any]]] = {}
    for label, row in zip(given.index, given.to_dict("records"), strict=True):
        others = earlier.setdefault(str(row["division"]), [])
        if other := next((one for one in others if _together(row, one)), None):
            fault = RowFault(
                code="K03",
                label=int(label),
                field="role",
                value=str(row["department"]),
                expected="一个区划一个财政部门",
                message=f"「{row['name']}」写成财政部门，第 {other['_row']} 行已有「{other['name']}」。",
                hint="一个区划同一时期只有一个财政部门（豁免由它署名）：不是的请把职责留空，前后换过的请写明起止年度。",
            )
            yield "departments", fault
        others.append(row)


def _together(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two registered departments were there in the same year, as far as their years are told."""
    first, last = (
        [str(one[name]) if isinstance(one[name], str) else open_end for one in (row, other)]
        for name, open_end in (("from_year", "0000"), ("to_year", "9999"))
    )
    return max(first) <= min(last)


def _taken(table: str, frame: pd.DataFrame, key: list[str], field: str, what: str) -> Iterator[tuple[str, RowFault]]:
    """Rows of other folders that repeat a key which must be unique in the whole data folder."""
    if frame.empty:
        return
    frame = frame.dropna(subset=key)
    first = frame.drop_duplicates(subset=key).set_index(key, drop=False)
    for row in frame[frame.duplicated(subset=key)].itertuples():
        place = tuple(getattr(row, name) for name in key)
        earlier = first.loc[place if len(key) > 1 else place[0]]
        if (earlier["_file"], getattr(row, field)) == (row[frame.columns.get_loc("_file") + 1], earlier[field]):
            continue  # the same code twice in one file is a repeated key already
        yield (
            table,
            RowFault(
                code="K03",
                label=int(str(row.Index)),
                field=field,
                value=str(getattr(row, field)),
                expected="不重复",
                message=f"{what}：见 {earlier['_file']} 第 {earlier['_row']} 行「{earlier[field]}」。",
                hint="请核对并改正其中一处。",
            ),
        )


def strangers(
    packages: tuple[Package, ...], frames: Frames, refused: Refused
) -> Iterator[tuple[Package, str, str, str]]:
    """Folders whose division or department is not registered: (package, title, value, table to complete)."""
    divisions = set(frames["divisions"]["division"])
    listed = frames["departments"]
    departments = set(zip(listed["division"], listed["department"], strict=True))
    for package in packages:
        if package.division not in divisions:
            if "divisions" not in refused:
                yield package, CONTEXT_TITLES["division"], package.division, "divisions"
        elif (package.division, package.department) not in departments and "departments" not in refused:
            yield package, CONTEXT_TITLES["department"], package.department, "departments"


def _title(table: Table, name: str) -> str:
    return CONTEXT_TITLES[name] if name in CONTEXT and name in table.context else table.field(name).title
