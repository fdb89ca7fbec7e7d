"""The pages of independent evaluations, and their overview."""

from __future__ import annotations

from collections.abc import Iterator

from generator.derive.site import Site
from generator.pages.engine.context import Crumb, PageContext
from generator.pages.views.parts.provenance import provenance
from generator.pages.views.parts.rows import evaluation_rows
from generator.pages.views.parts.words import gap, shortened


def evaluation_pages(site: Site) -> Iterator[PageContext]:
    """One page for each independent evaluation."""
    for line, detail in site.evaluations.details():
        department = site.department(line.division, line.subject_department)
        project = site.projects.lines[line.project] if line.project is not None else None
        apart = gap(line.score_micro, project.score_micro if project else None)
        yield PageContext(
            params={"division": line.division, "year": str(line.year), "code": line.key},
            title=f"{line.name}{line.kind}（{line.year}年度）",
            description=shortened(
                f"{line.evaluator}对{department}“{line.name}”的{line.kind}："
                f"{line.score} 分，{line.grade}。{line.conclusion}"
            ),
            trail=(
                Crumb(f"{line.year}年度", f"years/{line.division}/{line.year}/"),
                Crumb(department, f"departments/{line.division}/{line.subject_department}/"),
                Crumb(line.name),
            ),
            values={
                "e": line,
                "d": detail,
                "department": department,
                "place": site.place(line.division),
                "publisher": site.department(line.division, line.department),
                "project": project,
                "gap": apart,
                "problems": site.evaluations.problems[line.position],
                "sample": site.sample(line.division),
                "applications": site.applications.of_evaluation.get(line.position, ()),
                "rectifications": site.rectifications.of_evaluation.get(line.position, ()),
                "status": site.disclosure.dated(line.division, line.year, "D8", ""),
                "findings": site.findings.of_evaluation.get(line.position, ()),
                "source": provenance(
                    site,
                    line.division,
                    line.year,
                    line.department,
                    what=f"{line.name}{line.kind}（{line.year}年度，评价编码 {line.code}）",
                    tables=("evaluations", "evaluation_indicators", "evaluation_findings"),
                ),
            },
        )


def overview(site: Site) -> dict[str, object]:
    """The evaluations by division and year."""
    keys = sorted(site.evaluations.of_year, key=lambda key: (key[0], -key[1]))
    return {
        "groups": [
            (
                site.place(division),
                year,
                site.sample(division),
                evaluation_rows(site, site.evaluations.of_year[division, year]),
            )
            for division, year in keys
        ]
    }
