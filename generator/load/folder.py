"""Walk a data folder: every file is either one the layout knows, read strictly, or a finding."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from generator.core.characters import shortened
from generator.core.codes import CODES
from generator.core.data import Loaded, Unread
from generator.core.errors import reason
from generator.core.finding import Finding
from generator.core.frames import Frames, Later
from generator.core.memory import hold_texts, plain_allocator, text_type
from generator.core.original import Original
from generator.core.package import Package, Waiver, Withdrawal
from generator.core.schema import CONTEXT, Catalogue, Table
from generator.load.csvfile import MAX_BYTES, read_csv
from generator.load.excerpt import Excerpt
from generator.load.files import read_file
from generator.load.forms import MAX_BYTES as MAX_FORM_BYTES
from generator.load.forms import FormError, Noting, Problems, line_of, read_yaml, unread
from generator.load.kept import Kept, Slice, Store, digest
from generator.load.kept_forms import KeptForms
from generator.load.names import DIVISION, ORIGINAL, ORIGINALS, PACKAGE, SLUG, WAIVERS, YEAR
from generator.load.package import SAMPLES, read_package
from generator.load.plainfile import Plain, parsed, plain
from generator.load.problem import FIRST, Problem
from generator.load.schema import load_catalogue, load_profiles, refuse_unknown_fields
from generator.load.waivers import Word, read_waivers

_ENTRIES = "一行一项，如 publisher: 示例区教育局"
_LEAST = "；".join(SAMPLES[name] for name in ("title", "publisher", "published_date")) + "。"  # what a form must say
_WORKBOOKS = (".xlsx", ".xls", ".et")
MAX_DEPARTMENTS, MAX_YEARS = 3_000, 50  # of a division in a year; of a division
_TOP = {"datapackage.yaml": False, "README.md": False, "schemas": True, "profiles": True, "common": True}  # folder?

T = TypeVar("T")
Place = Path | str  # of a file: there are thousands of tables' files, and a Path of each is slow
_ENOUGH = 8 * 1024 * 1024  # bytes of a table's files that are kept before they are parsed


@dataclass(frozen=True, kw_only=True)
class _File:
    """A file of a table that needs no care as far as can be told before its lines are parsed."""

    path: Place
    context: tuple[str, str, str]
    lines: Plain
    rows: np.ndarray  # in the whole file


@dataclass(frozen=True, kw_only=True)
class _Same:
    """A file of a table that is the same as when it was read before, and where its cells are kept."""

    path: Place
    context: tuple[str, str, str]
    place: Slice


@dataclass(kw_only=True)
class _Reading:
    """What the walk has gathered so far."""

    data: Path
    catalogue: Catalogue
    wanted: Callable[[str], bool] | None
    lines: Callable[[str, bytes, Table], Excerpt | None] | None = None
    store: Store | None = None
    parse: Callable[[bytes], Any] = read_yaml
    kept: dict[str, Kept] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)  # path as shown → digest of the content
    schemas: dict[str, str] = field(default_factory=dict)  # table → digest of its schema's file
    findings: list[Finding] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    originals: list[Original] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    withdrawn: list[Withdrawal] = field(default_factory=list)
    parts: dict[str, list[pa.Table | _File | _Same]] = field(default_factory=dict)
    waiting: Counter[str] = field(default_factory=Counter)  # bytes of files not parsed yet, by table
    strangers: dict[Path, int] = field(default_factory=dict)  # folder → how many things in it are not known
    files: int = 0

    def __post_init__(self) -> None:
        self._name, self._top = self.data.name, len(str(self.data))

    def shown(self, path: Place) -> str:
        return self._name + str(path)[self._top :].replace(os.sep, "/")

    def below(self, path: Place) -> str:
        return str(path)[self._top + 1 :].replace(os.sep, "/")

    def asks(self, path: Place) -> bool:
        return self.wanted is None or self.wanted(self.below(path))

    def add(
        self, problem: Problem, path: Place, table: Table | None = None, context: tuple[str, str, str] = ("", "", "")
    ) -> None:
        division, year, department = context
        self.findings.append(
            Finding(
                code=problem.code,
                severity=problem.severity,
                title=table.field(problem.field).title if table and problem.field else CODES[problem.code].title,
                message=problem.message,
                hint=problem.hint,
                file=self.shown(path),
                division=division,
                year=int(year) if YEAR.fullmatch(year) else None,
                department=department,
                table=table.name if table else "",
                row=problem.row,
                field=problem.field,
                record=problem.record,
                name=problem.name,
                value=problem.value,
                expected=problem.expected,
                others=problem.others,
            )
        )


def load(
    data: Path,
    progress: Callable[[str], None] = lambda _: None,
    *,
    wanted: Callable[[str], bool] | None = None,
    lines: Callable[[str, bytes, Table], Excerpt | None] | None = None,
    store: Store | None = None,
) -> Loaded:
    """Read a data folder; UserError if its own descriptors are broken, findings for everything contributed.

    ``progress`` is called with the path of each folder before it is read. ``wanted``: which files are read, by their
    paths below the data folder, and ``lines``: what of a table's file; all, unless given, as one who checks needs it.
    ``store``: where the cells of files that are the same as before are taken from, and told what to keep.
    """
    plain_allocator()
    data = data.resolve()
    forms = KeptForms(store)
    catalogue = load_catalogue(data, forms.read) if store is not None else load_catalogue(data)
    profiles = load_profiles(data)
    refuse_unknown_fields(data, profiles, catalogue.tables)
    reading = _Reading(data=data, catalogue=catalogue, wanted=wanted, lines=lines, store=store, parse=forms.read)
    for entry in _entries(reading, data):
        if _TOP.get(entry.name) == entry.is_dir():
            continue
        if entry.is_dir() and DIVISION.fullmatch(entry.name):
            for year in _years(reading, Path(entry.path)):
                for department in _departments(reading, year):
                    progress(reading.shown(department))
                    _package(reading, department)
        else:
            _unknown(
                reading,
                Path(entry.path),
                "区划代码的文件夹（6 位或 9 位数字）、common、schemas、profiles、datapackage.yaml",
            )
    tables = [f"{name}.yaml" for name in catalogue.tables]
    _closed(reading, "schemas", tables, "datapackage.yaml 的 tables 所列各表的 .yaml", whole=False)
    _closed(reading, "profiles", [f"{profile.name}.yaml" for profile in profiles], "评分口径的 .yaml", whole=True)
    for name in ("datapackage.yaml", "README.md"):
        _descriptor(reading, reading.data / name, whole=True)
    _common(reading)
    forms.keep()
    hold_texts(sum(map(_rows, chain.from_iterable(reading.parts.values()))))
    frames = Frames({name: _frame(reading, table) for name, table in catalogue.tables.items()})
    return Loaded(
        catalogue=catalogue,
        profiles=profiles,
        packages=tuple(reading.packages),
        frames=frames,
        findings=_counted(reading),
        files=reading.files,
        rows=sum(map(frames.rows, frames)),
        unread=tuple(reading.unread),
        waivers=tuple(reading.waivers),
        withdrawn=tuple(reading.withdrawn),
        originals=tuple(reading.originals),
    )


def _entries(reading: _Reading, folder: Path) -> Iterator[os.DirEntry[str]]:
    """The plain files and folders in name order; anything else is a finding and is not followed."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
    except OSError as error:
        reading.add(_closed_to_us(error), folder)
        return
    for entry in entries:
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError as error:
            reading.add(_closed_to_us(error), Path(entry.path))
            continue
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            yield entry
        else:
            kind = "符号链接" if stat.S_ISLNK(mode) else "特殊文件"
            problem = Problem(
                code="L10",
                message=f"是{kind}，没有读取。",
                expected="普通文件或文件夹",
                hint="请删去它，把真正的文件放在这里。",
            )
            reading.add(problem, Path(entry.path))


