"""Contexts of the pages of the frame: policies, standards, indicators, institutions, lower governments, reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from generator.derive.site import Site
from generator.derive.topics import Topic
from generator.pages.chain import consequences, disclosure, ex_ante, monitoring, rectifications, stated
from generator.pages.context import PageContext, crumbs
from generator.pages.records import project_rows

_T = TypeVar("_T")
LISTED = 60  # projects of one year on the page of a topic


def _by_division(site: Site, found: Mapping[str, _T]) -> list[tuple[str, bool, _T]]:
    """A division's name, whether it is invented, and what it has."""
    return [(site.place(division), site.sample(division), one) for division, one in found.items()]


def _by_year(site: Site, found: Mapping[tuple[str, int], _T]) -> list[tuple[str, bool, int, _T]]:
    """The same by year, the newest first within a division."""
    keys = sorted(found, key=lambda key: (key[0], -key[1]))
    return [(site.place(key[0]), site.sample(key[0]), key[1], found[key]) for key in keys]


def _policies(site: Site) -> dict[str, object]:
    return {"groups": _by_division(site, site.policies), "stated": stated(site, "制度建设")}


def _standards(site: Site) -> dict[str, object]:
    return {"groups": _by_division(site, site.costs), "stated": stated(site, "成本绩效")}


def _indicators(site: Site) -> dict[str, object]:
    return {"groups": _by_division(site, site.library), "stated": stated(site, "部门整体")}


def _institutions(site: Site) -> dict[str, object]:
    return {"groups": _by_division(site, site.institutions), "stated": stated(site, "报告评审")}


def _fiscal(site: Site) -> dict[str, object]:
    return {"groups": _by_year(site, site.fiscal), "stated": stated(site, "财政运行")}


def _reports(site: Site) -> dict[str, object]:
    return {
        "reports": _by_year(site, site.reports.reports),
        "assessments": _by_year(site, site.reports.assessments),
        "stated": stated(site, "公开与报告"),
    }


def _checks(site: Site) -> dict[str, object]:
    return {"groups": _by_year(site, site.reports.checks), "stated": stated(site, "绩效自评")}


def _topics(site: Site) -> dict[str, object]:
    return {"groups": _by_division(site, site.topics)}


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
                values={
                    "topic": topic,
                    "sample": site.sample(division),
                    "crumbs": crumbs(("按资金领域看", "topics/"), f"{place}{topic.name}"),
                    "lists": _lists(site, topic),
                },
            )


def _lists(site: Site, topic: Topic) -> list[tuple[int, int, Sequence[object]]]:
    return [(year, len(projects), project_rows(site, projects[:LISTED])) for year, _, projects in topic.years]


ONCE: Mapping[str, tuple[str, Callable[[Site], dict[str, object]]]] = {
    "disclosure/index": ("公开情况", disclosure),
    "monitoring/index": ("运行监控", monitoring),
    "ex-ante/index": ("事前评估", ex_ante),
    "rectifications/index": ("整改台账", rectifications),
    "consequences/index": ("结果应用", consequences),
    "checks": ("自评抽查", _checks),
    "fiscal-operations": ("财政运行评价", _fiscal),
    "institutions": ("第三方机构", _institutions),
    "policies": ("制度库", _policies),
    "standards": ("支出标准与成本", _standards),
    "indicators": ("指标库", _indicators),
    "reports": ("报告与考核", _reports),
    "topics/index": ("按资金领域看", _topics),
}
