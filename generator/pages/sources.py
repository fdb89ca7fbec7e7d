"""The Markdown pages of ``site_src``: where each is built to, and the records it is stamped for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.core.errors import UserError
from generator.load.forms import Form, FormError, read_yaml
from generator.pages.registry import EACH, PAGES, Page, address_of

_FRONT = re.compile(rb"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class PageSource:
    """A Markdown page of ``site_src``: where it is built to, and the records it is stamped for ('' = once).

    ``url`` is the folder of the built page ('' for the front page, else ending in «/»): for a shell it is the pattern
    whose segments are replaced by a record's parameters of the same name. ``needs`` is ``downloads`` for a page that
    lists them and so is stamped after they are made.
    """

    path: str
    url: str
    each: str
    needs: str = ""

    @property
    def page(self) -> Page:
        """What is known of the page: an editor may add one that nothing is known of and that shows no records."""
        return EACH[self.each] if self.each else PAGES.get(self.path, Page(path=self.path))

    @property
    def built(self) -> str:
        """The file MkDocs builds it to."""
        return f"{self.url}index.html"

    @property
    def file(self) -> str:
        """The file it is published as: servers look for the page of a missing address at ``404.html``."""
        return "404.html" if self.path == "404" else self.built


def read_sources(site_src: Path) -> list[PageSource]:
    """Every Markdown page of ``site_src`` in path order; UserError if one is stamped for unknown records."""
    sources = []
    for path in sorted(site_src.rglob("*.md")):
        relative = path.relative_to(site_src).with_suffix("").as_posix()
        each, needs = _front(path)
        if each and each not in EACH:
            raise UserError(f"{path}：each 写的是「{each}」。", f"可用的有：{'、'.join(EACH)}。")
        sources.append(PageSource(path=relative, url=address_of(relative), each=each, needs=needs))
    return sources


def _front(path: Path) -> tuple[str, str]:
    """What a page's front matter says of ``each`` and ``needs``."""
    match = _FRONT.match(path.read_bytes())
    if not match:
        return "", ""
    problems: list[str] = []
    try:
        form = Form(read_yaml(match[1]), problems)
        each, needs = form.text("each"), form.text("needs", among=("downloads",))
    except FormError as error:
        problems.append(str(error))
    if problems:
        raise UserError(f"{path} 开头的属性：{problems[0]}")
    return each, needs


def address(pattern: str, params: Mapping[str, str]) -> str:
    """The address of a record: the pattern's segments that name a parameter, replaced."""
    return "/".join(params.get(segment, segment) for segment in pattern.split("/"))
