"""What looks copied from one project to another: indicators, texts, and one value in every row."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.copies import LONG, repeated_texts, shared_indicators
from generator.facts.joining import PROJECT, beside
from generator.facts.numbers import briefly, fixed
from generator.facts.targets import parse
from generator.facts.wording import shortened
from generator.rules.examples import fund, goal, goal_indicator, indicator, rows, self_evaluation
from generator.rules.registry import Rows, hits, rule

_OURS = "本项目约定"
_FOLDER = ["division", "fiscal_year", "department"]
_YEAR = ["division", "fiscal_year"]
_OTHER = "990001230010002"
_NAMES = (
    ("质量指标", "维修工程验收合格率", "98"),
    ("质量指标", "隐患销号率", "95"),
    ("时效指标", "开学前完工率", "92"),
    ("社会效益指标", "受益师生人数", "5200"),
    ("满意度指标", "师生家长满意度", "90"),
)

_OWN = (*_NAMES[:2], *((level2, f"学前{level3}", target) for level2, level3, target in _NAMES[2:]))
_VALUES = (("产出指标", "25"), ("产出指标", "25"), ("效益指标", "15"), ("效益指标", "15"), ("满意度指标", "10"))


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


_TWO = (goal(), goal(project_code=_OTHER, project_name="学前教育补助", annual_goal="补助6所幼儿园。"))
_TEXT = "完成11所学校校舍维修改造，消除危房隐患23处，惠及师生5200人，改造后的校舍全部通过验收。"


def _valued(*targets: str) -> tuple[Rows, ...]:
    """An example's self-evaluation: these targets, all reached with 100."""
    return rows(
        self_evaluations=self_evaluation(total_score="99.5"),
        self_evaluation_funds=fund(),
        self_evaluation_indicators=tuple(
            indicator(number, level1, target_value=target, actual_value="100", weight=weight, score=weight)
            for number, ((level1, weight), target) in enumerate(zip(_VALUES, targets, strict=True), 1)
        ),
    )


@rule(
    "F04",
    title="指标照抄",
    severity="flag",
    table="goals",
    fields=("project_name",),
    formula="同一区划同一年度，与另一项目名称相近（相似度 ≥ 90%）而方向、指标值、单位都相同的指标 ≥ 5 项，"
    "且占本项目成本以外指标的 60% 以上（按本地口径）",
    thresholds=("copied_indicators", "copied_share", "similar_text"),
    source=_OURS,
    good=(
        *rows(goals=_TWO, goal_indicators=(*_set("990001230010001"), *_set(_OTHER, scale=2))),
        *rows(goals=_TWO, goal_indicators=(*_set("990001230010001"), *_set(_OTHER, names=_OWN))),
    ),
    bad=rows(goals=_TWO, goal_indicators=(*_set("990001230010001"), *_set(_OTHER))),
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
    names = goals[[*_FOLDER, "project_code", "project_name"]]
    names = names.rename(columns={"department": "first_department", "project_code": "first", "project_name": "named"})
    keys = [*_YEAR, "first_department", "first"]
    name = beside(pd.concat([found[_YEAR], joined], axis=1), names, keys, ["named"])["named"].fillna("")
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
    "F04b",
    title="完成情况文字雷同",
    severity="flag",
    table="self_evaluations",
    fields=("actual_result",),
    formula="同一区划同一年度，两个项目20字以上的实际完成情况相似度 ≥ 90% 且其中数字相同；"
    "或同一部门有 5 个以上项目的偏差说明、存在问题或改进措施是同一段文字（按本地口径）",
    thresholds=("repeated_texts", "similar_text"),
    source=_OURS,
    good=rows(
        self_evaluations=(
            self_evaluation(actual_result=_TEXT),
            self_evaluation(project_code=_OTHER, project_name="二期", actual_result=_TEXT.replace("23", "17")),
        )
    ),
    bad=(
        *rows(
            self_evaluations=(
                self_evaluation(actual_result=_TEXT),
                self_evaluation(
                    project_code=_OTHER, project_name="学前教育补助", actual_result=_TEXT.replace("全部", "均已")
                ),
            )
        ),
        *rows(
            self_evaluations=tuple(
                self_evaluation(
                    project_code=f"99000123001000{number}",
                    actual_result=f"完成{number}所学校校舍维修改造。",
                    problems="业务科室与财务人员沟通不够，绩效目标与预算安排衔接不紧。",
                )
                for number in range(1, 6)
            )
        ),
    ),
)
def copied_results(facts: Facts) -> pd.DataFrame:
    """不同的项目写着同一段完成情况，连数字都一样；或者许多项目共用一段原因、问题和措施，看不出各自的情况。

    打包实施、统一验收的项目可能确实相同。请写各个项目自己的情况。
    """
    given = facts.tables["self_evaluations"]
    found = [_alike_texts(facts, given, "actual_result", "实际完成情况")]
    for name, title in (("deviation_note", "偏差说明"), ("problems", "存在问题"), ("improvements", "改进措施")):
        long = given[(given[name].str.len() >= LONG).fillna(False).astype(bool)]
        key = [*_FOLDER, name]
        count = long.groupby(key, sort=False)[name].transform("size")
        limit = facts.profile(long, "repeated_texts")
        many = (count >= limit) & ~long.duplicated(key)
        text, number = shortened(long[name][many]), count[many].astype("str")
        bound = "少于" + limit[many].astype("int64").astype("str") + "个项目"
        found.append(
            hits(
                long[many],
                value=text,
                expected=bound,
                message="本部门有 " + number + f" 个项目的{title}都是「" + text + "」，一般" + bound + "。",
                hint="请写各个项目自己的情况；确实是共同原因的，可以照旧。",
                field=name,
            )
        )
    return pd.concat(found)


