"""Fail as long as it does not say who reviews what: GitHub does not ask owners that do not exist, and merges without.

python3 -I owners.py <CODEOWNERS>
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

# What the finance bureau or the maintainers answer for; of the lines that match a path, GitHub takes the last.
KEPT = (
    "/data/*/waivers.yaml",
    "/data/common/",
    "/data/schemas/",
    "/data/profiles/",
    "/data/datapackage.yaml",
    "/.github/",
)
OWNER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9_.-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+")
SAMPLE = re.compile(r"@example(?:-|/|$)|.*@example\.", re.IGNORECASE)
BUREAU = re.compile(r"/data/[^/]+/[^/]+/[^/]+/")


def faults(text: str) -> list[str]:
    """What is missing, in words."""
    rules = [line.split("#")[0].split() for line in text.splitlines()]
    rules = [rule for rule in rules if rule]
    found = []
    if not rules or rules[0][0] != "*":
        found.append("第一行应是 *，写明其余一切由谁审")
    for pattern, *owners in rules:
        if not owners or not all(OWNER.fullmatch(one) for one in owners):
            found.append(f"{pattern} 没有写明由谁审")
        elif any(SAMPLE.match(one) for one in owners):
            found.append(f"{pattern} 还是样例里的名字")
    patterns = [pattern for pattern, *_ in rules]
    last = max((number for number, one in enumerate(patterns) if BUREAU.fullmatch(one)), default=-1)
    for pattern in KEPT:
        if pattern not in patterns:
            found.append(f"缺少 {pattern}")
        elif patterns.index(pattern) < last:
            found.append(f"{pattern} 应写在各部门的行之后，后面的行才优先")
    # Whatever stands behind these is asked instead of them, be it one file of theirs or a pattern that holds for all.
    first = min((patterns.index(one) for one in KEPT if one in patterns), default=len(patterns))
    found += [f"{one} 应写在 {patterns[first]} 之前，后面的行才优先" for one in patterns[first:] if one not in KEPT]
    found += [f"{one} 写了两次" for one in dict.fromkeys(patterns) if one in KEPT and patterns.count(one) > 1]
    return found


def main(path: str) -> int:
    """Tell what is missing; 1 if anything is."""
    found = faults(Path(path).read_text(encoding="utf-8")) if Path(path).is_file() else ["没有这个文件"]
    if found:
        told = "；".join(found).replace("%", "%25").replace("::", ":\u200b:")
        print(f"::error file=.github/CODEOWNERS,title=没有写明谁来审::{told}。写好以前不能合并数据。")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
