"""Independent evaluations: 部门评价 and 财政重点评价 of projects and of whole departments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from generator.sample.content import common, read
from generator.sample.departments import DIVISION_NAME, Department
from generator.sample.numbers import HUNDRED, figure, fixed, half_up, money, percent, points, stream
from generator.sample.plan import BENEFIT, OUTPUT, SATISFACTION, Case, Indicator, Plan
from generator.sample.prose import fill
from generator.sample.results import grade, total_score
from generator.sample.tables import Rows

FINANCE, BUREAU = "财政重点评价", "部门评价"


@dataclass(kw_only=True, slots=True)
class Row:
    """One third-level indicator of an evaluation; points in hundredths."""

    level1: str
    level2: str
    level3: str
    explanation: str
    standard: str
    weight: int
    score: int
    reason: str = ""


@dataclass(kw_only=True, slots=True)
class Evaluation:
    """One independent evaluation of a fiscal year's money."""

    code: str
    kind: str
    whole: bool
    department: Department
    year: int
    name: str
    amount: int
    case: Case | None
    mode: str
    evaluator: str
    report: date
    published: date
    rows: list[Row] = field(default_factory=list)
    findings: list[tuple[str, str]] = field(default_factory=list)
    conclusion: str = ""
    written: date | None = None

    @property
    def handed(self) -> date:
        """The day on which the report was really handed in, whatever the form says."""
        return self.written or self.report

    @property
    def score(self) -> int:
        """The sum of all rows, in hundredths."""
        return sum(row.score for row in self.rows)

    @property
    def grade(self) -> str:
        """优, 良, 中 or 差 under the default bands."""
        return grade(self.score)

    def conclude(self) -> None:
        """Write the conclusion once the points are final."""
        if self.case is not None:
            self.conclusion = _conclusion(self, self.case, stream(self.code, self.case.project.code))


@cache
def frame() -> Mapping[str, Any]:
    """The content of ``sectors/evaluation.yaml``."""
    return read("evaluation")


