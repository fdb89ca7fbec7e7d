"""Rows are set beside those of another table by their keys, however the texts of these are held."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from generator.facts.joining import beside, known

ON = ["division", "fiscal_year", "project_code"]
Key = tuple[str | None, int, str | None]
MINE: list[Key] = [
    ("990001", 2024, "p1"),
    ("990001", 2025, "p2"),
    (None, 2024, "p1"),
    ("990001", 2024, None),
    ("990002", 2023, "p"),
]
# Of those with the same key the first counts.
THEIRS: list[Key] = [
    ("990001", 2024, "p1"),
    ("990002", 2031, "p"),
    ("990001", 2024, "p1"),
    (None, 2024, "p1"),
    ("990001", 2025, None),
]


def frame(rows: list[Key], how: str, apart: int) -> pd.DataFrame:
    """The rows under labels of their own; ``apart``: so many years are a year."""
    text = pd.StringDtype(how, na_value=np.nan)
    given = pd.DataFrame(rows, columns=ON, index=range(10, 10 + len(rows)))
    given["fiscal_year"] = [year * apart for year in given["fiscal_year"]]
    given["amount"] = range(len(rows))
    return given.astype({"division": text, "project_code": text, "fiscal_year": "int64"})


@pytest.mark.parametrize("apart", [1, 1_000_000], ids=["near", "far apart"])
@pytest.mark.parametrize("held", [("python", "python"), ("pyarrow", "pyarrow"), ("python", "pyarrow")])
def test_a_row_is_known_by_all_of_its_key(held: tuple[str, str], apart: int) -> None:
    mine, theirs = (frame(rows, how, apart) for rows, how in zip((MINE, THEIRS), held, strict=True))
    assert known(mine, theirs, ON).to_dict() == {10: True, 11: False, 12: False, 13: False, 14: False}
    found = beside(mine, theirs, ON, ["amount", "project_code"])
    assert found["amount"].dropna().to_dict() == {10: 0}
    assert found["project_code"].dropna().to_dict() == {10: "p1"}
    assert list(found.index) == list(mine.index)
    assert known(mine, theirs, ["fiscal_year"]).tolist() == [True, True, True, True, False]
    assert not known(mine, theirs.iloc[:0], ON).any()
