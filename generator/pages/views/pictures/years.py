"""Chart of the money of a year: from the goals published at its start, step by step, to what was spent."""

from __future__ import annotations

from collections.abc import Sequence

from generator.core.numbers import headed
from generator.derive.reconciliation import StepLine
from generator.facts.reconciliation import NO_REPORT
from generator.pages.charts.rows import Fall, RowChart, waterfall


def money(name: str, label: str, steps: Sequence[StepLine]) -> RowChart:
    """The steps as a waterfall; ``label`` says whose money of which year it is."""
    falls = [Fall(label=one.title, amount=_said(one), level=one.level) for one in steps]
    if not falls:
        return waterfall(
            name, f"{label}还没有公开项目的目标和自评", "", falls, heads=("步骤", "金额（万元）"), unit="万元"
        )
    changes = [one for one in steps if not one.level and one.name != NO_REPORT]  # nobody knows what became of that
    largest = max(changes, key=lambda one: abs(one.amount_micro), default=None)
    change = f"变化最大的一步是“{largest.title}”，{headed(largest.amount_micro)}。" if largest else ""
    return waterfall(
        name,
        f"{label}：{_told('年初目标', '年初目标', steps[0])}，{_told('花了', '执行数', steps[-1])}",
        f"从上往下，每一步加到前一个合计上。{change}",
        falls,
        heads=("步骤", "金额（万元）"),
        unit="万元",
    )


def _told(verb: str, noun: str, step: StepLine) -> str:
    """What a total comes to, or that it is not published."""
    amount = _said(step)
    return f"{noun}还没有公开" if amount is None else f"{verb} {headed(amount)}"


def _said(step: StepLine) -> int | None:
    """What a step comes to; None for a total of which no project says anything."""
    return None if step.level and not step.projects else step.amount_micro
