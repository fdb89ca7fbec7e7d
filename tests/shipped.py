"""The data that tests look at: as the project ships them, whatever a portal has made of ``data/``.

Tests are the program's. Where ``data/`` is as shipped they look at it; where a portal has put its own there, the same
data are made anew, once for a state of the program: the invented district by ``sample``, the five statements, profiles
and catalogue from the copies in ``tests/portal``. A portal's own data are checked and built, not tested.
``python -m tests.shipped`` renews the copies after the shipped files have been changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIES = ROOT / "tests" / "portal"
# How the shipped district was made; see CONTRIBUTING.md.
SIZE = {"projects": 64, "years": 3, "departments": 12, "seed": 2, "last_year": 2026}
_DIVISION = re.compile(r"\d{6}(\d{3})?")


def own() -> bool:
    """Whether ``data/`` is as shipped: those divisions, no others, under that catalogue's name."""
    there = {path.name for path in (ROOT / "data").iterdir() if _DIVISION.fullmatch(path.name)}
    shipped = {path.name for path in COPIES.iterdir() if _DIVISION.fullmatch(path.name)} | {"990001"}
    return there == shipped and _name(ROOT / "data") == _name(COPIES)


def _name(folder: Path) -> str:
    path = folder / "datapackage.yaml"
    return path.read_text(encoding="utf-8").partition("\n")[0] if path.is_file() else ""


def copies() -> Iterator[tuple[Path, Path]]:
    """Each copy, and the shipped file that it is a copy of."""
    for path in sorted(COPIES.rglob("*")):
        if path.is_file():
            yield path, ROOT / "data" / path.relative_to(COPIES)


def made(place: Path) -> None:
    """The shipped data, made anew in a folder that is not there yet."""
    from generator import pipeline

    shutil.copytree(COPIES, place)
    shutil.copytree(ROOT / "data" / "schemas", place / "schemas")
    pipeline.sample(place, place, pipeline.Size(**SIZE))


def _anew() -> Path:
    """The data made anew for this state of the program, once for all who come."""
    parts = [ROOT / "generator", ROOT / "data" / "schemas", COPIES]
    state = hashlib.sha256()
    for path in sorted(path for part in parts for path in part.rglob("*") if path.suffix in (".py", ".yaml", ".csv")):
        state.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    top = Path(tempfile.gettempdir()) / f"performance-tests-{ROOT.stat().st_uid}-{state.hexdigest()[:16]}"
    top.mkdir(exist_ok=True)
    with (top / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (top / "data").exists():
            shutil.rmtree(top / "unfinished", ignore_errors=True)
            made(top / "unfinished")
            (top / "unfinished").rename(top / "data")
    return top / "data"


DATA = ROOT / "data" if own() else _anew()


def renew() -> None:
    """Copy the shipped files again."""
    for copy, original in copies():
        copy.write_bytes(original.read_bytes())


if __name__ == "__main__":
    renew()
