"""The rules run over the typed tables: what they find, what they looked at, and what they could not look at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.check.capping import MOST, capped
from generator.check.columns import whole_columns
from generator.check.composing import findings_of
from generator.check.hanging import Refusals, unread
from generator.check.keys import Place as Folder
from generator.check.recalling import Asking
from generator.check.told import Telling
from generator.check.waivers import Waivers
from generator.core.facts import Facts
from generator.core.finding import Finding
from generator.core.frames import Frames, Later
from generator.core.naming import OWNERS, Names, records_of
from generator.core.numbers import MICRO
from generator.core.runs import APART, CHECKED, UNABLE, Looked, Mask, Place, Places, RuleRun, Runs
from generator.core.schema import CONTEXT, Table
from generator.facts.numbers import shown
from generator.rules import Rule

_PLACE = list(CONTEXT[:2])
_FEW = 1 / 8  # of a table's rows: where more were hit, all of it is made
Unsure = tuple[str, str, int]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the rules found, and what each of them looked at.

    ``unsure``: (code, division, fiscal year) of rules that could not judge all rows there, as something was refused.
    """

    findings: Sequence[Finding]
    looked: Mapping[str, Looked]
    unsure: frozenset[Unsure]

    def surely(self, code: str, division: str, year: int) -> bool:
        """Whether a rule has judged all that a division-year has, so that what it did not find is not there."""
        return code in self.looked and (code, division, year) not in self.unsure


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one rule found, what it looked at, and where it could not judge all rows."""

    findings: Sequence[Finding]
    looked: Looked
    unsure: frozenset[Unsure] = frozenset()


class Judging:
    """Runs the rules; ``frames`` say of each row from which file it came, ``asking`` what need not be asked again.

    Rows that hang on a file or a cell which was refused are not judged by what is left of its table.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        facts: Facts,
        tables: Mapping[str, Table],
        names: Names,
        frames: Mapping[str, pd.DataFrame],
        *,
        waivers: Waivers,
        refused: Refusals,
        asking: Asking | None = None,
    ) -> None:
        self._rules, self._facts, self._tables, self._names, self._frames = list(rules), facts, tables, names, frames
        self._waivers, self._refused, self.asking = waivers, refused, asking or Asking(facts)
        self._titles = {name: table.title for name, table in tables.items()}
        self._answered = _answered(facts)
        self._known = {rule.code: known for rule in self._rules if (known := self._told(rule)) is not None}

    def tasks(self, progress: Callable[[str], None]) -> list[Callable[[], Mapping[str, Found]]]:
        """What is to be done, in parts that need not be done by one process, the longest first."""
        # Rules of one subject use the same facts.
        subjects: dict[str, list[Rule]] = {}
        for rule in self._rules:
            if rule.code not in self._known:
                subjects.setdefault(rule.function.__module__, []).append(rule)
        tasks = sorted(subjects.values(), key=lambda own: -sum(self._facts.rows(rule.table) for rule in own))
        return [partial(self._of, own, progress) for own in tasks]

    def judged(self, done: Iterable[Mapping[str, Found]]) -> Judged:
        """What all rules found, those that were asked among them."""
        self.asking.keep()
        found = {**self._known, **{code: one for own in done for code, one in own.items()}}
        return Judged(
            findings=[told for rule in self._rules for told in found[rule.code].findings],
            looked={rule.code: found[rule.code].looked for rule in self._rules},
            unsure=frozenset().union(*(own.unsure for own in found.values())),
        )

    def _told(self, rule: Rule) -> Found | None:
        """What a rule found without being asked; None where it is to be."""
        if not self._facts.rows(rule.table):  # what a rule finds are rows of its own table
            return Found(findings=(), looked=Looked(table=rule.table, marks=np.zeros(0, dtype=np.uint8)))
        told = self.asking.told(rule)
        if told is None or self._refused.any_of(told.read):
            return None
        # What was replied to is told row by row.
        if rule.code in self._answered and any(one.others for one in told.findings):
            return None
        return Found(findings=told.findings, looked=told.looked)

    def _of(self, rules: Iterable[Rule], progress: Callable[[str], None]) -> Mapping[str, Found]:
        """What some rules find now."""
        found = {}
        for rule in rules:
            progress(f"{rule.code} {rule.title}")
            found[rule.code] = self._asked(rule)
        return found

    def _asked(self, rule: Rule) -> Found:
        """What a rule finds now."""
        said = self.asking.said(rule)
        hits, unsure = said.hits, frozenset[Unsure]()
        hanging: Mapping[str, Mask] = {}
        if self._refused.any_of(said.read):  # else the rows need not be made for it
            rows = self._facts.tables[rule.table]
            hanging = self._refused.reasons(rule.table, rows, said.read, self._titles)
        if hanging:
            judged = ~np.logical_or.reduce(list(hanging.values()))
            unsure = frozenset(_places(rule.code, rows[~judged]))
            hits = hits[judged[rows.index.get_indexer(hits.index)]]
        table, answered = self._tables[rule.table], self._answered.get(rule.code, ())
        with self._names.noting() as named:
            own = _hit(rule, hits, self._tables, self._names, self._frames, self._waivers, answered)
        if not hanging and not (answered and _may_be_alike(table, _fields(rule, hits), hits)):
            self.asking.note_told(rule, Telling(findings=own, looked=said.looked, read=said.read, named=named))
        return Found(findings=own, looked=_less(said.looked, hanging), unsure=unsure)


