"""The invented 示例区 (division 990001, never a real place): plausible data at any size, the same for the same seed."""

from __future__ import annotations

from generator.sample.district import sample
from generator.sample.planters import PLANTERS, Planted, Planter, shipped

__all__ = ["PLANTERS", "Planted", "Planter", "sample", "shipped"]
