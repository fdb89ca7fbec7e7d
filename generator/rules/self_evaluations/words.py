"""Words of self-evaluations: reasons that must be given, and texts that say nothing."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import brief
from generator.facts.copies import LONG
from generator.facts.joining import FOLDER, KEYED, PROJECT, YEAR, keyed, known
from generator.facts.next_budgets import after_self_evaluations
from generator.facts.numbers import fixed, shown
from generator.facts.rectifications import owners
from generator.facts.self_evaluations import deviations
from generator.facts.wording import blank, shortened
from generator.rules.examples import (
    LONG_TEXT,
    OTHER,
    adjustment,
    evaluation,
    fund,
    goal,
    rectification,
    rows,
    self_evaluation,
)
from generator.rules.looking import longer_than, some_filled, worked_out
from generator.rules.registry import hits, rule
from generator.rules.sources import METHOD, OURS
from generator.rules.wording import bare_shares_in, leftovers, other_money, other_rates, repeated, unexplained


@rule(
    "R17b",
    title="执行偏差须说明",
    severity="warning",
    table="self_evaluations",
    fields=("deviation_note",),
    looks_at=(worked_out(deviations),),
    formula="执行率 < 90%（按本地口径）、执行数 > 全年预算数、全年预算数为0，或年中调整了预算时，偏差说明不得为空",
    thresholds=("execution_reason_below", "amount_tolerance"),
    source=METHOD,
    good=(
        *rows(
            self_evaluations=self_evaluation(deviation_note="尾款按合同次年支付。"),
            self_evaluation_funds=fund(actual_spend="272", execution_rate="85", score="8.5"),
        ),
        *rows(self_evaluations=self_evaluation(), self_evaluation_funds=fund()),
        *rows(
            goals=goal(),
            self_evaluations=self_evaluation(),
            self_evaluation_funds=fund(annual_budget="288", actual_spend="273.6"),
            budget_adjustments=adjustment(),
        ),
    ),
    bad=(
        *rows(
            self_evaluations=self_evaluation(),
            self_evaluation_funds=fund(actual_spend="272", execution_rate="85", score="8.5"),
        ),
        *rows(
            self_evaluations=self_evaluation(deviation_note="暂无"),
            self_evaluation_funds=fund(actual_spend="336", execution_rate="105", score="10"),
        ),
        *rows(self_evaluations=self_evaluation(), self_evaluation_funds=fund(initial_budget="300")),
    ),
)
def execution_explained(facts: Facts) -> pd.DataFrame:
    """执行率偏低、支出超过预算、年中追加或调减预算的项目，要在偏差说明里写原因。

    只有年中调整、执行正常的，作提示，在预算调整表登记了原因的不再问；其余作警告。
    """
    found = facts.of(deviations)
    worse = found[["low", "over", "none"]].any(axis=1)
    adjustments = facts.tables["budget_adjustments"]
    told = known(found, adjustments[~blank(adjustments["reason"])], PROJECT)
    found = found[blank(found["deviation_note"]) & (worse | ~told)]
    money = {name: shown(found[name]) for name in ("initial_budget", "annual_budget", "actual_spend")}
    limit = facts.profile(found, "execution_reason_below").map(brief).astype("str")
    said = "年中预算由 " + money["initial_budget"] + " 万元调整为 " + money["annual_budget"] + " 万元"
    why = said.mask(found["low"], "执行率 " + fixed(found["rate"]) + "%，低于 " + limit + "%")
    why = why.mask(found["over"], "执行数 " + money["actual_spend"] + " 万元，超过全年预算数")
    why = why.mask(found["none"], "全年预算数调减为 0")
    plain = pd.Series("年中调整了预算", index=found.index, dtype="str").mask(found["low"], "钱没有花完")
    plain = plain.mask(found["over"], "花的钱超过预算").mask(found["none"], "全年预算减到 0")
    only_adjusted = ~found[["low", "over", "none"]].any(axis=1)
    level = pd.Series("warning", index=found.index, dtype="str").mask(only_adjusted, "flag")
    what = pd.Series("年中调整预算的原因", index=found.index, dtype="str").mask(
        found["low"], "钱没有花完的原因和改进措施"
    )
    what = what.mask(found["over"], "超出预算的原因和钱从哪里来").mask(found["none"], "预算减到 0 的原因")
    return unexplained(found, why, severity=level, what=what).assign(plain=plain + "，没有说明原因")


def _poor(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Whether each is of a project that went on, and came out poor by the grade published or else earned."""
    found = facts.of(after_self_evaluations)
    return pd.Series(rows.index.isin(found.index[found["poor"]]), index=rows.index)


