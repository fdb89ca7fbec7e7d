"""What must not be published, in every text of the data: personal numbers (S04) and marks of secrecy (S05).

Columns of text and the texts of ``package.yaml`` are searched for all of it. A column of codes holds numbers by right:
there only an identity number that cannot be a code is refused. Numbers, dates and choices are typed, and hold none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from generator.check.capping import MOST, Places, capped
from generator.check.keys import RowFault
from generator.check.packages import package_finding, waiver_finding
from generator.check.privacy.personal import CANDIDATES, SECRET, Hit, Known, find, masked
from generator.check.privacy.searched import Positions, Searched
from generator.check.privacy.texts import (
    EXPECTED,
    HINTS,
    code_hits,
    hits_of,
    kinds_told,
    known_of,
    own_codes,
    taken_codes,
    text_fields,
    too_long,
)
from generator.core.codes import CODES
from generator.core.data import Unread
from generator.core.finding import Finding
from generator.core.package import Package, Waiver, Withdrawal
from generator.core.schema import Field, Table

Frames = Mapping[str, pd.DataFrame]
_Text = tuple[str, str]  # what a text of a form is called, and the text
_Judge = Callable[[str, Known], Sequence[Hit]]

# What may be a code that is somebody's number, for Arrow: born before 2010, a mobile, a card.
_GAP = "[^0-9A-Za-z]?"
_CODE = (
    rf"(?:[1-6][0-9]|71|8[1-3]|91)(?:{_GAP}[0-9]){{4}}{_GAP}(?:1{_GAP}9{_GAP}[0-9]|2{_GAP}0{_GAP}0){_GAP}[0-9]"
    rf"(?:{_GAP}[0-9]){{7}}{_GAP}[0-9Xx]|^1[3-9][0-9]{{9}}$|^(?:62|955|603|4|5[1-5]|35)[0-9]{{11,17}}$"
)
_NUMBER = r"^[0-9]{10,30}[0-9Xx]$"
_DIVISION = (6, 9)  # digits
# What of a finding may quote the data.
_QUOTING = (
    "message",
    "hint",
    "value",
    "expected",
    "record",
    "name",
    "file",
    "division",
    "department",
)
# Texts of which it is remembered whether they match: more at once are looked at as fast; and characters of all of them.
_FEW, _MOST = 20_000, 2_000_000
_FEW_ROWS = 20_000  # of all tables, that are looked at together
# What may be worth a look in a form.
_PERHAPS = re.compile(r"[^\W_]?\d\W{0,4}\d|[一-龥]")


@dataclass(kw_only=True)
class RefusedTexts:
    """What of a table must not be published: the faults to tell, all such cells by field, the rows with a mark."""

    faults: list[RowFault] = field(default_factory=list)
    cells: dict[str, Places] = field(default_factory=dict)
    secret: Places = field(default_factory=lambda: np.array([], dtype=np.intp))


def known_numbers(
    frames: Frames,
    tables: Mapping[str, Table],
    packages: Iterable[Package],
    today: date,
    numbers: Callable[[Table], Iterable[str]] | None = None,
) -> Known:
    """The divisions and the numbers that the data uses as codes, those aside that are a person's.

    ``numbers``: the numbers that a table gives as codes, where they are known from before.
    """
    written = {*frames["divisions"]["division"].dropna(), *(one.division for one in packages)}
    divisions = {one[:6] for one in written if len(one) in _DIVISION}  # and no telephone number in their place
    given = numbers or (lambda table: numbers_in(table, frames[table.name]))
    return known_of({one for table in tables.values() for one in given(table)}, divisions, today)


def numbers_in(table: Table, frame: pd.DataFrame) -> set[str]:
    """The numbers that rows of a table give as codes, in capitals."""
    return {value.upper() for _, value in _distinct(frame, own_codes(table), (_NUMBER,))}


def refused_cells(table: Table, frame: pd.DataFrame, known: Known, searched: Searched | None = None) -> RefusedTexts:
    """Every cell of a table, as read, that holds what must not be published; ``searched``: what was searched before."""
    rows = searched.rows(table.name, len(frame)) if searched is not None else None
    if frame.empty or (rows is not None and not len(rows)):
        return RefusedTexts()
    found: dict[str, dict[str, Sequence[Hit]]] = {}
    doubtful = np.zeros(len(frame), dtype=np.bool_)
    for name, values in _doubtful(table, frame, rows, known).items():
        doubtful |= frame[name].isin(list(values)).to_numpy(dtype=np.bool_)
        if hit := {value: hits for value, judge in values.items() if (hits := judge(value, known))}:
            found[name] = hit
    if searched is not None:
        searched.note(table.name, np.flatnonzero(doubtful))
    return _refused(frame, found)


def _refused(frame: pd.DataFrame, found: Mapping[str, Mapping[str, Sequence[Hit]]]) -> RefusedTexts:
    """What is refused of a table; ``found``: by column, the values that hold something, and what."""
    refused = RefusedTexts()
    secret = np.zeros(len(frame), dtype=np.bool_)
    for name, values in found.items():
        cells = np.flatnonzero(frame[name].isin(list(values)))
        refused.cells[name] = cells
        told = {value: list(kinds_told(hits)) for value, hits in values.items()}
        texts = frame[name].iloc[cells].tolist()
        for code in HINTS:
            own = np.array([any(code == one for one, _, _ in told[text]) for text in texts], dtype=np.bool_)
            secret[cells[own]] |= code == SECRET.code
            refused.faults += _faults(code, name, frame, cells[own], told)
    refused.secret = np.flatnonzero(secret)
    return refused


def _doubtful(
    table: Table, frame: pd.DataFrame, rows: Positions | None, known: Known
) -> Mapping[str, Mapping[str, _Judge]]:
    """By column, the distinct values that hold something in the eyes of who excuses nothing, and who judges them."""
    strictest = known.strictest
    doubtful: dict[str, dict[str, _Judge]] = {}
    own, taken = own_codes(table), taken_codes(table)
    judges = dict.fromkeys((one.name for one in own), _given) | dict.fromkeys((one.name for one in taken), _taken)
    for fields, patterns in ((text_fields(table), CANDIDATES), ([*own, *taken], (_CODE,))):
        for column, value in _distinct(frame, fields, patterns, rows):
            if not too_long(column, value) and find(value, strictest, name=True):
                doubtful.setdefault(column.name, {})[value] = partial(judges.get(column.name, hits_of), column)
    return doubtful


def _given(_: Field, code: str, known: Known) -> Sequence[Hit]:
    """What a code holds that its table gives."""
    return code_hits(code, known)


def _taken(_: Field, code: str, known: Known) -> Sequence[Hit]:
    """What a code holds that its table takes from another; a person's number is told where it is given."""
    return () if code.upper() in known.persons else code_hits(code, known)


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
            expected=EXPECTED[code],
            message=f"含有{message}",
            hint=HINTS[code],
            others=others,
        )


