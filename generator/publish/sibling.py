"""Writing a part of the site in a process of its own, on another core, while the caller makes the rest."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from generator.core.errors import UserError
from generator.core.output import Output
from generator.publish.writer import Ledger, write

# macOS's libraries do not bear a fork and Windows has none: there the part is written when it is waited for.
FORKS = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1


class Sibling:
    """Writes the outputs that ``make`` yields below ``folder``, beginning at once where the system can fork.

    A context: left early, it ends the process; killed with its parent, the process ends too.
    """

    def __init__(self, folder: Path, make: Callable[[], Iterable[Output]], journal: int | None = None) -> None:
        self._folder = folder
        self._journal = journal
        self._make = make

    def __enter__(self) -> Sibling:
        """Start the process."""
        if FORKS:
            gc.freeze()  # the collector would write into every page of memory that both share
            context = multiprocessing.get_context("fork")
            self._answer, answer = context.Pipe(duplex=False)
            self._process = context.Process(target=self._run, args=(answer, os.getpid()), daemon=True)
            self._process.start()
            answer.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process if it still runs."""
        if FORKS:
            self._process.kill()
            self._process.join()
            self._answer.close()
            gc.unfreeze()

    def finish(self) -> Ledger:
        """Wait until all is written and return the ledger of it; what went wrong there is raised here."""
        if not FORKS:
            return self._written()
        try:
            answer = self._answer.recv()
        except EOFError:
            raise UserError("生成数据下载的进程中途退出。", "内存可能不足；请重试。") from None
        if isinstance(answer, Ledger):
            return answer
        raise answer

    def _written(self) -> Ledger:
        ledger = Ledger(journal=self._journal)
        write(self._folder, self._make(), ledger)
        return ledger

    def _run(self, answer: Connection, parent: int) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted as well, and ends this process
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # gone before the line above
            return
        with suppress(BrokenPipeError):
            try:
                answer.send(self._written())
            except Exception as error:
                error.add_note(traceback.format_exc())  # what is sent has no traceback
                answer.send(error)
