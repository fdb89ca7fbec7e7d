"""A run of department-years of one division-year: their own sets, and their parts of larger ones."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from generator.model import DownloadSet, Output, Table
from generator.outputs import paths
from generator.outputs.archive import Part, pack
from generator.outputs.cells import (
    Column,
    Lines,
    Texts,
    columns,
    json_rows,
    machine_csv,
    people_csv,
    sheet_cells,
    sheet_rows,
)
from generator.outputs.common import FIRST_ROW, Common
from generator.outputs.index import json_bytes
from generator.outputs.ordering import Folder, Numbers
from generator.outputs.projects import Source, linked_sources, project_outputs
from generator.outputs.setting import Setting
from generator.outputs.stack import Label, Rows, Stack, rows


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """What some folders give: finished files, their sets, and for larger sets each table's rows and sheets."""

    outputs: list[Output]
    sets: list[DownloadSet]
    rows: list[tuple[str, Rows]]
    year_sheets: list[tuple[str, Part]]
    whole_sheets: list[tuple[str, Part]]
    projects: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class _Table:
    """One table's rows of the chunk in every format; folder ``i`` has ``starts[i]:starts[i + 1]``."""

    table: Table
    starts: Numbers
    columns: list[Column]
    csv: Lines
    people: Lines
    json: Lines
    cells: list[Texts]
    sheet: Lines

    def bounds(self, index: int) -> tuple[int, int]:
        return int(self.starts[index]), int(self.starts[index + 1])


def chunk(setting: Setting, common: Common, year_first: int, first: int, last: int) -> Chunk:
    """The folders ``first`` to ``last`` (exclusive) of the division-year whose first folder is ``year_first``."""
    ordering = setting.ordering
    tables: dict[str, _Table] = {}
    year_sheets: list[tuple[str, Part]] = []
    whole_sheets: list[tuple[str, Part]] = []
    sources: list[Source] = []
    for name, ordered in ordering.tables.items():
        starts = ordered.starts[first : last + 1] - ordered.starts[first]
        if not starts[-1]:
            continue
        frame = ordered.rows(first, last)
        made = columns(frame, ordered.table)
        cells = sheet_cells(made, setting.standard.styles)
        count = np.arange(len(frame), dtype=np.int64)
        tables[name] = one = _Table(
            table=ordered.table,
            starts=starts,
            columns=made,
            csv=machine_csv(made),
            people=people_csv(made),
            json=json_rows(made),
            cells=cells,
            sheet=sheet_rows(cells, count - np.repeat(starts[:-1], np.diff(starts)) + FIRST_ROW),
        )
        before = ordered.starts[first] - ordered.starts[year_first]
        for sheets, offset in ((year_sheets, int(before)), (whole_sheets, int(ordered.starts[first]))):
            sheets.append((name, pack(sheet_rows(cells, count + offset + FIRST_ROW).cut(0, len(frame)))))
        if name in ordering.own:
            sources.append(Source.of(ordered.table, frame, made, cells, one.people, one.json, starts))
    outputs: list[Output] = []
    sets: list[DownloadSet] = []
    parts: list[tuple[str, Rows]] = []
    for index in range(last - first):
        folder = ordering.folders[first + index]
        stack = Stack(setting=setting)
        common.fill(stack, folder)
        for name, one in tables.items():
            begin, end = one.bounds(index)
            if begin < end:
                part = rows(one.csv, one.people, one.json, begin, end)
                parts.append((name, part))
                stack.add(name, part)
                stack.sheets[name].add(pack(one.sheet.cut(begin, end)))
        stack.close()
        label = _label(setting, folder)
        outputs += stack.emit(label, (*stack.archives(label), ("json", _json(setting, label, stack))), sets)
    sources += linked_sources(setting, first, last)
    made_projects, listed = project_outputs(setting, sources, first, last)
    return Chunk(
        outputs=outputs + made_projects,
        sets=sets,
        rows=parts,
        year_sheets=year_sheets,
        whole_sheets=whole_sheets,
        projects=listed,
    )


def _label(setting: Setting, folder: Folder) -> Label:
    division, year, department = folder
    package = setting.packages.get(folder)
    return Label(
        kind="department-year",
        title=f"{setting.department_title(division, department)}{year}年度",
        stem=paths.department_year(*folder),
        packages=[package] if package else [],
        sample=division in setting.samples,
        division=division,
        year=year,
        department=department,
    )


def _json(setting: Setting, label: Label, stack: Stack) -> bytes:
    """One object: what the set is, its package's metadata, and ``tables``."""
    head = {
        "title": label.title,
        "is_sample": label.sample,
        "licence": setting.checked.catalogue.licence["name"],
        "site": setting.site_url,
        "division": label.division,
        "fiscal_year": label.year,
        "department": label.department,
    }
    for package in label.packages:
        head |= {name: value for name, value in asdict(package).items() if name not in ("path", "title", *head)}
    tables = b",\n".join(b'"%s": %s' % (name.encode(), stack.json[name].content().rstrip()) for name in stack.tables)
    return json_bytes(head).removesuffix(b"}\n") + b',\n"tables": {\n' + tables + b"\n}}\n"
