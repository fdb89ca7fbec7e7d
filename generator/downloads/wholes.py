"""Years, tables and the whole: strung together from what stands packed in the archives of department-years."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from generator.core import addresses
from generator.core.archive import Part, stored
from generator.core.output import Output
from generator.downloads import labels
from generator.downloads.bundles import bundle, common_pieces, table_file
from generator.downloads.cells import FORMS, Cells, Form, arrays, every
from generator.downloads.formats import FORMATS
from generator.downloads.labels import Label
from generator.downloads.notes import ARCHIVES, Notes, Place
from generator.downloads.parquet import parquet
from generator.downloads.setting import Setting

Read: TypeAlias = Callable[[str], bytes]  # a path → the content of the output of that path
Places: TypeAlias = Mapping[str, Mapping[str, Place]]

PARQUET_ROWS = 200_000


def year_outputs(
    setting: Setting, key: tuple[str, int], places: Places, listed: Sequence[str], read: Read, notes: Notes
) -> Iterator[Output]:
    """The files of a division-year, and the list of its projects from their lines."""
    label = labels.year(setting, key)
    if listed:
        content = "[\n" + ",\n".join(listed) + "\n]\n"
        yield Output(path=addresses.project_index(*key), content=content.encode())
    for form in FORMS:
        if made := bundle(setting, label, form, _pieces(setting, label, form, places, read)):
            yield notes.file(label.stem, ARCHIVES[form], made[0])


def form_outputs(setting: Setting, form: Form, places: Places, read: Read, notes: Notes) -> Iterator[Output]:
    """Each table and the whole, in one form."""
    whole = labels.whole(setting)
    pieces = _pieces(setting, whole, form, places, read)
    for name in whole.counts:
        if name in pieces:
            yield from _table(setting, labels.table(setting, name), form, pieces[name], notes)
    if bundled := bundle(setting, whole, form, pieces):
        yield notes.file(whole.stem, ARCHIVES[form], bundled[0])


def _table(setting: Setting, label: Label, form: Form, pieces: Sequence[Part], notes: Notes) -> Iterator[Output]:
    """The file of one table, which nothing holds any more when the next is made."""
    if made := table_file(setting, label, form, pieces):
        yield notes.file(label.stem, *made)


def _pieces(setting: Setting, label: Label, form: Form, places: Places, read: Read) -> dict[str, list[Part]]:
    """A set's rows: the finance bureau's packed anew, the departments' as their archives hold them.

    A table is missing where a department has no workbook because it has too many rows for one.
    """
    found = common_pieces(setting, label, form)
    missing: set[str] = set()
    first, last = setting.ordering.span(label.key)
    for folder in setting.ordering.folders[first:last]:
        path = addresses.department_stem(*folder) + FORMATS[ARCHIVES[form]].suffix
        if path not in places:
            missing |= setting.counts(folder).keys() - setting.common.keys()
            continue
        content = memoryview(read(path))
        for name, place in places[path].items():
            found.setdefault(name, []).append(place.part(content))
    return {name: parts for name, parts in found.items() if name not in missing}


def parquet_outputs(setting: Setting, notes: Notes) -> Iterator[Output]:
    """Each table and the whole as Parquet."""
    catalogue = setting.checked.catalogue
    whole = labels.whole(setting)
    made = []
    for name in whole.counts:
        content = parquet(_cells(setting, name), catalogue.tables[name])
        made.append((f"{name}.parquet", content))
        yield notes.file(labels.table(setting, name).stem, "parquet", content)
    yield notes.file(whole.stem, "zip-parquet", stored(made, setting.clock))


def _cells(setting: Setting, name: str) -> Iterator[Cells]:
    """A table in the order of the downloads, some folders at a time."""
    if name in setting.common:
        yield every(arrays(setting.common[name].frame, setting.checked.catalogue.tables[name]))
        return
    ordered = setting.ordering.tables[name]
    for _, first, last in setting.ordering.years():
        for begin, end in setting.ordering.chunks(first, last, PARQUET_ROWS):
            if ordered.starts[begin] < ordered.starts[end]:
                yield ordered.rows(begin, end)
