"""Annual statements: what the arithmetic of their figures shows."""

from __future__ import annotations

from functools import cache

import pandas as pd

from generator.core.facts import Facts
from generator.facts.figures import LABEL, NOTABLE, arithmetic
from generator.facts.figures.declared import RELATIONS
from generator.facts.figures.scopes import Opposite
from generator.facts.figures.verdicts import CONSISTENT, DERIVED, DOUBTFUL, INCONSISTENT, NO_BASE
from generator.facts.joining import beside, known
from generator.rules.dates_ahead import AHEAD, ahead
from generator.rules.examples import rows
from generator.rules.looking import among, either, filled
from generator.rules.registry import Condition, Need, Rows, hits, rule
from generator.rules.sources import OURS

_SOURCE = "本项目约定，依据《地方预决算公开操作规程》关于说明预算绩效工作开展情况的要求"
_ASK = "请对照原件核对登记的数字；原件就是这样写的，请照登，并请财政部门豁免，复算值会并列公布。"
_SAY = "请在备注中写明统计范围、年度和单位；原文没有写的照登即可，页面会如实说明。"


def _reported(
    facts: Facts, relations: tuple[str, ...], verdicts: tuple[str, ...], hint: str, *, notable: bool = False
) -> pd.DataFrame:
    """The recomputations of some relations with some verdicts, as hits on the figure each hangs on.

    ``notable``: only those that are worth a look though no figure is wrong.
    """
    found = facts.of(arithmetic)
    found = found[found["relation"].isin(relations) & found["verdict"].isin(verdicts)]
    found = found[found[NOTABLE] | (not notable)].set_index(LABEL)
    published = found["published"].where(found["published"] != "", "（未公布）")
    return hits(
        facts.tables["reported_figures"].loc[found.index],
        value=found["published"],
        expected=found["recomputed"].where(found["recomputed"] != "", found["formula"]),
        message=found["title"] + "：写的是 " + published + "，复算 " + found["formula"] + "。" + found["explanation"],
        hint=hint,
    )


def _figure(code: str, measure: str, title: str, text: str, unit: str, **others: str) -> dict[str, str]:
    """An example row; the year is 2023 and the value the text's own unless given."""
    row = {"figure_code": code, "statement_code": "990001-2023", "measure": measure, "measure_title": title}
    row |= {"subject_year": "2023", "scope": "全区", "value": text, "value_text": text, "unit": unit}
    return row | others


def _example(*figures: dict[str, str], **records: tuple[dict[str, str], ...]) -> tuple[Rows, ...]:
    return ({"reported_figures": figures, **records},)


def _statement(**others: str) -> dict[str, str]:
    row = {"statement_code": "990001-2023", "title": "某区2023年预算绩效管理工作开展情况说明"}
    return row | {"report_year": "2023"} | others


_PLANNED = ("monitoring_end_date", "key_monitoring_end_date", "goal_published_dates")
_RATES = ("R01b", "R13b", "R15", "R16b", "R20", "R21")  # relations in which something published is divided, or built on


@cache
def _related(*relations: str, verdicts: tuple[str, ...] = ()) -> Condition:
    """A figure that one of these relations hangs on, with one of these verdicts if any are given."""

    def met(facts: Facts, rows: pd.DataFrame) -> pd.Series:
        found = facts.of(arithmetic)
        found = found[found["relation"].isin(relations)]
        found = found[found["verdict"].isin(verdicts)] if verdicts else found
        return pd.Series(rows.index.isin(found[LABEL]), index=rows.index)

    return met


def _base(relation: str) -> Need:
    """That what the figure is to be compared with was published, too."""
    return Need("基数没有公布，不可复算", _related(relation, verdicts=(CONSISTENT, INCONSISTENT, DOUBTFUL, DERIVED)))


