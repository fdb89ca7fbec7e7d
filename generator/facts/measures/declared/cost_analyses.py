"""Cost analyses of the statement's year, the spending standards they led to, and what they cut from the next budget."""

from __future__ import annotations

from generator.facts.measures.conditions import Selection, is_, positive, that_year
from generator.facts.measures.measure import Count, Measure, Share, Total

_STAGE = "成本绩效"
_ALL = Selection(view="cost_analyses", base=(that_year("year_"),))
_APPLIED = Selection(view="cost_analyses", base=(that_year("applied_fiscal_year"), positive("cut_amount")))
_STANDARDS = Selection(view="spending_standards", base=())
_CUT = Measure(
    code="cost_cut",
    stage="结果应用",
    title="成本绩效分析结果应用压减额",
    unit="万元",
    how=Total(rows=_APPLIED, field="cut_amount"),
    offset=1,
)
_BASE = Measure(
    code="cost_cut_base",
    stage="结果应用",
    title="成本绩效分析结果应用压减基数",
    unit="万元",
    how=Total(rows=_APPLIED, field="base_amount", complete=True),
    offset=1,
)

MEASURES = (
    Measure(code="cost_analysis_count", stage=_STAGE, title="成本绩效分析个数", unit="个", how=Count(rows=_ALL)),
    Measure(
        code="cost_analysis_amount",
        stage=_STAGE,
        title="成本绩效分析涉及总成本",
        unit="万元",
        how=Total(rows=_ALL, field="total_cost"),
        note="各项成本年数可能不同",
    ),
    Measure(
        code="cost_standard_new_count",
        stage=_STAGE,
        title="形成新支出标准的成本绩效分析个数",
        unit="个",
        how=Count(rows=_ALL.and_(is_("standard_result", "形成新标准"))),
    ),
    Measure(
        code="cost_standard_changed_count",
        stage=_STAGE,
        title="调整原支出标准的成本绩效分析个数",
        unit="个",
        how=Count(rows=_ALL.and_(is_("standard_result", "调整原标准"))),
    ),
    Measure(
        code="spending_standard_count",
        stage=_STAGE,
        title="年内制定的分行业分领域支出标准数",
        unit="个",
        how=Count(rows=_STANDARDS.and_(that_year("valid_from"))),
        whole=True,
        note="按标准起始日期计",
    ),
    Measure(
        code="spending_standard_in_force_count",
        stage=_STAGE,
        title="年末在用的分行业分领域支出标准数",
        unit="个",
        how=Count(rows=_STANDARDS.and_(is_("validity_", "是"))),
        whole=True,
        note="累计数",
    ),
    _CUT,
    _BASE,
    Measure(
        code="cost_cut_rate",
        stage="结果应用",
        title="成本绩效分析结果应用压减率",
        unit="%",
        how=Share(part=_CUT, whole=_BASE),
        offset=1,
        note="基数为压减基数",
    ),
)
