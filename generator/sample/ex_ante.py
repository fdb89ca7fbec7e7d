"""事前绩效评估: what was asked for before the year, what was cut, and what the year's goal then had."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from generator.sample.content import common, sector, texts
from generator.sample.departments import DIVISION, DIVISION_NAME, Department
from generator.sample.numbers import fixed, money, percent, points, stream
from generator.sample.plan import Case
from generator.sample.prose import phrase
from generator.sample.tables import Rows

SUPPORT, ADJUST, REJECT = "予以支持", "调整完善后予以支持", "不予支持"
# The five aspects that are scored, in the form's order.
ASPECTS = ("necessity_score", "economy_score", "goal_score", "plan_score", "funding_score")
# New projects from this amount on are assessed; what is asked for comes in steps of 1 万元.
THRESHOLD = 1_000_000
_WAN = 10_000


@dataclass(kw_only=True, slots=True)
class Assessment:
    """One ex-ante evaluation of a project or policy; money in 元, scores in hundredths."""

    code: str
    policy: bool
    name: str
    department: Department
    case: Case | None
    mode: str
    assessor: str
    day: date
    overview: str
    goal: str
    funding: str
    method: str
    scores: Sequence[int]
    conclusion: str
    note: str
    advice: str
    other: str
    applied: int
    approved: int
    again: str
    year: int
    with_rate: bool = True

    @property
    def cut(self) -> int:
        """What was cut."""
        return self.applied - self.approved


@cache
def _texts() -> Mapping[str, Any]:
    return texts("ex_ante")


def assess_all(department: Department, year: int, cases: Iterable[Case]) -> list[Assessment]:
    """The assessments of a department for the budget of a year: its larger new projects, and some that were refused."""
    found: list[Assessment] = []
    random = stream(department.code, department.number, year, "ex-ante")
    for case in cases:
        new = case.project.started == case.year and case.total >= THRESHOLD and case.goal_published
        if new and case.project.template.kind == "特定目标类":
            found.append(_project(case, year, len(found) + 1))
    if random.random() < 0.12 + 0.06 * len(found):
        found.append(_refused(department, found, year, random))
    return found


def _code(department: Department, year: int, number: int) -> str:
    return f"{DIVISION}-{year}-q{department.number}-{number:02d}"


def _day(year: int, random: Random) -> date:
    return date(year - 1, 9, 1) + timedelta(days=random.randrange(75))


def _scores(total: int, random: Random) -> list[int]:
    """Five scores of at most 20 points, in half points, that sum to the total."""
    units = total // 50
    scores = [units // 5] * 5
    for index in random.sample(range(5), units % 5):
        scores[index] += 1
    for _ in range(3):
        high, low = random.sample(range(5), 2)
        if scores[high] < 39 and scores[low] > 20:
            scores[high] += 1
            scores[low] -= 1
    return [score * 50 for score in scores]


def _project(case: Case, year: int, number: int) -> Assessment:
    random = stream(case.project.code, "ex-ante")
    project = case.project
    whole = random.random() < 0.4
    total = random.randint(180, 192) * 50 if whole else random.randint(144, 178) * 50
    share = 0 if whole else random.randint(4, 22)
    cut = round(case.total * share / (100 - share) / _WAN) * _WAN
    conclusion = SUPPORT if whole else ADJUST
    third = random.random() < 0.35
    again = case.total >= 8_000_000 or random.random() < 0.08
    quantities = [one for one in case.indicators if one.level2 == "数量指标"]
    facts = {
        "purpose": project.template.purpose,
        "place": f"在{project.place}" if project.place and project.sector.code != "town" else "",
        "main": "、".join(one.measure.label for one in quantities[:2]) or project.template.purpose,
        "label": quantities[0].measure.label if quantities else "项目",
        "agency": project.agency,
        "span": f"{year}—{case.until}年" if case.until > year else f"{year}年",
        "from": year,
        "cut": money(cut),
        "sites": random.randint(3, 12),
        "rule": _texts()["rule"],
    }
    goal = case.term_goal or f"{year}年{'，'.join(phrase(one) for one in quantities)}，{project.template.purpose}。"
    note, advice = _opinion("support" if whole else "adjust", facts, random)
    fiscal, carryover, other = case.initial
    parts = [("上级资金", case.superior), ("本级财政拨款", fiscal - case.superior + cut)]
    parts += [("上年结转", carryover), ("其他资金", other)]
    listed = "、".join(f"{name}{money(amount)}万元" for name, amount in parts if amount)
    return Assessment(
        code=_code(project.department, year, number),
        policy=False,
        name=project.name,
        department=project.department,
        case=case,
        mode="委托第三方" if third else "自行组织",
        assessor=random.choice(common().evaluators) if third else project.department.name,
        day=_day(year, random),
        overview=random.choice(_texts()["overview"]).format(**facts) + "。",
        goal=goal,
        funding=f"申报总额{money(case.total + cut)}万元，其中{listed}。",
        method=random.choice(_texts()["method"]).format(**facts) + "。",
        scores=_scores(total, random),
        conclusion=conclusion,
        note=note,
        advice=advice,
        other=random.choice(_texts()["other"]) + "。" if random.random() < 0.4 else "",
        applied=case.total + cut,
        approved=case.total,
        again=conclusion if again else "",
        year=year,
    )


def _refused(department: Department, found: Sequence[Assessment], year: int, random: Random) -> Assessment:
    """A policy that was asked for and refused: it has no project and no later budget."""
    texts_ = _texts()
    pool = [one for one in sector(department.sector).templates if one.work in texts_["policy"]]
    template = random.choice([one for one in pool if one.budget == "一般公共预算"])
    name = texts_["policy"][template.work].format(name=template.name.removesuffix("资金").removesuffix("项目"))
    label = template.outputs[0].label
    applied = random.randint(8, 90) * 10 * _WAN
    facts = {
        "purpose": template.purpose,
        "place": "",
        "main": label,
        "label": label,
        "agency": department.name,
        "span": f"{year}—{year + 2}年",
        "from": year,
        "cut": money(applied),
        "sites": random.randint(2, 6),
        "rule": texts_["rule"],
    }
    note, advice = _opinion("reject", facts, random)
    again = random.random() < 0.5
    return Assessment(
        code=_code(department, year, len(found) + 1),
        policy=True,
        name=name,
        department=department,
        case=None,
        mode="自行组织",
        assessor=department.name,
        day=_day(year, random),
        overview=random.choice(texts_["overview"]).format(**facts) + "。",
        goal=f"{year}—{year + 2}年，扩大{label}的范围，{template.purpose}。",
        funding=f"申报总额{money(applied)}万元，全部为本级财政拨款。",
        method=random.choice(texts_["method"]).format(**facts) + "。",
        scores=_scores(random.randint(104, 136) * 50, random),
        conclusion=REJECT,
        note=note,
        advice=advice,
        other="",
        applied=applied,
        approved=0,
        again=REJECT if again else "",
        year=0,
    )


def _opinion(kind: str, facts: Mapping[str, object], random: Random) -> tuple[str, str]:
    texts_ = _texts()
    fault = random.choice(texts_["fault"]).format(**facts)
    note = random.choice(texts_[kind]).format(fault=fault, **facts)
    return f"{note}。", random.choice(texts_["advice"][kind]).format(**facts) + "。"


def ex_ante_rows(found: Iterable[Assessment]) -> Rows:
    """Rows of ``ex_ante_evaluations``."""
    for one in found:
        yield {
            "assessment_code": one.code,
            "subject_type": "政策" if one.policy else "项目",
            "subject_name": one.name,
            "subject_department": one.department.code,
            "project_code": one.case.project.code if one.case else "",
            "organisation_mode": one.mode,
            "assessor": one.assessor,
            "assessed_date": one.day.isoformat(),
            "overview": one.overview,
            "performance_goal": one.goal,
            "funding_plan": one.funding,
            "method": one.method,
            **dict(zip(ASPECTS, map(points, one.scores), strict=True)),
            "total_score": points(sum(one.scores)),
            "conclusion": one.conclusion,
            "conclusion_note": one.note,
            "recommendation": one.advice,
            "other_notes": one.other,
            "applied_amount": money(one.applied),
            "cut_amount": money(one.cut),
            "approved_amount": money(one.approved),
            "cut_rate": fixed(percent(one.cut, one.applied)) if one.with_rate else "",
            "re_review": "是" if one.again else "否",
            "re_review_conclusion": one.again,
            "admitted": "是" if one.approved else "否",
            "applied_fiscal_year": str(one.year) if one.year else "",
            "remark": f"{DIVISION_NAME}财政局组织了复评，复评结论与部门评估一致。" if one.again else "",
        }


def amounts(found: Iterable[Assessment]) -> tuple[int, int]:
    """What was asked for and what was cut, in 元."""
    rows = list(found)
    return sum(one.applied for one in rows), sum(one.cut for one in rows)
