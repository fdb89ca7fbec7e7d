"""YAML documents that were parsed before are not parsed again: what they say is kept by their content.

Kept is what the parser made of a document, and nothing of whether it is a good form: that is judged each time.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from generator.load.forms import read_yaml
from generator.load.kept import KeptTexts, Store, digest

_KEPT = "parsed.forms"
_MOST = 64  # documents: the schemas of a data folder, which a process may read for one store after another


@lru_cache(_MOST)
def _said(content: bytes) -> str:
    """What the parser makes of a document, as it is kept."""
    return json.dumps(read_yaml(content))


class KeptForms:
    """What documents said before, and what is to be kept of it now; without a store, all are parsed."""

    def __init__(self, store: Store | None) -> None:
        self._store, self._texts = store, KeptTexts(store, _KEPT)

    def read(self, content: bytes) -> Any:
        """What ``read_yaml`` makes of a document."""
        if self._store is None:
            return read_yaml(content)
        word = digest(content)
        if (said := self._texts.find(word)) is None:
            said = _said(content)
            self._texts.note(word, said)
        return json.loads(said)

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        self._texts.keep()
