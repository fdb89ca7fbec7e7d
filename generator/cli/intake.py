"""What a bureau has, read into records: thin commands that read files, ask, print and let publish write."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.clock import today
from generator.cli.places import data_folder, resolved
from generator.core.characters import shortened, visible
from generator.core.errors import UsageError, reason
from generator.core.finding import Finding
from generator.core.output import Output
from generator.core.schema import Catalogue
from generator.load.names import DIVISION, SLUG, YEAR, origins_path
from generator.load.schema import load_catalogue

if TYPE_CHECKING:
    from generator.core.data import Checked
    from generator.intake.known import Known
    from generator.intake.merging import Change
    from generator.intake.origins import Origins
    from generator.intake.placing import Asked
    from generator.intake.understanding import Understood

FORMATS = ("text", "json", "html", "received")
SELFCHECK_FORMATS = ("text", "json")
_MOST = 32 * 1024 * 1024
_KINDS = {".xlsx", ".xls", ".xlsm", ".et", ".docx", ".csv"}
_LEFT = 5  # files of a folder that are not read, named


def import_(options: argparse.Namespace) -> int:
    """Read workbooks, documents and lists, tell what was understood, and join it to the records; 1 if it cannot be."""
    from generator.intake.telling import FORMATS as FORMS
    from generator.intake.telling import Told
    from generator.intake.values import day as converted_day

    if options.published and converted_day(options.published) != options.published:
        raise UsageError(
            f"--published 写的是「{shortened(options.published)}」，应像 2026-08-30 这样。",
            "请写公开的那一天；还没有公开的，不写 --published。",
        )
    data = data_folder(options.data)
    into = _into(options.into)
    catalogue = load_catalogue(into if into and (into / "datapackage.yaml").is_file() else data)
    found = understood_files(options, catalogue, into or data, sent=options.format == "received")
    changes: Sequence[Change] = ()
    if found.stopped:
        verdict = f"有 {_stops(found)} 处要先改好，什么也没有写。{_options_for(found)}"
    elif not any(one.values for one in found.readings):
        verdict = "没有读到任何内容，什么也没有写。"
    elif into is None:
        verdict = "只是看看，什么也没有写；要写进记录，请加 --into 数据文件夹。"
    else:
        verdict, changes = _joined(options, found, catalogue, into)
    told = Told(understood=found, changes=changes, tables=catalogue.tables, verdict=verdict)
    if options.format == "received":
        from generator.cli.received import received_json, received_of

        print(received_json(received_of(found, beside(options, found, catalogue, into or data))))
    else:
        print(FORMS[options.format](told))
    if options.format != "text":
        print(verdict, file=sys.stderr)
    return int(found.stopped or not any(one.values for one in found.readings))


def selfcheck(options: argparse.Namespace) -> int:
    """Say of files what the page 填报自查 says of them in a browser; 1 while something has to be put right."""
    from generator.forms.reading import layouts
    from generator.intake.known import known_of
    from generator.load.schema import load_profiles
    from generator.publish import write
    from generator.selfcheck.examining import Setting, examined
    from generator.selfcheck.telling import FORMATS as TELLERS
    from generator.selfcheck.telling import archive

    data = data_folder(options.data)
    out = resolved(options.out) if options.out else None
    if out is not None and (out.exists() or out.suffix.lower() != ".zip"):
        raise UsageError(
            f"--out 写的是「{shortened(str(options.out))}」，应是还没有的 .zip 文件。",
            "请换一个以 .zip 结尾的新文件名。",
        )
    tables = load_catalogue(data).tables
    setting = Setting(tables=tables, layouts=layouts(), profiles=load_profiles(data))
    found = examined(
        list(_files(options.files)),
        setting,
        lambda folders: known_of(data, tables, folders),
        asked=_asked(options),
        today=today(),
    )
    print(TELLERS[options.format](found, tables))
    if out is not None and found.files:
        write(out.parent, [Output(path=out.name, content=archive(found))])
        print(f"写出 {options.out}：{len(found.files)} 张表。", file=sys.stderr)
    return int(bool(found.stops) or not any(one.values for one in found.understood.readings))


def with_origins(checked: Checked, findings: Sequence[Finding], data: Path) -> list[Finding]:
    """The findings with the cells of the workbooks that their rows were imported from.

    Names of files and sheets are shown as everybody may read them.
    """
    if not origins_path(data).is_file():
        return list(findings)
    from generator.check.privacy.showing import shown_by
    from generator.intake.origins import read_origins

    origins = read_origins(data)
    found = [
        origins.find((one.division, str(one.year or ""), one.department), one.table, one.record, one.field)
        for one in findings
    ]
    show = shown_by(checked, found)
    return [replace(one, origin=show(origin)) for one, origin in zip(findings, found, strict=True)]


def _into(path: Path | None) -> Path | None:
    if path is None:
        return None
    place = resolved(path)
    if place.exists() and not place.is_dir():
        raise UsageError(f"{path} 不是文件夹。", "请在 --into 后面写数据文件夹，如 data。")
    return place


def _stops(found: Understood) -> int:
    return sum(one.stops for reading in found.readings for one in reading.problems)


_OPTIONS = {"division": "--division 区划代码", "year": "--year 年度", "department": "--department 部门代码"}
_GIVE_CODES = "\n表和项目本来就没有编码的，在命令后面加上 --give-codes，由程序编；同名的下次还是这个编码。"


def _options_for(found: Understood) -> str:
    """The options that say what forms leave out of where they belong; empty where they leave out nothing."""
    lacking = {name for reading in found.readings for one in reading.problems for name in one.lacks}
    codes = _GIVE_CODES if "code" in lacking else ""
    if not lacking - {"code"}:
        return codes
    named = " ".join(words for name, words in _OPTIONS.items() if name in lacking)
    where = "部门代码见 common/departments.csv 的“部门代码”列"
    return f"\n表上没写、又不便改表的，在命令后面写明：{named}（{where}）。{codes}"


def understood_files(options: argparse.Namespace, catalogue: Catalogue, data: Path, *, sent: bool) -> Understood:
    """The files that a command names, read and placed, and told where they say what must not be given away.

    ``sent``: a bureau sent them, and the answer goes back to it.
    """
    from generator.forms.reading import layouts
    from generator.intake.kept import with_kept
    from generator.intake.known import known_of
    from generator.intake.understanding import understood
    from generator.load.schema import load_profiles
    from generator.selfcheck.examining import Setting
    from generator.selfcheck.given_away import told_beside

    files = list(_files(options.files))
    setting = Setting(tables=catalogue.tables, layouts=layouts(), profiles=load_profiles(data))

    def known(folders: Sequence[tuple[str, int, str]]) -> Known:
        return known_of(data, catalogue.tables, folders)

    found = understood(files, setting.tables, setting.layouts, asked=_asked(options), known=known)
    found = with_kept(found, data, setting.tables, setting.layouts)
    divisions = {one.division for one in known(()).bureaus}
    return told_beside(files, found, setting, divisions, today(), numbers=sent)


def beside(options: argparse.Namespace, found: Understood, catalogue: Catalogue, data: Path) -> list[Finding]:
    """What else a check would refuse in records that were not taken in: whoever mends them is told all at once.

    Empty where they were taken in, as the check says it then.
    """
    if not found.stopped:
        return []
    from generator.forms.reading import layouts
    from generator.intake.known import known_of
    from generator.load.schema import load_profiles
    from generator.selfcheck.examining import Setting, examined

    told = examined(
        list(_files(options.files)),
        Setting(tables=catalogue.tables, layouts=layouts(), profiles=load_profiles(data)),
        lambda folders: known_of(data, catalogue.tables, folders),
        asked=_asked(options),
        today=today(),
    )
    return [one for one in (*told.gate, *told.cells) if one.severity == "error" and one.table]


def _asked(options: argparse.Namespace) -> Asked:
    """Whose forms the command says these are."""
    from generator.intake.placing import Asked

    _plain_codes(options)
    return Asked(
        division=options.division or "",
        year=int(options.year) if options.year else None,
        department=options.department or "",
        give_codes=options.give_codes,
    )


def _plain_codes(options: argparse.Namespace) -> None:
    """Refuse codes that no folder can have."""
    for value, pattern, title, example in (
        (options.division, DIVISION, "区划代码", "990001"),
        (options.year, YEAR, "年度", "2026"),
        (options.department, SLUG, "部门代码", "edu"),
    ):
        if value and not pattern.fullmatch(value):
            raise UsageError(
                f"{title}写的是「{shortened(value)}」，应像 {example} 这样。",
                "请照这样改；各部门的代码见 common/departments.csv。",
            )


def _files(paths: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file; of a folder, those that can be imported."""
    from generator.load.files import read_file

    beside, read = "", False
    for given in paths:
        path = resolved(given)
        if not path.exists():
            raise UsageError(f"找不到 {shortened(str(given))}。", "请核对文件名和它所在的文件夹。")
        inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in _KINDS) if path.is_dir() else [path]
        if not inside:
            kinds = "、".join(sorted(_KINDS))
            raise UsageError(
                f"{shortened(str(given))} 里没有可以导入的文件。", f"可以导入的有：{kinds}；别的请先另存为其中一种。"
            )
        if path.is_dir() and (left := _left(path)):
            print(left, file=sys.stderr)
        for one in inside:
            if one.name.startswith("~$"):  # what Excel leaves beside an open workbook
                beside = one.name
                continue
            read = True
            try:
                yield one.name, read_file(one, _MOST)
            except OSError as error:
                raise UsageError(
                    f"打不开 {shortened(str(one))}：{reason(error)}。", "请先在 Excel 里关掉它，或核对文件权限。"
                ) from None
    if beside and not read:
        raise UsageError(
            f"{shortened(visible(beside))} 是 Excel 打开表时放在旁边的临时文件，不是表。",
            "请换成名称前面没有 ~$ 的那一份。",
        )


