"""A finished folder takes the place of the site before: only of a site made here, one build at a time, in one step."""

from __future__ import annotations

import ctypes
import glob
import json
import os
import shutil
import tempfile
import time
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.core.errors import UserError
from generator.publish.writer import MANIFEST, SUMS, journaled

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # Windows: there nobody is kept from building twice, but what is published is still verified
    flock = None  # type: ignore[assignment]

# In the folder of a build, held as long as it runs; it also tells that the folder is one, and what was written there.
LOCK = ".building"
# What a build lays out in its folder beside its lock: the site, and what is to be found of its pages and of its forms.
SITE, KEPT, KEPT_OF_FORMS = "site", "search.jsonl", "search-forms.jsonl"
_OURS = {SITE, KEPT, KEPT_OF_FORMS, LOCK}
_TELLING = {LOCK, MANIFEST}  # what tells that a folder is of a build, or of a site made here
_PATIENCE, _PAUSE = 20, 0.1  # a killed build's last process may hold the lock for a moment
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The folders of a target: of a running build, the new site before the switch, the earlier one after it."""

    staging: Path
    new: Path
    old: Path

    @classmethod
    def of(cls, out: Path) -> Beside:
        """Those of this target."""
        staging, new, old = (out.parent / f".{out.name}.{name}" for name in ("staging", "new", "old"))
        return cls(staging=staging, new=new, old=old)


def stranger(folder: Path) -> str:
    """What in a folder is not of a site made here, as messages name it; empty where there is no such thing."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        return f"{folder} 不是文件夹"
    if os.path.ismount(folder):  # what it is mounted on cannot be exchanged for another folder
        return f"{folder} 是挂载点，不能整个换成新的网站（可以写到它里面的文件夹，如 {folder / 'public'}）"
    if not folder.exists() or not any(folder.iterdir()):
        return ""
    listed = _listed(folder / MANIFEST)
    if listed is None:
        return f"{folder} 里有别的东西，不像是先前生成的网站"
    try:
        path = _beyond(folder, listed)
    except PermissionError as error:
        return f"{error.filename} 打不开，看不出里面有没有别的文件"
    return f"{folder} 里的 {path} 不在它的清单里，不是本程序生成的" if path else ""


def _beyond(folder: Path, listed: Container[str]) -> str:
    """The first file or link below a folder that is not listed; empty where there is none.

    PermissionError where a folder cannot be looked into: what is in it may be anybody's.
    """
    for parent, folders, names in os.walk(folder, onerror=_closed):
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for name in (*names, *links):
            path = os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")
            if path not in listed:
                return path
    return ""


def _closed(error: OSError) -> None:
    """Raise what keeps a folder from being looked into; one that has gone meanwhile is not there."""
    if isinstance(error, PermissionError):
        raise error


def _unwritten(folder: Path) -> str:
    """What lies among what a build has written and is none of it; empty where there is no such thing.

    Before its first page a build has told nothing: then all there is is the theme's.
    """
    try:
        told = journaled(folder / LOCK)
    except OSError:
        return ""
    try:
        path = _beyond(folder / SITE, told) if told else ""
    except PermissionError as error:
        path = os.path.relpath(error.filename, folder / SITE)
    return f"{SITE}/{path}" if path else ""


def _listed(manifest: Path) -> set[str] | None:
    """The paths that a manifest lists; None if it is none of ours."""
    if manifest.is_symlink() or not manifest.is_file():
        return None
    try:
        files = json.loads(manifest.read_bytes())["files"]
        paths = {str(one["path"]) for one in files if len(str(one["sha256"])) == 64}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return {*paths, MANIFEST, SUMS} if paths else None


def refuse_strangers(*folders: Path) -> None:
    """UserError if one of the folders holds what was not made here."""
    for folder in folders:
        if found := stranger(folder):
            raise UserError(f"{found}，没有动它。", "请把它移到别处，或用 --out 指定一个新的或空的文件夹。")


