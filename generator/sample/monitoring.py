"""绩效运行监控: what the year looked like at the end of a month, drawn so that it leads to the later result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from random import Random
from typing import Any

from generator.sample.content import texts
from generator.sample.goals import target_text
from generator.sample.numbers import HUNDRED, figure, fixed, money, percent, stream
from generator.sample.plan import TODAY, Case, Indicator
from generator.sample.results import DONE, PARTLY, reasons
from generator.sample.tables import Rows

SURE, MAYBE, NEVER = "确定能", "有可能", "完全不可能"
# The share of the year's spending that is spent by the end of July: mean and deviation.
_JULY = {"good": (0.57, 0.06), "mixed": (0.52, 0.09), "poor": (0.4, 0.12)}
_LATE_WORK = {"工程": -0.06, "设备": -0.05, "活动": -0.02, "补助": 0.02, "运维": 0.01}


@dataclass(kw_only=True, slots=True)
class Line:
    """One indicator at the time of monitoring."""

    indicator: Indicator
    actual: str
    expected: str
    likelihood: str
    causes: str = ""
    note: str = ""


@dataclass(kw_only=True, slots=True)
class Monitoring:
    """One monitoring of one project; money in 元."""

    case: Case
    period: int
    day: date
    budget: int
    spend: int
    expected: int
    key: bool
    likelihood: str = SURE
    note: str = ""
    needs: bool = False
    measures: str = ""
    result: str = ""
    recovered: int = 0
    opinion: str = ""
    scale: int = 1
    lines: list[Line] = field(default_factory=list)

    @property
    def pace(self) -> int:
        """R19: execution rate ÷ share of the year gone by, in per cent, rounded down."""
        return self.spend * 1200 // (self.budget * self.period) if self.budget else 100


@cache
def _texts() -> Mapping[str, Any]:
    return texts("monitoring")


def monitored(year: int) -> bool:
    """Whether the monitoring of January to July of a fiscal year is done by TODAY."""
    return date(year, 9, 1) <= TODAY


def monitor(case: Case, key: bool) -> list[Monitoring]:
    """The monitorings of a project in its year: to July always, to June or October too where it is a key one."""
    random = stream(case.project.code, case.year, "monitoring")
    mean, spread = _JULY[case.performance]
    mean += _LATE_WORK.get(case.project.template.work, 0.0)
    july = min(0.86, max(0.1, random.gauss(mean, spread)))
    periods = {7: july}
    if key:
        periods[10] = july + (1 - july) * random.uniform(0.45, 0.7)
        if "直达资金" in case.project.template.fund:
            periods[6] = july * random.uniform(0.78, 0.9)
    # What an indicator lags or leads by stays the same over the year, and so does whether it is in doubt.
    traits = [(random.uniform(-0.06, 0.1), one.short and random.random() < 0.85) for one in case.indicators]
    found = []
    for period, share in sorted(periods.items()):
        day = {6: date(case.year, 7, 10), 7: date(case.year, 8, 18), 10: date(case.year, 11, 5)}[period]
        day = day.replace(day=day.day + random.randrange(11))
        if day <= TODAY:
            found.append(_one(case, period, share, day, key and period != 7, traits, random))
    return found


def _one(
    case: Case, period: int, share: float, day: date, key: bool, traits: Sequence[tuple[float, bool]], random: Random
) -> Monitoring:
    budget = case.total if period < 9 or not case.budget else case.budget
    spend = round(min(case.spent, budget) * share / 100) * 100
    gap = case.budget - case.spent
    expected = case.budget if gap * 20 < case.budget or random.random() < 0.4 else case.spent
    found = Monitoring(case=case, period=period, day=day, budget=budget, spend=spend, expected=expected, key=key)
    for one, (lead, doubtful) in zip(case.indicators, traits, strict=True):
        found.lines.append(_line(case, one, min(1.0, max(0.05, share + lead)), period, doubtful, random))
    _judge(found, random)
    return found


def _line(case: Case, one: Indicator, share: float, period: int, doubtful: bool, random: Random) -> Line:
    pending = _texts()["pending"]
    # What is in doubt is expected to fall short, sometimes still hoped to be reached.
    low = doubtful and random.random() < 0.65
    if one.qualitative:
        actual, expected = random.choice(pending["定性"]), PARTLY if low else DONE
    else:
        expected = figure(one.actual) if low else target_text(one)
        actual = figure(one.actual if doubtful or not one.short else one.target)
        if one.unit == "月":
            actual = pending["月"]
        elif one.level2 == "服务对象满意度指标":
            actual = pending["满意"]
        elif one.name == "项目总成本":
            actual = figure(-(-round(case.spent * share) // 100))
            expected = figure(min(one.target, -(-case.budget // 100)))
        elif one.unit != "%" and one.operator == "≥" and "/" not in one.unit:
            step = 10 if one.measure.fractional else HUNDRED
            actual = figure(int(one.actual * share / step) * step)
    deep = not one.qualitative and 0 < one.actual * 100 < one.target * 62 and one.operator != "≤"
    likelihood = SURE if not doubtful else NEVER if deep and period > 9 else MAYBE
    line = Line(indicator=one, actual=actual, expected=expected, likelihood=likelihood)
    if doubtful:
        reason, remedy = _reason(case, len(one.name))
        line.causes = cause(reason)
        line.note = f"{reason}，{remedy}" if random.random() < 0.6 else reason
    return line


def _reason(case: Case, turn: int) -> tuple[str, str]:
    pool = reasons(case)
    return pool[turn % len(pool)]


def cause(reason: str) -> str:
    """The boxes of the form that a reason belongs to, joined by semicolons."""
    found = [box for box, words in _texts()["causes"].items() if any(word in reason for word in words)]
    return ";".join(found) or "其他"


def _judge(found: Monitoring, random: Random) -> None:
    """The whole project's likelihood, reasons, and what is asked for."""
    case = found.case
    worst = [line.likelihood for line in found.lines]
    doubtful = sum(one != SURE for one in worst)
    found.likelihood = NEVER if NEVER in worst else MAYBE if doubtful else SURE
    found.needs = found.pace < 60 or doubtful > 3 or (found.pace < 80 and doubtful > 1)
    facts = facts_of(found)
    text = _texts()
    if found.pace < 80:
        found.note = random.choice(text["slow"]).format(**facts) + "。"
    elif doubtful:
        found.note = random.choice(text["steady"]).format(**facts) + "。"
    if found.needs:
        found.measures = random.choice(text["measures"]).format(**facts) + "。"
        # What is asked for in August is judged in November.
        late = date(case.year, 11, 10) <= TODAY
        outcome = ("done" if case.rate >= 0.85 else "partly") if late else "going"
        found.result = random.choice(text[outcome]).format(**facts) + "。"
        if case.budget < case.total and found.period < 9:
            found.recovered = case.total - case.budget
            found.result += text["recovered"].format(recovered=money(found.recovered)) + "。"
    if found.key:
        found.opinion = random.choice(text["key_slow" if found.pace < 75 else "key"]).format(**facts) + "。"