def _closed_to_us(error: OSError) -> Problem:
    return Problem(
        code="L12",
        message=f"打不开：{reason(error)}。",
        expected="可以读取的文件",
        hint="请检查文件权限，或重新取得这份数据。",
    )


def _folders(reading: _Reading, folder: Path, name: re.Pattern[str], expected: str) -> Iterator[Path]:
    for entry in _entries(reading, folder):
        if entry.is_dir() and name.fullmatch(entry.name):
            yield Path(entry.path)
        else:
            _unknown(reading, Path(entry.path), expected)


def _departments(reading: _Reading, year: Path) -> Iterator[Path]:
    """The departments of a year; of more than there can be, the first, and how many are not read is told."""
    folders = _folders(reading, year, SLUG, "部门代码的文件夹（小写字母、数字和短横）")
    yield from islice(folders, MAX_DEPARTMENTS)
    if left := sum(1 for _ in folders):
        problem = Problem(
            code="L04",
            message=f"有 {MAX_DEPARTMENTS + left:,} 个部门的文件夹，上限 {MAX_DEPARTMENTS:,} 个；其余没有读取。",
            expected=f"不超过 {MAX_DEPARTMENTS:,} 个",
            hint="一个部门一个文件夹：请核对是不是把别的文件夹也放了进来；下属单位的项目放在主管部门的文件夹里。",
        )
        reading.add(problem, year, context=(year.parent.name, year.name, ""))


