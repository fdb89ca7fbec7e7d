"""The Jinja environment of the fragments: one for all builds of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2

from generator.core import addresses
from generator.core.errors import UserError
from generator.pages.engine.escaping import Environment
from generator.pages.engine.filters import FILTERS
from generator.pages.heads import HEADS

FOLDER = Path(__file__).parents[1] / "templates"


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
    )
    environment.filters.update(FILTERS)
    environment.globals["addresses"] = addresses
    environment.globals["column_heads"] = HEADS
    return environment


@cache
def shared_environment() -> jinja2.Environment:
    """The environment of every build of a process: a fragment is compiled once, and again when its file has changed."""
    return environment()


def fragment(templates: jinja2.Environment, name: str, url: str) -> jinja2.Template:
    """The fragment that fills a hole of the page at ``url``; UserError where there is none of that name."""
    try:
        return templates.get_template(f"{name}.html.j2")
    except jinja2.TemplateNotFound as error:
        raise UserError(
            f"页面 {url or '首页'} 的洞 {name} 没有片段：找不到 {error.name}。",
            "请改正 site_src 里的 data-fill，或在 generator/pages/templates 补上片段。",
        ) from None
