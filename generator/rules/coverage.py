"""Coverage with its denominators: what was done of what was due, and what became of it."""

from __future__ import annotations

import pandas as pd

from generator.facts.basis import Facts
from generator.facts.coverage import coverage
from generator.facts.joining import beside, known
from generator.facts.numbers import briefly, fixed, shown, units
from generator.facts.wording import blank
from generator.rules.examples import application, evaluation, goal, rows, self_evaluation
from generator.rules.registry import hits, rule

_OURS = "本项目约定"
_YEAR = ["division", "fiscal_year"]
_FOLDER = [*_YEAR, "department"]
_SECOND = "990001230010002"


def _scope(kind: str, count: str, **others: str) -> dict[str, str]:
    return {"kind": kind, "extent": "本部门", "due_count": count, "basis": "全部项目"} | others


@rule(
    "R21b",
    title="覆盖率的分母",
    severity="flag",
    table="scopes",
    fields=("due_count",),
    formula="已公开的个数 ≤ 应办个数",
    source=_OURS,
    good=rows(goals=goal(), scopes=_scope("应编目标", "1")),
    bad=rows(goals=(goal(), goal(project_code=_SECOND, project_name="学前教育补助")), scopes=_scope("应编目标", "1")),
)
def more_than_due(facts: Facts) -> pd.DataFrame:
    """已公开的比应办的还多，可能是分母漏数，也可能两处口径不同，覆盖率会超过100%。请核对应办个数和它的口径说明。"""
    given = facts.of(coverage)
    found = given[(given["done"] > given["due_count"]).fillna(False).astype(bool)]
    stated, done = found["due_count"].astype("str"), found["done"].astype("str")
    return hits(
        found,
        value=stated,
        expected="不少于" + done,
        message=found["kind"] + "写的是 " + stated + " 个，已公开 " + done + " 个，应办数应不少于 " + done + " 个。",
        hint="请核对「应办个数」和「口径与依据」。",
    )


@rule(
    "R21c",
    title="覆盖不足",
    severity="flag",
    table="scopes",
    fields=("due_count",),
    formula="覆盖率 = 已公开的个数 ÷ 应办个数（已扣除依法不公开和免办的） ≥ 100%（按本地口径）",
    thresholds=("coverage_minimum",),
    source="本项目约定，参照“5个100%全覆盖”的要求",
    good=(
        *rows(goals=goal(), scopes=_scope("应编目标", "1")),
        *rows(goals=goal(), scopes=_scope("应自评", "3")),
    ),
    bad=rows(goals=goal(), scopes=_scope("应编目标", "4")),
)
def less_than_due(facts: Facts) -> pd.DataFrame:
    """应办的多，公开的少，差额没有说明。

    可能还没有办，也可能办了没有公开，或者口径里含了应当扣除的。一个都还没有公开的，由公开状态提示，这里不重复；有备注说明的不提示。
    """
    given = facts.of(coverage)
    least = facts.profile(given, "coverage_minimum")
    low = (given["rate"] < least - 1e-9) & (given["done"] > 0).fillna(False).astype(bool) & blank(given["remark"])
    found, bound = given[low], "不低于" + briefly(least[low]) + "%"
    rate, done, due = fixed(found["rate"]) + "%", found["done"].astype("str"), found["due_count"].astype("str")
    parts = done + "÷" + due + " = " + rate
    return hits(
        found,
        value=rate,
        expected=bound,
        message=found["extent"] + found["kind"] + " " + due + " 个，已公开 " + parts + "，一般应" + bound + "。",
        hint="请补充公开，或核对应办个数；应当扣除的，请填入依法不公开和免办的各栏。",
    )


@rule(
    "F09b",
    title="压减没有落实",
    severity="flag",
    table="applications",
    fields=("approved_amount",),
    formula="决定为压减、取消、收回结余的，应用年度绩效目标的资金总额 ≤ 应用后预算数（或 基数 − 压减额）",
    thresholds=("amount_tolerance",),
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）关于评价结果应用的要求",
    good=rows(
        goals=(goal(), goal(fiscal_year="2025", total_amount="255")),
        evaluations=evaluation(),
        applications=application(approved_amount="255"),
    ),
    bad=rows(
        goals=(goal(), goal(fiscal_year="2025", total_amount="300")),
        evaluations=evaluation(),
        applications=application(approved_amount="255"),
    ),
)
def cut_not_applied(facts: Facts) -> pd.DataFrame:
    """公布了压减决定，到了应用的年度，同一项目公开的资金总额却没有按公布的数减下来。

    可能另有追加、上级专款，或者两处口径不同。请在结果应用的说明里写明。
    """
    given = facts.tables["applications"]
    given = given[given["decision"].isin(("压减", "取消", "收回结余")) & blank(given["note"])]
    given = given.dropna(subset=["project_code", "applied_fiscal_year"])
    goals = facts.tables["goals"].rename(columns={"fiscal_year": "applied_fiscal_year", "total_amount": "then"})
    goals = goals.astype({"applied_fiscal_year": "Int64"})
    then = beside(given, goals, ["division", "applied_fiscal_year", "project_code"], ["then"])["then"]
    due = given["approved_amount"].fillna(given["base_amount"] - given["cut_amount"])
    wrong = (units(then) - units(due)) > facts.profile(given, "amount_tolerance") + 1e-9
    found, amount, cut = given[wrong], shown(then[wrong]), shown(due[wrong])
    year = found["applied_fiscal_year"].astype("str")
    return hits(
        found,
        value=cut,
        expected="不多于" + cut,
        message="应用后应为 " + cut + " 万元，" + year + " 年公开的资金总额是 " + amount + " 万元，一般应不多于 " + cut
        + " 万元。",
        hint="请核对应用年度的预算；另有追加的，请在「说明」写明。",
    )  # fmt: skip


@rule(
    "R17d",
    title="结果较差须有措施",
    severity="flag",
    table="self_evaluations",
    fields=("project_code",),
    formula="自评为中、差的项目，应有偏差说明和改进措施",
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    good=rows(
        self_evaluations=self_evaluation(
            total_score="72", grade="中", deviation_note="设计变更，推迟开工。", improvements="提前一个学期完成设计。"
        )
    ),
    bad=rows(self_evaluations=self_evaluation(total_score="72", grade="中", deviation_note="设计变更，推迟开工。")),
)
def poor_without_measures(facts: Facts) -> pd.DataFrame:
    """执行率偏低或者自评结果较差的项目，应当单独说明原因和整改措施。也可能措施写在别的栏里，请补填改进措施。"""
    given = facts.tables["self_evaluations"]
    poor = given["grade"].isin(("中", "差")) & blank(given["improvements"])
    poor &= ~known(given, facts.tables["rectifications"], [*_YEAR, "project_code"])
    found = given[poor]
    return hits(
        found,
        value=found["grade"],
        expected="改进措施",
        message="自评等级是「" + found["grade"] + "」，没有写改进措施，也没有整改记录，应写明改进措施。",
        hint="请补填「改进措施」，写清做什么、何时完成。",
    )
