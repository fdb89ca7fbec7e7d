"""The front page."""

from __future__ import annotations

from generator.derive.site import Site, Year
from generator.derive.summary import distribute

NEWS = 10


def overview(site: Site) -> dict[str, object]:
    """The newest year of each division, how its scores lie, and what came out lately."""
    latest = _latest(site)
    return {
        "latest": latest,
        "overviews": [
            (year, [other for key, other in site.years.items() if key[0] == year.division.code]) for year in latest
        ],
        "distributions": [
            (
                year,
                distribute(
                    site.projects_of(year.division.code, year.year),
                    site.evaluations.of_year.get((year.division.code, year.year), []),
                ),
            )
            for year in latest
        ],
        "projects": len(site.projects.lines),
        "news": _recent(site),
    }


def _latest(site: Site) -> list[Year]:
    """The newest year of each division in which something has been reported; its newest year if nothing has."""
    result = []
    for division in dict.fromkeys(key[0] for key in site.years):
        years = [year for key, year in site.years.items() if key[0] == division]
        result.append(next((year for year in years if year.summary.reported), years[0]))
    return result


def _recent(site: Site) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    """The newest days with what came out on them (title, publisher, path, invented), a bounded number in all."""
    days: dict[str, list[tuple[str, str, str, bool]]] = {}
    for one in site.news[:NEWS]:
        days.setdefault(one.day, []).append((one.title, one.publisher, one.path, one.sample))
    return list(days.items())
