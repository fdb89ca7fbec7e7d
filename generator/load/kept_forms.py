"""YAML documents that were parsed before are not parsed again: what they say is kept by their content.

Kept is what the parser made of a document, and nothing of whether it is a good form: that is judged each time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from generator.load.forms import read_yaml
from generator.load.kept import Store, digest

_KEPT = "parsed.forms"
_SCHEMA = pa.schema([("content", pa.string()), ("said", pa.string())])


class KeptForms:
    """What documents said before, and what is to be kept of it now; without a store, all are parsed."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        cells = None if store is None else store.read(_KEPT, "").cells
        pairs = () if cells is None else zip(cells["content"].to_pylist(), cells["said"].to_pylist(), strict=True)
        self._before: Mapping[str, str] = dict(pairs)
        self._now: dict[str, str] = {}

    def read(self, content: bytes) -> Any:
        """What ``read_yaml`` makes of a document."""
        if self._store is None:
            return read_yaml(content)
        word = digest(content)
        if (said := self._before.get(word)) is None:
            document = read_yaml(content)
            self._now[word] = json.dumps(document)
            return document
        self._now[word] = said
        return json.loads(said)

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        if self._store is not None and not self._now.keys() <= self._before.keys():
            cells = pa.table({"content": list(self._now), "said": list(self._now.values())}, schema=_SCHEMA)
            self._store.note(_KEPT, "", cells, {}, 0)
