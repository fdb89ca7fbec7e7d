"""Typed example rows for tests of single facts and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from generator.check import typed_frames as type_all
from generator.core.schema import Catalogue

_empty: dict[int, tuple[Catalogue, dict[str, pd.DataFrame]]] = {}


def typed_frames(
    catalogue: Catalogue,
    rows: Mapping[str, Sequence[Mapping[str, str]]],
    *,
    facts: tuple[str, int, str] = ("990001", 2023, "edu"),
) -> dict[str, pd.DataFrame]:
    """As the program's, but tables without rows are made once: a test gives rows of one or two, and there are many."""
    if id(catalogue) not in _empty:
        _empty[id(catalogue)] = (catalogue, type_all(catalogue, {}))
    given = replace(catalogue, tables={name: catalogue.tables[name] for name in rows})
    return {**_empty[id(catalogue)][1], **type_all(given, rows, facts=facts)}
