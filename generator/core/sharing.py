"""Tasks done by two processes, each of which takes the next one as soon as it is free."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from generator.core import sibling

MOST = 255  # tasks: each is a byte in a pipe
Answer = TypeVar("Answer")
Noted = TypeVar("Noted")


@dataclass(frozen=True, kw_only=True)
class Shared(Generic[Answer, Noted]):
    """The answers in the order of the tasks; what the process beside noted on its way, None where there was none."""

    answers: Sequence[Answer]
    noted: Noted | None


def shared(
    what: str, tasks: Sequence[Callable[[], Answer]], noted: Callable[[], Noted], *, beside: bool
) -> Shared[Answer, Noted]:
    """Do some tasks, the longest first; ``noted``: what a process is to send with its answers when it has done.

    ``what`` is done is named where the process beside fails; unless ``beside`` there is none.
    """
    if not (beside and sibling.FORKS and 1 < len(tasks) <= MOST):
        return Shared(answers=[task() for task in tasks], noted=None)
    source, end = os.pipe()
    try:
        os.write(end, bytes(range(len(tasks))))
        os.close(end)  # who finds the pipe empty has none left to do
        # Neither is ahead when the system gives out its processors: each waits for what the other has begun.
        with sibling.Sibling(what, partial(_others, source, tasks, noted), behind=0) as other:
            own = _answers(source, tasks)
            theirs, told = other.finish()
    finally:
        os.close(source)
    return Shared(answers=[one for _, one in sorted({**own, **theirs}.items())], noted=told)


def here(show: Callable[[str], None]) -> Callable[[str], None]:
    """The same, which does nothing in a process beside: a screen that is drawn by a thread is not its to touch."""
    own = os.getpid()
    return lambda text: show(text) if os.getpid() == own else None


def _others(
    source: int, tasks: Sequence[Callable[[], Answer]], noted: Callable[[], Noted]
) -> tuple[Mapping[int, Answer], Noted]:
    return _answers(source, tasks), noted()


def _answers(source: int, tasks: Sequence[Callable[[], Answer]]) -> Mapping[int, Answer]:
    """The answers to the tasks that nobody else has taken."""
    found = {}
    while taken := os.read(source, 1):
        found[taken[0]] = tasks[taken[0]]()
    return found
