"""What facts are worked out from; it stands with the other data that stages hand on."""

from __future__ import annotations

from generator.core.facts import Facts

__all__ = ["Facts"]
