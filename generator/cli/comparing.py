"""What differs between two states of the data: a thin command that asks, prints and lets publish write."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator import pipeline
from generator.cli.clock import today
from generator.cli.console import Stages
from generator.cli.places import data_folder, report_place
from generator.core.errors import UsageError

if TYPE_CHECKING:
    from generator.compare import Comparison

FORMATS = ("text", "markdown", "json", "html", "xlsx")


def diff(options: argparse.Namespace) -> int:
    """Compare, print and save; 1 if something could not be read, so that nothing is said of it."""
    from generator.cli.commands import save
    from generator.publish.borrowing import borrowed

    data = data_folder(options.data)
    saved = [report_place(one, FORMATS, data) for one in options.save]
    if options.format == "xlsx" and sys.stdout.isatty():
        raise UsageError("工作簿显示不出来。", "请写 --save xlsx=比较.xlsx，或把输出转到文件里。")
    old, new = borrowed(options.old, data), borrowed(options.new, data)
    told = pipeline.compared(old, new, data, today=today(), stage=Stages())
    for style, path in saved:
        save(path, written(told, style))
    sys.stdout.buffer.write(written(told, options.format))
    sys.stdout.buffer.flush()
    return int(bool(told.unread))


def written(told: Comparison, style: str) -> bytes:
    """A comparison in a format, as the bytes of a file."""
    from generator.compare.book import as_xlsx
    from generator.compare.telling import FORMATS as TEXTS

    if style == "xlsx":
        return as_xlsx(told, clock=datetime(today().year, today().month, today().day))
    return f"{TEXTS[style](told)}\n".encode()


def parse(command: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    words = "数据文件夹、网站上下载的数据包（.zip）、仓库的 zip，或 git 的版本（如 main、v1.2、HEAD~3）"
    command.add_argument("old", metavar="原来", help=words)
    command.add_argument("new", metavar="现在", help="同上")
    command.add_argument(
        "--data",
        type=Path,
        default=Path("data"),
        metavar="文件夹",
        help="git 的版本取哪个数据文件夹，数据包用哪里的表定义；默认 data",
    )
    command.add_argument("--format", choices=FORMATS, default="text", help="输出格式，默认 text")
    command.add_argument(
        "--save",
        action="append",
        default=[],
        metavar="格式=文件",
        help="另把结果写进文件，如 --save xlsx=比较.xlsx；可以写几次",
    )
