"""The files of a set: its rows in one form, packed already, put together to an archive or a workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from generator.core.archive import SHARED, Entry, Part, archive, compressed, entry, pack, unpack
from generator.downloads.cells import Form, Lines
from generator.downloads.index import codes, json_bytes
from generator.downloads.labels import Label
from generator.downloads.notes import ARCHIVES
from generator.downloads.packages import datapackage
from generator.downloads.setting import BOM, Setting
from generator.downloads.workbook import MAX_ROWS, workbook

Pieces = Mapping[str, Sequence[Part]]  # table → its rows, in order
_SEPARATOR, _CLOSE = pack(b",\n"), pack(b"\n]\n")
_PEOPLE_NOTES = (
    "会被表格软件当成公式、日期、时间、分数等改写的文字、长编码，以及以 ' 开头的文字，前面加了一个 '；数字没有改动。",
    "要还原成原来的文字：凡以 ' 开头的格子，去掉开头的那一个 '，其他的照旧。",
    "需要逐格精确的数据，请用 CSV（英文字段名）、JSON 或 Parquet。",
)


def rows(form: Form, lines: Lines, first: int, last: int, level: int = SHARED) -> Part:
    """The rows ``first`` to ``last`` (exclusive) packed; JSON objects without a comma at their end."""
    raw = lines.cut(first, last)
    return pack(raw[:-2] if form == "json" else raw, level)


def common_pieces(setting: Setting, label: Label, form: Form) -> dict[str, list[Part]]:
    """What a set has of the tables of the finance bureau."""
    found = {}
    for name, common in setting.common.items():
        first, last = common.span(label.key)
        if name in label.counts and first < last:
            found[name] = [rows(form, common.rendered(setting.layout.numbers).forms[form], first, last)]
    return found


def bundle(setting: Setting, label: Label, form: Form, pieces: Pieces) -> tuple[bytes, dict[str, int]] | None:
    """The archive of a set in one form, and where each table's first piece begins.

    None if a sheet of the workbook could not hold all rows.
    """
    tables = tuple(label.counts)
    heads = setting.heads[form]
    if form == "sheet":
        if max(label.counts.values(), default=0) > MAX_ROWS:
            return None
        laid = setting.model(tables, wrap=False, sample=label.sample)
        filled = {name: (entry("", heads[name], *pieces[name]), label.counts[name]) for name in tables}
        content, starts = workbook(laid, setting.layout, filled, setting.clock)
    else:
        made = {name: _entry(setting, form, name, pieces[name]) for name in tables}
        front = list(_front(setting, label, form, made, pieces))
        content, placed = archive([*front, *made.values()], setting.clock)
        starts = dict(zip(tables, placed[len(front) :], strict=True))
    return content, {name: start + len(heads[name].packed) for name, start in starts.items()}


def table_file(setting: Setting, label: Label, form: Form, pieces: Sequence[Part]) -> tuple[str, bytes] | None:
    """The format and content of the file of one table; None if a sheet could not hold all rows."""
    name = label.table
    if form == "csv":
        return "csv", unpack([setting.heads[form][name], *pieces])
    if form == "json":
        return "zip-json", archive([_entry(setting, form, name, pieces)], setting.clock)[0]
    made = bundle(setting, label, form, {name: pieces})
    return (ARCHIVES[form], made[0]) if made else None


def _entry(setting: Setting, form: Form, name: str, pieces: Sequence[Part]) -> Entry:
    """A table's rows as a file."""
    head = setting.heads[form][name]
    if form == "people":
        return entry(f"{setting.checked.catalogue.tables[name].title}.csv", head, *pieces)
    if form == "json":
        return entry(f"{name}.json", head, *_separated(pieces), _CLOSE)
    return entry(f"{name}.csv", head, *pieces)


def _separated(pieces: Iterable[Part]) -> Iterator[Part]:
    for number, one in enumerate(pieces):
        if number:
            yield _SEPARATOR
        yield one


def _front(setting: Setting, label: Label, form: Form, made: Mapping[str, Entry], pieces: Pieces) -> Iterator[Entry]:
    """What an archive holds before its tables."""
    if form == "people":
        notes = "\r\n".join([*setting.notes(sample=label.sample), *_PEOPLE_NOTES, ""])
        yield compressed("说明.txt", BOM + notes.encode())
    elif form == "csv":
        heads = setting.heads[form]
        hashes = {name: hashlib.sha256(unpack([heads[name], *pieces[name]])).hexdigest() for name in made}
        descriptor = datapackage(
            setting.checked.catalogue,
            made,
            label.counts,
            hashes,
            setting.resources(tuple(made)),
            name="-".join([setting.checked.catalogue.name, *codes(*label.key)]),
            title=label.title,
            clock=setting.clock,
            site_url=setting.site_url,
            packages=label.packages,
        )
        yield compressed("datapackage.json", descriptor)
    elif form == "json" and label.kind == "department-year":
        yield compressed("package.json", _package(setting, label))


def _package(setting: Setting, label: Label) -> bytes:
    """What a department-year is, and its package's metadata."""
    division, year, department = label.key
    words = {
        "title": label.title,
        "is_sample": label.sample,
        "licence": setting.checked.catalogue.licence["name"],
        "site": setting.site_url,
        "division": division,
        "fiscal_year": year,
        "department": department,
    }
    for package in label.packages:
        words |= {name: value for name, value in asdict(package).items() if name not in ("path", "title", *words)}
    return json_bytes(words)
