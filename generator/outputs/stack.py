"""A set growing table by table and part by part, and the archives and workbooks it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.model import Output, Package
from generator.outputs import paths
from generator.outputs.archive import Entry, Part, archive, entry, flat, hashed, pack
from generator.outputs.cells import Lines, csv_line, fields
from generator.outputs.index import DownloadSet, Kind, described
from generator.outputs.packages import datapackage
from generator.outputs.setting import Setting
from generator.outputs.workbook import MAX_ROWS, workbook

BOM = b"\xef\xbb\xbf"
Files = list[tuple[str, Output]]
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


@dataclass(kw_only=True)
class Stack:
    """A set: for each table its rows so far in every format."""

    setting: Setting
    counts: dict[str, int] = field(default_factory=dict)
    csv: dict[str, Entry] = field(default_factory=dict)
    people: dict[str, Entry] = field(default_factory=dict)
    json: dict[str, Entry] = field(default_factory=dict)
    sheets: dict[str, list[Part]] = field(default_factory=dict)

    def add(self, name: str, more: Rows) -> None:
        """Append rows of a table; their sheet is appended to ``sheets`` by the caller, who numbers its rows."""
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
            self.sheets[name] = []
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

    def workbook(self, stem: str, tables: Sequence[str], *, sample: bool) -> Iterator[tuple[str, Output]]:
        """The workbook of some of the tables; none where a sheet could not hold all rows."""
        if all(self.counts[name] <= MAX_ROWS for name in tables):
            laid = self.setting.model(tables, wrap=False, sample=sample)
            filled = {name: (self.sheets[name], self.counts[name]) for name in tables}
            yield file(stem, "xlsx", workbook(laid, filled, self.setting.clock))

    def package(self, stem: str, title: str, suffix: str, packages: Sequence[Package]) -> tuple[str, Output]:
        """The zip with ``datapackage.json``."""
        setting = self.setting
        descriptor = datapackage(
            setting.checked.catalogue,
            {name: self.csv[name] for name in self.tables},
            self.counts,
            name=setting.checked.catalogue.name + suffix,
            title=title,
            clock=setting.clock,
            site_url=setting.site_url,
            publishers=sorted({one.publisher for one in packages}),
            keywords=sorted({word for one in packages for word in one.keywords}),
        )
        members = [entry("datapackage.json", descriptor), *(self.csv[name] for name in self.tables)]
        return file(stem, "zip", archive(members, setting.clock))

    def people_zip(self, stem: str, *, sample: bool) -> tuple[str, Output]:
        """The zip of CSV with Chinese headers."""
        notes = "\r\n".join([*self.setting.notes(sample=sample), *_PEOPLE_NOTES, ""])
        members = [entry("说明.txt", BOM + notes.encode()), *(self.people[name] for name in self.tables)]
        return file(stem, "zip-zh", archive(members, self.setting.clock))

    def json_zip(self, stem: str) -> tuple[str, Output]:
        """The zip of one JSON array a table."""
        return file(stem, "zip-json", archive((self.json[name] for name in self.tables), self.setting.clock))

    def described(
        self,
        kind: Kind,
        title: str,
        files: Files,
        packages: Sequence[Package],
        *,
        sample: bool,
        division: str = "",
        year: int = 0,
        department: str = "",
        table: str = "",
    ) -> DownloadSet:
        """What the index says of the set, or of one table of it."""
        return DownloadSet(
            kind=kind,
            title=title,
            division=division,
            year=year,
            department=department,
            table=table,
            rows=self.counts[table] if table else sum(self.counts.values()),
            tables=1 if table else len(self.counts),
            published=max((one.published_date for one in packages), default=""),
            sample=sample,
            files=described(files),
        )


def file(stem: str, format_name: str, content: bytes) -> tuple[str, Output]:
    """A file of a set with its format."""
    return format_name, Output(path=stem + paths.FORMATS[format_name].suffix, content=content)
