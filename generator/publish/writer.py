"""Writing outputs below a folder, the ledger of what was written, and switching a finished folder into place."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generator.core.errors import UserError
from generator.core.output import Output

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"

_UNFIT = re.compile(r"[\x00-\x1f\\:]")  # in a path's segment; the last two mean something else on Windows
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(kw_only=True)
class Ledger:
    """What stands in a folder: path → (bytes, SHA-256). Paths are unique even where ``A`` and ``a`` are one file."""

    entries: dict[str, tuple[int, str]] = field(default_factory=dict)
    _folded: set[str] = field(default_factory=set)

    def note(self, path: str, content: bytes) -> None:
        """Enter a file; UserError if there is one of that path already."""
        self._enter(path, (len(content), hashlib.sha256(content).hexdigest()))

    def take(self, other: Ledger) -> None:
        """Enter all that another ledger of the same folder holds; UserError for a path that both do."""
        for path, entry in other.entries.items():
            self._enter(path, entry)

    def _enter(self, path: str, entry: tuple[int, str]) -> None:
        if path.casefold() in self._folded:
            raise UserError(f"有两份内容要写到同一个位置 {path}。", "请检查编码是否重复。")
        self._folded.add(path.casefold())
        self.entries[path] = entry

    def scan(self, folder: Path) -> None:
        """Enter every file below the folder that is not entered yet: what other programs wrote."""
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder).as_posix()
            if path.is_file() and relative not in self.entries:
                self.note(relative, path.read_bytes())

    def verify(self, folder: Path) -> None:
        """Compare the ledger with the folder, file by file; UserError names the first that differs."""
        found = {}
        for parent, _, names in os.walk(folder):
            below = os.path.relpath(parent, folder)
            for name in names:
                relative = name if below == "." else f"{below}/{name}"
                found[relative.replace(os.sep, "/")] = os.stat(os.path.join(parent, name)).st_size
        wanted = {path: size for path, (size, _) in self.entries.items()}
        if found != wanted:
            differing = sorted(found.items() ^ wanted.items())[0][0]
            raise UserError(
                f"核对清单时发现 {differing} 与写出的不一致。", "磁盘可能已满或有别的程序在改动输出目录，请重试。"
            )

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


def write(folder: Path, outputs: Iterable[Output], ledger: Ledger | None = None) -> tuple[int, int]:
    """Write outputs below a folder, enter them, and return how many files and bytes; no path is written twice."""
    ledger = ledger or Ledger()
    files = size = 0
    for output in outputs:
        if any(part in ("", ".", "..") or _UNFIT.search(part) for part in output.path.split("/")):
            raise UserError(f"写出位置 {output.path} 不在输出目录内。")
        ledger.note(output.path, output.content)
        target = folder / output.path
        try:
            file = target.open("wb")
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            file = target.open("wb")
        with file:
            file.write(output.content)
        files += 1
        size += len(output.content)
    return files, size


def clear(folder: Path) -> None:
    """Take a folder away with all that is in it, so that nothing of an earlier writing stays among the new."""
    if folder.is_dir():
        shutil.rmtree(folder)


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A fresh folder beside ``out``; what earlier, killed builds left is cleared, and so is this one when it fails."""
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = out.parent / f".{out.name}.staging"
    old = _aside(out)
    if old.exists() and not out.exists():  # killed between the two renames of a system without an exchange
        old.rename(out)
    for leftover in (folder, old):
        shutil.rmtree(leftover, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def switch(finished: Path, out: Path) -> None:
    """Put a finished folder in the place of ``out`` in one step; then ``finished`` holds the earlier one, if any."""
    if not out.exists():
        finished.rename(out)
    elif not _exchange(finished, out):
        old = _aside(out)
        out.rename(old)
        finished.rename(out)
        old.rename(finished)


def _aside(out: Path) -> Path:
    return out.parent / f".{out.name}.old"


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically where the system can (Linux's renameat2)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(result == 0)
