"""Money of self-evaluations: execution rates, the score for them, sums of sources, units."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from generator.core.facts import Facts
from generator.core.words import TOTAL_FUNDS
from generator.facts.amounts import LEAST, apart
from generator.facts.budgets import budgets, registered, registers
from generator.facts.funds import PARTS, compositions, of_rows, totals
from generator.facts.joining import PROJECT, beside, known
from generator.facts.numbers import fixed, grouped, shown, units
from generator.facts.rates import rates
from generator.rules.amount_units import FORMULA, has_amount, slipped
from generator.rules.examples import OTHER, adjustment, evaluation, fund, goal, monitored, rows, self_evaluation, source
from generator.rules.looking import among, either, filled, some_filled, stands_in
from generator.rules.registry import Need, hits, rule
from generator.rules.sources import OURS, SELF_EVALUATION_FORM

_ENDED = ("取消", "暂缓", "调剂", "合并")  # what can leave a project without a budget
_COLUMNS = {"initial_budget": "年初预算数", "annual_budget": "全年预算数", "actual_spend": "全年执行数"}


_YUAN = (9_900, 10_100)  # how many times the stated rate is that of amounts of which one is in yuan


def _rate_hits(found: pd.DataFrame, exact: pd.Series, written: pd.Series | str) -> pd.DataFrame:
    expected = fixed(exact) + "%"
    far = exact / units(found["execution_rate"]).where(lambda rate: rate > 0)
    in_yuan = far.between(*_YUAN) | (1 / far.where(far > 0)).between(*_YUAN)
    hint = pd.Series("请核对「全年预算数」「全年执行数」两列，或在「偏差说明」写明口径。", index=found.index)
    ratio = shown(found["actual_spend"]) + "÷" + shown(found["annual_budget"])
    return hits(
        found,
        value=fixed(units(found["execution_rate"])),
        expected=expected,
        message=written + ("，按 全年执行数÷全年预算数 = " + ratio + " 应为 " + expected + "。"),
        hint=hint.mask(in_yuan, "多半是两列里有一列以元为单位填写，应以万元为单位：请把那一列的数除以10000。"),
        cause=pd.Series("", index=found.index).mask(in_yuan, "一列元"),
    )


def _divisible(_: Facts, rows: pd.DataFrame) -> pd.Series:
    """Both amounts are filled; of nothing no rate can be told, whatever was spent."""
    return rows["annual_budget"].notna() & (rows["actual_spend"].notna() | (rows["annual_budget"] == 0))


def _told(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Both amounts are there: of the total, or of its parts where the total is blank or nought."""
    given = facts.of(totals)
    return _on(rows, given["annual_budget"].notna() & given["actual_spend"].notna())


