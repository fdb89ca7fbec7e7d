"""What a stamped page needs besides the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.derive.site import Site
from generator.derive.text import number


@dataclass(frozen=True, kw_only=True)
class PageContext:
    """One page to stamp: ``params`` fill the segments of its address, ``values`` go to its templates by name."""

    params: Mapping[str, str]
    title: str
    description: str
    values: Mapping[str, object]


class Crumb(NamedTuple):
    """One step of the breadcrumbs; the last one has no path."""

    title: str
    path: str | None


class Source(NamedTuple):
    """Where a record comes from and how to cite it."""

    publisher: str
    title: str
    index_number: str
    document_number: str
    topic: str
    written: str
    published: str
    validity: str
    contact: str
    folder: str
    files: Sequence[str]
    cited: str


def crumbs(*steps: tuple[str, str] | str) -> tuple[Crumb, ...]:
    """Breadcrumbs from the front page: (title, path) for a step, a bare title for the page itself."""
    return (
        Crumb("首页", ""),
        *(Crumb(step, None) if isinstance(step, str) else Crumb(*step) for step in steps),
    )


def source(site: Site, division: str, year: int, department: str, *, what: str, tables: Sequence[str]) -> Source | None:
    """The publication of a record that stands in a department's folder; None if the folder has no description."""
    package = site.disclosure.packages.get((division, year, department))
    if package is None:
        return None
    return Source(
        publisher=package.publisher,
        title=package.title,
        index_number=package.index_number,
        document_number=package.document_number,
        topic=package.topic,
        written=package.written_date,
        published=package.published_date,
        validity=package.validity,
        contact=package.contact,
        folder=f"data/{division}/{year}/{department}/",
        files=[f"{table}.csv" for table in tables],
        cited=f"{package.publisher}：{what}，{package.published_date} 公开",
    )


def gap(other: int | None, own: int | None) -> str:
    """How an independent score lies to the self-score, in words; empty where one of them is missing."""
    if other is None or own is None:
        return ""
    if other == own:
        return "与自评相同"
    return f"比自评{'低' if other < own else '高'} {number(abs(other - own))} 分"


def shortened(text: str, length: int = 110) -> str:
    """A text on one line, cut to a length for a page's description."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
