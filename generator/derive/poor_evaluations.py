"""Evaluations with a poor grade, and what the next budget made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.core.facts import Facts
from generator.core.numbers import number, signed
from generator.derive.evaluations import Evaluation, Evaluations
from generator.derive.projects import Projects
from generator.derive.rows import Row, named
from generator.facts.columns import integers, strings
from generator.facts.evaluations import poor_evaluations


@dataclass(frozen=True, kw_only=True, slots=True)
class Poor:
    """An evaluation graded 中 or 差 and what the next budget made of it; amounts in 万元 as text.

    ``word`` and ``slug`` say whether the budget fell, ``change`` by how much it moved; ``applied`` whether a
    consequence rests on it; ``path`` is the page of the project in the next year; ``reason``: what was given as the
    reason why it did not fall, as it stands there, so that readers see whether it is one.
    """

    evaluation: Evaluation
    now: str
    then: str
    source: str  # of what year the later amount is, and who says it
    change: str
    applied: bool
    word: str
    slug: str
    path: str
    reason: str


UNEXPLAINED, EXPLAINED, FELL, UNKNOWN = "没有减少，也没有说明", "没有减少，已说明", "减少了", "没有可比的数"
# Words for whether the next budget fell, with their style.
WORDS: Mapping[str, str] = {UNEXPLAINED: "differs", EXPLAINED: "open", FELL: "same", UNKNOWN: "open"}


def derive_poor(facts: Facts, evaluations: Evaluations, projects: Projects) -> dict[tuple[str, int], list[Poor]]:
    """By division and year; those whose budget did not fall without a reason first."""
    frame = facts.of(poor_evaluations)
    columns: dict[str, list[Any]] = {
        **{name: strings(frame[name]) for name in ("division", "evaluation_code", "project_code", "reason")},
        **{name: frame[name].tolist() for name in ("fiscal_year", "applied", "uncut", "explained", "published")},
        **{name: integers(frame[name]) for name in ("now", "then", "then_year")},
    }
    found: dict[tuple[str, int], list[Poor]] = {}
    for row in named(columns):
        found.setdefault((row.division, row.fiscal_year), []).append(_poor(row, evaluations, projects))
    order = list(WORDS)
    return {key: sorted(own, key=lambda one: order.index(one.word)) for key, own in found.items()}


def _poor(row: Row, evaluations: Evaluations, projects: Projects) -> Poor:
    known = row.now is not None and row.then is not None
    later = projects.at.get((row.division, row.then_year, row.project_code.lower())) if row.project_code else None
    word = _word(row, known=known)
    return Poor(
        evaluation=evaluations.lines[evaluations.at[row.division, row.fiscal_year, row.evaluation_code.lower()]],
        now=number(row.now),
        then=number(row.then),
        source=f"{row.then_year}年度{'公布的' if row.published else '应用后'}预算" if known else "",
        change=(signed(row.then - row.now) if row.then != row.now else "不变") if known else "",
        applied=row.applied,
        word=word,
        slug=WORDS[word],
        path=projects.lines[later].path if later is not None else "",
        reason=(row.reason or "") if word == EXPLAINED else "",
    )


def _word(row: Row, *, known: bool) -> str:
    if row.uncut:
        return EXPLAINED if row.explained else UNEXPLAINED
    return FELL if known else UNKNOWN
