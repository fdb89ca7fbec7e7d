"""How the folders and files of a data folder are called."""

from __future__ import annotations

import re
from pathlib import Path

DIVISION = re.compile(r"\d{6}(\d{3})?", re.ASCII)
YEAR = re.compile(r"(19|20)\d{2}", re.ASCII)
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}", re.ASCII)
PACKAGE = "package.yaml"  # of a department-year
ORIGINALS = "originals"  # the folder of its original files
ORIGINAL = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\.(?:pdf|docx|xlsx|jpg|png)", re.ASCII)
WAIVERS = "waivers.yaml"  # of a division


def waivers_place(division: str) -> str:
    """Where a division's waivers stand, as messages print it."""
    return f"data/{division}/{WAIVERS}"


def origins_path(data: Path) -> Path:
    """Where the origins of a data folder are kept: beside it, so that they are no part of the data."""
    return data.parent / f"{data.name}.origins.json"
