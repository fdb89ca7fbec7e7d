"""The data that tests look at: as the project ships them, whatever a portal has made of ``data/``.

Tests are the program's. Where ``data/`` is as shipped they look at it; where a portal has put its own there, the same
data are made anew, once for a state of the program: the invented district by ``sample``, the five statements, profiles
and catalogue from the copies in ``tests/portal``, with the tables that the portal has added. A portal's own data are
checked and built, not tested. The schemas are the program's, so they are those in use; their copies are for where all
of ``data/`` is gone. ``python -m tests.shipped`` renews the copies after the shipped files have been changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIES = ROOT / "tests" / "portal"
# How the shipped district was made; see CONTRIBUTING.md.
SIZE = {"projects": 64, "years": 3, "departments": 12, "seed": 2, "last_year": 2026}
# Where the site says it is, which a portal sets as its own.
SITE_URL = re.findall(r"^site_url: (\S+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)[0]
_DIVISION = re.compile(r"\d{6}(\d{3})?")


def own() -> bool:
    """Whether ``data/`` is as shipped: those divisions, no others, under that catalogue's name."""
    there = {path.name for path in (ROOT / "data").glob("*") if _DIVISION.fullmatch(path.name)}
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
    if (ROOT / "data" / "schemas").is_dir():
        shutil.copytree(ROOT / "data" / "schemas", place / "schemas", dirs_exist_ok=True)
    (place / "datapackage.yaml").write_bytes(catalogue())
    pipeline.sample(place, place, pipeline.Size(**SIZE))


def catalogue() -> bytes:
    """The shipped catalogue, with the tables that a portal has added at the end of its own."""
    copy, own_one = (COPIES / "datapackage.yaml").read_bytes(), ROOT / "data" / "datapackage.yaml"
    known, ours = (_tables(one) for one in (copy, own_one.read_bytes() if own_one.is_file() else b""))
    return copy + "".join(f"  - {name}\n" for name in ours if name not in known).encode()


def _tables(text: bytes) -> list[str]:
    return re.findall(r"^ +- (\w+)\s*$", text.decode().partition("\ntables:")[2], re.MULTILINE)


def _anew() -> Path:
    """The data made anew for this state of the program, once for all who come."""
    parts = [ROOT / "generator", ROOT / "data" / "schemas", COPIES]
    state = hashlib.sha256(catalogue())
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


def project(place: Path, *, without: tuple[str, ...] = ()) -> None:
    """Copy the working copy's files as git knows them, without some folders, and the data that tests look at."""
    listing = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(("data/", *without)):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    shutil.copytree(DATA, place / "data", ignore=shutil.ignore_patterns("*.origins.json"))


def renew() -> None:
    """Copy the shipped files again, and what schemas are new."""
    for schema in (ROOT / "data" / "schemas").glob("*.yaml"):
        shutil.copy(schema, COPIES / "schemas")
    for copy, original in copies():
        copy.write_bytes(original.read_bytes())


if __name__ == "__main__":
    renew()
