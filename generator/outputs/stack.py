"""A set growing table by table and part by part, and the archives and workbooks it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.model import DownloadKind, DownloadSet, Output, Package
from generator.outputs import paths
from generator.outputs.archive import Entry, Part, archive, begun, entry, flat, hashed, pack
from generator.outputs.cells import Lines, csv_line, fields
from generator.outputs.index import codes, described
from generator.outputs.packages import datapackage
from generator.outputs.setting import Setting
from generator.outputs.workbook import MAX_ROWS, workbook

BOM = b"\xef\xbb\xbf"
File = tuple[str, bytes]  # a format and the content
_SEPARATOR, _OPEN, _CLOSE = flat(b",\n"), flat(b"[\n"), flat(b"\n]\n")
_PEOPLE_NOTES = (
    "文字若以 = + - @ 等开头，或是会被表格软件改写的长编码、日期样的文字，前面加了一个 '；数字没有改动。",
    "需要逐格精确的数据，请用 CSV（英文字段名）、JSON 或 Parquet。",
)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Some rows of a table, packed; the JSON objects without a comma at their end."""

    count: int
    csv: Part
    people: Part
    json: Part


def rows(csv: Lines, people: Lines, json: Lines, first: int, last: int) -> Rows:
    """The rows ``first`` to ``last`` (exclusive, at least one) of a table's buffers."""
    return Rows(
        count=last - first,
        csv=pack(csv.cut(first, last)),
        people=pack(people.cut(first, last)),
        json=pack(json.cut(first, last)[:-2]),
    )


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a set is: its kind and title, where its files stand, what it is about, and the packages it is made of."""

    kind: DownloadKind
    title: str
    stem: str
    packages: Sequence[Package]
    sample: bool
    division: str = ""
    year: int = 0
    department: str = ""
    table: str = ""


@dataclass(kw_only=True)
class Stack:
    """A set: for each table its rows so far in every format."""

    setting: Setting
    counts: dict[str, int] = field(default_factory=dict)
    csv: dict[str, Entry] = field(default_factory=dict)
    people: dict[str, Entry] = field(default_factory=dict)
    json: dict[str, Entry] = field(default_factory=dict)
    sheets: dict[str, Entry] = field(default_factory=dict)

    def add(self, name: str, more: Rows) -> None:
        """Append rows of a table; those of their sheet are added to ``sheets`` by the caller, who numbers its rows."""
        if name in self.counts:
            self.json[name].add(_SEPARATOR)
        else:
            table = self.setting.checked.catalogue.tables[name]
            columns = fields(table)
            self.counts[name] = 0
            self.csv[name] = hashed(f"{name}.csv")
            self.csv[name].add(flat(csv_line([one.name for one in columns], "\n")))
            self.people[name] = Entry(name=f"{table.title}.csv")
            self.people[name].add(flat(BOM + csv_line([one.heading for one in columns], "\r\n")))
            self.json[name] = Entry(name=f"{name}.json")
            self.json[name].add(_OPEN)
            self.sheets[name] = begun(self.setting.standard.heads[name])
        self.counts[name] += more.count
        self.csv[name].add(more.csv)
        self.people[name].add(more.people)
        self.json[name].add(more.json)

    def close(self) -> None:
        """End the JSON arrays; nothing may be added after that."""
        for one in self.json.values():
            one.add(_CLOSE)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that have rows, in the catalogue's order."""
        return tuple(name for name in self.setting.checked.catalogue.tables if name in self.counts)

    def workbook(self, tables: Sequence[str], *, sample: bool) -> Iterator[File]:
        """The workbook of some of the tables; none where a sheet could not hold all rows."""
        if all(self.counts[name] <= MAX_ROWS for name in tables):
            laid = self.setting.model(tables, wrap=False, sample=sample)
            filled = {name: (self.sheets[name], self.counts[name]) for name in tables}
            yield "xlsx", workbook(laid, filled, self.setting.clock)

    def archives(self, label: Label) -> Iterator[File]:
        """The workbook, the zip of CSV with Chinese headers, and the zip with ``datapackage.json``."""
        yield from self.workbook(self.tables, sample=label.sample)
        setting = self.setting
        notes = "\r\n".join([*setting.notes(sample=label.sample), *_PEOPLE_NOTES, ""])
        members = [entry("说明.txt", BOM + notes.encode()), *(self.people[name] for name in self.tables)]
        yield "zip-zh", archive(members, setting.clock)
        csv = {name: self.csv[name] for name in self.tables}
        descriptor = datapackage(
            setting.checked.catalogue,
            csv,
            self.counts,
            name="-".join([setting.checked.catalogue.name, *codes(label.division, label.year, label.department)]),
            title=label.title,
            clock=setting.clock,
            site_url=setting.site_url,
            packages=label.packages,
        )
        yield "zip", archive([entry("datapackage.json", descriptor), *csv.values()], setting.clock)

    def json_zip(self) -> File:
        """The zip of one JSON array a table."""
        return "zip-json", archive((self.json[name] for name in self.tables), self.setting.clock)

    def emit(self, label: Label, files: Iterable[File], found: list[DownloadSet]) -> Iterator[Output]:
        """The files as outputs, one at a time; then what the index says of the set is added to ``found``."""
        listed = []
        for format_name, content in files:
            output = Output(path=label.stem + paths.FORMATS[format_name].suffix, content=content)
            listed.append(described(format_name, output))
            yield output
        found.append(
            DownloadSet(
                kind=label.kind,
                title=label.title,
                division=label.division,
                year=label.year,
                department=label.department,
                table=label.table,
                rows=self.counts[label.table] if label.table else sum(self.counts.values()),
                tables=1 if label.table else len(self.counts),
                published=max((one.published_date for one in label.packages), default=""),
                sample=label.sample,
                files=tuple(listed),
            )
        )
