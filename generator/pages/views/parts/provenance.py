"""Where a record comes from: the publication it stands in, its files, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.derive.site import Site


class Provenance(NamedTuple):
    """Where a record comes from and how to cite it."""

    publisher: str
    title: str
    index_number: str
    document_number: str
    topic: str
    written: str
    published: str
    validity: str
    contact: str
    folder: str
    files: Sequence[str]
    cited: str


def provenance(
    site: Site, division: str, year: int, department: str, *, what: str, tables: Sequence[str]
) -> Provenance | None:
    """The publication of a record that stands in a department's folder; None if the folder has no description."""
    package = site.disclosure.packages.get((division, year, department))
    if package is None:
        return None
    return Provenance(
        publisher=package.publisher,
        title=package.title,
        index_number=package.index_number,
        document_number=package.document_number,
        topic=package.topic,
        written=package.written_date,
        published=package.published_date,
        validity=package.validity,
        contact=package.contact,
        folder=f"data/{division}/{year}/{department}/",
        files=[f"{table}.csv" for table in tables],
        cited=f"{package.publisher}：{what}，{package.published_date} 公开",
    )
