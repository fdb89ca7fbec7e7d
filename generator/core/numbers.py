"""Numbers: held as whole millionths of their unit."""

from __future__ import annotations

# Numbers are held as whole millionths of their unit, so that sums are exact: one millionth of 万元 is one 分 (0.01 元).
MICRO = 1_000_000
DECIMALS = 6