def _years(reading: _Reading, folder: Path) -> Iterator[Path]:
    """The years of a division, of more than there can be the first; its waivers beside them are read on the way."""
    years = 0
    for entry in _entries(reading, folder):
        if entry.name == WAIVERS and entry.is_file():
            _waivers(reading, Path(entry.path))
        elif entry.is_dir() and YEAR.fullmatch(entry.name):
            years += 1
            if years <= MAX_YEARS:
                yield Path(entry.path)
        else:
            _unknown(reading, Path(entry.path), f"四位年度的文件夹，如 2024，和 {WAIVERS}", (WAIVERS,))
    if years > MAX_YEARS:
        problem = Problem(
            code="L04",
            message=f"有 {years:,} 个年度的文件夹，上限 {MAX_YEARS} 个；其余没有读取。",
            expected=f"不超过 {MAX_YEARS} 个",
            hint="一个财政年度一个文件夹：请核对是不是把别的文件夹也放了进来，删去没有数据的年度。",
        )
        reading.add(problem, folder, context=(folder.name, "", ""))


def _unknown(reading: _Reading, path: Path, expected: str, known: Iterable[str] = ()) -> None:
    """Tell of a file or folder that does not belong here; of a great many in one folder, the first few."""
    count = reading.strangers[path.parent] = reading.strangers.get(path.parent, 0) + 1
    if count > FIRST:
        return
    kind = "文件夹" if path.is_dir() else "文件"
    close = difflib.get_close_matches(path.name[:80].lower(), list(known), n=1, cutoff=0.8)
    csv = f"{path.stem}.csv"
    if path.suffix.lower() in _WORKBOOKS and csv in known:
        hint = f"请在 Excel 中另存为“CSV UTF-8（逗号分隔）”，文件名用 {csv}。"
    elif close and kind == "文件":
        hint = f"如果是 {close[0]}，请改成这个名字。"
    else:
        hint = f"请改名、移到正确的位置，或删除；这里只放{expected}。"
    reading.add(
        Problem(
            code="L09",
            message=f"不认识的{kind}「{shortened(path.name)}」。",
            value=shortened(path.name),
            expected=expected,
            hint=hint,
        ),
        path,
    )


def _counted(reading: _Reading) -> tuple[Finding, ...]:
    """All findings; the last one told of the things that do not belong in a folder says how many more there are."""
    left = {reading.shown(folder): count - FIRST for folder, count in reading.strangers.items() if count > FIRST}
    findings = reading.findings
    for place in range(len(findings) - 1, -1, -1):
        folder = findings[place].file.rpartition("/")[0]
        if findings[place].code == "L09" and folder in left:
            findings[place] = replace(findings[place], others=left.pop(folder))
    return tuple(findings)


