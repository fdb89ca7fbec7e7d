"""Texts in reports that the public reads: without personal numbers, and nothing of what bears a mark of secrecy.

What the check finds is masked where it is found. What a comparison, or an import, quotes of a change comes by here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import pandas as pd
import pyarrow as pa

from generator.check.privacy.gate import known_numbers, matching, numbers_in
from generator.check.privacy.personal import CANDIDATES, Known, bears_mark, masked
from generator.check.privacy.texts import known_of
from generator.core.data import Checked
from generator.core.schema import Table
from generator.load.names import DIVISION

KEPT_BACK = "（有密级标识，不照印）"
Shown = Callable[[str], str]


def shown_by(checked: Checked, texts: Iterable[str]) -> Shown:
    """How each of some texts is shown, by one who knows the checked data; others are shown as they are."""
    return _shown_with(
        lambda: known_numbers(checked.frames, checked.catalogue.tables, checked.packages, checked.today), texts
    )


def shown_beside(
    sides: Iterable[Mapping[str, pd.DataFrame]], tables: Mapping[str, Table], today: date, texts: Iterable[str]
) -> Shown:
    """The same by one who knows no more than the rows that were read of two states of the data."""

    def known() -> Known:
        frames = [(table, side[name]) for side in sides for name, table in tables.items() if name in side]
        codes = {one for table, frame in frames for one in numbers_in(table, frame)}
        divisions = {str(one) for _, frame in frames if "division" in frame for one in frame["division"].unique()}
        return known_of(codes, {one[:6] for one in divisions if DIVISION.fullmatch(one)}, today)

    return _shown_with(known, texts)


def _shown_with(known: Callable[[], Known], texts: Iterable[str]) -> Shown:
    words = [one for one in dict.fromkeys(texts) if one]
    suspects = matching(pa.array(words, type=pa.large_string()), CANDIDATES).tolist()
    candidates = [one for one, suspect in zip(words, suspects, strict=True) if suspect]
    if not candidates:
        return lambda text: text
    whose = known()
    told = {one: _shown(one, whose) for one in candidates}
    return lambda text: told.get(text, text)


def _shown(text: str, known: Known) -> str:
    if bears_mark(text):
        return KEPT_BACK
    if text.upper() in known.persons:  # a code that is somebody's number excuses itself nowhere
        return masked(text, known.strictest)
    return masked(text, known)
