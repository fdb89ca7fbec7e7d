"""What a recomputation says, and what every kind of relation between figures has in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from generator.core.profile import Profile
from generator.facts.figures.reported import Book, Reported

CONSISTENT = "可复算一致"
INCONSISTENT = "不一致"
NO_BASE = "基数未公开不可复算"
DOUBTFUL = "口径存疑"
DERIVED = "推算"  # nothing was published to compare with: shown beside the others, never a finding by itself


@dataclass(frozen=True, kw_only=True)
class Recomputed:
    """One recomputation: what was published, what the arithmetic gives, and the verdict in plain Chinese.

    ``notable``: the figures agree, yet what they show is worth a look.
    """

    relation: str
    kind: str
    title: str
    figures: tuple[Reported, ...]
    formula: str
    published: str
    recomputed: str
    verdict: str
    explanation: str
    notable: bool = False


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where a relation looks: a statement among all the figures of its division.

    ``projects``: (table, fiscal year) → the codes of the projects that the division has records of; where there are
    records, nobody need infer from totals. ``period``: the months that the document speaks of, 1-8; empty for a year.
    """

    statement: str
    book: Book
    report_year: int
    profile: Profile
    projects: Mapping[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    period: str = ""


class Relation(Protocol):
    """Anything that can be looked for in a statement."""

    def look(self, scene: Scene) -> Iterator[Recomputed]:
        """What it finds, one recomputation a place."""
        ...
