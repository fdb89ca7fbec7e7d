"""The memory of the process: what is freed shall go back to the system, where a second process can have it."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

import pyarrow as pa

SELDOM = (
    100_000  # values made between two looks of the collector, where what is made refers to nothing that refers to it
)


def plain_allocator() -> None:
    """Let Arrow allocate as everything else does; its own allocator keeps what it has once had."""
    pa.set_memory_pool(pa.system_memory_pool())


def give_back() -> None:
    """Return what has been freed; glibc keeps whole pages between small objects until it is told."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