@rule(
    "F04c",
    title="年度目标文字雷同",
    severity="flag",
    table="goals",
    fields=("annual_goal",),
    formula="同一区划同一年度，两个项目20字以上的年度目标相似度 ≥ 90%（按本地口径）且其中数字相同",
    thresholds=("similar_text",),
    source=_OURS,
    good=rows(
        goals=(
            goal(annual_goal=_TEXT),
            goal(project_code=_OTHER, project_name="二期", annual_goal=_TEXT.replace("23", "17")),
        )
    ),
    bad=rows(
        goals=(
            goal(annual_goal=_TEXT),
            goal(project_code=_OTHER, project_name="学前教育补助", annual_goal=_TEXT.replace("全部", "均已")),
        )
    ),
)
def copied_goals(facts: Facts) -> pd.DataFrame:
    """不同的项目写着同一段年度目标，连数字都一样，读者看不出各自要做什么。

    同一政策的配套项目可能确实相同。请写各个项目自己的内容和数量。
    """
    return _alike_texts(facts, facts.tables["goals"], "annual_goal", "年度目标")


def _alike_texts(facts: Facts, given: pd.DataFrame, name: str, title: str) -> pd.DataFrame:
    """Rows whose long text stands, nearly word for word, in an earlier project of the division and year."""
    again = repeated_texts(facts, given, name)
    text = shortened(again[name])
    named = "「" + again["first_name"].fillna("") + "」（编码 " + again["first"] + "）"
    return hits(
        again,
        value=text,
        expected="写本项目的情况",
        message=f"{title}「" + text + "」与项目" + named + "几乎一字不差，数字也相同，一般应写本项目的情况。",
        hint="请核对是否照抄；打包实施、配套实施的，可以照旧。",
        field=name,
    )


@rule(
    "F04d",
    title="同一数值反复出现",
    severity="flag",
    table="self_evaluations",
    fields=("project_name",),
    formula="同一项目的定量指标有 5 项以上、且 80% 以上的指标值相同、实际完成值也相同（按本地口径）",
    thresholds=("repeated_share", "repeated_values"),
    source=_OURS,
    good=_valued("88", "90", "92", "95", "100"),
    bad=_valued("88", "88", "88", "88", "88"),
)
def repeated_values(facts: Facts) -> pd.DataFrame:
    """各项指标的指标值都是同一个数，完成值也都是同一个数，像是成批填进去的，分不出每件事做得如何。

    全是合格率、及时率一类的指标，都定100%、都做到100%，也会这样；请看指标是不是只设了比率。
    """
    given = facts.tables["self_evaluation_indicators"].dropna(subset=PROJECT)
    target, actual = parse(given["target_value"]), parse(given["actual_value"])
    both = (target["kind"] == "number") & (actual["kind"] == "number")
    numbers = given.loc[both, PROJECT].assign(target=target["number"], actual=actual["number"])
    pair = numbers.groupby([*PROJECT, "target", "actual"], sort=False).size().rename("same").reset_index()
    pair = pair.sort_values("same", ascending=False, kind="stable").drop_duplicates(PROJECT)
    counts = numbers.groupby(PROJECT, sort=False).size().rename("count").reset_index()
    evaluations = facts.tables["self_evaluations"]
    joined = beside(evaluations, pair.merge(counts, on=PROJECT), PROJECT, ["target", "actual", "same", "count"])
    enough, least = facts.profile(evaluations, "repeated_values"), facts.profile(evaluations, "repeated_share")
    many = (joined["same"] >= enough) & (joined["same"] / joined["count"] * 100 >= least - 1e-9)
    found, joined, enough = evaluations[many], joined[many], enough[many]
    count, same = (joined[name].astype("int64").astype("str") for name in ("count", "same"))
    pair_text = "指标值 " + briefly(joined["target"]) + "、完成值 " + briefly(joined["actual"])
    few = "少于" + enough.astype("int64").astype("str") + "项"
    return hits(
        found,
        value=same,
        expected=few,
        message=count + " 项定量指标中有 " + same + " 项都是" + pair_text + "，一般" + few + "。",
        hint="请核对各项的指标值和完成值；全是比率的，宜增加数量、时效等指标。",
    )
