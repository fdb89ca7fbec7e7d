"""Monitoring during the year: how far money and goals had come, and who was behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import number, percent
from generator.core.profile import profile_for
from generator.core.schema import Table
from generator.core.words import GREEN, RED, YELLOW
from generator.derive.printed import Marks
from generator.derive.project_indicators import target_text, with_unit
from generator.derive.rates import MORE as RATES
from generator.derive.rates import with_rates
from generator.derive.rows import Placed, marked, named, rows
from generator.facts.columns import integers, strings
from generator.facts.monitorings import MONTHS, standard
from generator.facts.monitorings import progress as lights
from generator.facts.numbers import fixed
from generator.facts.rates import RATIOS as RATES_OF
from generator.facts.rates import wholes

MORE = ("light", "pace", *RATES)
# What the page of a project shows of a monitoring, besides.
SHOWN = (
    "period",
    "monitored_date",
    "initial_budget",
    "annual_budget",
    "actual_spend",
    "expected_spend",
    "dual_monitoring",
    "likelihood",
    "needs_rectification",
    "deviation_note",
    "measures",
    "result",
    "recovered_amount",
    "key_monitoring",
    "key_monitoring_opinion",
    "remark",
)
# And of each of its indicators: what was promised, how far it had come, what is expected and why.
PROGRESS = ("period", "level3", "promised", "reached", "expected_value", "likelihood", "cause")
# Columns of yes and no that are counted, by what the count is called.
_YES = {"dual": "dual_monitoring", "key": "key_monitoring", "rectify": "needs_rectification"}
WATCHED = 100  # projects listed on the page of a year

# Each light: its style's name and its meaning. The index is the execution rate ÷ the share of the year gone, in %.
LIGHTS: Mapping[str, tuple[str, str]] = {
    GREEN: ("green", "钱花的进度与时间大致相当"),
    YELLOW: ("yellow", "慢了一些"),
    RED: ("red", "明显慢于时间进度"),
}


class Progress(NamedTuple):
    """What one monitoring of some projects showed; amounts in 万元 as text, counts of projects."""

    department: str
    projects: int
    budget: str  # of the whole year; of ``begun`` projects, whose form has none, at the start of the year
    begun: int
    spend: str
    rate: str
    green: int
    yellow: int
    red: int
    dual: int | None  # these three None where no form says either
    key: int | None
    rectify: int | None
    recovered: str

    @property
    def lit(self) -> int:
        """How many projects have a light."""
        return self.green + self.yellow + self.red


@dataclass(frozen=True, kw_only=True)
class Period:
    """One monitoring (January to ``month``) of a division and year: all, by department, and who was behind.

    ``watched`` and ``key`` are rows with the columns ``MORE``, the ones furthest behind first.
    """

    month: int
    share: str
    standard: str  # what gives the lights, in words
    total: Progress
    departments: Sequence[Progress]
    watched: Sequence[Placed]
    behind: int
    key: Sequence[Placed]
    codes: frozenset[str]  # the departments that took part
    as_printed: Sequence[str]  # projects whose figures stand in the sums as the original has them, or blank


@dataclass(frozen=True, kw_only=True)
class Monitorings:
    """All monitorings by division and year, the latest month first."""

    years: Mapping[tuple[str, int], Sequence[Period]]
    frame: pd.DataFrame  # the table with the columns ``MORE``

    def main(self, division: str, year: int) -> Period | None:
        """The monitoring that took in most projects, the latest of several; None without any."""
        return max(self.years.get((division, year), ()), key=lambda one: (one.total.projects, one.month), default=None)


def light_of(word: str) -> str:
    """A light's name for style sheets; ``none`` where it cannot be told."""
    return LIGHTS[word][0] if word in LIGHTS else "none"


def derive_monitorings(
    facts: Facts, table: Table, projects: Mapping[tuple[str, int, str], int], marks: Marks
) -> Monitorings:
    """Add up the lights and the rest by division, year, month and department."""
    lit = _lit(facts)
    place = ["division", "fiscal_year", "period"]
    totals, departments = _progress(lit, place), _progress(lit, [*place, "department"])
    years: dict[tuple[str, int], list[Period]] = {}
    for (division, year, month), part in lit.groupby(place, sort=True):
        behind = part[part["light"].isin((RED, YELLOW))].sort_values("_index", kind="stable")
        key = part[part["key_monitoring"] == "是"]
        years.setdefault((str(division), int(year)), []).insert(
            0,
            Period(
                month=int(month),
                share=percent(int(month), MONTHS),
                standard=standard(int(month), profile_for(facts.profiles, str(division), int(year))),
                total=totals[division, year, month][0],
                departments=departments[division, year, month],
                watched=_placed(behind.head(WATCHED), table, projects, marks),
                behind=len(behind),
                key=_placed(key.head(WATCHED), table, projects, marks),
                codes=frozenset(part["department"]),
                as_printed=_as_printed(part, table, marks),
            ),
        )
    return Monitorings(years=years, frame=lit)


