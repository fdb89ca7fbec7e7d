"""Ex-ante evaluations: scores, cuts, conclusions that are kept to, and what they go by."""

from __future__ import annotations

from operator import itemgetter

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import ENDED
from generator.facts.citations import TEXTS, cited_documents
from generator.facts.numbers import fixed, shown, units
from generator.facts.policies import ended_on
from generator.facts.rates import rates
from generator.facts.wording import blank
from generator.rules.amount_units import FORMULA, has_amount, slipped
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import CODE, assessed, goal, policy, rows
from generator.rules.looking import among, either, filled, some_filled, stands_in
from generator.rules.registry import Need, hits, rule
from generator.rules.shared import misstated_rates
from generator.rules.sources import OURS

_NOT_SUPPORTED = "不予支持"
_OLD = policy(
    policy_code="p00", document_number="示财绩〔2018〕4号", issued_date="2018-03-10", validity="被替代",
    effective_to="2022-03-10",
)  # fmt: skip
_FIVE = {
    "necessity_score": "立项必要性",
    "economy_score": "投入经济性",
    "goal_score": "绩效目标合理性",
    "plan_score": "实施方案可行性",
    "funding_score": "筹资合规性",
}


def _refused(_: Facts, rows: pd.DataFrame) -> pd.Series:
    """What was concluded in the end, after another review where there was one, is that it is not supported."""
    last = rows["re_review_conclusion"]
    return last.where(last.notna(), rows["conclusion"]) == _NOT_SUPPORTED


