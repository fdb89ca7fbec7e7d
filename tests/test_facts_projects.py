"""Projects of a year: what was promised, what changed, what became of them; indicators met; the reconciliation."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pytest

from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.numbers import MICRO
from generator.facts.achievement import achievements, met
from generator.facts.joining import PROJECT
from generator.facts.projects import KINDS, STATES, changes, counted_scores, project_years
from generator.facts.reconciliation import LEVELS, STEPS, Step, entries, steps
from generator.load import load_catalogue, load_profiles
from generator.rules.examples import adjustment, fund, goal, indicator, self_evaluation, source
from tests.frames import typed_frames
from tests.shipped import DATA

CATALOGUE = load_catalogue(DATA)
PROFILES = load_profiles(DATA)
Row = Mapping[str, str]


def year(*adjusted: Mapping[str, str], **tables: tuple[Mapping[str, str], ...]) -> Facts:
    """The facts of some rows; adjustments say what differs from the rules' example."""
    return Facts(tables=typed_frames(CATALOGUE, as_rows(adjusted, tables)), profiles=PROFILES)


def as_rows(adjusted: Iterable[Row], tables: Mapping[str, tuple[Row, ...]]) -> dict[str, list[Row]]:
    rows = [
        adjustment(adjustment_code=f"t{number}", **{"amount": "", **cells}) for number, cells in enumerate(adjusted, 1)
    ]
    return {**{name: list(given) for name, given in tables.items()}, "budget_adjustments": rows}


def states(
    cases: Iterable[tuple[Iterable[Mapping[str, str]], Mapping[str, tuple[Row, ...]]]],
) -> list[dict[str, object]]:
    """The only project of each case: adjustments and other rows. All are worked out at once, each in its division."""
    together: dict[str, list[Row]] = defaultdict(list)
    divisions = []
    for number, (adjusted, tables) in enumerate(cases):
        divisions.append(f"{700001 + number}")
        for name, rows in as_rows(adjusted, tables).items():
            together[name] += [{**row, "division": divisions[-1]} for row in rows]
    found = Facts(tables=typed_frames(CATALOGUE, together), profiles=PROFILES).of(project_years)
    return [single(found[found["division"] == division]) for division in divisions]


def one(facts: Facts) -> dict[str, object]:
    """The only project as a dictionary, amounts in 万元."""
    return single(facts.of(project_years))


def single(found: pd.DataFrame) -> dict[str, object]:
    [row] = found.to_dict("records")
    amounts = ("goal", "initial", "promised", "changed", "annual", "reported", "spend", "size")
    return row | {name: None if pd.isna(row[name]) else row[name] / MICRO for name in amounts}


def told(facts: Facts) -> list[tuple[str, float | None, bool]]:
    """Changes: kind, amount in 万元, whether recorded."""
    rows = facts.of(changes)
    return [
        (kind, None if pd.isna(amount) else amount / MICRO, recorded)
        for kind, amount, recorded in zip(rows["kind"], rows["amount"], rows["recorded"], strict=True)
    ]


GOAL = {"goals": (goal(),)}
OWN = {"self_evaluations": (self_evaluation(),)}


def reported(**cells: str) -> dict[str, tuple[Mapping[str, str], ...]]:
    return {**OWN, "self_evaluation_funds": (fund(**cells),)}


# What is published of a project, then its state, whether it is inferred, and its amounts.
BY_AMOUNTS = (
    (GOAL, "已安排", False, 320, 320, 320),
    (GOAL | reported(), "正常执行", False, 320, 320, 320),
    (GOAL | reported(annual_budget="300"), "年中调整", True, 320, 300, 320),
    (GOAL | reported(annual_budget="0", actual_spend="0"), "年中取消", True, 320, 0, 320),
    # A start-of-year budget of 0 is a number: the project came during the year.
    (reported(initial_budget="0"), "年中追加", True, 0, 320, 320),
    # A missing one is missing: nothing is said of the start.
    (reported(initial_budget=""), "年初数不明", False, None, 320, 320),
    (reported(), "正常执行", False, 320, 320, 320),
    (reported(annual_budget="0", actual_spend="0"), "年中取消", True, 320, 0, 320),
    # A zero that contradicts the goal does not undo the promise.
    (GOAL | reported(initial_budget="0"), "正常执行", False, 320, 320, 320),
    # Without the row of totals nobody says what became of the money: the promise stands.
    (GOAL | OWN, "正常执行", False, 320, 320, 320),
    (OWN, "年初数不明", False, None, None, None),
)


