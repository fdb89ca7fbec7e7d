"""A run of department-years: their own sets and those of their projects."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from generator.core.output import Output
from generator.downloads.bundles import bundle, common_pieces, rows
from generator.downloads.cells import FORMS, Rendered, cut, rendered
from generator.downloads.labels import department
from generator.downloads.notes import ARCHIVES, Notes, Place
from generator.downloads.ordering import Numbers, said
from generator.downloads.projects import Projects, linked_source, own_source
from generator.downloads.setting import Setting


def folder_outputs(setting: Setting, first: int, last: int, notes: Notes) -> Iterator[Output]:
    """The files of the folders ``first`` to ``last`` (exclusive) and their projects."""
    ordering = setting.ordering
    tables: dict[str, tuple[Numbers, Rendered]] = {}
    sources = []
    for name, ordered in ordering.tables.items():
        starts = ordered.starts[first : last + 1] - ordered.starts[first]
        if starts[-1]:
            cells = ordered.rows(first, last)
            left = said(ordered.table) if name in ordering.own else 0
            made = rendered(cells, ordered.table, setting.layout.numbers, said=left)
            tables[name] = (starts, made)
            if name in ordering.own:
                sources.append(own_source(ordered.table, cells, made, starts))
            # Most bureaus speak of their own projects only: the same rows in the same order, rendered already.
            linked = ordering.linked.get(name)
            if linked and np.array_equal(linked.between(first, last), ordered.between(first, last)):
                sources.append(linked_source(linked, made, first, last))
    there = {source.table.name for source in sources}
    for name, linked in ordering.linked.items():
        if name not in there and len(chosen := linked.between(first, last)):
            made = rendered(cut(linked.arrays, chosen), linked.table, setting.layout.numbers)
            sources.append(linked_source(linked, made, first, last))
    projects = Projects(setting=setting, sources=sources)
    for index in range(last - first):
        folder = ordering.folders[first + index]
        label = department(setting, folder)
        for form in FORMS:
            own = {
                name: rows(form, made.forms[form], int(starts[index]), int(starts[index + 1]))
                for name, (starts, made) in tables.items()
                if name in label.counts
            }
            pieces = {**common_pieces(setting, label, form), **{name: [one] for name, one in own.items()}}
            if bundled := bundle(setting, label, form, pieces):
                content, begins = bundled
                output = notes.file(label.stem, ARCHIVES[form], content)
                notes.places[output.path] = {
                    name: Place(first=begins[name], last=begins[name] + len(one.packed), size=one.size, crc=one.crc)
                    for name, one in own.items()
                }
                yield output
        yield from projects.outputs(folder, index, notes.projects.setdefault(first + index, []))
