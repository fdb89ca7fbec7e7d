"""A small, clean data folder to spoil: one invented district, two departments, one department-year."""

from __future__ import annotations

import csv
import functools
import io
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.cli import keeping
from generator.core.data import Checked, Loaded
from generator.core.finding import Finding
from generator.core.memory import hold_texts
from generator.core.schema import Catalogue, Table
from generator.load import load, load_catalogue
from tests.collecting import pytest_collection
from tests.shipped import DATA
from tests.site_fixture import shipped_site
from tests.tiers import processes, pytest_collection_modifyitems, pytest_runtest_protocol
from tests.workers import pytest_sessionstart, pytest_xdist_auto_num_workers, pytest_xdist_make_scheduler

if TYPE_CHECKING:
    from generator.derive import Site

hold_texts(0)  # tests that make frames without a data folder have few rows, too
ROOT = Path(__file__).parents[1]
TODAY = date(2024, 9, 1)
SHIPPED_TODAY = date(2026, 11, 20)
EDU = "990001/2023/edu"

DIVISIONS = """\
division,name,full_name,level,parent,is_sample,note
990001,示例区,,县级,,是,
"""
DEPARTMENTS = """\
division,department,official_code,name,short_name,sector,parent,from_year,to_year,note
990001,edu,,示例区教育局,,,,,,
990001,finance,,示例区财政局,,,,,,
"""
PACKAGE = """\
title: 示例区教育局2023年度预算绩效信息
publisher: 示例区教育局
published_date: "2024-08-30"
"""


def form_of(name: str) -> str:
    """The form of a department-year of another department, by its registered name."""
    return PACKAGE.replace("示例区教育局", name)


def csv_text(rows: list[list[str]], end: str = "\r\n") -> str:
    """Rows as CSV text, quoted where needed."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(rows)
    return text.getvalue()


class DataFolder:
    """A data folder on disk and short ways to write into it, read it and check it."""

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        self.path = path
        self.catalogue = catalogue
        self._known: tuple[Collection[str] | None, dict[str, bytes], Checked] | None = None

    def write(self, path: str, content: str | bytes) -> Path:
        """A file below the data folder."""
        target = self.path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return target

    def replace(self, path: str, old: str, new: str) -> None:
        """Change a file below the data folder; what is replaced must stand there."""
        text = (self.path / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def row(self, table: str, **cells: str) -> dict[str, str]:
        """A row with every required field's example, changed by ``cells``."""
        fields = self.catalogue.tables[table].fields
        assert set(cells) <= {one.name for one in fields}
        return {one.name: cells.get(one.name, one.example if one.wanted else "") for one in fields}

    def table(self, name: str, *rows: Mapping[str, str], folder: str = EDU) -> str:
        """Write a table and return its path below the data folder."""
        table = self.catalogue.tables[name]
        place = "common" if table.scope == "common" else folder
        lines = [list(table.names), *([row[field] for field in table.names] for row in rows)]
        self.write(f"{place}/{name}.csv", csv_text(lines))
        return f"{place}/{name}.csv"

    def waive(self, *waivers: str, division: str = "990001") -> Path:
        """Write a division's waivers, each as the inside of a YAML mapping."""
        return self.write(f"{division}/waivers.yaml", "waivers:\n" + "".join(f"  - {{{one}}}\n" for one in waivers))

    def rows(self, path: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
        """Write a file with these columns."""
        unknown = {name for row in rows for name in row} - {*columns}
        assert not unknown, unknown
        self.write(path, csv_text([list(columns), *([row.get(name, "") for name in columns] for row in rows)]))

    def load(self) -> Loaded:
        return load(self.path)

    def check(self, rules: Collection[str] | None = None, *, today: date = TODAY) -> Checked:
        """Check it, with all rules or some."""
        from generator.check import check  # tests of the reader stand without the rules

        return check(self.load(), today=today, rules=rules)

    def known(self, rules: Collection[str] | None = None) -> Checked:
        """As ``check``; nothing is checked again while every file is as it was when the same rules ran last."""
        state = snapshot(self.path)
        if self._known is None or self._known[:2] != (rules, state):
            self._known = (rules, state, self.check(rules))
        return self._known[2]

    def found(self, *codes: str) -> list[Finding]:
        """What a check finds, of some codes only; other rules need not run but those that waivers and replies name."""
        some = {*codes, *(self._named() if {"P03", "P04"} & {*codes} else ())}
        return [one for one in self.check(some if codes else None).findings if not codes or one.code in codes]

    def _named(self) -> set[str]:
        """The codes that stand in waivers and in forms, or what is written as they are."""
        forms = [*self.path.rglob("waivers.yaml"), *self.path.rglob("package.yaml")]
        return {code for form in forms for code in re.findall(r"[A-Z]+[0-9]+[a-z]*", form.read_text("utf-8", "ignore"))}


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep of folders that will be gone lies with them, not with the project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keeping, "_FOLDER", tmp_path_factory.mktemp("cache"))
        yield


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    return load_catalogue(DATA)


@pytest.fixture(scope="session")
def goals(catalogue: Catalogue) -> Table:
    """The table of goals."""
    return catalogue.tables["goals"]


@pytest.fixture(scope="session")
def shipped_loaded() -> Loaded:
    """The shipped data as read; not to be changed."""
    return load(DATA)


@pytest.fixture(scope="session")
def shipped_checked(shipped_loaded: Loaded) -> Checked:
    """The shipped data as checked on the last day of the invented district; not to be changed."""
    from generator.check import check  # tests of the reader stand without the rules

    return check(shipped_loaded, today=SHIPPED_TODAY)


@pytest.fixture(scope="session")
def shipped_derived(shipped_checked: Checked) -> Site:
    """What the pages show of the shipped data as checked; not to be changed."""
    from generator.derive import derive  # as above

    return derive(shipped_checked)


@pytest.fixture
def folder(tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A clean data folder ``data`` with an empty department-year 990001/2023/edu; the clock stands at 2024-09-01."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1725148800")
    return clean_folder(tmp_path, catalogue)


@functools.cache
def _descriptors() -> dict[str, bytes]:
    """The repository's descriptors by their paths below a data folder, read once: hundreds of tests have a folder."""
    paths = [DATA / "datapackage.yaml", *(path for name in ("schemas", "profiles") for path in (DATA / name).iterdir())]
    return {path.relative_to(DATA).as_posix(): path.read_bytes() for path in paths}


def clean_folder(place: Path, catalogue: Catalogue) -> DataFolder:
    """A data folder without a fault: the repository's descriptors, one district, two departments, one form."""
    path = place / "data"
    for name in ("schemas", "profiles"):
        (path / name).mkdir(parents=True)
    for name, content in _descriptors().items():
        (path / name).write_bytes(content)
    folder = DataFolder(path, catalogue)
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", DEPARTMENTS)
    folder.write(f"{EDU}/package.yaml", PACKAGE)
    return folder


def lines(findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    """Findings as «code file:row message», the way the tests compare them."""
    return [f"{one.code} {one.file}{f':{one.row}' if one.row else ''} {one.message}" for one in findings]


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        os.fspath(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


__all__ = [
    "DATA",
    "processes",
    "pytest_collection",
    "pytest_collection_modifyitems",
    "pytest_runtest_protocol",
    "pytest_sessionstart",
    "pytest_xdist_auto_num_workers",
    "pytest_xdist_make_scheduler",
    "shipped_site",
]
