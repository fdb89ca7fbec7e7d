"""Files that belong into another folder: those of the year before, and those of another bureau.

Every row is sound as it stands; what the other tables of the folder say tells it. A file is told once, and judged no
further.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from generator.check.exchanged import INDICATORS, TARGETS, Exchanged, of_goals, read_as_numbers
from generator.check.keys import RowFault
from generator.core.characters import shortened
from generator.core.frames import rows_of
from generator.core.schema import CONTEXT, Table
from generator.core.words import TOTAL_FUNDS

Frames = Mapping[str, pd.DataFrame]
Refused = Mapping[str, Collection[str]]  # by table, the fields in which cells were refused
_FEW = 2  # rows of a file that repeat those of the year before from which on it may be that year's
_FEW_INDICATORS = 3  # that differ, or of a file
_TOLD_BY = 2  # other tables with the same projects are the fewest that tell a file of another bureau
_APART = np.uint64(0x9E3779B97F4A7C15)  # how far the numbers that stand for equal rows of two years lie apart
_LOOKED_AT = 200  # files whose projects stand in no other table of their folder
_PROJECT = [*CONTEXT, "project_code"]
# What is filled in for each project of a bureau: its codes stand in all of these.
OF_PROJECTS = (
    "goals",
    "goal_indicators",
    "goal_term_indicators",
    "monitorings",
    "monitoring_indicators",
    "self_evaluations",
    "self_evaluation_funds",
    "self_evaluation_indicators",
)
_PARENTS = {"goals": "goal_indicators", "self_evaluations": "self_evaluation_indicators"}  # and whose rows are lost


def of_last_year(frames: Frames, tables: Mapping[str, Table], refused: Refused) -> Iterator[Exchanged]:
    """Files of the year before; ``refused``: the fields of each table in which cells were refused."""
    for name in (TARGETS, *INDICATORS):
        if name in tables and rows_of(frames, name):
            yield from _last_indicators(tables[name], frames)
    for name in _sound(frames, tables, refused):
        if name in _SAID:
            yield from _last_years(tables[name], frames, _SAID[name])


def of_others(frames: Frames, tables: Mapping[str, Table], refused: Refused) -> Iterator[Exchanged]:
    """Files of another bureau, told by the codes of projects alone; ``refused`` as above."""
    yield from _of_others(frames, tables, _sound(frames, tables, refused))


def _sound(frames: Frames, tables: Mapping[str, Table], refused: Refused) -> list[str]:
    there = [name for name in OF_PROJECTS if name in tables and rows_of(frames, name)]
    return [name for name in there if not {*tables[name].primary_key} & {*refused.get(name, ())}]


# Files of the year before.


@dataclass(frozen=True, kw_only=True)
class _Said:
    """A number of a table that other tables of the folder say, too: ``due``, of rows in folders so many years back."""

    field: str
    due: Callable[[pd.DataFrame, Frames], pd.Series]


def _initial_budget(rows: pd.DataFrame, frames: Frames) -> pd.Series:
    """What the self-evaluation, or else the monitoring, says that the project had at the beginning of the year."""
    funds = frames["self_evaluation_funds"]
    found = _of(rows, funds[funds["fund_source"] == TOTAL_FUNDS], "initial_budget")
    return found.fillna(_of(rows, frames["monitorings"], "initial_budget"))


def _goal_amount(rows: pd.DataFrame, frames: Frames) -> pd.Series:
    """What the goals say; of rows that are parts of the money nothing."""
    found = _of(rows, frames["goals"], "total_amount")
    return found.where(rows["fund_source"] == TOTAL_FUNDS) if "fund_source" in rows else found


def _scores(rows: pd.DataFrame, frames: Frames) -> pd.Series:
    """The points for the execution and for all indicators together."""
    funds, indicators = frames["self_evaluation_funds"], frames["self_evaluation_indicators"]
    execution = _of(rows, funds[funds["fund_source"] == TOTAL_FUNDS], "score")
    sums = (
        indicators[_PROJECT]
        .assign(score=read_as_numbers(indicators["score"]))
        .groupby(_PROJECT, sort=False)["score"]
        .sum()
    )
    return execution + _of(rows, sums.reset_index(), "score")


_SAID: Mapping[str, _Said] = {
    "goals": _Said(field="total_amount", due=_initial_budget),
    "self_evaluation_funds": _Said(field="initial_budget", due=_goal_amount),
    "monitorings": _Said(field="initial_budget", due=_goal_amount),
    "self_evaluations": _Said(field="total_score", due=_scores),
}


def _repeating(table: Table, frame: pd.DataFrame, few: int) -> Iterator[pd.DataFrame]:
    """The rows of each file, ``few`` or more, that stands word for word in its bureau's folder of the year before."""
    there = {*frame["fiscal_year"].unique().tolist()}
    if not any(year - 1 in there for year in there):
        return
    cells = frame[["division", "department", *table.names]].fillna("")
    told = pd.util.hash_pandas_object(cells, index=False).to_numpy()
    keys = told + frame["fiscal_year"].to_numpy().astype(np.uint64) * _APART
    files = pd.Series(np.isin(keys, keys + _APART)).groupby(frame["_file"].to_numpy(), sort=False).agg(["all", "size"])
    for file in files.index[files["all"] & (files["size"] >= few)]:
        yield frame[frame["_file"] == file]


