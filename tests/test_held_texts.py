"""Texts of small data are Python's own strings, those of large data Arrow's columns: what is said is the same.

That each rule finds the same is for test_rules; of data in which many things are wrong, for test_faulty.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from generator.check import check
from generator.core import memory
from generator.core.data import Checked
from generator.load import load
from tests.conftest import SHIPPED_TODAY
from tests.small_district import small_district
from tests.whole_site import whole_files

HELD = {"pyarrow": 0, "python": 10**9}  # how → from how many rows on it is Arrow


def held(data: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> Checked:
    monkeypatch.setattr(memory, "FEW", HELD[how])
    found = check(load(data), today=SHIPPED_TODAY)
    kinds = {one.storage for one in found.frames["goals"].dtypes if isinstance(one, pd.StringDtype)}
    assert kinds == {how}
    return found


@pytest.mark.thorough
def test_findings_and_pages_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_district(tmp_path)
    first, second = (held(tmp_path, how, monkeypatch) for how in HELD)
    assert first.findings == second.findings
    assert first.runs.places == second.runs.places
    assert not any(one.severity == "error" for one in first.findings)
    assert whole_files(first) == whole_files(second)