def progress(indicators: pd.DataFrame, marks: Marks) -> pd.DataFrame:
    """Indicators of monitorings with the columns ``PROGRESS`` as text; ``period`` as the monitorings have it."""
    beside = marks.beside("monitoring_indicators", indicators)
    operator, value, unit, actual, expected = (
        strings(indicators[name]) for name in ("operator", "target_value", "unit", "actual_value", "expected_value")
    )
    causes = zip(strings(indicators["deviation_causes"]), strings(indicators["deviation_note"]), strict=True)
    return pd.DataFrame(
        {
            "period": indicators["period"].astype("str"),
            "level3": marked(strings(indicators["level3"]), beside.get("level3")),
            "promised": marked(list(map(target_text, operator, value, unit)), beside.get("target_value")),
            "reached": marked(list(map(with_unit, actual, unit)), beside.get("actual_value")),
            "expected_value": list(map(with_unit, expected, unit)),
            "likelihood": marked(strings(indicators["likelihood"]), beside.get("likelihood")),
            "cause": [f"{cause}　{note}".strip() for cause, note in causes],
        },
        index=indicators.index,
        dtype=object,  # pages take the texts out again one by one
    )


def _lit(facts: Facts) -> pd.DataFrame:
    """The table with the columns ``MORE``: light and index as text, and its rate; ``_index`` sorts."""
    known = facts.of(lights)
    given = facts.tables["monitorings"]
    base = wholes(given, RATES_OF["monitorings"])
    return with_rates(facts, "monitorings").assign(
        light=known["light"],
        pace=fixed(known["index"]),
        _index=known["index"],
        base=base,
        rated_spend=given["actual_spend"].where(base.notna()),
        rated_base=base.where(given["actual_spend"].notna()),
        begun=(given["annual_budget"].isna() & base.notna()).astype("int64"),
    )


def _progress(lit: pd.DataFrame, place: list[str]) -> dict[tuple[Any, ...], list[Progress]]:
    """What the rows of each place add up to, by department where it is the last of ``place``."""
    grouped = lit.assign(
        green=lit["light"] == GREEN,
        yellow=lit["light"] == YELLOW,
        red=lit["light"] == RED,
        **{name: (lit[column] == "是").astype("Int64").where(lit[column].notna()) for name, column in _YES.items()},
    ).groupby(place, sort=True)
    counts, sums = grouped[["green", "yellow", "red", "begun"]].sum(), grouped[[*_YES, *_SUMMED]].sum(min_count=1)
    columns: dict[str, list[Any]] = {name: counts[name].astype("int64").tolist() for name in counts}
    columns |= {name: integers(sums[name]) for name in sums}
    result: dict[tuple[Any, ...], list[Progress]] = {}
    for row in named({**columns, "place": sums.index.tolist(), "projects": grouped.size().tolist()}):
        result.setdefault(row.place[:3], []).append(
            Progress(
                department=str(row.place[3]) if len(row.place) > 3 else "",
                projects=row.projects,
                budget=number(row.base),
                begun=row.begun,
                spend=number(row.actual_spend),
                rate=percent(row.rated_spend, row.rated_base),  # of what says both
                green=row.green,
                yellow=row.yellow,
                red=row.red,
                dual=row.dual,
                key=row.key,
                rectify=row.rectify,
                recovered=number(row.recovered_amount),
            )
        )
    return result


_SUMMED = ("base", "actual_spend", "rated_spend", "rated_base", "recovered_amount")
_PRINTED = ("initial_budget", "annual_budget", "actual_spend", "recovered_amount")


def _as_printed(part: pd.DataFrame, table: Table, marks: Marks) -> list[str]:
    """The names of the projects of which a figure that is added up is marked."""
    beside = marks.beside(table.name, part)
    places = sorted({place for field in _PRINTED for place in beside.get(field, ())})
    return [str(name) for name in part["project_name"].iloc[places]]


def _placed(
    part: pd.DataFrame, table: Table, projects: Mapping[tuple[str, int, str], int], marks: Marks
) -> list[Placed]:
    return [
        Placed(row, projects.get((row.division, row.fiscal_year, row.project_code.lower())))
        for row in rows(part, table, MORE, beside=marks.beside(table.name, part))
    ]
