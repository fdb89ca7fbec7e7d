"""Which pages hold each two neighbouring characters: small files beside the index, each for a share of all pairs.

Pagefind finds words as its dictionary cuts them; where it knows none it takes the beginning of one for it. These files
answer exactly, for any part of a name or a text of two characters or more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

_AIM = 4_000  # bytes of a file, about: a word asks for one or two of them
_MOST = 1024  # files
_PAUSE = re.compile(r"[\s。；，、：！？,;:!?|]+")
_SIGN = re.compile(r"[^\w ]|_")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Numbers = npt.NDArray[np.uint32]


def plain(text: str) -> str:
    """A text as it is searched: letters, ideographs and digits, small and narrow; a space for each pause."""
    return _SIGN.sub("", _PAUSE.sub(" ", unicodedata.normalize("NFKC", text).lower()))


def text_pairs(text: str) -> Numbers:
    """Each pair of neighbouring letters, ideographs or digits of a text once, as its two UTF-16 units in one number.

    Signs between them are passed over as the browser does in what a reader types; spaces and stops part them.
    """
    units = np.frombuffer(plain(text).encode("utf-16-le"), dtype=np.uint16).astype(np.uint32)
    first, second = units[:-1], units[1:]
    return np.unique(((first << 16) | second)[(first != 32) & (second != 32)])


def text_files(pages: Iterable[Numbers]) -> Iterator[tuple[str, bytes]]:
    """The files for pages in their order, as (name, content); the browser reads the same (``search-page.js``).

    ``texts.json``: how many files there are. ``text/N.txt``: a line a pair, its number to base 36, a space, and the
    numbers of the pages that hold it as gaps to the one before, with commas. A pair of the units a and b stands in file
    (31a + b) mod count.
    """
    given = list(pages)
    held = np.concatenate([*given, np.zeros(0, dtype=np.uint32)])
    page = np.repeat(np.arange(len(given), dtype=np.int32), [len(one) for one in given])
    page = page[np.argsort(held, kind="stable")]
    pairs, counts = np.unique(held, return_counts=True)
    ends = np.cumsum(counts)
    gaps = np.diff(page, prepend=0)
    gaps[ends[:-1]] = page[ends[:-1]]  # of the first page of each pair, which has none before it
    count = _count(len(page))
    files: list[list[str]] = [[] for _ in range(count)]
    for pair, start, end in zip(pairs.tolist(), (ends - counts).tolist(), ends.tolist(), strict=True):
        line = f"{_base36(pair)} {','.join(map(str, gaps[start:end].tolist()))}\n"
        files[(31 * (pair >> 16) + (pair & 0xFFFF)) % count].append(line)
    yield "texts.json", str(count).encode()
    for number, lines in enumerate(files):
        yield f"text/{number}.txt", "".join(lines).encode()


def _count(pairs: int) -> int:
    """How many files: a power of two, so that one holds about as much as it should."""
    count = 1
    while count < _MOST and pairs * 3 > count * _AIM:
        count *= 2
    return count


def _base36(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = _DIGITS[rest] + text
    return text