def _package(reading: _Reading, folder: Path) -> None:
    """One department-year: its form and its tables."""
    context = (folder.parts[-3], folder.parts[-2], folder.parts[-1])
    tables = {f"{one.name}.csv": one for one in reading.catalogue.tables.values() if one.scope == "department-year"}
    form: Path | None = None
    for entry in _entries(reading, folder):
        if entry.name == PACKAGE and entry.is_file():
            form = Path(entry.path)
        elif entry.name in tables and entry.is_file():
            _table(reading, entry.path, tables[entry.name], context)
        elif entry.name == ORIGINALS and entry.is_dir():
            _originals(reading, Path(entry.path), context)
        else:
            _unknown(
                reading,
                Path(entry.path),
                "package.yaml、数据字典中各表的 CSV，和放原件的文件夹 originals",
                (PACKAGE, *tables),
            )
    if form is None:
        problem = Problem(
            code="P01",
            message="缺少 package.yaml。",
            expected="每个部门年度文件夹有一份 package.yaml",
            hint=f"请从往年的文件夹复制一份后修改；没有的，用记事本写下面三行，另存为 UTF-8：{_LEAST}",
        )
        reading.add(problem, folder / PACKAGE, context=context)
        return

    def read(content: Any, problems: Noting) -> Package:
        path = reading.shown(folder)
        return read_package(content, problems, context=context, path=path, tables=reading.catalogue.tables)

    package = _form(reading, form, "P02", context, read)
    if package is not None:
        reading.packages.append(package)


def _originals(reading: _Reading, folder: Path, context: tuple[str, str, str]) -> None:
    """The original files of a department-year; what is in them is for the check to read."""
    division, year, department = context
    for entry in _entries(reading, folder):
        path = Path(entry.path)
        if not entry.is_file() or not ORIGINAL.fullmatch(entry.name):
            _unknown(
                reading,
                path,
                "原件，文件名用小写字母、数字和短横，以 .pdf、.docx、.xlsx、.jpg 或 .png 结尾",
            )
            continue
        if not reading.asks(path):
            continue
        reading.files += 1
        reading.originals.append(
            Original(
                division=division,
                fiscal_year=int(year),
                department=department,
                name=entry.name,
                place=path,
                path=reading.shown(path),
            )
        )


def _waivers(reading: _Reading, path: Path) -> None:
    """What the finance bureau waives in a division."""
    division = path.parent.name

    def read(content: Any, problems: Noting) -> Word:
        tables = reading.catalogue.tables
        return read_waivers(content, problems, division=division, path=reading.shown(path), tables=tables)

    if word := _form(reading, path, "P06", (division, "", ""), read):
        reading.waivers += word.waivers
        reading.withdrawn += word.withdrawn


def _form(
    reading: _Reading, path: Path, code: str, context: tuple[str, str, str], read: Callable[[Any, Noting], T]
) -> T | None:
    """What is read from a closed form; what is wrong with it goes to the findings under the code."""
    if not reading.asks(path):
        return None
    problems = Problems()
    reading.files += 1
    form: T | None = None
    content = b""
    try:
        content = read_file(path, MAX_FORM_BYTES)
        form = read(reading.parse(content), problems)
    except FormError as error:
        reading.add(
            Problem(code=code, message=error.message, expected=_ENTRIES, hint=error.hint), path, context=context
        )
    except OSError as error:
        reading.add(_closed_to_us(error), path, context=context)
    for number, one in enumerate(problems, start=1):
        problem = Problem(
            code=code,
            row=line_of(content, one.place),
            message=f"{one}。",
            expected=one.sample or _ENTRIES,
            hint=one.hint,
            others=problems.others if number == len(problems) else 0,
        )
        reading.add(problem, path, context=context)
    if text := unread(content[:MAX_FORM_BYTES], whole=form is None or bool(problems)):
        division, year, department = context
        place = Unread(
            file=reading.shown(path),
            division=division,
            year=int(year) if year else None,
            department=department,
            text=text,
        )
        reading.unread.append(place)
    return form


def _closed(reading: _Reading, name: str, known: Sequence[str], expected: str, *, whole: bool) -> None:
    """The repository's own descriptors: already read, and nothing else may lie beside them.

    ``whole``: whether all of them is searched for what must not be published, or just their comments.
    """
    for entry in _entries(reading, reading.data / name):
        if entry.name not in known or not entry.is_file():
            _unknown(reading, Path(entry.path), expected, known)
        else:
            _descriptor(reading, Path(entry.path), whole=whole)


