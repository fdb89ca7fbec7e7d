"""``datapackage.json`` of an archive: stock Frictionless, composed from the repository's schemas."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from generator.core.archive import SMALL, Entry, Part, pack
from generator.core.descriptor import DIALECT, schema_descriptor
from generator.core.package import Package
from generator.core.schema import Catalogue, Table


def datapackage(
    catalogue: Catalogue,
    entries: Mapping[str, Entry],
    rows: Mapping[str, int],
    hashes: Mapping[str, str],
    resources: Mapping[str, str],
    *,
    name: str,
    title: str,
    clock: datetime,
    site_url: str,
    packages: Sequence[Package],
) -> bytes:
    """The descriptor of an archive whose ``entries`` are the CSV of each table; ``hashes`` are their SHA-256.

    ``resources``: what ``described`` says of each.
    """
    words = {
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
    }
    counted = [
        f'{resources[table][:-1]}, "hash": "sha256:{hashes[table]}", "bytes": {one.size}, "rows": {rows[table]}}}'
        for table, one in entries.items()
    ]
    opening = json.dumps(words, ensure_ascii=False)[:-1]
    return f'{opening}, "resources": [{", ".join(counted)}]}}\n'.encode()


def described(catalogue: Catalogue, tables: Sequence[str]) -> dict[str, str]:
    """The descriptors of the files of some tables, as JSON."""
    return {table: json.dumps(_resource(catalogue.tables[table], tables), ensure_ascii=False) for table in tables}


def project_package(catalogue: Catalogue, tables: Sequence[str], *, clock: datetime, site_url: str) -> Part:
    """What follows the name in the descriptor of projects with rows in these tables: the same for all of them.

    Without checksums and counts, and without descriptions, which the data dictionary has.
    """
    words = {
        "homepage": site_url,
        "version": catalogue.version,
        "created": clock.isoformat(),
        "licenses": [dict(catalogue.licence)],
        "resources": [_short(_resource(catalogue.tables[table], tables)) for table in tables],
    }
    return pack(json.dumps(words, ensure_ascii=False)[1:].encode() + b"\n", SMALL)


def _resource(table: Table, targets: Collection[str]) -> dict[str, Any]:
    """A table's file; a key into a table that is not there cannot be checked, and is left out."""
    schema = schema_descriptor(table, context=True)
    keys = [key for key in schema.pop("foreignKeys", ()) if key["reference"]["resource"] in targets]
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": {**schema, **({"foreignKeys": keys} if keys else {})},
    }


def _short(resource: dict[str, Any]) -> dict[str, Any]:
    """A resource without descriptions."""
    schema = resource["schema"]
    fields = [{key: value for key, value in one.items() if key != "description"} for one in schema["fields"]]
    return {
        **{key: value for key, value in resource.items() if key != "description"},
        "schema": {**schema, "fields": fields},
    }