def _answered(facts: Facts) -> Mapping[str, set[Place]]:
    """Rule → the division-years in which somebody answered what it says."""
    places: dict[str, set[Place]] = {}
    for package in facts.packages:
        for reply in package.replies:
            places.setdefault(reply.rule, set()).add((package.division, package.fiscal_year))
    return places


def _in(rows: pd.DataFrame, places: Collection[Place]) -> Mask:
    """Which rows lie in one of the places."""
    mask = np.zeros(len(rows), dtype=np.bool_)
    if places:
        mask[:] = pd.MultiIndex.from_frame(rows[_PLACE]).isin(list(places))
    return mask


def _may_be_alike(table: Table, fields: pd.Series, hits: pd.DataFrame) -> bool:
    """Whether several hits may have one cause in a whole column."""
    return len(hits) > 1 and (bool(table.rates.intersection(fields)) or bool((hits["cause"] != "").any()))


def _places(code: str, rows: pd.DataFrame) -> Iterator[Unsure]:
    """The division-years in which rows lie; none for tables that hold in all years."""
    if set(_PLACE) <= set(rows.columns):
        for division, year in rows[_PLACE].dropna().drop_duplicates().itertuples(index=False):
            yield code, str(division), int(year)


def _hit(
    rule: Rule,
    hits: pd.DataFrame,
    tables: Mapping[str, Table],
    names: Names,
    frames: Mapping[str, pd.DataFrame],
    waivers: Waivers,
    answered: Collection[Place],
) -> Sequence[Finding]:
    if hits.empty:
        return ()
    table = tables[rule.table]
    frame = _with(frames, rule.table, hits)
    places = frame.index.get_indexer(hits.index)
    order = np.argsort(places, kind="stable")
    hits, places = hits.iloc[order], places[order]
    fields = _fields(rule, hits)
    levels = hits["severity"].where(hits["severity"] != "", rule.severity)
    lenient, apart = levels, np.zeros(len(hits), dtype=np.bool_)
    if waivers.of_rule(rule.code):
        rows = _needed(table, frame, fields, places)
        apart = permitted(rule.code, table, rows, fields, waivers)
        lenient = levels.mask(apart, "warning")
    more = np.zeros(len(hits), dtype=np.int64)
    if table.context and _may_be_alike(table, fields, hits):
        rows = _needed(table, frame, fields, places)
        apart = apart | _in(rows, answered)
        one = whole_columns(table, partial(frames.__getitem__, table.name), rows, hits.assign(field=fields), apart)
        hits = hits.iloc[one.places].assign(message=one.messages, hint=one.hints)
        fields, levels, lenient = (column.iloc[one.places] for column in (fields, levels, lenient))
        places, more = places[one.places], one.others
    files = frame["_file"].take(places).tolist()
    kept = capped([files, fields.tolist(), lenient.tolist()], lenient.map(MOST).to_numpy())
    hits, fields, levels = (one.iloc[kept.places] for one in (hits, fields, levels))
    rows, more = _needed(table, frame, fields, places[kept.places]), more[kept.places]
    hints = hits["hint"].mask(more == 0, _in_decimals(table, rows, fields, hits["hint"]))
    return findings_of(
        table,
        rows,
        names,
        code=rule.code,
        severity=levels.tolist(),
        field=fields.tolist(),
        value=hits["value"].fillna("").tolist(),
        expected=hits["expected"].fillna("").tolist(),
        message=hits["message"].tolist(),
        hint=hints.tolist(),
        others=(more + kept.others).tolist(),
        plain=hits["plain"].tolist(),
    )


