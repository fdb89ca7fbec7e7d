"""The downloads as jobs that can run side by side, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from generator.descriptor import schema_descriptor
from generator.model import Checked, DownloadSet, Output
from generator.outputs import paths
from generator.outputs.catalogue import catalogues
from generator.outputs.feed import feed
from generator.outputs.index import json_bytes, write_index
from generator.outputs.sets import Sets

Read: TypeAlias = Callable[[str, int, int], bytes]  # path, first byte, number of bytes → those bytes of an output


@dataclass(kw_only=True)
class Notes:
    """What a job leaves for later ones beside its files; small, and can be sent from one process to another."""

    sets: list[DownloadSet] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Job:
    """Some files that can be made by themselves: ``run`` yields them; the notes it is given are whole at its end.

    ``rows`` says how much work it is, beside others.
    """

    rows: int
    run: Callable[[Notes], Iterator[Output]]


@dataclass(frozen=True, kw_only=True)
class Downloads:
    """All files below ``downloads/``: jobs of ``first`` in any order, then of ``second``, then ``listing``."""

    checked: Checked
    clock: datetime
    site_url: str

    def first(self) -> list[Job]:
        """What is made from the data alone; independent of each other."""

        def run(notes: Notes) -> Iterator[Output]:
            sets = Sets(checked=self.checked, clock=self.clock, site_url=self.site_url)
            yield from sets.outputs(lambda _: None)
            notes.sets += sets.found
            notes.lists += sets.lists

        return [Job(rows=self.checked.rows, run=run)]

    def second(self, notes: Sequence[Notes], read: Read) -> list[Job]:
        """What is put together from files of the first jobs, read back by ``read``; independent of each other.

        ``notes`` are those of the first jobs, in their order.
        """
        return []

    def listing(self, notes: Sequence[Notes]) -> Iterator[Output]:
        """Schemas, catalogues, feed and index; ``notes`` are those of all jobs, in their order."""
        catalogue = self.checked.catalogue
        sets = [one for each in notes for one in each.sets]
        lists = [one for each in notes for one in each.lists]
        for table in catalogue.tables.values():
            descriptor = {
                "name": table.name,
                "title": table.title,
                "description": table.description,
                **schema_descriptor(table, context=True),
            }
            yield Output(path=paths.schema(table.name), content=json_bytes(descriptor))
        yield from catalogues(self.checked, sets, clock=self.clock, site_url=self.site_url)
        yield feed(self.checked, site_url=self.site_url)
        yield write_index(catalogue, sets, lists, clock=self.clock, site_url=self.site_url)


def downloads(checked: Checked, *, clock: datetime, site_url: str) -> Downloads:
    """The jobs of one build; ``clock`` is its fixed time, ``site_url`` the site's address with a slash at its end."""
    clock = clock.astimezone(UTC) if clock.tzinfo else clock.replace(tzinfo=UTC)
    return Downloads(checked=checked, clock=clock, site_url=site_url)
