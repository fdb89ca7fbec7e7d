"""The stages of a run as whoever watches it sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Stage(Protocol):
    """Opens a named stage and hands out a function to call with each thing done."""

    def __call__(self, title: str) -> AbstractContextManager[Callable[[str], None]]:
        """Open the stage."""


@contextmanager
def unwatched(title: str) -> Iterator[Callable[[str], None]]:
    """A stage whose ``title`` nobody sees."""
    yield lambda _: None
