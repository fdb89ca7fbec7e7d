"""Planted in a department-year as a whole."""

from __future__ import annotations

from generator.sample.plan import Withheld, evaluated
from generator.sample.planters.registry import Target, planter


@planter("department", every=10, first=2, expects=("R24",))
def late_goals(target: Target) -> bool:
    """公开晚于期限：项目绩效目标在规定期限之后才公开。"""
    target.owner.late[target.year] = 38 + len(target.owner.department.code) * 5
    return True


@planter("department", every=17, first=5)
def self_evaluations_missing(target: Target) -> bool:
    """逾期未公开：部门整年没有公开项目自评。"""
    if not evaluated(target.year) or target.owner.department.code == "finance":
        return False
    target.owner.unpublished.add(target.year)
    return True


@planter("department", every=8, first=4)
def withheld_goals(target: Target) -> bool:
    """依法不公开：若干项目的绩效目标因涉及国家秘密等不公开，只公布个数和理由。"""
    police = target.owner.department.sector in {"police", "emergency"}
    ground = "国家秘密" if police else "危及国家安全公共安全经济安全社会稳定"
    count = 2 + target.year % 3
    withheld = Withheld(kind="D2", ground=ground, count=count)
    target.owner.withheld.setdefault(target.year, []).append(withheld)
    return True


@planter("department", every=11, first=3, expects=("F01",))
def uniformly_high_scores(target: Target) -> bool:
    """自评虚高：同一部门同一年度的项目自评几乎都在95分以上。"""
    if not evaluated(target.year) or target.year in target.owner.unpublished:
        return False
    target.owner.uniform.add(target.year)
    return True
