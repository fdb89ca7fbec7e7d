"""Tests are collected without looking for garbage: thousands of items and syntax trees stay, and there is none.

Nor is what was collected gone through again, each time garbage is looked for while tests run, which is done less often
than Python does by itself: tests make many objects and few circles of them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

_NEW_OBJECTS = 20_000  # so many, and garbage is looked for


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    """Collect, and set aside what came of it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
        gc.enable()
