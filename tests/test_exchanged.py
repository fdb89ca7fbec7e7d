"""Files of indicators that are last year's: told once, and only where this year's targets are others."""

from __future__ import annotations

import pytest

from generator.check.exchanged import exchanged
from tests.conftest import EDU, DataFolder

BEFORE = EDU.replace("/2023/", "/2022/")
CODE = "990001230000000001"


@pytest.mark.parametrize(("targets", "told"), [("10", []), ("20", ["S11"])], ids=["the same", "others"])
def test_last_years_results_are_told_where_the_targets_are_others(
    folder: DataFolder, targets: str, told: list[str]
) -> None:
    def rows(table: str, target: str) -> list[dict[str, str]]:
        given = {"project_code": CODE, "target_value": target}
        return [folder.row(table, **given, indicator_no=str(one), level3=f"指标{one}") for one in range(1, 5)]

    for place in (BEFORE, EDU):
        folder.table("self_evaluation_indicators", *rows("self_evaluation_indicators", "10"), folder=place)
    folder.table("goal_indicators", *rows("goal_indicators", targets), folder=EDU)
    loaded = folder.load()
    found = [*exchanged(loaded.frames, loaded.catalogue.tables, {})]
    assert [one.fault.code for one in found] == told
    assert all("2022 年度" in one.fault.message and len(one.labels) == 4 for one in found)
