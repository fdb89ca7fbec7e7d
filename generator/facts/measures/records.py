"""The checked records of one division, as views: tables with what other tables say of the same project beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from generator.core.data import Checked
from generator.core.numbers import MICRO
from generator.core.package import Package
from generator.core.profile import Profile, profile_for
from generator.core.schema import CONTEXT_TITLES, Catalogue, Table
from generator.facts.measures.conditions import Selection, Where

TOTAL = "年度资金总额"
CLOSED = ("已完成", "已销号")
PROJECT = ["fiscal_year", "project_code"]

# Columns that views add, as filters and formulas call them.
ADDED = {
    "grade_": "等级（未填的按得分定）",
    "latest_": "该项目最近一次监控",
    "main_": "项目最多的一次监控",
    "key_": "当年财政重点监控",
    "budget_": "预算类型",
    "kind_": "评价类型",
    "year_": "年度（按报告日期，没有写的按成本终止年度的次年）",
    "since_": "反馈年度（没有写反馈日期的，监控按当年、其他按次年）",
    "open_": "年末未完成",
    "overdue_": "年末超期未完成",
    "closed_": "年末已完成",
    "late_": "逾期后才完成",
    "first_": "一级预算部门",
    "published_year": "公开年度",
    "items": "条数",
    "validity_": "年末有效",
    "own_": "本级制定",
    "in_use_": "年末在用",
    "applied_": "结果有应用",
    "goal_": "已编制目标",
}


# The tables that a view puts beside its own.
BESIDE: Mapping[str, tuple[str, ...]] = {
    "self_evaluations": ("self_evaluation_funds",),
    "evaluation_findings": ("evaluations",),
}


@dataclass(frozen=True, kw_only=True)
class Records:
    """The records of a division. ``today`` bounds what is known: a year's end that lies ahead has not come yet."""

    division: str
    frames: Mapping[str, pd.DataFrame]
    catalogue: Catalogue
    packages: tuple[Package, ...]
    profiles: tuple[Profile, ...]
    today: date
    _views: dict[tuple[str, int], pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)
    _tables: dict[str, pd.DataFrame] = field(default_factory=dict, compare=False, repr=False)
    _met: dict[tuple[str, tuple[Where, ...], int], pd.DataFrame] = field(
        default_factory=dict, compare=False, repr=False
    )

    def table(self, name: str) -> pd.DataFrame:
        """The division's rows of a table."""
        if name not in self._tables:
            frame = self.frames[name]
            self._tables[name] = frame[frame["division"] == self.division].reset_index(drop=True)
        return self._tables[name]

    def view(self, name: str, year: int) -> pd.DataFrame:
        """The division's rows of a table with added columns; ``year`` is the subject year of whoever asks."""
        kept = (name, year if name in _DATED else 0)
        if kept not in self._views:
            make = _VIEWS.get(name)
            self._views[kept] = make(self, year) if make else self.table(name)
        return self._views[kept]

    def base(self, selection: Selection, year: int) -> pd.DataFrame:
        """The rows that must be there at all."""
        return self._where(selection.view, selection.base, year)

    def rows(self, selection: Selection, year: int) -> pd.DataFrame:
        """The rows selected; those of the base that meet the other conditions."""
        return self._where(selection.view, (*selection.base, *selection.where), year)

    def _where(self, view: str, conditions: tuple[Where, ...], year: int) -> pd.DataFrame:
        """The rows of a view that meet all conditions; measures share most of theirs, so each is met once."""
        if not conditions:
            return self.view(view, year)
        key = (view, conditions, year)
        if key not in self._met:
            rows = self._where(view, conditions[:-1], year)
            self._met[key] = rows[conditions[-1].mask(rows, year)] if len(rows) else rows
        return self._met[key]

    def titles(self, view: str) -> dict[str, str]:
        """Chinese titles of a view's columns."""
        names = (*reversed(BESIDE.get(view, ())), view)
        tables = [self.catalogue.tables[name] for name in names if name in self.catalogue.tables]
        own = {one.name: one.title for table in tables for one in table.fields}
        return {"kind": "文种", **own, **CONTEXT_TITLES, **ADDED}

    def title(self, view: str) -> str:
        """A view's Chinese title."""
        table: Table | None = self.catalogue.tables.get(view)
        return table.title if table else "公开文件（发布信息）"

    def end(self, year: int) -> str:
        """The last day of a year, or today if that has not come."""
        return min(f"{year}-12-31", self.today.isoformat())

    def level(self) -> str:
        """The division's level (省级, 市级, 县级, 乡级), empty if it is not listed."""
        rows = self.table("divisions")
        return "" if rows.empty else str(rows["level"].iloc[0])

    def profile(self, year: int) -> Profile:
        """The profile in force in a fiscal year."""
        return profile_for(self.profiles, self.division, year)


