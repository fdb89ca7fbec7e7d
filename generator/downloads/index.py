"""The list of what can be downloaded: for the data page, for programs, and for catalogues."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from generator.core import addresses
from generator.core.output import DownloadFile, DownloadSet, Output
from generator.core.schema import Catalogue
from generator.derive.flat import FLAT_TABLES
from generator.downloads.formats import FORMATS, PROJECT_FORMATS


def codes(*values: str | int) -> tuple[str, ...]:
    """Those of the values that are there, as text."""
    return tuple(str(one) for one in values if one)


def write_index(
    catalogue: Catalogue, sets: Sequence[DownloadSet], lists: Sequence[str], *, clock: datetime, site_url: str
) -> Output:
    """The machine-readable list of all sets; projects by their pattern and the lists that name them."""
    content = {
        "name": catalogue.name,
        "title": catalogue.title,
        "description": catalogue.description,
        "version": catalogue.version,
        "licence": dict(catalogue.licence),
        "site": site_url,
        "created": clock.isoformat(),
        "formats": {name: asdict(one) for name, one in FORMATS.items()},
        "packs": {
            "years": addresses.review_stem("{division}", "{fiscal_year}"),
            "departments": addresses.review_stem("{division}", "{fiscal_year}", "{department}"),
            "formats": [".docx", ".xlsx"],
            "projects": addresses.pack_items("{division}", "{fiscal_year}", "{number}"),
            "list": addresses.PACK_FRAME,
        },
        "findings": {
            "files": [addresses.findings_file(ending) for ending in ("csv", "json", "parquet", "xlsx")],
            "schema": addresses.schema("findings"),
            "feeds": addresses.findings_feed("{division}", "{department}"),
        },
        "schemas": {
            name: addresses.schema(name)
            for name in (*catalogue.tables, *(one.schema.name for one in FLAT_TABLES.values()))
        },
        "projects": {
            "pattern": addresses.DOWNLOADS + "/projects/{division}/{fiscal_year}/{project_code}{suffix}",
            "formats": list(PROJECT_FORMATS),
            "lists": list(lists),
        },
        "sets": [asdict(one) for one in sets],
    }
    return Output(path=addresses.DOWNLOAD_INDEX, content=json_bytes(content))


def read_index(content: bytes) -> tuple[DownloadSet, ...]:
    """The sets that an index lists, for the data page."""
    return tuple(
        DownloadSet(**{**one, "files": tuple(DownloadFile(**file) for file in one["files"])})
        for one in json.loads(content)["sets"]
    )


def json_bytes(content: object) -> bytes:
    """JSON with Chinese as it is and a line end at the end; not indented, which takes Python ten times as long."""
    return (json.dumps(content, ensure_ascii=False) + "\n").encode()


def packed_json(content: object) -> bytes:
    """The same without blanks, packed here so that it is small on any file server; the site's scripts unpack it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)
