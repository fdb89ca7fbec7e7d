"""Imperfect cases planted on purpose, each by a named function, so that rules and flags have something to find."""

from __future__ import annotations

import importlib
import pkgutil

from generator.sample.planters.registry import PLANTERS, Planted, Planter, Planting, Target, shipped

# Importing the modules registers their planters.
for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["PLANTERS", "Planted", "Planter", "Planting", "Target", "shipped"]
