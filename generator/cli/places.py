"""Places given on the command line: what a command may read, and where it may write without spoiling anything."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from generator.core.characters import shortened
from generator.core.errors import UsageError, reason
from generator.load.names import DIVISION
from generator.pipeline import DESCRIPTORS, ROOT


def resolved(path: Path) -> Path:
    """The path without links and dots; UsageError where none can be, as in a loop of links or below a file."""
    try:
        place = path.resolve()
        place.exists()  # refuses names that are too long
    except OSError as error:
        raise UsageError(f"{shortened(str(path))} 不是可用的路径：{reason(error)}。", "请换一个路径。") from None
    except (RuntimeError, ValueError):  # how Python 3.11 tells a loop of links, and a name with NUL
        raise UsageError(f"{shortened(str(path))} 不是可用的路径。", "请换一个路径。") from None
    if place.exists() or next(one for one in place.parents if one.exists()).is_dir():
        return place
    raise UsageError(f"{shortened(str(path))} 不是可用的路径：路径中有一段不是文件夹。", "请核对路径。")


def data_folder(folder: Path) -> Path:
    """The data folder; UsageError if there is none."""
    if not (place := resolved(folder)).is_dir():
        raise UsageError(f"找不到数据文件夹 {folder}。", "请用 --data 指定含 datapackage.yaml 的文件夹。")
    return place


def site_folder(out: Path, data: Path) -> Path:
    """The output folder; refused when switching it would take something away that is not an earlier site."""
    out, data = resolved(out), resolved(data)
    if data.is_relative_to(out) or out.is_relative_to(data) or ROOT.is_relative_to(out):
        raise UsageError(f"不能把网站写到 {out}：它与数据或项目文件夹重叠。", "请用 --out 指定另一个文件夹。")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} 不是文件夹。", "请用 --out 指定文件夹。")
    from generator.publish import stranger

    if found := stranger(out):
        raise UsageError(f"{found}，没有动它。", "请用 --out 指定一个新的或空的文件夹，或把不是网站的东西移走。")
    return out


def draft_place(out: Path, data: Path, kind: str) -> None:
    """Refuse a place where a draft cannot be, or where it would spoil the data."""
    place = resolved(out)
    if kind == "data":
        if place.exists() and not place.is_dir():
            raise UsageError(f"{out} 不是文件夹。", "data 格式是两张表，请用 --out 指定文件夹。")
        return
    if place.is_dir():
        raise UsageError(f"{out} 是文件夹。", "请用 --out 指定文件，如 --out 说明.docx。")
    if place.is_relative_to(data):
        raise UsageError(f"{out} 在数据文件夹里，那里只放数据。", "请用 --out 指定别处的文件。")


def report_place(given: str, styles: Collection[str], data: Path) -> tuple[str, Path]:
    """A format and the file to which findings go in it, written ``json=结果.json``; never among the data."""
    style, _, name = given.partition("=")
    if style not in styles or not name:
        raise UsageError(
            f"--save 写的是「{shortened(given)}」，应是“格式=文件”。", f"请改成可用的格式：{'、'.join(styles)}。"
        )
    place = resolved(Path(name))
    if place.is_dir():
        raise UsageError(f"{name} 是文件夹。", "请用 --save 指定文件，如 --save json=结果.json。")
    if place.is_relative_to(data):
        raise UsageError(f"{name} 在数据文件夹里，那里只放数据。", "请用 --save 指定别处的文件。")
    return style, place


def sample_folder(out: Path, data: Path) -> Path:
    """Where the sample is written: a new or empty folder, or a data folder, whose other divisions stay."""
    place, here = resolved(out), resolved(data)
    if place.exists() and not place.is_dir():
        raise UsageError(f"{out} 不是文件夹。", "请用 --out 指定文件夹。")
    if place != here and place.is_relative_to(here):
        raise UsageError(f"{out} 在数据文件夹 {data} 里面。", "请用 --out 指定数据文件夹本身，或另一个文件夹。")
    known = {*DESCRIPTORS, "common", "README.md"}
    if place.exists() and any(one not in known and not DIVISION.fullmatch(one) for one in os.listdir(place)):
        raise UsageError(f"{out} 里有别的东西，不像是数据文件夹。", "请用 --out 指定一个新的或空的文件夹。")
    return out


def inside(data: Path, path: Path) -> str:
    """A path given on the command line as findings print it."""
    place = resolved(path)
    if not place.exists():
        raise UsageError(f"找不到 {path}。", "请核对路径。")
    if not place.is_relative_to(data):
        raise UsageError(f"{path} 不在数据文件夹 {data} 里。", "请用 --data 指定它所在的数据文件夹。")
    if place.is_dir() and _empty(place):
        raise UsageError(f"{path} 里没有文件，没有可以检查的。", "请核对路径；新建部门年度的文件夹用 new 命令。")
    return (Path(data.name) / place.relative_to(data)).as_posix()


def _empty(folder: Path) -> bool:
    """Whether there is nothing but folders below; what cannot be opened or is a link is for the check to judge."""
    refused: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=refused.append):
        if files or any(os.path.islink(os.path.join(place, one)) for one in folders):
            return False
    return not refused
