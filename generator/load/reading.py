"""What the walk through a data folder has gathered so far."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from generator.core.codes import CODES
from generator.core.data import Unread
from generator.core.errors import reason
from generator.core.finding import Finding
from generator.core.original import Original
from generator.core.package import Package, Waiver, Withdrawal
from generator.core.schema import Catalogue, Table
from generator.load.excerpt import Excerpt
from generator.load.forms import read_yaml
from generator.load.kept import Kept, Slice, Store
from generator.load.names import YEAR
from generator.load.plainfile import Plain
from generator.load.problem import Problem

Place = Path | str  # of a file: there are thousands of tables' files, and a Path of each is slow


@dataclass(frozen=True, kw_only=True)
class File:
    """A file of a table that needs no care as far as can be told before its lines are parsed."""

    path: Place
    context: tuple[str, str, str]
    lines: Plain
    rows: np.ndarray  # in the whole file


@dataclass(frozen=True, kw_only=True)
class Same:
    """A file of a table that is the same as when it was read before, and where its cells are kept."""

    path: Place
    context: tuple[str, str, str]
    place: Slice


@dataclass(kw_only=True)
class Reading:
    """What the walk has gathered so far."""

    data: Path
    catalogue: Catalogue
    wanted: Callable[[str], bool] | None
    lines: Callable[[str, bytes, Table], Excerpt | None] | None = None
    store: Store | None = None
    parse: Callable[[bytes], Any] = read_yaml
    kept: dict[str, Kept] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)  # path as shown → digest of the content
    schemas: dict[str, str] = field(default_factory=dict)  # table → digest of its schema's file
    findings: list[Finding] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    originals: list[Original] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    withdrawn: list[Withdrawal] = field(default_factory=list)
    parts: dict[str, list[pa.Table | File | Same]] = field(default_factory=dict)
    waiting: Counter[str] = field(default_factory=Counter)  # bytes of files not parsed yet, by table
    strangers: dict[Path, int] = field(default_factory=dict)  # folder → how many things in it are not known
    files: int = 0

    def __post_init__(self) -> None:
        self._name, self._top = self.data.name, len(str(self.data))

    def shown(self, path: Place) -> str:
        """What messages call a file."""
        return self._name + str(path)[self._top :].replace(os.sep, "/")

    def below(self, path: Place) -> str:
        """Its path below the data folder."""
        return str(path)[self._top + 1 :].replace(os.sep, "/")

    def asks(self, path: Place) -> bool:
        """Whether a file is to be read."""
        return self.wanted is None or self.wanted(self.below(path))

    def add(
        self, problem: Problem, path: Place, table: Table | None = None, context: tuple[str, str, str] = ("", "", "")
    ) -> None:
        """Note what is wrong with a file; ``context``: its division, year and department, as folders name them."""
        division, year, department = context
        self.findings.append(
            Finding(
                code=problem.code,
                severity=problem.severity,
                title=table.field(problem.field).title if table and problem.field else CODES[problem.code].title,
                message=problem.message,
                hint=problem.hint,
                file=self.shown(path),
                division=division,
                year=int(year) if YEAR.fullmatch(year) else None,
                department=department,
                table=table.name if table else "",
                row=problem.row,
                field=problem.field,
                record=problem.record,
                name=problem.name,
                value=problem.value,
                expected=problem.expected,
                others=problem.others,
            )
        )


def closed_to_us(error: OSError) -> Problem:
    """That a file or folder cannot be opened."""
    return Problem(
        code="L12",
        message=f"打不开：{reason(error)}。",
        expected="可以读取的文件",
        hint="请检查文件权限，或重新取得这份数据。",
    )