def _last_years(table: Table, frames: Frames, said: _Said) -> Iterator[Exchanged]:
    """Files that are last year's word for word, and agree with last year's tables and not with this year's."""
    for rows in _repeating(table, frames[table.name], _FEW):
        value, now = read_as_numbers(rows[said.field]), said.due(rows, frames)
        before = said.due(rows.assign(fiscal_year=rows["fiscal_year"] - 1), frames)
        agreed = _alike(value, before)
        differ = agreed & now.notna() & ~_alike(value, now)
        if differ.sum() * 2 < (agreed & now.notna()).sum() or not differ.any():
            continue
        title = table.field(said.field).title
        at = int(rows.index[differ.to_numpy()][0])
        contrary = f"「{title}」有 {int(differ.sum()):,} 处与本年度别的表对不上"
        yield _before(table, rows, at, said.field, str(rows.loc[at, said.field]), contrary)


def _last_indicators(table: Table, frames: Frames) -> Iterator[Exchanged]:
    """The files that are last year's word for word while this year's goals, or results, have other targets."""
    for rows in _repeating(table, frames[table.name], _FEW_INDICATORS):
        differ = _differing(rows, table, frames)
        if differ < _FEW_INDICATORS or differ * 4 < len(rows):
            continue
        contrary = f"与本年度别的表里的指标值有 {differ:,} 处不同"
        told = _before(table, rows, int(rows.index[0]), "target_value", f"{len(rows):,} 行", contrary)
        yield replace(told, fault=replace(told.fault, field=""))  # it is about the file, no cell of it is wrong


def _before(table: Table, rows: pd.DataFrame, at: int, field: str, value: str, contrary: str) -> Exchanged:
    """A file of the year before; ``field`` and the keys are what it explains, ``contrary``: what tells it."""
    year = int(rows["fiscal_year"].iloc[0])
    return Exchanged(
        table=table.name,
        fields=(*table.primary_key, field),
        labels=rows.index.tolist(),
        fault=RowFault(
            code="S11",
            label=at,
            field=field,
            value=value,
            expected=f"{year} 年度的「{table.title}」",
            message=f"{len(rows):,} 行与 {year - 1} 年度的「{table.title}」一字不差，{contrary}。",
            hint="像是把上一年的文件放进了本年度的文件夹，请换成本年度的；确实没有变的，请核对本年度别的表。",
        ),
    )


def _differing(rows: pd.DataFrame, table: Table, frames: Mapping[str, pd.DataFrame]) -> int:
    """How many targets of a file differ from those of this year's goals or, of goals, from those in the results."""
    others = (TARGETS,) if table.name != TARGETS else INDICATORS
    for name in others:
        due = of_goals(rows, frames[name])
        if due.notna().any():
            return int((due.notna() & rows["target_value"].notna() & (due != rows["target_value"])).sum())
    return 0


def _of(rows: pd.DataFrame, given: pd.DataFrame, field: str) -> pd.Series:
    """A number that another table has for the project of each row."""
    if given.empty:
        return pd.Series(np.nan, index=rows.index)
    numbers = given[_PROJECT].assign(number=read_as_numbers(given[field])).dropna().drop_duplicates(_PROJECT)
    return rows[_PROJECT].merge(numbers, on=_PROJECT, how="left")["number"].set_axis(rows.index)


def _alike(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one - other).abs() < 0.005


# Files of another bureau.


