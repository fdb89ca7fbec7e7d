"""Which pages there are: one table of what each page of ``site_src`` shows, what it is called and what it lies below.

The file in ``site_src`` says how a page reads; its front matter names the records it is stamped for by their ``each``.
Stamping, breadcrumbs and the tests of navigation, sources and sitemap read this table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.derive import Site
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.views import (
    about,
    applications,
    checks,
    comparison,
    components,
    data,
    departments,
    desks,
    dictionary,
    disclosure,
    evaluations,
    ex_ante_evaluations,
    explore,
    findings,
    fiscal_operations,
    home,
    indicators,
    institutions,
    lists,
    measures,
    method,
    mistakes,
    monitorings,
    policies,
    printed_forms,
    projects,
    records,
    rectifications,
    reporting,
    reports,
    review,
    selfcheck,
    standards,
    statements,
    topics,
    years,
)

Overview = Callable[[Site], Content]
Records = Callable[[Site], Iterator[PageContext[Content]]]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the site.

    ``path`` is its file in ``site_src`` without the ending, ``title`` what breadcrumbs call it ('' where none lead to
    it), ``parent`` the path of the page it lies below ('' for the front page). A page that is stamped once has an
    ``overview`` that makes its content, or needs none; one stamped for each of some records bears their name in
    ``each`` and has the ``records`` that make its contexts.
    """

    path: str
    title: str = ""
    parent: str = ""
    overview: Overview | None = None
    each: str = ""
    records: Records | None = None

    @property
    def address(self) -> str:
        """The folder it is published in, '' for the front page; of records the pattern of their addresses."""
        return address_of(self.path)

    def contexts(self, site: Site) -> Iterator[PageContext[Content]]:
        """What it is stamped with: one context, or one for each of its records."""
        if self.records:
            yield from self.records(site)
        else:
            trail = (Crumb(self.title),) if self.title else ()
            content = self.overview(site) if self.overview else Content()
            yield PageContext(params={}, title=self.title, description="", trail=trail, content=content)


def address_of(path: str) -> str:
    """The folder that a file of ``site_src`` is published in; ``path`` is without the ending."""
    return "" if path == "index" else path.removesuffix("/index") + "/"


def crumbs(page: Page, context: PageContext[Content]) -> tuple[Crumb, ...]:
    """The breadcrumbs of a page: the front page, the page it lies below, its own; none where it has no title."""
    if not context.trail:
        return ()
    above = PAGES[page.parent] if page.parent else None
    return (Crumb("首页", ""), *((Crumb(above.title, above.address),) if above else ()), *context.trail)


