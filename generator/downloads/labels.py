"""What a set is: its title, where its files stand, what it is about, and how many rows of which table it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.core import addresses
from generator.core.output import DownloadFile, DownloadKind, DownloadSet
from generator.core.package import Package
from generator.derive.flat import FlatTable
from generator.downloads.common import Key
from generator.downloads.formats import FORMATS
from generator.downloads.ordering import Folder
from generator.downloads.setting import Setting


@dataclass(frozen=True, kw_only=True)
class Label:
    """A set. ``stem`` is what its files' paths begin with; ``counts`` gives the rows of each table it has, in order."""

    kind: DownloadKind
    title: str
    stem: str
    key: Key = ()
    table: str = ""
    packages: Sequence[Package]
    sample: bool
    counts: Mapping[str, int]

    def listed(self, files: Sequence[DownloadFile]) -> DownloadSet:
        """What the index says of the set; ``files`` in any order."""
        order = list(FORMATS)
        division, year, department = (*self.key, *("", 0, "")[len(self.key) :])
        return DownloadSet(
            kind=self.kind,
            title=self.title,
            division=str(division),
            year=int(year),
            department=str(department),
            table=self.table,
            rows=sum(self.counts.values()),
            tables=len(self.counts),
            published=max((one.published_date for one in self.packages), default=""),
            sample=self.sample,
            files=tuple(sorted(files, key=lambda one: order.index(one.format))),
        )


def whole(setting: Setting) -> Label:
    """Everything."""
    catalogue = setting.checked.catalogue
    return Label(
        kind="all",
        title=f"{catalogue.title}（全部）",
        stem=addresses.everything_stem(catalogue.name),
        packages=setting.checked.packages,
        sample=bool(setting.samples),
        counts=setting.counts(()),
    )


def flat(setting: Setting, table: FlatTable, rows: int) -> Label:
    """A flat table with so many rows."""
    return Label(
        kind="flat",
        title=table.title,
        stem=addresses.flat_stem(table.name),
        table=table.schema.name,
        packages=setting.checked.packages,
        sample=bool(setting.samples),
        counts={table.schema.name: rows},
    )


def table(setting: Setting, name: str) -> Label:
    """One table."""
    return Label(
        kind="table",
        title=setting.checked.catalogue.tables[name].title,
        stem=addresses.table_stem(name),
        table=name,
        packages=setting.checked.packages,
        sample=bool(setting.samples),
        counts={name: setting.counts(())[name]},
    )


def year(setting: Setting, key: tuple[str, int]) -> Label:
    """A division-year."""
    division, fiscal_year = key
    return Label(
        kind="division-year",
        title=f"{setting.divisions.get(division, division)}{fiscal_year}年度",
        stem=addresses.year_stem(*key),
        key=key,
        packages=[one for one in setting.checked.packages if one.key[:2] == key],
        sample=division in setting.samples,
        counts=setting.counts(key),
    )


def department(setting: Setting, folder: Folder) -> Label:
    """A department-year."""
    division, fiscal_year, code = folder
    package = setting.packages.get(folder)
    return Label(
        kind="department-year",
        title=f"{setting.department_title(division, code)}{fiscal_year}年度",
        stem=addresses.department_stem(*folder),
        key=folder,
        packages=[package] if package else [],
        sample=division in setting.samples,
        counts=setting.counts(folder),
    )
