"""States of the data to be compared: a folder, or a revision of git or an archive, laid out on disk to be read.

Nothing of them is run: files of git come from ``cat-file``, which obeys no attributes, and of either only plain files
below the data folder are taken, within limits.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import struct
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from generator.compare.published import COMPARABLE, DESCRIPTOR
from generator.core.characters import shortened
from generator.core.errors import UsageError, UserError
from generator.core.output import Output
from generator.load.files import read_file
from generator.publish.writer import write

_GIT = "git"
_TOP = "datapackage.yaml"  # stands at the top of a data folder
_PLAIN = ("100644", "100755")
_LINK = "120000"
MOST_FILES, MOST_BYTES = 200_000, 2 * 2**30  # of what is laid out
_RATIO = 200  # a CSV packs to a tenth; what packs to less is no data
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What stands before the packed bytes of a file: its mark, and how long its name and what follows the name are.
_HEAD, _MARK = struct.Struct("<4s22xHH"), b"PK\x03\x04"
Wanted = Callable[[str], bool]  # path below the data folder → whether the file is to be read
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@{}^~+-]{0,199}")


@dataclass(frozen=True, kw_only=True)
class Borrowed:
    """One state of the data: what people call it, and a way to have it on disk.

    ``files``: path below the data folder → a digest of the content, the same as git's, or what is equal to it; None
    where that is not known (a published archive). ``place``: where the files are to be found, taken away afterwards;
    ``fill``: lays the wanted ones out there, None where all are there already; others may be among them.
    """

    title: str
    files: Mapping[str, str | Packed] | None
    place: Callable[[], AbstractContextManager[Path]]
    fill: Callable[[Path, Wanted], None] | None = None

    @contextmanager
    def lay(self, wanted: Wanted) -> Iterator[Path]:
        """The wanted files on disk, taken away afterwards."""
        with self.place() as folder:
            if self.fill is not None:
                self.fill(folder, wanted)
            yield folder


@dataclass(frozen=True, kw_only=True, eq=False)
class Packed:
    """A file in an archive: equal to another that is packed to the same bytes, else to what has the same content.

    Its content is looked at only where nothing else tells. Sizes and checksums are what the archive says of it: where
    they differ, the file is taken for another and read, and an archive that has not said the truth is then refused.

    ``packed``: a digest of the packed bytes, and of how they are packed; ``path``: the file's place below the data
    folder; ``contents``: gives digests of all contents of the archive by their paths, the same as git's.
    """

    path: str
    size: int
    checksum: int
    packed: str
    contents: Callable[[], Mapping[str, str]]

    def __eq__(self, other: object) -> bool:
        """Whether another has the same content: a file of an archive, or the digest of one."""
        if isinstance(other, Packed):
            if (self.size, self.checksum) != (other.size, other.checksum):
                return False
            if self.packed == other.packed:  # packed alike: unpacked alike
                return True
            return self._digest() == other._digest()
        return self._digest() == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        """What is equal has the same."""
        return hash(self._digest())

    def _digest(self) -> str:
        return self.contents()[self.path]


def borrowed(given: str, data: Path) -> Borrowed:
    """The state that a word of the command line means: a folder, a zip, or a revision of ``data`` in its repository."""
    path = Path(given)
    if path.is_dir():
        folder = path.resolve()
        return Borrowed(title=given, files=digests(folder), place=lambda: nullcontext(folder))
    if path.is_file():
        return _archive(path, given)
    if path.suffix.lower() == ".zip":
        raise UsageError(f"找不到 {shortened(given)}。", COMPARABLE)
    found = revision(data, given)
    return Borrowed(title=given, files=found.files, place=_folder, fill=partial(_lay_out, found))


def digests(folder: Path) -> dict[str, str]:
    """The plain files below a folder with digests of their contents, as git makes them; links are not followed."""
    found: dict[str, str] = {}
    top = len(os.path.join(folder, ""))
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)  # thousands of files: a Path of each is slow
            try:
                content = read_file(path, MOST_BYTES)
            except OSError:
                continue
            found[path[top:].replace(os.sep, "/")] = _blob(content)
    return found


def _blob(content: bytes) -> str:
    """What git calls a content."""
    digest = hashlib.sha1(b"blob %d\0" % len(content), usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()


@dataclass(frozen=True, kw_only=True)
class Revision:
    """A data folder in a revision of git: path below it → what git calls the content; ``others``: what is no file."""

    repository: Path
    name: str
    files: Mapping[str, str]
    others: tuple[str, ...] = ()


def revision(place: Path, name: str) -> Revision:
    """The data folder ``place`` as a revision of its repository has it; UsageError where there is none."""
    if not _REVISION.fullmatch(name) or name.startswith("-"):
        raise UsageError(f"「{shortened(name)}」不是文件夹、zip，也不像 git 的版本。", COMPARABLE)
    top = _git(_near(place), "rev-parse", "--show-toplevel")
    if top is None:
        raise UsageError(f"{place} 不在 git 仓库里，没有「{shortened(name)}」这个版本可以比较。", COMPARABLE)
    root = Path(top.decode(errors="surrogateescape").strip())
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        raise UsageError(f"「{shortened(name)}」不是文件夹、zip，也不是这个仓库的版本。", COMPARABLE)
    sha = commit.decode().strip()
    folder = place.relative_to(root.resolve()).as_posix() if place != root.resolve() else ""
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", f"{sha}:{folder}")
    if listed is None:
        raise UsageError(f"版本 {shortened(name)} 里没有 {folder} 文件夹。", COMPARABLE)
    files: dict[str, str] = {}
    others: list[str] = []
    for line in listed.split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _, blob = about.decode().split()
        shown = path.decode(errors="surrogateescape")
        if mode in _PLAIN:
            files[shown] = blob
        else:
            others.append(shown)
    return Revision(repository=root, name=name, files=files, others=tuple(others))


def _near(place: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(one for one in (place, *place.parents) if one.is_dir())


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers; None where it refuses."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run([_GIT, "-C", str(folder), *arguments], capture_output=True, check=False, env=environment)
    except FileNotFoundError:
        raise UserError(
            "这台机器上没有 git，只能比较文件夹和 zip。", "请安装 git，或把要比较的版本下载成 zip。"
        ) from None
    return done.stdout if done.returncode == 0 else None


def _lay_out(source: Revision, folder: Path, wanted: Wanted) -> None:
    """Lay out what is wanted of a revision as a data folder."""
    write(folder, _blobs(source, [path for path in source.files if wanted(path) and _safe(path)]))


def _blobs(source: Revision, paths: list[str]) -> Iterator[Output]:
    """The contents, all from one process."""
    command = [_GIT, "-C", str(source.repository), "cat-file", "--batch"]
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{source.files[path]}\n" for path in paths).encode())
        asked.seek(0)
        with subprocess.Popen(command, stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            answers = process.stdout
            for path in paths if answers else ():
                head = answers.readline().split()  # type: ignore[union-attr]
                if len(head) != 3:
                    raise UserError(f"git 没有给出 {shortened(path)}。", "仓库可能是浅克隆，请取全历史后再比较。")
                content = answers.read(int(head[2]))  # type: ignore[union-attr]
                answers.read(1)  # type: ignore[union-attr]
                yield Output(path=path, content=content)


def _safe(path: str) -> bool:
    """Whether a path is one that can be laid out; what cannot be is no data either."""
    parts = path.split("/")
    odd = any(one in ("", ".", "..") or one.casefold() == ".git" for one in parts) or "\\" in path or ":" in path
    return path.isprintable() and not odd


def _archive(path: Path, title: str) -> Borrowed:
    """A zip: of one that holds a data folder, the files are known by their contents, and the wanted ones laid out."""
    with _opened(path) as opened:
        top = _data_folder(opened.namelist())
        if top is None:
            return Borrowed(title=title, files=None, place=_folder, fill=partial(_unpack, path))
        files = _packed(opened, path, top)
    return Borrowed(title=title, files=files, place=_folder, fill=partial(_unpack, path, top=top))


def _packed(opened: zipfile.ZipFile, archive: Path, top: str) -> dict[str, Packed]:
    """The files below a folder of an archive, by their paths below it; names and sizes of all are looked at."""
    for _ in _entries(opened, archive.name, top, lambda _: False):
        pass

    @cache
    def contents() -> Mapping[str, str]:
        with _opened(archive) as again:
            inside = ((one.path.removeprefix(top), one.content) for one in _entries(again, archive.name, top))
            return {name: _blob(content) for name, content in inside}

    entries = [one for one in opened.infolist() if not one.is_dir() and one.filename.startswith(top)]
    # Entries that lie on each other claim more than there is: they are told by their contents.
    apart = sum(one.compress_size for one in entries) <= archive.stat().st_size
    with open(archive, "rb") as file:
        return {
            (path := one.filename.removeprefix(top)): Packed(
                path=path,
                size=one.file_size,
                checksum=one.CRC,
                packed=_packed_bytes(file, one) if apart else f"{archive} {path}",
                contents=contents,
            )
            for one in entries
        }


def _packed_bytes(file: BinaryIO, entry: zipfile.ZipInfo) -> str:
    """A digest of the bytes that an entry is packed to."""
    file.seek(entry.header_offset)
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise zipfile.BadZipFile(f"{entry.filename}: no header")
    mark, name, more = _HEAD.unpack(head)
    if mark != _MARK:
        raise zipfile.BadZipFile(f"{entry.filename}: no header")
    file.seek(name + more, os.SEEK_CUR)
    return f"{entry.compress_type} {hashlib.sha256(file.read(entry.compress_size)).hexdigest()}"


def _data_folder(names: Iterable[str]) -> str | None:
    """The beginning of the paths of the data folder in an archive; None in one as it is published, or in any other."""
    there = {*names}
    found = sorted((one for one in there if one.rpartition("/")[2] == _TOP), key=lambda one: (one.count("/"), one))
    if not found or (DESCRIPTOR in there and found[0] != _TOP):
        return None
    return found[0].removesuffix(_TOP)


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(archive) as opened:
            yield opened
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise UserError(
            f"{shortened(archive.name)} 不是完好的 zip：{shortened(str(error))}。", "请重新下载，再比较。"
        ) from None


@contextmanager
def unpacked(archive: Path) -> Iterator[Path]:
    """The files of an archive on disk, taken away afterwards; UserError where it is none or too large."""
    with _folder() as folder:
        _unpack(archive, folder, lambda _: True)
        yield folder


def _unpack(archive: Path, folder: Path, wanted: Wanted, *, top: str = "") -> None:
    """Lay out what is wanted of an archive, below ``top`` in it, by the paths from there; all of a published one."""
    with _opened(archive) as opened:
        write(folder, _entries(opened, archive.name, top, wanted))


def _entries(opened: zipfile.ZipFile, name: str, top: str = "", wanted: Wanted = lambda _: True) -> Iterator[Output]:
    """The wanted files; names and sizes of all are looked at."""
    entries = [one for one in opened.infolist() if not one.is_dir()]
    size, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    if len(entries) > MOST_FILES or size > MOST_BYTES or size > _RATIO * max(packed, 4096):
        raise UserError(f"{shortened(name)} 解开以后过大，没有读取。", "请核对是不是数据的 zip。")
    seen: set[str] = set()
    for one in entries:
        path = one.filename
        if not _safe(path) or path.casefold() in seen or one.flag_bits & 1 or one.compress_type not in _METHODS:
            raise UserError(
                f"{shortened(name)} 里的 {shortened(path)} 名称重复、越出文件夹，或不是约定的压缩方法。",
                "请重新下载，或用系统自带的压缩功能重新压缩。",
            )
        seen.add(path.casefold())
        if not path.startswith(top) or not wanted(path.removeprefix(top)):
            continue
        with opened.open(one) as file:
            content = file.read(one.file_size + 1)
        if len(content) > one.file_size:
            raise UserError(
                f"{shortened(name)} 里的 {shortened(path)} 比它声称的大，没有读取。", "请重新下载，再比较。"
            )
        yield Output(path=path, content=content)


@contextmanager
def copied(data: Path) -> Iterator[Path]:
    """A copy of a data folder to try something in, taken away afterwards; links are not followed."""
    with _folder() as folder:
        shutil.copytree(data, folder, symlinks=True, dirs_exist_ok=True)
        yield folder


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="compare-")).resolve()
    try:
        (folder / "data").mkdir()
        yield folder / "data"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