@contextmanager
def staging(out: Path) -> Iterator[Path]:
    """A fresh folder beside ``out`` that only this build has; what earlier, killed builds left is cleared.

    UserError while another build of this target runs, and where what lies there was not made here; nothing is touched
    then.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Beside.of(out)
    refuse_strangers(out, beside.old, beside.new)
    lock = _claimed(beside.staging)
    try:
        if not out.exists():  # killed between the two renames of a system without an exchange
            for earlier in (beside.old, beside.new):
                if earlier.exists() and not out.exists():
                    earlier.rename(out)
        for leftover in (beside.old, beside.new):
            if not _removed(leftover):
                raise UserError(f"上一次生成留下的 {leftover} 删不掉。", "请检查它的所有者和权限，手工删除后重试。")
        yield beside.staging
    finally:
        # What is left of its own folder is nothing to the site, which may be in its place by now.
        with suppress(KeyboardInterrupt):
            if not _unwritten(beside.staging):
                _removed(beside.staging)
        os.close(lock)


def _claimed(folder: Path) -> int:
    """The lock of a folder that is made new, with nothing in it but the lock."""
    _clear_unnamed(folder)
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        lock = os.open(made / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
        if flock is not None:
            flock(lock, LOCK_EX)
        made.chmod(0o755)
        _clear_leftover(folder)
        try:
            made.rename(folder)
        except OSError as error:
            os.close(lock)
            raise _busy(folder) from error
    except FileNotFoundError as error:  # another build took it for left over
        raise _busy(folder) from error
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return lock


def _clear_unnamed(folder: Path) -> None:
    """Take away what builds left that were killed before their folder had its name: nothing is in it, or the lock."""
    for made in folder.parent.glob(f"{glob.escape(folder.name)}-????????"):
        with suppress(OSError, UserError):
            if made.is_symlink() or {one.name for one in made.iterdir()} - {LOCK}:
                continue
            if (made / LOCK).stat().st_size if (made / LOCK).exists() else 0:
                continue
            if _abandoned(made / LOCK):
                (made / LOCK).unlink(missing_ok=True)
                made.rmdir()


def _clear_leftover(folder: Path) -> None:
    """Take away what a killed build left; UserError if the build still runs, or it is none of ours."""
    if not folder.exists() and not folder.is_symlink():
        return
    if folder.is_symlink() or not folder.is_dir() or (any(folder.iterdir()) and not (folder / LOCK).is_file()):
        raise UserError(f"{folder} 不是本程序留下的，没有动它。", "请把它移到别处后重试。")
    others = sorted(one.name for one in folder.iterdir() if one.name not in _OURS)
    if not others and not _abandoned(folder / LOCK):
        raise _busy(folder)
    if path := others[0] if others else _unwritten(folder):
        raise UserError(f"{folder} 里的 {path} 不是本程序留下的，没有动它。", f"请把它移到别处，再删除 {folder}。")
    if not _removed(folder):
        raise UserError(f"上一次生成留下的 {folder} 删不掉。", "请检查它的所有者和权限，手工删除后重试。")


def _abandoned(lock: Path) -> bool:
    """Whether nobody holds the lock any more."""
    if flock is None or not lock.exists():
        return True
    descriptor = _opened(lock)
    try:
        for _ in range(_PATIENCE):
            with suppress(OSError):
                flock(descriptor, LOCK_EX | LOCK_NB)
                return True
            time.sleep(_PAUSE)
        return False
    finally:
        os.close(descriptor)


def _opened(lock: Path) -> int:
    """A lock to be asked for; one of another user's build may be opened for reading only."""
    for way in (os.O_RDWR, os.O_RDONLY):
        with suppress(PermissionError):
            return os.open(lock, way)
    raise UserError(
        f"{lock.parent} 是别的用户生成时用的，打不开，看不出那次生成是否还在进行，没有动它。",
        "请用那个用户生成；确认没有生成在进行的，请他删除这个文件夹后重试。",
    )


def _busy(folder: Path) -> UserError:
    return UserError("另一次生成正在写同一个位置。", f"请等它结束后再试（它的临时文件夹是 {folder}）。")


def switch(finished: Path, out: Path) -> Path | None:
    """Put a finished folder in the place of ``out`` in one step; return what is left of the earlier one, if anything.

    UserError, with the earlier site still there, if something that was not made here came into it meanwhile.
    """
    beside = Beside.of(out)
    refuse_strangers(out, beside.old, beside.new)
    if not out.exists():
        finished.rename(out)
        return None
    finished.rename(beside.new)  # beside it: a folder of somebody else can be renamed there, but not moved elsewhere
    try:
        earlier = _put(beside, out)
    except OSError:
        with suppress(OSError):
            beside.new.rename(finished)  # and goes with what the build leaves
        raise
    # The new site is in its place: whatever happens from here on is no failure of publishing.
    try:
        if earlier == beside.new:
            earlier = beside.new.rename(beside.old)
        return earlier if stranger(earlier) or not _removed(earlier) else None
    except (OSError, KeyboardInterrupt):
        return earlier if earlier.exists() else beside.old


def _put(beside: Beside, out: Path) -> Path:
    """Put the new site in the place of the earlier one; return where that lies now."""
    if _exchange(beside.new, out):
        return beside.new
    out.rename(beside.old)
    try:
        beside.new.rename(out)
    except OSError:
        beside.old.rename(out)
        raise
    return beside.old


def told(left: Path) -> str:
    """What to do with what is left of the earlier site."""
    return f"先前的网站没能全部删除，还在 {left}（所有者或权限不同，或里面有别的文件）。请核对后手工删除。"


def _removed(folder: Path) -> bool:
    """Take a folder away, whatever its permissions are where they are ours to change; whether it is gone.

    What tells that it is ours goes last: the next build takes up a removal that was cut short.
    """
    with suppress(OSError):
        if folder.is_dir() and not folder.is_symlink():
            for parent, _, _ in os.walk(folder):
                with suppress(OSError):
                    os.chmod(parent, 0o700)
            for one in sorted(folder.iterdir(), key=lambda one: one.name in _TELLING):
                if one.is_dir() and not one.is_symlink():
                    shutil.rmtree(one)
                else:
                    one.unlink()
        shutil.rmtree(folder)
    return not folder.exists()


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically where the system can (Linux's renameat2)."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(result == 0)
