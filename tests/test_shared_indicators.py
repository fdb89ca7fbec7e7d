"""Indicators of one name that several bureaus report on: who promised what, and whether it was reached."""

from __future__ import annotations

import pandas as pd

from generator.core.data import Checked
from generator.derive import Site
from generator.derive.answers import shared_indicators_answer
from generator.pages.views import indicators

KEY = ("990001", 2025)


def records(checked: Checked) -> pd.DataFrame:
    """The indicators of the year as the table has them."""
    frame = checked.frames["self_evaluation_indicators"]
    return frame[(frame["division"] == KEY[0]) & (frame["fiscal_year"] == KEY[1])]


def test_an_indicator_is_shared_by_bureaus_and_has_each_projects_figures(
    shipped_derived: Site, shipped_checked: Checked
) -> None:
    found = {one.name: one for one in shipped_derived.shared_indicators[KEY]}
    frame = records(shipped_checked)
    stopped = {one.code for one in shipped_derived.projects_of(*KEY) if not one.counted}
    going = frame[~frame["project_code"].isin(stopped)]
    counts = going.groupby(going["level3"].str.strip())["department"].nunique()
    assert set(found) == set(counts[counts > 1].index)
    one = found["服务响应及时率"]
    own = going[going["level3"] == one.name].set_index("project_code")
    assert one.bureaus == own["department"].nunique() > 2
    assert {row.project.code for row in one.rows} == set(own.index)
    for row in one.rows:
        assert row.actual.startswith(own.loc[row.project.code, "actual_value"])
    assert (one.met, one.told) == (5, 6)


def test_those_of_most_bureaus_come_first_and_the_page_has_room_for_some(shipped_derived: Site) -> None:
    (page,) = (one.content for one in indicators.shared_pages(shipped_derived) if one.params["year"] == "2025")
    every = shipped_derived.shared_indicators[KEY]
    bureaus = [one.bureaus for one in every]
    assert bureaus == sorted(bureaus, reverse=True)
    assert [one.indicator for one in page.listed] == list(every[: indicators.LISTED])
    assert page.answer == shared_indicators_answer(every)
    assert all(len(one.rows) + one.left == len(one.indicator.rows) for one in page.listed)


def test_the_sentence_counts_what_can_be_told() -> None:
    assert shared_indicators_answer([]) == "0 个指标不止一个部门在用。"
