"""What a check begins with before anything large is imported: to read.

The data's files are read in a process beside, what was kept of them by a thread.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress

from generator.load.ahead import FORKS, Ahead
from generator.load.proving import Proving, prove

_MAX_BYTES = 32 * 1024 * 1024  # of a table's file: where that is said, pandas is imported; a test holds the two alike
CACHE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), ".cache")
_begun: list[Ahead] = []
_proving: dict[str, Proving] = {}


def begin(arguments: Sequence[str]) -> None:
    """Begin to read, if this is a check that goes by what was read before."""
    if FORKS and arguments[:1] == ["check"] and "--no-cache" not in arguments:
        folder = os.path.realpath(_given(arguments, "--data") or "data")
        if os.path.isdir(folder):
            with suppress(OSError, AttributeError):  # no process to spare, another C library: the check reads itself
                _begun.append(Ahead(folder, _MAX_BYTES))
            kept = place_of(os.path.realpath(_given(arguments, "--cache") or CACHE), folder)
            if os.path.isdir(kept):
                _proving[kept] = prove(kept)


def ahead_of(data: str) -> Ahead | None:
    """What was begun of a data folder."""
    return next((one for one in _begun if one.folder == data), None)


def proving_of(folder: str) -> Proving | None:
    """What was begun of a store, which is given up: once."""
    return _proving.pop(folder, None)


def place_of(cache: str, data: str) -> str:
    """The folder of a data folder's store."""
    return os.path.join(cache, "read", hashlib.sha256(data.encode()).hexdigest()[:16])


def _given(arguments: Sequence[str], option: str) -> str:
    """What is given for an option, as far as it can be told; what is read of another is read to no use."""
    for place, word in enumerate(arguments):
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if word == option and place + 1 < len(arguments):
            return arguments[place + 1]
    return ""
