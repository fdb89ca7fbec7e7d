"""预算绩效公开: validated budget-performance data packages in, a static site and data sets out."""

from __future__ import annotations

__version__ = "0.1.0"