def _left(folder: Path) -> str:
    """What is said of the files of a folder that cannot be imported; '' where there are none."""
    names = sorted(
        one.name
        for one in folder.rglob("*")
        if one.is_file() and one.suffix.lower() not in _KINDS and not one.name.startswith((".", "~$"))
    )
    if not names:
        return ""
    told = "、".join(visible(shortened(one)) for one in names[:_LEFT])
    more = f"等 {len(names):,} 个文件" if len(names) > _LEFT else ""
    return (
        f"没有读：{told}{more}，不是可以导入的表。"
        "是表的，请另存为 .xlsx 或 .docx；要让人下载的原件（PDF、图片），放进 data/区划/年度/部门/originals/。"
    )


@dataclass(frozen=True, kw_only=True)
class Joined:
    """What an import makes of the records of a data folder: files to write, what changes, where rows came from."""

    outputs: Sequence[Output]
    changes: Sequence[Change]
    origins: Origins


def joined(found: Understood, catalogue: Catalogue, into: Path, published: str) -> Joined:
    """What was understood, joined to the records of a data folder; nothing is written."""
    from generator.forms.reading import layouts
    from generator.intake.merging import merged
    from generator.intake.origins import read_origins
    from generator.intake.rows import folders

    origins = read_origins(into)
    outputs: list[Output] = []
    changes: list[Change] = []
    for folder in folders(found.forms, catalogue.tables, layouts()):
        one = merged(folder, into, catalogue.tables, today=today().isoformat(), published=published)
        outputs += [Output(path=path, content=content) for path, content in one.files.items()]
        changes += one.changes
        origins.add((folder.division, str(folder.year), folder.department), one.origins)
    return Joined(outputs=outputs, changes=changes, origins=origins)


