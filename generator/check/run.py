"""One run of all checks: cells, keys, rules, waivers; findings in the order of files and rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from generator.check.capping import first_told
from generator.check.composing import row_findings
from generator.check.documents import HELD_AGAINST, documents
from generator.check.hanging import RefusedCells, missed, refusals
from generator.check.judging import Found, Judging, runs
from generator.check.keys import Lacking, Refused, few_and_distinct
from generator.check.originals import originals
from generator.check.packages import ahead, misnamed, signed
from generator.check.privacy.gate import (
    RefusedTexts,
    known_numbers,
    look_ahead,
    refused_cells,
    refused_forms,
    refused_names,
    without_numbers,
)
from generator.check.privacy.personal import Known
from generator.check.privacy.sealed import sealed_names, without_names
from generator.check.privacy.searched import Searched
from generator.check.profiles import SPANS, spans
from generator.check.recalling import Noted, Recalling
from generator.check.references import (
    cut_codes,
    exchanged_columns,
    key_findings,
    lost_codes,
    unregistered,
    untold_tables,
    without_refused,
)
from generator.check.replies import replied
from generator.check.settled import WHOSE, Settled
from generator.check.typed import ORIGIN, typed_cells
from generator.check.waivers import Waivers, granted, still_there, waived
from generator.core.data import Checked, Loaded
from generator.core.facts import Facts
from generator.core.finding import SEVERITIES, Finding
from generator.core.frames import Frames, Later, rows_of
from generator.core.memory import FEW
from generator.core.naming import Names
from generator.core.package import NO_PROJECTS
from generator.core.schema import Table
from generator.core.sharing import here, shared
from generator.facts.departments import register
from generator.load.kept import Store
from generator.load.tables import no_rows
from generator.rules import RULES

_WORDS = ("scopes", "deadlines", "departments", "statements")


@dataclass(frozen=True, kw_only=True)
class _Codes:
    """What was found of codes within and across tables, and of what documents say of the records."""

    keys: Sequence[Finding]
    documents: Sequence[Finding]


@dataclass(frozen=True, kw_only=True)
class _Noted:
    """What a process that did a part of the work noted, for what is kept."""

    asking: Noted
    settled: Mapping[str, str]


_ORDER: Mapping[str, int] = {level: place for place, level in enumerate(SEVERITIES)}


def check(
    loaded: Loaded,
    *,
    today: date,
    rules: Collection[str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
    store: Store | None = None,
) -> Checked:
    """Type the frames and find everything that is wrong or worth a look.

    ``rules``: the codes of those that are to run, and of what is held against the data beside them (P08 to P11); all,
    unless given. ``progress`` is called with the name of each table and rule before it runs. ``store``: where what was
    typed and said of unchanged files is taken from.
    """
    tables, packages = loaded.catalogue.tables, loaded.packages
    chosen = [rule for code, rule in RULES.items() if rules is None or code in rules]
    names = Names(loaded.frames)
    settled = Settled(store, loaded)
    known = known_numbers(loaded.frames, tables, packages, today, settled.numbers)
    departments = register(loaded.frames["departments"])
    unlisted = any(one.table == "departments" and one.severity == "error" for one in loaded.findings)
    holding, unfounded = granted(loaded.waivers, departments, unread=unlisted)
    wrong, waivers = RefusedCells(), Waivers(holding)
    frames, cells = typed_cells(loaded, names, progress, wrong, waivers, store)
    searched = Searched(store, today)
    private, sealed = _private(loaded, names, known, progress, wrong, searched)
    searched.keep()
    cut = cut_codes(loaded, names, wrong, settled)
    turned, explained = exchanged_columns(loaded, names, wrong, cells, settled)
    cells = [one for one in cells if (one.file, one.field) not in explained]
    cut += turned
    refused = refusals(loaded, wrong)
    whole = without_refused(loaded, wrong)
    for name, given_up in refused.given_up.items():
        whole[name], frames[name] = whole[name][~given_up], frames[name][~given_up]
    if refused.targets() or refused.given_up or lost_codes(loaded, wrong):
        settled = Settled(None, loaded)  # what is found hangs on more than the codes: nothing is taken or kept
    bare = Frames({name: _bare(table, frames) for name, table in tables.items()})
    sound = Frames({name: _sound(table, bare, settled) for name, table in tables.items()})
    facts = Facts(
        tables=sound, profiles=loaded.profiles, packages=packages, today=today, schemas=tables, waivers=holding
    )
    asking = Recalling(facts, loaded, store, names) if store is not None else None
    judging = Judging(chosen, facts, tables, names, frames, waivers=waivers, refused=refused, asking=asking)

    def against() -> _Codes:
        lacking: Lacking = defaultdict(set)
        keys = [*key_findings(loaded, whole, frames, names, refused.targets(), lacking, settled)]
        if rules is not None and not HELD_AGAINST & {*rules}:
            return _Codes(keys=keys, documents=())
        untold = untold_tables(refused.targets(), lacking, loaded.findings)
        return _Codes(keys=keys, documents=_documents(loaded, facts, untold, settled))

    asked = judging.tasks(here(progress))
    tasks: list[Callable[[], _Codes | Mapping[str, Found]]] = [against, *asked]
    done = shared(
        "检查",
        tasks,
        lambda: _Noted(asking=judging.asking.noted(), settled=settled.known),
        beside=bool(asked) and judging.asking.beside,
    )
    if done.noted is not None:
        judging.asking.note(done.noted.asking)
        settled.take(done.noted.settled)
    judged = judging.judged(one for one in done.answers if not isinstance(one, _Codes))
    codes = next(one for one in done.answers if isinstance(one, _Codes))
    findings = [*refused_names(loaded.findings, known), *cells, *private, *cut, *codes.keys]
    findings += [*unregistered(packages, loaded.frames, refused.targets()), *ahead(packages, loaded.waivers, today)]
    findings += [*unfounded, *still_there(loaded.withdrawn, packages), *misnamed(packages, departments)]
    files = originals(loaded.originals, packages, known, store)
    findings += [*files.findings, *codes.documents]
    if rules is None or SPANS in rules:
        findings += spans(loaded.profiles, frames, unread="divisions" in refused.targets())
    settled.keep()
    said = missed(judged.findings, findings)
    findings = list(waived([*findings, *said], waivers, packages, judged.surely))
    findings = list(replied(findings, signed(packages, departments), tables, frames, judged.surely, refused.targets()))
    if sealed:
        findings = list(without_names(findings, sealed))
    findings = first_told(sorted(_masked(findings, known, everything=bool(private)), key=_place))
    return Checked(
        catalogue=loaded.catalogue,
        profiles=loaded.profiles,
        packages=packages,
        frames=bare,
        facts=facts,
        findings=tuple(findings),
        files=loaded.files,
        rows=loaded.rows,
        today=today,
        runs=runs(judged, findings, facts, tables=tables, refused=refused),
        originals=tuple(files.published),
    )


def _private(
    loaded: Loaded,
    names: Names,
    known: Known,
    progress: Callable[[str], None],
    wrong: RefusedCells,
    searched: Searched,
) -> tuple[list[Finding], frozenset[str]]:
    """What must not be published, in the forms and in the cells, which are noted in wrong; and the names under seal."""
    tables = loaded.catalogue.tables
    left = {name: searched.left(name, rows_of(loaded.frames, name)) for name in tables}
    wanted = sorted((name for name in tables if left[name]), key=lambda name: -left[name])  # the longest first
    look_ahead(loaded.frames, [tables[name] for name in tables if left[name]])
    show = here(progress)

    def search(name: str) -> RefusedTexts:
        show(f"{tables[name].title}：个人信息与密级标识")
        return refused_cells(tables[name], loaded.frames[name], known, searched)

    done = shared(
        "查找个人信息与密级标识",
        [partial(search, name) for name in wanted],
        lambda: searched.noted,
        beside=sum(left.values()) >= FEW,
    )
    searched.take(done.noted or frozenset())
    found = dict(zip(wanted, done.answers, strict=True))
    findings = list(
        refused_forms(loaded.packages, (*loaded.waivers, *loaded.withdrawn), known, loaded.unread, searched)
    )
    secret: dict[str, np.ndarray] = {}
    for name, table in tables.items():
        if name not in found:
            continue
        for field, places in found[name].cells.items():
            wrong.add(name, field, places)
        if len(found[name].secret):
            secret[name] = found[name].secret
        findings += row_findings(table, loaded.frames[name], names, found[name].faults)
    # What a project under seal is called is itself a secret.
    told = [replace(one, name="") if one.code == "S05" else one for one in findings]
    return told, sealed_names(loaded.frames, tables, secret) if secret else frozenset()


def _masked(findings: Sequence[Finding], known: Known, *, everything: bool) -> list[Finding]:
    """The findings without the personal numbers that they quote; rules quote texts, which were looked at before.

    ``everything``: some text holds such a number, so that what the rules quote needs a second look.
    """
    aside = [] if everything else [one for one in findings if one.code in RULES]
    return [*aside, *without_numbers((one for one in findings if everything or one.code not in RULES), known)]


def _bare(table: Table, frames: Frames) -> pd.DataFrame | Later:
    """A typed frame without the columns that say where its rows stand."""
    one = frames.held(table.name)
    if not isinstance(one, Later):
        return _without_origin(table, one)
    return Later(
        one.rows, lambda: _without_origin(table, one.frame), lambda rows: _without_origin(table, one.take(rows))
    )


def _without_origin(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    if frame.empty:  # as most are in a small district
        return no_rows(table, typed=True, placed=False)
    return frame.iloc[:, : -len(ORIGIN)]


def _sound(table: Table, frames: Frames, settled: Settled) -> pd.DataFrame | Later:
    """What rules see: one row a key, so that none has to ask which of two is meant; the others are errors already."""
    if not frames.rows(table.name) or settled.nothing(
        word := settled.word(f"one row a key {table.name}", [table.name])
    ):
        return frames.held(table.name)
    frame = frames[table.name]
    whole = not any(frame[name].isna().any() for name in table.key)
    if not (whole and few_and_distinct(frame, table.key)):
        key = frame[list(table.key)]
        kept = key.notna().all(axis=1) & ~key.duplicated()
        if not kept.all():
            return frame[kept]
    settled.note(word)
    return frame


def _documents(loaded: Loaded, facts: Facts, untold: Refused, settled: Settled) -> list[Finding]:
    """What documents and data say of each other: where there are records, and whose they are, is what they go by."""
    tables, packages = loaded.catalogue.tables, loaded.packages
    # Of some, their words count, too.
    counted = settled.all_of("documents", [name for name in _WORDS if name in facts.tables])
    # Of most tables it is asked whether a folder has rows; of others whose they are, or whether they name projects.
    declared = any(NO_PROJECTS in one.declares for one in packages)
    named = [name for name, one in tables.items() if declared or not one.context or {*WHOSE} & {*one.names}]
    there = settled.folders(tables)
    beside = (repr(packages), repr(sorted(untold.items())), counted, there)
    word = settled.word("documents", named, *beside) if counted and there else ""
    found = [] if settled.nothing(word) else [*documents(packages, facts, tables, untold)]
    if not found:
        settled.note(word)
    return found


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return (finding.file, finding.row or 0, _ORDER[finding.severity], finding.code)
