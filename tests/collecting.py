"""Tests are collected without looking for garbage: thousands of items and syntax trees stay, and there is none.

Nor is what was collected gone through again, each time garbage is looked for while tests run.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Iterator[None]:
    """Collect, and set aside what came of it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
