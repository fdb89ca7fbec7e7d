"""What pages are called: small files beside the index, for suggestions and for names and codes typed whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.publish.search.texts import plain

_AIM = 6_000  # bytes of a file, about: a word asks for one
_MOST = 1024  # files
_SUGGESTED = 40  # names kept for a pair of characters: a list to choose from shows few
_WIDE = 0x2E7F  # below it stand letters and digits, whose pairs are in too many names to tell anything


@dataclass(frozen=True, kw_only=True)
class Called:
    """A page: its address below the site, its name, a code ('' for none), its part of the index and its place there."""

    url: str
    name: str
    code: str
    part: int
    place: int


def name_files(pages: Iterable[Called]) -> Iterator[tuple[str, bytes]]:
    """The files, as (name, content); the browser reads the same (``suggest.js``, ``search-page.js``).

    ``names.json``: how many files there are. ``names/N.txt``: lines of a key and its values, with tabs between. The key
    ``=text`` is a whole name or code as ``plain`` makes it, its values the pages «part.place» that are called so; any
    other key is a pair of neighbouring characters, its values a name and its address in turn. A key stands in file
    ``shelf(key, count)``. Of pages of one name the first stands for all where names are suggested.
    """
    whole: dict[str, list[str]] = {}
    suggested: dict[str, dict[str, str]] = {}
    for page in pages:
        at = f"{page.part}.{page.place}"
        key = squeezed(page.name)
        for called in dict.fromkeys((key, squeezed(page.code))):
            if called:
                whole.setdefault(f"={called}", []).append(at)
        for pair in dict.fromkeys(key[start : start + 2] for start in range(len(key) - 1)):
            names = suggested.setdefault(pair, {})
            if ord(pair[0]) > _WIDE and len(names) < _SUGGESTED:
                names.setdefault(page.name, page.url)
    lines = {key: "\t".join((key, *places)) for key, places in whole.items()}
    for pair, names in suggested.items():
        if names:
            lines[pair] = "\t".join((pair, *(part for one in names.items() for part in one)))
    count = _count(sum(len(line) for line in lines.values()) * 2)
    files: list[list[str]] = [[] for _ in range(count)]
    for key in sorted(lines):
        files[shelf(key, count)].append(f"{lines[key]}\n")
    yield "names.json", str(count).encode()
    for number, some in enumerate(files):
        yield f"names/{number}.txt", "".join(some).encode()


def squeezed(text: str) -> str:
    """A name or code as it is compared: letters, ideographs and digits alone, small and narrow."""
    return plain(text).replace(" ", "")


def shelf(key: str, count: int) -> int:
    """The file a key stands in: its UTF-16 units as a number to base 31."""
    number = 0
    units = key.encode("utf-16-be")
    for at in range(0, len(units), 2):
        number = (number * 31 + (units[at] << 8) + units[at + 1]) & 0x7FFFFFF
    return number % count


def _count(size: int) -> int:
    count = 1
    while count < _MOST and size > count * _AIM:
        count *= 2
    return count
