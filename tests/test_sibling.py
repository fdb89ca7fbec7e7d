"""Writing in a process beside: what comes back, what goes wrong there, and that nothing lives on."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from generator.core import sibling
from generator.core.errors import UserError
from generator.core.output import Output
from generator.core.sibling import Sibling
from generator.publish.writer import Ledger, write


@pytest.fixture(params=[True, False], ids=["forked", "in turn"])
def forks(processes: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways of working; the second is the one of systems without a fork."""
    if request.param and not sibling.FORKS:
        pytest.skip("no fork on this system")
    monkeypatch.setattr(sibling, "FORKS", request.param)
    return bool(request.param)


def written(folder: Path, outputs: Callable[[], Iterable[Output]]) -> Callable[[], Ledger]:
    """Work: write outputs below a folder."""

    def work() -> Ledger:
        ledger = Ledger()
        write(folder, outputs(), ledger)
        return ledger

    return work


def two() -> Iterator[Output]:
    yield Output(path="a/一.txt", content=b"1")
    yield Output(path="b.txt", content=b"")


def refused() -> Iterator[Output]:
    yield from two()
    raise UserError("不行。", "请改。")


def full() -> Iterator[Output]:
    yield from two()
    raise OSError(errno.ENOSPC, "No space left on device", "b.txt")


def unforeseen() -> Iterator[Output]:
    yield from two()
    raise KeyError("x")


def endless() -> Iterator[Output]:
    yield from two()
    time.sleep(600)


@pytest.mark.usefixtures("forks")
def test_all_is_written_and_entered(tmp_path: Path) -> None:
    with Sibling("生成表", written(tmp_path, two)) as part:
        ledger = part.finish()
    assert (tmp_path / "a" / "一.txt").read_bytes() == b"1"
    assert set(ledger.entries) == {"a/一.txt", "b.txt"}
    ledger.verify(tmp_path)


@pytest.mark.usefixtures("forks")
def test_what_goes_wrong_there_is_raised_here(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised, Sibling("生成表", written(tmp_path / "one", refused)) as part:
        part.finish()
    assert str(raised.value) == "不行。\n  请改。"
    with pytest.raises(OSError, match="No space") as failed, Sibling("生成表", written(tmp_path / "two", full)) as part:
        part.finish()
    assert (failed.value.errno, failed.value.filename) == (errno.ENOSPC, "b.txt")
    with pytest.raises(KeyError), Sibling("生成表", written(tmp_path / "three", unforeseen)) as part:
        part.finish()


@pytest.mark.usefixtures("processes")
def test_where_it_went_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyError) as raised, Sibling("生成表", written(tmp_path, unforeseen)) as part:
        part.finish()
    assert not sibling.FORKS or "in unforeseen" in raised.value.__notes__[0]


@pytest.mark.skipif(not sibling.FORKS, reason="no fork on this system")
@pytest.mark.usefixtures("processes")
def test_a_killed_process_is_told_of(tmp_path: Path) -> None:
    with Sibling("生成表", written(tmp_path, endless)) as part:
        assert part._process.pid
        os.kill(part._process.pid, signal.SIGKILL)
        with pytest.raises(UserError, match="生成表的进程中途退出"):
            part.finish()


@pytest.mark.skipif(not sibling.FORKS, reason="no fork on this system")
@pytest.mark.usefixtures("processes")
def test_nothing_lives_on_when_left_early(tmp_path: Path) -> None:
    with Sibling("生成表", written(tmp_path, endless)) as part:
        pid = part._process.pid
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_one_path_in_two_ledgers_is_refused() -> None:
    one, other = Ledger(), Ledger()
    one.note("A.txt", b"")
    other.note("a.txt", b"")
    with pytest.raises(UserError, match="同一个位置"):
        one.take(other)


@pytest.mark.usefixtures("processes")
def test_what_is_not_made_beside_is_made_by_the_caller() -> None:
    with Sibling("生成表", os.getpid) as beside, Sibling("生成表", os.getpid, beside=False) as here:
        assert here.finish() == os.getpid()
        assert (beside.finish() == os.getpid()) is not sibling.FORKS
