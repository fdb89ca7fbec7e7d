"""The downloads as jobs that can run side by side, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from generator.core import addresses
from generator.core.data import Checked
from generator.core.descriptor import schema_descriptor
from generator.core.output import Output
from generator.derive import Shared
from generator.derive.flat import FLAT_TABLES
from generator.downloads import labels
from generator.downloads.calendars import calendar_outputs
from generator.downloads.catalogue import catalogues
from generator.downloads.cells import FORMS
from generator.downloads.feed import feed
from generator.downloads.findings import finding_outputs
from generator.downloads.flat import flat_outputs, flat_sizes
from generator.downloads.folders import folder_outputs
from generator.downloads.index import json_bytes, write_index
from generator.downloads.notes import Notes
from generator.downloads.ordering import arrange
from generator.downloads.originals import original_outputs, original_sets
from generator.downloads.reporting import reporting_outputs
from generator.downloads.setting import Setting
from generator.downloads.wholes import Read, form_outputs, parquet_outputs, year_outputs

# Rows rendered at a time: enough to hide the cost of calling Arrow, few enough to bound memory.
CHUNK_ROWS = 20_000


# Some files that can be made by themselves: the notes it is given are whole when it has yielded them all.
Job = Callable[[Notes], Iterator[Output]]


@dataclass(frozen=True, kw_only=True)
class Downloads:
    """All files below ``downloads/``: jobs of ``first`` in any order, then of ``second``, then ``listing``."""

    setting: Setting

    def first(self) -> list[Job]:
        """What is made from the data alone; independent of each other."""
        setting, ordering = self.setting, self.setting.ordering
        jobs: list[Job] = [partial(parquet_outputs, setting), partial(flat_outputs, setting)]
        for _, first, last in ordering.years():
            for begin, end in ordering.chunks(first, last, CHUNK_ROWS):
                jobs.append(partial(folder_outputs, setting, begin, end))
        return jobs

    def second(self, notes: Sequence[Notes], read: Read) -> list[Job]:
        """What is put together from files of the first jobs, which ``read`` gives back; independent of each other.

        ``notes`` are those of the first jobs.
        """
        setting, ordering = self.setting, self.setting.ordering
        places = {path: found for each in notes for path, found in each.places.items()}
        projects = {folder: found for each in notes for folder, found in each.projects.items()}
        jobs: list[Job] = [partial(form_outputs, setting, form, places, read) for form in FORMS]
        for key, first, last in ordering.years():
            listed = [line for folder in range(first, last) for line in projects[folder]]
            jobs.append(partial(year_outputs, setting, key, places, listed, read))
        return jobs

    def listing(self, notes: Sequence[Notes]) -> Iterator[Output]:
        """Schemas, workbooks to report with, catalogues, feed and index, its last; ``notes`` are those of all jobs."""
        setting, checked = self.setting, self.setting.checked
        catalogue, years = checked.catalogue, [key for key, _, _ in setting.ordering.years()]
        for table in (*catalogue.tables.values(), *(one.schema for one in FLAT_TABLES.values())):
            descriptor = {
                "name": table.name,
                "title": table.title,
                "description": table.description,
                **schema_descriptor(table, context=True),
            }
            yield Output(path=addresses.schema(table.name), content=json_bytes(descriptor))
        whole = labels.whole(setting)
        found = [
            whole,
            *(labels.flat(setting, table, rows) for table, rows in flat_sizes(notes)),
            *(labels.year(setting, key) for key in years),
            *(labels.table(setting, name) for name in whole.counts),
            *(labels.department(setting, folder) for folder in setting.ordering.folders),
        ]
        sets = [one.listed([file for each in notes for file in each.files.get(one.stem, ())]) for one in found]
        sets += original_sets(setting)
        projects = {
            setting.ordering.folders[folder][:2] for each in notes for folder, found in each.projects.items() if found
        }
        lists = [addresses.project_index(*key) for key in years if key in projects]
        yield from original_outputs(checked.originals)
        yield from reporting_outputs(checked, clock=setting.clock)
        yield from calendar_outputs(checked, clock=setting.clock)
        yield from catalogues(checked, sets, clock=setting.clock, site_url=setting.site_url)
        yield feed(setting)
        yield from finding_outputs(setting)
        yield write_index(catalogue, sets, lists, clock=setting.clock, site_url=setting.site_url)


def downloads(checked: Checked, *, clock: datetime, site_url: str, shared: Shared | None = None) -> Downloads:
    """The jobs of one build; ``clock`` is its fixed time, ``site_url`` the site's address with a slash at its end.

    ``shared``: what is told on pages too, if it was made before.
    """
    clock = clock.astimezone(UTC) if clock.tzinfo else clock.replace(tzinfo=UTC)
    ordering = arrange(checked.catalogue, checked.frames)
    setting = Setting(checked=checked, ordering=ordering, clock=clock, site_url=site_url, given=shared)
    return Downloads(setting=setting)
