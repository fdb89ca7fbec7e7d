"""The files of each project: one record across its tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from generator.core import addresses
from generator.core.archive import archive, compressed, entry
from generator.core.output import Output
from generator.core.schema import CONTEXT, CONTEXT_TITLES, Table
from generator.downloads.cells import Cells, Form, Lines, Rendered, csv_line, fields
from generator.downloads.formats import FORMATS, PROJECT_FORMATS
from generator.downloads.ordering import PROJECT, Folder, Linked, Numbers, declares
from generator.downloads.setting import BOM, Setting
from generator.downloads.summaries import SUMMARY, Summary
from generator.downloads.workbook import workbook

_PEOPLE = "中文表头.csv"
Bounds = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Source:
    """One table's rows of a run of folders.

    ``runs[i]`` maps the codes of folder ``i``'s projects to the bounds of their rows; ``labels`` names each row.
    ``people`` and ``json`` do not repeat what is the same in all of the project's rows, unless they may come from other
    folders; ``head`` is what stands before the rows for people.
    """

    table: Table
    runs: list[dict[str, Bounds]]
    labels: list[str]
    forms: Mapping[Form, Lines]
    head: bytes
    people: Lines
    json: Lines


def own_source(table: Table, cells: Cells, made: Rendered, starts: Numbers) -> Source:
    """A table whose rows stand in the folders of their projects."""
    return Source(
        table=table,
        runs=_runs(cells[PROJECT].to_pylist(), starts),
        labels=[one or "" for one in cells[table.label].to_pylist()] if declares(table) and table.label else [],
        forms=made.forms,
        head=_head(table.title, [one.heading for one in fields(table)[len(table.context) :]]),
        people=made.own_people,
        json=made.own_json,
    )


def linked_source(linked: Linked, made: Rendered, first: int, last: int) -> Source:
    """A table whose rows speak of projects of the folders ``first`` to ``last`` (exclusive) from anywhere."""
    begin, end = linked.starts[[first, last]].tolist()
    return Source(
        table=linked.table,
        runs=_runs(linked.projects[begin:end], linked.starts[first : last + 1] - begin),
        labels=[],
        forms=made.forms,
        head=_head(linked.table.title, [one.heading for one in fields(linked.table)]),
        people=made.own_people,
        json=made.own_json,
    )


def _head(title: str, headings: Sequence[str]) -> bytes:
    """A table's title on a line of its own, and its headings."""
    return csv_line([title], "," * (len(headings) - 1) + "\r\n") + csv_line(headings, "\r\n")


def _runs(codes: Sequence[str], starts: Numbers) -> list[dict[str, Bounds]]:
    """Where each project's rows stand, by folder; ``codes`` gives each row's project."""
    runs: list[dict[str, Bounds]] = []
    for first, last in pairwise(starts.tolist()):
        found = {}
        for code, group in groupby(range(first, last), key=codes.__getitem__):
            rows = list(group)
            found[code] = (rows[0], rows[-1] + 1)
        runs.append(found)
    return runs


@dataclass(kw_only=True)
class Projects:
    """The projects of a run of folders."""

    setting: Setting
    sources: Sequence[Source]

    def __post_init__(self) -> None:
        order = {name: place for place, name in enumerate(self.setting.checked.catalogue.tables)}
        self.sources = sorted(self.sources, key=lambda one: order[one.table.name])

    def outputs(self, folder: Folder, index: int, listed: list[str]) -> Iterator[Output]:
        """The files of the folder's projects, the ``index``-th of the run; their lines in the list go to ``listed``."""
        division, year, department = folder
        site = self.setting.site_url
        shared = json.dumps(_shared(self.setting, folder), ensure_ascii=False)[1:-1]
        place = csv_line(["数据所在", "", ""], "\r\n") + csv_line([CONTEXT_TITLES[one] for one in CONTEXT], "\r\n")
        front = BOM + place + csv_line([division, str(year), department], "\r\n\r\n")
        names = {
            code: source.labels[begin]
            for source in reversed(self.sources)
            if source.labels
            for code, (begin, _) in source.runs[index].items()
        }
        known = self.setting.summaries.get(folder, {})
        for code in sorted(names):
            stem = addresses.project_stem(division, year, code)
            words = {
                "project_code": code,
                "project_name": names[code],
                "page": f"{site}projects/{division}/{year}/{code.lower()}/",
            }
            opening = json.dumps(words, ensure_ascii=False)[1:-1]
            found = [(one, bounds) for one in self.sources if (bounds := one.runs[index].get(code)) is not None]
            summary = known.get(code)
            people, tables = [front, summary.lines() if summary else b""], []
            for source, (begin, end) in found:
                people += [source.head, source.people.cut(begin, end), b"\r\n"]
                tables.append(b'"%s": [\n%s\n]' % (source.table.name.encode(), source.json.cut(begin, end)[:-2]))
            contents = {
                "xlsx": self._workbook(summary, found, sample=division in self.setting.samples),
                "zip": self._package(f"{division}-{year}-{code.lower()}", names[code], found, b"".join(people)),
                "json": b'{%s, %s, "summary": %s, "tables": {\n%s\n}}\n'
                % (opening.encode(), shared.encode(), summary.json() if summary else b"null", b",\n".join(tables)),
            }
            for name in PROJECT_FORMATS:
                yield Output(path=stem + FORMATS[name].suffix, content=contents[name])
            listed.append(f'{{{opening}, "department": "{department}", "json": {json.dumps(f"{site}{stem}.json")}}}')

    def _workbook(self, summary: Summary | None, found: Sequence[tuple[Source, Bounds]], *, sample: bool) -> bytes:
        setting = self.setting
        sheets = {}
        if summary:
            sheet, row = entry("", setting.heads["sheet"][SUMMARY.name]), summary.sheet(setting.layout.numbers)
            sheets[SUMMARY.name] = (sheet.write(row, setting.layout.heads[SUMMARY.name]), 1)
        for source, (begin, end) in found:
            name = source.table.name
            sheet = entry("", setting.heads["sheet"][name])
            sheets[name] = (sheet.write(source.forms["sheet"].cut(begin, end), setting.layout.heads[name]), end - begin)
        laid = setting.model(tuple(sheets), wrap=True, sample=sample)
        return workbook(laid, setting.layout, sheets, setting.clock)[0]

    def _package(self, name: str, title: str, found: Sequence[tuple[Source, Bounds]], people: bytes) -> bytes:
        entries = [compressed(_PEOPLE, people)]
        heads = self.setting.heads["csv"]
        for source, (begin, end) in found:
            table = source.table.name
            entries.append(entry(f"{table}.csv", heads[table]).write(source.forms["csv"].cut(begin, end)))
        words = {"name": f"{self.setting.checked.catalogue.name}-{name}", "title": title}
        opening = json.dumps(words, ensure_ascii=False).removesuffix("}") + ", "
        descriptor = compressed("datapackage.json", opening.encode()).add(
            self.setting.project_package(tuple(source.table.name for source, _ in found))
        )
        return archive([descriptor, *entries], self.setting.clock)[0]


def _shared(setting: Setting, folder: Folder) -> dict[str, object]:
    """What the JSON of all projects of a folder says of it."""
    division, year, department = folder
    package = setting.packages.get(folder)
    return {
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
