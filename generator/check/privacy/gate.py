"""What must not be published, in every text of the data: personal numbers (S04) and marks of secrecy (S05).

Columns of text and the texts of ``package.yaml`` are searched for all of it. A column of codes holds numbers by right:
there only an identity number that cannot be a code is refused. Numbers, dates and choices are typed, and hold none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generator.check.keys import RowFault
from generator.check.packages import package_finding
from generator.check.privacy.numbers import is_credit_code, is_resident
from generator.check.privacy.personal import CANDIDATE, MOBILE, RESIDENT, SECRET, Hit, Known, find, masked
from generator.core.finding import Finding
from generator.core.package import Package
from generator.core.schema import Field, Table

Frames = Mapping[str, pd.DataFrame]
Place = tuple[str, str]  # what a text of a form is called, and the text

# A number alone in one of these is an amount: its unit stands in the next column.
_QUANTITIES = ("target_value", "actual_value", "expected_value", "reference_value", "value_text")
_BARE = re.compile(r"\W*\d+\W*")
_CODE = r"(?:^|[^0-9A-Za-z])[0-9]{17}[0-9Xx](?:$|[^0-9A-Za-z])"
_CODE_PART = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_NUMBER = r"^[0-9]{10,18}[0-9Xx]$"
# Codes go on with the fiscal year after the division, and such a year may be followed by what reads as month and day.
_CODED_SINCE = 2010
# Codes with a year of two digits (19, 20) read as births of 1900 to 2009; others with that division and year tell them.
_SERIES = 8
_QUOTING = ("message", "hint", "value", "expected", "record", "name", "file")  # what of a finding may quote the data
_EXPECTED = {"S04": "不含身份证号、手机号、银行卡号", "S05": "不含密级标识和涉密内容"}
_HINTS = {
    "S04": (
        "请删除这个号码；说明对象只写人数、户数，联系方式只写科室的办公电话。确是合同号、流水号的，请略去号码或改写。"
        "已提交的，请按参与指南处理历史记录。"
    ),
    "S05": "请停止提交，先做保密审查；涉密项目不列入数据，只在 package.yaml 的 withheld 写个数和理由。",
}
UNWAIVABLE = tuple(_HINTS)


def known_numbers(frames: Frames, tables: Mapping[str, Table], packages: Iterable[Package], today: date) -> Known:
    """The divisions and the numbers that the data uses as codes, those aside that are a person's."""
    divisions = set(frames["divisions"]["division"].dropna().str.slice(0, 6)) | {one.division[:6] for one in packages}
    codes = {
        value.upper()
        for name, table in tables.items()
        for _, value in _distinct(frames[name], _own_codes(table), _NUMBER)
    }
    persons = {one for one in codes if _persons(one, Known(today=today))}
    alike = Counter(one[:_SERIES] for one in codes - persons if len(one) == 18)
    alike.subtract(one[:_SERIES] for one in persons)
    known = Known(today=today, divisions=frozenset(divisions), series=frozenset(one for one in alike if alike[one] > 2))
    return replace(known, codes=frozenset(one for one in codes if not _persons(one, known)))


def refused_cells(table: Table, frame: pd.DataFrame, known: Known) -> Iterator[RowFault]:
    """Every cell of a table, as read, that holds what must not be published."""
    if frame.empty:
        return
    texts = [one for one in table.fields if one.type == "string" and not {"enum", "pattern"} & set(one.constraints)]
    judged = [(one, value, _hits(one, value, known)) for one, value in _distinct(frame, texts, CANDIDATE)]
    judged += [(one, value, _persons(value, known)) for one, value in _distinct(frame, _own_codes(table), _CODE)]
    found: dict[str, dict[str, Sequence[Hit]]] = {}
    for field, value, hits in judged:
        if hits:
            found.setdefault(field.name, {})[value] = hits
    for name, values in found.items():
        for label, value in frame.loc[frame[name].isin(list(values)), name].items():
            for code, shown, message in _told(values[value]):
                yield RowFault(
                    code=code,
                    label=int(str(label)),
                    field=name,
                    value=shown,
                    expected=_EXPECTED[code],
                    message=f"含有{message}",
                    hint=_HINTS[code],
                )


def refused_forms(packages: Iterable[Package], known: Known) -> Iterator[Finding]:
    """Every text of a ``package.yaml`` that holds what must not be published."""
    for package in packages:
        found: list[tuple[str, Sequence[Hit]]] = [(place, find(text, known)) for place, text in _texts(package)]
        found += [(place, _persons(code, known)) for place, code in _codes(package)]
        for place, hits in found:
            for code, shown, message in _told(hits):
                yield package_finding(
                    package, code, f"「{place}」含有{message}", _HINTS[code], value=shown, expected=_EXPECTED[code]
                )


