"""A review as a page, a workbook, and in short for the comment under a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from generator.check.report import location, said, whose
from generator.compare import wording
from generator.compare.book import Sheet, book, sheets
from generator.compare.comparison import KINDS, Comparison
from generator.compare.telling import TEMPLATES as COMPARING
from generator.compare.telling import by_kind, environment, page_values
from generator.core.characters import INVISIBLE, shortened, visible
from generator.core.finding import SEVERITIES, Finding
from generator.review.review import Cause, Review, Trouble

_TEMPLATES = Path(__file__).parent / "templates"
_THREE = 3  # of a cause in the comment
_PAGE = 200  # of a cause on the page
_ENTRIES = 40  # of a kind for the comment, which shows fewer when they are long
_CAUSES, _TROUBLES, _TOTALS = 60, 30, 12
_LONG = 400  # characters of a text for the comment
_ROWS = 10_000


def as_html(review: Review, *, clock: datetime) -> bytes:
    """One page that stands alone: no script, nothing fetched."""
    del clock
    values = page_values(review.comparison) if review.comparison else {"words": wording, "told": None}
    page = environment(_TEMPLATES, COMPARING).get_template("review.html.j2")
    text = page.render(
        **values,
        review=review,
        said=lambda one: visible(said(one)),
        whose=lambda one: visible(whose(one)),
        where=lambda one: visible(location(one)),
        most=_PAGE,
    )
    return f"{text}\n".encode()


def as_xlsx(review: Review, *, clock: datetime) -> bytes:
    """Everything as sheets, to be filtered and worked off."""
    return book(_sheets(review), clock=clock)


def _sheets(review: Review) -> Iterator[Sheet]:
    yield Sheet(name="结论", heads=(("审核报告", 18), ("", 80)), rows=_in_short(review), plain=True)
    yield Sheet(
        name="检查结果",
        heads=(
            ("级别", 6),
            ("代码", 6),
            ("原因", 14),
            ("记录", 22),
            ("项", 14),
            ("问题", 40),
            ("怎么改", 36),
            ("部门的表", 20),
            ("文件", 22),
            ("行", 5),
        ),
        rows=_found(review.causes),
        none=f"{review.clean}{review.looked}",
    )
    yield Sheet(
        name="收到的表",
        heads=(("位置", 34), ("读成了什么", 60)),
        rows=review.received.files,
        none="这次没有交来工作簿。",
    )
    yield Sheet(
        name="表里要改的",
        heads=(("要不要改", 8), ("位置", 30), ("记录", 26), ("问题", 46), ("怎么改", 40)),
        rows=[
            ("请改" if one.stops else "请核对", one.where, one.whose, one.message, one.hint)
            for one in review.received.troubles
        ],
        none="没有。",
    )
    if review.comparison:
        yield from sheets(review.comparison)


def _in_short(review: Review) -> Iterator[tuple[str, str]]:
    """What came of it, in a few lines to begin with."""
    yield "结论", review.verdict
    if review.comparison:
        yield "对公众", f"{wording.headline(review.comparison)}{review.unseen}"
    for level, word in SEVERITIES.items():
        apart = f"，其中 {review.apart:,} 处在没有动到的文件夹里" if level == "error" and review.apart else ""
        yield word, f"{review.counts[level]:,} 处{apart}"
    if review.elsewhere:
        yield "没有列出的", f"没有动到的部门年度另有 {review.elsewhere:,} 处提醒和关注，与这次改动无关。"
    yield "查了什么", review.looked
    yield (
        "各张工作表",
        "、".join(("检查结果", "收到的表", "表里要改的", *(("变动", "前后合计", "说明") if review.comparison else ()))),
    )


def _found(causes: Sequence[Cause]) -> Iterator[Sequence[str | int | None]]:
    for cause in causes:
        shown = cause.findings[:_ROWS]
        for one in shown:
            title = one.title if one.field else ""
            yield (
                cause.word,
                one.code,
                cause.title,
                whose(one),
                title,
                said(one),
                one.hint,
                one.origin,
                one.file,
                one.row,
            )
        if left := cause.count - len(shown):
            more = f"另有 {left:,} 处同样的问题，没有一一列出。"
            yield cause.word, cause.findings[0].code, cause.title, "", "", more, "", "", "", None


def as_review(review: Review, *, clock: datetime) -> bytes:
    """What the comment is made of: complete in its counts, of everything the first."""
    del clock
    comparison = review.comparison
    document = {
        "verdict": review.verdict,
        "looked": review.looked,
        "passes": review.passes,
        "counts": dict(review.counts),
        "elsewhere": review.elsewhere,
        "apart": review.apart,
        "causes": [_cause(one) for one in review.causes[:_CAUSES]],
        "causes_left": len(review.causes[_CAUSES:]),
        "received": {
            "files": [[_cut(file), _cut(headline)] for file, headline in review.received.files[:_TROUBLES]],
            "count": len(review.received.files),
            "troubles": [_trouble(one) for one in review.received.troubles[:_TROUBLES]],
            "troubles_count": len(review.received.troubles),
        },
        "changes": _changes(comparison) if comparison else None,
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return INVISIBLE.sub(lambda found: json.dumps(found.group())[1:-1], text).encode() + b"\n"


def _cause(cause: Cause) -> dict[str, object]:
    return {
        "severity": cause.severity,
        "code": cause.code,
        "title": cause.title,
        "count": cause.count,
        "apart": cause.apart,
        "first": [_finding(one) for one in cause.findings[:_THREE]],
    }


def _finding(one: Finding) -> dict[str, object]:
    place = f"{one.file} 第 {one.row} 行" if one.row else one.file
    return {
        "whose": _cut(whose(one)),
        "field": _cut(one.title if one.field else ""),
        "message": _cut(said(one)),
        "hint": _cut(one.hint),
        "where": _cut(one.origin or place),
        "reply": _cut(one.reply.text if one.reply else ""),
    }


def _trouble(one: Trouble) -> dict[str, object]:
    return {
        "where": _cut(one.where),
        "whose": _cut(one.whose),
        "message": _cut(one.message),
        "hint": _cut(one.hint),
        "stops": one.stops,
    }


def _changes(told: Comparison) -> dict[str, object]:
    shown = told.totals if len(told.totals) > 2 else told.totals[1:]
    kinds = by_kind(told)
    return {
        "headline": wording.headline(told),
        "lost": told.lost,
        "counts": dict(told.records),
        "figures": [f"{one.title}（{one.unit}）" for one in told.totals[0].figures] if told.totals else [],
        "totals": [
            [_cut(one.name), *([_number(each.old, each.unit), _number(each.new, each.unit)] for each in one.figures)]
            for one in shown[: _TOTALS + 1]
        ],
        "totals_left": len(shown[_TOTALS + 1 :]),
        "entries": {
            kind: [
                {
                    "place": _cut(wording.place_name(one, told)),
                    "subject": _cut(wording.subject(one, told)),
                    "besides": _cut(wording.besides(one, told)),
                    "where": _cut(one.origin),
                    "rows": one.rows,
                    "cells": [
                        [cell.field.heading, *(_cut(value, 120) for value in wording.values(cell))]
                        for cell in one.cells[:12]
                    ],
                    "cells_left": len(one.cells[12:]),
                }
                for one in kinds.get(kind, ())[:_ENTRIES]
            ]
            for kind in KINDS
        },
        "entries_count": {kind: len(kinds.get(kind, ())) for kind in KINDS},
        "besides": [_cut(one) for one in wording.left(told)],
    }


def _number(value: int | None, unit: str) -> str:
    return "没有比较" if value is None else wording.amount(value, unit, named=False)


def _cut(text: str, longest: int = _LONG) -> str:
    return shortened(text, longest)


FORMATS: Mapping[str, Callable[..., bytes]] = {"html": as_html, "xlsx": as_xlsx, "review": as_review}
