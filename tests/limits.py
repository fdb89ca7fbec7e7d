"""Inputs beyond every limit, as they were tried: how each is made, and the code that a check must say of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.faulty import FOLDER, FORM, GOALS, OWN, rows_of

Files = dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Files that go beside or in the place of those of a sound sample, and the code of the finding that tells why."""

    name: str
    make: Callable[[Mapping[str, bytes]], Files]
    code: str


def _rows(content: bytes, count: int, fault: Callable[[int, dict[str, str]], dict[str, str]]) -> bytes:
    """So many copies of the first row, each changed by its number."""
    first = rows_of(content)[0]
    text = io.StringIO()
    lines = csv.DictWriter(text, list(first), lineterminator="\n")
    lines.writeheader()
    lines.writerows(fault(number, first) for number in range(count))
    return text.getvalue().encode()


def _faulty(number: int, row: dict[str, str]) -> dict[str, str]:
    """A row in which every cell but its code is wrong in its own way."""
    return {
        name: cell if name == "project_code" else f"×{number}-{place}" for place, (name, cell) in enumerate(row.items())
    }


def _distinct(number: int, row: dict[str, str]) -> dict[str, str]:
    return {name: f"×{number:06d}{place}" for place, name in enumerate(row)}


def _late(number: int, row: dict[str, str]) -> dict[str, str]:
    """A sound row of its own project that a rule finds fault with."""
    return row | {"project_code": f"P{number:06d}", "project_name": f"某项目{number}", "annual_goal": "无"}


def _entries(name: str, count: int, entry: Callable[[int], str]) -> bytes:
    return (f"{name}:\n" + "".join(f"  - {entry(number)}\n" for number in range(count))).encode()


def _waiver(number: int) -> str:
    place = f"folder: 2025/edu, rule: R05, table: self_evaluations, record: P{number}"
    return f"{{{place}, date: 2026-01-01, reason: 原件如此}}"


def _header(count: int, cell: str) -> Callable[[Mapping[str, bytes]], Files]:
    return lambda _: {GOALS: ",".join([cell] * count).encode() + b"\n1\n"}


def _wrong_rows(count: int) -> tuple[Limit, Limit]:
    """So many rows with every cell wrong, of one code and each of its own."""
    return (
        Limit(
            name=f"{count:,} rows with every cell wrong",
            make=lambda sound: {GOALS: _rows(sound[GOALS], count, _faulty)},
            code="S01",
        ),
        Limit(
            name=f"{count:,} rows, all of them different",
            make=lambda sound: {GOALS: _rows(sound[GOALS], count, _distinct)},
            code="S01",
        ),
    )


WAIVERS = "990001/waivers.yaml"
SPACED = "机密" + " " * 32_000 + "x"
LIMITS = (
    Limit(
        name="five cells of 32,000 spaces behind a word of secrecy (168 kB)",
        make=lambda sound: {GOALS: _rows(sound[GOALS], 5, lambda _, row: row | {"annual_goal": SPACED})},
        code="S03",
    ),
    Limit(
        name="the same in package.yaml (61 kB)",
        make=lambda sound: {FORM: sound[FORM] + f'contact: "{SPACED}"\ntopic: "{SPACED}"\n'.encode()},
        code="P02",
    ),
    Limit(
        name="the same in a comment of package.yaml",
        make=lambda sound: {FORM: sound[FORM] + f"# {SPACED * 2}\nstrange: 1\n".encode()},
        code="P02",
    ),
    *_wrong_rows(10_000),
    Limit(
        name="50,000 rows with nothing wrong in their cells",
        make=lambda sound: {GOALS: _rows(sound[GOALS], 50_000, _late)},
        code="S11",
    ),
    Limit(name="999,000 rows of two cells (4 MB)", make=lambda _: {GOALS: b"a,b\n" * 999_000}, code="L04"),
    Limit(
        name="27 MB of cells that nobody sees",
        make=lambda sound: {
            GOALS: sound[GOALS].splitlines(keepends=True)[0] + ("\u200b," * 20 + "\n").encode() * 330_000
        },
        code="L04",
    ),
    Limit(
        name="27 MB of long cells that nobody sees",
        make=lambda sound: {
            GOALS: sound[GOALS].splitlines(keepends=True)[0] + ("\u200b" * 45 + "\n").encode() * 199_000
        },
        code="L03",
    ),
    Limit(
        name="one row of 20 million commas",
        make=lambda sound: {GOALS: sound[GOALS].splitlines(keepends=True)[0] + b"," * 20_000_000},
        code="L05",
    ),
    Limit(
        name="words of secrecy with a blank behind every character, on 5,000 rows",
        make=lambda sound: {
            GOALS: _rows(
                sound[GOALS],
                5_000,
                lambda number, row: row | {"project_code": f"P{number}", "annual_goal": "密 级 不 公 开 " * 100},
            )
        },
        code="S11",
    ),
    Limit(
        name="a form of digits set apart (256 kB)",
        make=lambda sound: {FORM: sound[FORM] + b"strange: " + b"1:" * 100_000 + b"1\n"},
        code="P02",
    ),
    Limit(name="a header of 200,000 columns", make=_header(200_000, "a" * 12), code="L04"),
    Limit(name="a header of 2 million columns (26 MB)", make=_header(2_000_000, "a" * 12), code="L04"),
    Limit(
        name="a header of 2 million columns in quotes (30 MB)",
        make=_header(2_000_000, '"' + "a" * 12 + '"'),
        code="L04",
    ),
    Limit(name="a header of 2 million columns in marks of no name", make=_header(2_000_000, '""'), code="L04"),
    Limit(
        name="256 kB of empty waivers",
        make=lambda _: {WAIVERS: _entries("waivers", 43_000, lambda _: "{}")},
        code="P06",
    ),
    Limit(
        name="256 kB of empty replies",
        make=lambda sound: {FORM: sound[FORM] + _entries("replies", 42_000, lambda _: "{}")},
        code="P02",
    ),
    Limit(
        name="1,700 waivers of one rule, and 5,000 findings",
        make=lambda sound: {
            OWN: _rows(sound[OWN], 5_000, lambda number, row: row | {"project_code": f"P{number}", "total_score": "1"}),
            WAIVERS: _entries("waivers", 1_700, _waiver),
        },
        code="S11",
    ),
    Limit(
        name="30,000 files that are refused",
        make=lambda _: {f"{FOLDER}/x{number}.txt": b"x" for number in range(30_000)},
        code="L09",
    ),
    Limit(
        name="20,000 marks of secrecy",
        make=lambda sound: {
            GOALS: _rows(
                sound[GOALS],
                20_000,
                lambda number, row: row | {"project_code": f"P{number}", "annual_goal": f"机密★{number}"},
            )
        },
        code="S05",
    ),
    Limit(
        name="20,000 identity numbers in one text of each row",
        make=lambda sound: {
            GOALS: _rows(
                sound[GOALS],
                2_000,
                lambda number, row: row | {"project_code": f"P{number}", "annual_goal": "11010519491231002X " * 200},
            )
        },
        code="S04",
    ),
    Limit(
        name="4,800 documents that are the same",
        make=lambda sound: {
            FORM: sound[FORM].partition(b"documents:")[0]
            + _entries("documents", 4_800, lambda _: "{kind: D2, title: a, published: 2025-02-20}")
        },
        code="P02",
    ),
)
# The same again and five times as much of it, which takes as much longer: how long, and how much memory, is measured.
LARGE = _wrong_rows(50_000)
