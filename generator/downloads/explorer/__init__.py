"""The explorer's files: each flat table a division-year at a time, facets and figures first, names apart."""

from __future__ import annotations

from generator.downloads.explorer.outputs import INDICATORS, explorer_outputs

__all__ = ["INDICATORS", "explorer_outputs"]
