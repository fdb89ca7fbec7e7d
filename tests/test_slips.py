"""Slips of the pen in every date and amount of every table: days out of order, 元 or 亿元 where 万元 belongs.

The fields come from ``data/schemas``: a new date or amount must be watched by a rule, or stand below with the reason
why it cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

import pytest

from generator.check import check
from generator.core.data import Checked, Loaded
from generator.core.finding import Finding
from generator.core.frames import Frames
from generator.core.schema import Field
from generator.load import load_catalogue
from tests.conftest import DATA, SHIPPED_TODAY

CATALOGUE = load_catalogue(DATA)
ROWS = 6  # of each field are spoiled; one that is found is enough, what it can be held against is not in every row

FAR = "may lie far ahead or long ago: in force for long, a project of many years, time given"
FIRST = "nothing earlier in the chain says from when on it could have been"
ALONE = "nothing else in the data says how large it should be"
REMARK = "a remark of the row excuses it (R13e), and each row of the district has one"
# What no rule can see, and why. Nothing else may be missing.
UNSEEN: Mapping[tuple[str, str, str], str] = {
    ("policies", "effective_from", "late"): FAR,
    ("policies", "effective_to", "late"): FAR,
    ("spending_standards", "valid_from", "early"): FAR,
    ("spending_standards", "valid_from", "late"): FAR,
    ("spending_standards", "valid_to", "late"): FAR,
    ("goals", "start_date", "early"): FAR,
    ("goals", "end_date", "late"): FAR,
    ("rectifications", "due_date", "late"): FAR,
    ("rectifications", "extended_date", "late"): FAR,
    ("ex_ante_evaluations", "assessed_date", "early"): FAR,
    ("statements", "written_date", "early"): FIRST,
    ("evaluations", "base_date", "early"): FIRST,
    ("fiscal_operations", "base_date", "early"): FIRST,
    ("cost_analyses", "report_date", "early"): FIRST,
    ("management_assessments", "published_date", "early"): FIRST,
    ("cost_analyses", "total_cost", "yuan"): ALONE,
    ("cost_analyses", "total_cost", "100 million"): ALONE,
    ("cost_analyses", "approved_amount", "yuan"): REMARK,
    ("cost_analyses", "approved_amount", "100 million"): REMARK,
    ("department_self_evaluations", "initial_budget", "yuan"): ALONE,
    ("department_self_evaluations", "initial_budget", "100 million"): ALONE,
    ("monitorings", "expected_spend", "yuan"): "what is expected of the rest of a year is a guess",
    ("monitorings", "recovered_amount", "yuan"): ALONE,
    ("monitorings", "recovered_amount", "100 million"): ALONE,
    ("applications", "cut_amount", "100 million"): "a cut may be small, and without a rate nothing contradicts it",
}


def _times(cell: str) -> str | None:
    """万元 written as 元; None where that is beyond what a cell may hold, which is told by itself."""
    amount = float(cell) * 10_000
    return f"{amount:.6f}".rstrip("0").rstrip(".") if 0 < amount < 10**9 else None


def _part(cell: str) -> str | None:
    return f"{float(cell) / 10_000:.6f}" if float(cell) > 0 else None


SLIPS: Mapping[str, tuple[Callable[[Field], bool], Callable[[str], str | None]]] = {
    "early": (lambda field: field.type == "date", lambda cell: "1995-01-01"),
    "late": (lambda field: field.type == "date", lambda cell: "2098-01-01"),
    "yuan": (lambda field: field.unit == "万元", _times),
    "100 million": (lambda field: field.unit == "万元", _part),
}

WATCHED = {
    (name, field.name, way)
    for name, table in CATALOGUE.tables.items()
    for field in table.fields
    for way, (wanted, _) in SLIPS.items()
    if wanted(field) and not field.local  # the invented district uses none of what only some places' forms have
} - set(UNSEEN)


@pytest.fixture(scope="module")
def shipped(shipped_loaded: Loaded, shipped_checked: Checked) -> tuple[Loaded, set[tuple[str, str, int | None, str]]]:
    """The shipped data, and what is found in it as it stands."""
    return shipped_loaded, {_what(one) for one in shipped_checked.findings}


def _what(finding: Finding) -> tuple[str, str, int | None, str]:
    return finding.code, finding.file, finding.row, finding.field


def spoil(loaded: Loaded, ways: Collection[str]) -> tuple[Loaded, dict[tuple[str, int], tuple[str, str, str]]]:
    """The data with some rows of each field spoiled those ways, and of each row which field and how."""
    frames, places = {}, {}
    for name, frame in loaded.frames.items():
        frame = frame.copy()
        free = {
            label
            for label in frame.index
            if "/990001/" in frame.at[label, "_file"] or "/common/" in frame.at[label, "_file"]
        }
        watched = sorted(
            (one for one in WATCHED if one[0] == name and one[2] in ways), key=lambda one: (frame[one[1]].count(), one)
        )
        # One slip a row: a small table has to do for all its fields, those with few cells first.
        rows = min(ROWS, len(free) // max(1, len(watched)))
        for spot in watched:
            _, field, way = spot
            change = SLIPS[way][1]
            given = frame[field].dropna()
            able = [label for label, cell in given.items() if label in free and change(cell) is not None]
            # The middle year first: it has a year before and one after, and has been evaluated.
            if "fiscal_year" in frame:
                able.sort(key=lambda label: frame.at[label, "fiscal_year"] != 2025)
            for label in able[:: max(1, len(able) // rows)][:rows]:
                free.discard(label)
                frame.at[label, field] = change(frame.at[label, field])
                places[frame.at[label, "_file"], frame.at[label, "_row"]] = spot
        frames[name] = frame
    return replace(loaded, frames=Frames(frames)), places


@pytest.mark.thorough
@pytest.mark.parametrize("ways", [("early", "yuan"), ("late", "100 million")], ids="＋".join)
def test_each_slip_is_found(
    ways: tuple[str, ...], shipped: tuple[Loaded, set[tuple[str, str, int | None, str]]]
) -> None:
    loaded, before = shipped
    spoiled, places = spoil(loaded, ways)
    found = set()
    for finding in check(spoiled, today=SHIPPED_TODAY).findings:
        if _what(finding) not in before:
            found.add(places.get((finding.file, finding.row or 0)))
    tried = {spot for spot in WATCHED if spot[2] in ways}
    assert tried - set(places.values()) == set()
    assert tried - found == set()


def test_what_is_unseen_is_a_field() -> None:
    for table, field, way in UNSEEN:
        assert SLIPS[way][0](CATALOGUE.tables[table].field(field))