def keep(one: Joined, into: Path) -> None:
    """Write what an import makes of the records, and beside them where they came from."""
    from generator.publish import write

    write(into, one.outputs)
    write(into.parent, [Output(path=origins_path(into).name, content=one.origins.content())])


def _joined(
    options: argparse.Namespace, found: Understood, catalogue: Catalogue, into: Path
) -> tuple[str, Sequence[Change]]:
    """Join what was understood to the records, and write it unless it is only tried."""
    from generator.intake.telling import counted

    one = joined(found, catalogue, into, options.published or "")
    told = counted(one.changes) or "登记了公开的文件"
    words = f"{told}，共 {len(one.outputs)} 个文件" if one.outputs else "与现有记录相同，没有要改的"
    if options.dry_run:
        return f"试导入：{words}；加了 --dry-run，什么也没有写。", one.changes
    keep(one, into)
    then = f"请检查：python -m generator check --data {options.into}" if one.outputs else ""
    if not options.published and _unregistered(into, found):
        then += "\n公开以后加上 --published 和公开的日期再导入一次，公开了哪些文件就登记好了。"
    return f"导入完成：{words}。{then}".rstrip(), one.changes


def _unregistered(into: Path, found: Understood) -> bool:
    """Whether a folder that was imported into says of no document on which day it was published."""
    places = {one.folder for one in found.forms if one.folder is not None}
    forms = [into / division / str(year) / department / "package.yaml" for division, year, department in places]
    return any(not set(_published(one)) - {"D11"} for one in forms)