def _with(frames: Mapping[str, pd.DataFrame], name: str, hits: pd.DataFrame) -> pd.DataFrame:
    """A table, or so much of it as was hit, where it would have to be made for that: in its order, by its labels."""
    later = frames.held(name) if isinstance(frames, Frames) else None
    if not isinstance(later, Later) or later.made or len(hits) > _FEW * later.rows:
        return frames[name]
    rows = np.unique(hits.index.to_numpy(dtype=np.int64))
    return later.take(rows).set_axis(rows)


def _fields(rule: Rule, hits: pd.DataFrame) -> pd.Series:
    """The field of each hit: the rule's own where it says none."""
    return hits["field"].where(hits["field"] != "", rule.fields[0] if rule.fields else "")


def _needed(table: Table, frame: pd.DataFrame, fields: pd.Series, places: Positions) -> pd.DataFrame:
    """Some rows with the columns that findings are told with: there are up to sixty others, costly to take."""
    own = {*CONTEXT, *table.primary_key, table.label, *OWNERS, *fields, "_file", "_row"}
    columns = {name: frame[name].array.take(places) for name in frame.columns if name in own}
    return pd.DataFrame(columns, index=frame.index.take(places))


def _in_decimals(table: Table, rows: pd.DataFrame, fields: pd.Series, hints: pd.Series) -> pd.Series:
    """The hints, with a word about per cents that look like decimals where one of these is found fault with."""
    for name in table.rates.intersection(fields):
        value = rows[name].where((rows[name] > 0) & (rows[name] <= MICRO) & (fields == name).to_numpy())
        likely = "如果是把百分数写成了小数，请写 " + shown(value * 100) + "（不写百分号）。"
        hints = hints.mask(value.notna().to_numpy(), likely + hints)
    return hints


def permitted(code: str, table: Table, rows: pd.DataFrame, fields: pd.Series, waivers: Waivers) -> Mask:
    """Which rows have a waiver for what was found in their fields."""
    mask = np.zeros(len(rows), dtype=np.bool_)
    if not table.context:
        return mask
    for key, places in rows.groupby(list(CONTEXT), sort=False).indices.items():
        division, year, department = key
        place = (str(division), int(year), str(department), code, table.name)
        if waivers.at(place):
            records = records_of(table, rows.iloc[places])
            mask[places] = [
                waivers.of(place, record, field) is not None
                for record, field in zip(records, fields.iloc[places], strict=True)
            ]
    return mask


def _less(seen: Looked, reasons: Mapping[str, Mask]) -> Looked:
    """The same with more rows that could not be checked, of those that would have been."""
    marks, all_reasons = seen.marks, list(seen.reasons)
    for reason, mask in reasons.items():
        marks = np.where(mask & (marks != APART), UNABLE + len(all_reasons), marks).astype(np.uint8)
        all_reasons.append(reason)
    return Looked(table=seen.table, marks=marks, reasons=tuple(all_reasons))


