"""部门整体绩效: a department's goals, tasks and indicators, and its self-evaluation of all its spending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from generator.sample.content import Measure, sector, texts
from generator.sample.departments import DIVISION, Department
from generator.sample.goals import target_text, value_source
from generator.sample.library import definition
from generator.sample.numbers import HUNDRED, fixed, half_up, money, percent, points, split, stream
from generator.sample.plan import Case, Indicator, Plan, choose, value
from generator.sample.prose import fill, outcome, phrase
from generator.sample.results import grade, reach, reasons, score
from generator.sample.self_evaluations import actual_text
from generator.sample.tables import Rows

STRATEGIC, ANNUAL = "战略目标", "年度目标"
_WEIGHT = 10 * HUNDRED  # of the execution rate
_WORKS, _EFFECTS, _LASTING, _SATISFIED = 40, 15, 5, 10


@dataclass(kw_only=True, slots=True)
class Task:
    """One main task of the year: a group of projects, or the department's basic expenditure; money in 元."""

    name: str
    content: str
    budget: int
    other: int
    spent: int


@dataclass(kw_only=True, slots=True)
class Item:
    """One indicator of the whole department, and the goal it belongs to."""

    goal: int
    explanation: str
    indicator: Indicator
    why: tuple[str, str] = ("", "")
    note: str = ""


@dataclass(kw_only=True, slots=True)
class Whole:
    """A department-year as a whole."""

    department: Department
    year: int
    goals: list[tuple[str, str, int, int]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    initial: int = 0
    budget: int = 0
    spent: int = 0
    result: str = ""
    note: str = ""
    problems: str = ""
    improvements: str = ""

    @property
    def execution(self) -> int:
        """The points for the execution rate, in hundredths."""
        return min(_WEIGHT, half_up(_WEIGHT * self.spent, self.budget)) if self.budget else 0

    @property
    def score(self) -> int:
        """Execution points plus the points of all indicators."""
        return self.execution + sum(item.indicator.score for item in self.items)


@cache
def _texts() -> Mapping[str, Any]:
    return texts("whole")


def whole(plan: Plan, year: int) -> Whole:
    """Work a department-year out from its projects; its results only where they are due."""
    department = plan.department
    random = stream(department.code, department.number, year, "department")
    cases = plan.years[year]
    made = Whole(department=department, year=year)
    _tasks(made, plan, cases)
    owners = _works(cases, random)
    works = [one for one, _ in owners]
    gains = sector(department.sector).gains
    effects = choose(tuple(one for one in gains if one.level2 != "可持续影响指标"), 3, random)
    lasting = choose(tuple(one for one in gains if one.level2 == "可持续影响指标"), 1, random)
    done = plan.reported(year)
    told = _EFFECTS if works else _EFFECTS + _WORKS  # a department whose only project was called off
    for item in (
        *_share(works, _WORKS, "履职效能", "重点工作完成", 3, random),
        *_management(random),
        *_share([_drawn(one, random) for one in effects], told, "社会效应", "履职成效", 4, random),
        *_share([_drawn(one, random) for one in lasting], _LASTING, "可持续发展", "长效机制", 2, random),
        _satisfaction(department, random),
    ):
        if done:
            _reach(item, item.indicator in works, random)
        made.items.append(item)
    _goals(made, works, random)
    if done:
        why = {id(one): reasons(case)[0] for one, case in owners}
        _tell(made, cases, works, why, random)
    return made


def _tasks(made: Whole, plan: Plan, cases: Sequence[Case]) -> None:
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.project.template.function_class.partition(" ")[2], []).append(case)
    ranked = sorted(groups.items(), key=lambda pair: (-sum(case.total for case in pair[1]), pair[0]))
    if len(ranked) > 5:
        ranked = [*ranked[:4], ("其他重点工作", [case for _, rest in ranked[4:] for case in rest])]
    done = plan.reported(made.year)
    for name, group in ranked:
        # Before the final accounts the tasks show what was budgeted at the start of the year.
        budget = sum(case.budget if done else case.total for case in group)
        listed = "、".join(case.project.name for case in group[:3])
        content = _texts()["task"].format(names=listed, more="等" if len(group) > 3 else "", count=len(group))
        other = sum((case.annual if done else case.initial)[2] for case in group)
        made.tasks.append(
            Task(name=name, content=content, budget=budget, other=other, spent=sum(case.spent for case in group))
        )
    basic = _basic(plan, made.year)
    spent = basic * stream(made.department.code, made.year, "basic").randint(9650, 9990) // 1_000_000 * 100
    entry = _texts()["basic"]
    made.tasks.append(Task(name=entry["name"], content=entry["content"], budget=basic, other=0, spent=spent))
    made.initial = sum(case.total for case in cases if case.goal_published) + basic
    made.budget = sum(task.budget for task in made.tasks)
    made.spent = sum(task.spent for task in made.tasks)


