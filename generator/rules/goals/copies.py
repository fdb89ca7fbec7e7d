"""What looks copied from one goal to another: indicators and texts."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.copies import LONG, comparable, shared_indicators
from generator.facts.joining import FOLDER, PROJECT, YEAR, beside, known
from generator.facts.numbers import fixed
from generator.rules.examples import LONG_TEXT, OTHER, goal, goal_indicator, rows
from generator.rules.looking import filled, longer_than
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS
from generator.rules.wording import repeated

_NAMES = (
    ("质量指标", "维修工程验收合格率", "98"),
    ("质量指标", "隐患销号率", "95"),
    ("时效指标", "开学前完工率", "92"),
    ("社会效益指标", "受益师生人数", "5200"),
    ("满意度指标", "师生家长满意度", "90"),
)
_OWN = (*_NAMES[:2], *((level2, f"学前{level3}", target) for level2, level3, target in _NAMES[2:]))


def _set(code: str, *, scale: int = 1, names: tuple[tuple[str, str, str], ...] = _NAMES) -> tuple[dict[str, str], ...]:
    """The indicators of an example's project; ``scale`` changes every target."""
    cost = goal_indicator(9, "产出指标", "成本指标", project_code=code, level3="项目总成本", operator="≤")
    level1 = {"社会效益指标": "效益指标", "满意度指标": "满意度指标"}
    return (
        *(
            goal_indicator(
                number,
                level1.get(level2, "产出指标"),
                level2,
                project_code=code,
                level3=level3,
                target_value=str(int(target) - scale + 1),
            )
            for number, (level2, level3, target) in enumerate(names, 1)
        ),
        cost,
    )


_TWO = (goal(), goal(project_code=OTHER, project_name="学前教育补助", annual_goal="补助6所幼儿园。"))


def _has_indicators(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    return known(rows, facts.of(comparable), PROJECT)


@rule(
    "F04",
    title="指标照抄",
    severity="flag",
    table="goals",
    fields=("project_name",),
    needs=(Need("没有公开成本以外的绩效指标", _has_indicators),),
    formula="同一区划同一年度，与另一项目名称相近（相似度 ≥ 90%）而方向、指标值、单位都相同的指标 ≥ 5 项，"
    "且占本项目成本以外指标的 60% 以上（按本地口径）",
    thresholds=("copied_indicators", "copied_share", "similar_text"),
    source=OURS,
    good=(
        *rows(goals=_TWO, goal_indicators=(*_set("990001230010001"), *_set(OTHER, scale=2))),
        *rows(goals=_TWO, goal_indicators=(*_set("990001230010001"), *_set(OTHER, names=_OWN))),
    ),
    bad=rows(goals=_TWO, goal_indicators=(*_set("990001230010001"), *_set(OTHER))),
)
def copied_indicators(facts: Facts) -> pd.DataFrame:
    """两个项目的指标连同指标值几乎一样，读者会怀疑没有按项目自身的内容设定目标。

    成本指标不比较。同一政策分到不同单位、分期分批的同类项目，指标相同也可能是合理的；不同性质的项目请按各自内容设定。
    """
    goals = facts.tables["goals"]
    joined = beside(
        goals, facts.of(shared_indicators), PROJECT, ["first", "first_department", "shared", "count"]
    ).dropna()
    found = goals.loc[joined.index]
    enough, least = facts.profile(found, "copied_indicators"), facts.profile(found, "copied_share")
    share = joined["shared"] / joined["count"] * 100
    copied = (joined["shared"] >= enough) & (share >= least - 1e-9)
    found, joined, share, enough = found[copied], joined[copied], share[copied], enough[copied]
    names = goals[[*FOLDER, "project_code", "project_name"]]
    names = names.rename(columns={"department": "first_department", "project_code": "first", "project_name": "named"})
    keys = [*YEAR, "first_department", "first"]
    name = beside(pd.concat([found[YEAR], joined], axis=1), names, keys, ["named"])["named"].fillna("")
    many = joined["shared"].astype("int64").astype("str")
    few = "不多于" + (enough - 1).astype("int64").astype("str") + "项"
    said = "有 " + many + " 项指标（占成本以外指标的 " + fixed(share, 0) + "%）与项目「" + name + "」（编码 "
    return hits(
        found,
        value=many,
        expected=few,
        message=said + joined["first"] + "）的名称、方向、指标值都相同，一般" + few + "。",
        hint="请核对是否照抄；不同性质的项目请按各自的内容设定指标和指标值。",
    )  # fmt: skip


@rule(
    "F04c",
    title="年度目标文字雷同",
    severity="flag",
    table="goals",
    fields=("annual_goal",),
    looks_at=(
        filled("project_code"),
        longer_than(LONG, "annual_goal"),
    ),
    formula="同一区划同一年度，两个项目20字以上的年度目标相似度 ≥ 90%（按本地口径）且其中数字相同",
    thresholds=("similar_text",),
    source=OURS,
    good=(
        *rows(
            goals=(
                goal(annual_goal=LONG_TEXT),
                goal(project_code=OTHER, project_name="二期", annual_goal=LONG_TEXT.replace("23", "17")),
            )
        ),
        *rows(goals=(goal(annual_goal=LONG_TEXT), goal(department="health", annual_goal=LONG_TEXT))),
    ),
    bad=rows(
        goals=(
            goal(annual_goal=LONG_TEXT),
            goal(project_code=OTHER, project_name="学前教育补助", annual_goal=LONG_TEXT.replace("全部", "均已")),
        )
    ),
)
def copied_goals(facts: Facts) -> pd.DataFrame:
    """不同的项目写着同一段年度目标，连数字都一样，读者看不出各自要做什么。

    同一政策的配套项目可能确实相同。请写各个项目自己的内容和数量。
    """
    return repeated(facts, facts.tables["goals"], "annual_goal", "年度目标")