def _descriptor(reading: _Reading, path: Path, *, whole: bool) -> None:
    """What a descriptor says beside what it describes: it is public as the data are."""
    if not path.is_file() or path.is_symlink():
        return
    try:
        text = _beside(read_file(path, MAX_FORM_BYTES)[:MAX_FORM_BYTES], whole=whole)
    except OSError:  # told where it is read
        return
    if text:
        reading.unread.append(Unread(file=reading.shown(path), division="", year=None, department="", text=text))


_beside = lru_cache(maxsize=128)(unread)  # of descriptors, which are the same in every folder


def _common(reading: _Reading) -> None:
    folder = reading.data / "common"
    if not folder.is_dir() or folder.is_symlink():
        return
    tables = {f"{one.name}.csv": one for one in reading.catalogue.tables.values() if one.scope == "common"}
    for entry in _entries(reading, folder):
        path = Path(entry.path)
        if entry.name in tables and entry.is_file():
            _table(reading, path, tables[entry.name], ("", "", ""))
        else:
            _unknown(reading, path, "数据字典中各公共表的 CSV", tables)


def _table(reading: _Reading, path: Place, table: Table, context: tuple[str, str, str]) -> None:
    if not reading.asks(path):
        return
    reading.files += 1
    parts = reading.parts.setdefault(table.name, [])
    if (same := _told_ahead(reading, path, table)) is not None:
        parts.append(_Same(path=path, context=context, place=same))
        return
    try:
        content = read_file(path, MAX_BYTES)
    except OSError as error:
        reading.add(_closed_to_us(error), path, table, context)
        return
    if (same := _same(reading, path, content, table)) is not None:
        parts.append(_Same(path=path, context=context, place=same))
        return
    some = reading.lines(reading.below(path), content, table) if reading.lines is not None else None
    if some is not None and not len(some.rows):
        return
    lines = plain(content if some is None else some.content, table)
    if lines is not None:
        rows = np.arange(2, lines.rows + 2) if some is None else some.rows
        parts.append(_File(path=path, context=context, lines=lines, rows=rows))
        reading.waiting[table.name] += len(lines.body)
        if reading.waiting[table.name] > _ENOUGH:
            reading.parts[table.name] = list(_cells(reading, table))
        return
    cells = (
        _careful(reading, path, content, table, context)
        if some is None
        else _careful(reading, path, some.content, table, context, some.rows)
    )
    if cells is not None:
        parts.append(cells)


def _told_ahead(reading: _Reading, path: Place, table: Table) -> Slice | None:
    """Where the cells of a file are kept of which another process says that it is the same as before."""
    told = reading.store.told_ahead(reading.below(path)) if reading.store is not None else None
    return None if told is None else _found(reading, path, told, table)


def _same(reading: _Reading, path: Place, content: bytes, table: Table) -> Slice | None:
    """Where the cells of a file are kept that is the same as when it was read before."""
    if reading.store is None or len(content) > MAX_BYTES:
        return None
    return _found(reading, path, digest(content), table)


def _found(reading: _Reading, path: Place, content: str, table: Table) -> Slice | None:
    """Where the cells of a file with this digest are kept, which is noted."""
    if reading.store is None:
        return None
    if table.name not in reading.kept:
        schema = read_file(reading.data / "schemas" / f"{table.name}.yaml", MAX_FORM_BYTES)
        reading.schemas[table.name] = digest(schema)
        reading.kept[table.name] = reading.store.read(table.name, reading.schemas[table.name])
    shown = reading.shown(path)
    reading.digests[shown] = content
    return reading.kept[table.name].find(shown, content)


def _careful(
    reading: _Reading,
    path: Place,
    content: bytes,
    table: Table,
    context: tuple[str, str, str],
    places: np.ndarray | None = None,
) -> pa.Table | None:
    """A file read with care; what is wrong with it goes to the findings. ``places``: the rows of an excerpt."""
    sheet = read_csv(content, table, reading.catalogue.tables)
    for problem in sheet.problems:
        reading.add(problem, path, table, context)
    if not sheet.cells:
        return None
    file = (reading.shown(path), context, len(sheet.rows))
    rows = np.array(sheet.rows)
    return _placed(pa.table(dict(sheet.cells)), table, [file], rows if places is None else places[rows - 2])


