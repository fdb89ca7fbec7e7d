"""Read a data folder strictly: descriptors, closed forms and CSV files, guessing nothing."""

from __future__ import annotations

from generator.load.folder import load
from generator.load.schema import load_catalogue, load_profiles

__all__ = ["load", "load_catalogue", "load_profiles"]
