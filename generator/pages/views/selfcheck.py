"""The page on which a bureau checks its own files before it sends them, in its own browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.derive.site import Site
from generator.pages.engine.context import Content, Crumb, PageContext


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A bureau to choose where a form does not say whose it is: ``place`` is division/department."""

    name: str
    place: str


@dataclass(frozen=True, kw_only=True)
class SelfcheckPage(Content):
    """The bureaus, and the latest year to choose."""

    bureaus: Sequence[Choice]
    year: int


def selfcheck_pages(site: Site) -> Iterator[PageContext[SelfcheckPage]]:
    """The page, where the site has its parts."""
    if not site.selfcheck:
        return
    several = len(site.divisions) > 1
    yield PageContext(
        params={},
        title="填报自查",
        description="工作簿、Word 表或 CSV 交之前，在自己的浏览器里逐格查一遍；文件不上传。",
        trail=(Crumb("填报自查"),),
        content=SelfcheckPage(
            bureaus=[
                Choice(
                    name=f"{site.place(one.division)}：{one.name}" if several else one.name,
                    place=f"{one.division}/{one.code}",
                )
                for one in site.departments.values()
            ],
            year=site.today.year,
        ),
    )
