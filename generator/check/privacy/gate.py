"""What must not be published, in every text of the data: personal numbers (S04) and marks of secrecy (S05).

Columns of text and the texts of ``package.yaml`` are searched for all of it. A column of codes holds numbers by right:
there only an identity number that cannot be a code is refused. Numbers, dates and choices are typed, and hold none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generator.check.capping import MOST, Places, capped
from generator.check.keys import RowFault
from generator.check.packages import package_finding, waiver_finding
from generator.check.privacy.personal import (
    CANDIDATE,
    CARD,
    CODED_SINCE,
    MOBILE,
    RESIDENT,
    SECRET,
    Hit,
    Known,
    find,
    masked,
)
from generator.core.codes import CODES
from generator.core.data import Unread
from generator.core.finding import Finding
from generator.core.package import Package, Waiver, Withdrawal
from generator.core.schema import CONTEXT, Field, Table

Frames = Mapping[str, pd.DataFrame]
_Text = tuple[str, str]  # what a text of a form is called, and the text

# A number alone in one of these, or a range of two, is an amount: its unit stands in the next column.
_QUANTITIES = ("target_value", "actual_value", "expected_value", "reference_value", "value_text")
_BARE = re.compile(r"\W*\d+(?:[-~—–～至到]\d+)?\W*")
# What may be a code that is somebody's number, for Arrow: born before 2010, a mobile, a card.
_GAP = "[^0-9A-Za-z]?"
_CODE = (
    rf"(?:[1-6][0-9]|71|8[1-3]|91)(?:{_GAP}[0-9]){{4}}{_GAP}(?:1{_GAP}9{_GAP}[0-9]|2{_GAP}0{_GAP}0){_GAP}[0-9]"
    rf"(?:{_GAP}[0-9]){{7}}{_GAP}[0-9Xx]|^1[3-9][0-9]{{9}}$|^(?:62|955|603|4|5[1-5]|35)[0-9]{{11,17}}$"
)
_NUMBER = r"^[0-9]{10,30}[0-9Xx]$"
# Codes with a year of two digits (19, 20) read as births of 1900 to 2009; others with that division and year tell them.
_SERIES = 8
_COUNTER = 4  # digits that count on within a series of codes of any length
_ENOUGH = 2  # others that make a series
# What of a finding may quote the data.
_QUOTING = (
    "message",
    "hint",
    "value",
    "expected",
    "record",
    "name",
    "file",
    "department",
)
_EXPECTED = {"S04": "不含身份证号、手机号、银行卡号", "S05": "不含密级标识和涉密内容"}
_HINTS = {
    "S04": (
        "请删除这个号码；说明对象只写人数、户数，联系方式只写科室的办公电话。确是合同号、流水号的，请略去号码或改写。"
        "已提交的，请按参与指南处理历史记录。"
    ),
    "S05": "请停止提交，先做保密审查；涉密项目不列入数据，只在 package.yaml 的 withheld 写个数和理由。",
}
# What may be worth a look in a form.
_PERHAPS = re.compile(r"[^\W_]?\d\W{0,4}\d|密|内部|內部")
UNWAIVABLE = tuple(_HINTS)


@dataclass(kw_only=True)
class Refused:
    """What of a table must not be published: the faults to tell, all such cells by field, the rows with a mark."""

    faults: list[RowFault] = field(default_factory=list)
    cells: dict[str, Places] = field(default_factory=dict)
    secret: Places = field(default_factory=lambda: np.array([], dtype=np.intp))


def known_numbers(frames: Frames, tables: Mapping[str, Table], packages: Iterable[Package], today: date) -> Known:
    """The divisions and the numbers that the data uses as codes, those aside that are a person's."""
    divisions = set(frames["divisions"]["division"].dropna().str.slice(0, 6)) | {one.division[:6] for one in packages}
    codes = {
        value.upper()
        for name, table in tables.items()
        for _, value in _distinct(frames[name], _own_codes(table), _NUMBER)
    }
    known = Known(today=today, divisions=frozenset(divisions))
    persons = {one for one in codes if _persons(one, known)}
    alike = Counter(one[:_SERIES] for one in codes - persons if len(one) == 18)
    alike.subtract(one[:_SERIES] for one in persons)
    counted = Counter((len(one), one[:-_COUNTER]) for one in codes)
    known = replace(known, series=frozenset(one for one in alike if alike[one] > _ENOUGH))
    wrong = {one for one in persons if _persons(one, known)} | {
        one for one in codes if counted[len(one), one[:-_COUNTER]] <= _ENOUGH + 1 and _owners(one, known)
    }
    return replace(known, codes=frozenset(codes - wrong), persons=frozenset(wrong))


