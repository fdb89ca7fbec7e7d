"""What templates may call on a value: words and names for style sheets, never markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.derive.findings import WORDS
from generator.derive.monitoring import light_of
from generator.derive.rectification import CONDITIONS
from generator.derive.rows import Row
from generator.derive.text import MISSING
from generator.derive.topics import DOMAINS, OTHER
from generator.model import Field, Table
from generator.report import title_of

_GRADES: Mapping[str, str] = {"优": "a", "优秀": "a", "良": "b", "良好": "b", "中": "c", "差": "d"}


# Fields that say again what the page is about.
_SAID = frozenset({"project_code", "project_name", "agency_code"})


def dash(value: str | None) -> str:
    """The text, or a dash where the source leaves it empty."""
    return value or MISSING


def grade(value: str) -> str:
    """A grade's style: a to d, x for any other word."""
    return _GRADES.get(value, "x")


def severity(value: str) -> str:
    """A finding's severity in Chinese."""
    return next(word for level, word in WORDS.items() if level == value)


def condition(value: str) -> str:
    """The style of a rectification's condition."""
    return CONDITIONS[value][0] if value in CONDITIONS else "none"


def domain(value: str) -> str:
    """The word of a fund domain's address."""
    return DOMAINS.get(value, OTHER)


def clipped(value: str, length: int = 90) -> str:
    """A text on one line, cut at a sentence's or clause's end where there is one, else anywhere."""
    line = " ".join(value.split())
    if len(line) <= length:
        return line
    end = max(line.rfind(mark, length // 2, length) for mark in "。；，、")
    return f"{line[: end if end > 0 else length - 1]}……"


# What each kind of document holds and when it is due.
_KINDS: Mapping[str, str] = {
    "D1": "政府预算、决算的说明里关于绩效的部分，以及年度预算绩效管理工作情况说明；预算、决算批准后 20 日内。",
    "D2": "随部门预算公开，全部非涉密项目的绩效目标表；财政批复后 20 日内。",
    "D3": "随部门预算公开，部门整体的战略目标、年度目标和指标。",
    "D4": "随部门决算公开，全部非涉密项目的自评表；批复后 20 日内。",
    "D5": "随部门决算公开，部门整体支出的自评。",
    "D6": "主管部门组织的评价，随部门决算公开。",
    "D7": "财政部门组织的评价，完成并报告政府、人大之后公开。",
    "D8": "问题、措施、整改状态，以及对以后预算的影响；整改期满后公开。",
    "D9": "绩效管理的制度文件，形成后 20 个工作日内公开。",
    "D10": "下级政府财政运行评价、成本绩效分析和支出标准，提倡公开。",
}


def kind_words(value: str) -> str:
    """What a kind of document holds."""
    return _KINDS[value]


def paragraphs(value: str) -> list[str]:
    """A text's non-empty lines."""
    return [line.strip() for line in value.splitlines() if line.strip()]


def grouped(value: int) -> str:
    """A count with thousands separators."""
    return f"{value:,}"


def shown(table: Table, rows: Sequence[Row]) -> list[Field]:
    """The fields of a table that any of the rows fills, without those the page of a project says at its top."""
    return [
        field
        for field in table.fields
        if field.name not in _SAID and any(getattr(row, field.name, None) is not None for row in rows)
    ]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "dash": dash,
    "grade": grade,
    "rule_title": title_of,
    "severity": severity,
    "condition": condition,
    "domain": domain,
    "clipped": clipped,
    "light": light_of,
    "kind_words": kind_words,
    "paragraphs": paragraphs,
    "grouped": grouped,
    "shown": shown,
}
