"""What was due in each stage: the denominators of coverage."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.facts.coverage import coverage
from generator.facts.joining import FOLDER, YEAR, known
from generator.facts.numbers import briefly, fixed
from generator.facts.wording import blank
from generator.rules.amount_units import against_goals
from generator.rules.examples import OTHER, goal, rows
from generator.rules.looking import filled, positive, worked_out
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS


def _amount(amount: str) -> dict[str, str]:
    return {"kind": "应编目标", "extent": "本部门", "due_count": "1", "due_amount": amount, "basis": "全部项目"}


def _scope(kind: str, count: str, **others: str) -> dict[str, str]:
    return {"kind": kind, "extent": "本部门", "due_count": count, "basis": "全部项目"} | others


def _begun(facts: Facts, _: pd.DataFrame) -> pd.Series:
    """Something of it is published here."""
    return facts.of(coverage)["done"] > 0


def _comparable_goals(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Goals of the department, or of the whole year where it is about all of them, are published."""
    goals = facts.tables["goals"]
    return known(rows, goals, FOLDER).where(rows["extent"] != "全部部门", known(rows, goals, YEAR))


@rule(
    "R21b",
    title="覆盖率的分母",
    severity="flag",
    table="scopes",
    fields=("due_count",),
    looks_at=(
        worked_out(coverage, "done"),
        filled("due_count"),
    ),
    formula="已公开的个数 ≤ 应办个数",
    source=OURS,
    good=rows(goals=goal(), scopes=_scope("应编目标", "1")),
    bad=rows(goals=(goal(), goal(project_code=OTHER, project_name="学前教育补助")), scopes=_scope("应编目标", "1")),
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
    looks_at=(
        _begun,
        positive("due_count"),
    ),
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
        plain=found["kind"] + " " + due + " 个，只公开了 " + done + " 个",
    )


@rule(
    "C21h",
    title="应办资金的单位",
    severity="warning",
    table="scopes",
    fields=("due_amount",),
    looks_at=(positive("due_amount"),),
    needs=(Need("同年没有公开绩效目标", _comparable_goals),),
    formula="应办资金在同年绩效目标资金合计的百分之一到三千倍之间",
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
    good=rows(goals=goal(), scopes=_amount("350")),
    bad=rows(goals=goal(), scopes=_amount("3500000")),
)
def scope_unit(facts: Facts) -> pd.DataFrame:
    """应办资金以万元为单位。与已公开的绩效目标资金合计大小悬殊的，多半是以元或亿元填写。"""
    given = facts.tables["scopes"]
    own = against_goals(facts, "scopes", "due_amount", "应办资金", FOLDER)
    whole = against_goals(facts, "scopes", "due_amount", "应办资金", FOLDER[:2])
    everywhere = given["extent"] == "全部部门"
    return pd.concat([own[~everywhere.reindex(own.index)], whole[everywhere.reindex(whole.index)]])
