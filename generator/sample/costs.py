"""成本预算绩效: analyses of unit costs, the spending standards they led to, and what they cut from a later budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any

from generator.sample.content import common, texts
from generator.sample.departments import DIVISION, DIVISION_NAME
from generator.sample.numbers import HUNDRED, figure, fixed, half_up, money, percent, stream
from generator.sample.plan import Case, Decision
from generator.sample.tables import Row, Rows

NEW, CHANGED, NONE = "形成新标准", "调整原标准", "未形成标准"


@dataclass(kw_only=True, slots=True)
class Analysis:
    """One cost analysis of a project; money in 元, unit costs in hundredths of 元."""

    case: Case
    code: str
    name: str
    label: str
    unit: str
    first: int
    total: int
    quantity: int
    cost: int
    reference: int
    cause: str
    comparison: str
    result: str
    recommendation: str
    link: str
    mode: str
    evaluator: str
    report: date
    published: date
    decision: Decision | None

    @property
    def standard(self) -> int:
        """The standard's value in hundredths of 元: the lower of both costs, as standards are rounded."""
        low = min(self.cost, self.reference)
        step = int(10 ** max(0, len(str(low)) - 3))
        return max(step, low // step * step)


@cache
def _texts() -> Mapping[str, Any]:
    return texts("costs")


def quantity_of(case: Case) -> int:
    """The main output of a case in hundredths; 0 where it has none."""
    first = next((one for one in case.indicators if one.measure.priced), None)
    return first.actual if first else 0


def suitable(case: Case) -> bool:
    """Whether a unit cost can be worked out, and nothing else decides on the budget of the year after next."""
    taken = any(one.year == case.year + 2 and one.amounts for one in case.project.decisions)
    return not taken and not case.cancelled and quantity_of(case) > 0 and case.project.unit_cost and case.rate > 0.6


def analyse(case: Case, number: int, known: set[str]) -> Analysis:
    """Analyse a project's costs of its last one or two years; ``known`` are the standards there are already."""
    project = case.project
    random = stream(project.code, case.year, "cost")
    unit = next(one for one in case.indicators if one.measure.priced)
    used = [one for one in project.cases if one.year <= case.year and one.spent and quantity_of(one)][-2:]
    total, quantity = sum(one.spent for one in used), sum(quantity_of(one) for one in used)
    cost = half_up(total * HUNDRED * HUNDRED, quantity)
    reference = max(1, cost * random.choice((82, 86, 90, 93, 95, 97, 104, 108)) // 100)
    higher = cost > reference
    result = random.choice((NEW, NEW, CHANGED, NONE)) if higher else random.choice((NEW, NONE))
    if _title(case) in known:
        result = NONE
    elif result != NONE:
        known.add(_title(case))
    facts = {
        "reference": fixed(reference),
        "unit": unit.unit,
        "gap": fixed(percent(abs(cost - reference), reference)),
        "cause": random.choice(_texts()["cause"]),
        "label": unit.measure.label,
    }
    third = random.random() < 0.6
    code = f"{DIVISION}-{case.year}-c{project.department.number}-{number:02d}"
    report = date(case.year + 1, 8, random.randint(3, 28))
    decision = _decision(case, code, higher, percent(cost - reference, cost) if higher else 0)
    return Analysis(
        case=case,
        code=code,
        name=project.name,
        label=unit.measure.label,
        unit=unit.unit,
        first=used[0].year,
        total=total,
        quantity=quantity,
        cost=cost,
        reference=reference,
        cause=facts["cause"],
        comparison=random.choice(_texts()["comparison"]["higher" if higher else "lower"]).format(**facts) + "。",
        result=result,
        recommendation=random.choice(_texts()["recommendation"]).format(**facts) + "。",
        link=random.choice(_texts()["links"]),
        mode="委托第三方" if third else "自行组织",
        evaluator=random.choice(common().evaluators) if third else f"{DIVISION_NAME}财政局",
        report=report,
        published=date(case.year + 1, 11, random.randint(3, 14)),
        decision=decision,
    )


def _title(case: Case) -> str:
    """The name of the standard that an analysis of the case may lead to."""
    return case.project.template.cost or case.project.template.name


def _decision(case: Case, code: str, higher: bool, gap: int) -> Decision | None:
    """The cut that follows where the unit cost is above the reference: at most the share it lies above."""
    if not higher:
        return None
    case.project.last = max(case.project.last, case.year + 2)
    return Decision(
        code=code,
        department=case.project.department.code,
        name=case.project.name,
        project_code=case.project.code,
        basis="成本绩效分析",
        decision="压减",
        year=case.year + 2,
        rate=gap // HUNDRED * HUNDRED,
    )


def analysis_rows(found: Iterable[Analysis]) -> Rows:
    """Rows of ``cost_analyses``."""
    for one in found:
        decision = one.decision
        known = decision is not None and decision.amounts and decision.base > 0
        yield {
            "analysis_code": one.code,
            "subject_type": "项目",
            "subject_name": one.name,
            "subject_department": one.case.project.department.code,
            "project_code": one.case.project.code,
            "sector": one.case.project.sector.title,
            "cost_link": one.link,
            "organisation_mode": one.mode,
            "evaluator": one.evaluator,
            "from_year": str(one.first),
            "to_year": str(one.case.year),
            "total_cost": money(one.total),
            "output_quantity": figure(one.quantity),
            "output_unit": one.unit,
            "unit_cost": fixed(one.cost),
            "reference_unit_cost": fixed(one.reference),
            "comparison": one.comparison,
            "standard_result": one.result,
            "recommendation": one.recommendation,
            "applied_fiscal_year": str(decision.year) if known and decision else "",
            "base_amount": money(decision.base) if known and decision else "",
            "cut_amount": money(decision.cut) if known and decision else "0",
            "cut_rate": fixed(percent(decision.cut, decision.base)) if known and decision else "",
            "approved_amount": money(decision.approved) if known and decision else "",
            "report_date": one.report.isoformat(),
            "published_date": one.published.isoformat(),
            "remark": _texts()["remark"],
        }


def standard_rows(found: Sequence[Analysis]) -> Rows:
    """Rows of ``spending_standards``: those of before, then those that the analyses formed or changed."""
    text = _texts()
    older: dict[tuple[str, str], str] = {}
    for serial, entry in enumerate(text["older"], 1):
        code = f"bz-{entry['from'][:4]}-{serial:02d}"
        key = (entry["name"], entry["tier"])
        yield {
            "division": DIVISION,
            "standard_code": code,
            "sector": entry["sector"],
            "spend_field": entry["field"],
            "name": entry["name"],
            "tier": entry["tier"],
            "standard_kind": entry["kind"],
            "value": entry["value"],
            "unit": entry["unit"],
            "applies_to": f"区级财政安排的{entry['field']}支出。",
            "basis": entry["basis"],
            "document_number": entry["number"],
            "valid_from": entry["from"],
            "valid_to": entry["to"],
            "supersedes": older.get(key, ""),
            "note": text["replaced"] if entry["to"] else text["note"],
        }
        older[key] = code
    for serial, one in enumerate((one for one in found if one.result != NONE), 1):
        if one.result == CHANGED:
            yield _standard(one, serial, before=True)
        yield _standard(one, serial)


def _standard(one: Analysis, serial: int, before: bool = False) -> Row:
    """The standard that an analysis led to, or with ``before`` the one that it changed."""
    text = _texts()
    code = f"bz-{one.case.year + 1}-{one.code.rpartition('-c')[2]}"
    former = f"{code}-0"
    year = one.case.year + 1
    facts = {
        "span": f"{one.first}—{one.case.year}年" if one.first < one.case.year else f"{one.first}年",
        "quantity": figure(one.quantity),
        "unit": one.unit,
        "cost": fixed(one.cost),
        "value": figure(one.standard),
        "cause": one.cause,
        "name": one.case.project.template.name,
    }
    kind = stream(one.code, "standard").choice(("上限标准", "上限标准", "定额标准", "参考标准"))
    value = one.standard * 106 // 100 if before else one.standard
    basis = text["former" if before else "basis"].format(**facts)
    return {
        "division": DIVISION,
        "standard_code": former if before else code,
        "sector": one.case.project.sector.title,
        "spend_field": one.case.project.template.function_class.partition(" ")[2],
        "name": _title(one.case),
        "standard_kind": kind,
        "value": figure(value),
        "unit": f"元/{one.unit}",
        "applies_to": text["applies"].format(**facts),
        "basis": basis,
        "document_number": text["number"].format(year=year - 2 if before else year, serial=30 + serial % 9),
        "analysis_code": "" if before else one.code,
        "valid_from": f"{year - 1 if before else year + 1}-01-01",
        "valid_to": f"{year}-12-31" if before else "",
        "supersedes": former if not before and one.result == CHANGED else "",
        "note": text["replaced"] if before else text["note"],
    }


def draw(random: Random, cases: Sequence[Case]) -> Case | None:
    """A case worth analysing: one of the three largest suitable ones."""
    ranked = sorted((case for case in cases if suitable(case)), key=lambda case: (-case.spent, case.project.code))
    return random.choice(ranked[:3]) if ranked else None
