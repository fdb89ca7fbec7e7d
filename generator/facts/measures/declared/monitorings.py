"""Monitoring in the statement's own year: of the round that took in most projects, so that all sums are of one day."""

from __future__ import annotations

from generator.facts.measures.conditions import FOLDER, Selection, is_
from generator.facts.measures.measure import Count, Made, Measure, Share, Total, Value, booked
from generator.facts.measures.records import Records

_STAGE = "运行监控"
_NOTE = "运行监控项目中的一部分：不论哪一次选为重点监控，都按项目最多的一次监控计"
_ALL = Selection(view="monitorings")
_MAIN = _ALL.based(is_("main_", "是"))
# A part of the main round, so that neither the count nor the money of the key ones can exceed the whole's: who was
# picked in another round counts as monitored in this one.
KEY = _MAIN.and_(is_("key_", "是"))
_AMOUNT = Measure(
    code="monitoring_amount",
    stage=_STAGE,
    title="运行监控项目资金",
    unit="万元",
    how=Total(rows=_MAIN, field="annual_budget"),
)
_SPEND = Measure(
    code="monitoring_spend",
    stage=_STAGE,
    title="运行监控期内支出",
    unit="万元",
    how=Total(rows=_MAIN, field="actual_spend"),
)


def _cutoff(records: Records, year: int) -> Value | None:
    rows = records.base(_MAIN, year)
    if rows.empty:
        return None
    last = int(rows["period"].iloc[0])
    return Value(number=None, text=f"1—{last}月" if last > 1 else "1月", count=len(rows))


MEASURES = (
    Measure(
        code="monitoring_rounds",
        stage=_STAGE,
        title="集中开展运行监控次数",
        unit="次",
        how=Count(rows=_ALL, distinct="period"),
    ),
    Measure(
        code="monitoring_cutoff",
        stage=_STAGE,
        title="运行监控数据截止月份",
        unit="月",
        how=Made(
            views=("monitorings",),
            make=_cutoff,
            formula_text="项目最多的一次监控的截止月份",
            filter_text="财政年度＝{year}；项目最多的一次监控",
        ),
    ),
    Measure(code="monitoring_count", stage=_STAGE, title="运行监控项目数", unit="个", how=Count(rows=_MAIN)),
    _AMOUNT,
    _SPEND,
    Measure(
        code="monitoring_rate",
        stage=_STAGE,
        title="运行监控执行率",
        unit="%",
        how=Share(part=_SPEND, whole=_AMOUNT, paired=True),
    ),
    *booked("monitoring", _STAGE, "运行监控", _MAIN, "annual_budget"),
    Measure(
        code="dual_monitoring_count",
        stage=_STAGE,
        title="执行进度与目标实现程度“双监控”项目数",
        unit="个",
        how=Count(rows=_MAIN.and_(is_("dual_monitoring", "是"))),
    ),
    Measure(
        code="key_monitoring_count",
        stage=_STAGE,
        title="财政重点监控项目数",
        unit="个",
        how=Count(rows=KEY),
        note=_NOTE,
    ),
    Measure(
        code="key_monitoring_amount",
        stage=_STAGE,
        title="财政重点监控资金",
        unit="万元",
        how=Total(rows=KEY, field="annual_budget"),
        note=_NOTE,
    ),
    Measure(
        code="monitoring_correction_count",
        stage=_STAGE,
        title="运行监控中需要整改的项目数",
        unit="个",
        how=Count(rows=_ALL.and_(is_("needs_rectification", "是")), distinct="project_code"),
    ),
    Measure(
        code="monitoring_unlikely_count",
        stage=_STAGE,
        title="预计完全不可能完成目标的项目数",
        unit="个",
        how=Count(rows=_ALL.and_(is_("latest_", "是"), is_("likelihood", "完全不可能"))),
        note="每个项目取最近一次监控",
    ),
    Measure(
        code="monitoring_recovered_amount",
        stage=_STAGE,
        title="运行监控收回和调整资金",
        unit="万元",
        how=Total(rows=Selection(view="monitorings", base=(FOLDER,)), field="recovered_amount"),
    ),
)
