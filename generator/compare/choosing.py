"""Which files have to be read to tell two states apart: those that differ, and what says whose they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.compare.comparison import Place
from generator.compare.totals import READ

# What names projects and other records, and what is summed.
_TELLING = frozenset(f"{one}.csv" for one in (*READ, "evaluations", "statements"))
_FOLDER = re.compile(r"(\d{6}(?:\d{3})?/\d{4}/[^/]+)/(?:originals/)?[^/]+", re.ASCII)
_NAMED = ("common/divisions.csv", "common/departments.csv")
_FRAME = re.compile(r"datapackage\.yaml|(?:schemas|profiles)/.*", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What to read; how many department-years need not be; which files of schemas and profiles differ.

    ``whole``: of which files every line is read, also those that both sides have; ``differing``: the files
    that differ, None where that is not known.
    """

    wanted: Callable[[str], bool]
    whole: Callable[[str], bool] = lambda _: True
    untouched: int = 0
    frame: Sequence[str] = ()
    differing: frozenset[str] | None = None


def chosen(old: Mapping[str, object] | None, new: Mapping[str, object] | None) -> Choice:
    """What to read of two states, given as path below the data folder → digest; all where one is not known so."""
    if old is None or new is None:
        return Choice(wanted=lambda _: True)
    differing = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    touched = {folder for path in differing if (folder := folder_of(path))}
    folders = {folder for path in old.keys() & new.keys() if (folder := folder_of(path))}

    def wanted(path: str) -> bool:
        return (
            path in differing
            or path in _NAMED
            or _FRAME.fullmatch(path) is not None
            or (folder_of(path) in touched and path.rpartition("/")[2] in _TELLING)
        )

    def whole(path: str) -> bool:
        return path not in old or path not in new or not folder_of(path) or path.rpartition("/")[2] in _TELLING

    return Choice(
        wanted=wanted,
        whole=whole,
        untouched=len(folders - touched),
        frame=sorted(path for path in differing if _FRAME.fullmatch(path)),
        differing=frozenset(differing),
    )


def places(files: Iterable[str] | None) -> Iterator[Place]:
    """The department-years that a state has files of."""
    for folder in {folder for path in files or () if (folder := folder_of(path))}:
        division, year, department = folder.split("/")
        yield Place(division, int(year), department)


def folder_of(path: str) -> str:
    """The department-year that a file belongs to; empty for what belongs to all."""
    found = _FOLDER.fullmatch(path)
    return found[1] if found else ""
