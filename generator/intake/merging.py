"""Rows of forms joined to the tables that are there: what is new, what changed, and nothing else touched."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.core.package import KINDS
from generator.core.schema import Field, Table
from generator.core.words import DEPARTMENT_EVALUATION, KEY_EVALUATION
from generator.forms.due import TABLES
from generator.intake.known import Row, rows_of
from generator.intake.rows import Folder, FormRow, Key, owner_key
from generator.load.files import read_file

_MOST = 32 * 1024 * 1024
_TASKS = "department_tasks"  # stand in the goals of a department as well as in its self-evaluation
# What evaluations of each kind are published as.
_EVALUATED = {"D6": DEPARTMENT_EVALUATION, "D7": KEY_EVALUATION}
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that an import changes: a record added or taken away, or a field of it.

    ``kind``: added, changed or removed; ``name``: what people call the record; ``title``: of the field, empty where it
    is the whole row; ``origin``: the cell that says so.
    """

    kind: str
    table: Table
    record: str
    name: str
    title: str = ""
    old: str = ""
    new: str = ""
    origin: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a row was read: file, sheet and cells (field → cell)."""

    table: str
    record: str
    file: str
    sheet: str
    cells: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Merged:
    """One folder after an import: the files whose content changes, by path, what changed, and where rows came from."""

    files: Mapping[str, bytes]
    changes: Sequence[Change]
    origins: Sequence[Origin]
    rows: int


def merged(folder: Folder, into: Path, tables: Mapping[str, Table], *, today: str, published: str = "") -> Merged:
    """Join the rows of a folder to what lies there.

    ``today``: the day that a new form of publication says for want of a better one; ``published``: the day on which its
    documents were published, where that is known.
    """
    place = f"{folder.division}/{folder.year}/{folder.department}"
    files: dict[str, bytes] = {}
    changes: list[Change] = []
    origins: list[Origin] = []
    count = 0
    for name, records in folder.tables.items():
        table = tables[name]
        path = into / place / f"{name}.csv"
        before = read_file(path, _MOST) if path.is_file() else None
        old = rows_of(before, table) if before is not None else []
        new, told = _joined(table, old, records)
        changes += told
        count += sum(len(rows) for rows in records.values())
        origins += [_origin(table, row) for rows in records.values() for row in rows]
        if told:
            files[f"{place}/{name}.csv"] = table_content(table, new, before)
    form = into / place / "package.yaml"
    if not form.exists():
        files[f"{place}/package.yaml"] = _form(folder, published or today, known=bool(published)).encode()
    elif published:
        text = read_file(form, _MOST).decode("utf-8", "surrogateescape")
        if (registered := _registered(text, _documents(folder, published))) != text:
            files[f"{place}/package.yaml"] = registered.encode("utf-8", "surrogateescape")
    return Merged(files=files, changes=changes, origins=origins, rows=count)


def _origin(table: Table, row: FormRow) -> Origin:
    return Origin(
        table=table.name,
        record=_record(table, row.values),
        file=row.reading.file,
        sheet=row.reading.sheet,
        cells=row.cells,
    )


def _record(table: Table, row: Mapping[str, str]) -> str:
    return "＋".join(row.get(one, "") for one in table.primary_key)


def _joined(
    table: Table, old: Sequence[Row], records: Mapping[Key, Sequence[FormRow]]
) -> tuple[list[Row], list[Change]]:
    """All rows in their order, those of a record that came again replaced, new ones at the end; and what changed."""
    owner = owner_key(table)
    changes: list[Change] = []
    result: list[Row] = []
    done: set[Key] = set()
    for row in old:
        key = tuple(row.get(one, "") for one in owner)
        if key not in records:
            result.append(row)
        elif key not in done:
            done.add(key)
            mine = [one for one in old if tuple(one.get(part, "") for part in owner) == key]
            result += _replaced(table, mine, records[key], changes)
    for key, rows in records.items():
        if key not in done:
            result += _replaced(table, [], rows, changes)
    return result, changes


def _replaced(table: Table, old: Sequence[Row], new: Sequence[FormRow], changes: list[Change]) -> list[Row]:
    """The rows of one record: each keeps what the form does not say."""
    there = {_record(table, row): row for row in old}
    result = []
    for row in new:
        record = _record(table, row.values)
        before = there.pop(record, None)
        if before is None:
            changes.append(_change("added", table, record, row.values, row.place()))
            result.append(dict(row.values))
            continue
        after = dict(before)
        for name, value in row.values.items():
            if not same(table.field(name), before.get(name, ""), value):
                after[name] = value
                changes.append(
                    Change(
                        kind="changed",
                        table=table,
                        record=record,
                        name=_called(table, {**before, **row.values}),
                        title=table.field(name).title,
                        old=before.get(name, ""),
                        new=value,
                        origin=row.place(name),
                    )
                )
        result.append(after)
    changes += [_change("removed", table, record, row, "") for record, row in there.items()]
    return result


def _change(kind: str, table: Table, record: str, row: Mapping[str, str], origin: str) -> Change:
    return Change(kind=kind, table=table, record=record, name=_called(table, row), origin=origin)


def _called(table: Table, row: Mapping[str, str]) -> str:
    return row.get(table.label, "") or _record(table, row)


def same(field: Field, old: str, new: str) -> bool:
    """Whether two values are one: numbers by what they are, texts by their words."""
    if old == new:
        return True
    if field.type in ("number", "integer") or (old and new and old[0] in "-0123456789"):
        try:
            return Decimal(old) == Decimal(new)
        except InvalidOperation:
            return False
    return False


def table_content(table: Table, rows: Sequence[Row], before: bytes | None = None) -> bytes:
    """The file: its head as it was, or a new one with titles, which Excel opens as UTF-8."""
    titles, end, mark = True, "\r\n", True
    there: set[str] = set()
    if before is not None:
        head = before.removeprefix(_MARK).partition(b"\n")[0].decode("utf-8", "replace")
        there = set(next(csv.reader([head.strip()]), []))
        titles = table.fields[0].name not in there
        end, mark = "\r\n" if head.endswith("\r") else "\n", before.startswith(_MARK)
    filled = table.columns(rows)
    columns = [one for one in table.fields if one.name in filled or {one.name, one.title} & there]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=end)
    writer.writerow(one.title if titles else one.name for one in columns)
    writer.writerows([row.get(one.name, "") for one in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _form(folder: Folder, day: str, *, known: bool) -> str:
    """A form of publication to go on with: its documents are listed, as facts where their day is known."""
    name = (folder.bureau or folder.department).replace("\\", "").replace('"', "")
    listed = list(_documents(folder, day).values())
    told = "documents:\n" + "".join(f"  {one}\n" for one in listed) if known and listed else "documents: []\n"
    later = "" if known else "".join(f"#  {one}\n" for one in listed)
    return (
        "# 由导入新建。请核对发布机构和发布日期；其他项目的写法见 CONTRIBUTING.md。\n"
        f'title: "{name}{folder.year}年度预算绩效信息"\n'
        f'publisher: "{name}"\n'
        f'published_date: "{day}"\n'
        f"{told}"
        + (f"# 公开以后，把上一行换成 documents:，去掉下面各行的井号，写上公开的日期：\n{later}" if later else "")
    )


def _documents(folder: Folder, day: str) -> dict[str, str]:
    """What registers each kind of document that the folder has rows of."""
    kinds = [kind for kind, tables in TABLES.items() if any(folder.tables.get(one) for one in tables if one != _TASKS)]
    if folder.tables.get(_TASKS) and not {"D3", "D5"} & {*kinds}:
        kinds.append("D3")
    evaluated = {row.values.get("evaluation_kind") for [row] in folder.tables.get("evaluations", {}).values()}
    kinds += [kind for kind, name in _EVALUATED.items() if name in evaluated]
    return {one: f'- {{kind: {one}, title: {folder.year}年{KINDS[one].title}, published: "{day}"}}' for one in kinds}


# A document listed in a form of publication, and a line laid ready for one.
_LISTED = re.compile(r"\bkind: *(\w+)")
_LAID_READY = re.compile(r"# +- \{kind: (\w+),")


def _registered(text: str, documents: Mapping[str, str]) -> str:
    """A form of publication with the documents that it does not list yet; what was laid ready for them goes."""
    lines = text.splitlines(keepends=True)
    told = {kind for line in lines if not line.lstrip().startswith("#") for kind in _LISTED.findall(line)}
    missing = {kind: line for kind, line in documents.items() if kind not in told}
    if not missing:
        return text
    lines = [line for line in lines if not (ready := _LAID_READY.match(line)) or ready[1] not in missing]
    if not any(map(_LAID_READY.match, lines)):
        lines = [line for line in lines if not line.startswith("# 公开以后，把上一行换成 documents")]
    listed = "documents:\n" + "".join(f"  {one}\n" for one in missing.values())
    for place, line in enumerate(lines):
        if line.startswith("documents:") and line.split() in (["documents:"], ["documents:", "[]"]):
            return "".join([*lines[:place], listed, *lines[place + 1 :]])
    return f"{''.join(lines).rstrip()}\n{listed}"