def runs(
    judged: Judged,
    findings: Iterable[Finding],
    facts: Facts,
    *,
    tables: Mapping[str, Table],
    refused: Refusals,
) -> Runs:
    """What all rules did, place by place; ``findings`` are those that the check ends with."""
    used = dict.fromkeys(one.table for one in judged.looked.values())
    yearless = frozenset(name for name in used if "fiscal_year" not in (*tables[name].context, *tables[name].names))
    return Runs(
        rules={code: one.table for code, one in judged.looked.items()},
        places=Places(lambda: _reckoned(judged, findings, facts, tables=tables, refused=refused, yearless=yearless)),
        looked=judged.looked,
        yearless=yearless,
    )


def _reckoned(
    judged: Judged,
    findings: Iterable[Finding],
    facts: Facts,
    *,
    tables: Mapping[str, Table],
    refused: Refusals,
    yearless: frozenset[str],
) -> Mapping[Place, Mapping[str, RuleRun]]:
    used = dict.fromkeys(one.table for one in judged.looked.values())
    placed = {name: _placed(facts.tables[name]) for name in used}
    places: dict[Place, dict[str, RuleRun]] = {(one.division, one.fiscal_year): {} for one in facts.packages}
    found = _counts(findings)
    for code, one in judged.looked.items():
        for place, checked, unable in _counted(one, *placed[one.table]):
            places.setdefault(place, {})[code] = RuleRun(checked=checked, unable=unable, **found.get((code, place), {}))
    divisions = {*facts.tables["divisions"]["division"].dropna()}
    for code, one in judged.looked.items():
        for place in _unread_places(refused.files.get(one.table, ()), places, yearless=one.table in yearless):
            if place not in places and place[0] not in divisions:
                continue  # whose folder it is nobody knows
            done = places.setdefault(place, {})
            run = done.get(code, RuleRun())
            done[code] = replace(run, unable={**run.unable, unread(tables[one.table].title): 0})
    return places


def _unread_places(refused: Iterable[Folder], places: Iterable[Place], *, yearless: bool) -> set[Place]:
    """Where rows of a table are missing because a file could not be read: everywhere, if it was a common one."""
    found: set[Place] = set()
    for division, year, _ in refused:
        found |= {(division, year)} if division else {one for one in places if (one[1] is None) == yearless}
    return found


def _placed(frame: pd.DataFrame) -> tuple[Sequence[Place], npt.NDArray[np.intp]]:
    """The places that rows of a table may lie in, and of each row the number of its place (-1: it does not say)."""
    if frame.empty:
        return [], np.zeros(0, dtype=np.intp)
    number, divisions = pd.factorize(frame["division"])
    if "fiscal_year" not in frame:
        return [(str(division), None) for division in divisions], number
    second, years = pd.factorize(frame["fiscal_year"])
    numbers = np.where((number < 0) | (second < 0), -1, number * len(years) + second)
    return [(str(division), int(year)) for division in divisions for year in years], numbers


def _counted(
    one: Looked, places: Sequence[Place], numbers: npt.NDArray[np.intp]
) -> Iterator[tuple[Place, int, Mapping[str, int]]]:
    """Each place in which a rule had something to look at: how many rows it checked, and how many it could not."""

    def count(mask: Mask) -> list[int]:
        counts: list[int] = np.bincount(numbers[mask & (numbers >= 0)], minlength=len(places)).tolist()
        return counts

    checked = count(one.marks == CHECKED)
    unable = {reason: count(mask) for reason, mask in one.unable().items()}
    for number, place in enumerate(places):
        why = {reason: counts[number] for reason, counts in unable.items() if counts[number]}
        if checked[number] or why:
            yield place, checked[number], why


def _counts(findings: Iterable[Finding]) -> Mapping[tuple[str, Place], Mapping[str, int]]:
    """(code, place) → hits, how many of them are waived, and how many replied to."""
    found: dict[tuple[str, Place], dict[str, int]] = {}
    for one in findings:
        counts = found.setdefault((one.code, (one.division, one.year)), {"hits": 0, "waived": 0, "replied": 0})
        counts["hits"] += one.count
        counts["waived"] += one.count * (one.waiver is not None)
        counts["replied"] += one.count * (one.reply is not None)
    return found
