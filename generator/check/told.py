"""What rules found, in words, and what they looked at: told again while nothing that they went by is another.

Kept is a rule as a whole: where one byte of a table that it reads is another, or one of the records that it tells of is
called otherwise, it is asked and its findings are put into words anew.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from generator.core.finding import Finding
from generator.core.naming import SOURCES, Named, Names
from generator.core.runs import Looked
from generator.load.kept import KeptTexts, Store, digest
from generator.rules import Rule

_KEPT = "told.rules"
# What a rule finds has neither yet: who waived it or replied to it is looked up for all findings together.
_FIELDS = tuple(one.name for one in fields(Finding) if one.name not in ("waiver", "reply"))
Key = Callable[[Iterable[str]], str | None]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What a rule found, what it looked at, the names of what it went by, and what records are called in its words."""

    findings: Sequence[Finding]
    looked: Looked
    read: frozenset[str]
    named: Mapping[Named, str]


class Told:
    """What rules found before, and what is to be kept of it now.

    ``base``: what all of it hangs on; ``key``: a digest of the tables of these names, None where nobody can tell.
    ``names``: what records are called now.
    """

    def __init__(self, store: Store, base: str, key: Key, names: Names) -> None:
        self._texts, self._key, self._names = KeptTexts(store, _KEPT, base), key, names

    def find(self, rule: Rule) -> Telling | None:
        """What a rule found before; None where something is another since."""
        read = self._texts.find(rule.code)
        text = None if read is None else self._texts.find(self._word(rule, read.split()))
        if read is None or text is None:
            return None
        told = json.loads(text)
        named = {(one[0], one[1], one[2], one[3]): one[4] for one in told["named"]}
        if not (self._sources and told["sources"] == self._sources) and self._renamed(named):
            return None
        marks = np.frombuffer(zlib.decompress(base64.b64decode(told["marks"])), dtype=np.uint8)
        return Telling(
            findings=[Finding(**dict(zip(_FIELDS, one, strict=True))) for one in told["findings"]],
            looked=Looked(table=rule.table, marks=marks, reasons=tuple(need.why for need in rule.needs)),
            read=frozenset(read.split()),
            named=named,
        )

    def note(self, rule: Rule, told: Telling) -> None:
        """Note what a rule found, and looked at."""
        if not (word := self._word(rule, told.read)):
            return
        marks = base64.b64encode(zlib.compress(told.looked.marks.tobytes(), 1)).decode()
        rows = [[getattr(one, name) for name in _FIELDS] for one in told.findings]
        self._texts.note(rule.code, " ".join(sorted(told.read)))
        named = [[*one, name] for one, name in told.named.items()]
        text = {"marks": marks, "findings": rows, "named": named, "sources": self._sources}
        self._texts.note(word, json.dumps(text, ensure_ascii=False))

    @property
    def noted(self) -> Mapping[str, str]:
        """What was noted, for another process."""
        return self._texts.noted

    def take(self, noted: Mapping[str, str]) -> None:
        """Take over what another process noted."""
        self._texts.take(noted)

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        self._texts.keep()

    def _renamed(self, named: Mapping[Named, str]) -> bool:
        """Whether any of these records is called otherwise now."""
        return any(self._names.called(*one) != name for one, name in named.items())

    @cached_property
    def _sources(self) -> str:
        """A digest of the tables that give records their names: while it is the same, so are all names."""
        return self._key(SOURCES) or ""

    def _word(self, rule: Rule, read: Iterable[str]) -> str:
        """What tells what a rule found from what it would find otherwise; empty where nobody can tell."""
        key = self._key({rule.table, *read})
        return digest(f"{rule.code} {key}".encode()) if key is not None else ""
