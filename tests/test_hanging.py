"""What hangs on refused files: which rows, whatever their number and that of the files."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest

from generator.check.hanging import Refusals
from tests.conftest import EDU, DataFolder

PLACES = [("990001", 2024, f"x{number:03d}") for number in range(0, 300, 7)] + [("990002", 2020, "edu")]
TITLES = {"goals": "绩效目标", "applications": "结果应用"}


def frame(*columns: str) -> pd.DataFrame:
    rows = [
        (division, year, bureau, subject, "P1")
        for division, year, (bureau, subject) in product(
            ("990001", "990002"), range(2019, 2028), [("x007", None), ("x008", None), ("fin", "x014"), ("edu", None)]
        )
    ]
    names = ("division", "fiscal_year", "department", "subject_department", "project_code")
    found = pd.DataFrame(rows, columns=names).astype({name: "str" for name in names if name != "fiscal_year"})
    return found.astype({"fiscal_year": "Int64"})[list(columns)]


def hangs(rows: pd.DataFrame, places: list[tuple[str, int | None, str]]) -> list[bool]:
    refused = Refusals(files={"goals": frozenset(places)}, cells={}, codes=("project_code",), given_up={})
    masks = list(refused.reasons("applications", rows, ["goals"], TITLES).values())
    return masks[0].tolist() if masks else [False] * len(rows)


@pytest.mark.parametrize("about", [(), ("subject_department",)], ids=["its folder", "whom it is about"])
def test_rows_of_refused_folders_and_the_years_beside_them(about: tuple[str, ...]) -> None:
    rows = frame("division", "fiscal_year", "department", *about, "project_code")
    near = {(division, year + apart, bureau) for division, year, bureau in PLACES for apart in (-1, 0, 1)}
    whose = ("department", *about)
    wanted = [
        any((one["division"], one["fiscal_year"], one[name]) in near for name in whose)
        for one in rows.to_dict("records")
    ]
    assert hangs(rows, PLACES) == wanted
    assert 0 < sum(wanted) < len(wanted)


def test_rows_that_sum_up_a_division_hang_on_all_its_folders() -> None:
    rows = frame("division", "fiscal_year", "department")
    near = {(division, year + apart) for division, year, _ in PLACES for apart in (-1, 0, 1)}
    assert hangs(rows, PLACES) == [one in near for one in zip(rows["division"], rows["fiscal_year"], strict=True)]


def test_everything_hangs_on_a_common_file_and_nothing_on_none() -> None:
    rows = frame("division", "fiscal_year", "department", "project_code")
    assert all(hangs(rows, [*PLACES, ("", None, "")]))
    assert not any(hangs(rows, []))


def test_a_link_in_the_place_of_a_table_is_one_finding(folder: DataFolder) -> None:
    """Nobody misses the records that it may stand for."""
    folder.table("goal_indicators", folder.row("goal_indicators"))
    (folder.path / EDU / "goals.csv").symlink_to("elsewhere.csv")
    errors = [one for one in folder.check(()).findings if one.severity == "error"]
    assert [(one.code, one.file) for one in errors] == [("L10", f"data/{EDU}/goals.csv")]
