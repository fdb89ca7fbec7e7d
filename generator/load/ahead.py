"""Files read and told by their digests in a process of its own, while this one still starts.

It is begun before anything large is imported: to import pandas takes as long as to read five thousand files. What it
tells is worked out from the content of each file, as whoever reads it would; what it does not tell is read as ever.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property

from generator.load.files import read_file

FORKS = sys.platform == "linux"
_BETWEEN, _END = b"\0", b"\n"  # neither stands in a path with which files are told here


class Ahead:
    """The digests of the CSV files below a folder, none longer than ``limit`` bytes."""

    def __init__(self, folder: str, limit: int) -> None:
        self.folder = folder
        self._told = os.memfd_create("digests")
        self._process = os.fork()
        if not self._process:
            done = 1
            try:
                _write(self._told, b"".join(_lines(folder, limit)))
                done = 0
            finally:
                os._exit(done)  # whatever was wrong: the other process reads the files itself

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Path below the folder → SHA-256 of its content, when all are read; empty where that went wrong."""
        _, status = os.waitpid(self._process, 0)
        with os.fdopen(self._told, "rb") as file:
            file.seek(0)
            lines = file.read().split(_END)[:-1] if status == 0 else []
        pairs = (line.split(_BETWEEN) for line in lines)
        return {os.fsdecode(path): digest.decode() for path, digest in pairs}


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _lines(folder: str, limit: int) -> Iterator[bytes]:
    top = len(os.path.join(folder, ""))
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if not name.endswith(".csv") or "\n" in path:
                continue
            try:
                content = read_file(path, limit)
            except OSError:
                continue
            if len(content) <= limit:
                digest = hashlib.sha256(content).hexdigest().encode()
                yield os.fsencode(path[top:].replace(os.sep, "/")) + _BETWEEN + digest + _END
