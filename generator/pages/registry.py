"""Which pages there are: what each page of ``site_src`` shows, its title, and what it lies below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.derive import Site
from generator.pages.engine.context import PageContext
from generator.pages.views import (
    applications,
    checks,
    comparison,
    data,
    departments,
    dictionary,
    disclosure,
    evaluations,
    ex_ante_evaluations,
    fiscal_operations,
    home,
    indicators,
    institutions,
    lists,
    method,
    monitorings,
    policies,
    projects,
    rectifications,
    reports,
    standards,
    statements,
    topics,
    years,
)
from generator.pages.views.parts.trail import Crumb, crumbs

# The records that a page may be stamped for: the names its front matter may give as ``each``.
EACH: Mapping[str, Callable[[Site], Iterator[PageContext]]] = {
    "project": projects.project_pages,
    "project-list": lists.list_pages,
    "year": years.year_pages,
    "department": departments.department_pages,
    "evaluation": evaluations.evaluation_pages,
    "statement": statements.statement_pages,
    "table": dictionary.table_pages,
    "topic": topics.topic_pages,
    "disclosure": disclosure.disclosure_pages,
    "monitoring": monitorings.monitoring_pages,
    "ex-ante": ex_ante_evaluations.ex_ante_pages,
    "rectification": rectifications.rectification_pages,
    "consequence": applications.application_pages,
}
_ONCE: Mapping[str, Callable[[Site], dict[str, object]]] = {
    "index": home.overview,
    "projects/index": projects.overview,
    "departments/index": departments.overview,
    "evaluations/index": evaluations.overview,
    "comparison": comparison.overview,
    "data": data.overview,
    "dictionary/index": dictionary.overview,
    "method": method.overview,
    "disclosure/index": disclosure.overview,
    "monitoring/index": monitorings.overview,
    "ex-ante/index": ex_ante_evaluations.overview,
    "rectifications/index": rectifications.overview,
    "consequences/index": applications.overview,
    "checks": checks.overview,
    "fiscal-operations": fiscal_operations.overview,
    "institutions": institutions.overview,
    "policies": policies.overview,
    "standards": standards.overview,
    "indicators": indicators.overview,
    "reports": reports.overview,
    "topics/index": topics.overview,
}
# Pages that lie below another one: its breadcrumb.
_ABOVE: Mapping[str, Sequence[tuple[str, str]]] = {
    "comparison": (("年度说明", "statements/"),),
    "topics/index": (("项目", "projects/"),),
    "disclosure/index": (("部门", "departments/"),),
}
_TITLES: Mapping[str, str] = {
    "projects/index": "项目",
    "departments/index": "部门",
    "evaluations/index": "独立评价",
    "statements/index": "年度说明",
    "comparison": "并列对照",
    "dictionary/index": "数据字典",
    "method": "方法说明",
    "about": "关于本站",
    "mechanisms": "机制一览",
    "cite": "怎样引用",
    "data": "数据下载",
    "disclosure/index": "公开情况",
    "monitoring/index": "运行监控",
    "ex-ante/index": "事前评估",
    "rectifications/index": "整改台账",
    "consequences/index": "结果应用",
    "checks": "自评抽查",
    "fiscal-operations": "财政运行评价",
    "institutions": "第三方机构",
    "policies": "制度库",
    "standards": "支出标准与成本",
    "indicators": "指标库",
    "reports": "报告与考核",
    "topics/index": "按资金领域看",
}


def once(site: Site, page: str) -> PageContext:
    """The context of a page that is stamped once; ``page`` is its path in ``site_src`` without the ending."""
    title, maker = _TITLES.get(page, ""), _ONCE.get(page)
    trail: tuple[Crumb, ...] = crumbs(*_ABOVE.get(page, ()), title) if title else ()
    values = {"crumbs": trail, **(maker(site) if maker else {})}
    return PageContext(params={}, title=title, description="", values=values)
