"""Texts of small data are Python's own strings, those of large data Arrow's columns: what is said is the same.

That each rule finds the same is for test_rules.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from generator.check import check
from generator.core import memory
from generator.core.data import Checked
from generator.load import load
from tests import faulty
from tests.conftest import SHIPPED_TODAY
from tests.small_district import small_district
from tests.test_faulty import spoiled
from tests.whole_site import whole_files

HELD = {"pyarrow": 0, "python": 10**9}  # how → from how many rows on it is Arrow


@pytest.fixture(params=["district", "faulty"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder in which all is well, or many things are not."""
    if request.param == "district":
        small_district(tmp_path)
        return tmp_path
    divisions = [faulty.in_division(files, number) for number, files in enumerate(spoiled().values(), 1)]
    return faulty.put(tmp_path, faulty.side_by_side(divisions))


def held(data: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> Checked:
    monkeypatch.setattr(memory, "FEW", HELD[how])
    found = check(load(data), today=SHIPPED_TODAY)
    kinds = {one.storage for one in found.frames["goals"].dtypes if isinstance(one, pd.StringDtype)}
    assert kinds == {how}
    return found


@pytest.mark.thorough
@pytest.mark.usefixtures("processes")  # two ask the rules of a large district
def test_findings_and_pages_are_the_same(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (held(data, how, monkeypatch) for how in HELD)
    assert first.findings == second.findings
    assert first.runs.places == second.runs.places
    if not any(one.severity == "error" for one in first.findings):
        assert whole_files(first) == whole_files(second)