def _basic(plan: Plan, year: int) -> int:
    """What the department spends on staff and offices: its own share of its first year's projects, growing slowly."""
    years = sorted(plan.years)
    base = sum(case.total for case in plan.years[years[0]]) or 5_000_000
    percentage = stream(plan.department.code, plan.department.number, "basic").randint(60, 210)
    return base * percentage * (100 + 3 * (year - years[0])) // 10_000 // 10_000 * 10_000


def _works(cases: Iterable[Case], random: Random) -> list[tuple[Indicator, Case]]:
    """The main quantities of the largest projects, with their own results."""
    found: list[tuple[Indicator, Case]] = []
    names: set[str] = set()
    for case in sorted(cases, key=lambda one: (-one.total, one.project.code)):
        first = next((one for one in case.indicators if one.level2 == "数量指标"), None)
        if first is None or first.name in names or case.cancelled:
            continue
        names.add(first.name)
        found.append((copy(first), case))
        if len(found) == random.choice((3, 4, 4)):
            break
    return found


def _drawn(measure: Measure, random: Random) -> Indicator:
    operator = measure.operator
    target = 0 if operator == "定性" else value(measure, random.random())
    return Indicator(
        measure=measure,
        level1="",
        level2=measure.level2,
        name=measure.name,
        unit=measure.unit,
        operator=operator,
        target=target,
        text=measure.text,
    )


def _share(found: Sequence[Indicator], total: int, level1: str, level2: str, goal: int, random: Random) -> list[Item]:
    items = []
    for one, weight in zip(found, split(total, len(found), random), strict=True):
        one.level1, one.level2, one.weight = level1, level2, weight * HUNDRED
        # As the library defines it, so that the same indicator means the same in every bureau.
        items.append(Item(goal=goal, explanation=definition(one.measure), indicator=one))
    return items


def _management(random: Random) -> list[Item]:
    items = []
    for entry in _texts()["management"]:
        measure = Measure(
            label=entry["name"],
            level2=entry["at"],
            operator=entry["op"],
            low=entry["low"],
            high=entry["high"],
            unit=entry["unit"],
        )
        one = _drawn(measure, random)
        one.level1, one.weight = "管理效率", entry["weight"] * HUNDRED
        items.append(Item(goal=5, explanation=entry["is"], indicator=one, why=_pair(entry["why"])))
    return items


def _satisfaction(department: Department, random: Random) -> Item:
    entry = _texts()["satisfied"]
    name = entry["name"]
    measure = Measure(label=name, level2="服务对象满意度", operator="≥", low=entry["low"], high=entry["high"], unit="%")
    one = _drawn(measure, random)
    one.level1, one.weight = "社会效应", _SATISFIED * HUNDRED
    return Item(goal=4, explanation=entry["is"], indicator=one, why=_pair(entry["why"]))


def _pair(text: str) -> tuple[str, str]:
    first, second = text.split("→")
    return first, second


def _reach(item: Item, given: bool, random: Random) -> None:
    one = item.indicator
    if given:
        one.note = ""
        one.score = score(one)
    else:
        reach(one, random.choices(("good", "mixed"), (0.8, 0.2))[0], random)


def _goals(made: Whole, works: Sequence[Indicator], random: Random) -> None:
    text = _texts()
    start = made.year - (made.year - 2021) % 5
    gains = [phrase(item.indicator) for item in made.items if item.indicator.level1 in {"社会效应", "可持续发展"}]
    facts = {
        "title": sector(made.department.sector).title,
        "to": start + 4,
        "year": made.year,
        "gain_a": gains[0],
        "gain_b": gains[1],
        "gain_c": gains[-2],
        "works": "，".join(phrase(one) for one in works) or "按计划实施各项目",
        "effects": "，".join(gains),
        "rate": random.choice((90, 92, 95)),
    }
    for entry in text["strategic"]:
        made.goals.append((STRATEGIC, f"{entry.format(**facts)}。", start, start + 4))
    for entry in text["annual"]:
        made.goals.append((ANNUAL, f"{entry.format(**facts)}。", made.year, made.year))