def _citing(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """A text of it cites the number of a document."""
    return pd.Series(rows.index.isin(facts.of(cited_documents).index), index=rows.index)


@rule(
    "R03f",
    title="事前评估总分合计",
    severity="error",
    table="ex_ante_evaluations",
    fields=("total_score",),
    looks_at=(filled("total_score"),),
    needs=(Need("没有公布五个方面的得分", filled(*_FIVE)),),
    formula="评估总分 = 立项必要性 + 投入经济性 + 绩效目标合理性 + 实施方案可行性 + 筹资合规性",
    thresholds=("score_tolerance",),
    source="本项目约定，五个方面参照各地事前绩效评估办法",
    good=rows(
        ex_ante_evaluations=assessed(
            necessity_score="18", economy_score="18", goal_score="18", plan_score="19", funding_score="19"
        )
    ),
    bad=rows(
        ex_ante_evaluations=assessed(
            necessity_score="18", economy_score="18", goal_score="18", plan_score="17", funding_score="19"
        )
    ),
)
def ex_ante_total(facts: Facts) -> pd.DataFrame:
    """事前评估五个方面都打了分的，总分应当等于五项之和。请核对各项得分。"""
    given = facts.tables["ex_ante_evaluations"]
    given = given[given[list(_FIVE)].notna().all(axis=1) & given["total_score"].notna()]
    added = given["necessity_score"]
    for name in list(_FIVE)[1:]:
        added = added + given[name]
    tolerance = facts.tolerance(given, "score_tolerance")
    wrong = ((given["total_score"] - added).abs() > tolerance).fillna(False).astype(bool)
    found, due = given[wrong], shown(added[wrong])
    stated = shown(found["total_score"])
    return hits(
        found,
        value=stated,
        expected=due,
        message="评估总分写的是 " + stated + " 分，五个方面得分合计应为 " + due + " 分。",
        hint="请核对五个方面的得分和总分。",
    )


@rule(
    "R13c",
    title="事前评估审减",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("cut_rate",),
    looks_at=(some_filled("cut_rate", "cut_amount", "approved_amount"),),
    needs=(Need("没有填写申报额或审减额", filled("applied_amount", "cut_amount")),),
    formula="审减率 = 审减额 ÷ 申报额 × 100%；核定额 = 申报额 − 审减额",
    thresholds=("amount_tolerance", "rate_tolerance"),
    source=OURS,
    good=rows(ex_ante_evaluations=assessed()),
    bad=(
        *rows(ex_ante_evaluations=assessed(cut_rate="25")),
        *rows(ex_ante_evaluations=assessed(cut_rate="")),
        *rows(ex_ante_evaluations=assessed(approved_amount="340")),
    ),
)
def ex_ante_cut(facts: Facts) -> pd.DataFrame:
    """事前评估的审减率等于审减额除以申报额，核定额等于申报额减审减额。请核对三个金额和审减率。"""
    given = facts.tables["ex_ante_evaluations"]
    wrong_rate = misstated_rates(
        facts, "ex_ante_evaluations", ("审减额", "申报额"), hint="请核对「申报额」「审减额」「审减率」。"
    )
    known = facts.of(rates, "ex_ante_evaluations")
    cut = known["stated"].isna() & (known["exact"] > 0)
    rate = fixed(known["exact"][cut]) + "%"
    amount = shown(given["cut_amount"][cut])
    no_rate = hits(
        given[cut],
        value="",
        expected=rate,
        message="审减 " + amount + " 万元，没有填写审减率，按 审减额÷申报额 应为 " + rate + "。",
        hint="请补填「审减率」。",
        severity="flag",
    )
    due = given["applied_amount"] - given["cut_amount"]
    tolerance = facts.tolerance(given, "amount_tolerance")
    wrong = ((given["approved_amount"] - due).abs() > tolerance).fillna(False).astype(bool) & blank(given["remark"])
    found, due = given[wrong], shown(due[wrong])
    stated = shown(found["approved_amount"])
    how = " 万元，按 申报额−审减额 = " + shown(found["applied_amount"]) + " − " + shown(found["cut_amount"])
    wrong_amount = hits(
        found,
        value=stated,
        expected=due,
        message="核定额写的是 " + stated + how + " 应为 " + due + " 万元。",
        hint="请核对「核定额」；另有调整的，请在备注写明。",
        field="approved_amount",
    )
    return pd.concat([wrong_rate, no_rate, wrong_amount])


@rule(
    "R22",
    title="事前评估结论",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("conclusion",),
    looks_at=(filled("conclusion"),),
    needs=(Need("没有公布评估总分", filled("total_score")),),
    formula="总分 ≥ 90 予以支持；70—90 调整完善后予以支持；< 70 不予支持（按本地口径）",
    thresholds=("ex_ante_bands",),
    source="本项目约定，分数线参照有关省份绩效系统的做法",
    good=rows(ex_ante_evaluations=assessed(total_score="78", conclusion="调整完善后予以支持")),
    bad=rows(ex_ante_evaluations=assessed(total_score="66", conclusion="予以支持")),
)
def ex_ante_conclusion(facts: Facts) -> pd.DataFrame:
    """事前评估的结论应当与得分相称。各地分数线不同，这里只作提醒；与分数不一致的，请在结论说明里写理由。"""
    given = facts.tables["ex_ante_evaluations"]
    score = units(given["total_score"])
    due = pd.Series("不予支持", index=given.index, dtype="str")
    for name in ("调整完善后予以支持", "予以支持"):
        least = facts.profile(given, "ex_ante_bands", itemgetter(name)).astype("float64")
        due = due.mask(score >= least - 1e-9, name)
    wrong = score.notna() & given["conclusion"].notna() & (given["conclusion"] != due) & blank(given["conclusion_note"])
    found, due = given[wrong], due[wrong]
    return hits(
        found,
        value=found["conclusion"],
        expected=due,
        message="结论写的是「"
        + found["conclusion"]
        + "」，按总分 "
        + shown(found["total_score"])
        + " 分应为「"
        + due
        + "」。",
        hint="请核对总分和结论；另有考虑的，请在「结论说明」写明。",
    )


@rule(
    "R22b",
    title="事前结论与安排",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("conclusion",),
    looks_at=(either(among("re_review", "是"), _refused),),
    formula="结论（有复评的按复评）为不予支持的，核定额为0、不入库；需复评的写复评结论",
    source=OURS,
    good=(
        *rows(
            ex_ante_evaluations=assessed(
                total_score="66", conclusion=_NOT_SUPPORTED, cut_amount="400", cut_rate="100", approved_amount="0",
                admitted="否",
            )
        ),
        *rows(
            ex_ante_evaluations=assessed(
                total_score="66", conclusion=_NOT_SUPPORTED, re_review="是", re_review_conclusion="予以支持",
                admitted="是",
            )
        ),
    ),
    bad=(
        *rows(ex_ante_evaluations=assessed(total_score="66", conclusion=_NOT_SUPPORTED)),
        *rows(
            ex_ante_evaluations=assessed(
                total_score="66", conclusion=_NOT_SUPPORTED, cut_amount="400", cut_rate="100", approved_amount="0",
                admitted="是",
            )
        ),
        *rows(ex_ante_evaluations=assessed(re_review="是")),
    ),
)  # fmt: skip
def kept_conclusion(facts: Facts) -> pd.DataFrame:
    """评估结论是不予支持的，就不应当核定资金、列入项目库；复评改变了结论的，请填写复评结论。另有考虑的在结论说明写明。"""
    given = facts.tables["ex_ante_evaluations"]
    refused = _refused(facts, given) & blank(given["conclusion_note"])
    funded = refused & (given["approved_amount"] > 0).fillna(False).astype(bool)
    admitted = refused & (given["admitted"] == "是") & ~funded
    pending = (given["re_review"] == "是") & given["re_review_conclusion"].isna()
    amount = shown(given["approved_amount"][funded])
    return pd.concat(
        [
            hits(
                given[funded],
                value=amount,
                expected="0",
                message="结论是「不予支持」，核定额却是 " + amount + " 万元，应为 0。",
                hint="请核对结论和核定额；复评改变结论的，填写「复评结论」。",
                field="approved_amount",
            ),
            hits(
                given[admitted],
                value="是",
                expected="否",
                message="结论是「不予支持」，是否入库却填「是」，应为「否」。",
                hint="请核对结论和是否入库。",
                field="admitted",
            ),
            hits(
                given[pending],
                value="",
                expected="复评结论",
                message="是否复评填的是「是」，没有填写复评结论。",
                hint="请补填「复评结论」，没有复评的改填「否」。",
                field="re_review_conclusion",
            ),
        ]
    )


@rule(
    "C12d",
    title="事前评估日期",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("assessed_date",),
    looks_at=(some_filled("assessed_date", "applied_fiscal_year"),),
    formula="事前评估日期不晚于预算年度的年末；安排预算年度不早于申报的预算年度",
    source=OURS,
    good=rows(ex_ante_evaluations=assessed(assessed_date="2022-10-20", applied_fiscal_year="2023")),
    bad=(
        *rows(ex_ante_evaluations=assessed(assessed_date="2024-03-01")),
        *rows(ex_ante_evaluations=assessed(applied_fiscal_year="2022")),
    ),
)
def assessment_dates(facts: Facts) -> pd.DataFrame:
    """事前评估在安排预算之前做：评估日期不会晚于那个预算年度，安排的年度也不会早于申报的年度。请核对日期和所在的年度文件夹。"""
    given = facts.tables["ex_ante_evaluations"]
    last = given["fiscal_year"].astype("str") + "-12-31"
    late = (given["assessed_date"] > last).fillna(False).astype(bool)
    day = given["assessed_date"][late]
    too_late = hits(
        given[late],
        value=day,
        expected="不晚于" + last[late],
        message="评估日期写的是 " + day + "，晚于预算年度的年末 " + last[late] + "。",
        hint="请核对日期，或核对数据是否放错了年度文件夹。",
    )
    early = (given["applied_fiscal_year"] < given["fiscal_year"]).fillna(False).astype(bool)
    year, first = given["applied_fiscal_year"][early].astype("str"), given["fiscal_year"][early].astype("str")
    return pd.concat(
        [
            too_late,
            hits(
                given[early],
                value=year,
                expected="不早于" + first,
                message="安排预算年度写的是 " + year + "，早于申报的预算年度 " + first + "。",
                hint="请核对年度。",
                field="applied_fiscal_year",
            ),
        ]
    )


@rule(
    "C12o",
    title="事前评估日期在检查之后",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("assessed_date",),
    looks_at=(filled("assessed_date"),),
    formula="评估日期 ≤ 检查之日",
    source=OURS,
    good=rows(ex_ante_evaluations=assessed(project_code=CODE, assessed_date="2022-10-20")),
    bad=rows(ex_ante_evaluations=assessed(project_code=CODE, assessed_date=AHEAD, fiscal_year="2099")),
)
def assessed_ahead(facts: Facts) -> pd.DataFrame:
    """评估日期是出具结论的那一天，有了结论才登记。请核对是否写错年份。"""
    return ahead(facts, "ex_ante_evaluations", assessed_date="评估日期")


@rule(
    "C21d",
    title="事前评估金额的单位",
    severity="warning",
    table="ex_ante_evaluations",
    fields=("applied_amount",),
    looks_at=(has_amount("ex_ante_evaluations"),),
    formula=FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
    good=rows(goals=goal(), ex_ante_evaluations=assessed(project_code="990001230010001")),
    bad=rows(
        ex_ante_evaluations=(
            assessed(),
            assessed(
                assessment_code="990001-2023-q02",
                project_code="990001230010002",
                applied_amount="4000000",
                cut_amount="800000",
                approved_amount="3200000",
            ),
        )
    ),
)
def assessed_unit(facts: Facts) -> pd.DataFrame:
    """事前评估的申报额、核定额以万元为单位。与这个项目后来的金额相差约一万倍的，多半是以元或亿元填写。"""
    return slipped(facts, "ex_ante_evaluations")


@rule(
    "C22c",
    title="引用失效的文件",
    severity="flag",
    table="ex_ante_evaluations",
    fields=("method",),
    looks_at=(_citing,),
    needs=(Need("本区划没有公开制度文件", stands_in("policies", "division")),),
    formula="事前评估的文字里引用的文号，不是评估时已经废止或被替代的文件",
    source=OURS,
    good=rows(
        policies=_OLD,
        ex_ante_evaluations=assessed(method="按照示财绩〔2023〕4号进行评估。", assessed_date="2022-10-20"),
    ),
    bad=rows(
        policies=_OLD,
        ex_ante_evaluations=assessed(method="按照示财绩〔2018〕4号进行评估。", assessed_date="2022-10-20"),
    ),
)
def stale_policy(facts: Facts) -> pd.DataFrame:
    """评估依据的文件在评估的那一天已经废止或者被新文件替代，评估的要求可能已经变了。

    也可能只是在叙述沿革。请改为现行有效的文件，或写明为什么仍按旧文件。
    """
    policies = facts.tables["policies"].dropna(subset=["document_number"])
    policies = policies[["division", "document_number", "validity", "effective_to"]]
    given, everything = facts.tables["ex_ante_evaluations"], facts.of(cited_documents)
    found = []
    for name in TEXTS:
        cited = everything[everything["field"] == name]
        # The words before a number run into it: of the numbers listed, the longest that it ends with is meant.
        pairs = cited.reset_index(names="label").merge(policies, on="division")
        same = [text.endswith(number) for text, number in zip(pairs["cited"], pairs["document_number"], strict=True)]
        pairs = pairs[pd.Series(same, index=pairs.index, dtype="bool")]
        pairs = pairs.sort_values("document_number", key=lambda some: -some.str.len(), kind="stable")
        pairs = pairs.drop_duplicates(["label", "cited"])
        day = pd.Series(given["assessed_date"].reindex(pairs["label"]).to_numpy(), index=pairs.index)
        over = ended_on(pairs, day) | day.isna()
        hit = pairs[pairs["validity"].isin(ENDED) & over].drop_duplicates("label").set_index("label")
        number = hit["document_number"]
        found.append(
            hits(
                given.loc[hit.index],
                value=number,
                expected="现行有效的文件",
                message="引用了 "
                + number
                + "，制度文件表里它已「"
                + hit["validity"]
                + "」，一般应引用现行有效的文件。",
                hint="请改为现行有效的文件，或写明为什么仍按旧文件。",
                field=name,
            )
        )
    return pd.concat(found)
