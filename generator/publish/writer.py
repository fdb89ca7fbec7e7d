"""Writing outputs below a folder, and the ledger of what was written."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from generator.core.errors import UserError
from generator.core.output import Output
from generator.core.sibling import Sibling

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"

_ROOM = 1 << 17  # bytes that are read at once
_MANY = 2_000  # files; fewer are read sooner than another process would begin
_UNFIT = re.compile(r"[\x00-\x1f\\:]")  # in a path's segment; the last two mean something else on Windows


@dataclass(kw_only=True)
class Ledger:
    """What stands in a folder: path → (bytes, SHA-256). Paths are unique even where ``A`` and ``a`` are one file.

    ``journal``: a descriptor to which each path is written before the file is, so that what a kill leaves can be told
    from what others have put there.
    """

    journal: int | None = None
    entries: dict[str, tuple[int, str]] = field(default_factory=dict)
    _folded: set[str] = field(default_factory=set)

    def note(self, path: str, content: bytes) -> None:
        """Enter a file; UserError if there is one of that path already."""
        self._enter(path, (len(content), hashlib.sha256(content).hexdigest()))
        self._tell([path])

    def take(self, other: Ledger) -> None:
        """Enter all that another ledger of the same folder holds; UserError for a path that both do."""
        for path, entry in other.entries.items():
            self._enter(path, entry)

    def _tell(self, paths: Iterable[str]) -> None:
        """Write paths to the journal, all of them in one step."""
        if self.journal is not None:
            os.write(self.journal, "".join(f"{path}\n" for path in paths).encode(errors="surrogateescape"))

    def _enter(self, path: str, entry: tuple[int, str]) -> None:
        folded = path.casefold()
        if folded in self._folded:
            raise UserError(f"有两份内容要写到同一个位置 {path}。", "请检查编码是否重复。")
        self._folded.add(path if folded == path else folded)  # one text for both: a large site has a hundred thousand
        self.entries[path] = entry

    def scan(self, folder: Path) -> None:
        """Enter every file below the folder that is not entered yet: what other programs wrote."""
        others: list[str] = []
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder).as_posix()
            if path.is_file() and relative not in self.entries:
                content = path.read_bytes()
                self._enter(relative, (len(content), hashlib.sha256(content).hexdigest()))
                others.append(relative)
        self._tell(others)

    def verify(self, folder: Path) -> None:
        """Compare the ledger with the folder, byte for byte; UserError names the first file that differs."""
        found = set()
        for parent, _, names in os.walk(folder):
            below = os.path.relpath(parent, folder)
            found |= {(name if below == "." else f"{below}/{name}").replace(os.sep, "/") for name in names}
        differing = found ^ self.entries.keys()
        both = sorted(found & self.entries.keys())
        # To read so many takes one core twice as long as two.
        with Sibling("核对清单", partial(self._differing, folder, both[::2]), beside=len(both) > _MANY) as half:
            differing |= {*self._differing(folder, both[1::2]), *half.finish()}
        if differing:
            raise UserError(
                f"核对清单时发现 {min(differing)} 与写出的不一致。", "磁盘可能已满或有别的程序在改动输出目录，请重试。"
            )

    def _differing(self, folder: Path, paths: Iterable[str]) -> list[str]:
        """Those of some paths whose files are not as they were written."""
        return [path for path in paths if _digest(f"{folder}/{path}") != self.entries[path][1]]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(size for size, _ in self.entries.values())

    def manifest(self) -> Output:
        """``manifest.json``: every file with its bytes and SHA-256."""
        files = [
            {"path": path, "bytes": size, "sha256": digest} for path, (size, digest) in sorted(self.entries.items())
        ]
        return Output(path=MANIFEST, content=json.dumps({"files": files}, ensure_ascii=False, indent=0).encode())

    def sums(self) -> Output:
        """``SHA256SUMS``, as ``sha256sum --check`` reads it."""
        lines = [f"{digest}  {path}\n" for path, (_, digest) in sorted(self.entries.items())]
        return Output(path=SUMS, content="".join(lines).encode())


@contextmanager
def journal(file: Path) -> Iterator[int]:
    """The descriptor of a journal for ledgers; the file is there already, and what is told is added at its end."""
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def journaled(file: Path) -> frozenset[str]:
    """The paths in a journal."""
    return frozenset(file.read_bytes().decode(errors="surrogateescape").split("\n")) - {""}


def write(folder: Path, outputs: Iterable[Output], ledger: Ledger | None = None) -> tuple[int, int]:
    """Write outputs below a folder, enter them, and return how many files and bytes; no path is written twice."""
    ledger = ledger or Ledger()
    files = size = 0
    for output in outputs:
        if any(part in ("", ".", "..") or _UNFIT.search(part) for part in output.path.split("/")):
            raise UserError(f"写出位置 {output.path} 不在输出目录内。", "请核对编码里有没有斜杠或两个点。")
        ledger.note(output.path, output.content)
        with _opened(f"{folder}/{output.path}") as file:
            file.write(output.content)
        files += 1
        size += len(output.content)
        del output  # a table of a city, which would be held while the next is made
    return files, size


def _opened(path: str) -> BinaryIO:
    """A file to write to, in a folder that may not be there yet. A text: to make a Path takes as long as to write."""
    try:
        return open(path, "wb")
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return open(path, "wb")


def replace(folder: Path, outputs: Iterable[Output]) -> None:
    """Put each output in its place in one step, so that whoever reads meanwhile reads the one or the other."""
    folder.mkdir(parents=True, exist_ok=True)
    for output in outputs:
        handle, name = tempfile.mkstemp(prefix=f".{output.path}.", dir=folder)
        try:
            with open(handle, "wb") as file:
                file.write(output.content)
            os.replace(name, folder / output.path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise


def _digest(path: str) -> str:
    """The SHA-256 of a file as it stands on the disk; none of a link, which is never written here."""
    if os.path.islink(path):
        return ""
    with open(path, "rb") as file:
        start = file.read(_ROOM)  # all there is of most files, for which a digest of a file would clear more room
        made = hashlib.sha256(start) if len(start) < _ROOM else hashlib.file_digest(file, lambda: hashlib.sha256(start))
        return made.hexdigest()


def clear(folder: Path) -> None:
    """Take a folder away with all that is in it, so that nothing of an earlier writing stays among the new."""
    if folder.is_dir():
        shutil.rmtree(folder)
