"""What must be true across cells, rows, tables and years (rules), and what a reviewer should look at (flags).

A file, or a package of them, a subject: the table whose rows its rules look at. A new rule is one function there.
``docs/rules.md`` lists them by code.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from generator.core.facts import Facts
from generator.core.profile import profile_for
from generator.rules import registry
from generator.rules.registry import Rule, hits, rule

for _module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(_module.name)

RULES: Mapping[str, Rule] = dict(sorted(registry.RULES.items(), key=lambda one: registry.place(one[0])))

__all__ = ["RULES", "Facts", "Rule", "hits", "profile_for", "rule"]
