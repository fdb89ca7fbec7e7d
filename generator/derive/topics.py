"""Topics: the projects of a fund domain (PPP, government bonds, transfers …) over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.core import addresses
from generator.derive.evaluations import Evaluation
from generator.derive.projects import Project, by_size
from generator.derive.summary import Summary, summarise

# The domains a goal may name, with the word of their address.
DOMAINS: Mapping[str, str] = {
    "PPP": "ppp",
    "政府债券": "bonds",
    "政府购买服务": "services",
    "国有资产": "state-assets",
    "产业引导基金": "guidance-funds",
    "转移支付": "transfers",
    "直达资金": "direct-funds",
    "政府投资基金": "investment-funds",
}
OTHER = "other"


class TopicYear(NamedTuple):
    """The projects of a domain in one year, the largest first, and their sums."""

    year: int
    summary: Summary
    projects: Sequence[Project]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One domain of a division: its years, the newest first."""

    division: str
    name: str
    slug: str
    years: Sequence[TopicYear]

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return addresses.topic(self.division, self.slug)

    @property
    def projects(self) -> int:
        """How many project-years it has."""
        return sum(len(one.projects) for one in self.years)


def derive_topics(
    projects: Sequence[Project], evaluations: Mapping[int, Sequence[Evaluation]]
) -> Mapping[str, Sequence[Topic]]:
    """By division, in the domains' order; words that are no known domain share the topic 其他."""
    found: dict[tuple[str, str], dict[int, list[Project]]] = {}
    for one in projects:
        for domain in dict.fromkeys(name if name in DOMAINS else "其他" for name in one.domains):
            found.setdefault((one.division, domain), {}).setdefault(one.year, []).append(one)
    result: dict[str, list[Topic]] = {}
    for division in sorted({key[0] for key in found}):
        for domain in (*DOMAINS, "其他"):
            years = found.get((division, domain))
            if years:
                result.setdefault(division, []).append(
                    Topic(
                        division=division,
                        name=domain,
                        slug=DOMAINS.get(domain, OTHER),
                        years=[
                            TopicYear(
                                year,
                                summarise(
                                    years[year],
                                    [one for project in years[year] for one in evaluations.get(project.position, ())],
                                ),
                                by_size(years[year]),
                            )
                            for year in sorted(years, reverse=True)
                        ],
                    )
                )
    return result
