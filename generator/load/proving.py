"""Files of a store are read and proved by a thread, while others read, or the program still starts.

What is in them is for ``kept`` to say; here is only whether every byte is as it was written.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from generator.load.files import read_file

MAGIC = b"kept-1\n"
HEAD = struct.Struct("<32sQ")  # SHA-256 of all that follows, and how long the words before the cells are
ENDING = ".kept"
_MOST = 4 * 2**30
# What is asked for first, however it is called.
_FIRST = "parsed.forms"

Proving = Mapping[str, "Future[memoryview | None]"]


def prove(folder: str) -> Proving:
    """The files of a store by what they are called, each as soon as it is read and proved; None for one that is not."""
    pool = ThreadPoolExecutor(max_workers=1)  # to read and to reckon a digest leave the other thread alone
    try:
        names = [one.removesuffix(ENDING) for one in os.listdir(folder) if one.endswith(ENDING)]
    except OSError:
        names = []
    names.sort(key=lambda name: (name != _FIRST, name))
    found = {name: pool.submit(_proved, os.path.join(folder, f"{name}{ENDING}")) for name in names}
    pool.shutdown(wait=False)
    return found


def _proved(path: str) -> memoryview | None:
    """A file of the store; None unless every byte of it is as it was written."""
    try:
        content = memoryview(read_file(path, _MOST))
    except OSError:
        return None
    start = len(MAGIC) + HEAD.size
    if bytes(content[: len(MAGIC)]) != MAGIC or len(content) < start + 8:
        return None
    told, _ = HEAD.unpack(content[len(MAGIC) : start])
    return content if hashlib.sha256(content[start:]).digest() == told else None