_TABLE = (
    Page(path="index", overview=home.overview),
    Page(path="404"),
    Page(path="search", overview=topics.search),
    Page(path="projects/index", title="项目", overview=projects.overview),
    Page(path="projects/division/year/code", parent="projects/index", each="project", records=projects.project_pages),
    Page(path="explore", title="总表", overview=explore.overview),
    Page(path="compare", title="并列比较", parent="explore"),
    Page(path="lists/division/year/page", parent="projects/index", each="project-list", records=lists.list_pages),
    Page(path="years/division/year", parent="projects/index", each="year", records=years.year_pages),
    Page(path="topics/index", title="按题目看", parent="projects/index", overview=topics.overview),
    Page(path="topics/division/topic", parent="topics/index", each="topic", records=topics.topic_pages),
    Page(path="departments/index", title="部门", overview=departments.overview),
    Page(
        path="departments/division/department",
        parent="departments/index",
        each="department",
        records=departments.department_pages,
    ),
    Page(path="disclosure/index", title="公开情况", parent="departments/index", overview=disclosure.overview),
    Page(
        path="disclosure/division/year",
        parent="disclosure/index",
        each="disclosure",
        records=disclosure.disclosure_pages,
    ),
    Page(path="evaluations/index", title="独立评价", overview=evaluations.overview),
    Page(
        path="evaluations/division/year/code",
        parent="evaluations/index",
        each="evaluation",
        records=evaluations.evaluation_pages,
    ),
    Page(path="ex-ante/index", title="事前评估", overview=ex_ante_evaluations.overview),
    Page(
        path="ex-ante/division/year",
        parent="ex-ante/index",
        each="ex-ante-evaluation",
        records=ex_ante_evaluations.ex_ante_pages,
    ),
    Page(path="monitoring/index", title="运行监控", overview=monitorings.overview),
    Page(
        path="monitoring/division/year",
        parent="monitoring/index",
        each="monitoring",
        records=monitorings.monitoring_pages,
    ),
    Page(path="checks", title="自评抽查", overview=checks.overview),
    Page(path="rectifications/index", title="整改台账", overview=rectifications.overview),
    Page(
        path="rectifications/division/year",
        parent="rectifications/index",
        each="rectification",
        records=rectifications.rectification_pages,
    ),
    Page(path="consequences/index", title="结果应用", overview=applications.overview),
    Page(
        path="consequences/division/year",
        parent="consequences/index",
        each="application",
        records=applications.application_pages,
    ),
    Page(path="review/index", title="人大审查", overview=review.overview),
    Page(path="review/division/year", parent="review/index", each="review", records=review.review_pages),
    Page(path="pack", title="审议册", parent="review/index"),
    Page(path="findings/index", title="核对发现", overview=findings.overview),
    Page(
        path="findings/division/year",
        parent="findings/index",
        each="findings-year",
        records=findings.year_pages,
    ),
    Page(
        path="findings/division/year/department",
        parent="findings/index",
        each="findings",
        records=findings.department_pages,
    ),
    Page(path="rules/code", parent="findings/index", each="rule", records=findings.rule_pages),
    Page(path="fiscal-operations", title="财政运行评价", overview=fiscal_operations.overview),
    Page(path="institutions", title="第三方机构", overview=institutions.overview),
    Page(path="policies", title="制度库", overview=policies.overview),
    Page(path="standards", title="支出标准与成本", overview=standards.overview),
    Page(path="indicators/index", title="指标库", overview=indicators.overview),
    Page(
        path="indicators/division/year",
        parent="indicators/index",
        each="shared-indicators",
        records=indicators.shared_pages,
    ),
    Page(path="statements/index", title="年度说明", overview=statements.overview),
    Page(
        path="statements/division/year",
        parent="statements/index",
        each="statement",
        records=statements.statement_pages,
    ),
    Page(
        path="statements/division/year/code",
        parent="statements/index",
        each="bulletin",
        records=statements.bulletin_pages,
    ),
    Page(path="comparison", title="并列对照", parent="statements/index", overview=comparison.overview),
    Page(path="reports", title="报告与考核", overview=reports.overview),
    Page(path="data", title="数据下载", overview=data.overview),
    Page(path="reporting", title="部门填报", overview=reporting.overview),
    Page(path="mistakes", title="常见错误", parent="reporting", overview=mistakes.overview),
    Page(path="self-check", parent="reporting", each="selfcheck", records=selfcheck.selfcheck_pages),
    Page(path="reporting/division/department", parent="reporting", each="desk", records=desks.desk_pages),
    Page(path="about", title="关于本站", overview=about.overview),
    Page(path="mechanisms", title="机制一览"),
    Page(path="method", title="方法说明", overview=method.overview),
    Page(path="dictionary/index", title="数据字典", overview=dictionary.overview),
    Page(path="measures", title="年度说明的指标代码", parent="dictionary/index", overview=measures.overview),
    Page(path="dictionary/table", parent="dictionary/index", each="table", records=dictionary.table_pages),
    Page(
        path="records/division/folder/page",
        parent="departments/index",
        each="records",
        records=records.record_pages,
    ),
    Page(
        path="forms/division/folder/form",
        parent="departments/index",
        each="printed-forms",
        records=printed_forms.printed_form_pages,
    ),
    Page(path="cite", title="怎样引用"),
    Page(path="examples/family", parent="method", each="examples", records=method.example_pages),
    Page(path="components", title="组件", overview=components.overview),
)
PAGES: Mapping[str, Page] = {page.path: page for page in _TABLE}
# What the front matter of a page may give as ``each``.
EACH: Mapping[str, Page] = {page.each: page for page in _TABLE if page.each}
