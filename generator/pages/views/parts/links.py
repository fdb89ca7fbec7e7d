"""Where the records of each link of the five stand."""

from __future__ import annotations

from collections.abc import Mapping

from generator.core import addresses
from generator.derive.site import Year


def link_paths(year: Year) -> Mapping[str, str]:
    """Where the records of each link of the five stand, from a page three levels deep."""
    key = (year.division.code, year.year)
    paths = {
        "应事前评估": addresses.ex_ante_evaluations(*key),
        "应编目标": addresses.project_list(*key),
        "应监控": addresses.monitorings(*key),
        "应自评": addresses.project_list(*key),
        "应应用": addresses.applications(*key),
        "应评价": f"{addresses.year(*key)}#evaluations",
        "应公开": addresses.project_list(*key),
    }
    return {kind: f"../../../{path}" for kind, path in paths.items()}
