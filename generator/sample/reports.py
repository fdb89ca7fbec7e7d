"""向人大、政府、党委报告 and 预算绩效管理考核: who was told of the results, how bureaus were rated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from generator.sample.content import texts
from generator.sample.departments import DIVISION, DIVISION_NAME, Department
from generator.sample.numbers import HUNDRED, points, stream
from generator.sample.results import grade
from generator.sample.tables import Rows


@dataclass(frozen=True, kw_only=True)
class Rated:
    """A bureau's management of a year, with the keys of what it loses points for."""

    department: Department
    faults: frozenset[str]


@cache
def _texts() -> Mapping[str, Any]:
    return texts("reports")


def report_rows(counts: Mapping[str, int], year: int) -> Rows:
    """Rows of ``congress_reports``: one a body, after the evaluations of the year's money."""
    random = stream(DIVISION, year, "reports")
    facts = dict(counts) | {"year": year, "next": year + 2}
    for number, entry in enumerate(_texts()["reports"], 1):
        day = date(year + 1, entry["month"], random.randint(*entry["days"]))
        published = day + timedelta(days=entry["published"]) if "published" in entry else None
        yield {
            "report_code": _texts()["code"].format(division=DIVISION, year=year, number=number),
            "reported_to": entry["body"],
            "report_date": day.isoformat(),
            "title": entry["title"].format(**facts),
            "reporter": f"{DIVISION_NAME}财政局" if entry["body"] != "人大常委会" else f"{DIVISION_NAME}人民政府",
            "report_form": entry["form"],
            "stages": entry["stages"],
            "content": entry["content"].format(**facts),
            "opinion": entry["opinion"].format(**facts),
            "response": entry["response"].format(**facts),
            "published_date": published.isoformat() if published else "",
        }


def assessment_rows(found: Iterable[Rated], year: int) -> Rows:
    """Rows of ``management_assessments``: points off for what the records themselves show."""
    entries: Sequence[Mapping[str, Any]] = _texts()["assessment"]
    day = date(year + 1, 11, 12)
    for one in found:
        random = stream(one.department.code, one.department.number, year, "assessment")
        lost = [entry for entry in entries if entry["key"] in one.faults]
        if not lost and random.random() < 0.6:
            lost = [entries[-1]]
        rest = random.randint(0, 6) * 50
        score = 100 * HUNDRED - rest - sum(entry["points"] * HUNDRED for entry in lost)
        texts_ = [entry["text"] for entry in lost]
        if rest:
            texts_.append(f"绩效管理基础工作扣{points(rest)}分")
        yield {
            "subject_department": one.department.code,
            "department_name": one.department.name,
            "assessor": f"{DIVISION_NAME}财政局",
            "score": points(score),
            "grade": grade(score),
            "in_overall_assessment": "是",
            "deductions": f"{'；'.join(texts_)}。" if texts_ else "",
            "basis": _texts()["basis"],
            "published_date": day.isoformat(),
            "remark": _texts()["remark"],
        }