def records_of(checked: Checked, division: str) -> Records:
    """The records of one division out of checked data."""
    return Records(
        division=division,
        frames=checked.frames,
        catalogue=checked.catalogue,
        packages=tuple(one for one in checked.packages if one.division == division),
        profiles=checked.profiles,
        today=checked.today,
    )


def _budgets(records: Records, rows: pd.DataFrame) -> pd.Series:
    """The budget type of each row's project: as its goal of that year says, else its goal of any other year."""
    goals = records.table("goals")[[*PROJECT, "budget_type"]].sort_values("fiscal_year", kind="stable")
    same = goals.drop_duplicates(PROJECT)
    any_year = goals.drop_duplicates("project_code", keep="last").set_index("project_code")["budget_type"]
    found = rows[PROJECT].merge(same, on=PROJECT, how="left")["budget_type"].set_axis(rows.index)
    return found.fillna(rows["project_code"].map(any_year))


def _graded(records: Records, rows: pd.DataFrame, score: str) -> pd.Series:
    """The grade given, else the one that the bands of the profile in force make of the score."""
    made: list[object] = []
    for year, value in zip(rows["fiscal_year"], rows[score], strict=True):
        bands = records.profile(int(year)).bands
        known = not pd.isna(value)
        made.append(next((grade for grade, low in bands if known and value >= low * MICRO), None))
    return rows["grade"].fillna(pd.Series(made, index=rows.index, dtype=rows["grade"].dtype))


def _self_evaluations(records: Records, _: int) -> pd.DataFrame:
    rows = records.table("self_evaluations")
    funds = records.table("self_evaluation_funds")
    columns = ["initial_budget", "annual_budget", "actual_spend"]
    whole = funds[funds["fund_source"] == TOTAL].drop_duplicates(PROJECT)[[*PROJECT, *columns]]
    joined = rows[PROJECT].merge(whole, on=PROJECT, how="left")[columns].set_axis(rows.index)
    goals = records.table("goals")[PROJECT].drop_duplicates().assign(goal_="是")
    known = rows[PROJECT].merge(goals, on=PROJECT, how="left")["goal_"].fillna("否").set_axis(rows.index)
    return rows.assign(
        **{name: joined[name] for name in columns},
        budget_=_budgets(records, rows),
        grade_=_graded(records, rows, "total_score"),
        goal_=known,
    )


def _department_self_evaluations(records: Records, _: int) -> pd.DataFrame:
    rows = records.table("department_self_evaluations")
    return rows.assign(grade_=_graded(records, rows, "total_score"))


def _monitorings(records: Records, _: int) -> pd.DataFrame:
    rows = records.table("monitorings")
    latest = rows.groupby(PROJECT)["period"].transform("max")
    sizes = rows.groupby(["fiscal_year", "period"]).size()
    key = (rows["key_monitoring"] == "是").groupby([rows[name] for name in PROJECT]).transform("max") == 1
    main = {year: max(part.items(), key=lambda one: (one[1], one[0]))[0][1] for year, part in sizes.groupby(level=0)}
    return rows.assign(
        budget_=_budgets(records, rows),
        latest_=(rows["period"] == latest).map({True: "是", False: "否"}),
        key_=key.map({True: "是", False: "否"}),
        main_=(rows["period"] == rows["fiscal_year"].map(main)).map({True: "是", False: "否"}),
    )


def _evaluations(records: Records, _: int) -> pd.DataFrame:
    rows = records.table("evaluations")
    applications = records.table("applications")
    keys = ["fiscal_year", "evaluation_code"]
    used = applications[keys].dropna().drop_duplicates().assign(applied_="是")
    return rows.assign(
        budget_=_budgets(records, rows),
        applied_=rows[keys].merge(used, on=keys, how="left")["applied_"].fillna("否").set_axis(rows.index),
    )


def _evaluation_findings(records: Records, _: int) -> pd.DataFrame:
    rows = records.table("evaluation_findings")
    keys = ["fiscal_year", "department", "evaluation_code"]
    kinds = records.table("evaluations")[[*keys, "evaluation_kind"]].drop_duplicates(keys)
    return rows.assign(kind_=rows[keys].merge(kinds, on=keys, how="left")["evaluation_kind"].set_axis(rows.index))


def _fiscal_operations(records: Records, _: int) -> pd.DataFrame:
    rows = records.table("fiscal_operations")
    return rows.assign(grade_=_graded(records, rows, "score"))


def _cost_analyses(records: Records, _: int) -> pd.DataFrame:
    rows = records.table("cost_analyses")
    reported = pd.to_numeric(rows["report_date"].str[:4]).astype("Int64")
    return rows.assign(year_=reported.fillna(rows["fiscal_year"].astype("Int64") + 1))


def _management_assessments(records: Records, _: int) -> pd.DataFrame:
    rows = records.table("management_assessments")
    return rows.assign(grade_=_graded(records, rows, "score"))


