"""Faults as they were tried, made by script: what is written into a small sound sample, and what a check must say.

Each case changes one file (or makes many) and names the kind that has to be found, once, with its cause. Sizes are
those that were tried; nothing of it is kept as a file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.load import load_catalogue
from generator.sample import sample

ROOT = Path(__file__).parents[1]
TABLES = load_catalogue(ROOT / "data").tables
FOLDER = "990001/2025/edu"
Row = dict[str, str]


def sound() -> dict[str, bytes]:
    """A sample of twelve projects in which a check finds no error: path below the data folder → content."""
    files = {
        path.relative_to(ROOT / "data").as_posix(): path.read_bytes()
        for place in ("datapackage.yaml", "schemas/*.yaml", "profiles/*.yaml")
        for path in sorted((ROOT / "data").glob(place))
    }
    made = sample(projects=4, years=3, departments=2, seed=1, last_year=2026)
    return files | {one.path: one.content for one in made}


def put(place: Path, files: Mapping[str, bytes]) -> Path:
    """The files on disk, below a folder ``data``."""
    data = place / "data"
    for path, content in files.items():
        (data / path).parent.mkdir(parents=True, exist_ok=True)
        (data / path).write_bytes(content)
    return data


def rows_of(content: bytes) -> list[Row]:
    """The rows of a sound file."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def lines_of(content: bytes) -> list[list[str]]:
    """The lines of a sound file, its header first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(lines: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    """Lines as a spreadsheet writes them."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()


def table(rows: Sequence[Row]) -> bytes:
    """Rows as a file."""
    return written([list(rows[0]), *(list(row.values()) for row in rows)])


def titled(content: bytes) -> bytes:
    """The file with Chinese headings, as people write it."""
    lines = lines_of(content)
    name = next(one for one in TABLES.values() if list(one.names) == lines[0])
    return written([[name.field(one).title for one in lines[0]], *lines[1:]])


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fault: the file it is in, what becomes of its content, the code of the finding and words that it must say."""

    name: str
    file: str
    spoil: Callable[[bytes], bytes]
    code: str
    words: Sequence[str] = ()
    never: Sequence[str] = ()  # words that no finding may say
    errors: int = 1  # findings that are told, those left out and counted not among them


def _cells(change: Callable[[int, Row], Row | None]) -> Callable[[bytes], bytes]:
    """A spoiler that changes rows, told by their numbers from 0, or leaves them out."""

    def spoil(content: bytes) -> bytes:
        changed = [change(number, row) for number, row in enumerate(rows_of(content))]
        return table([row for row in changed if row is not None])

    return spoil


def cell(field: str, value: str, row: int = 0) -> Callable[[bytes], bytes]:
    """A spoiler that writes one cell."""
    return _cells(lambda number, given: given | {field: value} if number == row else given)


GOALS, GOAL_INDICATORS = f"{FOLDER}/goals.csv", f"{FOLDER}/goal_indicators.csv"
OWN, FUNDS, INDICATORS = (f"{FOLDER}/self_evaluation{one}.csv" for one in ("s", "_funds", "_indicators"))
FORM = f"{FOLDER}/package.yaml"