@pytest.fixture(scope="module")
def unrecorded() -> list[dict[str, object]]:
    return states(((), case[0]) for case in BY_AMOUNTS)


@pytest.mark.parametrize("number", range(len(BY_AMOUNTS)))
def test_without_a_record_the_state_follows_from_the_amounts(unrecorded: list[dict[str, object]], number: int) -> None:
    row, (_, *expected) = unrecorded[number], BY_AMOUNTS[number]
    assert [row[name] for name in ("state", "derived", "promised", "annual", "size")] == expected
    assert row["counted"] == STATES[row["state"]].counted


# Adjustments, what else is published; then the state, whether it is inferred, and by how much the budget changed.
BY_RECORDS = (
    ([{"kind": "调减", "amount": "-20"}], GOAL | reported(annual_budget="300"), "年中调整", False, -20),
    ([{"kind": "取消", "amount": "-320"}], GOAL | reported(annual_budget="0"), "年中取消", False, -320),
    ([{"kind": "暂缓", "amount": "0"}], GOAL | reported(actual_spend="0"), "暂缓", False, 0),
    ([{"kind": "合并", "amount": "-320"}], GOAL | reported(annual_budget="0"), "并入其他项目", False, -320),
    ([{"kind": "合并", "amount": "80"}], GOAL | reported(annual_budget="400"), "年中调整", False, 80),
    ([{"kind": "更名"}], GOAL | reported(), "正常执行", False, 0),
    ([{"kind": "追加", "amount": "320"}], reported(initial_budget="0"), "年中追加", False, 320),
    # A goal published with what was added during the year was not promised at its start.
    ([{"kind": "追加", "amount": "320"}], GOAL | reported(initial_budget="0"), "年中追加", False, 320),
    # Before there is a self-evaluation the records alone say what became of the money.
    ([{"kind": "追加", "amount": "30"}], GOAL, "年中调整", False, 30),
    ([{"kind": "取消", "amount": "-320"}], GOAL, "年中取消", False, -320),
    ([{"kind": "取消"}], GOAL, "年中取消", False, -320),
    ([{"kind": "追加", "amount": "50"}], {}, "年中追加", False, 50),
    # Brought to nothing step by step, without a 取消: cancelled, but nobody recorded that.
    ([{"kind": "调减", "amount": "-320"}], GOAL | reported(annual_budget="0"), "年中取消", True, -320),
    # The last word counts: postponed, then taken up again.
    (
        [
            {"kind": "追加", "amount": "100", "adjusted_date": "2023-10-01"},
            {"kind": "暂缓", "amount": "-100", "adjusted_date": "2023-05-01"},
        ],
        GOAL | reported(),
        "年中调整",
        False,
        0,
    ),
)


@pytest.fixture(scope="module")
def recorded() -> list[dict[str, object]]:
    return states(case[:2] for case in BY_RECORDS)


@pytest.mark.parametrize("number", range(len(BY_RECORDS)))
def test_records_decide_the_state(recorded: list[dict[str, object]], number: int) -> None:
    row, (_, _, *expected) = recorded[number], BY_RECORDS[number]
    assert [row[name] for name in ("state", "derived", "changed")] == expected


def test_what_is_not_recorded_is_inferred_or_named() -> None:
    cancelled = GOAL | reported(annual_budget="0", actual_spend="0")
    assert told(year(**cancelled)) == [("取消", -320, False)]
    # Where the year's adjustments are recorded, a difference nobody recorded is told as one.
    other = {"kind": "追加", "amount": "5", "project_code": "990001230010002"}
    assert ("没有登记原因的变动", -320, False) in told(year(other, **cancelled))
    # An adjustment that says no amount takes the difference.
    assert told(year({"kind": "取消"}, **cancelled)) == [("取消", -320, True)]
    # A difference that goal and self-evaluation have from the start is none of the year.
    apart = GOAL | reported(initial_budget="300", annual_budget="290")
    assert told(year({"kind": "调减", "amount": "-10"}, **apart)) == [
        ("调减", -10, True),
        ("自评表的年初预算与目标不同", -20, False),
    ]


