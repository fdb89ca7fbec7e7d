"""A comparison as text for a terminal, Markdown for a comment, JSON for programs, a page and a workbook for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.compare import wording
from generator.compare.comparison import KINDS, Comparison, Entry, Kind
from generator.core.characters import INVISIBLE
from generator.core.inert import flat, markdown
from generator.core.numbers import plain

TEMPLATES = Path(__file__).parent / "templates"
_TOLD = 40  # entries of a kind as text
_LINES = 100  # of a kind in Markdown
_PAGE = 3_000  # of a kind on a page


def as_text(told: Comparison) -> str:
    """For a terminal: what is lost first, of each kind the first."""
    lines = [f"{told.old} → {told.new}：{wording.headline(told)}"]
    lines += [f"  {one.name}：{'；'.join(sums)}" for one in told.totals if (sums := wording.sums(one))]
    for kind, entries in by_kind(told).items():
        lines.append(f"【{KINDS[kind]}】{told.records[kind]:,} 条记录")
        lines += [f"  {line}" for one in entries[:_TOLD] for line in _lines(one, told)]
        if more := len(entries) - _TOLD:
            lines += [f"  …… 另有 {more:,} 处；用 --format html 或 xlsx 看全部。"] if more > 0 else []
    return "\n".join(flat_keeping_indent(one) for one in [*lines, *wording.left(told)])


def flat_keeping_indent(line: str) -> str:
    """One line that steers no terminal, with the spaces it begins with."""
    return line[: len(line) - len(line.lstrip(" "))] + flat(line)


def _lines(entry: Entry, told: Comparison) -> Iterator[str]:
    more = wording.besides(entry, told)
    where = f"{wording.place_name(entry, told)}　" if entry.level != "folder" else ""
    yield f"{where}{wording.subject(entry, told)}{f'：{more}' if more else ''}"
    for cell in entry.cells:
        old, new = wording.values(cell)
        yield f"    {cell.field.title}：{old} → {new}{wording.unit(cell)}"


def by_kind(told: Comparison) -> Mapping[Kind, list[Entry]]:
    """The entries of each kind that has any, losses first."""
    return {kind: list(group) for kind, group in groupby(told.entries, key=lambda one: one.kind)}


def as_markdown(told: Comparison) -> str:
    """For a comment or a summary; every value is encoded, so that none becomes markup, a link or a mention."""
    lines = [f"## {markdown(told.old)} → {markdown(told.new)}", "", markdown(wording.headline(told)), ""]
    lines += totals_table(told)
    for kind, entries in by_kind(told).items():
        lines += [
            f"### {KINDS[kind]}（{told.records[kind]:,} 条记录）",
            "",
            *entry_table(kind, entries[:_LINES], told),
            "",
        ]
        if len(entries) > _LINES:
            lines += [f"另有 {len(entries) - _LINES:,} 处没有列出。", ""]
    return "\n".join([*lines, *(f"{markdown(one)}\n" for one in wording.left(told))]).rstrip()


def totals_table(told: Comparison) -> list[str]:
    """What is summed before and after, as Markdown."""
    if not told.totals:
        return []
    shown = told.totals if len(told.totals) > 2 else told.totals[1:]
    titles = [one.title + ("" if one.unit == "个" else f"（{one.unit}）") for one in told.totals[0].figures]
    lines = [f"| | {' | '.join(map(markdown, titles))} |", "|---|" + "---:|" * len(titles)]
    for total in shown:
        cells = [
            "没有比较"
            if one.old is None or one.new is None
            else wording.amount(one.new, one.unit, named=False)
            if one.old == one.new
            else " → ".join(wording.amount(value, one.unit, named=False) for value in (one.old, one.new))
            for one in total.figures
        ]
        lines.append(f"| {markdown(total.name)} | {' | '.join(map(markdown, cells))} |")
    return [*lines, ""]


def entry_table(kind: Kind, entries: list[Entry], told: Comparison) -> list[str]:
    """Entries of a kind as a table of Markdown."""
    if kind != "changed":
        lines = ["| 部门年度 | 记录 | 说明 |", "|---|---|---|"]
        for one in entries:
            whole = (wording.place_name(one, told), wording.subject(one, told), wording.besides(one, told))
            lines.append(f"| {' | '.join(map(markdown, whole))} |")
        return lines
    lines = ["| 部门年度 | 记录 | 项 | 原来 | 现在 |", "|---|---|---|---|---|"]
    for one in entries:
        for number, cell in enumerate(one.cells):
            whose = (wording.place_name(one, told), wording.subject(one, told)) if not number else ("", "")
            cells = (*whose, cell.field.heading, *wording.values(cell))
            lines.append(f"| {' | '.join(map(markdown, cells))} |")
    return lines


def as_json(told: Comparison) -> str:
    """Everything, for programs; what turns the direction of text is written by its number."""
    text = json.dumps(document(told), ensure_ascii=False, indent=1)
    return INVISIBLE.sub(lambda found: json.dumps(found.group())[1:-1], text)


def document(told: Comparison) -> dict[str, object]:
    """A comparison as plain values; money in 万元 as text, as the records have it."""
    return {
        "old": told.old,
        "new": told.new,
        "summary": {
            "headline": wording.headline(told),
            "records": dict(told.records),
            "cells": told.cells,
            "projects": dict(told.projects),
            "untouched": told.untouched,
            "left_out": dict(told.left_out),
        },
        "totals": [
            {
                "place": one.place.path if one.place else "",
                "name": one.name,
                "figures": [
                    {
                        "title": each.title,
                        "unit": each.unit,
                        "old": _plain(each.old, each.unit),
                        "new": _plain(each.new, each.unit),
                    }
                    for each in one.figures
                ],
            }
            for one in told.totals
        ],
        "tables": [{"table": one.table.name, "title": one.table.title, **one.counts} for one in told.tables],
        "entries": [
            {
                "kind": one.kind,
                "level": one.level,
                "division": one.place.division,
                "year": one.place.year or None,
                "department": one.place.department,
                "where": wording.place_name(one, told),
                "table": one.table.name if one.table else "",
                "title": one.table.title if one.table else "",
                "record": one.record,
                "name": one.name,
                "project": one.project,
                "rows": one.rows,
                "amount": _plain(one.amount, "万元"),
                "elsewhere": one.elsewhere,
                "file": one.file,
                "row": one.row,
                "origin": one.origin,
                "cells": [
                    {
                        "field": cell.field.name,
                        "title": cell.field.title,
                        "unit": cell.field.unit,
                        "old": cell.old,
                        "new": cell.new,
                    }
                    for cell in one.cells
                ],
            }
            for one in told.entries
        ],
        "unread": list(told.unread),
        "frame": list(told.frame),
    }


def _plain(value: int | None, unit: str) -> str | int | None:
    return value if value is None or unit != "万元" else plain(value)


def as_html(told: Comparison) -> str:
    """One page that stands alone: no script, nothing fetched."""
    return environment(TEMPLATES).get_template("comparison.html.j2").render(**page_values(told))


def environment(*folders: Path) -> Environment:
    """Templates into which data comes through autoescape only."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_values(told: Comparison) -> dict[str, object]:
    """What the page says of a comparison."""
    groups = by_kind(told)
    return {
        "told": told,
        "words": wording,
        "kinds": KINDS,
        "groups": {kind: entries[:_PAGE] for kind, entries in groups.items()},
        "more": {kind: max(0, len(entries) - _PAGE) for kind, entries in groups.items()},
    }


FORMATS: Mapping[str, Callable[[Comparison], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
    "html": as_html,
}