@rule(
    "R17d",
    title="结果较差须有措施",
    severity="flag",
    table="self_evaluations",
    fields=("project_code",),
    looks_at=(_poor,),
    formula="自评为中、差、不合格（没有填等级的按得分定，按本地口径）的项目，应有偏差说明和改进措施",
    thresholds=("bands",),
    source=METHOD,
    good=(
        *rows(
            self_evaluations=self_evaluation(
                total_score="72",
                grade="中",
                deviation_note="设计变更，推迟开工。",
                improvements="提前一个学期完成设计。",
            )
        ),
        # A rectification may name the evaluation of the project instead of the project.
        *rows(
            self_evaluations=self_evaluation(total_score="72", grade="中", deviation_note="设计变更，推迟开工。"),
            evaluations=evaluation(),
            rectifications=rectification(evaluation_code="990001-2023-f01"),
        ),
    ),
    bad=(
        *rows(self_evaluations=self_evaluation(total_score="72", grade="中", deviation_note="设计变更，推迟开工。")),
        *rows(self_evaluations=self_evaluation(total_score="72", deviation_note="设计变更，推迟开工。")),
    ),
)
def poor_without_measures(facts: Facts) -> pd.DataFrame:
    """执行率偏低或者自评结果较差的项目，应当单独说明原因和整改措施。也可能措施写在别的栏里，请补填改进措施。"""
    given = facts.tables["self_evaluations"]
    rectified = facts.tables["rectifications"][YEAR].assign(key=facts.of(owners))
    found = given[_poor(facts, given) & blank(given["improvements"]) & ~known(keyed(given), rectified, KEYED)]
    grade = facts.of(after_self_evaluations)["own_grade"].loc[found.index]
    said = ("自评等级是「" + grade + "」").where(found["grade"].notna(), "自评得分属于「" + grade + "」")
    return hits(
        found,
        value=grade,
        expected="改进措施",
        message=said + "，没有写改进措施，也没有整改记录，应写明改进措施。",
        hint="请补填「改进措施」，写清做什么、何时完成。",
    )