def _payable(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """There is something to divide by: in the total, or in its parts."""
    return _on(rows, facts.of(totals)["annual_budget"] > 0)


def _divided(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The project's money is told by source."""
    funds = facts.tables["self_evaluation_funds"]
    return (rows["fund_source"] != TOTAL_FUNDS) | known(rows, funds[funds["fund_source"] != TOTAL_FUNDS], PROJECT)


REGISTER = Need("本部门没有登记预算调整", lambda facts, rows: registers(facts, rows))


def _steps(facts: Facts) -> pd.DataFrame:
    """How the budget of each project's total row moved in the year, on the rows of the table."""
    given = facts.of(totals)
    return beside(given, facts.of(budgets), PROJECT, ["initial", "annual", "gap", "adjustments"])


def _on(rows: pd.DataFrame, mask: pd.Series) -> pd.Series:
    return mask.fillna(False).astype(bool).reindex(rows.index, fill_value=False)


def _adjusted(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """Adjustments of the project are registered."""
    return _on(rows, facts.of(_steps)["adjustments"] > 0)


def _reckoned(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """What the year's budget should have come to can be told."""
    return _on(rows, facts.of(_steps)["gap"].notna())


def _emptied(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """There was a budget at the beginning, and none is left."""
    steps = facts.of(_steps)
    return _on(rows, (steps["initial"] > 0) & (steps["annual"] == 0))


def _untouched(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The project has a budget, and no adjustment is registered."""
    steps = facts.of(_steps)
    return _on(rows, (steps["adjustments"] == 0) & (steps["annual"] > 0))


@rule(
    "R01",
    title="执行率",
    severity="error",
    table="self_evaluation_funds",
    fields=("execution_rate",),
    looks_at=(either(filled("execution_rate"), among("fund_source", TOTAL_FUNDS)),),
    needs=(
        Need(
            "没有填写全年预算数或全年执行数", either(filled("annual_budget", "actual_spend"), among("annual_budget", 0))
        ),
    ),
    formula="执行率 = 全年执行数 ÷ 全年预算数 × 100%，保留两位小数；预算数为0时留空",
    thresholds=("rate_tolerance",),
    source=SELF_EVALUATION_FORM,
    good=(
        *rows(self_evaluation_funds=fund(actual_spend="89.97", annual_budget="100", execution_rate="89.97", score="9")),
        *rows(self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0")),
        *rows(self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="0.00", score="0")),
    ),
    bad=(
        *rows(self_evaluation_funds=fund(actual_spend="89.97", annual_budget="100", execution_rate="98.00", score="9")),
        *rows(self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="100", score="0")),
    ),
)
def execution_rate(facts: Facts) -> pd.DataFrame:
    """执行率等于全年执行数除以全年预算数，写百分数的数值，保留两位小数。

    它是自评表里最容易复算、也最先被人核对的数。全年预算数为0时不可算，应留空；原件印着 0.00% 的不作错误。
    请核对两栏金额；口径不同的写在偏差说明里。
    """
    funds = facts.tables["self_evaluation_funds"]
    known = facts.of(rates, "self_evaluation_funds")
    rate, exact, wrong = known["stated"], known["exact"], known["apart"]
    absent = rate.isna() & exact.notna() & (funds["fund_source"] == TOTAL_FUNDS)
    senseless = (funds["annual_budget"] == 0).fillna(False).astype(bool) & (rate.abs() > 0)
    empty = funds[senseless]
    zero = fixed(rate[senseless]) + "%"
    return pd.concat(
        [
            _rate_hits(funds[wrong], exact[wrong], "写的是 " + fixed(rate[wrong]) + "%"),
            _rate_hits(funds[absent], exact[absent], "没有填写"),
            hits(
                empty,
                value=zero,
                expected="留空",
                message="写的是 " + zero + "，全年预算数为 0，执行率不可算，应留空。",
                hint="请删去执行率，并在「偏差说明」写明项目取消或预算调减为零的原因。",
            ),
        ]
    )


@rule(
    "R02",
    title="执行得分",
    severity="error",
    table="self_evaluation_funds",
    fields=("score",),
    looks_at=(among("fund_source", TOTAL_FUNDS),),
    needs=(
        Need("没有填写全年预算数或全年执行数", _told),
        Need("作分母的金额不大于 0，比率不可算", _payable),
        Need("分值和得分都没有填写", some_filled("weight", "score")),
    ),
    formula="得分 = 分值 × min(执行率, 100%)；总额行为 0 或空着的，执行率按各来源合计算",
    thresholds=("execution_weight", "score_tolerance"),
    source="依据《项目支出绩效评价管理办法》（财预〔2020〕10号）所附自评表；按比例计分、封顶为通行做法",
    good=(
        *rows(self_evaluation_funds=fund()),
        *rows(self_evaluation_funds=fund(weight="")),
        *rows(self_evaluation_funds=fund(weight="", score="")),
        *rows(self_evaluation_funds=fund(actual_spend="352", execution_rate="110", score="10")),
    ),
    bad=(
        *rows(self_evaluation_funds=fund(score="10")),
        *rows(self_evaluation_funds=fund(score="")),
        *rows(
            self_evaluation_funds=(
                fund(initial_budget="", annual_budget="", actual_spend="", execution_rate="", score="0"),
                source("当年财政拨款", "90", "89.974"),
            )
        ),
    ),
)
def execution_score(facts: Facts) -> pd.DataFrame:
    """预算执行率的得分等于分值乘执行率，超过100%的按100%计，只填在“年度资金总额”一行。

    分值没有填的按本地口径（默认10分）；分值和得分都没有的（如汇总表没有这两栏）不核对。请核对得分；本地另有分档计分办法的，请财政部门改口径文件。
    """
    funds = facts.of(totals)
    budget, spend = units(funds["annual_budget"]), units(funds["actual_spend"])
    score, weight = units(funds["score"]), units(funds["weight"]).fillna(facts.profile(funds, "execution_weight"))
    rate = (spend / budget.where(budget > 0)).clip(upper=1)
    expected = weight * rate
    wrong = (score - expected).abs() > facts.profile(funds, "score_tolerance") + 1e-9
    absent = score.isna() & funds["weight"].notna() & expected.notna()
    found = wrong | absent
    funds, score, expected, weight, rate = (one[found] for one in (funds, score, expected, weight, rate))
    written = ("写的是 " + fixed(score) + " 分").where(score.notna(), "没有填写")
    return hits(
        funds,
        value=fixed(score),
        expected=fixed(expected),
        message=written
        + ("，按 分值×执行率 = " + fixed(weight) + "×" + fixed(rate * 100) + "% 应为 " + fixed(expected) + " 分。"),
        hint="请核对「得分」和「分值」；执行率超过100%的按满分计，不加分。",
    )


def _added(facts: Facts, source: str) -> Iterator[pd.DataFrame]:
    """The rows of a source that are not what the rows of its parts add up to, by column and way of dividing it."""
    funds = facts.tables["self_evaluation_funds"]
    whole = funds[funds["fund_source"] == source].dropna(subset=PROJECT)
    if whole.empty:
        return
    amounts, tolerance = of_rows(facts, whole), facts.tolerance(whole, "amount_tolerance")
    what = "各资金来源" if source == TOTAL_FUNDS else ""
    ways = [(column, title, one) for column, title in _COLUMNS.items() for one in compositions(source, amounts(column))]
    for column, title, one in ways:
        gap = (one.stated - one.added).abs()
        wrong = ((gap > tolerance) & ((one.stated - one.other).abs() > tolerance)).fillna(False).astype(bool)
        if not wrong.any():
            continue
        stated, added = shown(one.stated[wrong]), shown(one.added[wrong])
        said = (
            f"{title}写的是 " + stated + " 万元，" + (what or one.parts[wrong]) + "合计应为 " + added + " 万元，相差 "
        )
        yield hits(
            whole[wrong],
            value=stated,
            expected=added,
            message=said + shown(gap[wrong]) + " 万元。",
            hint=f"请核对「{source}」与各来源行的「{title}」，或补上漏填的来源行。",
            field=column,
        )


@rule(
    "R14",
    title="资金来源合计",
    severity="error",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    needs=(Need("没有按资金来源分列", _divided),),
    formula=(
        "年度资金总额 = Σ各资金来源（年初预算数、全年预算数、全年执行数三列各自成立）；"
        "财政拨款 = 上级 + 本级 = 四本预算之和，单位资金 = 各项收入之和"
    ),
    thresholds=("amount_tolerance",),
    source=SELF_EVALUATION_FORM,
    good=(
        *rows(self_evaluation_funds=(fund(), source("当年财政拨款", "300", "284"), source("上年结转资金", "20", "20"))),
        *rows(
            self_evaluation_funds=(
                fund(),
                source("一般公共预算", "290", "274"),
                source("政府性基金预算", "10", "10"),
                source("单位资金", "20", "20"),
                source("事业收入", "20", "20"),
            )
        ),
    ),
    bad=(
        *rows(self_evaluation_funds=(fund(), source("当年财政拨款", "310", "284"), source("上年结转资金", "10", "10"))),
        *rows(self_evaluation_funds=source("当年财政拨款", "300", "284")),
        *rows(
            self_evaluation_funds=(
                fund(),
                source("当年财政拨款", "320", "304"),
                source("上级财政资金", "120", "104"),
                source("本级财政资金", "180", "180"),
            )
        ),
    ),
)
def fund_sources(facts: Facts) -> pd.DataFrame:
    """年度资金总额应当等于各项资金来源之和，三列金额各自成立；没有总额行的，自评表不完整。

    来源照原件分行，原件没有分到那一层的不检查，一列里各来源都空着的也不检查。差额多半是漏填一行或单位写错。请核对原表；原表如此的照登并申请豁免。
    """
    funds = facts.tables["self_evaluation_funds"]
    found = [one for source in PARTS for one in _added(facts, source)]
    whole = funds[funds["fund_source"] == TOTAL_FUNDS]
    parts = funds[funds["fund_source"] != TOTAL_FUNDS]
    lonely = parts.dropna(subset=[*PROJECT, "fund_source"]).drop_duplicates(PROJECT)
    there = lonely[PROJECT].merge(whole[PROJECT].assign(_whole=True), on=PROJECT, how="left")["_whole"].notna()
    found.append(
        hits(
            lonely[~there.to_numpy()],
            value=lonely["fund_source"],
            expected=TOTAL_FUNDS,
            message="只有「" + lonely["fund_source"] + "」等分项，没有「年度资金总额」一行。",
            hint="请补上「年度资金总额」一行，填写分值、执行率和得分。",
            field="fund_source",
        )
    )
    return pd.concat(found)


@rule(
    "R14d",
    title="监控与自评的执行数",
    severity="warning",
    table="self_evaluation_funds",
    fields=("actual_spend",),
    looks_at=(
        among("fund_source", TOTAL_FUNDS),
        stands_in("monitorings", *PROJECT),
    ),
    needs=(Need("没有填写全年执行数", filled("actual_spend")),),
    formula="自评的全年执行数 ≥ 同一项目监控的累计执行数",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=rows(monitorings=monitored(), self_evaluation_funds=fund()),
    bad=rows(
        monitorings=monitored(),
        self_evaluation_funds=fund(actual_spend="160", execution_rate="50", score="5"),
    ),
)
def spent_since(facts: Facts) -> pd.DataFrame:
    """全年执行的钱不会比年中监控时已经执行的还少。

    年底收回、冲销已支出资金的会有例外。请核对两张表的执行数和单位。
    """
    funds, given = facts.of(totals), facts.tables["monitorings"]
    most = given.groupby(PROJECT, sort=False)["actual_spend"].max().rename("most").reset_index()
    joined = beside(funds, most, PROJECT, ["most"])["most"]
    tolerance = facts.tolerance(funds, "amount_tolerance")
    spent = funds["actual_spend"]
    slipped = (spent > 0) & (units(joined) >= units(spent) * 10**LEAST)  # another unit, which C21b tells
    wrong = ((joined - spent > tolerance) & ~slipped).fillna(False).astype(bool)
    found, stated, due = funds[wrong], shown(funds["actual_spend"][wrong]), shown(joined[wrong])
    return hits(
        found,
        value=stated,
        expected="不少于" + due,
        message="全年执行数写的是 " + stated + " 万元，监控时已累计执行 " + due + " 万元，应不少于 " + due + " 万元。",
        hint="请核对自评与监控的执行数；年底收回资金的，请在「偏差说明」写明。",
    )


@rule(
    "C21b",
    title="自评金额的单位",
    severity="warning",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    looks_at=(has_amount("self_evaluation_funds"),),
    formula=FORMULA,
    thresholds=("plausible_least", "plausible_most"),
    source=OURS,
    good=rows(goals=goal(), self_evaluations=self_evaluation(), self_evaluation_funds=fund()),
    bad=rows(
        evaluations=evaluation(evaluated_amount="320"),
        monitorings=monitored(),
        self_evaluation_funds=fund(initial_budget="3200000", annual_budget="3200000", actual_spend="3040000"),
    ),
)
def fund_unit(facts: Facts) -> pd.DataFrame:
    """自评表的资金以万元为单位。与这个项目的目标、监控或往年的金额相差约一万倍的，多半是以元或亿元填写。"""
    return slipped(facts, "self_evaluation_funds")


@rule(
    "C31",
    title="调整与全年预算数不符",
    severity="warning",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    looks_at=(_adjusted,),
    needs=(Need("没有年初预算数", _reckoned),),
    formula="全年预算数 = 年初预算数 ＋ Σ调整金额（相差正好是上年结转资金的增加数，也算相符）；只看登记了调整的项目",
    thresholds=("amount_tolerance",),
    source=SELF_EVALUATION_FORM + "的“年初预算数”“全年预算数”两栏；算法为本项目约定",
    good=(
        *rows(goals=goal(), self_evaluation_funds=fund()),
        *rows(
            goals=goal(),
            self_evaluation_funds=fund(annual_budget="288", actual_spend="273.6"),
            budget_adjustments=adjustment(),
        ),
    ),
    bad=rows(
        goals=goal(),
        self_evaluation_funds=fund(annual_budget="300", actual_spend="285"),
        budget_adjustments=adjustment(),
    ),
)
def adjusted_annual_budget(facts: Facts) -> pd.DataFrame:
    """登记了预算调整的项目，年初预算数加各次调整金额，应当等于自评的全年预算数。

    只公布了一部分调整的地方也会不等，所以只作提醒。请补登漏掉的调整，或核对金额的正负。
    """
    given = facts.of(totals)
    found = beside(
        given, facts.of(budgets), PROJECT, ["initial", "adjusted", "computed", "annual", "gap", "adjustments"]
    )
    wrong = (found["adjustments"] > 0).fillna(False).astype(bool) & apart(facts, given, found["gap"])
    found = found[wrong]
    stated, expected = shown(found["annual"]), shown(found["computed"])
    times = found["adjustments"].astype("str")
    sum_ = "年初预算数 " + shown(found["initial"]) + " 万元加登记的 " + times + " 次调整（合计 "
    sum_ = sum_ + shown(found["adjusted"]) + " 万元）应为 " + expected + " 万元"
    return hits(
        given[wrong],
        value=stated,
        expected=expected,
        message="全年预算数写的是 " + stated + " 万元，" + sum_ + "，相差 " + shown(found["gap"].abs()) + " 万元。",
        hint="请在「预算调整」表补登漏掉的调整，或核对各次金额的正负；口径不同的，请作部门说明。",
    )


@rule(
    "C31b",
    title="年中取消没有登记",
    severity="warning",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    looks_at=(_emptied,),
    needs=(REGISTER,),
    formula="年初预算数 > 0 而全年预算数 = 0 的项目，应有取消、暂缓、调剂或合并的登记；只看登记预算调整的部门",
    source=OURS,
    good=rows(
        goals=goal(),
        self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0"),
        budget_adjustments=adjustment(kind="取消", amount="-320"),
    ),
    bad=(
        *rows(
            goals=goal(),
            self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0"),
            budget_adjustments=adjustment(amount="-320"),
        ),
        *rows(
            goals=(goal(), goal(project_code=OTHER, project_name="学前教育补助", annual_goal="补助6所幼儿园。")),
            self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0"),
            budget_adjustments=adjustment(project_code=OTHER, project_name="学前教育补助"),
        ),
    ),
)
def registered_end(facts: Facts) -> pd.DataFrame:
    """全年预算数调到 0 的项目，是取消、暂缓，还是并入、调剂给了别的项目，读者最想知道。

    一张调整表都没有的部门不检查。请登记一次调整，写明类型、批准文件和原因；全部调减的，请改成取消或暂缓。
    """
    given = facts.of(totals)
    lines = beside(given, facts.of(registered), PROJECT, ["initial", "annual", "kinds"])
    none = ((lines["initial"] > 0) & (lines["annual"] == 0)).fillna(False).astype(bool)
    ended = lines["kinds"].fillna("").str.contains("|".join(_ENDED))
    wrong = none & ~ended & registers(facts, given)
    found, kinds = given[wrong], lines["kinds"][wrong].fillna("")
    said = ("登记的调整是" + kinds).where(kinds != "", "没有登记调整")
    return hits(
        found,
        value="0",
        expected="取消、暂缓、调剂或合并",
        message="年初预算数 "
        + shown(lines["initial"][wrong])
        + " 万元，全年预算数为 0，"
        + said
        + "，应登记取消、暂缓、调剂或合并。",
        hint="请在「预算调整」表登记这个项目的取消（或暂缓、调剂、合并），写明批准文件和原因。",
    )


@rule(
    "F20",
    title="预算变了没有登记调整",
    severity="flag",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    looks_at=(_untouched,),
    needs=(
        REGISTER,
        Need("没有年初预算数", _reckoned),
    ),
    formula="年初预算数 ≠ 全年预算数，而预算调整表里没有这个项目；只看登记预算调整的部门",
    thresholds=("amount_tolerance",),
    source=OURS,
    good=(
        *rows(
            goals=goal(),
            self_evaluation_funds=fund(annual_budget="288", actual_spend="273.6"),
            budget_adjustments=adjustment(),
        ),
        *rows(
            goals=(goal(), goal(project_code=OTHER, project_name="学前教育补助", annual_goal="补助6所幼儿园。")),
            self_evaluation_funds=fund(),
            budget_adjustments=adjustment(project_code=OTHER, project_name="学前教育补助"),
        ),
    ),
    bad=rows(
        goals=(goal(), goal(project_code=OTHER, project_name="学前教育补助", annual_goal="补助6所幼儿园。")),
        self_evaluation_funds=fund(annual_budget="288", actual_spend="273.6"),
        budget_adjustments=adjustment(project_code=OTHER, project_name="学前教育补助"),
    ),
)
def unregistered_change(facts: Facts) -> pd.DataFrame:
    """同一个部门登记了别的项目的调整，这个项目的预算在年中变了，却没有登记。

    可能是上年结转、上级资金下达等没有办调整手续，也可能只登记了较大的调整。请补登，或作部门说明。
    """
    given = facts.of(totals)
    lines = beside(given, facts.of(budgets), PROJECT, ["initial", "annual", "gap", "adjustments"])
    silent = (lines["adjustments"] == 0).fillna(False).astype(bool) & (lines["annual"] > 0).fillna(False).astype(bool)
    wrong = silent & apart(facts, given, lines["gap"]) & registers(facts, given)
    lines = lines[wrong]
    initial, annual = shown(lines["initial"]), shown(lines["annual"])
    return hits(
        given[wrong],
        value=annual,
        expected="登记预算调整",
        message="年初预算数 " + initial + " 万元，全年预算数 " + annual + " 万元，变动的原因没有登记预算调整。",
        hint="请在「预算调整」表补登这个项目的调整，写明类型、金额、批准文件和原因。",
        plain="预算由 " + grouped(lines["initial"]) + " 万元变成 " + grouped(lines["annual"]) + " 万元，没有登记原因",
    )


def _nothing_anywhere(facts: Facts, rows: pd.DataFrame) -> pd.Series:
    """The whole money is nought in every column that says something, and no source says more."""
    told = facts.of(totals).reindex(rows.index)
    return ((told["annual_budget"] == 0) & ~(told[list(_COLUMNS)] > 0).any(axis=1)).fillna(False).astype(bool)


@rule(
    "F23",
    title="金额都是零",
    severity="flag",
    table="self_evaluation_funds",
    fields=("annual_budget",),
    looks_at=(among("fund_source", TOTAL_FUNDS), filled("annual_budget")),
    formula="年度资金总额的年初预算数、全年预算数、全年执行数不都是0",
    source=OURS,
    good=(
        *rows(self_evaluation_funds=fund()),
        *rows(self_evaluation_funds=fund(annual_budget="0", actual_spend="0", execution_rate="", score="0")),
    ),
    bad=rows(
        self_evaluation_funds=fund(
            initial_budget="0", annual_budget="0", actual_spend="0", execution_rate="", score="0"
        )
    ),
)
def no_money(facts: Facts) -> pd.DataFrame:
    """没有花钱的项目为什么要自评，读者看不出来。

    可能真的没有安排资金（页面写“没有安排预算”），也可能原件没有填金额、由系统印成0。原件没有填的，请改为空，并作“原件未填”照登。
    """
    given = facts.tables["self_evaluation_funds"]
    found = given[(given["fund_source"] == TOTAL_FUNDS) & _nothing_anywhere(facts, given)]
    return hits(
        found,
        value="0",
        expected="有预算，或写明没有安排资金",
        message="年初预算数、全年预算数、全年执行数都是 0，应有预算，或写明没有安排资金。",
        hint="原件没有填金额的，请改为空，并请财政部门按“原件未填”照登；真的没有安排资金的，请在偏差说明写明。",
    )
