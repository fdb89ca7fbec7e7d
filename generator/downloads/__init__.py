"""Data sets to download: CSV, XLSX, JSON, Parquet and data packages, and the catalogues that list them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.core.data import Checked
from generator.core.memory import give_back
from generator.core.output import Output
from generator.derive import Shared
from generator.downloads.index import read_index
from generator.downloads.jobs import downloads
from generator.downloads.notes import Notes
from generator.downloads.sitemap import sitemap
from generator.downloads.wholes import Read

__all__ = ["Notes", "downloads", "outputs", "read_index", "sitemap"]


def outputs(
    checked: Checked, *, clock: datetime, site_url: str, read: Read | None = None, shared: Shared | None = None
) -> Iterator[Output]:
    """Every file below ``downloads/``, its index last: the jobs of ``downloads`` one after the other.

    ``read`` gives back the content of outputs that were taken already; without it, those needed again are kept.
    ``shared``: what is told on pages too, if it was made before.
    """
    planned = downloads(checked, clock=clock, site_url=site_url, shared=shared)
    give_back()  # here and below: each job leaves gaps that the next does not fill, half as much as all of them hold
    kept: dict[str, bytes] = {}
    first: list[Notes] = []
    for job in planned.first():
        first.append(Notes())
        for output in job(first[-1]):
            yield output
            if read is None and output.path in first[-1].places:
                kept[output.path] = output.content
        give_back()
    second: list[Notes] = []
    for job in planned.second(first, read or kept.__getitem__):
        second.append(Notes())
        yield from job(second[-1])
        give_back()
    yield from planned.listing([*first, *second])
