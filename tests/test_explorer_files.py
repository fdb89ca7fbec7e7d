"""The explorer's files: what is packed, and how small; that all comes out again: tests/browser/test_explore.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from generator.core.data import Checked
from generator.derive.disclosure import derive_disclosure
from generator.derive.flat import flat_frames
from generator.derive.published import derive_published
from generator.downloads.explorer import explorer_outputs
from generator.downloads.explorer.indicators import listed
from generator.downloads.explorer.packed import HOLE, Packer, joined, patterns, steps
from generator.facts.namesakes import namesakes

NOBODY = Packer([])


def test_texts_that_differ_in_figures_and_quotations_are_told_by_patterns() -> None:
    told = [("8", "路灯"), ("53", "水表"), ("2026-10-31", "路灯"), ("1,200.5", "水表")]
    assert NOBODY.texts([f"晚了 {days}，“{name}”没有做到" for days, name in told]) == {
        "patterns": [f"晚了 {HOLE}，“{HOLE}”没有做到"],
        "at": [0, 0, 0, 0],
        "told": "\t".join(part for one in told for part in one),
    }
    different = ["没有说明", "晚了 8 日", "晚了 9 日"]
    assert NOBODY.texts(different) == {"values": different}, "as many patterns as texts are worth nothing"


@pytest.mark.parametrize("strange", [f"单价 5 元{HOLE}", "一\t二"])
def test_texts_with_the_marks_of_patterns_are_written_out(strange: str) -> None:
    texts = [*(f"晚了 {number} 日" for number in range(9)), strange]
    assert patterns(texts) == []
    assert NOBODY.texts(texts) == {"values": texts}


def test_words_of_several_slices_are_told_by_their_numbers() -> None:
    packer = Packer([["教育局", "水务局"], ["教育局", "民政局"], ["水务局"]])
    assert packer.listed == ["教育局", "水务局"]
    values = pd.Series(["民政局", "水务局", None, "民政局"], dtype="str")
    assert packer.words(values) == {"words": ["民政局", 1], "at": [0, 1, -1, 0]}


def test_only_what_follows_is_left_out() -> None:
    bureaus = ["教育局", "水务局", "教育局"]
    assert NOBODY.determined(["edu", "water", "edu"], "name", bureaus) == {"by": "name", "values": ["edu", "water"]}
    assert NOBODY.determined(["edu", "water", "school"], "name", bureaus) == {"values": ["edu", "water", "school"]}
    assert NOBODY.determined(["edu", "water", "edu"], "name", ["教育局", "", "教育局"])["values"] == [
        "edu",
        "water",
        "edu",
    ]
    by, kinds = ("who", "what"), ["D4 自评", "D2 目标", "D2 目标"]
    assert joined(["教育局 自评", "水务局 目标", "教育局 目标"], by, [bureaus, kinds]) == {"joined": ["who", "what"]}
    assert joined(["教育局 自评", "水利局 目标", "教育局 目标"], by, [bureaus, kinds]) is None


def test_what_another_slice_says_is_lent_as_far_as_it_says_it() -> None:
    others = ["校舍维修", "校舍维修", "道路", None]
    made = NOBODY.lent(["校舍维修", "校舍维修／合格率", "桥梁", "教育局"], "project_name", others)
    assert made == {"lent": "project_name", "rest": {"values": ["", "／合格率", "桥梁", "教育局"]}, "whole": [2]}
    assert steps([5, 7, None, 6]) == [5, 2, None, -1]


def test_aims_that_stay_are_taken_from_the_next_year_once_each() -> None:
    names = ["name", "project_code", "operator", "target_value", "unit", "actual_value", "weight", "score", "met"]
    line = ("合格率", "P1", "≥", "95", "%", "95", 10_000_000, 10_000_000, True)
    rows = pd.DataFrame([line, line, ("合格率", "P2", "≥", "90", "%", "", 5_000_000, None, None)], columns=names)
    texts = dict.fromkeys(("actual_value", "target_value", "unit", "operator", "name", "project_code"), "str")
    rows = rows.astype(texts | {"weight": "Int64", "score": "Int64", "met": "boolean"})
    later = listed(rows.iloc[[0, 2]].assign(target_value=["95", "91"]), {"P1": 0, "P2": 3}, None, NOBODY)
    assert (later.content["lender"], later.content["columns"]["project"]) == ([], [0, 3])
    made = listed(rows, {"P1": 0, "P2": 1}, later, NOBODY).content
    assert made["lender"] == [0]
    assert made["columns"]["project"] == [0, 1]
    assert made["columns"]["met"] == "11-"
    assert made["columns"]["actual"] == {"values": ["", "", " "]}  # that of the target, and none
    assert made["columns"]["score"]["values"] == [0, 0, None]


def _files(checked: Checked) -> Mapping[str, bytes]:
    disclosure = derive_disclosure(checked.facts, checked.packages, checked.today)
    frames = flat_frames(checked, disclosure, derive_published(checked))
    shared = checked.facts.of(namesakes)
    made = explorer_outputs(frames, day=date(2026, 11, 20), title="数据", samples=[], shared=shared)
    return {one.path: one.content for one in made}


def test_all_tables_stay_small(shipped_checked: Checked) -> None:
    """Of 4,000 project-years it is 97 bytes each (docs/bench.md); of the shipped 192 the index alone is 35."""
    assert sum(map(len, _files(shipped_checked).values())) < 192 * 275