@rule(
    "F04b",
    title="完成情况文字雷同",
    severity="flag",
    table="self_evaluations",
    fields=("actual_result",),
    looks_at=(longer_than(LONG, "actual_result", "deviation_note", "problems", "improvements"),),
    formula="同一区划同一年度，两个项目20字以上的实际完成情况相似度 ≥ 90% 且其中数字相同；"
    "或同一部门有 5 个以上项目的偏差说明、存在问题或改进措施是同一段文字（按本地口径）",
    thresholds=("repeated_texts", "similar_text"),
    source=OURS,
    good=rows(
        self_evaluations=(
            self_evaluation(actual_result=LONG_TEXT),
            self_evaluation(project_code=OTHER, project_name="二期", actual_result=LONG_TEXT.replace("23", "17")),
        )
    ),
    bad=(
        *rows(
            self_evaluations=(
                self_evaluation(actual_result=LONG_TEXT),
                self_evaluation(
                    project_code=OTHER, project_name="学前教育补助", actual_result=LONG_TEXT.replace("全部", "均已")
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
    found = [repeated(facts, given, "actual_result", "实际完成情况")]
    for name, title in (("deviation_note", "偏差说明"), ("problems", "存在问题"), ("improvements", "改进措施")):
        long = given[(given[name].str.len() >= LONG).fillna(False).astype(bool)]
        key = [*FOLDER, name]
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


_TEXTS = {
    "project_name": "项目名称",
    "annual_goal": "预期目标",
    "actual_result": "实际完成情况",
    "deviation_note": "偏差说明",
    "problems": "存在问题",
    "improvements": "改进措施",
    "project_overview": "项目概况",
    "basis": "立项依据",
    "implementation": "实施内容",
    "conclusion": "评价结论",
    "remark": "备注",
}


@rule(
    "F11",
    title="空话与模板残留",
    severity="flag",
    table="self_evaluations",
    fields=("actual_result",),
    formula="文字中有××、“请填写”等残留；有扣分而存在问题只写“暂无”；实际完成情况与预期目标一字不差",
    source=OURS,
    good=rows(self_evaluations=self_evaluation(problems="前期准备偏晚，1所学校推迟开工。")),
    bad=(
        *rows(self_evaluations=self_evaluation(actual_result="完成××所学校校舍维修改造。")),
        *rows(self_evaluations=self_evaluation(conclusion="项目完成较好（200字以内）")),
        *rows(self_evaluations=self_evaluation(problems="暂无")),
        *rows(self_evaluations=self_evaluation(actual_result="完成12所学校校舍维修改造。")),
    ),
)
def empty_words(facts: Facts) -> pd.DataFrame:
    """没有改掉的模板文字、照抄目标的“完成情况”、扣了分却“暂无问题”，都没有告诉读者发生了什么。

    可能只是漏改了一处，也可能完成得正如目标所写。请写实际做了多少、效果如何、问题在哪里。
    """
    given = facts.tables["self_evaluations"]
    found = [leftovers(given, _TEXTS)]
    lost = (given["total_score"] < 100_000_000).fillna(False).astype(bool)
    silent = given[lost & given["problems"].notna() & blank(given["problems"])]
    written = silent["problems"]
    found.append(
        hits(
            silent,
            value=written,
            expected="写明存在的问题",
            message="总得分 "
            + shown(silent["total_score"])
            + " 分，存在问题却写的是「"
            + written
            + "」，应写明存在的问题。",
            hint="请写具体问题；确实没有问题的，这一格可以留空。",
            field="problems",
        )
    )
    short = given["actual_result"].str.strip()
    copied = given[(short == given["annual_goal"].str.strip()).fillna(False).astype(bool)]
    text = shortened(copied["actual_result"])
    found.append(
        hits(
            copied,
            value=text,
            expected="写实际完成的数量和效果",
            message="实际完成情况写的是「" + text + "」，与预期目标一字不差，应写实际完成的数量和效果。",
            hint="请写实际完成的数量、质量和效果，与目标逐项对照。",
            field="actual_result",
        )
    )
    return pd.concat(found)


_SAYING = {"actual_result": "实际完成情况", "implementation": "实施内容", "conclusion": "评价结论"}


@rule(
    "F21",
    title="自评文字里的金额",
    severity="flag",
    table="self_evaluations",
    fields=("actual_result",),
    looks_at=(some_filled(*_SAYING),),
    formula="文字里写明的全年预算、实际支出、资金总额和相加的数（万元、亿元、元），与各表中这个项目的一个金额相同（按所写位数）；累计、历年、总投资的不看",
    source=OURS,
    good=(
        *rows(
            self_evaluations=self_evaluation(actual_result="全年预算320万元，实际支出304万元。"),
            self_evaluation_funds=fund(),
        ),
        *rows(
            self_evaluations=self_evaluation(actual_result="实际支出3040000元，三年累计实际支出900万元。"),
            self_evaluation_funds=fund(),
        ),
    ),
    bad=rows(
        self_evaluations=self_evaluation(actual_result="全年预算320万元，实际支出340万元。"),
        self_evaluation_funds=fund(),
    ),
)
def money_in_words(facts: Facts) -> pd.DataFrame:
    """自评的文字里写着一个金额，资金表里却没有这个数，可能是单位写错、加错，也可能说的是其中一部分。"""
    return other_money(facts, "self_evaluations", _SAYING)


@rule(
    "F21c",
    title="自评文字里的执行率和占比",
    severity="flag",
    table="self_evaluations",
    fields=("actual_result",),
    looks_at=(some_filled(*_SAYING),),
    formula="文字里写明的预算执行率，与 全年执行数÷全年预算数 相同（按所写位数）；占比写明 %",
    source=OURS,
    good=rows(
        self_evaluations=self_evaluation(actual_result="预算执行率95%，优良项目占76.23%。"),
        self_evaluation_funds=fund(),
    ),
    bad=(
        *rows(
            self_evaluations=self_evaluation(actual_result="预算执行率98.5%。"),
            self_evaluation_funds=fund(),
        ),
        *rows(self_evaluations=self_evaluation(actual_result="优良项目占76.23，比上年提高。")),
    ),
)
def rates_in_words(facts: Facts) -> pd.DataFrame:
    """文字里的执行率与资金表算出的不同，或者占比没有写百分号，可能是口径不同，也可能是漏改。"""
    given = facts.tables["self_evaluations"]
    found = [other_rates(facts, _SAYING), bare_shares_in(given, _SAYING)]
    return pd.concat(found)
