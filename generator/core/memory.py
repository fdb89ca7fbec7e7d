"""The memory of the process: what is freed shall go back to the system, where a second process can have it."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import numpy as np
import pandas as pd
import pyarrow as pa

_SELDOM = 100_000  # values made between two looks of the collector
FEW = 30_000  # rows of all tables; with so many, both take as long
# Parameters of glibc's mallopt, and bytes: a column of some ten thousand rows is larger than the first of them. glibc
# would raise it to the largest column seen, and keep the gaps that columns leave between each other.
_M_MMAP_THRESHOLD, _LARGE = -3, 1 << 20
_M_TRIM_THRESHOLD, _ROOM = -1, 16 << 20


def plain_allocator() -> None:
    """Let Arrow allocate as everything else does, its own allocator keeps what it has once had; and large values apart.

    What is large comes from the system and goes back when it is freed: a fifth less memory at the peak of a check.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            library = ctypes.CDLL(None)
            library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
            library.mallopt(_M_TRIM_THRESHOLD, _ROOM)


def hold_texts(rows: int) -> None:
    """Let pandas hold texts as Python's own strings in a small district, in Arrow's columns in a large one.

    What is made of them is the same. Arrow takes less room, but each call of it costs as much as some thousand texts,
    and a check makes tens of thousands of calls: a third of its time where there are few rows.
    """
    pd.set_option("mode.string_storage", "python" if rows < FEW else "pyarrow")


def text_type() -> pd.StringDtype:
    """The type of columns of texts, NaN where there is none, held as was said last."""
    return pd.StringDtype(na_value=np.nan)


def give_back() -> None:
    """Return what has been freed; glibc keeps whole pages between small objects until it is told."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """While something is made of what lives on, of parts that refer to nothing which refers to them.

    The collector need not walk what lives on again and again (a third of the time of stamping pages), nor look after
    each few hundred values.
    """
    gc.freeze()
    often, *rest = gc.get_threshold()
    gc.set_threshold(_SELDOM, *rest)
    try:
        yield
    finally:
        gc.set_threshold(often, *rest)
        gc.unfreeze()
