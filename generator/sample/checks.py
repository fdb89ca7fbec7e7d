"""自评抽查复核: the finance bureau checks a share of all self-evaluations, drawn from a population it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.sample.content import texts
from generator.sample.departments import DIVISION_NAME, Department
from generator.sample.numbers import HUNDRED, points, stream
from generator.sample.plan import Case
from generator.sample.results import total_score
from generator.sample.tables import Rows


@dataclass(kw_only=True, slots=True)
class Check:
    """One self-evaluation that was checked; scores in hundredths."""

    case: Case
    department: Department
    day: date
    mode: str
    own: int
    checked: int
    problems: str
    follow_up: str


def check(case: Case) -> Check:
    """Check one self-evaluation: mostly a little lower, sometimes the same, seldom much lower."""
    random = stream(case.project.code, case.year, "check")
    own = total_score(case)
    lost = random.choice((0, 0, 1, 2, 2, 3, 4, 5, 7, 9)) * 50 * random.choice((1, 1, 2))
    lost = min(lost, own // 4 // 50 * 50)
    weak = max(case.indicators, key=lambda one: (one.weight - one.score, one.weight))
    soft = next((one for one in case.indicators if one.qualitative), weak)
    facts = {
        "weak": weak.name,
        "soft": soft.name,
        "main": case.indicators[0].measure.label,
        "agency": case.project.agency,
        "points": points(lost),
    }
    text = texts("checks")
    problem = f"{random.choice(text['lower'])}。" if lost else random.choice(text["same"])
    follow = f"{random.choice(text['follow_up'])}。" if lost else text["fine"]
    return Check(
        case=case,
        department=case.project.department,
        day=date(case.year + 1, 5, random.randint(8, 28)),
        mode="委托第三方" if random.random() < 0.2 else "自行组织",
        own=own,
        checked=own - lost,
        problems=problem.format(**facts),
        follow_up=follow.format(**facts),
    )


def wide(found: Check) -> bool:
    """Whether so much was taken off that the self-evaluation must be put right."""
    return found.own - found.checked >= 4 * HUNDRED


def check_rows(found: Sequence[Check], population: int, year: int) -> Rows:
    """Rows of ``self_evaluation_checks``; one population for the whole batch."""
    scope = texts("checks")["scope"].format(year=year)
    for one in found:
        yield {
            "project_code": one.case.project.code,
            "project_name": one.case.project.name,
            "subject_department": one.department.code,
            "checked_date": one.day.isoformat(),
            "checked_by": f"{DIVISION_NAME}财政局",
            "organisation_mode": one.mode,
            "population": str(population),
            "population_scope": scope,
            "self_score": points(one.own),
            "checked_score": points(one.checked),
            "problems": one.problems,
            "follow_up": one.follow_up,
        }


def share(found: Iterable[Check], population: int) -> int:
    """What share of the population was checked, in whole per cent, rounded down."""
    return sum(1 for _ in found) * 100 // population if population else 0
