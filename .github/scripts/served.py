"""Add the parts that the page 填报自查 sends to browsers to a list of parts (CycloneDX, JSON), from their locks.

python3 -I served.py <list.json> <package-lock.json> <requirements.txt>
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

HASHES = {"sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512"}
_LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:[^\n]*\\\n)*[^\n]*)", re.MULTILINE)


def component(kind: str, name: str, version: str, hashes: list[tuple[str, str]], licence: str = "") -> dict[str, Any]:
    """A part: what it is called where it comes from (``npm``, ``pypi``), and the digests of its archives."""
    address = f"pkg:{kind}/{quote(name, safe='/')}@{version}"
    return {
        # The same package for Python on servers stands in the list, too.
        "bom-ref": f"browser:{address}",
        "type": "library",
        "name": name,
        "version": version,
        "purl": address,
        "description": "随网页“填报自查”发给浏览器",
        "hashes": [{"alg": HASHES[way], "content": digest} for way, digest in hashes],
        **({"licenses": [{"license": {"id": licence}}]} if licence else {}),
    }


def of_npm(lock: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a lock of npm, which is itself the first of them."""
    for place, one in lock["packages"].items():
        if place:
            way, _, digest = one["integrity"].partition("-")
            hashes = [(way, base64.b64decode(digest).hex())]
            yield component("npm", place.rpartition("node_modules/")[2], one["version"], hashes, one.get("license", ""))


def of_python(text: str) -> Iterator[dict[str, Any]]:
    """The parts of a lock of Python packages."""
    for one in _LOCKED.finditer(text):
        hashes = re.findall(r"--hash=(sha256):([0-9a-f]{64})", one["rest"])
        yield component("pypi", one["name"], one["version"], hashes)


def main(listed: Path, lock: Path, requirements: Path) -> None:
    """Write the list again, with these parts behind the others."""
    document = json.loads(listed.read_text(encoding="utf-8"))
    document["components"] += [
        *of_npm(json.loads(lock.read_text(encoding="utf-8"))),
        *of_python(requirements.read_text(encoding="utf-8")),
    ]
    listed.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
