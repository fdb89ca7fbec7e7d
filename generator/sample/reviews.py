"""第三方机构 and 报告评审: who did evaluations for a fee, and how good their reports were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from generator.sample.content import texts
from generator.sample.departments import DIVISION
from generator.sample.numbers import HUNDRED, points, stream
from generator.sample.results import grade
from generator.sample.tables import Rows

THIRD = "委托第三方"


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report that a third party handed in."""

    kind: str
    name: str
    year: int
    department: str
    evaluation: str
    institution: str
    day: date

    @property
    def title(self) -> str:
        """The report's title."""
        title: str = _texts()["titles"][self.kind].format(name=self.name, year=self.year)
        return title


@cache
def _texts() -> Mapping[str, Any]:
    return texts("reviews")


@cache
def _codes() -> Mapping[str, str]:
    return {entry["name"]: f"jg-{number:03d}" for number, entry in enumerate(_texts()["institutions"], 1)}


def institution_rows() -> Rows:
    """Rows of ``third_parties``."""
    for entry in _texts()["institutions"]:
        name = entry["name"]
        last, note = entry.get("to", ""), entry.get("note", "") + _texts()["note"]
        yield {
            "division": DIVISION,
            "institution_code": _codes()[name],
            "name": name,
            "kind": entry["kind"],
            "services": entry["services"],
            "from_year": entry["from"],
            "to_year": last,
            "note": note,
        }


def review_rows(found: Sequence[Report], year: int) -> Rows:
    """Rows of ``report_reviews``: one for each report, reviewed soon after it was handed in."""
    text = _texts()
    for number, one in enumerate(found, 1):
        random = stream(DIVISION, year, one.kind, one.name, "review")
        score = random.choice((random.randint(172, 194), random.randint(164, 184), random.randint(136, 178))) * 50
        rated = grade(score)
        opinion = random.choice(text["good"])
        if rated != "优":
            opinion += "；" + random.choice(text["weak"])
        if rated == "中":
            opinion = random.choice(text["poor"])
        experts = random.choice((3, 3, 5)) if random.random() < 0.8 else 0
        yield {
            "review_code": f"{DIVISION}-{year}-p{number:03d}",
            "report_title": one.title,
            "report_kind": one.kind,
            "subject_department": one.department,
            "evaluation_code": one.evaluation,
            "institution_code": _codes()[one.institution],
            "institution_name": one.institution,
            "review_mode": "专家评审" if experts else "财政评审",
            "expert_count": str(experts) if experts else "",
            "reviewed_date": (one.day + timedelta(days=random.randint(3, 10))).isoformat(),
            "review_score": points(score),
            "report_grade": rated,
            "opinion": f"{opinion}。",
            "revised": "是" if score < 93 * HUNDRED else "否",
            "remark": text["remark"],
        }


def tracking(name: str, year: int, department: str, day: date) -> Report | None:
    """The report of a third party that tracked a key project; None where the bureau did it itself."""
    random = stream(name, year, "tracking")
    if random.random() < 0.35:
        return None
    chosen = [entry["name"] for entry in _texts()["institutions"] if "绩效跟踪" in entry["services"]]
    return Report(
        kind="绩效跟踪报告",
        name=name,
        year=year,
        department=department,
        evaluation="",
        institution=random.choice(chosen),
        day=day,
    )
