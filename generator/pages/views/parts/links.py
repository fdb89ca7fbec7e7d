"""Where the records of each link of the five stand."""

from __future__ import annotations

from collections.abc import Mapping

from generator.derive.site import Year


def link_paths(year: Year) -> Mapping[str, str]:
    """Where the records of each link of the five stand, from a page three levels deep."""
    key = f"{year.division.code}/{year.year}/"
    return {
        "应事前评估": f"../../../ex-ante/{key}",
        "应编目标": f"../../../lists/{key}1/",
        "应监控": f"../../../monitoring/{key}",
        "应自评": f"../../../lists/{key}1/",
        "应应用": f"../../../consequences/{key}",
        "应评价": f"../../../{year.path}#evaluations",
        "应公开": f"../../../lists/{key}1/",
    }
