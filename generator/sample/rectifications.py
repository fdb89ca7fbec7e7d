"""整改台账: what evaluations, monitoring, spot checks and audits found, until it is put right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from generator.sample.checks import Check
from generator.sample.content import texts
from generator.sample.departments import DIVISION, Department
from generator.sample.evaluations import FINANCE, Evaluation
from generator.sample.frame import deadline
from generator.sample.monitoring import Monitoring, facts_of
from generator.sample.numbers import stream
from generator.sample.plan import TODAY, Case
from generator.sample.tables import Rows

OPEN, GOING, DONE, CLOSED, EXTENDED = "未开始", "整改中", "已完成", "已销号", "延期"


@dataclass(kw_only=True, slots=True)
class Rectification:
    """One problem to put right, from feedback to closure."""

    code: str
    source: str
    department: Department
    subject: str
    problem: str
    remedy: str
    responsible: str
    issued: date
    due: date
    case: Case | None = None
    evaluation: str = ""
    finding: int = 0
    measures: str = ""
    state: str = GOING
    extended: date | None = None
    closed: date | None = None
    result: str = ""
    evidence: str = ""
    remark: str = ""


@cache
def _texts() -> Mapping[str, Any]:
    return texts("rectification")


class Register:
    """The rectifications of one department-year as its folder publishes them."""

    def __init__(self, department: Department, year: int, mark: str = "") -> None:
        self._department = department
        self._mark = mark
        self._year = year
        self._count = 0

    def of_evaluation(self, found: Evaluation) -> list[Rectification]:
        """One rectification for each finding of an evaluation."""
        random = stream(found.code, "rectification")
        agency = found.case.project.agency if found.case else found.department.name
        subject = found.name if found.case else f"{found.department.name}部门整体支出"
        issued = found.handed + timedelta(days=random.randint(14, 24))
        made = []
        for number, (problem, remedy) in enumerate(found.findings, 1):
            one = Rectification(
                code=self._code(),
                source="财政评价" if found.kind == FINANCE else "部门评价",
                department=found.department,
                subject=subject,
                case=found.case,
                evaluation=found.code,
                finding=number,
                problem=f"{problem}。",
                remedy=remedy,
                responsible=agency,
                issued=issued,
                due=random.choice((date(self._year + 1, 10, 31), date(self._year + 1, 12, 15))),
            )
            self._settle(one, random)
            made.append(one)
        return made

    def of_monitoring(self, found: Monitoring) -> Rectification:
        """What a monitoring asked for."""
        random = stream(found.case.project.code, self._year, "monitoring", "rectification")
        facts = facts_of(found)
        one = Rectification(
            code=self._code(),
            source="绩效监控",
            department=self._department,
            subject=found.case.project.name,
            case=found.case,
            problem=found.note or f"{facts['weak']}的完成情况落后于计划。",
            remedy=facts["remedy"],
            responsible=found.case.project.agency,
            # What was found in the last days before the sample's own is fed back on that day.
            issued=min(found.day + timedelta(days=random.randint(6, 12)), TODAY),
            due=date(self._year, 10, 31) if found.period < 9 else date(self._year, 12, 15),
        )
        self._settle(one, random)
        return one

    def of_check(self, found: Check) -> Rectification:
        """What a spot check of a self-evaluation asked for."""
        random = stream(found.case.project.code, self._year, "check", "rectification")
        one = Rectification(
            code=self._code(),
            source="绩效自评",
            department=self._department,
            subject=found.case.project.name,
            case=found.case,
            problem=found.problems,
            remedy="重新核实自评数据，更正自评得分和完成情况说明，补齐佐证材料",
            responsible=found.case.project.agency,
            issued=found.day + timedelta(days=random.randint(4, 9)),
            due=date(self._year + 1, 8, 31),
        )
        self._settle(one, random)
        return one

    def of_audit(self) -> Rectification:
        """What an audit or inspection of the year's money found."""
        random = stream(self._department.code, self._year, "audit")
        problem, remedy = random.choice(_texts()["audit"]).format(n=random.randint(2, 6)).split("→")
        one = Rectification(
            code=self._code(),
            source="问题整改",
            department=self._department,
            subject=f"{self._department.name}预算绩效管理",
            problem=f"{problem}。",
            remedy=remedy,
            responsible=self._department.name,
            issued=date(self._year + 1, 8, random.randint(3, 20)),
            due=date(self._year + 1, 10, 31),
        )
        self._settle(one, random)
        return one

    def _code(self) -> str:
        self._count += 1
        return f"{DIVISION}-{self._year}-z{self._mark}{self._department.number}-{self._count:02d}"

    def _settle(self, one: Rectification, random: Random) -> None:
        """What had become of it when the register was last published."""
        facts = _facts(one, random)
        text = _texts()
        one.measures = random.choice(text["measures"]).format(**facts) + "。"
        known = updated(one.issued.year, one.source)
        draw = random.random()
        if draw < 0.08:
            one.extended = one.due + timedelta(days=46 if one.due.month > 8 else 30)
            one.remark = f"经批准延期至{one.extended.month}月{one.extended.day}日。"
        if one.extended and known < one.extended <= TODAY:
            # It would have run out since: the register does not say what became of it.
            one.extended, one.remark = None, ""
        last = one.extended or one.due
        if last > known and (one.extended is None or one.due > known):
            one.extended, one.remark = None, ""
            last = one.due
        if last <= known:
            one.closed = min(known, last - timedelta(days=random.randint(2, 20)))
            if draw > 0.95:
                one.closed = min(known, last + timedelta(days=random.randint(3, 12)))
            one.closed = max(one.closed, one.issued + timedelta(days=5))
            one.state = CLOSED if random.random() < 0.6 else DONE
            facts["day"] = f"{one.closed.month}月{one.closed.day}日"
            one.result = random.choice(text["closed"]).format(**facts) + "。"
            one.evidence = (
                random.choice(text["evidence"].get(one.source, text["evidence"]["其他"])).format(**facts) + "。"
            )
        elif one.extended:
            one.state = EXTENDED
            one.result = random.choice(text["extended"]).format(**facts) + "。"
        else:
            one.state = OPEN if random.random() < 0.12 else GOING
            one.result = "" if one.state == OPEN else random.choice(text["going"]).format(**facts) + "。"


