"""Data sets to download: CSV, XLSX, JSON, Parquet and data packages, and the catalogues that list them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from generator.descriptor import schema_descriptor
from generator.model import Checked, Output
from generator.outputs import paths
from generator.outputs.catalogue import catalogues
from generator.outputs.feed import feed
from generator.outputs.index import json_bytes, read_index, write_index
from generator.outputs.sets import Sets
from generator.outputs.sitemap import sitemap

__all__ = ["outputs", "paths", "read_index", "sitemap"]


def outputs(
    checked: Checked, *, clock: datetime, site_url: str, progress: Callable[[str], None] = lambda _: None
) -> Iterator[Output]:
    """Every file below ``downloads/``, its index last; ``progress`` is called with the path of each.

    ``clock`` is the fixed time of the build, ``site_url`` the site's address with a slash at its end.
    """
    clock = clock.astimezone(UTC) if clock.tzinfo else clock.replace(tzinfo=UTC)
    catalogue = checked.catalogue
    for table in catalogue.tables.values():
        descriptor = {
            "name": table.name,
            "title": table.title,
            "description": table.description,
            **schema_descriptor(table, context=True),
        }
        yield Output(path=paths.schema(table.name), content=json_bytes(descriptor))
    sets = Sets(checked=checked, clock=clock, site_url=site_url)
    yield from sets.outputs(progress)
    yield from catalogues(checked, sets.found, clock=clock, site_url=site_url)
    yield feed(checked, site_url=site_url)
    yield write_index(catalogue, sets.found, sets.lists, clock=clock, site_url=site_url)
