"""What must be true across cells, rows, tables and years (rules), and what a reviewer should look at (flags)."""

from __future__ import annotations

import importlib
import pkgutil

from generator.core.profile import profile_for
from generator.facts.basis import Facts
from generator.rules.registry import RULES, Rule, hits, rule

# One file a theme: a new rule is one function in one of them, or in a new file beside them.
for _module in pkgutil.iter_modules(__path__):
    if _module.name != "registry":
        importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["RULES", "Facts", "Rule", "hits", "profile_for", "rule"]
