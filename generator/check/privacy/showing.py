"""Texts in reports that the public reads: without personal numbers, and nothing of what bears a mark of secrecy.

What the check finds is masked where it is found. What a comparison, or an import, quotes of a change comes by here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyarrow as pa

from generator.check.privacy.gate import known_numbers, matching
from generator.check.privacy.personal import CANDIDATES, SECRET, Known, find, masked
from generator.core.data import Checked

KEPT_BACK = "（有密级标识，不照印）"
Shown = Callable[[str], str]


def shown_by(checked: Checked, texts: Iterable[str]) -> Shown:
    """How each of some texts is shown; others are shown as they are."""
    words = [one for one in dict.fromkeys(texts) if one]
    suspects = matching(pa.array(words, type=pa.large_string()), CANDIDATES).tolist()
    candidates = [one for one, suspect in zip(words, suspects, strict=True) if suspect]
    if not candidates:
        return lambda text: text
    known = known_numbers(checked.frames, checked.catalogue.tables, checked.packages, checked.today)
    told = {one: _shown(one, known) for one in candidates}
    return lambda text: told.get(text, text)


def _shown(text: str, known: Known) -> str:
    if any(hit.kind is SECRET for hit in find(text, known, name=True)):
        return KEPT_BACK
    if text.upper() in known.persons:  # a code that is somebody's number excuses itself nowhere
        return masked(text, known.strictest)
    return masked(text, known)
