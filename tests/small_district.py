"""A small invented district on disk: what tests of whole sites change and build."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.core.data import Loaded
from generator.load import load, load_catalogue
from generator.sample import sample
from tests.conftest import DATA


def small_district(folder: Path) -> Loaded:
    """Twelve projects a year, three years, four departments, written into a folder and read."""
    shutil.copy(DATA / "datapackage.yaml", folder)
    for name in ("schemas", "profiles"):
        shutil.copytree(DATA / name, folder / name)
    tables = load_catalogue(DATA).tables
    for output in sample(projects=12, years=3, departments=4, seed=3, last_year=2026, tables=tables):
        path = folder / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    return load(folder)
