"""Assessments before the money is budgeted: of the year the money was asked for, which is the year after."""

from __future__ import annotations

from generator.facts.measures.conditions import Selection, is_
from generator.facts.measures.measure import Count, Measure, Share, Total

_STAGE = "事前评估"
_ALL = Selection(view="ex_ante_evaluations")
_AMOUNT = Measure(
    code="ex_ante_amount",
    stage=_STAGE,
    title="事前绩效评估申报金额",
    unit="万元",
    how=Total(rows=_ALL, field="applied_amount"),
    offset=1,
)
_CUT = Measure(
    code="ex_ante_cut",
    stage=_STAGE,
    title="事前绩效评估审减额",
    unit="万元",
    how=Total(rows=_ALL, field="cut_amount"),
    offset=1,
)

MEASURES = (
    Measure(code="ex_ante_count", stage=_STAGE, title="事前绩效评估个数", unit="个", how=Count(rows=_ALL), offset=1),
    _AMOUNT,
    _CUT,
    Measure(
        code="ex_ante_approved_amount",
        stage=_STAGE,
        title="事前绩效评估核定金额",
        unit="万元",
        how=Total(rows=_ALL, field="approved_amount"),
        offset=1,
    ),
    Measure(
        code="ex_ante_cut_rate",
        stage=_STAGE,
        title="事前绩效评估审减率",
        unit="%",
        how=Share(part=_CUT, whole=_AMOUNT, paired=True),
        offset=1,
        note="基数为申报金额",
    ),
    *(
        Measure(
            code=f"ex_ante_{code}_count",
            stage=_STAGE,
            title=f"事前绩效评估结论为“{conclusion}”的个数",
            unit="个",
            how=Count(rows=_ALL.and_(is_("conclusion", conclusion))),
            offset=1,
        )
        for conclusion, code in (
            ("予以支持", "supported"),
            ("调整完善后予以支持", "adjusted"),
            ("不予支持", "rejected"),
        )
    ),
    Measure(
        code="ex_ante_re_review_count",
        stage=_STAGE,
        title="事前绩效评估复评个数",
        unit="个",
        how=Count(rows=_ALL.and_(is_("re_review", "是"))),
        offset=1,
    ),
    Measure(
        code="ex_ante_third_party_count",
        stage=_STAGE,
        title="委托第三方的事前绩效评估个数",
        unit="个",
        how=Count(rows=_ALL.and_(is_("organisation_mode", "委托第三方"))),
        offset=1,
    ),
    Measure(
        code="ex_ante_admitted_count",
        stage=_STAGE,
        title="事前绩效评估后入库个数",
        unit="个",
        how=Count(rows=_ALL.and_(is_("admitted", "是"))),
        offset=1,
    ),
)