def refused_cells(table: Table, frame: pd.DataFrame, known: Known) -> Refused:
    """Every cell of a table, as read, that holds what must not be published."""
    if frame.empty:
        return Refused()
    found: dict[str, dict[str, Sequence[Hit]]] = {}
    for column, value, hits in _judged(table, frame, known):
        if hits:
            found.setdefault(column.name, {})[value] = hits
    refused = Refused()
    secret = np.zeros(len(frame), dtype=np.bool_)
    for name, values in found.items():
        cells = np.flatnonzero(frame[name].isin(list(values)))
        refused.cells[name] = cells
        told = {value: list(_told(hits)) for value, hits in values.items()}
        texts = frame[name].iloc[cells].tolist()
        for code in _HINTS:
            own = np.array([any(code == one for one, _, _ in told[text]) for text in texts], dtype=np.bool_)
            secret[cells[own]] |= code == SECRET.code
            refused.faults += _faults(code, name, frame, cells[own], told)
    refused.secret = np.flatnonzero(secret)
    return refused


def _judged(table: Table, frame: pd.DataFrame, known: Known) -> Iterator[tuple[Field, str, Sequence[Hit]]]:
    """The distinct values of a table that may hold it, and what each holds."""
    texts = [one for one in table.fields if one.type == "string" and not {"enum", "pattern"} & set(one.constraints)]
    for column, value in _distinct(frame, texts, CANDIDATE):
        yield column, value, _hits(column, value, known)
    for column, value in _distinct(frame, _own_codes(table), _CODE):
        yield column, value, _code_hits(value, known)
    for column, value in _distinct(frame, _taken_codes(table), _CODE):
        if value.upper() not in known.persons:  # told where it is given
            yield column, value, _code_hits(value, known)


def _faults(
    code: str, name: str, frame: pd.DataFrame, cells: Places, told: Mapping[str, Sequence[tuple[str, str, str]]]
) -> Iterator[RowFault]:
    """The first cells of a column in each file that hold one kind, and how many more there are."""
    kept = capped([frame["_file"].to_numpy()[cells] if "_file" in frame else np.zeros(len(cells))], MOST["error"])
    for place, others in zip(cells[kept.places].tolist(), kept.others, strict=True):
        shown, message = next((shown, message) for one, shown, message in told[frame[name].iloc[place]] if one == code)
        yield RowFault(
            code=code,
            label=int(str(frame.index[place])),
            field=name,
            value=shown,
            expected=_EXPECTED[code],
            message=f"含有{message}",
            hint=_HINTS[code],
            others=others,
        )


def refused_forms(
    packages: Iterable[Package], words: Iterable[Waiver | Withdrawal], known: Known, unread: Iterable[Unread] = ()
) -> Iterator[Finding]:
    """Every text of a form that holds what must not be published; ``unread``: what is no value of one."""
    told: dict[str, set[tuple[str, str]]] = {}
    for package in packages:
        found: list[tuple[str, Sequence[Hit]]] = [
            (place, find(text, known, name=place.endswith("title"))) for place, text in _texts(package)
        ]
        found += [(place, _code_hits(code, known)) for place, code in _codes(package)]
        for place, hits in found:
            for code, shown, message in _told(hits):
                told.setdefault(f"{package.path}/package.yaml", set()).add((code, shown))
                yield package_finding(
                    package, code, f"「{place}」含有{message}", _HINTS[code], value=shown, expected=_EXPECTED[code]
                )
    for word in words:
        for place, hits in _of_word(word, known):
            for code, shown, message in _told(hits):
                told.setdefault(word.path, set()).add((code, shown))
                message = f"「{word.fiscal_year}/{word.department} 的{place}」含有{message}"
                yield waiver_finding(word, code, message, _HINTS[code], value=shown, expected=_EXPECTED[code])
    for form in unread:
        if _PERHAPS.search(form.text):
            yield from _unread(form, known, told.get(form.file, set()))


def _of_word(word: Waiver | Withdrawal, known: Known) -> Iterator[tuple[str, Sequence[Hit]]]:
    """What each text of what the finance bureau says holds, by the name of its place."""
    if isinstance(word, Withdrawal):
        yield "撤下.reason", find(word.reason, known)
        return
    for name in ("rule", "field", "reason", "authority", "basis"):
        yield f"豁免.{name}", find(getattr(word, name), known)
    yield "豁免.record", _code_hits(word.record, known)