def _facts(one: Rectification, random: Random) -> dict[str, object]:
    return {
        "remedy": one.remedy.removeprefix(one.responsible),
        "agency": one.responsible,
        "subject": one.subject,
        "month": one.due.month,
        "n": random.randint(3, 12),
        "day": "",
    }


def updated(year: int, source: str) -> date:
    """The day on which the register of what was fed back in ``year`` was last published by TODAY."""
    if source == "绩效监控" and year >= TODAY.year:
        return date(year, 11, 6)
    after = date(year + 1, 1, 15)
    return after if after <= TODAY else deadline("D8", year - 1) - timedelta(days=40)


def overdue(one: Rectification, random: Random) -> bool:
    """Leave it open past its last day; False where that day has not come."""
    if (one.extended or one.due) >= updated(one.issued.year, one.source) or one.state == EXTENDED:
        return False
    facts = _facts(one, random)
    one.state, one.closed, one.extended, one.evidence, one.remark = GOING, None, None, "", ""
    one.result = random.choice(_texts()["late"]).format(**facts) + "。"
    return True


def rectification_rows(found: Iterable[Rectification]) -> Rows:
    """Rows of ``rectifications``."""
    for one in found:
        yield {
            "rectification_code": one.code,
            "source": one.source,
            "subject_department": one.department.code,
            "subject_name": one.subject,
            "project_code": one.case.project.code if one.case else "",
            "evaluation_code": one.evaluation,
            "finding_no": str(one.finding) if one.finding else "",
            "problem": one.problem,
            "responsible": one.responsible,
            "issued_date": one.issued.isoformat(),
            "due_date": one.due.isoformat(),
            "measures": one.measures,
            "state": one.state,
            "extended_date": one.extended.isoformat() if one.extended else "",
            "closed_date": one.closed.isoformat() if one.closed else "",
            "result": one.result,
            "evidence": one.evidence,
            "remark": one.remark,
        }
