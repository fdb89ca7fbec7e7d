"""The only writer: one staging folder, verified, then one switch; a failed build leaves the earlier site as it was."""

from __future__ import annotations

from generator.publish.building import Built, build
from generator.publish.switching import stranger, told
from generator.publish.writer import clear, write

__all__ = ["Built", "build", "clear", "stranger", "told", "write"]
