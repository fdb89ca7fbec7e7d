"""Where a command keeps what it has read, so that it need not read unchanged files again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.ahead import CACHE, ahead_of, place_of, proving_of
from generator.cli.places import resolved
from generator.core.errors import UsageError, reason

if TYPE_CHECKING:
    from generator.load.kept import Store

_FOLDER = Path(CACHE)


def store_of(options: argparse.Namespace, data: Path) -> Store | None:
    """The store of a data folder; None where everything is to be read from the beginning."""
    from generator.load.kept import Store, program

    if options.no_cache:
        return None
    folder = _place(options, data)
    return Store(folder, f"{program()} {data.name}", ahead_of(str(data)), proving_of(str(folder)))


def keep_read(options: argparse.Namespace, data: Path, store: Store | None) -> None:
    """Write what is worth keeping; that it cannot be written is no failure of the command."""
    if store is None:
        return
    from generator.publish.writer import replace

    outputs = list(store.outputs())
    if not outputs:
        return
    try:
        replace(_place(options, data), outputs)
    except OSError as error:
        print(f"没有记下读过的文件（{reason(error)}），下次照样从头读。", file=sys.stderr)


def _place(options: argparse.Namespace, data: Path) -> Path:
    """The folder of the store: one for each data folder, never among the data."""
    base = resolved(options.cache) if options.cache else _FOLDER
    if base.is_relative_to(data):
        raise UsageError(f"{options.cache} 在数据文件夹里，那里只放数据。", "请用 --cache 指定别处的文件夹。")
    return Path(place_of(str(base), str(data)))


def parse(command: argparse.ArgumentParser) -> None:
    """The options of a command that keeps what it has read."""
    command.add_argument(
        "--cache",
        type=Path,
        metavar="文件夹",
        help="读过、查过的记在哪里，下次逐字节没有变的不再读，规则只重问变了的地方；默认项目里的 .cache",
    )
    command.add_argument("--no-cache", action="store_true", help="全部从头读、从头查，也不记下来")
