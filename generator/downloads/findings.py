"""The published findings as files: CSV and JSON for programs, a workbook and Parquet, and a feed a bureau."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.etree import ElementTree

from generator.core import addresses
from generator.core.archive import entry, pack
from generator.core.descriptor import schema_descriptor
from generator.core.output import Output
from generator.derive.published import WHOLE, Published
from generator.derive.published_rows import TABLE, rows
from generator.downloads.atom import child, feed, moment, written
from generator.downloads.cells import arrays, csv_line, every, fields, rendered
from generator.downloads.index import json_bytes
from generator.downloads.parquet import parquet
from generator.downloads.setting import Setting
from generator.downloads.workbook import MAX_ROWS, workbook

_NEWEST = 50  # entries of a feed
_AT_ONCE = 2_000  # findings laid out in every format at the same time: they are long, and of many words


def finding_outputs(setting: Setting) -> Iterator[Output]:
    """The files of all findings, the schema of their table, and the feeds."""
    published = setting.shared.published
    yield from _files(setting, published.lines)
    descriptor = {"name": TABLE.name, "title": TABLE.title, "description": TABLE.description}
    yield Output(path=addresses.schema(TABLE.name), content=json_bytes({**descriptor, **schema_descriptor(TABLE)}))
    bureaus: dict[tuple[str, str], list[Published]] = {
        (division, department): [] for division, department in setting.departments
    }
    for one in published.lines:
        bureaus.setdefault((one.finding.division, one.department), []).append(one)
    packaged = {one.key[::2] for one in setting.checked.packages}
    for (division, department), lines in bureaus.items():
        if lines or (division, department) in packaged:
            yield _feed(setting, division, department, lines)


def _files(setting: Setting, lines: Sequence[Published]) -> Iterator[Output]:
    parts = [
        every(arrays(rows(setting.checked, lines[first : first + _AT_ONCE], setting.site_url), TABLE))
        for first in range(0, max(1, len(lines)), _AT_ONCE)
    ]
    csv, json = [csv_line([one.name for one in fields(TABLE)], "\n")], [b"[\n"]
    left = shown = min(len(lines), MAX_ROWS)
    sheet = entry("", pack(setting.layout.heads[TABLE.name]))
    for number, cells in enumerate(parts):
        count = min(_AT_ONCE, len(lines) - number * _AT_ONCE)
        made = rendered(cells, TABLE, setting.layout.numbers).forms
        csv.append(made["csv"].cut(0, count))
        json.append(made["json"].cut(0, count))
        fitting = min(count, left)
        sheet.add(pack(made["sheet"].cut(0, fitting)))
        left -= fitting
    json[-1] = json[-1].removesuffix(b",\n")
    yield Output(path=addresses.findings_file("csv"), content=b"".join(csv))
    yield Output(path=addresses.findings_file("json"), content=b"".join([*json, b"\n]\n"]))
    yield Output(path=addresses.findings_file("parquet"), content=parquet(parts, TABLE))
    laid = setting.model((TABLE.name,), wrap=True, sample=bool(setting.samples))
    content, _ = workbook(laid, setting.layout, {TABLE.name: (sheet, shown)}, setting.clock)
    yield Output(path=addresses.findings_file("xlsx"), content=content)


def _feed(setting: Setting, division: str, department: str, lines: Sequence[Published]) -> Output:
    """What was found about a bureau; it changes when the data do, not at every build."""
    name = (
        setting.divisions.get(division, division) + "全区划"
        if department == WHOLE
        else setting.departments.get((division, department), department)
    )
    days = {
        one.fiscal_year: one.published_date
        for one in setting.checked.packages
        if one.key[::2] == (division, department)
    }
    newest = sorted(lines, key=lambda one: (_day(one, days), one.finding.year or 0), reverse=True)[:_NEWEST]
    path = addresses.findings_feed(division or WHOLE, department)
    root = feed(
        setting,
        path,
        title=f"{name}：核对发现",
        updated=max([*days.values(), *(one.finding.reply.date for one in newest if one.finding.reply)], default=""),
        page=addresses.department(division, department) if (division, department) in setting.departments else "",
    )
    for one in newest:
        _entry(root, setting, one, _day(one, days), invented=division in setting.samples)
    return written(path, root)


def _day(one: Published, published: Mapping[int, str]) -> str:
    """When a finding was last told of: the day its year was published, or that of the reply to it."""
    reply = one.finding.reply
    return max(published.get(one.finding.year or 0, ""), reply.date if reply else "")


def _entry(root: ElementTree.Element, setting: Setting, one: Published, day: str, *, invented: bool) -> None:
    reply = one.finding.reply
    entry_ = child(root, "entry")
    child(entry_, "id", f"{setting.site_url}{one.path}")
    child(entry_, "title", f"{one.subject}：{one.title}" + ("（示例数据，虚构）" if invented else ""))
    child(entry_, "updated", moment(day))
    child(entry_, "link", rel="alternate", type="text/html", href=f"{setting.site_url}{one.path}")
    said = f"{reply.by}的说明（{reply.date}）：{reply.text}" if reply else "部门还没有作公开说明。"
    child(entry_, "summary", f"{one.finding.message}{said}")
