"""The only writer: one staging folder, verified, then one switch; a failed build leaves the earlier site as it was.

What builds a site brings pages and downloads with it; who only writes a file needs none of them, so that ``build`` is
fetched when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.publish.switching import stranger, told
from generator.publish.writer import clear, write

if TYPE_CHECKING:
    from generator.publish.building import Built, build

__all__ = ["Built", "build", "clear", "stranger", "told", "write"]


def __getattr__(name: str) -> Any:
    if name in ("Built", "build"):
        from generator.publish import building

        return getattr(building, name)
    raise AttributeError(name)