def refused_forms(
    packages: Iterable[Package],
    words: Iterable[Waiver | Withdrawal],
    known: Known,
    unread: Iterable[Unread] = (),
    searched: Searched | None = None,
) -> Iterator[Finding]:
    """Every text of a form that holds what must not be published; ``unread``: what is no value of one.

    ``searched``: what was searched before.
    """
    told: dict[str, set[tuple[str, str]]] = {}
    for package, place, hits in _held(packages, known, searched):
        for code, shown, message in kinds_told(hits):
            told.setdefault(f"{package.path}/package.yaml", set()).add((code, shown))
            message = f"「{place}」含有{message}"
            yield package_finding(package, code, message, HINTS[code], value=shown, expected=EXPECTED[code])
    for word in words:
        for place, hits in _of_word(word, known):
            for code, shown, message in kinds_told(hits):
                told.setdefault(word.path, set()).add((code, shown))
                message = f"「{word.fiscal_year}/{word.department} 的{place}」含有{message}"
                yield waiver_finding(word, code, message, HINTS[code], value=shown, expected=EXPECTED[code])
    for form in unread:
        if not _holds_nothing(form.text, known.today.year):
            yield from _unread(form, known, told.get(form.file, set()))


@lru_cache(maxsize=64)  # the same descriptors in every folder
def _holds_nothing(text: str, year: int) -> bool:
    """Whether who excuses nothing finds nothing, on any day of a year: then nobody does."""
    return not _PERHAPS.search(text) or not find(text, Known(today=date(year, 1, 1)).strictest)


def _held(
    packages: Iterable[Package], known: Known, searched: Searched | None
) -> Iterator[tuple[Package, str, Sequence[Hit]]]:
    """What the texts and codes of forms hold, by the names of their places; Arrow looks at all of them first."""
    forms = {searched.form(one) if searched is not None else str(place): one for place, one in enumerate(packages)}
    left = {form: one for form, one in forms.items() if searched is None or not searched.nothing(form)}
    words = [(form, package, *word) for form, package in left.items() for word in _words(package)]
    perhaps = matching(pa.array([text for _, _, _, text, _ in words], pa.large_string()), CANDIDATES)
    strictest, doubtful = known.strictest, set()
    for number in np.flatnonzero(perhaps).tolist():
        form, package, place, text, judge = words[number]
        if find(text, strictest, name=True):
            doubtful.add(form)
            yield package, place, judge(text, known)
    if searched is not None:
        for form in left.keys() - doubtful:
            searched.note_form(form)


def _words(package: Package) -> Iterator[tuple[str, str, _Judge]]:
    """Every text and code of a form, by the name of its place, and who judges it."""
    for place, text in _texts(package):
        yield place, text, partial(find, name=place.endswith("title"))
    for place, code in _codes(package):
        yield place, code, code_hits
    yield "index_number", package.index_number, partial(code_hits, alone=True)


