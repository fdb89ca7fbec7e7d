"""The rules of the place: how many are in force, how many were issued in the year."""

from __future__ import annotations

from generator.facts.measures.conditions import Selection, is_, that_year
from generator.facts.measures.measure import Count, Measure

_STAGE = "制度建设"
_OWN = Selection(view="policies", base=(is_("own_", "是"),))

MEASURES = (
    Measure(
        code="policy_count",
        stage=_STAGE,
        title="年末有效的预算绩效管理制度数",
        unit="项",
        how=Count(rows=_OWN.and_(is_("validity_", "是"))),
        note="累计数",
    ),
    Measure(
        code="policy_issued_count",
        stage=_STAGE,
        title="年内印发的预算绩效管理制度数",
        unit="项",
        how=Count(rows=_OWN.and_(that_year("issued_date"))),
    ),
    *(
        Measure(
            code=f"policy_tier_{code}_count",
            stage=_STAGE,
            title=f"年末有效的制度中“{tier}”层次的项数",
            unit="项",
            how=Count(rows=_OWN.and_(is_("validity_", "是"), is_("tier", tier))),
        )
        for tier, code in (("1", "1"), ("2", "2"), ("N", "n"))
    ),
    Measure(
        code="indicator_library_count",
        stage=_STAGE,
        title="绩效指标库收录指标数",
        unit="条",
        how=Count(rows=Selection(view="indicator_library", base=(is_("in_use_", "是"),))),
        note="年末在用",
    ),
    Measure(
        code="indicator_library_sector_count",
        stage=_STAGE,
        title="绩效指标库覆盖行业领域数",
        unit="个",
        how=Count(rows=Selection(view="indicator_library", base=(is_("in_use_", "是"),)), distinct="sector"),
        note="年末在用",
    ),
)
