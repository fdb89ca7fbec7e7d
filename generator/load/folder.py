"""Walk a data folder: every file is either one the layout knows, read strictly, or a finding."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from generator.core.characters import shortened
from generator.core.data import Loaded, Unread
from generator.core.finding import Finding
from generator.core.frames import Frames
from generator.core.memory import hold_texts, plain_allocator
from generator.core.original import Original
from generator.core.package import Package
from generator.core.schema import Table
from generator.load.excerpt import Excerpt
from generator.load.files import read_file
from generator.load.forms import MAX_BYTES as MAX_FORM_BYTES
from generator.load.forms import FormError, Noting, Problems, line_of, unread
from generator.load.kept import Store
from generator.load.kept_forms import KeptForms
from generator.load.names import DIVISION, ORIGINAL, ORIGINALS, PACKAGE, SLUG, WAIVERS, YEAR
from generator.load.package import SAMPLES, read_package
from generator.load.problem import FIRST, Problem
from generator.load.reading import Reading, closed_to_us
from generator.load.schema import load_catalogue, load_profiles, refuse_unknown_fields
from generator.load.tables import read_frame, read_table, rows_read
from generator.load.waivers import Word, read_waivers

_ENTRIES = "一行一项，如 publisher: 示例区教育局"
_LEAST = "；".join(SAMPLES[name] for name in ("title", "publisher", "published_date")) + "。"  # what a form must say
_WORKBOOKS = (".xlsx", ".xls", ".et")
MAX_DEPARTMENTS, MAX_YEARS = 3_000, 50  # of a division in a year; of a division
_TOP = {"datapackage.yaml": False, "README.md": False, "schemas": True, "profiles": True, "common": True}  # folder?

T = TypeVar("T")


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
    reading = Reading(data=data, catalogue=catalogue, wanted=wanted, lines=lines, store=store, parse=forms.read)
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
    hold_texts(sum(map(rows_read, chain.from_iterable(reading.parts.values()))))
    frames = Frames({name: read_frame(reading, table) for name, table in catalogue.tables.items()})
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


def _entries(reading: Reading, folder: Path) -> Iterator[os.DirEntry[str]]:
    """The plain files and folders in name order; anything else is a finding and is not followed."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
    except OSError as error:
        reading.add(closed_to_us(error), folder)
        return
    for entry in entries:
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError as error:
            reading.add(closed_to_us(error), Path(entry.path))
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


def _folders(reading: Reading, folder: Path, name: re.Pattern[str], expected: str) -> Iterator[Path]:
    for entry in _entries(reading, folder):
        if entry.is_dir() and name.fullmatch(entry.name):
            yield Path(entry.path)
        else:
            _unknown(reading, Path(entry.path), expected)


def _departments(reading: Reading, year: Path) -> Iterator[Path]:
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


def _years(reading: Reading, folder: Path) -> Iterator[Path]:
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


def _unknown(reading: Reading, path: Path, expected: str, known: Iterable[str] = ()) -> None:
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


def _counted(reading: Reading) -> tuple[Finding, ...]:
    """All findings; the last one told of the things that do not belong in a folder says how many more there are."""
    left = {reading.shown(folder): count - FIRST for folder, count in reading.strangers.items() if count > FIRST}
    findings = reading.findings
    for place in range(len(findings) - 1, -1, -1):
        folder = findings[place].file.rpartition("/")[0]
        if findings[place].code == "L09" and folder in left:
            findings[place] = replace(findings[place], others=left.pop(folder))
    return tuple(findings)


def _package(reading: Reading, folder: Path) -> None:
    """One department-year: its form and its tables."""
    context = (folder.parts[-3], folder.parts[-2], folder.parts[-1])
    tables = {f"{one.name}.csv": one for one in reading.catalogue.tables.values() if one.scope == "department-year"}
    form: Path | None = None
    for entry in _entries(reading, folder):
        if entry.name == PACKAGE and entry.is_file():
            form = Path(entry.path)
        elif entry.name in tables and entry.is_file():
            read_table(reading, entry.path, tables[entry.name], context)
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


def _originals(reading: Reading, folder: Path, context: tuple[str, str, str]) -> None:
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


def _waivers(reading: Reading, path: Path) -> None:
    """What the finance bureau waives in a division."""
    division = path.parent.name

    def read(content: Any, problems: Noting) -> Word:
        tables = reading.catalogue.tables
        return read_waivers(content, problems, division=division, path=reading.shown(path), tables=tables)

    if word := _form(reading, path, "P06", (division, "", ""), read):
        reading.waivers += word.waivers
        reading.withdrawn += word.withdrawn


def _form(
    reading: Reading, path: Path, code: str, context: tuple[str, str, str], read: Callable[[Any, Noting], T]
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
        reading.add(closed_to_us(error), path, context=context)
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


def _closed(reading: Reading, name: str, known: Sequence[str], expected: str, *, whole: bool) -> None:
    """The repository's own descriptors: already read, and nothing else may lie beside them.

    ``whole``: whether all of them is searched for what must not be published, or just their comments.
    """
    for entry in _entries(reading, reading.data / name):
        if entry.name not in known or not entry.is_file():
            _unknown(reading, Path(entry.path), expected, known)
        else:
            _descriptor(reading, Path(entry.path), whole=whole)


def _descriptor(reading: Reading, path: Path, *, whole: bool) -> None:
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


def _common(reading: Reading) -> None:
    folder = reading.data / "common"
    if not folder.is_dir() or folder.is_symlink():
        return
    tables = {f"{one.name}.csv": one for one in reading.catalogue.tables.values() if one.scope == "common"}
    for entry in _entries(reading, folder):
        path = Path(entry.path)
        if entry.name in tables and entry.is_file():
            read_table(reading, path, tables[entry.name], ("", "", ""))
        else:
            _unknown(reading, path, "数据字典中各公共表的 CSV", tables)
