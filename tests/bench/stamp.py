"""What stamping a record page costs: its context gathered and its page rendered, nothing written.

``measure(root, data)`` stamps every project page of a data folder and takes the process's own time;
``python -m tests.bench.stamp FOLDER`` prints what it returns.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from generator.check import check
from generator.derive import derive
from generator.load import load
from generator.pages import read_sources, stamp_pages
from generator.publish.theme import build_skeleton

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 20)
ROUNDS = 3


def measure(data: Path) -> dict[str, Any]:
    """Milliseconds of CPU a project page, the best of some rounds over all of them, with the pages' number and size."""
    checked = check(load(data), today=TODAY)
    site = derive(checked)
    sources = read_sources(ROOT / "site_src")
    with tempfile.TemporaryDirectory(prefix="bench-stamp-") as folder:
        skeleton = build_skeleton(ROOT, Path(folder) / "site", sources)
    sources = [one for one in sources if one.each == "project"]
    best, number, size = float("inf"), 0, 0
    for _ in range(ROUNDS):
        gc.collect()
        number = size = 0
        start = time.process_time()
        for page in stamp_pages(site, sources, skeleton.pages, skeleton.site_url):
            number += 1
            size += len(page.content)
        best = min(best, time.process_time() - start)
    return {"pages": number, "bytes": size // number, "milliseconds": best / number * 1000}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