def without_numbers(findings: Iterable[Finding], known: Known) -> Iterator[Finding]:
    """The findings with every personal number in them masked: they go into public logs and comments."""
    for one in findings:
        texts = {name: getattr(one, name) for name in _QUOTING}
        changes: dict[str, Any] = {
            name: plain for name, text in texts.items() if (plain := masked(text, known)) != text
        }
        if one.waiver is not None:
            by, reason = masked(one.waiver.by, known), masked(one.waiver.reason, known)
            changes["waiver"] = replace(one.waiver, by=by, reason=reason)
        if one.reply is not None:
            by, text = masked(one.reply.by, known), masked(one.reply.text, known)
            changes["reply"] = replace(one.reply, by=by, text=text)
        yield replace(one, **changes) if changes else one


def _own_codes(table: Table) -> list[Field]:
    """The columns of codes that this table gives, and does not take from another."""
    taken = {name for key in table.foreign_keys for name in key.fields}
    return [
        one for one in table.fields if one.type == "string" and "pattern" in one.constraints and one.name not in taken
    ]


def _distinct(frame: pd.DataFrame, fields: Sequence[Field], pattern: str) -> Iterator[tuple[Field, str]]:
    """The distinct values of each column that match; Arrow looks at each once, and makes the pattern once a table."""
    if frame.empty or not fields:
        return
    columns = [pc.unique(pa.array(frame[one.name].array, type=pa.large_string())) for one in fields]
    values = pa.concat_arrays(columns)
    owners = np.repeat(np.arange(len(fields)), [len(column) for column in columns])
    matching = pc.fill_null(pc.match_substring_regex(values, pattern), False).to_numpy(zero_copy_only=False)
    for place in np.flatnonzero(matching).tolist():
        yield fields[owners[place]], values[place].as_py()


def _hits(field: Field, value: str, known: Known) -> Sequence[Hit]:
    hits = find(value, known)
    if field.name in _QUANTITIES and _BARE.fullmatch(value):
        return [one for one in hits if one.kind is not MOBILE]
    return hits


def _persons(value: str, known: Known) -> Sequence[Hit]:
    """The identity numbers in a code: those whose year is no fiscal year, and that continue no series of codes."""
    return [
        Hit(kind=RESIDENT, start=match.start(), end=match.end(), shown=f"{number[:3]}…{number[-2:]}")
        for match in _CODE_PART.finditer(value)
        if is_resident(number := match.group().upper(), known.today)
        and int(number[6:10]) < _CODED_SINCE
        and number[:_SERIES] not in known.series
        and not is_credit_code(number)
    ]


def _told(hits: Sequence[Hit]) -> Iterator[tuple[str, str, str]]:
    """Code, what may be shown, and message for each kind among the hits of one text."""
    for kind in dict.fromkeys(one.kind for one in hits):
        shown = [one.shown for one in hits if one.kind is kind]
        if kind is SECRET:
            yield kind.code, shown[0], f"{kind.title}「{shown[0]}」，涉密信息不得公开。"
        else:
            count = f" {len(shown)} 个" if len(shown) > 1 else ""
            yield kind.code, shown[0], f"{count}疑似{kind.title}「{shown[0]}」，个人信息不得公开。"


def _texts(package: Package) -> Iterator[Place]:
    """Every text of the form that its bureau wrote, by the name of its place."""
    for name in ("title", "publisher", "topic", "document_number", "contact"):
        yield name, getattr(package, name)
    for number, word in enumerate(package.keywords, 1):
        yield f"keywords 第 {number} 个", word
    for number, document in enumerate(package.documents, 1):
        yield f"documents 第 {number} 条.title", document.title
        yield f"documents 第 {number} 条.number", document.number
    for number, withheld in enumerate(package.withheld, 1):
        yield f"withheld 第 {number} 条.note", withheld.note
    for number, waiver in enumerate(package.waivers, 1):
        yield f"waivers 第 {number} 条.by", waiver.by
        yield f"waivers 第 {number} 条.reason", waiver.reason
    for number, reply in enumerate(package.replies, 1):
        yield f"replies 第 {number} 条.text", reply.text


def _codes(package: Package) -> Iterator[Place]:
    """Every code of the form, by the name of its place."""
    yield "index_number", package.index_number
    for number, document in enumerate(package.documents, 1):
        yield f"documents 第 {number} 条.link", document.link
    for number, withheld in enumerate(package.withheld, 1):
        yield f"withheld 第 {number} 条.project_code", withheld.project_code
    for number, waiver in enumerate(package.waivers, 1):
        yield f"waivers 第 {number} 条.record", waiver.record
    for number, reply in enumerate(package.replies, 1):
        yield f"replies 第 {number} 条.record", reply.record