def _facts(case: Case, random: Random) -> dict[str, object]:
    weak = max(case.indicators, key=lambda one: (one.weight - one.score, one.weight))
    soft = next((one for one in case.indicators if one.qualitative), weak)
    outputs = [one for one in case.indicators if one.level2 == "数量指标"]
    sites = random.randint(6, 24)
    return {
        "year": case.year,
        "next": case.year + 2,
        "weak": weak.name,
        "soft": soft.name,
        "main": outputs[0].measure.label if outputs else case.project.name,
        "amount": money(case.budget),
        "spent": money(case.spent),
        "rate": fixed(percent(case.spent, case.budget)),
        "agency": case.project.agency,
        "served": case.project.template.served,
        "place": case.project.place or "全区",
        "name": case.project.name,
        "vouchers": random.randint(20, 90),
        "faults": random.randint(2, 6),
        "sites": sites,
        "bad": random.randint(1, max(2, sites // 4)),
        "early": random.randint(35, 58),
    }


def _fixed_rows(entries: Iterable[Mapping[str, Any]]) -> list[tuple[Row, list[str]]]:
    found = []
    for entry in entries:
        level1, level2, level3 = entry["at"].split("/")
        weight = entry["weight"] * HUNDRED
        row = Row(
            level1=level1,
            level2=level2,
            level3=level3,
            explanation=entry["is"],
            standard=entry["how"],
            weight=weight,
            score=weight,
        )
        found.append((row, entry["why"]))
    return found


def _share(weights: Sequence[int], total: int) -> list[int]:
    """Scale weights to a total in half points, exactly."""
    step = 50
    units = total // step
    whole = sum(weights)
    exact = [weight * units / whole for weight in weights]
    counts = [max(1, int(value)) for value in exact]
    order = sorted(range(len(weights)), key=lambda index: counts[index] - exact[index])
    turn = 0
    while sum(counts) != units:
        index = order[turn % len(order)]
        if sum(counts) < units:
            counts[index] += 1
        elif counts[index] > 1:
            counts[index] -= 1
        turn += 1
    return [count * step for count in counts]


def _own_rows(case: Case) -> list[tuple[Row, list[str]]]:
    """产出 and 效益 rows made of the project's own indicators, 30 points each."""
    texts = frame()
    outputs = [one for one in case.indicators if one.level1 == OUTPUT and one.level2 != "成本指标"][:5]
    costs = [one for one in case.indicators if one.level2 in {"成本指标", "经济成本指标"}][:1]
    effects = [one for one in case.indicators if one.level1 == BENEFIT][:3]
    satisfied = [one for one in case.indicators if one.level1 == SATISFACTION]
    found: list[tuple[Row, list[str]]] = []
    kinds = {
        "数量指标": ("产出数量", "quantity"),
        "质量指标": ("产出质量", "quality"),
        "时效指标": ("产出时效", "timely"),
    }
    first = outputs + costs
    for one, weight in zip(first, _share([one.weight + 200 for one in first], 30 * HUNDRED), strict=True):
        level2, key = kinds.get(one.level2, ("产出成本", "cost"))
        found.append((_own_row("产出", level2, one, weight, texts["output"][key]), []))
    second = effects + satisfied
    lasting = texts["lasting"][case.random.randrange(len(texts["lasting"]))]
    parts = _share([one.weight + 200 for one in second] + [500], 30 * HUNDRED)
    for one, weight in zip(second, parts, strict=False):
        key, level2 = ("satisfied", "满意度") if one in satisfied else ("effect", "实施效益")
        found.append((_own_row("效益", level2, one, weight, texts["benefit"][key]), []))
    row = Row(
        level1="效益",
        level2="可持续影响",
        level3=lasting["level3"],
        explanation=lasting["is"],
        standard=lasting["how"],
        weight=parts[-1],
        score=parts[-1],
    )
    found.append((row, lasting["why"]))
    return found


def _target(one: Indicator) -> str:
    return one.text if one.qualitative else f"{one.operator}{figure(one.target)}{one.unit}"


def _own_row(level1: str, level2: str, one: Indicator, weight: int, explanation: str) -> Row:
    earned = half_up(weight * one.score, one.weight) // 10 * 10 if one.weight else weight
    reason = ""
    if earned < weight:
        reason = (
            f"核实“{one.text}”的目标未完全实现"
            if one.qualitative
            else f"核实完成值为{figure(one.actual)}{one.unit}，未达到目标值{figure(one.target)}{one.unit}"
        )
    if reason and one.operator == "≤":
        reason = f"核实完成值为{figure(one.actual)}{one.unit}，超过目标值{figure(one.target)}{one.unit}"
    return Row(
        level1=level1,
        level2=level2,
        level3=one.name,
        explanation=explanation,
        standard=f"目标值{_target(one)}，达到目标值得满分，未达到的按完成比例计分。",
        weight=weight,
        score=earned,
        reason=reason,
    )


_CHECKED = (
    "现场核实数据与自评填报存在差异，按核实值计分",
    "佐证材料不能完整支撑自评完成值，酌情扣分",
    "统计口径大于实施范围，剔除后低于自评填报值",
    "抽查点位中有未完全达标情形，按抽查比例扣分",
    "完成时间与合同约定存在出入，酌情扣分",
)


def _deduct(rows: list[tuple[Row, list[str]]], goal: int, facts: Mapping[str, object], random: Random) -> None:
    """Take half points off rows until the sum is at most the goal; each row touched gets its reason."""
    order = [pair for pair in rows if pair[0].level3 not in {"预算执行率", "资金到位率"}]
    random.shuffle(order)
    # Rows on how the project was decided and run lose points before those on results.
    order.sort(key=lambda pair: not pair[1])
    left = sum(row.score for row, _ in rows) - goal
    turn = 0
    while left > 0 and turn < 8 * len(order):
        row, why = order[turn % len(order)]
        turn += 1
        take = min(random.choice((50, 50, 100, 100, 150)), max(50, left // 50 * 50))
        if random.random() < 0.4 or row.score - take < row.weight * 45 // 100:
            continue
        row.score -= take
        left -= take
        if not row.reason:
            row.reason = random.choice(why).format(**facts) if why else random.choice(_CHECKED)


def evaluate(case: Case, kind: str, number: int, gap: float | None = None) -> Evaluation:
    """Evaluate a project: its score lies ``gap`` points below the self score (drawn if not given)."""
    random = stream(case.project.code, case.year, "evaluation")
    if gap is None:
        gap = min(21.0, max(-1.0, random.gauss(8.0, 3.6)))
    department = case.project.department
    prefix = "CZ" if kind == FINANCE else "BM"
    facts = _facts(case, random)
    rows = _fixed_rows(frame()["project"]) + _own_rows(case)
    for row, why in rows:
        if row.level3 == "预算执行率" and case.spent < case.budget:
            row.score = half_up(row.weight * case.spent, case.budget) // 10 * 10
            row.reason = why[0].format(**facts)
    goal = max(45 * HUNDRED, total_score(case) - round(gap * 2) * 50)
    _deduct(rows, goal, facts, random)
    report = date(case.year + 1, random.randint(6, 8), random.randint(3, 28))
    published = _published(report, kind == FINANCE, random)
    third = (kind == FINANCE and random.random() < 0.75) or random.random() < 0.35
    own = f"{DIVISION_NAME}财政局绩效评价工作组" if kind == FINANCE else f"{department.name}绩效评价工作组"
    found = Evaluation(
        code=f"{prefix}{case.year}-{department.number}-{number:02d}",
        kind=kind,
        whole=False,
        department=department,
        year=case.year,
        name=case.project.name,
        amount=case.budget,
        case=case,
        mode="委托第三方" if third else "自行组织",
        evaluator=random.choice(common().evaluators) if third else own,
        report=report,
        published=published,
        rows=[row for row, _ in rows],
    )
    pool = [fill_pair(text, facts) for text in frame()["findings"]]
    issues = [(fill(first, case), fill(second, case)) for first, second in case.project.sector.issues]
    count = 2 if found.score >= 90 * HUNDRED else 3 if found.score >= 80 * HUNDRED else 4
    found.findings = [*random.sample(pool, count - 1), random.choice(issues)]
    if found.score < 80 * HUNDRED:
        extra = random.choice(common().works[case.project.template.work].problems)
        found.findings.append((fill(extra[0], case), fill(extra[1], case)))
    return found


def _published(report: date, finance: bool, random: Random) -> date:
    """Reports wait for the self-evaluations of the year, which are disclosed by the middle of September."""
    first = date(report.year, 9, 22)
    return max(report, first) + timedelta(days=random.randint(0, 36 if finance else 7))


def fill_pair(text: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """A problem and its recommendation with the facts put in."""
    first, second = text.format(**facts).split("→")
    return first, second


def _level_scores(found: Evaluation) -> str:
    parts = []
    for level1 in dict.fromkeys(row.level1 for row in found.rows):
        group = [row for row in found.rows if row.level1 == level1]
        full, got = sum(row.weight for row in group), sum(row.score for row in group)
        parts.append(f"{level1}{points(full)}分得{points(got)}分")
    return "，".join(parts)


def _conclusion(found: Evaluation, case: Case, random: Random) -> str:
    outputs = [one for one in case.indicators if one.level2 == "数量指标" and not one.short][:2]
    done = "、".join(f"{one.measure.label}{figure(one.actual)}{one.unit}" for one in outputs)
    lost = max(found.rows, key=lambda row: row.weight - row.score)
    opening = random.choice(
        (
            f"经综合评价，{found.name}得分{points(found.score)}分，评价等级为“{found.grade}”",
            f"评价组对照指标体系逐项核实，{found.name}综合得分{points(found.score)}分，等级为“{found.grade}”",
            f"{found.name}绩效评价综合得分{points(found.score)}分，绩效等级“{found.grade}”",
        )
    )
    purpose = case.project.template.purpose
    good = f"项目实施{done}，{purpose}取得" if done else f"项目在{purpose}方面取得"
    effect = "较好成效" if found.score >= 90 * HUNDRED else "一定成效" if found.score >= 80 * HUNDRED else "初步进展"
    weak = f"失分主要在“{lost.level3}”，{lost.reason}" if lost.reason else "各项指标完成情况总体良好"
    return f"{opening}，其中{_level_scores(found)}。{good}{effect}。{weak}。"


def evaluate_department(plan: Plan, year: int) -> Evaluation:
    """A 部门整体 evaluation by the finance bureau."""
    department = plan.department
    random = stream(department.code, department.number, year, "whole", len(plan.years[year]))
    cases = [case for case in plan.years[year] if case.budget]
    budget, spent = sum(case.budget for case in cases), sum(case.spent for case in cases)
    rate = percent(spent, budget) if budget else 0
    satisfied = random.randint(780, 895) * 10
    facts: dict[str, object] = {"rate": fixed(rate), "satisfied": figure(satisfied), "count": len(cases)}
    rows = _fixed_rows(frame()["department"])
    for row, why in rows:
        if row.level3 == "预算执行率" and rate < 100 * HUNDRED:
            row.score = half_up(row.weight * rate, 100 * HUNDRED) // 10 * 10
            row.reason = why[0].format(**facts)
    _deduct(rows, random.randint(76, 92) * HUNDRED, facts, random)
    report = date(year + 1, 8, random.randint(5, 28))
    found = Evaluation(
        code=f"ZT{year}-{department.number}-01",
        kind=FINANCE,
        whole=True,
        department=department,
        year=year,
        name=f"{department.name}部门整体支出",
        amount=budget,
        case=None,
        mode="委托第三方",
        evaluator=random.choice(common().evaluators),
        report=report,
        published=_published(report, True, random),
        rows=[row for row, _ in rows],
    )
    pool = [fill_pair(text, facts) for text in frame()["department_findings"]]
    found.findings = random.sample(pool, 3)
    lost = max(found.rows, key=lambda row: row.weight - row.score)
    found.conclusion = (
        f"{department.name}{year}年度部门整体绩效评价得分{points(found.score)}分，等级为“{found.grade}”，"
        f"其中{_level_scores(found)}。纳入评价的项目{len(cases)}个，项目支出全年预算{money(budget)}万元，"
        f"执行{money(spent)}万元，执行率{fixed(rate)}%。"
        f"失分较多的是“{lost.level3}”：{lost.reason or '资料核实存在差异'}。"
    )
    return found


def evaluation_rows(found: Iterable[Evaluation]) -> Rows:
    """Rows of ``evaluations``."""
    for one in found:
        case = one.case
        client = f"{DIVISION_NAME}财政局" if one.kind == FINANCE else one.department.name
        yield {
            "evaluation_code": one.code,
            "evaluation_kind": one.kind,
            "subject_type": "部门整体" if one.whole else "项目",
            "subject_department": one.department.code,
            "project_code": case.project.code if case else "",
            "subject_name": one.name,
            "evaluated_amount": money(one.amount),
            "organisation_mode": one.mode,
            "evaluator": one.evaluator,
            "client": client if one.mode == "委托第三方" else "",
            "base_date": f"{one.year}-12-31",
            "report_date": one.report.isoformat(),
            "published_date": one.published.isoformat(),
            "score": points(one.score),
            "grade": one.grade,
            "conclusion": one.conclusion,
        }


def evaluation_indicator_rows(found: Iterable[Evaluation]) -> Rows:
    """Rows of ``evaluation_indicators``."""
    for one in found:
        for number, row in enumerate(one.rows, 1):
            yield {
                "evaluation_code": one.code,
                "indicator_no": str(number),
                "level1": row.level1,
                "level2": row.level2,
                "level3": row.level3,
                "explanation": row.explanation,
                "standard": row.standard,
                "weight": points(row.weight),
                "score": points(row.score),
                "deduction_reason": row.reason,
            }


def evaluation_finding_rows(found: Iterable[Evaluation]) -> Rows:
    """Rows of ``evaluation_findings``."""
    for one in found:
        agency = one.case.project.agency if one.case else one.department.name
        for number, (problem, recommendation) in enumerate(one.findings, 1):
            yield {
                "evaluation_code": one.code,
                "finding_no": str(number),
                "problem": f"{problem}。",
                "recommendation": f"{recommendation}。",
                "responsible": agency,
            }
