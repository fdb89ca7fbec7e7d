"""The files of each project: one record across its tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from generator.model import CONTEXT, Output, Table
from generator.outputs import paths
from generator.outputs.archive import Entry, begun, pack
from generator.outputs.cells import (
    Column,
    Lines,
    Texts,
    columns,
    csv_line,
    fields,
    json_rows,
    long_csv,
    people_csv,
    sheet_cells,
    sheet_rows,
)
from generator.outputs.common import FIRST_ROW
from generator.outputs.ordering import PROJECT, Numbers, declares
from generator.outputs.setting import Setting
from generator.outputs.stack import BOM
from generator.outputs.workbook import workbook

_LONG_HEAD = b"table,row,field,value\n"
_FOLDER = "folder"  # the pseudo-table of the long CSV that gives division, year and department of what has none itself
Bounds = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One table's rows of a run of folders in the formats of projects.

    ``runs[i]`` maps the codes of folder ``i``'s projects to the bounds of their rows; ``labels`` names each row.
    """

    table: Table
    head: bytes
    runs: list[dict[str, Bounds]]
    labels: list[str]
    people: Lines
    json: Lines
    long: Lines
    sheet: Lines

    @classmethod
    def of(
        cls,
        table: Table,
        frame: pd.DataFrame,
        made: list[Column],
        cells: list[Texts],
        people: Lines,
        json: Lines,
        starts: Numbers,
        projects: pd.Series | None = None,
    ) -> Source:
        """From columns and buffers; ``projects`` gives the codes of a linked table's rows."""
        linked = projects is not None
        codes = projects if linked else frame[PROJECT]
        runs, numbers = _runs(codes, starts)
        titles = ",".join(["", *("" for _ in fields(table)[1:])])
        return cls(
            table=table,
            head=csv_line([table.title], titles + "\r\n") + csv_line([one.heading for one in fields(table)], "\r\n"),
            runs=runs,
            labels=frame[table.label].fillna("").tolist() if declares(table) and table.label else [],
            people=people,
            json=json,
            long=long_csv(made if linked else made[len(table.context) :], table, numbers + 1),
            sheet=sheet_rows(cells, numbers + FIRST_ROW),
        )


def _runs(codes: pd.Series, starts: Numbers) -> tuple[list[dict[str, Bounds]], Numbers]:
    """Where each project's rows stand, by folder, and each row's number within its project from 0."""
    places = pd.factorize(codes)[0]
    folder = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    first = np.ones(len(codes), dtype=bool)
    first[1:] = (places[1:] != places[:-1]) | (folder[1:] != folder[:-1])
    begins = np.flatnonzero(first)
    ends = [*begins[1:].tolist(), len(codes)]
    runs: list[dict[str, Bounds]] = [{} for _ in range(len(starts) - 1)]
    for code, place, begin, end in zip(
        codes.iloc[begins].tolist(), folder[begins].tolist(), begins.tolist(), ends, strict=True
    ):
        runs[place][code] = (begin, end)
    numbers = np.arange(len(codes)) - np.repeat(begins, np.diff([*begins, len(codes)]))
    return runs, numbers.astype(np.int64)


def linked_sources(setting: Setting, first: int, last: int) -> Iterator[Source]:
    """The tables whose rows speak of projects of these folders from anywhere."""
    for linked in setting.ordering.linked.values():
        begin, end = int(linked.starts[first]), int(linked.starts[last])
        if begin < end:
            frame = linked.frame.iloc[begin:end]
            made = columns(frame, linked.table)
            yield Source.of(
                linked.table,
                frame,
                made,
                sheet_cells(made, setting.standard.styles),
                people_csv(made),
                json_rows(made),
                linked.starts[first : last + 1] - begin,
                pd.Series(linked.projects[begin:end]),
            )


def project_outputs(
    setting: Setting, sources: Sequence[Source], first: int, last: int
) -> tuple[list[Output], list[dict[str, str]]]:
    """The files of the projects of the folders ``first`` to ``last`` (exclusive), and their lines in the list."""
    order = {name: place for place, name in enumerate(setting.checked.catalogue.tables)}
    sources = sorted(sources, key=lambda one: order[one.table.name])
    outputs: list[Output] = []
    listed: list[dict[str, str]] = []
    for index in range(last - first):
        division, year, department = setting.ordering.folders[first + index]
        head = _head(setting, first + index)
        sample = division in setting.samples
        place = zip(CONTEXT, (division, str(year), department), strict=True)
        front = _LONG_HEAD + b"".join(csv_line([_FOLDER, "1", name, value], "\n") for name, value in place)
        names = {
            code: source.labels[begin]
            for source in reversed(sources)
            if source.labels
            for code, (begin, _) in source.runs[index].items()
        }
        for code in sorted(names):
            found = [(source, bounds) for source in sources if (bounds := source.runs[index].get(code)) is not None]
            stem = paths.project(division, year, code)
            key = code.lower()
            text = {
                "project_code": code,
                "project_name": names[code],
                "page": f"{setting.site_url}projects/{division}/{year}/{key}/",
            }
            outputs += _files(setting, stem, sample, front, head, text, found)
            listed.append({**text, "department": department, "json": f"{setting.site_url}{stem}.json"})
    return outputs, listed


def _head(setting: Setting, folder: int) -> str:
    """What the JSON of a folder's projects begins with, without its braces."""
    division, year, department = key = setting.ordering.folders[folder]
    package = setting.packages.get(key)
    words = {
        "division": division,
        "division_name": setting.divisions.get(division, ""),
        "fiscal_year": year,
        "department": department,
        "department_name": setting.departments.get((division, department), ""),
        "is_sample": division in setting.samples,
        "licence": setting.checked.catalogue.licence["name"],
        "publisher": package.publisher if package else "",
        "published_date": package.published_date if package else "",
        "index_number": package.index_number if package else "",
    }
    return json.dumps(words, ensure_ascii=False)[1:-1]


def _files(
    setting: Setting,
    stem: str,
    sample: bool,
    front: bytes,
    head: str,
    text: dict[str, str],
    found: list[tuple[Source, Bounds]],
) -> list[Output]:
    sheets: dict[str, tuple[Entry, int]] = {}
    people, long, tables = [BOM], [front], []
    for source, (begin, end) in found:
        sheet = begun(setting.standard.heads[source.table.name])
        sheet.add(pack(source.sheet.cut(begin, end)))
        sheets[source.table.name] = (sheet, end - begin)
        people += [source.head, source.people.cut(begin, end), b"\r\n"]
        long.append(source.long.cut(begin, end))
        tables.append(b'"%s": [\n%s\n]' % (source.table.name.encode(), source.json.cut(begin, end)[:-2]))
    opening = "{" + json.dumps(text, ensure_ascii=False)[1:-1] + ", " + head + ', "tables": {\n'
    laid = setting.model(tuple(sheets), wrap=True, sample=sample)
    contents = {
        "xlsx": workbook(laid, sheets, setting.clock),
        "csv-zh": b"".join(people),
        "csv": b"".join(long),
        "json": opening.encode() + b",\n".join(tables) + b"\n}}\n",
    }
    return [Output(path=stem + paths.FORMATS[name].suffix, content=contents[name]) for name in paths.PROJECT_FORMATS]
