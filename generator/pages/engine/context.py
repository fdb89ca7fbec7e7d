"""What a stamped page needs besides the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PageContext:
    """One page to stamp: ``params`` fill the segments of its address, ``values`` go to its templates by name."""

    params: Mapping[str, str]
    title: str
    description: str
    values: Mapping[str, object]
