"""Coverage of the five links of 5个100%: what was done over what should have been, with the denominators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from generator.core.facts import Facts
from generator.core.numbers import headed, percent, share
from generator.core.words import ALL, OWN
from generator.derive.rows import Counted
from generator.facts.columns import integers, strings
from generator.facts.coverage import FOLDER, YEAR, denominators, done

MONITORED = "应监控"
# Each link: kind of scope, and what it is called among the five (empty: not one of them).
LINKS: Mapping[str, str] = {
    "应事前评估": "事前有评估",
    "应编目标": "工作有目标",
    MONITORED: "事中有监控",
    "应自评": "事后有评价",
    "应应用": "结果有应用",
    "应评价": "",
    "应公开": "",
}
GROUNDS = (
    ("withheld_secret", "国家秘密"),
    ("withheld_security", "危及安全稳定"),
    ("withheld_trade", "商业秘密"),
    ("withheld_privacy", "个人隐私"),
    ("withheld_internal", "内部信息"),
)
EXEMPT = (("exempt_cancelled", "年中取消"), ("exempt_zero", "预算为零"), ("exempt_other", "其他免办"))


class Link(NamedTuple):
    """One link: how many were due (None: not published), how many there are, and what was left out and why."""

    kind: str
    title: str
    done: int
    due: int | None
    rate: str
    width: int
    due_amount: str
    basis: str
    withheld: Sequence[Counted]
    exempt: Sequence[Counted]
    remark: str


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Links by department-year, and of a whole division and year."""

    of_department: Mapping[tuple[str, str, int], Sequence[Link]]
    of_year: Mapping[tuple[str, int], Sequence[Link]]


def monitored(links: Iterable[Link]) -> int:
    """How many projects have a monitoring, of the links of one place."""
    return sum(one.done for one in links if one.kind == MONITORED)


def derive_coverage(facts: Facts) -> Coverage:
    """Set what is published over the published denominators."""
    return Coverage(
        of_department={
            (division, department, year): links
            for (division, year, department), links in _links(facts, OWN, FOLDER).items()
        },
        of_year=_links(facts, ALL, YEAR),
    )


def _links(facts: Facts, extent: str, place: list[str]) -> dict[tuple[Any, ...], list[Link]]:
    """The links of each place that publishes something, or how much is due."""
    key, counts = [*place, "kind"], facts.of(done)
    scopes = facts.of(denominators) if extent == ALL else facts.tables["scopes"]
    due = _due(scopes[scopes["extent"] == extent], key)
    there = counts[counts["extent"] == extent]
    published = dict(zip(there[key].itertuples(index=False, name=None), integers(there["done"]), strict=True))
    found = {
        where: [
            _link(kind, title, published.get((*where, kind)) or 0, due.get((*where, kind)))
            for kind, title in LINKS.items()
        ]
        for where in sorted({one[:-1] for one in (*due, *published)})
    }
    return {where: links for where, links in found.items() if any(one.done or one.due is not None for one in links)}


_Due = tuple["int | None", str, str, list[Counted], list[Counted], str]


def _due(scopes: pd.DataFrame, key: list[str]) -> dict[tuple[Any, ...], _Due]:
    counts = {name: integers(scopes[name]) for name, _ in (*GROUNDS, *EXEMPT)}
    result = {}
    for i, (place, due, amount, basis, remark) in enumerate(
        zip(
            zip(*(scopes[name].tolist() for name in key), strict=True),
            integers(scopes["due_count"]),
            integers(scopes["due_amount"]),
            strings(scopes["basis"]),
            strings(scopes["remark"]),
            strict=True,
        )
    ):
        left, free = (
            [Counted(title, count) for name, title in names if (count := counts[name][i])]
            for names in (GROUNDS, EXEMPT)
        )
        result[tuple(place)] = (due, headed(amount) if amount is not None else "", basis, left, free, remark)
    return result


def _link(kind: str, title: str, done: int, due: _Due | None) -> Link:
    if due is None:
        return Link(kind, title, done, None, "", 0, "", "", [], [], "")
    count, amount, basis, withheld, exempt, remark = due
    rate = percent(done, count) if count is not None else ""
    return Link(kind, title, done, count, rate, share(done, count or 0), amount, basis, withheld, exempt, remark)
