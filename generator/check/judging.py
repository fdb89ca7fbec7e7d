"""The rules run over the typed tables: what they find, what they looked at, and what they could not look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.check.composing import Names, findings_of
from generator.check.keys import Refused
from generator.core.finding import Finding
from generator.core.package import Package
from generator.core.runs import APART, CHECKED, UNABLE, Looked, Marks, Mask, Place, RuleRun, Runs
from generator.core.schema import CONTEXT, Table
from generator.facts.basis import Facts
from generator.rules import Rule
from generator.rules.looking import Looks

_ABOUT = "subject_department"  # whom a row of the finance bureau's folder is about
_PLACE = list(CONTEXT[:2])


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What the rules found, and what each of them looked at."""

    findings: Sequence[Finding]
    looked: Mapping[str, Looked]


def judge(
    rules: Iterable[Rule],
    facts: Facts,
    tables: Mapping[str, Table],
    names: Names,
    frames: Mapping[str, pd.DataFrame],
    *,
    refused: Refused,
    progress: Callable[[str], None],
) -> Judged:
    """Run the rules; ``frames`` say of each row from which file it came.

    Rows that hang on a file which could not be read are not judged by what is left of its table.
    """
    findings: list[Finding] = []
    looked: dict[str, Looked] = {}
    looks = Looks(facts)
    for rule in rules:
        rows = facts.tables[rule.table]
        if rows.empty:  # what a rule finds are rows of its own table
            looked[rule.code] = Looked(table=rule.table, marks=np.zeros(0, dtype=np.uint8))
            continue
        progress(f"{rule.code} {rule.title}")
        with facts.reading() as read:
            hits = rule.function(facts)
            seen = looks.of(rule)
        unread = {table: _hanging(rows, refused[table]) for table in sorted(read & set(refused) - {rule.table})}
        looked[rule.code] = _less(seen, {_unread(tables[table]): mask for table, mask in unread.items()})
        if not hits.empty and unread:
            judged = ~np.logical_or.reduce(list(unread.values()))
            hits = hits[judged[rows.index.get_indexer(hits.index)]]
        findings += _hit(rule, hits, tables, names, frames)
    return Judged(findings=findings, looked=looked)


def _hit(
    rule: Rule, hits: pd.DataFrame, tables: Mapping[str, Table], names: Names, frames: Mapping[str, pd.DataFrame]
) -> Sequence[Finding]:
    if hits.empty:
        return ()
    default = rule.fields[0] if rule.fields else ""
    return findings_of(
        tables[rule.table],
        frames[rule.table].loc[hits.index],
        names,
        code=rule.code,
        severity=[level or rule.severity for level in hits["severity"]],
        field=[one or default for one in hits["field"]],
        value=hits["value"].fillna("").tolist(),
        expected=hits["expected"].fillna("").tolist(),
        message=hits["message"].tolist(),
        hint=hits["hint"].tolist(),
    )


def _hanging(rows: pd.DataFrame, places: Iterable[tuple[str, int | None, str]]) -> Mask:
    """Which rows are of a folder, or about a department, whose file could not be read; all, if it was a common one."""
    mask = np.zeros(len(rows), dtype=np.bool_)
    for division, year, department in places:
        if year is None:
            return np.ones(len(rows), dtype=np.bool_)
        if not set(_PLACE) <= set(rows.columns):
            continue
        there = (rows["division"] == division) & (rows["fiscal_year"] == year)
        own = [rows[name] == department for name in ("department", _ABOUT) if name in rows]
        for one in own[1:]:
            own[0] |= one
        mask |= (there & own[0] if own else there).fillna(False).to_numpy(dtype=np.bool_)
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
    frames: Mapping[str, pd.DataFrame],
    sound: Mapping[str, pd.DataFrame],
    *,
    tables: Mapping[str, Table],
    packages: Sequence[Package],
    refused: Refused,
) -> Runs:
    """What all rules did, place by place; ``findings`` are those that the check ends with."""
    looked = {code: _whole(one, frames[one.table], sound[one.table]) for code, one in judged.looked.items()}
    placed = {table: _placed(frames[table]) for table in {one.table for one in looked.values()}}
    places: dict[Place, dict[str, RuleRun]] = {(one.division, one.fiscal_year): {} for one in packages}
    for here, _ in placed.values():
        places |= {place: {} for place in here if place not in places}
    found = _counts(findings)
    for code, one in looked.items():
        for place, checked, unable in _counted(one, *placed[one.table]):
            places[place][code] = RuleRun(checked=checked, unable=unable, **found.get((code, place), {}))
        for division, year, _ in refused.get(one.table, ()):
            done = places.setdefault((division, year), {})
            run = done.get(code, RuleRun())
            done[code] = replace(run, unable={**run.unable, _unread(tables[one.table]): 0})
    return Runs(
        rules={code: one.table for code, one in looked.items()},
        places=places,
        looked=looked,
        yearless=frozenset(name for name in placed if "fiscal_year" not in frames[name]),
    )


def _unread(table: Table) -> str:
    return f"「{table.title}」有文件没有读进来"


def _whole(one: Looked, frame: pd.DataFrame, sound: pd.DataFrame) -> Looked:
    """The same with a mark for the rows, too, that the rules did not see."""
    if len(frame) == len(sound):
        return one
    marks: Marks = np.full(len(frame), APART, dtype=np.uint8)
    marks[frame.index.get_indexer(sound.index)] = one.marks
    return replace(one, marks=marks)


def _placed(frame: pd.DataFrame) -> tuple[Sequence[Place], npt.NDArray[np.intp]]:
    """The places in which a table has rows, and of each row the number of its place (-1 where it does not say)."""
    keys = [name for name in _PLACE if name in frame]
    numbers = frame.groupby(keys, sort=False).ngroup().to_numpy(dtype=np.intp)
    first = frame.loc[~frame.duplicated(keys) & frame[keys].notna().all(axis=1), keys]
    years = first["fiscal_year"].astype("int64").tolist() if "fiscal_year" in first else [None] * len(first)
    return list(zip(first["division"].astype("str").tolist(), years, strict=True)), numbers


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
        counts["hits"] += 1
        counts["waived"] += one.waiver is not None
        counts["replied"] += one.reply is not None
    return found