def _placed(
    cells: pa.Table, table: Table, files: Sequence[tuple[str, tuple[str, str, str], int]], rows: np.ndarray
) -> pa.Table:
    """The cells with what their folders say and where they stand; ``files``: path, context and number of rows."""
    owner = pa.array(np.repeat(np.arange(len(files)), [count for _, _, count in files]))
    columns = {}
    for position, name in enumerate(CONTEXT):
        if name in table.context:
            columns[name] = pa.array([context[position] for _, context, _ in files], pa.large_string()).take(owner)
    blank = pa.nulls(len(cells), pa.large_string())  # columns that only local forms have may be left out
    columns |= {name: cells[name] if name in cells.column_names else blank for name in table.names}
    columns["_file"] = pa.array([path for path, _, _ in files], pa.large_string()).take(owner)
    columns["_row"] = pa.array(rows, pa.int64())
    return pa.table(columns)


def _cells(reading: _Reading, table: Table) -> Iterator[pa.Table]:
    """All cells of a table in the order of its files; neighbouring files with the same columns are parsed together."""
    parts = reading.parts.pop(table.name, [])
    del reading.waiting[table.name]
    for names, run in groupby(parts, key=_kind):
        files: list[Any] = list(run)
        if names == _KEPT:
            yield from _again(reading, table, files)
            continue
        if not names:
            yield from files
            continue
        cells = parsed([file.lines for file in files])
        if cells is None:
            for file in files:
                content = ",".join(names).encode() + b"\n" + file.lines.body
                if (whole := _careful(reading, file.path, content, table, file.context, file.rows)) is not None:
                    yield whole
            continue
        places = [(reading.shown(file.path), file.context, file.lines.rows) for file in files]
        yield _placed(cells, table, places, np.concatenate([file.rows for file in files]))


_KEPT = ("",)  # no column is called so


def _kind(part: pa.Table | _File | _Same) -> tuple[str, ...]:
    """What neighbouring files have in common that are taken together."""
    return part.lines.names if isinstance(part, _File) else _KEPT if isinstance(part, _Same) else ()


def _rows(part: pa.Table | _File | _Same) -> int:
    """How many rows there are in what was read of a table."""
    if isinstance(part, _File):
        return part.lines.rows
    return part.place.rows if isinstance(part, _Same) else len(part)


def _again(reading: _Reading, table: Table, files: Sequence[_Same]) -> Iterator[pa.Table]:
    """The cells that are kept of some files, those that lie one behind the other in one piece."""
    cells = reading.kept[table.name].cells
    runs: list[list[_Same]] = []
    for file in files:
        last = runs[-1][-1].place if runs else None
        if last is not None and last.first + last.rows == file.place.first:
            runs[-1].append(file)
        else:
            runs.append([file])
    for run in runs:
        piece = cells.slice(run[0].place.first, sum(file.place.rows for file in run))
        places = [(reading.shown(file.path), file.context, file.place.rows) for file in run]
        yield _placed(piece, table, places, piece["_row"].to_numpy())


def _some_again(reading: _Reading, table: Table, files: Sequence[_Same], rows: np.ndarray) -> pa.Table:
    """The cells that are kept of some rows of some files, by their positions in all of these; in ascending order."""
    before = np.array([file.place.first for file in files])
    counts = np.array([file.place.rows for file in files])
    first = np.cumsum(counts) - counts
    owners = np.searchsorted(first, rows, side="right") - 1
    piece = reading.kept[table.name].cells.take(pa.array(before[owners] + rows - first[owners]))
    own, counted = np.unique(owners, return_counts=True)
    places = [
        (reading.shown(files[one].path), files[one].context, count)
        for one, count in zip(own.tolist(), counted.tolist(), strict=True)
    ]
    return _placed(piece, table, places, piece["_row"].to_numpy()).combine_chunks()


