"""The pages of fund domains, and their overview."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.derive.site import Site
from generator.derive.topics import Topic
from generator.pages.engine.context import Crumb, PageContext
from generator.pages.views.parts.groups import by_division
from generator.pages.views.parts.rows import project_rows

LISTED = 60  # projects of one year on the page of a topic


def topic_pages(site: Site) -> Iterator[PageContext]:
    """One page for each fund domain of a division."""
    for division, topics in site.topics.items():
        place = site.place(division)
        for topic in topics:
            yield PageContext(
                params={"division": division, "topic": topic.slug},
                title=f"{place}{topic.name}项目",
                description=(
                    f"{place}涉及{topic.name}的 {topic.projects} 个项目年度："
                    "预算、执行、自评与独立评价，按年度汇总，逐个可查。"
                ),
                trail=(Crumb(f"{place}{topic.name}"),),
                values={
                    "topic": topic,
                    "sample": site.sample(division),
                    "lists": _lists(site, topic),
                },
            )


def _lists(site: Site, topic: Topic) -> list[tuple[int, int, Sequence[object]]]:
    return [(year, len(projects), project_rows(site, projects[:LISTED])) for year, _, projects in topic.years]


def overview(site: Site) -> dict[str, object]:
    """The fund domains of each division."""
    return {"groups": by_division(site, site.topics)}
