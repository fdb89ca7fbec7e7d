"""What a check begins with before anything large is imported: the data's files are read in a process beside."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

from generator.load.ahead import FORKS, Ahead

_MAX_BYTES = 32 * 1024 * 1024  # of a table's file: where that is said, pandas is imported; a test holds the two alike
_begun: list[Ahead] = []


def begin(arguments: Sequence[str]) -> None:
    """Begin to read, if this is a check that goes by what was read before."""
    if FORKS and arguments[:1] == ["check"] and "--no-cache" not in arguments:
        folder = os.path.realpath(_given(arguments))
        if os.path.isdir(folder):
            with suppress(OSError, AttributeError):  # no process to spare, another C library: the check reads itself
                _begun.append(Ahead(folder, _MAX_BYTES))


def ahead_of(data: str) -> Ahead | None:
    """What was begun of a data folder."""
    return next((one for one in _begun if one.folder == data), None)


def _given(arguments: Sequence[str]) -> str:
    """The data folder, as far as it can be told; that of another is read to no use."""
    for place, word in enumerate(arguments):
        if word.startswith("--data="):
            return word.partition("=")[2]
        if word == "--data" and place + 1 < len(arguments):
            return arguments[place + 1]
    return "data"
