"""预算绩效管理制度: the district's 1+2+N set of rules, as declared in ``texts/policies.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from generator.sample.content import read
from generator.sample.departments import DIVISION, DIVISION_NAME
from generator.sample.tables import Rows

_ISSUERS = {"财政局": f"{DIVISION_NAME}财政局", "政府办": f"{DIVISION_NAME}人民政府办公室"}
_ISSUERS["区委区政府"] = f"中共{DIVISION_NAME}委员会、{DIVISION_NAME}人民政府"


@cache
def policies() -> Sequence[Mapping[str, Any]]:
    """The declared policies, oldest first."""
    entries: Any = read("policies", "texts")
    return tuple(entries)


def issued_in(year: int) -> list[Mapping[str, Any]]:
    """The district's own policies issued in a year."""
    return [one for one in policies() if one["issued"][:4] == str(year) and one.get("level", "县级") == "县级"]


def published(entry: Mapping[str, Any]) -> date:
    """The day on which a policy was disclosed."""
    given = entry.get("published")
    return date.fromisoformat(given) if given else date.fromisoformat(entry["issued"]) + timedelta(days=16)


def policy_rows() -> Rows:
    """Rows of ``policies``."""
    for one in policies():
        replaced = next((other for other in policies() if other.get("replaces") == one["number"]), None)
        note = f"由{replaced['number']}替代。" if replaced and one["validity"] == "被替代" else ""
        if replaced and one["validity"] == "已修订":
            note = f"现行条文见{replaced['number']}。"
        yield {
            "division": DIVISION,
            "policy_code": one["code"],
            "title": one["title"],
            "document_number": one["number"],
            "level": one.get("level", "县级"),
            "tier": one.get("tier", ""),
            "stage": one["stage"],
            "issuer": _ISSUERS.get(one["by"], one["by"]),
            "issued_date": one["issued"],
            "effective_from": one.get("from", one["issued"]),
            "effective_to": one.get("to", ""),
            "published_date": published(one).isoformat(),
            "validity": one["validity"],
            "supersedes": one.get("replaces", ""),
            "summary": one["why"],
            "note": note,
        }
