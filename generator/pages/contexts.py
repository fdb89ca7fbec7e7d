"""Which records a page of ``site_src`` is stamped for: the names its front matter may give as ``each``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.derive import Site
from generator.pages.chain import (
    consequence_pages,
    disclosure_pages,
    ex_ante_pages,
    monitoring_pages,
    rectification_pages,
)
from generator.pages.context import PageContext
from generator.pages.frame import topic_pages
from generator.pages.overviews import department_pages, once, table_pages, year_pages
from generator.pages.projects import project_pages
from generator.pages.records import evaluation_pages, list_pages
from generator.pages.statements import statement_pages

EACH: Mapping[str, Callable[[Site], Iterator[PageContext]]] = {
    "project": project_pages,
    "project-list": list_pages,
    "year": year_pages,
    "department": department_pages,
    "evaluation": evaluation_pages,
    "statement": statement_pages,
    "table": table_pages,
    "topic": topic_pages,
    "disclosure": disclosure_pages,
    "monitoring": monitoring_pages,
    "ex-ante": ex_ante_pages,
    "rectification": rectification_pages,
    "consequence": consequence_pages,
}

__all__ = ["EACH", "PageContext", "once"]
