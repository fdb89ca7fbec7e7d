"""Reviews of third parties' reports: grades of reports, never of projects."""

from __future__ import annotations

from generator.facts.measures.conditions import Selection, is_, that_year
from generator.facts.measures.measure import Count, Measure, graded

_STAGE = "报告评审"
_ALL = Selection(view="report_reviews", base=(that_year("reviewed_date"),))
_TRACKING = _ALL.and_(is_("report_kind", "绩效跟踪报告"))
_OTHERS = _ALL.and_(
    is_("report_kind", "绩效评价报告", "事前评估报告", "部门整体评价报告", "财政运行评价报告", "成本分析报告")
)

MEASURES = (
    Measure(code="report_review_count", stage=_STAGE, title="评审的第三方报告数", unit="份", how=Count(rows=_ALL)),
    Measure(
        code="report_review_evaluation_count",
        stage=_STAGE,
        title="评审的评价（评估、分析）报告数",
        unit="份",
        how=Count(rows=_OTHERS),
    ),
    Measure(
        code="report_review_tracking_count",
        stage=_STAGE,
        title="评审的绩效跟踪报告数",
        unit="份",
        how=Count(rows=_TRACKING),
    ),
    *graded("report_review_evaluation", _STAGE, "评价报告评审等级", "份", _OTHERS, field="report_grade"),
    *graded("report_review_tracking", _STAGE, "跟踪报告评审等级", "份", _TRACKING, field="report_grade"),
    Measure(
        code="report_review_institution_count",
        stage=_STAGE,
        title="报告接受评审的第三方机构数",
        unit="家",
        how=Count(rows=_ALL, distinct="institution_name"),
    ),
)
