"""What the search page filters, counts and sorts by: small tables beside the index, one line a page in its order.

Pagefind has filters and sort orders of its own. They weigh five times as much, and it writes them in an order that
varies from run to run.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_FRAGMENT = re.compile(r"fragment/(.+)\.pf_fragment")
_URL = re.compile(rb'"url":("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page of the index: its address, values of filters by name, figures to sort by.

    ``project``: the number of the project that it is a year of, 0 for other pages.
    """

    url: str
    project: int
    filters: Mapping[str, Sequence[str]]
    sort: Mapping[str, str]


def tables(entries: Sequence[Entry], files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The two tables of one part of the index, as (name, content); ``files`` are Pagefind's, by path.

    ``filters.json``: ``{"check": number, "pages": count, "filters": {name: [[value, [gap, length, …]], …]},
    "projects": [number, …]}``: the runs of pages that have a value, and each page's project. ``check`` is the CRC-32 of
    Pagefind's names of the pages, so that the browser sees whether table and index belong together. ``figures.json``:
    ``{name: [figure or null, …]}``.
    """
    names = _names(files)
    order = ",".join(names[entry.url] for entry in entries)
    filters: dict[str, dict[str, list[int]]] = {}
    for page, entry in enumerate(entries):
        for name, values in entry.filters.items():
            for value in dict.fromkeys(values):
                filters.setdefault(name, {}).setdefault(value, []).append(page)
    runs = {name: [[value, _runs(pages)] for value, pages in sorted(filters[name].items())] for name in sorted(filters)}
    projects = [entry.project for entry in entries]
    check = zlib.crc32(order.encode())
    yield "filters.json", _json({"check": check, "pages": len(entries), "filters": runs, "projects": projects})
    keys = sorted({name for entry in entries for name in entry.sort})
    figures = {name: [_number(entry.sort.get(name)) for entry in entries] for name in keys}
    yield "figures.json", _json(figures)


def _names(files: Mapping[str, bytes]) -> dict[str, str]:
    """Address → Pagefind's name of the page."""
    names = {}
    for path, content in files.items():
        if match := _FRAGMENT.fullmatch(path):
            url = _URL.search(gzip.decompress(content))
            if url:
                names[json.loads(url[1])] = match[1]
    return names


def _runs(pages: Sequence[int]) -> list[int]:
    """Ascending numbers as gap to the last run, length of the run, and so on."""
    runs: list[int] = []
    last = 0
    for page in pages:
        if runs and page == last:
            runs[-1] += 1
        else:
            runs += (page - last, 1)
        last = page + 1
    return runs


def _number(text: str | None) -> float | int | None:
    if text is None:
        return None
    number = float(text)
    return int(number) if number.is_integer() else number


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
