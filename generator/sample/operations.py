"""财政运行综合绩效评价: how the towns run their finances, in two groups, ranked inside their group only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from generator.sample.content import common, texts
from generator.sample.departments import DIVISION
from generator.sample.numbers import HUNDRED, points, stream
from generator.sample.results import grade
from generator.sample.tables import Rows


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One dimension of an evaluation; points in hundredths."""

    name: str
    weight: int
    score: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Operation:
    """The evaluation of one town."""

    code: str
    name: str
    kind: str
    group: str
    evaluator: str
    report: date
    published: date
    dimensions: tuple[Dimension, ...]
    measures: str

    @property
    def score(self) -> int:
        """The sum over the dimensions."""
        return sum(one.score for one in self.dimensions)


def operations(year: int) -> list[Operation]:
    """The evaluations of all towns of a fiscal year."""
    random = stream(DIVISION, year, "operations")
    evaluator = random.choice([one for one in common().evaluators if "大学" in one or "咨询" in one])
    report = date(year + 1, 7, random.randint(6, 26))
    published = date(year + 1, 11, random.randint(2, 12))
    found = []
    counts = {"街道": 0, "乡镇": 100}
    for town in common().towns:
        kind = "街道" if town.endswith("街道") else "乡镇"
        counts[kind] += 1
        found.append(_one(year, town, kind, f"{DIVISION}{counts[kind]:03d}", evaluator, report, published))
    return found


def _one(year: int, town: str, kind: str, code: str, evaluator: str, report: date, published: date) -> Operation:
    random = stream(DIVISION, year, town)
    level = stream(DIVISION, town, "level").uniform(0.82, 0.95) + random.uniform(-0.03, 0.03)
    text = texts("operations")
    rows = tuple(_dimension(entry, level, random) for entry in text["dimensions"])
    due = random.randint(3, 9)
    facts = {"month": random.randint(9, 10), "year": year + 2, "d": due, "e": random.randint(1, due)}
    return Operation(
        code=code,
        name=town,
        kind=kind,
        group=text["groups"][kind],
        evaluator=evaluator,
        report=report,
        published=published,
        dimensions=rows,
        measures=random.choice(text["measures"]).format(**facts) + "。",
    )


def _dimension(entry: dict[str, object], level: float, random: Random) -> Dimension:
    weight = int(str(entry["weight"])) * HUNDRED
    score = min(weight, round(weight * min(1.0, max(0.6, random.gauss(level, 0.07))) / 20) * 20)
    facts = {
        "a": random.randint(31, 46),
        "b": random.randint(3, 14),
        "c": random.randint(52, 68),
        "d": random.randint(2, 7),
    }
    why = entry["why"]
    reason = random.choice(why if isinstance(why, list) else []).format(**facts) + "。" if score < weight else ""
    return Dimension(name=str(entry["name"]), weight=weight, score=score, reason=reason)


def operation_rows(found: Sequence[Operation], year: int) -> Rows:
    """Rows of ``fiscal_operations``; towns with the same score share a rank."""
    remark = texts("operations")["remark"].format(count=len(found))
    for one in found:
        rank = 1 + sum(other.group == one.group and other.score > one.score for other in found)
        lost = sorted(one.dimensions, key=lambda row: row.score / row.weight)[:2]
        problems = "；".join(row.reason.removesuffix("。") for row in lost if row.reason)
        yield {
            "subject_code": one.code,
            "subject_name": one.name,
            "subject_kind": one.kind,
            "group_name": one.group,
            "organisation_mode": "委托第三方",
            "evaluator": one.evaluator,
            "base_date": f"{year}-12-31",
            "report_date": one.report.isoformat(),
            "published_date": one.published.isoformat(),
            "score": points(one.score),
            "grade": grade(one.score),
            "group_rank": str(rank),
            "problems": f"{problems}。" if problems else "",
            "measures": one.measures,
            "remark": remark,
        }


def dimension_rows(found: Sequence[Operation]) -> Rows:
    """Rows of ``fiscal_operation_dimensions``."""
    for one in found:
        for number, row in enumerate(one.dimensions, 1):
            yield {
                "subject_code": one.code,
                "dimension_no": str(number),
                "dimension": row.name,
                "weight": points(row.weight),
                "score": points(row.score),
                "deduction_reason": row.reason,
            }
