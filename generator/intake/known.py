"""What is known beside the forms: the bureaus, and the projects that were already published; read without pandas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.core.schema import Table
from generator.core.words import FINANCE, FINANCE_BUREAU
from generator.intake.labels import plain
from generator.load.files import read_file

_MOST = 32 * 1024 * 1024
_NAMED = ("goals", "self_evaluations", "monitorings")  # tables that name projects
_PLACES = ("省", "市", "县", "区", "旗", "州", "盟", "镇", "乡", "管理委员会", "管委会")
_COMMITTEE = re.compile("管理委员会|管委会")
_OF_PLACE = re.compile(r"(.*(?:省|市|县|区|旗|州|盟|镇|乡|管理委员会|管委会))(.{3,})$")  # of a place, what bureau
_Place = tuple[str, int, str]  # division, year, department
Row = dict[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bureau:
    """A department of a division: its folder's name, the code and the names that forms may write."""

    division: str
    department: str
    official_code: str
    name: str
    short_name: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of the data that forms are to join.

    ``bureaus``: those that are registered; ``projects``: (division, year, department) → name of a project → its codes;
    ``records``: the same and a table → label of a record → the codes of those of that label, in their order.
    """

    bureaus: Sequence[Bureau] = ()
    projects: Mapping[_Place, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    records: Mapping[tuple[_Place, str], Mapping[str, Sequence[str]]] = field(default_factory=dict)

    def named(self, name: str, code: str) -> list[Bureau]:
        """The bureaus that a form's words can mean."""
        words = plain(name)
        found = [one for one in self.bureaus if words and words in (plain(one.name), plain(one.short_name))]
        found = found or [one for one in self.bureaus if code and code == one.official_code]
        found = found or [one for one in self.bureaus if words and _without_place(plain(one.name), words)]
        return found or [one for one in self.bureaus if words and _short_of(plain(one.name), words)]

    def finance(self, division: str) -> Bureau | None:
        """The finance bureau of a division, by its role in the register, else by its folder."""
        own = [one for one in self.bureaus if one.division == division]
        by_role = [one for one in own if one.role == FINANCE_BUREAU]
        return next(iter(by_role or [one for one in own if one.department == FINANCE]), None)

    def codes(self, division: str, year: int, department: str, name: str) -> frozenset[str]:
        """The codes of the projects of exactly that name in the year, or else in the year before."""
        for one in (year, year - 1):
            if found := self.projects.get((division, one, department), {}).get(name):
                return found
        return frozenset()


def _without_place(name: str, words: str) -> bool:
    """Whether words are a bureau's name without that of its division, as a division's own lists write it: 水利局."""
    return len(words) > 2 and name.endswith(words) and name.removesuffix(words).endswith(_PLACES)


def _short_of(name: str, words: str) -> bool:
    """Whether words are a bureau's name with that of its place in short: 高新区经济发展局, 管委会经济发展局."""
    if name[-3:] != words[-3:]:  # nearly always: a list may name thousands, each held against all bureaus
        return False
    there, said = _OF_PLACE.match(name), _OF_PLACE.match(words)
    if there is None or said is None or there[2] != said[2]:
        return False
    letters = iter(there[1])
    return all(one in letters for one in _COMMITTEE.sub("", said[1]))


def rows_of(content: bytes, table: Table) -> list[Row]:
    """The rows of a table's CSV by field name, whether its head has names or titles; unknown columns are left out."""
    text = content.decode("utf-8-sig", "replace")
    names = {one.title: one.name for one in table.fields} | {one.name: one.name for one in table.fields}
    csv.field_size_limit(4 * 32_767)
    reader = csv.reader(io.StringIO(text, newline=""))
    head = [names.get(one.strip(), "") for one in next(reader, [])]
    return [
        {name: value.replace("\r\n", "\n") for name, value in zip(head, line, strict=False) if name}
        for line in reader
        if any(line)
    ]


def known_of(data: Path, tables: Mapping[str, Table], folders: Sequence[tuple[str, int, str]] = ()) -> Known:
    """What a data folder knows; of projects, those of the given division-year-departments and of the year before."""
    bureaus = tuple(_bureaus(data, tables))
    projects: dict[tuple[str, int, str], dict[str, frozenset[str]]] = {}
    wanted = {(division, year - back, department) for division, year, department in folders for back in (0, 1)}
    for division, year, department in sorted(wanted):
        names: dict[str, set[str]] = {}
        for name in _NAMED:
            path = data / division / str(year) / department / f"{name}.csv"
            if name in tables and path.is_file():
                for row in rows_of(read_file(path, _MOST), tables[name]):
                    if row.get("project_name") and row.get("project_code"):
                        names.setdefault(row["project_name"], set()).add(row["project_code"])
        projects[division, year, department] = {name: frozenset(codes) for name, codes in names.items()}
    return Known(bureaus=bureaus, projects=projects, records=dict(_records(data, tables, folders)))


def _records(
    data: Path, tables: Mapping[str, Table], folders: Sequence[_Place]
) -> Iterator[tuple[tuple[_Place, str], Mapping[str, Sequence[str]]]]:
    """The codes of the records of folders, by folder and table, and by label."""
    for place in folders:
        for path in sorted((data / place[0] / str(place[1]) / place[2]).glob("*.csv")):
            table = tables.get(path.stem)
            if table is None or len(table.primary_key) != 1:
                continue
            [key] = table.primary_key
            codes: dict[str, list[str]] = {}
            for row in rows_of(read_file(path, _MOST), table):
                codes.setdefault(row.get(table.label, ""), []).append(row.get(key, ""))
            yield (place, table.name), codes


def table_rows(data: Path, table: Table, place: tuple[str, int, str] | None = None) -> list[Row]:
    """The rows of a common table, or of a table of a division-year-department; none where there is no file."""
    folder = data / "common" if place is None else data / place[0] / str(place[1]) / place[2]
    path = folder / f"{table.name}.csv"
    return rows_of(read_file(path, _MOST), table) if path.is_file() else []


def bureau_of(data: Path, tables: Mapping[str, Table], division: str, department: str) -> str:
    """The name of a bureau; its code where it is not registered."""
    found = [one.name for one in _bureaus(data, tables) if (one.division, one.department) == (division, department)]
    return found[0] if found else department


def _bureaus(data: Path, tables: Mapping[str, Table]) -> Iterator[Bureau]:
    path = data / "common" / "departments.csv"
    if "departments" not in tables or not path.is_file():
        return
    for row in rows_of(read_file(path, _MOST), tables["departments"]):
        yield Bureau(
            division=row.get("division", ""),
            department=row.get("department", ""),
            official_code=row.get("official_code", ""),
            name=row.get("name", ""),
            short_name=row.get("short_name", ""),
            role=row.get("role", ""),
        )
