"""What became of a project in its year, as its own files say it beside the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.core.facts import Facts
from generator.core.numbers import plain
from generator.core.schema import Field, Table
from generator.downloads.cells import csv_line, style
from generator.downloads.ordering import Folder
from generator.facts.achievement import COUNTS, achievements
from generator.facts.columns import integers
from generator.facts.joining import PROJECT
from generator.facts.projects import project_years


def _amount(name: str, title: str, description: str) -> Field:
    return Field(name=name, title=title, type="number", description=description, example="320", unit="万元")


def _count(name: str, title: str) -> Field:
    return Field(name=name, title=title, type="integer", description="按方法说明判断。", example="8", unit="个")


# What a project's files say of it before its tables, as a table of one row.
SUMMARY = Table(
    name="summary",
    title="本年概况",
    description="由记录推得的状态、资金和指标达成情况。",
    group="",
    scope="common",
    label="",
    primary_key=(),
    foreign_keys=(),
    fields=(
        Field(name="state", title="状态", type="string", description="预算在年度中变没变。", example="正常执行"),
        Field(
            name="state_derived", title="状态为推算", type="string", description="没有登记，按金额推得。", example="否"
        ),
        _amount("promised_budget", "年初预算", "年初安排的预算。"),
        _amount("annual_budget", "全年预算", "全年预算数，没有公布的按登记的变动推得。"),
        _amount("actual_spend", "全年执行数", "自评公布的全年执行数。"),
        _count("indicators_met", "达成的指标"),
        _count("indicators_missed", "没有达成的指标"),
        _count("indicators_untold", "判断不了的指标"),
    ),
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
        words = json.dumps({"state": self.state, "state_derived": self.derived}, ensure_ascii=False)[:-1]
        return (
            words + "".join(f', "{name}": {text or "null"}' for name, text in self._numbers().items()) + "}"
        ).encode()

    def _numbers(self) -> Mapping[str, str]:
        """Field of ``SUMMARY`` → decimal text, empty where missing."""
        return dict(zip(SUMMARY.names[2:], self[2:], strict=True))

    def lines(self) -> bytes:
        """Headings and values for people."""
        headings = [one.heading for one in SUMMARY.fields]
        return (
            csv_line([SUMMARY.title], "," * (len(headings) - 1) + "\r\n")
            + csv_line(headings, "\r\n")
            + csv_line(self._cells(), "\r\n\r\n")
        )

    def sheet(self, styles: Mapping[str, int]) -> bytes:
        """The row of a workbook's sheet; ``styles``: kind of a cell's format → its number."""
        return (
            b"<row>%s</row>"
            % "".join(
                _cell(one, text, styles[style(one)]) for one, text in zip(SUMMARY.fields, self._cells(), strict=True)
            ).encode()
        )

    def _cells(self) -> Sequence[str]:
        return (self.state, "是" if self.derived else "否", *self[2:])


def _cell(field: Field, text: str, style_index: int) -> str:
    if not text:
        return "<c/>"
    if field.type == "string":
        return f'<c s="{style_index}" t="inlineStr"><is><t>{text}</t></is></c>'
    return f'<c s="{style_index}"><v>{text}</v></c>'


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
