"""Topics: the projects of a matter of life (school, health, housing …) or of a fund domain over the years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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


class Matter(NamedTuple):
    """A matter of life: the word of its address, and the expenditure classes and words of names that tell it."""

    slug: str
    classes: tuple[str, ...]
    words: tuple[str, ...]

    def told(self, function_class: str, name: str) -> bool:
        """Whether a project of this expenditure class and name is about it."""
        return function_class.startswith(self.classes) or any(word in name for word in self.words)


# What people come for, by the beginnings of expenditure classes (政府收支分类科目) and by words of names.
LIFE: Mapping[str, Matter] = {
    "上学": Matter("school", ("205",), ("学校", "校舍", "校车", "幼儿园", "学生", "教师", "助学")),
    "看病": Matter("health", ("210",), ("医院", "医疗", "卫生院", "疾病", "疫苗", "救治")),
    "养老": Matter("elderly", ("20805", "2081006"), ("养老", "老年", "高龄", "敬老")),
    "救助": Matter("aid", ("20810", "20811", "20819", "20820", "20821"), ("低保", "救助", "残疾", "特困", "困境")),
    "就业": Matter("jobs", ("20807",), ("就业", "创业", "毕业生", "技能提升", "职业培训")),
    "住房": Matter("housing", ("221",), ("住房", "危房", "棚户", "老旧小区", "保障房", "租赁补贴")),
    "出行": Matter("travel", ("214",), ("公路", "道路", "桥梁", "公交", "停车", "路灯")),
    "环境": Matter("environment", ("211", "21205"), ("污水", "垃圾", "绿化", "生态", "大气", "厕所", "造林")),
    "安全": Matter("safety", ("204", "224"), ("消防", "防汛", "应急", "治安", "安全生产", "食品安全", "药品")),
    "种地": Matter("farming", ("213",), ("农田", "粮", "灌区", "农业", "养殖", "农机")),
    "文体": Matter("culture", ("207",), ("文化", "图书", "体育", "健身", "博物")),
}


@lru_cache(maxsize=20_000)
def matters(function_class: str, name: str) -> tuple[str, ...]:
    """The matters of life that a project of this class and name is about; most of its years have the same."""
    return tuple(matter for matter, one in LIFE.items() if one.told(function_class, name))


class TopicYear(NamedTuple):
    """The projects of a domain in one year, the largest first, and their sums."""

    year: int
    summary: Summary
    projects: Sequence[Project]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One matter of life, or one fund domain, of a division: its years, the newest first."""

    division: str
    name: str
    slug: str
    life: bool
    years: Sequence[TopicYear]

    @property
    def path(self) -> str:
        """The page's path below the site's root."""
        return addresses.topic(self.division, self.slug)

    @property
    def projects(self) -> int:
        """How many project-years it has."""
        return sum(len(one.projects) for one in self.years)


class _Name(NamedTuple):
    """What a topic is called, the word of its address, and whether it is a matter of life."""

    name: str
    slug: str
    life: bool


_NAMES = (
    *(_Name(name, matter.slug, True) for name, matter in LIFE.items()),
    *(_Name(name, slug, False) for name, slug in DOMAINS.items()),
    _Name("其他", OTHER, False),
)


def derive_topics(
    projects: Sequence[Project], classes: Sequence[str | None], evaluations: Mapping[int, Sequence[Evaluation]]
) -> Mapping[str, Sequence[Topic]]:
    """By division, matters of life before fund domains; ``classes`` are the projects' expenditure classes.

    Words that are no known domain share the topic 其他.
    """
    found: dict[tuple[str, str], dict[int, list[Project]]] = {}
    for one, function_class in zip(projects, classes, strict=True):
        for name in _topics_of(one, function_class or ""):
            found.setdefault((one.division, name), {}).setdefault(one.year, []).append(one)
    return {
        division: [
            _topic(division, topic, found[division, topic.name], evaluations)
            for topic in _NAMES
            if (division, topic.name) in found
        ]
        for division in sorted({division for division, _ in found})
    }


def _topics_of(project: Project, function_class: str) -> Iterator[str]:
    yield from matters(function_class, project.name)
    yield from dict.fromkeys(name if name in DOMAINS else "其他" for name in project.domains)


def _topic(
    division: str,
    topic: _Name,
    years: Mapping[int, Sequence[Project]],
    evaluations: Mapping[int, Sequence[Evaluation]],
) -> Topic:
    def of_year(year: int) -> TopicYear:
        judged = [one for project in years[year] for one in evaluations.get(project.position, ())]
        return TopicYear(year, summarise(years[year], judged), by_size(years[year]))

    return Topic(
        division=division,
        name=topic.name,
        slug=topic.slug,
        life=topic.life,
        years=[of_year(year) for year in sorted(years, reverse=True)],
    )
