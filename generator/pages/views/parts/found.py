"""What was found about a record, on its own page: by rule, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from generator.core.finding import Finding, Severity
from generator.derive.published import Published
from generator.derive.site import Site

FIRST = 3  # places that are shown before the fold


class RuleFound(NamedTuple):
    """What one rule found in a record."""

    code: str
    severity: Severity
    lines: Sequence[Published]


class RecordFindings(NamedTuple):
    """What was found about a record: ``total`` places, the ``first`` of them by rule, and the ``others``."""

    total: int
    answered: bool
    first: Sequence[RuleFound]
    others: Sequence[RuleFound]
    left: int  # places among the others


def record_findings(site: Site, findings: Iterable[Finding]) -> RecordFindings:
    """The findings about a record, each with its address."""
    lines = site.published.among(findings)
    return RecordFindings(
        total=len(lines),
        answered=any(one.answered for one in lines),
        first=_by_rule(lines[:FIRST]),
        others=_by_rule(lines[FIRST:]),
        left=max(len(lines) - FIRST, 0),
    )


def _by_rule(lines: Iterable[Published]) -> list[RuleFound]:
    found: dict[tuple[str, Severity], list[Published]] = {}
    for one in lines:
        found.setdefault((one.finding.code, one.finding.severity), []).append(one)
    return [RuleFound(code, severity, own) for (code, severity), own in found.items()]
