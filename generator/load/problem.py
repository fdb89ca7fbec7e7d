"""What is wrong with a file: the first few of a kind are told, the others counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from generator.core.finding import Severity

FIRST = 20  # problems of a kind that are told of one file


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something wrong with a file, before it is known which bureau it belongs to.

    ``others``: how many more of its kind the file has, which are counted and not told.
    """

    code: str
    message: str
    expected: str
    hint: str
    row: int | None = None
    field: str = ""
    value: str = ""
    record: str = ""
    name: str = ""
    severity: Severity = "error"
    others: int = 0


def first_of(places: Sequence[int], make: Callable[[int], Problem]) -> list[Problem]:
    """The problems at the first few places; the last of them says how many there are besides."""
    told = [make(place) for place in places[:FIRST]]
    if len(places) > len(told):
        told[-1] = replace(told[-1], others=len(places) - len(told))
    return told
