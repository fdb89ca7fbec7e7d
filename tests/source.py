"""The package's own source as syntax trees, each parsed once, when a test first looks at it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def parsed(path: Path) -> ast.Module:
    """The tree of a module; not to be changed."""
    return ast.parse(path.read_text(encoding="utf-8"))


class Sources(Mapping[str, ast.Module]):
    """The trees by their modules' paths below the repository, in order."""

    def __init__(self, folder: str) -> None:
        self._paths = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / folder).rglob("*.py"))]

    def __getitem__(self, path: str) -> ast.Module:
        return parsed(ROOT / path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
