"""Findings by kind: how often each occurs, how often it is answered, and what it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from generator.check.report import title_of
from generator.core import addresses
from generator.core.finding import SEVERITIES, Finding, Severity
from generator.derive.site import Site


class Subject(NamedTuple):
    """What a finding is about: its name and its page ('' where it has none)."""

    title: str
    path: str


class Seen(NamedTuple):
    """How often one kind of finding occurs, how often that is answered, and some of the records."""

    code: str
    title: str
    severity: Severity
    times: int
    answered: int
    records: Sequence[Subject]


def kinds_of(site: Site, findings: Sequence[Finding], *, dated: bool = False, examples: int = 5) -> list[Seen]:
    """Findings by kind, the most serious and the most frequent first; ``dated`` names the year of each example."""
    counts = Counter((finding.code, finding.severity) for finding in findings)
    answered = Counter((finding.code, finding.severity) for finding in findings if finding.reply)
    records: dict[tuple[str, Severity], dict[str, Subject]] = {}
    for finding in findings:
        found = records.setdefault((finding.code, finding.severity), {})
        if len(found) < examples and (subject := subject_of(site, finding, dated=dated)):
            found[subject.title] = subject
    order = list(SEVERITIES)
    return [
        Seen(code, title_of(code), severity, count, answered[code, severity], list(records[code, severity].values()))
        for (code, severity), count in sorted(
            counts.items(), key=lambda item: (order.index(item[0][1]), -item[1], item[0][0])
        )
    ]


def subject_of(site: Site, finding: Finding, *, dated: bool) -> Subject | None:
    """What a finding is about: a project, an evaluation or a coverage; None if of neither."""
    if finding.year is None:
        return None
    key = (finding.division, finding.year, finding.record.partition("＋")[0].lower())
    if key in site.evaluations.at:
        evaluation = site.evaluations.lines[site.evaluations.at[key]]
        return Subject(f"{evaluation.name}（{evaluation.kind}）", evaluation.path)
    project = site.findings.owner(finding)
    if project is None:
        if finding.table == "scopes" and (finding.division, finding.year) in site.years:
            page = addresses.disclosure(finding.division, finding.year)
            return Subject(f"{finding.year}年度覆盖率", f"{page}#coverage")
        return None
    line = site.projects.lines[project]
    return Subject(f"{line.name}（{line.year}）" if dated else line.name, line.path)
