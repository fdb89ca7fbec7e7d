"""What became of a project in its year, as its own files say it beside the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from generator.core.facts import Facts
from generator.core.numbers import plain
from generator.downloads.cells import csv_line
from generator.downloads.ordering import Folder
from generator.facts.achievement import COUNTS, achievements
from generator.facts.columns import integers
from generator.facts.joining import PROJECT
from generator.facts.projects import project_years

HEADINGS = (
    "状态",
    "状态为推算",
    "年初预算（万元）",
    "全年预算（万元）",
    "全年执行数（万元）",
    "达成的指标（个）",
    "没有达成的指标（个）",
    "判断不了的指标（个）",
)
_AMOUNTS = ("promised", "annual", "spend")


class Summary(NamedTuple):
    """The state of a project, its money in 万元 and its indicators; numbers are decimal text, empty where missing."""

    state: str
    derived: bool
    promised: str
    annual: str
    spend: str
    met: str
    missed: str
    untold: str

    def json(self) -> bytes:
        """The summary as an object; missing numbers are null."""
        numbers = {
            "promised_budget": self.promised,
            "annual_budget": self.annual,
            "actual_spend": self.spend,
            "indicators_met": self.met,
            "indicators_missed": self.missed,
            "indicators_untold": self.untold,
        }
        words = json.dumps({"state": self.state, "state_derived": self.derived}, ensure_ascii=False)[:-1]
        return (words + "".join(f', "{name}": {text or "null"}' for name, text in numbers.items()) + "}").encode()

    def lines(self) -> bytes:
        """Headings and values for people."""
        cells = [self.state, "是" if self.derived else "否", *self[2:]]
        return (
            csv_line(["本年概况"], "," * (len(HEADINGS) - 1) + "\r\n")
            + csv_line(HEADINGS, "\r\n")
            + csv_line(cells, "\r\n\r\n")
        )


def summaries(facts: Facts) -> Mapping[Folder, Mapping[str, Summary]]:
    """Folder → code → summary of each project."""
    frame = facts.of(project_years).merge(facts.of(achievements), on=PROJECT, how="left")
    amounts = [[plain(value) for value in integers(frame[name])] for name in _AMOUNTS]
    told = frame[list(COUNTS)].astype("Int64")
    counts = [["" if value is None else str(value) for value in integers(told[name])] for name in COUNTS]
    found: dict[Folder, dict[str, Summary]] = {}
    for (division, year, department, code), *values in zip(
        zip(*(frame[name].tolist() for name in PROJECT), strict=True),
        frame["state"].tolist(),
        frame["derived"].tolist(),
        *amounts,
        *counts,
        strict=True,
    ):
        found.setdefault((division, year, department), {})[code] = Summary(*values)
    return found
