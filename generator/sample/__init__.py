"""The invented 示例区 (division 990001, never a real place): plausible data at any size, the same for the same seed."""

from __future__ import annotations

from generator.sample.departments import DIVISION
from generator.sample.district import sample
from generator.sample.planters import PLANTERS, Planted, Planter, shipped
from generator.sample.statements import drafted, written

__all__ = ["DIVISION", "PLANTERS", "Planted", "Planter", "drafted", "sample", "shipped", "written"]
