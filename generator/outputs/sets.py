"""All sets in all formats, streamed: folders in order; years, tables and the whole put together from their parts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from generator.model import Checked, Output
from generator.outputs import paths
from generator.outputs.archive import stored
from generator.outputs.common import Common
from generator.outputs.folders import Chunk, chunk
from generator.outputs.index import DownloadSet, json_bytes
from generator.outputs.ordering import arrange
from generator.outputs.parquet import parquet
from generator.outputs.setting import Setting
from generator.outputs.stack import Files, Stack, file

# Rows formatted at a time: enough to hide the cost of calling Arrow, few enough to bound memory.
CHUNK_ROWS = 12_000
_WORKERS = 2  # compressing and Arrow release the interpreter's lock
_AHEAD = 3

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
            found, files = self._year(setting, key, year)
            years.append(found)
            yield from (output for _, output in files)
        whole.close()
        tables: list[DownloadSet] = []
        parquets: list[tuple[str, bytes]] = []
        for name in whole.tables:
            found, files = self._table(setting, common, whole, name)
            tables.append(found)
            parquets += [(f"{name}.parquet", output.content) for kind, output in files if kind == "parquet"]
            yield from (output for _, output in files)
        found, files = self._all(setting, whole, parquets)
        yield from (output for _, output in files)
        self.found += [found, *years, *tables, *folders]

    def _year(self, setting: Setting, key: Year, stack: Stack) -> tuple[DownloadSet, Files]:
        division, year = key
        stack.close()
        sample = division in setting.samples
        title = f"{setting.divisions.get(division, division)}{year}年度"
        packages = [one for one in self.checked.packages if one.key[:2] == key]
        stem = paths.division_year(*key)
        files = [
            *stack.workbook(stem, stack.tables, sample=sample),
            stack.people_zip(stem, sample=sample),
            stack.package(stem, title, f"-{division}-{year}", packages),
            stack.json_zip(stem),
        ]
        found = stack.described("division-year", title, files, packages, sample=sample, division=division, year=year)
        return found, files

    def _table(self, setting: Setting, common: Common, whole: Stack, name: str) -> tuple[DownloadSet, Files]:
        stem = paths.table(name)
        table = self.checked.catalogue.tables[name]
        ordered = setting.ordering.tables.get(name)
        frame = common.frame(name) if ordered is None else ordered.rows(0, len(setting.ordering.folders))
        sample = bool(setting.samples)
        files = [
            *whole.workbook(stem, (name,), sample=sample),
            file(stem, "csv-zh", whole.people[name].content()),
            file(stem, "csv", whole.csv[name].content()),
            file(stem, "json", whole.json[name].content()),
            file(stem, "parquet", parquet(frame, table)),
        ]
        return whole.described("table", table.title, files, self.checked.packages, sample=sample, table=name), files

    def _all(self, setting: Setting, whole: Stack, parquets: list[tuple[str, bytes]]) -> tuple[DownloadSet, Files]:
        catalogue = self.checked.catalogue
        stem = paths.whole(catalogue.name)
        sample = bool(setting.samples)
        title = f"{catalogue.title}（全部）"
        files = [
            *whole.workbook(stem, whole.tables, sample=sample),
            whole.people_zip(stem, sample=sample),
            whole.package(stem, title, "", self.checked.packages),
            whole.json_zip(stem),
            file(stem, "zip-parquet", stored(parquets, setting.clock)),
        ]
        return whole.described("all", title, files, self.checked.packages, sample=sample), files


def _gather(one: Chunk, year: Stack, whole: Stack) -> None:
    for name, rows in one.rows:
        year.add(name, rows)
        whole.add(name, rows)
    for name, part in one.year_sheets:
        year.sheets[name].append(part)
    for name, part in one.whole_sheets:
        whole.sheets[name].append(part)


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
