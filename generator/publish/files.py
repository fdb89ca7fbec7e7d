"""Writing outputs below a folder, and switching a finished folder into place."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import UserError
from generator.model import Output

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write(folder: Path, outputs: Iterable[Output], taken: set[str] | None = None) -> tuple[int, int]:
    """Write outputs below a folder and return how many files and bytes; two outputs for one path are an error.

    ``taken`` holds the case-folded paths written so far and is added to: on some systems ``A`` and ``a`` are one file.
    """
    taken = set() if taken is None else taken
    files = size = 0
    for output in outputs:
        key = output.path.casefold()
        if key in taken:
            raise UserError(f"有两份内容要写到同一个位置 {output.path}。", "请检查编码是否重复。")
        if output.path.startswith("/") or ".." in output.path.split("/"):
            raise UserError(f"写出位置 {output.path} 不在输出目录内。")
        taken.add(key)
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


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A fresh folder beside ``out``; what earlier, killed builds left is cleared, and so is this one when it fails."""
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = out.parent / f".{out.name}.staging"
    old = out.parent / f".{out.name}.old"
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
        old = out.parent / f".{out.name}.old"
        out.rename(old)
        finished.rename(out)
        old.rename(finished)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically where the system can (Linux's renameat2)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(result == 0)