def _of_word(word: Waiver | Withdrawal, known: Known) -> Iterator[tuple[str, Sequence[Hit]]]:
    """What each text of what the finance bureau says holds, by the name of its place."""
    if isinstance(word, Withdrawal):
        yield "撤下.folder", find(word.department, known)
        yield "撤下.reason", find(word.reason, known)
        return
    yield "豁免.folder", find(word.department, known)
    for name in ("rule", "field", "reason", "authority", "basis"):
        yield f"豁免.{name}", find(getattr(word, name), known)
    yield "豁免.record", code_hits(word.record, known)


def _unread(form: Unread, known: Known, told: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """What stands in the comments of a form, or in one that could not be read; what was told of its values is not."""
    rows: dict[int, list[Hit]] = {}
    for hit in find(form.text, known):
        if (hit.kind.code, hit.shown) not in told:
            rows.setdefault(form.text.count("\n", 0, hit.start) + 1, []).append(hit)
    for row, hits in rows.items():
        for code, shown, message in kinds_told(hits):
            yield Finding(
                code=code,
                severity="error",
                title=CODES[code].title,
                message=f"第 {row} 行含有{message}",
                hint=HINTS[code],
                file=form.file,
                division=form.division,
                year=form.year,
                department=form.department,
                row=row,
                value=shown,
                expected=EXPECTED[code],
            )


def refused_names(findings: Iterable[Finding], known: Known) -> Iterator[Finding]:
    """The findings, files whose names hold what must not be published told as such."""
    for one in findings:
        folder, _, name = one.file.rpartition("/")
        hits = find(name, known, name=True) if one.code == "L09" else ()
        for code, shown, message in kinds_told(hits):
            file = one.file if code == "S04" else folder
            yield replace(
                one,
                code=code,
                title=CODES[code].title,
                message=f"文件名含有{message}",
                hint=HINTS[code],
                value=shown,
                expected=EXPECTED[code],
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


def _distinct(
    frame: pd.DataFrame, fields: Sequence[Field], patterns: Sequence[str], rows: Positions | None = None
) -> Iterator[tuple[Field, str]]:
    """The distinct values of each column that match; Arrow looks at each once, and makes a pattern once a table.

    ``rows``: the positions of those that are looked at; all, unless given.
    """
    if frame.empty or not fields:
        return
    cells = [pa.array(frame[one.name].array, type=pa.large_string()) for one in fields]
    columns = [pc.unique(one if rows is None else one.take(pa.array(rows))) for one in cells]
    values = pa.concat_arrays(columns)
    owners = np.repeat(np.arange(len(fields)), [len(column) for column in columns])
    for place in np.flatnonzero(matching(values, patterns)).tolist():
        yield fields[owners[place]], values[place].as_py()


def look_ahead(frames: Frames, tables: Iterable[Table]) -> None:
    """Look at all texts of a small district at once: to make an expression takes longer than to look at its texts."""
    there = [table for table in tables if len(frames[table.name])]
    if sum(len(frames[table.name]) for table in there) > _FEW_ROWS:
        return
    for fields_of, patterns in ((text_fields, CANDIDATES), (_all_codes, (_CODE,))):
        columns = [frames[table.name][one.name] for table in there for one in fields_of(table)]
        if columns:
            cells = [pc.unique(pa.array(one.array, type=pa.large_string())) for one in columns]
            matching(pa.concat_arrays(cells), patterns)


def _all_codes(table: Table) -> list[Field]:
    return [*own_codes(table), *taken_codes(table)]


def matching(values: pa.Array, patterns: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Which texts match one of the expressions, or another; of a few it is remembered."""
    if len(values) > _FEW:
        return _matching(values, patterns)
    texts = values.to_pylist()
    found = _remembered(tuple(patterns)).of(texts)
    return np.array([found[one] for one in texts], dtype=np.bool_)


class _Remembered:
    """Which texts match one of some expressions, as far as it is remembered."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = patterns
        self._known: dict[str | None, bool] = {}
        self._length = 0  # of all these texts together

    def of(self, texts: Sequence[str | None]) -> Mapping[str | None, bool]:
        """Whether each of the texts matches."""
        found = {one: self._known[one] for one in texts if one in self._known}
        new = [one for one in dict.fromkeys(texts) if one not in found]
        if not new:
            return found
        told = dict(zip(new, _matching(pa.array(new, pa.large_string()), self._patterns).tolist(), strict=True))
        length = sum(len(one or "") for one in new)
        if self._length + length > _MOST:
            self._known, self._length = {}, 0
        self._known |= told
        self._length += length
        return found | told


_remembered = cache(_Remembered)


def _matching(values: pa.Array, patterns: Iterable[str]) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(values), dtype=np.bool_)
    for pattern in patterns:
        found |= pc.fill_null(pc.match_substring_regex(values, pattern), False).to_numpy(zero_copy_only=False)
    return found


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
    for number, document in enumerate(package.documents, 1):
        yield f"documents 第 {number} 条.link", document.link
        yield f"documents 第 {number} 条.file", document.file
    for number, withheld in enumerate(package.withheld, 1):
        yield f"withheld 第 {number} 条.project_code", withheld.project_code
    for number, reply in enumerate(package.replies, 1):
        yield f"replies 第 {number} 条.record", reply.record