# Adjustments that take away more than anybody says there was; then the annual budget, the state and the changes told.
OVERDRAWN = (
    ([{"kind": "调减", "amount": "-6"}], {}, None, "年初数不明", [("调减", -6, True), ("没有公布年初预算", 6, False)]),
    ([{"kind": "取消", "amount": "-50"}], {}, 0, "年中取消", [("取消", -50, True), ("没有公布年初预算", 50, False)]),
    (
        [{"kind": "调减", "amount": "-330"}],
        GOAL,
        None,
        "年中调整",
        [("调减", -330, True), ("没有登记原因的变动", 10, False)],
    ),
)


@pytest.mark.parametrize(("adjusted", "tables", "annual", "state", "changed"), OVERDRAWN)
def test_no_budget_is_less_than_nothing(
    adjusted: list[Row],
    tables: Mapping[str, tuple[Row, ...]],
    annual: float | None,
    state: str,
    changed: list[tuple[str, float, bool]],
) -> None:
    facts = year(*adjusted, **tables)
    row = one(facts)
    assert (row["annual"], row["state"]) == (annual, state)
    assert sorted(told(facts)) == sorted(changed)
    added_up(steps(facts.of(entries))[()])


def test_money_carried_over_is_a_step_and_no_change_of_the_project() -> None:
    carried = source("上年结转资金", "20", "20") | {"initial_budget": "0"}
    tables = GOAL | OWN | {"self_evaluation_funds": (fund(annual_budget="340"), carried)}
    assert told(year(**tables)) == [("上年结转", 20, False)]
    assert one(year(**tables))["state"] == "正常执行"


WORDS = {"operator": "定性", "target_value": "明显改善", "unit": ""}


# Cells of an indicator, and whether it is met.
REACHED = (
    ({}, True),
    ({"actual_value": "11.99"}, False),
    ({"operator": ">"}, False),
    ({"operator": ">", "actual_value": "12.1"}, True),
    ({"operator": "≤"}, True),
    ({"operator": "≤", "actual_value": "13", "score": "9"}, False),
    ({"operator": "<"}, False),
    ({"operator": "="}, True),
    ({"operator": "=", "actual_value": "13"}, True),
    ({"operator": "=", "actual_value": "11"}, False),
    ({"operator": "=", "target_value": "0", "actual_value": "0"}, True),
    ({"operator": "=", "target_value": "0", "actual_value": "1"}, False),
    # One unit of money for another, without what binary fractions leave over.
    ({"operator": "≤", "target_value": "291万元", "actual_value": "0.0291亿元", "unit": ""}, True),
    # One unit for another of the same; of something else, nobody can tell.
    ({"target_value": "1.2公里", "actual_value": "1200米", "unit": ""}, True),
    ({"target_value": "1.2公里", "actual_value": "1199米", "unit": ""}, False),
    ({"operator": "≤", "target_value": "30", "actual_value": "2公顷", "unit": "亩"}, True),
    ({"target_value": "3", "actual_value": "29999人", "unit": "万人"}, False),
    ({"target_value": "3", "actual_value": "30000人次", "unit": "万人"}, None),
    ({"operator": "≤", "target_value": "5万元/公里", "actual_value": "50元/米", "unit": ""}, True),
    ({"operator": "≤", "target_value": "3天", "actual_value": "2个工作日", "unit": ""}, None),
    # A range: between its ends, or beyond the one that does not matter.
    ({"operator": "=", "target_value": "90%—95%", "actual_value": "90%", "unit": ""}, True),
    ({"operator": "", "target_value": "18-22℃", "actual_value": "22℃", "unit": ""}, True),
    ({"operator": "=", "target_value": "90%—95%", "actual_value": "89.9%", "unit": ""}, False),
    ({"operator": "=", "target_value": "90%—95%", "actual_value": "96%", "unit": ""}, None),
    ({"operator": "", "target_value": "90%—95%", "actual_value": "89%", "unit": ""}, None),
    ({"operator": "≥", "target_value": "90%—95%", "actual_value": "96%", "unit": ""}, True),
    ({"operator": "≥", "target_value": "90%—95%", "actual_value": "89%", "unit": ""}, False),
    ({"operator": "≤", "target_value": "2-3公里", "actual_value": "1500米", "unit": ""}, True),
    ({"operator": "≤", "target_value": "2-3公里", "actual_value": "3001米", "unit": ""}, False),
    ({"operator": "=", "target_value": "2-3公里", "actual_value": "2500人", "unit": ""}, None),
    ({"target_value": "≥0.8公里且≤1200米", "actual_value": "1公里", "unit": ""}, None),
    ({"operator": "≤", "target_value": "12月底前", "actual_value": "11月", "unit": ""}, True),
    ({"operator": "≤", "target_value": "2023年10月底前", "actual_value": "2023年12月20日", "unit": ""}, False),
    # Words: the result they say, else the share of the weight.
    ({**WORDS, "actual_value": "达成年度指标", "score": "9"}, True),
    ({**WORDS, "actual_value": "部分达成年度指标并具有一定效果", "score": "9"}, False),
    ({**WORDS, "actual_value": "群众反映好", "score": "8"}, True),
    ({**WORDS, "actual_value": "群众反映好", "score": "7.9"}, False),
    ({"actual_value": "没有完成", "score": "6"}, False),
    # Neither numbers of one unit nor words: nobody can tell.
    ({"actual_value": "12人", "unit": ""}, True),
    ({"target_value": "12所", "actual_value": "12人", "unit": ""}, None),
    ({"actual_value": "—"}, None),
    # Nor which way the number is to go.
    ({"operator": ""}, None),
    ({"operator": "", "actual_value": "11"}, None),
    ({**WORDS, "actual_value": "群众反映好", "score": ""}, None),
)


