"""The sets for catalogues of open data and for search engines: addresses.DCAT and schema.org, as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from generator.core import addresses
from generator.core.data import Checked
from generator.core.output import DownloadFile, DownloadSet, Output
from generator.downloads.index import json_bytes

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def catalogues(checked: Checked, sets: Sequence[DownloadSet], *, clock: datetime, site_url: str) -> Iterator[Output]:
    """The addresses.DCAT catalogue of all sets, and the schema.org description of the whole."""
    yield Output(path=addresses.DCAT, content=json_bytes(_dcat(checked, sets, clock, site_url)))
    whole = next(one for one in sets if one.kind == "all")
    yield Output(path=addresses.SCHEMA_ORG, content=json_bytes(_schema_org(checked, whole, clock, site_url)))


def _dcat(checked: Checked, sets: Sequence[DownloadSet], clock: datetime, site_url: str) -> dict[str, Any]:
    catalogue = checked.catalogue
    licence = {"@id": catalogue.licence["path"]}
    publisher = {"@type": "foaf:Agent", "foaf:name": catalogue.contact or catalogue.title}
    return {
        "@context": _CONTEXT,
        "@id": site_url + addresses.DCAT,
        "@type": "dcat:Catalog",
        "dct:title": _chinese(catalogue.title),
        "dct:description": _chinese(catalogue.description),
        "dct:language": "zh-CN",
        "dct:license": licence,
        "dct:publisher": publisher,
        "dct:modified": _typed(clock.isoformat(), "dateTime"),
        "foaf:homepage": {"@id": site_url},
        "dcat:dataset": [
            {
                "@id": f"{site_url}{addresses.DOWNLOAD_INDEX}#{'-'.join([one.kind, *one.codes])}",
                "@type": "dcat:Dataset",
                "dct:title": _chinese(one.title),
                "dct:description": _chinese(_about(one)),
                "dct:license": licence,
                "dct:publisher": publisher,
                **({"dct:issued": _typed(one.published, "date")} if one.published else {}),
                "dcat:distribution": [_distribution(file, site_url, licence) for file in one.files],
            }
            for one in sets
        ],
    }


def _distribution(file: DownloadFile, site_url: str, licence: dict[str, str]) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _chinese(file.title),
        "dct:license": licence,
        "dcat:downloadURL": {"@id": site_url + file.path},
        "dcat:mediaType": {"@id": _MEDIA_TYPES + file.media_type},
        "dcat:byteSize": _typed(str(file.size), "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file.sha256,
        },
    }


def _schema_org(checked: Checked, whole: DownloadSet, clock: datetime, site_url: str) -> dict[str, Any]:
    catalogue = checked.catalogue
    years = sorted({one.fiscal_year for one in checked.packages})
    present = {one.division for one in checked.packages}
    divisions = checked.frames["divisions"]
    names = divisions.loc[divisions["division"].isin(present), "name"].tolist()
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{site_url}{addresses.DOWNLOAD_INDEX}#all",
        "name": catalogue.title,
        "description": f"{catalogue.description}{_about(whole)}",
        "url": site_url,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "license": catalogue.licence["path"],
        "version": catalogue.version,
        "dateModified": clock.isoformat(),
        "creator": {"@type": "Organization", "name": catalogue.contact or catalogue.title},
        **({"temporalCoverage": f"{years[0]}/{years[-1]}"} if years else {}),
        "spatialCoverage": [{"@type": "Place", "name": name} for name in names],
        "keywords": sorted({word for one in checked.packages for word in one.keywords}),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "contentUrl": site_url + file.path,
                "encodingFormat": file.media_type,
                "contentSize": f"{file.size} B",
                "sha256": file.sha256,
            }
            for file in whole.files
        ],
    }


def _about(one: DownloadSet) -> str:
    if one.kind == "originals":
        return f"部门放在数据旁边的原件 {len(one.files)} 份，已去掉作者、批注等看不见的信息。"
    invented = "含虚构的示例数据，不得当作真实政府数据引用。" if one.sample else ""
    return f"{one.tables} 张表，{one.rows} 行。{invented}"


def _chinese(value: str) -> dict[str, str]:
    return {"@value": value, "@language": "zh"}


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@value": value, "@type": f"xsd:{kind}"}
