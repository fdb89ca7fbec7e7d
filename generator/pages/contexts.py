"""Which records a page of ``site_src`` is stamped for: the names its front matter may give as ``each``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from generator.derive import Site
from generator.pages.context import PageContext
from generator.pages.overviews import department_pages, once, statement_pages, table_pages, year_pages
from generator.pages.records import evaluation_pages, list_pages, project_pages

EACH: Mapping[str, Callable[[Site], Iterator[PageContext]]] = {
    "project": project_pages,
    "project-list": list_pages,
    "year": year_pages,
    "department": department_pages,
    "evaluation": evaluation_pages,
    "statement": statement_pages,
    "table": table_pages,
}

__all__ = ["EACH", "PageContext", "once"]
