"""Where imported rows came from, kept beside the data folder: what a check finds leads to the clerk's own cell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.intake.merging import Origin
from generator.intake.rows import cell_of
from generator.load.files import read_file
from generator.load.names import origins_path

_MOST = 64 * 1024 * 1024
Place = tuple[str, str, str]  # division, year, department


@dataclass(kw_only=True)
class Origins:
    """File, sheet and cell of each imported row: place → table → record → where."""

    places: dict[str, dict[str, dict[str, dict[str, Any]]]] = field(default_factory=dict)

    def add(self, place: Place, origins: Iterable[Origin]) -> None:
        """Take in what an import read."""
        tables = self.places.setdefault("/".join(place), {})
        for one in origins:
            tables.setdefault(one.table, {})[one.record] = {
                "file": one.file,
                "sheet": one.sheet,
                "cells": dict(one.cells),
            }

    def find(self, place: Place, table: str, record: str, name: str) -> str:
        """Where a field of a record was read, as 自评表.xlsx「污水处理」E14; empty where that is not known.

        Of what is about no single record, the one file or sheet that all rows of the table were read from.
        """
        records = self.places.get("/".join(place), {}).get(table, {})
        if not record:
            return _only(records)
        found = records.get(record)
        if not isinstance(found, Mapping):
            return ""
        cells = found.get("cells")
        cells = cells if isinstance(cells, Mapping) else {}
        cell = cell_of(cells, name)
        sheet = f"「{found.get('sheet')}」" if found.get("sheet") else ""
        return f"{found.get('file', '')}{sheet}{cell}"

    def content(self) -> bytes:
        """The file that keeps them."""
        return json.dumps(self.places, ensure_ascii=False, sort_keys=True, indent=0).encode()


def _only(records: Mapping[str, Any]) -> str:
    """The sheet, or the file, that all records were read from; empty where they were read from several."""
    told = [one for one in records.values() if isinstance(one, Mapping)]
    files, sheets = ({str(one.get(name, "")) for one in told} for name in ("file", "sheet"))
    if len(files) != 1:
        return ""
    return next(iter(files)) + (f"「{next(iter(sheets))}」" if len(sheets) == 1 and any(sheets) else "")


def read_origins(data: Path) -> Origins:
    """The origins of a data folder; none where none are kept or they cannot be read."""
    try:
        places = json.loads(read_file(origins_path(data), _MOST))
    except (OSError, ValueError):
        return Origins()
    return Origins(places=places if isinstance(places, dict) else {})