def facts_of(found: Monitoring) -> dict[str, str]:
    """What the texts of a monitoring may mention."""
    case = found.case
    reason, remedy = _reason(case, found.period)
    rate = percent(found.spend, found.budget)
    doubtful = next((line.indicator for line in found.lines if line.likelihood != SURE), None)
    weak = doubtful or case.indicators[-1]
    quantity = next((one for one in case.indicators if one.level2 == "数量指标"), None)
    aim = min(95, max(50, 5 * round(100 * case.rate * 0.85 / 5)))
    return {
        "month": str(found.period),
        "next": str(min(12, found.period + 3)),
        "spend": money(found.spend),
        "rate": fixed(rate),
        "gap": fixed(max(0, found.period * 10_000 // 12 - rate)),
        "reason": reason,
        "reason_short": reason.split("，")[0],
        "remedy": remedy,
        "agency": case.project.agency,
        "weak": f"“{weak.name}”",
        "main": quantity.measure.label if quantity else case.project.name,
        "aim": str(aim),
    }


def monitoring_rows(found: Iterable[Monitoring]) -> Rows:
    """Rows of ``monitorings``."""
    for one in found:
        case = one.case
        scale = one.scale
        yield {
            "project_code": case.project.code,
            "period": str(one.period),
            "project_name": case.project.name,
            "agency_code": case.project.agency_code,
            "agency_name": case.project.agency,
            "monitored_date": one.day.isoformat(),
            "initial_budget": money((case.total if case.goal_published else 0) // scale),
            "annual_budget": money(one.budget // scale),
            "actual_spend": money(one.spend // scale),
            "execution_rate": fixed(percent(one.spend, one.budget)),
            "expected_spend": money(one.expected // scale),
            "annual_goal": case.goal,
            "dual_monitoring": "是",
            "likelihood": one.likelihood,
            "deviation_note": one.note,
            "needs_rectification": "是" if one.needs else "否",
            "measures": one.measures,
            "result": one.result,
            "recovered_amount": money(one.recovered // scale),
            "key_monitoring": "是" if one.key else "否",
            "key_monitoring_opinion": one.opinion,
            "remark": "" if case.goal_published else _texts()["added"],
        }


def monitoring_indicator_rows(found: Iterable[Monitoring]) -> Rows:
    """Rows of ``monitoring_indicators``."""
    for one in found:
        code, period = one.case.project.code, str(one.period)
        for number, line in enumerate(one.lines, 1):
            indicator = line.indicator
            yield {
                "project_code": code,
                "period": period,
                "indicator_no": str(number),
                "level1": indicator.level1,
                "level2": indicator.level2,
                "level3": indicator.name,
                "operator": indicator.operator,
                "target_value": target_text(indicator),
                "unit": indicator.unit,
                "actual_value": line.actual,
                "expected_value": line.expected,
                "deviation_causes": line.causes,
                "deviation_note": line.note,
                "likelihood": line.likelihood,
            }
