"""The Jinja environment of the fragments: one for all builds of a process."""

from __future__ import annotations

import hashlib
import io
import pickle
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from generator.core import addresses
from generator.core.errors import UserError
from generator.load.kept import program
from generator.pages.engine.escaping import Environment
from generator.pages.engine.filters import FILTERS
from generator.pages.heads import HEADS

FOLDER = Path(__file__).parents[1] / "templates"


class Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled fragments where Python has this package's modules compiled: compiling takes as long as a small check.

    What is compiled may hold what a filter made of a constant, so it is of one state of the whole program.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), "%s.fragment")
        self._folder = folder

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """What a fragment is kept as: by its name alone, so that a copy of the program has what comes with it."""
        return super().get_cache_key(name)

    def get_source_checksum(self, source: str) -> str:
        """What tells a fragment, and the program that compiles it, from any other."""
        return hashlib.sha256(f"{_program()} {source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled before; a file that is damaged is as good as none."""
        with suppress(OSError, pickle.UnpicklingError, EOFError, ValueError):
            bucket.load_bytecode(io.BytesIO((self._folder / f"{bucket.key}.fragment").read_bytes()))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, where files may be written and Python keeps its own."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


_program = cache(program)


def environment() -> jinja2.Environment:
    """The Jinja environment of the fragments: autoescape always on, an unknown name is an error."""
    environment = Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=True,
        cache_size=-1,
        bytecode_cache=Compiled(FOLDER.parent / "__pycache__"),
    )
    environment.filters.update(FILTERS)
    environment.globals["addresses"] = addresses
    environment.globals["column_heads"] = HEADS
    return environment


def shared_environment() -> jinja2.Environment:
    """The environment of every build of a process: a fragment is compiled once, and again when its file has changed.

    Files are looked at here, not whenever a page includes one: a project page includes seven.
    """
    made = _kept()
    cache = made.cache or {}
    for key in [key for key, template in cache.items() if not template.is_up_to_date]:
        del cache[key]
    return made


@cache
def _kept() -> jinja2.Environment:
    made = environment()
    made.auto_reload = False
    return made


def fragment(templates: jinja2.Environment, name: str, url: str) -> jinja2.Template:
    """The fragment that fills a hole of the page at ``url``; UserError where there is none of that name."""
    try:
        return templates.get_template(f"{name}.html.j2")
    except jinja2.TemplateNotFound as error:
        raise UserError(
            f"页面 {url or '首页'} 的洞 {name} 没有片段：找不到 {error.name}。",
            "请改正 site_src 里的 data-fill，或在 generator/pages/templates 补上片段。",
        ) from None
