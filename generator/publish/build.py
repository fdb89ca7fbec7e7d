"""From checked data to a published folder."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from generator.derive import derive
from generator.model import Checked
from generator.pages import Source, pages, read_sources
from generator.publish.files import staging, switch, write
from generator.publish.theme import run_mkdocs


class Stage(Protocol):
    """Opens a named stage and hands out a function to call with each thing done."""

    def __call__(self, title: str) -> AbstractContextManager[Callable[[str], None]]:
        """Open the stage."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What a build published."""

    pages: int
    files: int
    size: int


def build(checked: Checked, *, root: Path, out: Path, stage: Stage) -> Built:
    """Build the site into ``out`` and switch it into place; ``root`` holds ``mkdocs.yml`` and ``site_src``.

    Raises UserError when a part fails; ``out`` is then as it was.
    """
    with staging(out) as folder:
        finished = folder / "site"
        with stage("生成页面骨架"):
            sources = read_sources(root / "site_src")
            run_mkdocs(root, finished)
            built = _take(finished, sources)
        with stage("计算汇总"):
            site = derive(checked, today=checked.today)
        taken = {path.relative_to(finished).as_posix().casefold() for path in finished.rglob("*") if path.is_file()}
        with stage("填充页面") as progress:
            count, _ = write(finished, pages(site, sources, built, progress), taken)
        files = [path for path in finished.rglob("*") if path.is_file()]
        result = Built(pages=count, files=len(files), size=sum(path.stat().st_size for path in files))
        with stage("切换发布"):
            switch(finished, out)
    return result


def _take(folder: Path, sources: list[Source]) -> dict[str, str]:
    """Read the built pages that have holes and take them out of the folder: they come back stamped."""
    built = {}
    for source in sources:
        path = folder / source.file
        built[source.file] = path.read_text(encoding="utf-8")
        path.unlink()
        parent = path.parent
        while parent != folder and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
    return built
