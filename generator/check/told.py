"""What rules found, in words, and what they looked at: told again while nothing that they went by is another.

Kept is a rule as a whole: where one byte of a table that it reads is another, or of those that give records their
names, it is asked and its findings are put into words anew.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from generator.core.finding import Finding
from generator.core.naming import SOURCES
from generator.core.runs import Looked
from generator.load.kept import KeptTexts, Store, digest
from generator.rules import Rule

_KEPT = "told.rules"
# What a rule finds has neither yet: who waived it or replied to it is looked up for all findings together.
_FIELDS = tuple(one.name for one in fields(Finding) if one.name not in ("waiver", "reply"))
Key = Callable[[Iterable[str]], str | None]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What a rule found, what it looked at, and the names of what it went by."""

    findings: Sequence[Finding]
    looked: Looked
    read: frozenset[str]


class Told:
    """What rules found before, and what is to be kept of it now.

    ``base``: what all of it hangs on; ``key``: a digest of the tables of these names, None where nobody can tell.
    """

    def __init__(self, store: Store, base: str, key: Key) -> None:
        self._texts, self._key = KeptTexts(store, _KEPT, base), key

    def find(self, rule: Rule) -> Telling | None:
        """What a rule found before; None where something is another since."""
        read = self._texts.find(rule.code)
        text = None if read is None else self._texts.find(self._word(rule, read.split()))
        if read is None or text is None:
            return None
        told = json.loads(text)
        marks = np.frombuffer(zlib.decompress(base64.b64decode(told["marks"])), dtype=np.uint8)
        return Telling(
            findings=[Finding(**dict(zip(_FIELDS, one, strict=True))) for one in told["findings"]],
            looked=Looked(table=rule.table, marks=marks, reasons=tuple(need.why for need in rule.needs)),
            read=frozenset(read.split()),
        )

    def note(self, rule: Rule, told: Telling) -> None:
        """Note what a rule found, and looked at."""
        if not (word := self._word(rule, told.read)):
            return
        marks = base64.b64encode(zlib.compress(told.looked.marks.tobytes(), 1)).decode()
        rows = [[getattr(one, name) for name in _FIELDS] for one in told.findings]
        self._texts.note(rule.code, " ".join(sorted(told.read)))
        self._texts.note(word, json.dumps({"marks": marks, "findings": rows}, ensure_ascii=False))

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        self._texts.keep()

    def _word(self, rule: Rule, read: Iterable[str]) -> str:
        """What tells what a rule found from what it would find otherwise; empty where nobody can tell."""
        key = self._key({rule.table, *read, *SOURCES})
        return digest(f"{rule.code} {key}".encode()) if key is not None else ""