@pytest.fixture(scope="module")
def reached() -> list[bool | None]:
    """Whether each of them is met, all as indicators of one project."""
    rows = tuple(indicator(number, "产出指标", **cells) for number, (cells, _) in enumerate(REACHED, 1))
    found = year(**reported(), self_evaluation_indicators=rows).of(met)
    return [None if pd.isna(value) else bool(value) for value in found]


@pytest.mark.parametrize("number", range(len(REACHED)))
def test_an_indicator_is_met_by_its_operator_else_by_the_words(reached: list[bool | None], number: int) -> None:
    assert reached[number] is REACHED[number][1]


def test_the_share_that_words_need_is_the_profiles() -> None:
    strict = tuple(
        replace(profile, qualitative_bands={"达成": "0.9", "部分达成": "0.6"}) if profile.name == "default" else profile
        for profile in PROFILES
    )
    words = indicator(1, "产出指标", **WORDS | {"actual_value": "群众反映好", "score": "8"})
    facts = year(**reported(), self_evaluation_indicators=(words,))
    assert facts.of(met).tolist() == [True]
    assert Facts(tables=facts.tables, profiles=strict).of(met).tolist() == [False]


def test_a_cancelled_project_has_no_indicators_to_meet() -> None:
    rows = (
        indicator(1, "产出指标"),
        indicator(2, "产出指标", actual_value="3"),
        indicator(3, "效益指标", actual_value="/"),
    )
    facts = year(**GOAL, **reported(), self_evaluation_indicators=rows)
    assert facts.of(achievements)[["met", "missed", "untold"]].values.tolist() == [[1, 1, 1]]
    gone = year(**GOAL, **reported(annual_budget="0", actual_spend="0"), self_evaluation_indicators=rows)
    assert gone.of(achievements).empty


def added_up(found: Sequence[Step]) -> None:
    """Each total is the one before it and the differences between them, to the millionth."""
    running: int | None = None
    for step in found:
        if not step.level:
            assert running is not None
            running += step.amount
        else:
            assert running in (None, step.amount), step
            running = step.amount


@pytest.fixture(scope="module")
def shipped(shipped_checked: Checked) -> Facts:
    return shipped_checked.facts


def test_the_steps_of_any_projects_add_up(shipped: Facts) -> None:
    every = shipped.of(entries)
    keys = every[PROJECT].drop_duplicates().reset_index(drop=True)
    drawn = random.Random(20260101)
    for _ in range(40):
        places = drawn.sample(range(len(keys)), drawn.randint(1, len(keys)))
        added_up(steps(every.merge(keys.iloc[sorted(places)], on=PROJECT))[()])


AMOUNTS = ("0", "0.000001", "10", "320", "320.5")
RECORDED = [kind for kind in KINDS if len(kind) == 2]


