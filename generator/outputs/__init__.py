"""Data sets to download: CSV, XLSX, JSON, Parquet and data packages, and the catalogues that list them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from generator.model import Checked, Output
from generator.outputs import paths
from generator.outputs.index import read_index
from generator.outputs.jobs import Downloads, Job, downloads
from generator.outputs.notes import Notes
from generator.outputs.sitemap import sitemap
from generator.outputs.wholes import Read

__all__ = ["Downloads", "Job", "Notes", "Read", "downloads", "outputs", "paths", "read_index", "sitemap"]


def outputs(
    checked: Checked,
    *,
    clock: datetime,
    site_url: str,
    progress: Callable[[str], None] = lambda _: None,
    read: Read | None = None,
) -> Iterator[Output]:
    """Every file below ``downloads/``, its index last: the jobs of ``downloads`` one after the other.

    ``progress`` is called with the path of each. ``read`` gives back the content of outputs that were taken already;
    without it, those that are needed again are kept.
    """
    planned = downloads(checked, clock=clock, site_url=site_url)
    kept: dict[str, bytes] = {}
    first: list[Notes] = []
    for job in planned.first():
        first.append(Notes())
        for output in job.run(first[-1]):
            progress(output.path)
            yield output
            if read is None and output.path in first[-1].places:
                kept[output.path] = output.content
    second: list[Notes] = []
    for job in planned.second(first, read or kept.__getitem__):
        second.append(Notes())
        for output in job.run(second[-1]):
            progress(output.path)
            yield output
    yield from planned.listing([*first, *second])
