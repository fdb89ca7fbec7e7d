"""What a stamped page needs besides the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Crumb(NamedTuple):
    """One step of the breadcrumbs; the last one, the page itself, has no path."""

    title: str
    path: str | None = None


@dataclass(frozen=True, kw_only=True)
class PageContext:
    """One page to stamp: ``params`` fill the segments of its address, ``values`` go to its templates by name.

    ``trail`` are its breadcrumbs from the page it lies below to itself.
    """

    params: Mapping[str, str]
    title: str
    description: str
    trail: Sequence[Crumb] = ()
    values: Mapping[str, object]