def test_the_steps_of_any_amounts_add_up() -> None:
    """Projects with all that tables may say or leave out of them: each alone, and all together."""
    drawn = random.Random(20260102)
    tables: dict[str, list[Mapping[str, str]]] = {"goals": [], "self_evaluations": [], "self_evaluation_funds": []}
    adjusted = []
    for number in range(2000):
        code = {"project_code": f"9900012300{number:05d}"}
        if drawn.random() < 0.7:
            tables["goals"].append(goal(total_amount=drawn.choice(AMOUNTS), **code))
        if drawn.random() < 0.7:
            tables["self_evaluations"].append(self_evaluation(**code))
            if drawn.random() < 0.9:
                initial, annual, spend = drawn.choice((*AMOUNTS, "")), drawn.choice(AMOUNTS), drawn.choice(AMOUNTS)
                cells = {"initial_budget": initial, "annual_budget": annual, "actual_spend": spend, **code}
                tables["self_evaluation_funds"].append(fund(**cells))
                carried = source("上年结转资金", drawn.choice(AMOUNTS), "0") | {"initial_budget": "0", **code}
                tables["self_evaluation_funds"] += [carried] * drawn.choice((0, 1))
        for _ in range(drawn.choice((0, 0, 1, 2, 3))):
            said = {} if drawn.random() < 0.2 else {"amount": drawn.choice(("", "-")) + drawn.choice(AMOUNTS)}
            adjusted.append({"kind": drawn.choice(RECORDED), **said, **code})
    found = year(*adjusted, **{name: tuple(rows) for name, rows in tables.items()})
    every = found.of(entries)
    added_up(steps(every)[()])
    for code in drawn.sample(sorted(every["project_code"].unique()), 100):
        added_up(steps(every[every["project_code"] == code])[()])
    assert set(every["step"]) == set(STEPS)
    states = set(found.of(project_years)["state"])
    assert states == set(STATES)


def test_steps_come_in_order_and_totals_always() -> None:
    names = [step.name for step in steps(year(**GOAL).of(entries))[()]]
    assert [name for name in names if name in LEVELS] == list(LEVELS)
    assert names == sorted(names, key=STEPS.index)


def test_the_shipped_year_counts_what_was_carried_out(shipped: Facts) -> None:
    own = shipped.of(counted_scores)
    scores = own.loc[own["fiscal_year"] == 2025, "total_score"]
    assert (len(scores), round(scores.mean() / MICRO, 2)) == (51, 97.27)
    projects = shipped.of(project_years)
    projects = projects[projects["fiscal_year"] == 2025].sort_values("size", ascending=False, kind="stable")
    aside = projects[~projects["counted"]]
    assert aside["project_name"].tolist() == ["灌区续建配套与现代化改造", "学校食堂“互联网+明厨亮灶”建设"]
    assert (set(aside["state"]), aside["promised"].sum()) == ({"年中取消"}, 10_532_574_700)
    first = projects.iloc[0]
    assert (first["project_name"], first["state"]) == ("灌区续建配套与现代化改造", "年中取消")
    assert (first["promised"], first["annual"]) == (10_446_710_000, 0)


def test_the_shipped_steps(shipped: Facts) -> None:
    every = shipped.of(entries)
    found = {step.name: step for step in steps(every, ["fiscal_year"])[(2025,)]}
    assert {name: found[name].amount for name in LEVELS} == {
        "年初公开的目标": 45_913_603_200,
        "全年预算": 34_461_761_200,
        "已公开自评的全年预算": 31_539_998_400,
        "全年执行数": 30_005_361_800,
    }
    assert (found["取消"].amount, found["取消"].projects) == (-10_532_574_700, 2)


def test_the_shipped_indicators_met(shipped: Facts) -> None:
    rows = shipped.of(achievements)
    rows = rows[rows["fiscal_year"] == 2025]
    [found] = rows.loc[rows["project_code"] == "99000122T205001000006", ["met", "missed", "untold"]].values.tolist()
    assert found == [8, 5, 0]
    graded = rows.merge(shipped.of(project_years), on=PROJECT)
    third = graded["missed"] * 3 >= graded["met"] + graded["missed"]
    assert int((third & (graded["grade"] == "优")).sum()) == 8