def _of_others(frames: Frames, tables: Mapping[str, Table], names: Sequence[str]) -> Iterator[Exchanged]:
    """Files none of whose projects stand in any other table of their folder, though the others share theirs."""
    if len(names) < _TOLD_BY + 1:
        return
    codes = pd.concat([_codes(name, frames[name]) for name in names], ignore_index=True)
    codes["copied"] = codes.duplicated([*_PROJECT[:2], "project_code", "table"], keep=False)  # in another folder, too
    known = codes[~codes["copied"]]
    tables_of = known.groupby(_PROJECT, sort=False)["table"].nunique().rename("others")
    codes = codes.merge(tables_of.reset_index(), on=_PROJECT, how="left").fillna({"others": 0})
    codes["others"] -= ~codes["copied"]
    folders = codes.groupby([*CONTEXT, "table"], sort=False)["others"].agg("max").rename("most").reset_index()
    joined = folders[folders["most"] > 0].groupby(list(CONTEXT), sort=False)["table"].agg(set)
    alone = folders[folders["most"] == 0].to_dict("records")
    places = ((tuple(one[name] for name in CONTEXT), str(one["table"])) for one in alone)
    for place, name in [(place, name) for place, name in places if place in joined.index][:_LOOKED_AT]:
        together = joined[place]
        own = codes[(codes[list(CONTEXT)] == list(place)).all(axis=1) & (codes["table"] == name)]
        mine = set(own["project_code"])
        division, _, department = place
        elsewhere = codes[(codes["division"] == division) & (codes["department"] != department)]
        owners = elsewhere.loc[elsewhere["project_code"].isin(mine)]
        stranger = len(together) > 1 or (len(together) == 1 and bool(own["copied"].all()))
        theirs = mine <= set(owners["project_code"])
        if mine <= set((same := owners[owners["fiscal_year"] == place[1]])["project_code"]):
            owners = same  # rather this year's than those of the years before
        if stranger and (theirs or _PARENTS.get(name) in together):
            frame = frames[name]
            rows = frame[(frame[list(CONTEXT)] == list(place)).all(axis=1)]
            yield _misplaced(tables[name], rows, len(mine), owners if theirs else owners.iloc[:0])


def told_once(found: Iterable[Exchanged], tables: Mapping[str, Table]) -> Iterator[Exchanged]:
    """What is to be told: of several files that came with one workbook of another bureau the first, naming the rest."""
    alike: dict[object, list[Exchanged]] = {}
    for one in found:
        alike.setdefault(one.cause or id(one), []).append(one)
    for first, *others in alike.values():
        if others:
            titles = "".join(f"「{tables[one.table].title}」" for one in others)
            message = f"{first.fault.message}同一文件夹的{titles}也是这样。"
            first = replace(first, fault=replace(first.fault, message=message))
        yield first


def _codes(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The projects of each folder of a table."""
    code, file = frame["project_code"], frame["_file"]
    again = ((code == code.shift()) & (file == file.shift())).to_numpy(dtype=np.bool_)  # a project's rows lie together
    return frame.loc[~again, _PROJECT].dropna().drop_duplicates().assign(table=name)


def _misplaced(table: Table, rows: pd.DataFrame, count: int, owners: pd.DataFrame) -> Exchanged:
    at = int(rows.index[0])
    first = shortened(str(rows.loc[at, "project_code"]))
    message = f"「{first}」等 {count:,} 个项目编码，在本文件夹别的表里一个也没有"
    if count == 1:
        message = f"项目编码「{first}」在本文件夹别的表里没有"
    cause = ""
    hint = "像是把别的部门或别的年度的文件放进了这里，请换成本部门本年度的；是本部门的，请把编码改得与别的表一致。"
    if not owners.empty:
        year, department = owners[["fiscal_year", "department"]].iloc[0]
        place = f"{owners['division'].iloc[0]}/{year}/{department}"
        message += f"，在 {place} 文件夹里有"
        cause = f"{'/'.join(map(str, rows.loc[at, list(CONTEXT)]))} {place}"
        hint = f"像是把 {place} 的文件放进了这里，请换成本部门本年度的；是本部门的，请两家核对编码。"
    return Exchanged(
        table=table.name,
        fields=table.primary_key,
        labels=rows.index.tolist(),
        fault=RowFault(
            code="S11",
            label=at,
            field="project_code",
            value=first,
            expected="与本文件夹别的表相同的项目",
            message=f"{message}。",
            hint=hint,
        ),
        cause=cause,
    )
