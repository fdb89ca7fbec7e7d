"""Coverage of the five links of 5个100%: what was done over what should have been, with the denominators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from generator.derive.rows import Counted
from generator.derive.text import integers, number, percent, share, strings

FOLDER = ["division", "fiscal_year", "department"]
ALL, OWN = "全部部门", "本部门"
_DISCLOSED = "goals and self-evaluations"  # a project counts once, whichever of the two is published
# Each link: kind of scope, what it is called among the five (empty: not one of them), table, what counts as one,
# the column that names the department, the anchor on a department's page and on a year's.
LINKS: Sequence[tuple[str, str, str, str, str]] = (
    ("应事前评估", "事前有评估", "ex_ante_evaluations", "assessment_code", "department"),
    ("应编目标", "工作有目标", "goals", "project_code", "department"),
    ("应监控", "事中有监控", "monitorings", "project_code", "department"),
    ("应自评", "事后有评价", "self_evaluations", "project_code", "department"),
    ("应应用", "结果有应用", "applications", "evaluation_code", "subject_department"),
    ("应评价", "", "evaluations", "evaluation_code", "subject_department"),
    ("应公开", "", _DISCLOSED, "project_code", "department"),
)
GROUNDS = (
    ("withheld_secret", "国家秘密"),
    ("withheld_security", "危及安全稳定"),
    ("withheld_trade", "商业秘密"),
    ("withheld_privacy", "个人隐私"),
    ("withheld_internal", "内部信息"),
)
EXEMPT = (("exempt_cancelled", "年中取消"), ("exempt_zero", "预算为零"), ("exempt_other", "其他免办"))


class Link(NamedTuple):
    """One link: how many were due (None: not published), how many there are, and what was left out and why."""

    kind: str
    title: str
    done: int
    due: int | None
    rate: str
    width: int
    due_amount: str
    basis: str
    withheld: Sequence[Counted]
    exempt: Sequence[Counted]
    remark: str


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Links by department-year, and of a whole division and year."""

    of_department: Mapping[tuple[str, str, int], Sequence[Link]]
    of_year: Mapping[tuple[str, int], Sequence[Link]]


def derive_coverage(frames: Mapping[str, pd.DataFrame]) -> Coverage:
    """Count what is published and set it over the published denominators."""
    scopes = frames["scopes"]
    own, whole = scopes[scopes["extent"] == OWN], scopes[scopes["extent"] == ALL]
    due_own = _due(own, [*FOLDER, "kind"])
    due_all = _due(whole, [*FOLDER[:2], "kind"])
    done_own: dict[tuple[str, int, str, str], int] = {}
    done_all: dict[tuple[str, int, str], int] = {}
    columns = [*FOLDER, "project_code"]
    disclosed = pd.concat([frames["goals"][columns], frames["self_evaluations"][columns]], ignore_index=True)
    for kind, _, table, code, department in LINKS:
        frame = (disclosed if table == _DISCLOSED else frames[table]).dropna(subset=[code])
        keys = ["division", "fiscal_year", department]
        for key, count in frame.groupby(keys, sort=False)[code].nunique().items():
            division, year, name = key
            done_own[str(division), int(year), str(name), kind] = int(count)
        for key, count in frame.groupby(keys[:2], sort=False)[code].nunique().items():
            division, year = key
            done_all[str(division), int(year), kind] = int(count)
    of_department: dict[tuple[str, str, int], list[Link]] = {}
    places = {(str(key[0]), int(key[1]), str(key[2])) for key in (*due_own, *done_own)}
    for division, year, department in sorted(places):
        links = [
            _link(
                kind,
                title,
                done_own.get((division, year, department, kind), 0),
                due_own.get((division, year, department, kind)),
            )
            for kind, title, *_ in LINKS
        ]
        of_department[division, department, year] = links
    of_year = {
        (division, year): [
            _link(kind, title, done_all.get((division, year, kind), 0), due_all.get((division, year, kind)))
            for kind, title, *_ in LINKS
        ]
        for division, year in sorted({(str(key[0]), int(key[1])) for key in (*due_all, *done_all)})
    }
    return Coverage(of_department=of_department, of_year=of_year)


_Due = tuple["int | None", str, str, list[Counted], list[Counted], str]


def _due(scopes: pd.DataFrame, key: list[str]) -> dict[tuple[Any, ...], _Due]:
    counts = {name: integers(scopes[name]) for name, _ in (*GROUNDS, *EXEMPT)}
    result = {}
    for i, (place, due, amount, basis, remark) in enumerate(
        zip(
            zip(*(scopes[name].tolist() for name in key), strict=True),
            integers(scopes["due_count"]),
            integers(scopes["due_amount"]),
            strings(scopes["basis"]),
            strings(scopes["remark"]),
            strict=True,
        )
    ):
        left, free = (
            [Counted(title, count) for name, title in names if (count := counts[name][i])]
            for names in (GROUNDS, EXEMPT)
        )
        result[tuple(place)] = (due, number(amount) if amount is not None else "", basis, left, free, remark)
    return result


def _link(kind: str, title: str, done: int, due: _Due | None) -> Link:
    if due is None:
        return Link(kind, title, done, None, "", 0, "", "", [], [], "")
    count, amount, basis, withheld, exempt, remark = due
    rate = percent(done, count) if count is not None else ""
    return Link(kind, title, done, count, rate, share(done, count or 0), amount, basis, withheld, exempt, remark)
