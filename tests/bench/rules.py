"""All rules and flags over 50,000 indicators, beside the time stock frictionless needs to validate the same tables.

``measure()`` does both in one run, in one process each way, on the same invented rows; ``python -m tests.bench.rules``
prints what it returns.
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import frictionless

from generator.check import check
from generator.core.data import Loaded
from generator.core.descriptor import DIALECT, schema_descriptor
from generator.core.facts import Facts
from generator.core.schema import CONTEXT
from generator.load import load, load_catalogue
from generator.rules import RULES
from generator.sample import sample

DATA = Path(__file__).resolve().parents[2] / "data"
INDICATORS = 50_000
PER_PROJECT = 11.8  # indicators of goals, as the sample has them on average
TODAY = date(2026, 11, 20)


def measure(indicators: int = INDICATORS) -> dict[str, Any]:
    """Seconds of both, their ratio, and the slowest rules; ``indicators`` is about the number of goal indicators."""
    with tempfile.TemporaryDirectory(prefix="bench-rules-") as name:
        folder = Path(name)
        loaded = _sample(folder, round(indicators / PER_PROJECT))
        checked = check(loaded, today=TODAY)
        facts = Facts(tables=checked.frames, profiles=checked.profiles, packages=checked.packages, today=TODAY)
        each: dict[str, float] = {}
        found = 0
        start = time.perf_counter()
        for rule in RULES.values():
            begin = time.perf_counter()
            found += len(rule.function(facts))
            each[rule.code] = time.perf_counter() - begin
        rules = time.perf_counter() - start
        stock = _stock(loaded, folder / "stock")
    slowest = sorted(each, key=lambda code: -each[code])[:8]
    return {
        "indicators": len(checked.frames["goal_indicators"]) + len(checked.frames["self_evaluation_indicators"]),
        "goal_indicators": len(checked.frames["goal_indicators"]),
        "rows": checked.rows,
        "rules": len(RULES),
        "found": found,
        "errors": checked.count("error"),
        "rules_seconds": rules,
        "frictionless_seconds": stock,
        "ratio": rules / stock,
        "slowest": {code: round(each[code], 3) for code in slowest},
    }


def _sample(folder: Path, projects: int) -> Loaded:
    data = folder / "data"
    for part in ("schemas", "profiles"):
        target = data / part
        target.mkdir(parents=True)
        for path in sorted((DATA / part).glob("*.yaml")):
            (target / path.name).write_bytes(path.read_bytes())
    (data / "datapackage.yaml").write_bytes((DATA / "datapackage.yaml").read_bytes())
    tables = load_catalogue(DATA).tables
    for output in sample(projects=projects, years=1, departments=40, seed=1, last_year=2025, tables=tables):
        path = data / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.content)
    return load(data)


def _stock(loaded: Loaded, folder: Path) -> float:
    """Seconds that frictionless takes to validate the tables, each one CSV with the columns its folders give."""
    folder.mkdir()
    resources = []
    for name, table in loaded.catalogue.tables.items():
        frame = loaded.frames[name]
        if frame.empty:
            continue
        columns = [*table.context, *table.names]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(frame[columns].astype(object).where(frame[columns].notna(), "").to_numpy())
        schema = schema_descriptor(table, context=bool(set(CONTEXT) & set(table.context)))
        schema["foreignKeys"] = [
            key for key in schema.get("foreignKeys", []) if not loaded.frames[key["reference"]["resource"]].empty
        ]
        resources.append(
            {
                "name": name, "path": f"{name}.csv", "format": "csv", "encoding": "utf-8",
                "dialect": {"csv": DIALECT}, "schema": schema,
            }
        )  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps({"name": "bench", "resources": resources}), encoding="utf-8")
    start = time.perf_counter()
    report = frictionless.validate(str(folder / "datapackage.json"))
    seconds = time.perf_counter() - start
    if not report.valid:
        raise RuntimeError(f"frictionless refused the bench's own rows: {report.flatten(['type', 'note'])[:3]}")
    return seconds


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=2))