def _tell(
    made: Whole,
    cases: Sequence[Case],
    works: Sequence[Indicator],
    why: Mapping[int, tuple[str, str]],
    random: Random,
) -> None:
    text = _texts()
    largest = max(cases, key=lambda case: (case.total, case.project.code))
    pool = reasons(largest)
    issues = sector(made.department.sector).issues
    for turn, item in enumerate(item for item in made.items if item.indicator.score < item.indicator.weight):
        one = item.indicator
        reason, remedy = item.why
        if not reason:
            issue = issues[turn % len(issues)]
            reason, remedy = why.get(id(one)) or (fill(issue[0], largest), fill(issue[1], largest))
        kind = "words" if one.qualitative else "over" if one.operator == "≤" else "under"
        item.note = text["note"][kind].format(name=one.name, reason=reason, remedy=remedy) + "。"
    weak = max(made.items, key=lambda item: item.indicator.weight - item.indicator.score).indicator
    rate = fixed(percent(made.spent, made.budget))
    reason, _ = pool[0]
    behind = min(made.tasks, key=lambda task: (task.spent / task.budget if task.budget else 1.0, task.name))
    facts = {
        "budget": money(made.budget),
        "spent": money(made.spent),
        "rate": rate,
        "works": "，".join(outcome(one) for one in works) or "各项目按计划实施",
        "weak": f"“{weak.name}”",
        "task": f"“{behind.name}”",
        "reason": reason,
        "change": money(made.budget - made.initial),
    }
    made.result = random.choice(text["result"]).format(**facts)
    made.problems = random.choice(text["problems"]).format(**facts) + "。"
    made.improvements = random.choice(text["improvements"]).format(**facts) + "。"
    notes = []
    gone = [case for case in cases if case.cancelled]
    if made.budget != made.initial:
        cut = sum(case.total for case in gone)
        kind = "adjusted" if not gone else "cancelled_only" if made.initial - made.budget == cut else "cancelled"
        names = "、".join(f"「{case.project.name}」" for case in gone)
        notes.append(text[kind].format(names=names, cut=money(cut), **facts))
    if made.spent * 10 < made.budget * 9 or made.score < 90 * HUNDRED:
        notes.append(text["deviation"].format(**facts))
    made.note = "".join(notes)


def department_goal_rows(made: Whole) -> Rows:
    """Rows of ``department_goals``."""
    for number, (kind, text, first, last) in enumerate(made.goals, 1):
        yield {
            "goal_no": str(number),
            "goal_kind": kind,
            "goal_text": text,
            "from_year": str(first),
            "to_year": str(last),
        }


def department_task_rows(made: Whole, published: bool) -> Rows:
    """Rows of ``department_tasks``; with spending only where the self-evaluation is published."""
    for number, task in enumerate(made.tasks, 1):
        yield {
            "task_no": str(number),
            "task_name": task.name,
            "content": task.content,
            "annual_budget": money(task.budget),
            "fiscal_appropriation": money(task.budget - task.other),
            "other_funds": money(task.other),
            "actual_spend": money(task.spent) if published else "",
            "execution_rate": fixed(percent(task.spent, task.budget)) if published and task.budget else "",
        }


def department_indicator_rows(made: Whole) -> Rows:
    """Rows of ``department_indicators``."""
    for number, item in enumerate(made.items, 1):
        one = item.indicator
        yield {
            "indicator_no": str(number),
            "goal_no": str(item.goal),
            "level1": one.level1,
            "level2": one.level2,
            "level3": one.name,
            "explanation": item.explanation,
            "operator": one.operator,
            "target_value": target_text(one),
            "unit": one.unit,
            "weight": points(one.weight),
            "scoring_rule": _texts()["rule_words" if one.qualitative else "rule"],
            "value_source": value_source(one),
        }


def department_self_evaluation_rows(made: Whole) -> Rows:
    """The row of ``department_self_evaluations``."""
    yield {
        "self_evaluation_code": code(made),
        "department_name": made.department.name,
        "annual_goal": "".join(text for kind, text, *_ in made.goals if kind == ANNUAL),
        "actual_result": made.result,
        "initial_budget": money(made.initial),
        "annual_budget": money(made.budget),
        "actual_spend": money(made.spent),
        "execution_rate": fixed(percent(made.spent, made.budget)),
        "execution_weight": points(_WEIGHT),
        "execution_score": points(made.execution),
        "total_score": points(made.score),
        "grade": grade(made.score),
        "deviation_note": made.note,
        "problems": made.problems,
        "improvements": made.improvements,
    }


def department_self_evaluation_indicator_rows(made: Whole) -> Rows:
    """Rows of ``department_self_evaluation_indicators``."""
    for number, item in enumerate(made.items, 1):
        one = item.indicator
        yield {
            "self_evaluation_code": code(made),
            "indicator_no": str(number),
            "level1": one.level1,
            "level2": one.level2,
            "level3": one.name,
            "operator": one.operator,
            "target_value": target_text(one),
            "unit": one.unit,
            "actual_value": actual_text(one),
            "weight": points(one.weight),
            "score": points(one.score),
            "deviation_note": item.note,
        }


def code(made: Whole) -> str:
    """The code of a department's self-evaluation."""
    return f"{DIVISION}-{made.year}-{made.department.code}"