def _rectifications(records: Records, year: int) -> pd.DataFrame:
    """Their states at the end of ``year``, which need not be those of today."""
    rows = records.table("rectifications")
    end = records.end(year)
    issued = pd.to_numeric(rows["issued_date"].str[:4]).astype("Int64")
    later = (rows["source"] != "绩效监控").astype("Int64")
    due = rows["extended_date"].fillna(rows["due_date"])
    done = rows["state"].isin(list(CLOSED)) & ~(rows["closed_date"] > end).fillna(False)
    words = {True: "是", False: "否"}
    return rows.assign(
        since_=issued.fillna(rows["fiscal_year"].astype("Int64") + later),
        closed_=done.map(words),
        open_=(~done).map(words),
        overdue_=(~done & (due < end).fillna(False)).map(words),
        late_=(done & (rows["closed_date"] > due).fillna(False)).map(words),
    )


def _policies(records: Records, year: int) -> pd.DataFrame:
    rows = records.table("policies")
    begun = rows["effective_from"].fillna(rows["issued_date"]) <= records.end(year)
    ended = (rows["effective_to"] <= records.end(year)).fillna(False)
    # Without the day on which it ended, what is no longer in force today was not in force then.
    ended |= rows["effective_to"].isna() & rows["validity"].isin(["废止", "被替代"])
    own = records.level()
    return rows.assign(
        validity_=(begun.fillna(False) & ~ended).map({True: "是", False: "否"}),
        own_=(rows["level"] == own).map({True: "是", False: "否"}),
    )


def _spending_standards(records: Records, year: int) -> pd.DataFrame:
    rows = records.table("spending_standards")
    ended = (rows["valid_to"] < records.end(year)).fillna(False)
    in_force = (rows["valid_from"] <= records.end(year)).fillna(False) & ~ended
    return rows.assign(validity_=in_force.map({True: "是", False: "否"}))


def _indicator_library(records: Records, year: int) -> pd.DataFrame:
    rows = records.table("indicator_library")
    there = ~((rows["from_year"] > year) | (rows["to_year"] < year)).fillna(False)
    return rows.assign(in_use_=there.map({True: "是", False: "否"}))


def _departments(records: Records, year: int) -> pd.DataFrame:
    rows = records.table("departments")
    there = ~((rows["from_year"] > year) | (rows["to_year"] < year)).fillna(False)
    return rows.assign(first_=(rows["parent"].isna() & there).map({True: "是", False: "否"}))


# What a document of a kind holds: table and conditions; a document without rows is one item.
_HELD: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "D2": (("goals", "", ""),),
    "D4": (("self_evaluations", "", ""),),
    "D6": (("evaluations", "evaluation_kind", "部门评价"),),
    "D7": (("evaluations", "evaluation_kind", "财政重点评价"),),
    "D8": (("rectifications", "", ""), ("applications", "", "")),
    "D10": (("fiscal_operations", "", ""), ("cost_analyses", "", "")),
}


def _documents(records: Records, _: int) -> pd.DataFrame:
    """One row for each document that the folders' forms list; ``items`` counts what it holds, at least one."""
    sizes: dict[tuple[int, str, str], int] = {}
    for kind, parts in _HELD.items():
        for name, column, value in parts:
            rows = records.table(name)
            if column:
                rows = rows[rows[column] == value]
            for (year, department), count in rows.groupby(["fiscal_year", "department"]).size().items():
                key = (int(year), str(department), kind)
                sizes[key] = sizes.get(key, 0) + int(count)
    lines = []
    for package in records.packages:
        seen: set[str] = set()
        for one in package.documents:
            if one.published > records.today.isoformat():
                continue
            # A second document of a kind (a revision, an annex) does not hold the rows once more.
            items = 1 if one.kind in seen else max(1, sizes.get((package.fiscal_year, package.department, one.kind), 0))
            seen.add(one.kind)
            line = (package.division, package.fiscal_year, package.department, one.kind, one.title, one.published)
            lines.append((*line, int(one.published[:4]), items * MICRO))
    names = ("division", "fiscal_year", "department", "kind", "title", "published", "published_year", "items")
    frame = pd.DataFrame(lines, columns=list(names))
    return frame.astype({"fiscal_year": "int64", "published_year": "Int64", "items": "Int64"})


_VIEWS: Mapping[str, Callable[[Records, int], pd.DataFrame]] = {
    "self_evaluations": _self_evaluations,
    "department_self_evaluations": _department_self_evaluations,
    "monitorings": _monitorings,
    "evaluations": _evaluations,
    "evaluation_findings": _evaluation_findings,
    "fiscal_operations": _fiscal_operations,
    "cost_analyses": _cost_analyses,
    "management_assessments": _management_assessments,
    "rectifications": _rectifications,
    "policies": _policies,
    "spending_standards": _spending_standards,
    "indicator_library": _indicator_library,
    "departments": _departments,
    "documents": _documents,
}
_DATED = frozenset({"rectifications", "policies", "spending_standards", "indicator_library", "departments"})
