"""The flat tables as files, and what the explorer reads of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from generator.core.archive import unpack
from generator.core.output import Output
from generator.derive.flat import FLAT_TABLES, FlatTable
from generator.downloads import labels
from generator.downloads.bundles import rows, table_file
from generator.downloads.cells import arrays, csv_line, every, fields, rendered
from generator.downloads.explorer import explorer_outputs
from generator.downloads.notes import Notes
from generator.downloads.parquet import parquet
from generator.downloads.setting import Setting
from generator.facts.namesakes import namesakes


def flat_outputs(setting: Setting, notes: Notes) -> Iterator[Output]:
    """Every flat table that has rows as CSV, workbook and Parquet, then the files of the explorer."""
    checked = setting.checked
    frames = setting.shared.flat
    for table in FLAT_TABLES.values():
        if len(frames[table.name]):
            notes.flat[table.name] = len(frames[table.name])
            yield from _files(setting, table, frames[table.name], notes)
    samples = sorted(setting.divisions[one] for one in setting.samples)
    shared = checked.facts.of(namesakes)
    yield from explorer_outputs(
        frames, day=checked.today, title=checked.catalogue.title, samples=samples, shared=shared
    )
    checked.facts.let_go(namesakes)  # as large as a table, and asked for once


def _files(setting: Setting, table: FlatTable, frame: pd.DataFrame, notes: Notes) -> Iterator[Output]:
    schema, label = table.schema, labels.flat(setting, table, len(frame))
    cells = every(arrays(frame, schema))
    made = rendered(cells, schema, setting.layout.numbers).forms
    csv, sheet = (rows(form, made[form], 0, len(frame)) for form in ("csv", "sheet"))
    head = csv_line([one.name for one in fields(schema)], "\n")
    yield notes.file(label.stem, "csv", head + unpack([csv]))
    if book := table_file(setting, label, "sheet", [sheet]):
        yield notes.file(label.stem, *book)
    yield notes.file(label.stem, "parquet", parquet([cells], schema))


def flat_sizes(notes: Sequence[Notes]) -> Iterator[tuple[FlatTable, int]]:
    """The flat tables with how many rows each has, from what the jobs noted."""
    for each in notes:
        for name, size in each.flat.items():
            yield FLAT_TABLES[name], size