def template(options: argparse.Namespace) -> int:
    """Write a bureau's template workbook: what is due, from the schemas, with what is already known filled in."""
    from generator.forms.due import due_documents, due_tables
    from generator.forms.filling import known_rows
    from generator.forms.template import Order
    from generator.forms.template import template as workbook
    from generator.intake.known import bureau_of, table_rows
    from generator.publish import write

    data = data_folder(options.data)
    catalogue = load_catalogue(data)
    _plain_codes(options)
    year = int(options.year)
    out = resolved(options.out)
    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            f"--out 写的是「{shortened(str(options.out))}」，模板是 .xlsx 文件。",
            "请写以 .xlsx 结尾的文件名，如 填报表.xlsx。",
        )
    if out.exists() and not options.force:
        raise UsageError(f"{options.out} 已经存在，没有改动。", "请换一个文件名；要覆盖请加 --force。")
    deadlines = table_rows(data, catalogue.tables["deadlines"])
    published = _published(data / options.division / options.year / options.department / "package.yaml")
    wanted = _wanted(options, catalogue) or due_tables(
        due_documents(deadlines, options.division, year, today(), published)
    )
    if not wanted:
        raise UsageError(
            f"{options.division} 的 {options.department} 在 {year} 年度没有到期要填的表。",
            "要补充或更正的，请用 --tables 写明哪些表，如 --tables goals,goal_indicators。",
        )

    def rows(of_year: int, name: str) -> Sequence[dict[str, str]]:
        return table_rows(data, catalogue.tables[name], (options.division, of_year, options.department))

    filled = {name: known_rows(name, year, rows) for name in wanted}
    named = [*rows(year, "goals"), *rows(year - 1, "goals"), *rows(year, "self_evaluations")]
    order = Order(
        division=options.division,
        year=year,
        department=options.department,
        bureau=bureau_of(data, catalogue.tables, options.division, options.department),
        tables=[catalogue.tables[name] for name in wanted],
        rows=filled,
        names={one["project_code"]: one.get("project_name", "") for one in named if one.get("project_code")},
    )
    clock = datetime(today().year, today().month, today().day)
    write(out.parent, [Output(path=out.name, content=workbook(order, clock=clock))])
    titles = "、".join(f"{one.title}（已填 {len(filled[one.name])} 行）" for one in order.tables)
    print(f"写出 {options.out}：{titles}。")
    print(f"填好以后：python -m generator import {options.out} --into {options.data}")
    return 0


def _published(form: Path) -> list[str]:
    """The kinds of documents that a form of publication lists; none where it cannot be read."""
    from generator.load.files import read_file
    from generator.load.forms import Form, FormError, read_yaml

    done = ["D11"] if (form.parent / "monitorings.csv").is_file() else []
    try:
        content = read_yaml(read_file(form, _MOST))
    except (OSError, FormError):
        return done
    return [*done, *(one.text("kind") for one in Form(content, []).forms("documents"))]


def _wanted(options: argparse.Namespace, catalogue: Catalogue) -> tuple[str, ...]:
    """The tables asked for by name."""
    names = tuple(dict.fromkeys(one.strip() for one in (options.tables or "").split(",") if one.strip()))
    own = {one.name: one.title for one in catalogue.tables.values() if one.scope == "department-year"}
    for name in names:
        if name not in own:
            listed = "、".join(f"{one}（{title}）" for one, title in own.items())
            raise UsageError(f"没有叫「{shortened(name)}」的表。", f"请改成其中的一个：{listed}。")
    return names


def form(options: argparse.Namespace) -> int:
    """Write the records of a bureau and year as the official forms that people know, a sheet a form."""
    from generator.forms.reading import layouts
    from generator.forms.records import forms_of, notes_of
    from generator.forms.workbook import workbook
    from generator.intake.known import bureau_of, table_rows
    from generator.publish import write

    data = data_folder(options.data)
    catalogue = load_catalogue(data)
    _plain_codes(options)
    out = resolved(options.out)
    kinds = {one.name: one for one in layouts() if one.prints}
    if options.kind not in kinds:
        listed = "、".join(f"{name}（{one.called}）" for name, one in kinds.items())
        raise UsageError(f"没有叫「{shortened(options.kind)}」的表样。", f"请改成其中的一个：{listed}。")
    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            f"--out 写的是「{shortened(str(options.out))}」，打印的表是 .xlsx 文件。",
            "请写以 .xlsx 结尾的文件名，如 自评表.xlsx。",
        )
    if out.exists() and not options.force:
        raise UsageError(f"{options.out} 已经存在，没有改动。", "请换一个文件名；要覆盖请加 --force。")
    place = (options.division, int(options.year), options.department)
    forms = forms_of(
        kinds[options.kind],
        lambda name: table_rows(data, catalogue.tables[name], place),
        catalogue.tables,
        year=place[1],
        bureau=bureau_of(data, catalogue.tables, options.division, options.department),
        notes=notes_of(table_rows(data, catalogue.tables["divisions"]), options.division),
    )
    if not forms:
        raise UsageError(
            f"{options.division} 的 {options.department} 在 {options.year} 年度没有这种表的记录。",
            "请核对部门代码和年度；还没有导入的，先导入。",
        )
    clock = datetime(today().year, today().month, today().day)
    write(out.parent, [Output(path=out.name, content=workbook(((one.sheet, one.grid) for one in forms), clock=clock))])
    print(f"写出 {options.out}：{kinds[options.kind].called} {len(forms)} 份，一份一张工作表。")
    return 0
