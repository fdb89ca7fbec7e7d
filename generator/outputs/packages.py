"""``datapackage.json`` of an archive: stock Frictionless, composed from the repository's schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from generator.descriptor import DIALECT, schema_descriptor
from generator.model import Catalogue, Package
from generator.outputs.archive import Entry
from generator.outputs.index import json_bytes


def datapackage(
    catalogue: Catalogue,
    entries: Mapping[str, Entry],
    rows: Mapping[str, int],
    *,
    name: str,
    title: str,
    clock: datetime,
    site_url: str,
    packages: Sequence[Package],
) -> bytes:
    """The descriptor of an archive whose ``entries`` are the CSV of each table, hashed."""
    resources = [
        {
            "name": table,
            "type": "table",
            "title": catalogue.tables[table].title,
            "description": catalogue.tables[table].description,
            "path": one.name,
            "scheme": "file",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": DIALECT,
            "hash": f"sha256:{one.sha256}",
            "bytes": one.size,
            "rows": rows[table],
            "schema": schema_descriptor(catalogue.tables[table], context=True),
        }
        for table, one in entries.items()
    ]
    return json_bytes(
        {
            "name": name,
            "title": title,
            "description": catalogue.description,
            "homepage": site_url,
            "version": catalogue.version,
            "created": clock.isoformat(),
            "licenses": [dict(catalogue.licence)],
            "sources": [{key: value for key, value in one.items() if value} for one in catalogue.sources],
            "contributors": [
                {"title": one, "role": "publisher"} for one in sorted({package.publisher for package in packages})
            ],
            "keywords": sorted({word for package in packages for word in package.keywords}),
            "resources": resources,
        }
    )
