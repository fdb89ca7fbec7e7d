"""Two states of the data compared: by key, record and field, what is lost first."""

from __future__ import annotations

from generator.compare.comparison import Comparison
from generator.compare.differences import compared
from generator.compare.side import Side, side_of

__all__ = ["Comparison", "Side", "compared", "side_of"]
