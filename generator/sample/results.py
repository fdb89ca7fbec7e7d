"""What became of a case: money spent, values reached, scores by the official formulas (R02, R06–R08, R10)."""

from __future__ import annotations

from random import Random

from generator.sample.content import common
from generator.sample.numbers import HUNDRED, half_up, percent, round_amount, stream
from generator.sample.plan import Case, Indicator

EXECUTION_WEIGHT = 10 * HUNDRED
DONE, PARTLY, FAILED = "达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差"
NOT_DONE = "未实施"
_UNDER = {"good": 0.05, "mixed": 0.42, "poor": 0.6}
_DEPTH = {"good": (0.9, 0.99), "mixed": (0.72, 0.97), "poor": (0.35, 0.9)}


def score(indicator: Indicator) -> int:
    """The points an indicator earns under R06 (≥, >), R07 (≤, <), R08 (=); for words R10's bands, drawn beforehand."""
    weight, target, actual = indicator.weight, indicator.target, indicator.actual
    if indicator.outcome == NOT_DONE:
        return 0
    if indicator.operator == "≤":
        if actual <= target:
            return weight
        if target == 0:
            return 0
        if indicator.formula == "a":
            return max(0, half_up(weight * (2 * target - actual), target)) if actual < 2 * target else 0
        return half_up(weight * target, actual)
    if actual >= target:
        return weight
    return half_up(weight * actual, target)


def judge(indicator: Indicator, outcome: str, random: Random) -> None:
    """Give a qualitative indicator its outcome and points inside the outcome's band."""
    indicator.outcome = outcome
    low, high = {DONE: (96, 100), PARTLY: (62, 78), FAILED: (20, 55)}[outcome]
    share = 100 if outcome == DONE and random.random() < 0.85 else random.randint(low, high)
    # Clerks write quarter points; the band's edges (80 % and 60 % of the weight) are kept.
    points = indicator.weight * share // 100
    step = points // 25 * 25
    floor = {DONE: 80, PARTLY: 60, FAILED: 0}[outcome] * indicator.weight // 100
    indicator.score = step if step >= floor else points


def reach(indicator: Indicator, performance: str, random: Random) -> None:
    """Draw the result of one indicator and score it."""
    under = random.random() < _UNDER[performance]
    if indicator.qualitative:
        deep = performance == "poor" and random.random() < 0.4
        judge(indicator, (FAILED if deep else PARTLY) if under else DONE, random)
        return
    ratio = random.uniform(*_DEPTH[performance])
    percentage = indicator.unit == "%"
    target = indicator.target
    if indicator.operator == "≤":
        if indicator.unit == "月":
            actual = min(12 * HUNDRED, target + HUNDRED) if under else target - random.choice((0, 0, 0, HUNDRED))
        elif under and indicator.level2 not in {"成本指标", "经济成本指标"}:
            actual = _whole(target / ratio, indicator, up=True) if target else random.choice((HUNDRED, 2 * HUNDRED))
        else:
            actual = _whole(target * random.choice((1.0, 0.98, 0.95, 0.9)), indicator)
    elif under:
        # A rate falls short by some points, a quantity may fall short by half.
        actual = _whole(target * (0.75 + ratio / 4 if percentage else ratio), indicator)
        actual = min(actual, target)
    elif percentage:
        # A rate of 96 % may reach 100, one of 5 % (a decrease, say) not much more than 5.
        room = max(0, min(100 * HUNDRED - target, target // 8))
        actual = target + (round(room * random.random()) // 10 * 10 if random.random() < 0.6 else 0)
    elif indicator.operator == "≥" and random.random() < 0.35:
        actual = _whole(target * random.uniform(1.01, 1.15), indicator)
    else:
        actual = target
    indicator.actual = actual
    indicator.score = score(indicator)


def _whole(value: float, indicator: Indicator, up: bool = False) -> int:
    if indicator.unit == "%":
        return round(value / 10) * 10
    if indicator.measure.fractional or "元" in indicator.unit:
        step = 10 if indicator.target < 100_000 else 100
        return round(value / step) * step
    whole = int(value // HUNDRED) + (1 if up and value % HUNDRED else 0)
    return whole * HUNDRED


def execute(case: Case, spent: float) -> None:
    """Spend that share of the year's budget: what was carried over first, other funds at the same share."""
    fiscal, carryover, other = case.annual
    budget = case.budget
    total = budget if spent == 1.0 else round(budget * spent / 100) * 100
    others = other if total >= budget else other * total // budget // 100 * 100 if budget else 0
    carried = min(carryover, total - others)
    rest = total - others - carried
    if rest > fiscal and total <= budget:
        carried += rest - fiscal
        rest = fiscal
    case.spend = [rest, carried, others]


def settle(case: Case) -> None:
    """Draw performance, adjustment, execution and results of a case."""
    random = case.random
    case.performance = random.choices(("good", "mixed", "poor"), (0.66, 0.26, 0.08))[0]
    case.annual = list(case.initial)
    if random.random() < 0.18:
        case.annual[0] = max(10_000, round_amount(case.initial[0] * random.choice((0.8, 0.9, 0.95, 1.1, 1.2)), random))
    low, high = {"good": (0.955, 1.0), "mixed": (0.74, 0.97), "poor": (0.28, 0.8)}[case.performance]
    whole = case.performance == "good" and random.random() < 0.45
    execute(case, 1.0 if whole else random.uniform(low, high))
    formula = "a" if random.random() < 0.3 else "b"
    for one in case.indicators:
        one.formula = formula
        reach(one, case.performance, random)
        if one.name == "项目总成本":
            # Total cost is what was spent, in hundredths of 万元.
            one.actual = -(-case.spent // 100)
            one.score = score(one)


def execution_score(case: Case) -> int:
    """R02: ten points times the execution rate, at most ten, in hundredths."""
    if not case.budget:
        return 0
    return min(EXECUTION_WEIGHT, half_up(EXECUTION_WEIGHT * case.spent, case.budget))


def execution_rate(case: Case) -> int:
    """R01 in hundredths of a per cent, as written on the form (a planter may have written it wrongly)."""
    if case.written_rate is not None:
        return case.written_rate
    return percent(case.spent, case.budget)


def total_score(case: Case) -> int:
    """Execution points plus the points of all indicators, in hundredths."""
    return execution_score(case) + sum(one.score for one in case.indicators)


def grade(hundredths: int) -> str:
    """R12 under the default bands: 优 from 90, 良 from 80, 中 from 60, else 差."""
    for name, floor in (("优", 90), ("良", 80), ("中", 60)):
        if hundredths >= floor * HUNDRED:
            return name
    return "差"


def reasons(case: Case) -> list[tuple[str, str]]:
    """The reasons and remedies of this kind of work, in an order of this case's own."""
    pool = list(common().works[case.project.template.work].reasons)
    stream(case.project.code, case.year, "reasons").shuffle(pool)
    return pool


def all_met(case: Case) -> None:
    """Let every indicator reach its target and have full points; total cost follows what was spent."""
    for one in case.indicators:
        if one.qualitative:
            judge(one, DONE, case.random)
        elif one.short:
            one.actual = one.target
        one.score = one.weight
        if one.name == "项目总成本":
            one.actual = -(-case.spent // 100)
            one.score = score(one)


def raise_scores(case: Case) -> None:
    """Let a case of a uniformly high department-year reach all its targets."""
    execute(case, 0.96 + 0.04 * case.random.random())
    all_met(case)
