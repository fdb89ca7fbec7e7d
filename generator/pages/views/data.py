"""The page of the downloads: its files are known when it is stamped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.core.words import TABLE_GROUPS
from generator.derive.site import Site
from generator.pages.engine.context import Content


@dataclass(frozen=True, kw_only=True)
class DataPage(Content):
    """The groups of tables with their titles."""

    groups: Mapping[str, str]


def overview(_: Site) -> DataPage:
    """The groups of tables that the page of downloads lists."""
    return DataPage(groups=TABLE_GROUPS)
