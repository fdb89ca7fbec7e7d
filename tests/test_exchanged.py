"""Files of indicators that are last year's, and columns of words under each other's names."""

from __future__ import annotations

import pytest

from generator.check.exchanged import exchanged
from generator.check.misplaced import of_last_year
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
    found = [*of_last_year(loaded.frames, loaded.catalogue.tables, {})]
    assert [one.fault.code for one in found] == told
    assert all("2022 年度" in one.fault.message and len(one.labels) == 4 for one in found)


@pytest.mark.parametrize(("opinion", "told"), [("是", ["S10"]), ("无此项", [])], ids=["fits there", "fits nowhere"])
def test_of_two_columns_of_words_each_has_to_fit_the_other(folder: DataFolder, opinion: str, told: list[str]) -> None:
    """A word that may stand in neither column tells of no exchange, though its neighbour's may stand in both."""
    row = folder.row("monitorings", project_code=CODE, likelihood=opinion, dual_monitoring="确定能")
    wrong = row if told else row | {"likelihood": "确定能", "dual_monitoring": opinion, "needs_rectification": "否"}
    folder.table("monitorings", *(wrong | {"period": str(month)} for month in range(1, 5)))
    loaded = folder.load()
    refused = {"monitorings": {"likelihood", "dual_monitoring"} if told else {"dual_monitoring"}}
    assert [one.fault.code for one in exchanged(loaded.frames, loaded.catalogue.tables, refused)] == told