def _reached(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """It is of the year reported, or of one before."""
    statements = facts.tables["statements"]
    report = beside(rows, statements, ["division", "statement_code"], ["report_year"])["report_year"]
    return rows["subject_year"] <= report.fillna(rows["fiscal_year"])


def _with_money(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """A count that stands beside its amount, and beside count and amount of another stage."""
    figures = facts.tables["reported_figures"].dropna(subset=["value", "subject_year"])
    told = set(zip(*(figures[name] for name in ("statement_code", "measure", "subject_year")), strict=True))
    others = {
        one.count: ((one.amount, 0), (one.other_count, one.shift), (one.other_amount, one.shift))
        for one in RELATIONS
        if isinstance(one, Opposite)
    }
    counts = rows[rows["measure"].isin(list(others))].dropna(subset=["subject_year"])
    beside_money = [
        all((statement, name, year + later) in told for name, later in others[measure])
        for statement, measure, year in zip(
            counts["statement_code"], counts["measure"], counts["subject_year"], strict=True
        )
    ]
    return pd.Series(rows.index.isin(counts.index[beside_money]), index=rows.index)


def _due(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The statement says how many goals there were in the year, or self-evaluations of the year before."""
    figures = facts.tables["reported_figures"].dropna(subset=["value", "subject_year"])
    key = ["division", "statement_code", "subject_year"]
    goals = figures[figures["measure"] == "goal_count"]
    own = figures[figures["measure"] == "self_evaluation_count"]
    return known(rows, goals, key) | known(rows, own.assign(subject_year=own["subject_year"] + 1), key)


@rule(
    "R01b",
    title="说明所载执行率",
    severity="warning",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R01b"),),
    needs=(_base("R01b"),),
    formula="执行率 = 支出数 ÷ 资金规模 × 100%，按各数公布的位数比较",
    source=_SOURCE,
    good=_example(
        _figure("a1", "monitoring_amount", "监控资金规模", "20000", "万元"),
        _figure("a2", "monitoring_spend", "1—7月支出", "12000", "万元"),
        _figure("a3", "monitoring_rate", "1—7月执行率", "60.00", "%"),
    ),
    bad=_example(
        _figure("b1", "monitoring_amount", "监控资金规模", "20000", "万元"),
        _figure("b2", "monitoring_spend", "1—7月支出", "12000", "万元"),
        _figure("b3", "monitoring_rate", "1—7月执行率", "65.00", "%"),
    ),
)
def monitoring_rate(facts: Facts) -> pd.DataFrame:
    """年度说明里的执行率，应当等于同一段里的支出数除以资金规模；各数按公布的小数位数取整，取整的误差不算错。

    分子分母不是同一个范围或单位抄错，是最常见的原因。
    """
    return _reported(facts, ("R01b",), (INCONSISTENT, DOUBTFUL), _ASK)


@rule(
    "R13b",
    title="说明所载压减率",
    severity="warning",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R13b"),),
    needs=(_base("R13b"),),
    formula="压减率 = 压减额 ÷ 公布的基数 × 100%，按各数公布的位数比较",
    source=OURS,
    good=_example(
        _figure("a1", "ex_ante_amount", "事前评估金额", "4.00", "亿元"),
        _figure("a2", "ex_ante_cut", "压减额", "5000", "万元"),
        _figure("a3", "ex_ante_cut_rate", "压减率", "12.5", "%"),
    ),
    bad=_example(
        _figure("b1", "ex_ante_amount", "事前评估金额", "4.00", "亿元"),
        _figure("b2", "ex_ante_cut", "压减额", "5000", "万元"),
        _figure("b3", "ex_ante_cut_rate", "压减率", "15.0", "%"),
    ),
)
def cut_rates(facts: Facts) -> pd.DataFrame:
    """年度说明里的压减率（审减率），应当等于压减额除以公布的基数，单位先化成一致。

    事前评估的基数是评估金额，评审的基数是送审金额，结果应用的基数须另行公布。基数没有公布的见 F10b。
    """
    return _reported(facts, ("R13b",), (INCONSISTENT, DOUBTFUL), _ASK)


@rule(
    "R15",
    title="同比勾稽",
    severity="warning",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R15"),),
    needs=(_base("R15"),),
    formula="上年数 = 本年数 − 增加数，应等于上年说明公布的数；各年说明之间的增幅 ≤ 200%（按本地口径）",
    thresholds=("yoy_jump",),
    source=OURS,
    good=_example(
        _figure("a1", "goal_count", "绩效目标数", "500", "个", subject_year="2022"),
        _figure("a2", "goal_count", "绩效目标数", "560", "个"),
        _figure("a3", "goal_count_increase", "比上年增加", "60", "个"),
    ),
    bad=(
        *_example(
            _figure("b1", "goal_count", "绩效目标数", "535", "个", subject_year="2022"),
            _figure("b2", "goal_count", "绩效目标数", "560", "个"),
            _figure("b3", "goal_count_increase", "比上年增加", "60", "个"),
        ),
        *_example(
            _figure("c1", "goal_count", "绩效目标数", "120", "个", subject_year="2022", statement_code="990001-2022"),
            _figure("c2", "goal_count", "绩效目标数", "560", "个"),
        ),
    ),
)
def year_on_year(facts: Facts) -> pd.DataFrame:
    """写明“比上年增加”的，可以倒推上年数，再与上年公布的数字比较；同一指标在各年说明里也应当接得上。

    接不上多半是统计范围变了。请写明两年各统计了哪些项目和资金。
    """
    found = facts.of(arithmetic)
    report = _reported(facts, ("R15",), (INCONSISTENT, DOUBTFUL), _SAY)
    wrong = found[(found["relation"] == "R15") & found["verdict"].isin((INCONSISTENT, DOUBTFUL))]["verdict"]
    report["severity"] = wrong.map({INCONSISTENT: "warning", DOUBTFUL: "flag"}).to_numpy()
    return report


@rule(
    "R16",
    title="计数合计",
    severity="error",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R16"),),
    needs=(_base("R16"),),
    formula="Σ各等级份数 = 总数；Σ各实施方式 = 总数；其中项 ≤ 总数",
    source=_SOURCE,
    good=_example(
        _figure("a1", "report_review_evaluation_count", "评审报告数", "20", "份"),
        _figure("a2", "report_review_evaluation_excellent_count", "评为优", "10", "份"),
        _figure("a3", "report_review_evaluation_good_count", "评为良", "8", "份"),
        _figure("a4", "report_review_evaluation_medium_count", "评为中", "2", "份"),
    ),
    bad=_example(
        _figure("b1", "key_evaluation_count", "重点评价项目数", "15", "个"),
        _figure("b2", "key_evaluation_third_party_count", "委托第三方", "11", "个"),
        _figure("b3", "key_evaluation_own_count", "自行实施", "3", "个"),
    ),
)
def counts_add_up(facts: Facts) -> pd.DataFrame:
    """年度说明里写了总数又写了各部分的，各部分之和应当等于总数，其中项不应大于总数。

    对不上，读者就不知道信哪一个。请核对原件：登记错了改登记；原件如此的照登，由发布人书面豁免，复算值并列公布。
    """
    return _reported(facts, ("R16",), (INCONSISTENT,), _ASK)


@rule(
    "R16b",
    title="说明所载占比",
    severity="warning",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R16b"),),
    needs=(_base("R16b"),),
    formula="占比 = 该等级个数 ÷ 总数 × 100%，按各数公布的位数比较",
    source=OURS,
    good=_example(
        _figure("a1", "self_evaluation_count", "自评项目数", "223", "个"),
        _figure("a2", "self_evaluation_good_or_better_count", "优良项目数", "170", "个"),
        _figure("a3", "self_evaluation_good_or_better_rate", "优良占比", "76.23", "%"),
    ),
    bad=_example(
        _figure("b1", "self_evaluation_count", "自评项目数", "223", "个"),
        _figure("b2", "self_evaluation_good_or_better_count", "优良项目数", "170", "个"),
        _figure("b3", "self_evaluation_good_or_better_rate", "优良占比", "79.23", "%"),
    ),
)
def shares(facts: Facts) -> pd.DataFrame:
    """年度说明里写了个数、总数又写了占比的，占比应当等于个数除以总数。请核对三个数；口径不同的，请在备注中写明。"""
    return _reported(facts, ("R16b",), (INCONSISTENT,), _ASK)


@rule(
    "R19b",
    title="执行进度与序时进度",
    severity="flag",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R19b"),),
    formula="指数 = 执行率 ÷（月数 ÷ 12）；60以下红，60至80黄，80以上绿（按本地口径；口径定了分月下限的按下限）",
    thresholds=("progress_bands", "progress_minimums"),
    source="本项目约定，档次参照有关地方绩效系统的做法",
    good=_example(
        _figure("a1", "monitoring_rate", "1—7月执行率", "52.00", "%"),
        _figure("a2", "monitoring_spend", "1—7月支出", "10400", "万元"),
        _figure("a3", "monitoring_amount", "监控资金规模", "20000", "万元"),
    ),
    bad=_example(
        _figure("b1", "monitoring_rate", "1—7月执行率", "31.00", "%"),
        _figure("b2", "monitoring_spend", "1—7月支出", "6200", "万元"),
        _figure("b3", "monitoring_amount", "监控资金规模", "20000", "万元"),
    ),
)
def schedule(facts: Facts) -> pd.DataFrame:
    """年中监控的执行率，与那时已过去的时间相比。大幅落后的提示关注，不是数字错误。

    项目在下半年集中支付、按合同节点付款、资金下达较晚，都可能使进度看起来偏慢。
    """
    return _reported(facts, ("R19b",), (DERIVED,), "可在备注中说明支付节点或资金下达时间。", notable=True)


@rule(
    "R20",
    title="自评抽查比例",
    severity="warning",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R20", verdicts=(CONSISTENT, INCONSISTENT, DOUBTFUL, NO_BASE)),),
    needs=(_base("R20"),),
    formula="抽查比例 = 抽查数 ÷ 自评总数 ≥ 自述比例；没有公布总体的，按自述比例（没有自述的按本地口径）倒推",
    thresholds=("spot_check_minimum",),
    source="本项目约定，比例参照有关地方的做法",
    good=_example(
        _figure("a1", "self_evaluation_count", "自评项目数", "400", "个"),
        _figure("a2", "self_evaluation_check_count", "抽查数", "48", "个"),
        _figure("a3", "self_evaluation_check_ratio", "抽查比例", "10", "%", qualifier="不低于"),
    ),
    bad=(
        *_example(
            _figure("b1", "self_evaluation_count", "自评项目数", "400", "个"),
            _figure("b2", "self_evaluation_check_count", "抽查数", "20", "个"),
            _figure("b3", "self_evaluation_check_ratio", "抽查比例", "10", "%", qualifier="不低于"),
        ),
        *_example(
            _figure("c1", "goal_count", "绩效目标数", "400", "个"),
            _figure("c2", "self_evaluation_check_count", "抽查数", "20", "个"),
        ),
    ),
)
def spot_checks(facts: Facts) -> pd.DataFrame:
    """抽查自评的个数除以自评总数，应当不低于说明自己写的比例；总体没有公布时，按比例倒推总体最多是多少。

    总体须与抽查同一范围：只抽查市级的，不能以全市为总体。
    """
    found = facts.of(arithmetic)
    report = _reported(facts, ("R20",), (INCONSISTENT, DOUBTFUL), _SAY)
    wrong = found[(found["relation"] == "R20") & found["verdict"].isin((INCONSISTENT, DOUBTFUL))]["verdict"]
    report["severity"] = wrong.map({INCONSISTENT: "warning", DOUBTFUL: "flag"}).to_numpy()
    return report


@rule(
    "R20c",
    title="自评抽查比例低于本地口径",
    severity="warning",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R20", "R20c", verdicts=(DERIVED,)),),
    formula="没有自述比例时：抽查数 ÷ 抽查总体（没有公布的用自评总数） ≥ 10%（按本地口径）",
    thresholds=("spot_check_minimum",),
    source="本项目约定，比例参照有关地方的做法",
    good=_example(
        _figure("a1", "self_evaluation_count", "自评项目数", "400", "个"),
        _figure("a2", "self_evaluation_check_count", "抽查数", "48", "个"),
    ),
    bad=_example(
        _figure("b1", "self_evaluation_count", "自评项目数", "400", "个"),
        _figure("b2", "self_evaluation_check_count", "抽查数", "20", "个"),
    ),
)
def few_spot_checks(facts: Facts) -> pd.DataFrame:
    """说明没有写要抽查多少的，没有可比的数，只能推算：抽查数除以抽查总体。低于本地口径的比例时提醒，不算说明前后不一致。

    没有公布抽查总体的以自评总数为总体，两者可能不是一个范围。请核对；本地另有规定的，请写进口径文件。
    """
    return _reported(facts, ("R20c",), (DERIVED,), "请核对抽查数和总体；本地规定的比例不同的，请写进口径文件。")


@rule(
    "R21",
    title="覆盖率口径",
    severity="flag",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related("R21"),),
    needs=(_base("R21"),),
    formula="监控数 ÷ 目标数、自评数 ÷ 目标数 ≤ 100%（同一年度、同一范围）",
    source=OURS,
    good=(
        *_example(
            _figure("a1", "goal_count", "绩效目标数", "356", "个"),
            _figure("a2", "monitoring_count", "运行监控项目数", "356", "个"),
        ),
        *_example(
            _figure("c1", "goal_amount", "绩效目标资金", "100", "万元"),
            _figure("c2", "monitoring_amount", "运行监控项目资金", "120", "万元"),
            goals=({"project_code": "p1"},),
            monitorings=({"project_code": "p1", "period": "7"},),
        ),
    ),
    bad=_example(
        _figure("b1", "goal_count", "绩效目标数", "500", "个"),
        _figure("b2", "monitoring_count", "运行监控项目数", "620", "个"),
    ),
)
def coverage(facts: Facts) -> pd.DataFrame:
    """监控、自评的项目不应多于同一年度编制目标的项目；多出来，说明两处统计的不是同一批项目，覆盖率就没有意义。

    可能的原因是一处只数部门预算项目，另一处还数追加、转移支付、债券项目，或按明细项目计数。
    本站有逐项记录的，直接对照记录写明哪些项目没有目标，不再提示。
    """
    return _reported(facts, ("R21",), (INCONSISTENT, DOUBTFUL), _SAY)


@rule(
    "R24b",
    title="说明所载公开日期",
    severity="flag",
    table="reported_figures",
    fields=("value_text",),
    looks_at=(among("measure", "goal_published_dates"),),
    formula="公开日期 − 批复日期 ≤ 20日",
    source="依据《中华人民共和国预算法》关于批复后二十日内公开的规定",
    good=_example(
        _figure("a1", "goal_published_dates", "目标公开日期", "2023年2月20日", "日期", value=""),
        _figure("a2", "budget_approved_date", "预算批复日期", "2023年2月8日", "日期", value=""),
    ),
    bad=_example(_figure("b1", "goal_published_dates", "目标公开日期", "2023年7月3日", "日期", value="")),
)
def publication_dates(facts: Facts) -> pd.DataFrame:
    """说明写了绩效目标的公开日期，却没有写预算批复日期，就看不出是否在批复后20日内公开。

    批复日期可能写在别的文件里，请补充；原文没有的照登，页面会说明无法复算。
    """
    return _reported(facts, ("R24b",), (NO_BASE, DOUBTFUL), "请登记预算批复日期（指标代码 budget_approved_date）。")


@rule(
    "F01b",
    title="自评平均分很高",
    severity="flag",
    table="reported_figures",
    fields=("value",),
    looks_at=(
        among("measure", "self_evaluation_mean_score"),
        filled("value"),
    ),
    formula="自评平均分 ≥ 95，且没有公布各项目得分",
    thresholds=("uniform_mean",),
    source=OURS,
    good=(
        *_example(_figure("a1", "self_evaluation_mean_score", "自评平均分", "88.60", "分")),
        *_example(
            _figure("c1", "self_evaluation_mean_score", "自评平均分", "97.20", "分"),
            self_evaluations=({"project_code": "p1", "total_score": "97.20"},),
        ),
    ),
    bad=_example(_figure("b1", "self_evaluation_mean_score", "自评平均分", "97.20", "分")),
)
def high_mean(facts: Facts) -> pd.DataFrame:
    """自评平均分很高时，单看平均分已经分不出项目好坏；各项目的得分没有公布，也无法复算。

    平均分高可能确实做得好，也可能目标定得低或打分宽松。公布各项目得分和等级分布即可看清；本站有各项目得分的不再提示。
    """
    return _reported(facts, ("F01b",), (NO_BASE,), "请同时公布各项目得分，或各等级的项目数。")


@rule(
    "F10b",
    title="说明所载比率无基数",
    severity="flag",
    table="reported_figures",
    fields=("value",),
    looks_at=(_related(*_RATES),),
    formula="比率 = 分子 ÷ 分母；缺分母（基数）则只能倒推",
    source=OURS,
    good=_example(
        _figure("a1", "key_evaluation_cut", "压减额", "1200", "万元"),
        _figure("a2", "cut_rate", "压减率", "15.0", "%"),
        _figure("a3", "cut_base", "压减基数", "8000", "万元"),
    ),
    bad=_example(
        _figure("b1", "key_evaluation_cut", "压减额", "1200", "万元"),
        _figure("b2", "cut_rate", "压减率", "15.0", "%"),
    ),
)
def rate_without_base(facts: Facts) -> pd.DataFrame:
    """只公布比率或增量、没有公布基数的，读者无法复算。能倒推的，页面给出倒推的基数和它的误差范围。

    基数可能写在别的文件里，请补充公布（送审额、原预算数、应评个数、上年数）。这不表示数字有错。
    """
    return _reported(facts, _RATES, (NO_BASE,), "请补充公布基数；原文没有的照登，页面会标明基数未公开。")


@rule(
    "F13",
    title="口径跳变",
    severity="flag",
    table="reported_figures",
    fields=("value",),
    looks_at=(either(_related("R15", verdicts=(NO_BASE,)), _related("F13"), _with_money),),
    formula="同比增幅 > 200%（按本地口径）而没有说明；或个数减少而金额增加",
    thresholds=("yoy_jump",),
    source=OURS,
    good=(
        *_example(
            _figure("a1", "self_evaluation_count", "自评项目数", "430", "个", subject_year="2022"),
            _figure("a2", "self_evaluation_count", "自评项目数", "460", "个"),
            _figure("a3", "self_evaluation_count_increase", "比上年增加", "30", "个"),
        ),
        *_example(
            _figure("c1", "self_evaluation_count", "自评项目数", "430", "个", subject_year="2022"),
            _figure("c2", "self_evaluation_amount", "自评资金", "21000", "万元", subject_year="2022"),
            _figure("c3", "goal_count", "绩效目标数", "500", "个"),
            _figure("c4", "goal_amount", "绩效目标资金", "26000", "万元"),
        ),
    ),
    bad=_example(
        _figure("b1", "self_evaluation_count", "自评项目数", "460", "个"),
        _figure("b2", "self_evaluation_count_increase", "比上年增加", "400", "个"),
    ),
)
def jumps(facts: Facts) -> pd.DataFrame:
    """一年之间成倍增长，或者个数与金额一增一减，往往是统计范围变了，而不是事情变了。

    由试点到全面推开、把转移支付项目算进来，都会造成跳变；写明范围就不再是疑点。
    """
    return _reported(facts, ("F13",), (DOUBTFUL,), _SAY)


@rule(
    "F14b",
    title="公开条数远少于应公开数",
    severity="flag",
    table="reported_figures",
    fields=("value",),
    looks_at=(
        among("measure", "disclosure_count"),
        filled("value"),
    ),
    needs=(Need("没有公布目标数和上年自评数", _due),),
    formula="公开条数 < （目标数 + 上年自评数）÷ 2",
    source=OURS,
    good=_example(
        _figure("a1", "disclosure_count", "公开信息条数", "900", "条"),
        _figure("a2", "goal_count", "绩效目标数", "500", "个"),
        _figure("a3", "self_evaluation_count", "自评项目数", "420", "个", subject_year="2022"),
    ),
    bad=_example(
        _figure("b1", "disclosure_count", "公开信息条数", "120", "条", value_text="120余", qualifier="余"),
        _figure("b2", "goal_count", "绩效目标数", "500", "个"),
        _figure("b3", "self_evaluation_count", "自评项目数", "420", "个", subject_year="2022"),
    ),
)
def disclosed_items(facts: Facts) -> pd.DataFrame:
    """公开的条数远少于应公开的目标与自评之和。

    可能还没有公开全，也可能一“条”包含了许多项目。请写明“条”是按项目、按部门还是按文件计数。
    """
    return _reported(facts, ("F14b",), (DOUBTFUL,), _SAY)


@rule(
    "C11",
    title="拟办事项写入年度说明",
    severity="flag",
    table="reported_figures",
    fields=("value_text",),
    looks_at=(
        among("measure", *_PLANNED),
        _reached,
    ),
    formula="报告年度内的事项不应还是计划日期",
    source=OURS,
    good=_example(
        _figure("a1", "monitoring_end_date", "监控结束日", "2023年9月30日", "日期", value=""),
    ),
    bad=_example(
        _figure("b1", "monitoring_end_date", "监控结束日", "2023年9月30日", "日期", value="", qualifier="拟"),
    ),
)
def planned_dates(facts: Facts) -> pd.DataFrame:
    """年度说明里还有“拟于”某日完成的本年度事项，说明成文时工作没有结束。

    成文早的说明都会这样，只是这一年的数字可能不全。请在标题或口径说明里写明数字截至哪一天。
    """
    return _reported(facts, ("C11",), (DOUBTFUL,), "请在口径说明中写明数字的截止日期。")


@rule(
    "C12y",
    title="成文日期在检查之后",
    severity="warning",
    table="statements",
    fields=("written_date",),
    looks_at=(filled("written_date"),),
    formula="成文日期 ≤ 检查之日",
    source=OURS,
    good=rows(statements=_statement(written_date="2024-03-20")),
    bad=rows(statements=_statement(written_date=AHEAD)),
)
def statement_ahead(facts: Facts) -> pd.DataFrame:
    """成文日期是文件落款的那一天，文件写成了才有。请核对是否写错年份。"""
    return ahead(facts, "statements", written_date="成文日期")
