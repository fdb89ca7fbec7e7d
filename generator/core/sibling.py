"""Doing a part of the work in a process of its own, on another core, while the caller does the rest."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Generic, TypeVar

from generator.core.errors import UserError

# macOS's libraries do not bear a fork and Windows has none: there the part is written when it is waited for.
FORKS = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1
# How far behind the caller a process stands when the system gives out its processors: who began it has more to do,
# alone, when both are done.
BEHIND = 5
Answer = TypeVar("Answer")  # what can be sent from one process to another


class Sibling(Generic[Answer]):
    """Does ``work`` and brings back what it returns, beginning at once where the system can fork.

    ``what`` it does is named where it fails; unless ``beside`` it is done when it is waited for, by the caller;
    ``behind``: how far behind the caller's its turn is. A context: left early, it ends the process; killed with its
    parent, the process ends too.
    """

    def __init__(self, what: str, work: Callable[[], Answer], *, beside: bool = True, behind: int = BEHIND) -> None:
        self._what = what
        self._work = work
        self._forks = FORKS and beside
        self._behind = behind

    def __enter__(self) -> Sibling[Answer]:
        """Start the process."""
        if self._forks:
            gc.freeze()  # the collector would write into every page of memory that both share
            context = multiprocessing.get_context("fork")
            # Not a pipe: the process shall end when it is done, and leave its memory to others, not wait for a reader.
            self._answer = Connection(os.memfd_create("answer"))
            self._process = context.Process(target=self._run, args=(os.getpid(),), daemon=True)
            self._process.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process if it still runs."""
        if self._forks:
            self._process.kill()
            self._process.join()
            self._answer.close()
            gc.unfreeze()

    def finish(self) -> Answer:
        """Wait until all is done and return the answer; what went wrong there is raised here."""
        if not self._forks:
            return self._work()
        self._process.join()
        os.lseek(self._answer.fileno(), 0, os.SEEK_SET)
        try:
            answer: Answer | BaseException = self._answer.recv()
        except (EOFError, OSError):
            raise UserError(f"{self._what}的进程中途退出。", "内存可能不足；请重试。") from None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _run(self, parent: int) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted as well, and ends this process
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # gone before the line above
            return
        os.nice(self._behind)
        try:
            self._answer.send(self._work())
        except Exception as error:
            error.add_note(traceback.format_exc())  # what is sent has no traceback
            self._answer.send(error)
