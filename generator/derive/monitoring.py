"""Monitoring during the year: how far money and goals had come, and who was behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from generator.derive.rows import Row, rows
from generator.derive.text import integers, number, percent
from generator.model import Table
from generator.rules.registry import units

MORE = ("light", "pace", "rate_check", "rate_text")
WATCHED = 100  # projects listed on the page of a year

# Each light: from which index on (execution rate ÷ share of the year gone, in %), its style's name, its meaning.
LIGHTS: Mapping[str, tuple[int, str, str]] = {
    "绿": (80, "green", "指数 80 以上，钱花的进度与时间大致相当。"),
    "黄": (60, "yellow", "指数 60 至 80，慢了一些。"),
    "红": (0, "red", "指数 60 以下，明显慢于时间进度。"),
}


class Progress(NamedTuple):
    """What one monitoring of some projects showed; amounts in 万元 as text, counts of projects."""

    department: str
    projects: int
    budget: str
    spend: str
    rate: str
    green: int
    yellow: int
    red: int
    dual: int
    key: int
    rectify: int
    recovered: str


@dataclass(frozen=True, kw_only=True)
class Period:
    """One monitoring (January to ``month``) of a division and year: all, by department, and who was behind.

    ``watched`` are rows with the columns ``MORE``, red ones first, and the position of their project (None without).
    """

    month: int
    share: str
    total: Progress
    departments: Sequence[Progress]
    watched: Sequence[tuple[Row, int | None]]
    behind: int
    key: Sequence[tuple[Row, int | None]]


@dataclass(frozen=True, kw_only=True)
class Monitoring:
    """All monitorings by division and year, the latest month first."""

    years: Mapping[tuple[str, int], Sequence[Period]]
    frame: pd.DataFrame  # the table with the columns ``MORE``


def light_of(word: str) -> str:
    """A light's name for style sheets; ``none`` where it cannot be told."""
    return LIGHTS[word][1] if word in LIGHTS else "none"


def derive_monitoring(frame: pd.DataFrame, table: Table, projects: Mapping[tuple[str, int, str], int]) -> Monitoring:
    """Light every row and add up by division, year, month and department."""
    lit = _lit(frame)
    years: dict[tuple[str, int], list[Period]] = {}
    for (division, year, month), part in lit.groupby(["division", "fiscal_year", "period"], sort=True):
        behind = part[part["light"].isin(("红", "黄"))].sort_values("_index", kind="stable")
        key = part[part["key_monitoring"] == "是"]
        years.setdefault((str(division), int(year)), []).insert(
            0,
            Period(
                month=int(month),
                share=percent(int(month), 12),
                total=_progress("", part),
                departments=[_progress(str(code), own) for code, own in part.groupby("department", sort=True)],
                watched=_placed(behind.head(WATCHED), table, projects),
                behind=len(behind),
                key=_placed(key.head(WATCHED), table, projects),
            ),
        )
    return Monitoring(years=years, frame=lit)


def _lit(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with light, index as text, the rate as published (else computed) and the computed one where it differs.

    The index compares the execution rate with the share of the year gone; after the year's end it is left out.
    """
    budget, spend = units(frame["annual_budget"]), units(frame["actual_spend"])
    months = frame["period"].astype("float64")
    rate = spend / budget.where(budget > 0) * 100
    index = rate / (months / 12).where((months > 0) & (months < 12))
    words = np.select([index < 60 - 1e-9, index < 80 - 1e-9, index.notna()], ["红", "黄", "绿"], "")
    published = units(frame["execution_rate"])
    computed = [
        percent(part, whole)
        for part, whole in zip(integers(frame["actual_spend"]), integers(frame["annual_budget"]), strict=True)
    ]
    apart = (published - rate).abs() > 0.01 + 1e-9
    stated = [f"{number(one)}%" if one is not None else "" for one in integers(frame["execution_rate"])]
    return frame.assign(
        light=pd.Series(words, index=frame.index, dtype="str"),
        pace=index.map("{:.2f}".format, na_action="ignore").astype("str"),
        rate_text=[one or other for one, other in zip(stated, computed, strict=True)],
        rate_check=pd.Series(computed, index=frame.index, dtype="str").where(apart),
        _index=index,
    )


def _progress(department: str, part: pd.DataFrame) -> Progress:
    lights = part["light"].value_counts()
    budget, spend = int(part["annual_budget"].sum()), int(part["actual_spend"].sum())
    return Progress(
        department=department,
        projects=len(part),
        budget=number(budget),
        spend=number(spend),
        rate=percent(spend, budget),
        green=int(lights.get("绿", 0)),
        yellow=int(lights.get("黄", 0)),
        red=int(lights.get("红", 0)),
        dual=int((part["dual_monitoring"] == "是").sum()),
        key=int((part["key_monitoring"] == "是").sum()),
        rectify=int((part["needs_rectification"] == "是").sum()),
        recovered=number(int(part["recovered_amount"].sum())),
    )


def _placed(
    part: pd.DataFrame, table: Table, projects: Mapping[tuple[str, int, str], int]
) -> list[tuple[Row, int | None]]:
    return [
        (row, projects.get((row.division, row.fiscal_year, row.project_code.lower())))
        for row in rows(part, table, MORE)
    ]
