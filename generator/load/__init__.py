"""Read a data folder strictly: descriptors, closed forms and CSV files, guessing nothing.

What reads records brings pandas and pyarrow with it; descriptors and closed forms are read without them, too, where
there are none. So these names are fetched when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.load.folder import load
    from generator.load.schema import load_catalogue, load_profiles

__all__ = ["load", "load_catalogue", "load_profiles"]


def __getattr__(name: str) -> Any:
    if name == "load":
        from generator.load.folder import load

        return load
    if name in ("load_catalogue", "load_profiles"):
        from generator.load import schema

        return getattr(schema, name)
    raise AttributeError(name)
