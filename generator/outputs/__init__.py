"""Data sets to download: CSV, XLSX, JSON, Parquet and data packages, and the catalogues that list them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from generator.model import Checked, Output
from generator.outputs import paths
from generator.outputs.index import read_index
from generator.outputs.jobs import Downloads, Job, Notes, Read, downloads
from generator.outputs.sitemap import sitemap

__all__ = ["Downloads", "Job", "Notes", "Read", "downloads", "outputs", "paths", "read_index", "sitemap"]


def outputs(
    checked: Checked, *, clock: datetime, site_url: str, progress: Callable[[str], None] = lambda _: None
) -> Iterator[Output]:
    """Every file below ``downloads/``, its index last; ``progress`` is called with the path of each.

    The jobs of ``downloads`` one after the other, for those who have one process and room for the files.
    """
    planned = downloads(checked, clock=clock, site_url=site_url)
    made: dict[str, bytes] = {}

    def read(path: str, first: int, size: int) -> bytes:
        return made[path][first : first + size]

    def run(jobs: list[Job], notes: list[Notes], *, keep: bool) -> Iterator[Output]:
        for job in jobs:
            notes.append(Notes())
            for output in job.run(notes[-1]):
                progress(output.path)
                if keep and "/departments/" in output.path:
                    made[output.path] = output.content
                yield output

    notes: list[Notes] = []
    yield from run(planned.first(), notes, keep=True)
    yield from run(planned.second([*notes], read), notes, keep=False)
    yield from planned.listing(notes)