def _unread(form: Unread, known: Known, told: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """What stands in the comments of a form, or in one that could not be read; what was told of its values is not."""
    rows: dict[int, list[Hit]] = {}
    for hit in find(form.text, known):
        if (hit.kind.code, hit.shown) not in told:
            rows.setdefault(form.text.count("\n", 0, hit.start) + 1, []).append(hit)
    for row, hits in rows.items():
        for code, shown, message in _told(hits):
            yield Finding(
                code=code,
                severity="error",
                title=CODES[code].title,
                message=f"第 {row} 行含有{message}",
                hint=_HINTS[code],
                file=form.file,
                division=form.division,
                year=form.year,
                department=form.department,
                row=row,
                value=shown,
                expected=_EXPECTED[code],
            )


def refused_names(findings: Iterable[Finding], known: Known) -> Iterator[Finding]:
    """The findings, files whose names hold what must not be published told as such."""
    for one in findings:
        folder, _, name = one.file.rpartition("/")
        hits = find(name, known, name=True) if one.code == "L09" else ()
        for code, shown, message in _told(hits):
            file = one.file if code == "S04" else folder
            yield replace(
                one,
                code=code,
                title=CODES[code].title,
                message=f"文件名含有{message}",
                hint=_HINTS[code],
                value=shown,
                expected=_EXPECTED[code],
                file=file,
            )
        if not hits:
            yield one


def without_numbers(findings: Iterable[Finding], known: Known) -> Iterator[Finding]:
    """The findings with every personal number in them masked: they go into public logs and comments."""
    for one in findings:
        texts = {name: getattr(one, name) for name in _QUOTING}
        changes: dict[str, Any] = {
            name: plain for name, text in texts.items() if (plain := masked(text, known)) != text
        }
        if one.waiver is not None:
            said = one.waiver
            reason, basis = masked(said.reason, known), masked(said.basis, known)
            changes["waiver"] = replace(said, by=masked(said.by, known), reason=reason, basis=basis)
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


def _taken_codes(table: Table) -> list[Field]:
    """The columns of codes that this table takes from another."""
    own = {one.name for one in _own_codes(table)}
    return [
        one
        for one in table.fields
        if one.type == "string" and "pattern" in one.constraints and one.name not in own | set(CONTEXT)
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
    if len(value) > int(field.constraints.get("maxLength", len(value))):
        return ()  # refused as it is
    hits = find(value, known, name=_is_name(field))
    if field.name in _QUANTITIES and _BARE.fullmatch(value):
        return [one for one in hits if one.kind is not MOBILE]
    return hits


def _is_name(field: Field) -> bool:
    """Whether a column says what something is called."""
    return field.name == "title" or field.name.endswith(("name", "title"))


def _code_hits(value: str, known: Known) -> Sequence[Hit]:
    """What a code holds of a person's number, or that it is one itself."""
    if value.upper() in known.persons and (owners := _owners(value, known)):
        return owners
    return _persons(value, known)


def _persons(value: str, known: Known) -> Sequence[Hit]:
    """The identity numbers in a code: those whose year is no fiscal year, and that continue no series of codes."""
    hits = [hit for hit in find(value, Known(today=known.today)) if hit.kind is RESIDENT]
    return [
        hit
        for hit in hits
        if (number := re.sub("[^0-9Xx]", "", value[hit.start : hit.end]))
        and int(number[6:10]) < CODED_SINCE
        and number[:_SERIES] not in known.series
        and not value[hit.end : hit.end + 1].isdigit()  # a code of 21 digits
        and not value[: hit.start][-1:].isdigit()
    ]


def _owners(code: str, known: Known) -> Sequence[Hit]:
    """A code that is as a whole somebody's mobile or card, and that none of the divisions begins."""
    if code[:6] in known.divisions:
        return ()
    hits = find(code, replace(known, codes=frozenset()))
    return [hit for hit in hits if hit.kind in (MOBILE, CARD) and hit.end - hit.start == len(code)]


def _told(hits: Sequence[Hit]) -> Iterator[tuple[str, str, str]]:
    """Code, what may be shown, and message for each kind among the hits of one text."""
    for kind in dict.fromkeys(one.kind for one in hits):
        shown = [one.shown for one in hits if one.kind is kind]
        if kind is SECRET:
            yield kind.code, shown[0], f"{kind.title}「{shown[0]}」，涉密信息不得公开。"
        else:
            count = f" {len(shown)} 个" if len(shown) > 1 else ""
            yield kind.code, shown[0], f"{count}疑似{kind.title}「{shown[0]}」，个人信息不得公开。"


def _texts(package: Package) -> Iterator[_Text]:
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
    for number, reply in enumerate(package.replies, 1):
        yield f"replies 第 {number} 条.text", reply.text


def _codes(package: Package) -> Iterator[_Text]:
    """Every code of the form, by the name of its place."""
    yield "index_number", package.index_number
    for number, document in enumerate(package.documents, 1):
        yield f"documents 第 {number} 条.link", document.link
    for number, withheld in enumerate(package.withheld, 1):
        yield f"withheld 第 {number} 条.project_code", withheld.project_code
    for number, reply in enumerate(package.replies, 1):
        yield f"replies 第 {number} 条.record", reply.record
