"""Tasks done by two processes: each is done once, and what either noted comes back."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial

import pytest

from generator.core import sibling
from generator.core.sharing import MOST, here, shared


def squares(count: int) -> list[Callable[[], tuple[int, int]]]:
    """Tasks whose answers say which process did them."""

    def square(number: int) -> tuple[int, int]:
        time.sleep(0.01)
        return number * number, os.getpid()

    return [partial(square, number) for number in range(count)]


@pytest.mark.usefixtures("processes")
@pytest.mark.skipif(not sibling.FORKS, reason="no fork on this system")
def test_two_processes_do_each_task_once() -> None:
    done = shared("检查", squares(40), os.getpid, beside=True)
    assert [square for square, _ in done.answers] == [number * number for number in range(40)]
    assert done.noted is not None
    assert {process for _, process in done.answers} == {os.getpid(), done.noted}
    assert done.noted != os.getpid()


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize("number", [0, 30])
def test_what_goes_wrong_in_either_is_raised(number: int) -> None:
    tasks: list[Callable[[], object]] = [*squares(40)]
    tasks[number] = lambda: {}["nothing"]
    with pytest.raises(KeyError):
        shared("检查", tasks, os.getpid, beside=True)


@pytest.mark.parametrize("count", [1, MOST + 1])
def test_without_need_or_room_one_process_does_all(count: int) -> None:
    tasks = [os.getpid] * count
    assert shared("检查", tasks, os.getpid, beside=True).noted is None
    assert shared("检查", tasks[:2], os.getpid, beside=False).answers == [os.getpid()] * len(tasks[:2])


@pytest.mark.usefixtures("processes")
@pytest.mark.skipif(not sibling.FORKS, reason="no fork on this system")
def test_a_screen_is_touched_by_its_own_process_alone() -> None:
    shown: list[str] = []
    show = here(shown.append)

    def task() -> int:
        show("one")
        time.sleep(0.02)
        return len(shown)

    done = shared("检查", [task] * 10, lambda: list(shown), beside=True)
    assert done.noted == []
    assert 0 < len(shown) < 10
