"""A project's year in one sentence: what was met, how it was judged, what the next budget made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.core.numbers import headed, percent, points
from generator.core.words import POOR
from generator.derive.evaluations import Evaluation
from generator.derive.projects import Achieved, Project


class Clause(NamedTuple):
    """A part of the sentence: what it is about, when it is said, and an example."""

    subject: str
    rule: str
    example: str


# In the order in which they are said; the method page lists them.
CLAUSES: Sequence[Clause] = (
    Clause(
        "没有照计划实施",
        "年中取消、暂缓或并入其他项目的，只说年初安排了多少，不说指标和得分。",
        "年中取消，年初安排的 10,446.71 万元没有照计划实施",
    ),
    Clause(
        "指标",
        "能判断的指标里做到了几个、没做到几个；一个都不能判断的不说。怎样算做到，见“指标怎样算达成”。",
        "13 个指标，8 个做到，5 个没做到",
    ),
    Clause(
        "等级",
        "有独立评价的先说独立评价，自评等级不同的再说自评；没有独立评价的说自评，有指标没做到而等级最高的写“自评仍是”。",
        "独立评价 74.60 分，为“中”，自评是“优”",
    ),
    Clause("钱", "执行率低于口径里的“低执行率”的，说花了多少。", "钱花了 51.06%"),
    Clause(
        "下一年预算",
        "下一年也公开了年初预算的，说多了还是少了百分之几。多了、没有说明理由，而这一年执行率低、等级为中或差、"
        "有指标没做到的，加一句“没有写明原因”。",
        "下一年预算多 3.90%，没有写明原因",
    ),
)


def verdict(project: Project, evaluations: Sequence[Evaluation], later: Project | None) -> str:
    """The sentence; empty where nothing is known yet but what was planned. ``later``: the project in the next year."""
    if not project.counted:
        return f"{project.state.word}，年初安排的 {headed(project.promised_micro)}没有照计划实施。"
    if not project.has_self and not evaluations:
        return ""
    parts = (
        met_of_all(project.achieved),
        _grades(project, evaluations),
        f"钱花了 {project.rate}" if project.slow else "",
        _following(project, evaluations, later),
    )
    return "；".join(part for part in parts if part) + "。" if any(parts) else ""


def met_of_all(achieved: Achieved | None) -> str:
    """How many of the indicators that can be told were met and missed; empty where none can be told."""
    if not achieved or not achieved.told:
        return ""
    which = f"{'能判断的 ' if achieved.untold else ''}{achieved.told:,} 个指标"
    if not achieved.missed:
        return f"{which}都做到"
    if not achieved.met:
        return f"{which}都没做到"
    return f"{which}，{achieved.met:,} 个做到，{achieved.missed:,} 个没做到"


def _grades(project: Project, evaluations: Sequence[Evaluation]) -> str:
    judged = [one for one in evaluations if one.grade]
    if not judged:
        still = "仍" if project.achieved and project.achieved.missed and project.highest else ""
        return f"自评{still}是“{project.grade}”{project.grade_note}" if project.grade else ""
    said = "、".join(f"{one.kind} {points(one.score)}，为“{one.grade}”{one.grade_note}" for one in judged)
    differing = any(one.grade != project.grade for one in judged)
    own = f"，自评是“{project.grade}”{project.grade_note}" if project.grade and differing else ""
    return said + own


def _following(project: Project, evaluations: Sequence[Evaluation], later: Project | None) -> str:
    if later is None or later.promised_micro is None or not project.size_micro:
        return ""
    change = later.promised_micro - project.size_micro
    if not change:
        return "下一年预算不变"
    said = f"下一年预算{'多' if change > 0 else '少'} {percent(abs(change), project.size_micro)}"
    if abs(change) > project.size_micro * 10:  # a share of so many per cent tells less than the money
        said = f"下一年预算是 {headed(later.promised_micro)}"
    poor = project.told_grade in POOR or any(one.grade in POOR for one in evaluations)
    missed = bool(project.achieved and project.achieved.missed)
    odd = change > 0 and project.unexplained and (project.slow or poor or missed)
    return f"{said}，没有写明原因" if odd else said
