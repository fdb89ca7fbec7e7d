"""What was read of a file before is read again only if the file, its schema or the reader is another by a single byte.

Kept are the cells of files in which nothing was wrong, a file a table, beside a digest of everything that they hang on:
content, place, schema, and the program itself. What does not answer to its digests is as good as not there, so that the
worst a damaged store can do is to cost the time that it should save.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from generator import __version__
from generator.core.output import Output
from generator.load.ahead import Ahead
from generator.load.proving import ENDING, HEAD, MAGIC, Proving, prove

_WORTH = 2**19  # bytes of cells and answers; a folder of less, a project or two, is checked as quickly without
_LEAST = 1 / 20  # of a table's rows that have to be new for it to be written again
_CODE = Path(__file__).resolve().parents[1]
_PACKAGES = Path(pa.__file__).resolve().parents[1]
_TEXTS = pa.schema([("word", pa.string()), ("text", pa.string())])


def digest(content: bytes | memoryview) -> str:
    """What tells one content from any other."""
    return hashlib.sha256(content).hexdigest()


def program() -> str:
    """What tells this program from any other: its own source, and the packages that it reads, types and judges with."""
    installed = sorted(path.name for path in _PACKAGES.glob("*.dist-info"))  # named by package and version
    own = hashlib.sha256(f"{__version__} {sys.version} {' '.join(installed)}".encode())
    for path in sorted(_CODE.rglob("*.py")):
        own.update(str(path.relative_to(_CODE)).encode())
        own.update(path.read_bytes())
    return own.hexdigest()


def worth(rows: int, known: int) -> bool:
    """Whether a table is worth writing of which so many rows were known.

    What is new by little only is left for another time: it costs less to read than to write all again.
    """
    return rows - known >= max(1, _LEAST * rows)


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Where the cells of a file lie: the digest of its content, its first row and how many."""

    digest: str
    first: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The cells of one table as they were read (fields and ``_row``); path as messages print it → where they lie."""

    cells: Any = None
    files: Mapping[str, Slice] = field(default_factory=dict)

    def find(self, path: str, content: str) -> Slice | None:
        """Where the cells of a file lie, if it is the same as it was."""
        found = self.files.get(path)
        return found if found is not None and found.digest == content else None


class Store:
    """The cells kept in a folder; nothing is written here, ``outputs`` says what is worth keeping.

    ``key``: what everything in it hangs on beside the files: the program, and where the data folder stands. ``ahead``:
    the digests of files that another process has read. ``proving``: what a thread has begun to read of the store.
    """

    def __init__(self, folder: Path, key: str, ahead: Ahead | None = None, proving: Proving | None = None) -> None:
        self._key, self._digests = key, ahead
        self._ahead = dict(prove(str(folder)) if proving is None else proving)
        self._fresh: list[Output] = []
        self._there = False  # whether something was found in it that is worth keeping up
        # What was read of each table: the digest of its schema, and the files in which nothing was wrong.
        self._seen: dict[str, tuple[str, Mapping[str, Slice]]] = {}

    def read(self, table: str, schema: str) -> Kept:
        """The cells of a table that were kept under this schema; none where they do not answer to their digests.

        They are handed out once.
        """
        content = self._ahead.pop(table, None)
        found = _opened(content.result(), self._word(table, schema)) if content is not None else None
        self._there |= found is not None
        return found or Kept()

    def told_ahead(self, path: str) -> str | None:
        """The digest of a file, by its path below the data folder, if another process has read it."""
        return self._digests.digests.get(path) if self._digests is not None else None

    def note(self, table: str, schema: str, cells: Any, files: Mapping[str, Slice], known: int) -> None:
        """Keep the cells of a table, if it is worth while; ``known``: how many of its rows came from here."""
        if worth(len(cells), known):
            content = _closed(cells, files, self._word(table, schema))
            self._fresh.append(Output(path=f"{table}{ENDING}", content=content))

    def saw(self, table: str, schema: str, files: Mapping[str, Slice]) -> None:
        """Note what was read of a table, for who goes on with its rows; ``files``: where their rows lie."""
        self._seen[table] = schema, files

    def seen(self, table: str) -> Mapping[str, Slice]:
        """Where the rows of files lie in which nothing was wrong, as they were read now."""
        return self._seen[table][1] if table in self._seen else {}

    def told(self, table: str) -> Iterator[tuple[str, Slice]]:
        """Each file in which nothing was wrong: what tells its cells from any others, and where its rows lie."""
        schema, files = self._seen.get(table, ("", {}))
        for one in files.values():
            yield digest(f"{table} {schema} {one.digest}".encode()), one

    def read_more(self, table: str, what: str) -> Kept:
        """What was kept beside the cells of a table."""
        return self.read(f"{table}.{what}", self._seen[table][0]) if table in self._seen else Kept()

    def note_more(self, table: str, what: str, cells: Any, files: Mapping[str, Slice], known: int) -> None:
        """Keep something beside the cells of a table."""
        if table in self._seen:
            self.note(f"{table}.{what}", self._seen[table][0], cells, files, known)

    def outputs(self) -> Iterator[Output]:
        """What is to be written, given up one by one; nothing of a small folder."""
        if not self._there and sum(len(one.content) for one in self._fresh) < _WORTH:
            self._fresh.clear()
        while self._fresh:
            yield self._fresh.pop()

    def _word(self, table: str, schema: str) -> str:
        return digest(f"{self._key} {table} {schema}".encode())


class KeptTexts:
    """Texts that are kept by words which tell all that they hang on: those of before, and what to keep of them now.

    ``base``: what all of them hang on besides. Without a store none was kept, and none is.
    """

    def __init__(self, store: Store | None, name: str, base: str = "") -> None:
        self._store, self._name, self._base = store, name, base
        cells = None if store is None else store.read(name, base).cells
        pairs = () if cells is None else zip(cells["word"].to_pylist(), cells["text"].to_pylist(), strict=True)
        self._before: Mapping[str, str] = dict(pairs)
        self._now: dict[str, str] = {}

    def find(self, word: str) -> str | None:
        """The text that was kept under a word, which stays known; None where there is none."""
        text = self._before.get(word)
        if text is not None:
            self._now[word] = text
        return text

    def note(self, word: str, text: str) -> None:
        """Keep a text under a word."""
        self._now[word] = text

    @property
    def known(self) -> Mapping[str, str]:
        """The texts that stay known, word by word."""
        return self._now

    @property
    def noted(self) -> Mapping[str, str]:
        """Those that were not kept before."""
        return {word: text for word, text in self._now.items() if word not in self._before}

    def take(self, noted: Mapping[str, str]) -> None:
        """Take over the texts that another process knows."""
        self._now |= noted

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        if self._store is not None and not self._now.keys() <= self._before.keys():
            cells = pa.table({"word": list(self._now), "text": list(self._now.values())}, schema=_TEXTS)
            self._store.note(self._name, self._base, cells, {}, 0)


def _closed(cells: Any, files: Mapping[str, Slice], key: str) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, cells.schema) as writer:
        writer.write_table(cells.combine_chunks())
    told = {"key": key, "files": {path: [one.digest, one.first, one.rows] for path, one in files.items()}}
    words = json.dumps(told, ensure_ascii=False).encode()
    body = words + b"\0" * (-(len(MAGIC) + HEAD.size + len(words)) % 64)
    written: bytes = sink.getvalue().to_pybytes()
    rest = struct.pack("<Q", len(words)) + body + written
    return MAGIC + HEAD.pack(hashlib.sha256(rest).digest(), len(body)) + rest


def _opened(content: memoryview | None, key: str) -> Kept | None:
    """What a file of the store holds; None unless it is sound, and for this key."""
    if content is None:
        return None
    start = len(MAGIC) + HEAD.size
    _, length = HEAD.unpack(content[len(MAGIC) : start])
    rest = content[start:]
    (words,) = struct.unpack("<Q", rest[:8])
    document = json.loads(bytes(rest[8 : 8 + words]))
    if document["key"] != key:
        return None
    cells = pa.ipc.open_stream(pa.py_buffer(rest[8 + length :])).read_all()
    files = {path: Slice(digest=one[0], first=one[1], rows=one[2]) for path, one in document["files"].items()}
    return Kept(cells=cells, files=files)
