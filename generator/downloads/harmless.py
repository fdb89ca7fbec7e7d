"""Columns of texts for CSV that people open: those that a spreadsheet would not leave as they are are guarded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from generator.core.guarding import PLAIN_IN_ARROW, UNSAFE_IN_ARROW

Texts: TypeAlias = Any  # an Arrow array of large strings; pyarrow has no types


def harmless(columns: Sequence[Texts]) -> list[Texts]:
    """The texts of each column, an apostrophe before each that a spreadsheet would not leave as it is.

    A column without any is handed back itself. All are searched at once: Arrow compiles the patterns anew each time,
    which takes longer than searching some hundred texts.
    """
    if not columns:
        return []
    values = pa.concat_arrays(columns)
    unsafe = pc.match_substring_regex(values, UNSAFE_IN_ARROW)
    if not pc.any(unsafe).as_py():
        return [*columns]
    unsafe = pc.and_not(unsafe, pc.match_substring_regex(values, PLAIN_IN_ARROW))
    text = pa.large_string()
    kept = pc.binary_join_element_wise(pa.scalar("'", text), values, pa.scalar("", text))
    made, found, first = pc.if_else(unsafe, kept, values), [], 0
    for one in columns:
        some = pc.any(unsafe.slice(first, len(one))).as_py()
        found.append(made.slice(first, len(one)) if some else one)
        first += len(one)
    return found
