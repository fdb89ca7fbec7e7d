"""The values that rules and pages go by: weights, bands, thresholds, tolerances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from generator.core.schema import Field, Table


def _threshold(title: str, unit: str = "") -> Any:
    """A value of a profile that the method page lists as it is: what it is called and its unit."""
    return field(metadata={"title": title, "unit": unit})


class Value(NamedTuple):
    """A value of a profile as a page lists it: its name, what it is called, and the value in words."""

    name: str
    title: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Weights, bands, thresholds and tolerances in force for some divisions and years; scores in 分, rates in %.

    ``local_fields``: by table, the fields that only local forms have and those of this place do; ``lacking_fields``:
    those that forms usually have and those of this place don't.
    """

    name: str
    title: str
    source: str
    in_force: tuple[tuple[str, int, int], ...]
    execution_weight: float
    level1_weights: Mapping[str, Mapping[str, float]]
    bands: tuple[tuple[str, float], ...]
    at_most_formulas: tuple[str, ...]
    qualitative_bands: Mapping[str, float]
    progress_bands: Mapping[str, float]
    progress_minimums: Mapping[str, float]
    ex_ante_bands: Mapping[str, float]
    local_fields: Mapping[str, tuple[str, ...]]
    lacking_fields: Mapping[str, tuple[str, ...]]
    score_tolerance: float = _threshold("得分容差", "分")
    rate_tolerance: float = _threshold("执行率、压减率容差", "个百分点")
    amount_tolerance: float = _threshold("金额容差", "万元")
    execution_reason_below: float = _threshold("执行率低于此须说明原因", "%")
    overachieved_ratio: float = _threshold("实际超过指标值的倍数，超过此须说明原因", "倍")
    missed_share: float = _threshold("最高等级的自评：未达到的指标所占比例达到此即提示", "%")
    large_project: float = _threshold("大额项目：占本区划当年目标金额的比例", "%")
    budget_jump_least: float = _threshold("预算跳变：前后两年中较大的一年至少有多少才看", "万元")
    yoy_jump: float = _threshold("同比增幅，超过此须说明原因", "%")
    spot_check_minimum: float = _threshold("自评抽查比例不低于", "%")
    results_weight: float = _threshold("评价指标体系中产出、效益分值合计不低于", "分")
    high_score: float = _threshold("高分线", "分")
    uniform_projects: float = _threshold("得分普遍很高：至少有多少个项目才看", "个")
    uniform_share: float = _threshold("得分普遍很高：高分项目所占比例", "%")
    uniform_mean: float = _threshold("得分普遍很高：平均分", "分")
    uniform_deviation: float = _threshold("得分普遍很高：标准差小于", "分")
    low_execution: float = _threshold("低执行率", "%")
    warning_red: float = _threshold("自评预警红灯：指标得分率高出执行得分率的比例", "%")
    warning_yellow: float = _threshold("自评预警黄灯：未执行的比例", "%")
    evaluation_gap: float = _threshold("自评高出独立评价的分数", "分")
    settlement_months: float = _threshold("年度终了后仍可办理当年预算调整的月数", "个月")
    evaluation_cycle: float = _threshold("部门评价周期", "年")
    coverage_minimum: float = _threshold("各环节覆盖率不低于", "%")
    plausible_least: float = _threshold("一个项目的金额，低于此像是以亿元填写", "万元")
    plausible_most: float = _threshold("一个项目的金额，高于此像是以元填写", "万元")
    similar_text: float = _threshold("文字相似度不低于此视为相同", "%")
    copied_indicators: float = _threshold("指标照抄：与另一项目相同的指标至少", "项")
    copied_share: float = _threshold("指标照抄：相同的指标占本项目的比例", "%")
    repeated_texts: float = _threshold("同一段文字在一个部门出现的项目数", "个")
    repeated_values: float = _threshold("同一指标值与完成值重复的指标至少", "项")
    repeated_share: float = _threshold("同一指标值与完成值重复的指标所占比例", "%")

    @property
    def thresholds(self) -> tuple[Value, ...]:
        """Each plain number with its unit, in the order declared: what a page can list."""
        return tuple(
            Value(one.name, one.metadata["title"], f"{getattr(self, one.name):g}{one.metadata['unit']}")
            for one in fields(self)
            if one.metadata
        )

    def asked(self, table: Table) -> tuple[Field, ...]:
        """The fields of a table that the forms of this place have."""
        local, lacking = (every.get(table.name, ()) for every in (self.local_fields, self.lacking_fields))
        return tuple(one for one in table.fields if one.name not in lacking and (not one.local or one.name in local))


def profile_for(profiles: tuple[Profile, ...], division: str, year: int) -> Profile:
    """The profile in force for a division and fiscal year; the one named ``default`` where no other is."""
    default = None
    for profile in profiles:
        if profile.name == "default":
            default = profile
        for place, first, last in profile.in_force:
            if place == division and first <= year <= last:
                return profile
    if default is None:
        raise ValueError("no profile named default")
    return default