def _keep(reading: _Reading, table: Table, whole: pa.Table) -> None:
    """Tell the store the cells of files in which nothing was wrong."""
    if reading.store is None or table.name not in reading.kept:
        return
    wrong = {one.file for one in reading.findings if one.table == table.name}
    names = whole["_file"].dictionary_encode().combine_chunks()
    codes, paths = names.indices.to_numpy(), names.dictionary.to_pylist()
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    counts = np.diff(np.append(starts, len(codes)))
    if len(starts) != len(paths):  # a file's rows lie apart: nothing that is known of
        return
    files: dict[str, Slice] = {}
    known = 0
    for first, rows, code in zip(starts.tolist(), counts.tolist(), codes[starts].tolist(), strict=True):
        path = paths[code]
        if path not in wrong and path in reading.digests:
            files[path] = Slice(digest=reading.digests[path], first=first, rows=rows)
            known += rows if reading.kept[table.name].find(path, reading.digests[path]) else 0
    kept = whole.select([*table.names, "_row"])
    reading.store.saw(table.name, reading.schemas[table.name], files)
    reading.store.note(table.name, reading.schemas[table.name], kept, files, known)


def _frame(reading: _Reading, table: Table) -> pd.DataFrame | Later:
    """The frame of a table; of one in which no file is another, later, if anybody asks for it."""
    parts = reading.parts.get(table.name, [])
    same = [one for one in parts if isinstance(one, _Same)]
    others = [one for one in parts if not isinstance(one, _Same)]
    if same and all(isinstance(one, _File) and not one.lines.rows for one in others):
        _see(reading, table, same)
        return Later(
            sum(one.place.rows for one in same),
            lambda: _made(table, _whole(list(_again(reading, table, same)))),
            lambda rows: _made(table, _some_again(reading, table, same, rows)),
        )
    cells = list(_cells(reading, table)) if parts else []
    if not cells:
        return no_rows(table)
    whole = _whole(cells)
    _keep(reading, table, whole)
    return _made(table, whole)


def _see(reading: _Reading, table: Table, files: Sequence[_Same]) -> None:
    """Tell the store where the rows of files lie, none of which is another."""
    if reading.store is None:
        return
    places: dict[str, Slice] = {}
    first = 0
    for one in files:
        places[reading.shown(one.path)] = replace(one.place, first=first)
        first += one.place.rows
    reading.store.saw(table.name, reading.schemas[table.name], places)


def _whole(parts: Sequence[pa.Table]) -> pa.Table:
    """One piece a column: what selects rows of many pieces is slow, and many small pieces scatter the memory."""
    return pa.concat_tables(parts).combine_chunks()


def _made(table: Table, whole: pa.Table) -> pd.DataFrame:
    """The frame of a table's cells."""
    text = text_type()
    columns: dict[str, Any] = {
        name: pd.array(whole[name], dtype=text) for name in (*table.context, *table.names, "_file")
    }
    if "fiscal_year" in table.context:
        columns["fiscal_year"] = columns["fiscal_year"].astype("int64")
    return pd.DataFrame({**columns, "_row": whole["_row"].to_numpy()})


def no_rows(table: Table, *, typed: bool = False, placed: bool = True) -> pd.DataFrame:
    """A frame of the table without rows, not to be changed: most tables of a small district have none.

    ``typed``: with numbers that are numbers; ``placed``: with the columns that say where a row stands.
    """
    return _no_rows(table.context, table.names, table.numbers if typed else (), placed, text_type().storage)


@cache
def _no_rows(
    context: tuple[str, ...], names: tuple[str, ...], numbers: tuple[str, ...], placed: bool, storage: str
) -> pd.DataFrame:
    """It is made once: to make one anew, or a copy, or to look at its types, takes pandas as long as to type rows."""
    text = pd.StringDtype(storage, na_value=np.nan)
    kinds: dict[str, Any] = dict.fromkeys((*context, *names), text) | dict.fromkeys(numbers, "Int64")
    kinds |= {"fiscal_year": "int64"} if "fiscal_year" in context else {}
    kinds |= {"_file": text, "_row": "int64"} if placed else {}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
