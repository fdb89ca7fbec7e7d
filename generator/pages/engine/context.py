"""What a stamped page needs besides the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar


class Crumb(NamedTuple):
    """One step of the breadcrumbs; the last one, the page itself, has no path."""

    title: str
    path: str | None = None


@dataclass(frozen=True, kw_only=True)
class Content:
    """What the fragments of a page are given by name: the fields that a view declares, all used and no others.

    A view's contents are told field by field; a test compares them with the names that its fragments use.
    """


Content_co = TypeVar("Content_co", bound=Content, covariant=True)


@dataclass(frozen=True, kw_only=True)
class PageContext(Generic[Content_co]):
    """One page to stamp: ``params`` fill the segments of its address, ``content`` goes to its fragments.

    ``trail`` are its breadcrumbs from the page it lies below to itself.
    """

    params: Mapping[str, str]
    title: str
    description: str
    trail: Sequence[Crumb] = ()
    content: Content_co
