"""All sets in all formats, streamed: folders in order; years, tables and the whole put together from their parts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import pandas as pd

from generator.model import Checked, DownloadSet, Output
from generator.outputs import paths
from generator.outputs.archive import stored
from generator.outputs.common import Common
from generator.outputs.folders import Chunk, chunk
from generator.outputs.index import json_bytes
from generator.outputs.ordering import arrange
from generator.outputs.parquet import parquet
from generator.outputs.setting import Setting
from generator.outputs.stack import File, Label, Stack

# Rows formatted at a time: enough to hide the cost of calling Arrow, few enough to bound memory.
CHUNK_ROWS = 12_000
PARQUET_ROWS = 200_000
_WORKERS = 2  # compressing and Arrow release the interpreter's lock
_AHEAD = 2

Year = tuple[str, int]


@dataclass(kw_only=True)
class Sets:
    """Every set; ``found`` and ``lists`` are whole once ``outputs`` has come to its end."""

    checked: Checked
    clock: datetime
    site_url: str
    found: list[DownloadSet] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)

    def outputs(self, progress: Callable[[str], None]) -> Iterator[Output]:
        """Every file of every set; ``progress`` is called with the path of each."""
        for output in self._outputs():
            progress(output.path)
            yield output

    def _outputs(self) -> Iterator[Output]:
        checked = self.checked
        setting = Setting(
            checked=checked,
            ordering=arrange(checked.catalogue, checked.frames),
            clock=self.clock,
            site_url=self.site_url,
        )
        common = Common(setting)
        whole = Stack(setting=setting)
        common.fill(whole, ())
        years: list[DownloadSet] = []
        folders: list[DownloadSet] = []
        for key, chunks in groupby(_chunks(setting, common), key=lambda one: one[0]):
            year = Stack(setting=setting)
            common.fill(year, key)
            projects: list[dict[str, str]] = []
            for _, one in chunks:
                _gather(one, year, whole)
                folders += one.sets
                projects += one.projects
                yield from one.outputs
            if projects:
                self.lists.append(paths.project_list(*key))
                yield Output(path=self.lists[-1], content=json_bytes(projects))
            yield from self._year(setting, key, year, years)
            del year
        whole.close()
        tables: list[DownloadSet] = []
        parquets: list[tuple[str, bytes]] = []
        for name in whole.tables:
            for output in self._table(setting, common, whole, name, tables):
                if output.path.endswith(".parquet"):
                    parquets.append((f"{name}.parquet", output.content))
                yield output
        yield from self._all(setting, whole, parquets)
        self.found += [*years, *tables, *folders]

    def _year(self, setting: Setting, key: Year, stack: Stack, found: list[DownloadSet]) -> Iterator[Output]:
        division, year = key
        stack.close()
        label = Label(
            kind="division-year",
            title=f"{setting.divisions.get(division, division)}{year}年度",
            stem=paths.division_year(*key),
            packages=[one for one in self.checked.packages if one.key[:2] == key],
            sample=division in setting.samples,
            division=division,
            year=year,
        )

        def files() -> Iterator[File]:
            yield from stack.archives(label)
            yield stack.json_zip()

        return stack.emit(label, files(), found)

    def _table(
        self, setting: Setting, common: Common, whole: Stack, name: str, found: list[DownloadSet]
    ) -> Iterator[Output]:
        table = self.checked.catalogue.tables[name]
        label = Label(
            kind="table",
            title=table.title,
            stem=paths.table(name),
            packages=self.checked.packages,
            sample=bool(setting.samples),
            table=name,
        )

        def files() -> Iterator[File]:
            yield from whole.workbook((name,), sample=label.sample)
            yield "csv-zh", whole.people[name].content()
            yield "csv", whole.csv[name].content()
            yield "json", whole.json[name].content()
            yield "parquet", parquet(_parts(setting, common, name), table)

        return whole.emit(label, files(), found)

    def _all(self, setting: Setting, whole: Stack, parquets: Sequence[tuple[str, bytes]]) -> Iterator[Output]:
        catalogue = self.checked.catalogue
        label = Label(
            kind="all",
            title=f"{catalogue.title}（全部）",
            stem=paths.whole(catalogue.name),
            packages=self.checked.packages,
            sample=bool(setting.samples),
        )

        def files() -> Iterator[File]:
            yield from whole.archives(label)
            yield whole.json_zip()
            yield "zip-parquet", stored(parquets, setting.clock)

        return whole.emit(label, files(), self.found)


def _parts(setting: Setting, common: Common, name: str) -> Iterator[pd.DataFrame]:
    """A table in the order of the downloads, some folders at a time."""
    ordered = setting.ordering.tables.get(name)
    if ordered is None:
        yield common.frame(name)
        return
    for _, first, last in setting.ordering.years():
        for begin, end in setting.ordering.chunks(first, last, PARQUET_ROWS):
            if ordered.starts[begin] < ordered.starts[end]:
                yield ordered.rows(begin, end)


def _gather(one: Chunk, year: Stack, whole: Stack) -> None:
    for name, rows in one.rows:
        year.add(name, rows)
        whole.add(name, rows)
    for name, part in one.year_sheets:
        year.sheets[name].add(part)
    for name, part in one.whole_sheets:
        whole.sheets[name].add(part)


def _chunks(setting: Setting, common: Common) -> Iterator[tuple[Year, Chunk]]:
    """The chunks in order, the next ones being made meanwhile."""
    ordering = setting.ordering
    tasks = [
        (key, first, begin, end)
        for key, first, last in ordering.years()
        for begin, end in ordering.chunks(first, last, CHUNK_ROWS)
    ]
    waiting: deque[tuple[Year, Future[Chunk]]] = deque()
    with ThreadPoolExecutor(_WORKERS) as pool:
        for key, first, begin, end in tasks:
            waiting.append((key, pool.submit(chunk, setting, common, first, begin, end)))
            if len(waiting) >= _AHEAD:
                ready, future = waiting.popleft()
                yield ready, future.result()
        while waiting:
            ready, future = waiting.popleft()
            yield ready, future.result()
