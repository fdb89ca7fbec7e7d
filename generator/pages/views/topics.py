"""The pages of matters of life and of fund domains, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.derive.answers import topic_answer
from generator.derive.site import Site, Year
from generator.derive.summary import Summary
from generator.derive.topics import Topic, TopicYear
from generator.pages.charts.rows import RowChart
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views.parts.rows import ProjectRow, project_rows
from generator.pages.views.pictures.counted import budgets, given_to

LISTED = 60  # projects of one year on the page of a topic


class ProjectList(NamedTuple):
    """The largest projects of a year, and how many there are in all."""

    year: int
    total: int
    rows: Sequence[ProjectRow]


@dataclass(frozen=True, kw_only=True)
class TopicPage(Content):
    """A topic, and what its newest year with results, ``latest``, comes to in a sentence."""

    answer: str
    topic: Topic
    sample: bool
    latest: TopicYear
    chart: RowChart
    project_lists: Sequence[ProjectList]


def topic_pages(site: Site) -> Iterator[PageContext[TopicPage]]:
    """One page for each topic of a division."""
    for division, topics in site.topics.items():
        place = site.place(division)
        for topic in topics:
            yield PageContext(
                params={"division": division, "topic": topic.slug},
                title=f"{place}{topic.name}{'的' if topic.life else ''}项目",
                description=(
                    f"{place}{'有关' if topic.life else '涉及'}{topic.name}的 {topic.projects} 个项目年度："
                    "预算、执行、自评与独立评价，按年度汇总，逐个可查。"
                ),
                trail=(Crumb(f"{place}{topic.name}"),),
                content=TopicPage(
                    answer=topic_answer(_latest(topic)),
                    topic=topic,
                    sample=site.sample(division),
                    latest=_latest(topic),
                    chart=budgets("budgets", topic.years),
                    project_lists=[
                        ProjectList(one.year, len(one.projects), project_rows(site, one.projects[:LISTED]))
                        for one in topic.years
                    ],
                ),
            )


def _latest(topic: Topic) -> TopicYear:
    """The newest year in which something has been reported; the newest one if nothing has."""
    return next((one for one in topic.years if one.summary.reported), topic.years[0])


class TopicRow(NamedTuple):
    """A fund domain and its figures of the year (None without any)."""

    topic: Topic
    of_year: Summary | None


class DivisionGroup(NamedTuple):
    """A division's newest year with results, and its fund domains."""

    latest: Year
    topics: Sequence[TopicRow]
    chart: RowChart


@dataclass(frozen=True, kw_only=True)
class TopicsOverview(Content):
    """The fund domains of each division in one year, and the matters of life of each."""

    groups: Sequence[DivisionGroup]
    lives: Sequence[LifeGroup]


class LifeGroup(NamedTuple):
    """A division and its matters of life."""

    place: str
    topics: Sequence[Topic]


def lives(site: Site) -> list[LifeGroup]:
    """The matters of life that each division has projects of: ways in that need no search."""
    found = {division: [one for one in topics if one.life] for division, topics in site.topics.items()}
    return [LifeGroup(site.place(division), topics) for division, topics in found.items() if topics]


@dataclass(frozen=True, kw_only=True)
class SearchPage(Content):
    """The search page: what it offers where nobody types."""

    lives: Sequence[LifeGroup]


def search(site: Site) -> SearchPage:
    """The matters of life beside the search."""
    return SearchPage(lives=lives(site))


def overview(site: Site) -> TopicsOverview:
    """The fund domains of each division in its newest year with results."""
    groups = []
    for division, topics in site.topics.items():
        latest = site.latest(division)
        rows = [TopicRow(one, _of_year(one, latest.year)) for one in topics if not one.life]
        if rows:
            given = [(row.topic.name, row.topic.path, row.of_year) for row in rows if row.of_year]
            groups.append(DivisionGroup(latest, rows, given_to(f"given-{division}", latest.year, given)))
    return TopicsOverview(groups=groups, lives=lives(site))


def _of_year(topic: Topic, year: int) -> Summary | None:
    return next((one.summary for one in topic.years if one.year == year), None)
