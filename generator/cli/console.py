"""What a person sees while a command works: a bar at a terminal, one plain line a stage otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.core.memory import give_back

if TYPE_CHECKING:
    from rich.progress import Progress


class Stages:
    """Opens stages one after another, shows them on standard error, and remembers what each took in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, title: str) -> Iterator[Callable[[str], None]]:
        """Open a stage; the function counts and shows each thing done."""
        start = time.perf_counter()
        if sys.stderr.isatty():
            with _bar() as bar:
                task = bar.add_task(title, total=None)
                count = 0

                def show(text: str) -> None:
                    nonlocal count
                    count += 1
                    if count % 20 == 1:
                        bar.update(task, description=f"{title}（{count}）{text[-48:]}")

                yield show
        else:
            yield lambda _: None
        give_back()
        self.seconds[title] = time.perf_counter() - start
        print(f"{title} …… {self.seconds[title]:.1f} 秒", file=sys.stderr, flush=True)


def _bar() -> Progress:
    from rich.console import Console  # what nobody looks at need not start
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True, highlight=False), transient=True)
