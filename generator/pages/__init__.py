"""Pages with holes: fill the holes of built pages and stamp the shells, one page a record.

MkDocs builds ``site_src/`` alone. A built page is compiled once into static text, holes and tokens; stamping it renders
the holes' fragments with an autoescaping Jinja environment and joins. Data reaches HTML through that door only.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from jinja2.runtime import Context
from markupsafe import escape

from generator.core.errors import UserError
from generator.core.output import DownloadSet, Output
from generator.derive import Site
from generator.load.forms import Form, FormError, read_yaml
from generator.pages.contexts import EACH, PageContext, once
from generator.pages.escaping import Environment
from generator.pages.filters import FILTERS

_FRONT = re.compile(rb"\A---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_HOLE = re.compile(r'<(div|span) data-fill="([a-z0-9_/-]+)"></\1>|@@([a-z]+)@@')
# A line's end between two Chinese characters, emphasis and links aside: a browser would show a space there.
_INLINE = r"(?:</?(?:a|b|code|em|span|strong)\b[^>]*>)*"
_WIDE = "[\u2014-\u2026\u2e80-\u9fff\uff00-\uffef]"
_BROKEN = re.compile(rf"<pre\b.*?</pre>|(?<={_WIDE})({_INLINE})\n({_INLINE})(?={_WIDE})", re.DOTALL)
_SELDOM = 100_000  # values made between two looks of the collector
_TOKENS = ("title", "description", "path")


@dataclass(frozen=True, kw_only=True)
class Source:
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
    def built(self) -> str:
        """The file MkDocs builds it to."""
        return f"{self.url}index.html"

    @property
    def file(self) -> str:
        """The file it is published as: servers look for the page of a missing address at ``404.html``."""
        return "404.html" if self.path == "404" else self.built


def read_sources(site_src: Path) -> list[Source]:
    """Every Markdown page of ``site_src`` in path order; UserError if one is stamped for unknown records."""
    sources = []
    for path in sorted(site_src.rglob("*.md")):
        relative = path.relative_to(site_src).with_suffix("").as_posix()
        url = "" if relative == "index" else relative.removesuffix("/index") + "/"
        each, needs = _front(path)
        if each and each not in EACH:
            raise UserError(f"{path}：each 写的是「{each}」。", f"可用的有：{'、'.join(EACH)}。")
        sources.append(Source(path=relative, url=url, each=each, needs=needs))
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


def environment() -> jinja2.Environment:
    """The Jinja environment of the fragments: autoescape always on, an unknown name is an error."""
    environment = Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=True,
        cache_size=-1,
    )
    environment.filters.update(FILTERS)
    return environment


@cache
def _templates() -> jinja2.Environment:
    """The environment of every build of a process: a fragment is compiled once, and again when its file has changed."""
    return environment()


class Shell:
    """A built page, compiled: ``stamp`` joins its static text, kept as bytes, with the fragments of one context."""

    def __init__(self, html: str, url: str, templates: jinja2.Environment, names: Mapping[str, object]) -> None:
        if url:  # the shell's own address (canonical link) becomes the record's
            html = html.replace(url, "@@path@@")
        html = _BROKEN.sub(_joined, html)
        self._names = {**templates.globals, **names}
        self._blank = templates.from_string("")
        self._parts: list[bytes | jinja2.Template] = []
        self._slots: list[tuple[int, str]] = []
        end = 0
        for match in _HOLE.finditer(html):
            self._parts.append(html[end : match.start()].encode())
            end = match.end()
            if match[2]:
                self._parts.append(_fragment(templates, match[2], url))
            elif match[3] in _TOKENS:
                self._slots.append((len(self._parts), match[3]))
                self._parts.append(b"")
            else:
                raise UserError(
                    f"页面 {url or '首页'} 里有不认识的记号 @@{match[3]}@@。", f"可用的有：{'、'.join(_TOKENS)}。"
                )
        self._parts.append(html[end:].encode())

    def stamp(self, url: str, page: PageContext, site: Site, root: str | None = None) -> bytes:
        """The finished page at ``url`` for one context; ``root`` is the way from it to the front page's folder."""
        root = "../" * url.count("/") if root is None else root
        variables = {**self._names, **page.values, "site": site, "page": page, "root": root, "url": url}
        words = {
            "title": escape(page.title).encode(),
            "description": escape(page.description).encode(),
            "path": url.encode(),
        }
        context = self._blank.new_context(variables, shared=True)
        parts = [part if isinstance(part, bytes) else _rendered(part, context) for part in self._parts]
        for position, name in self._slots:
            parts[position] = words[name]
        return b"".join(parts)


def _joined(match: re.Match[str]) -> str:
    """The two halves of a Chinese line together; preformatted text as it is."""
    return match[0] if match[1] is None else match[1] + match[2]


def _rendered(fragment: jinja2.Template, context: Context) -> bytes:
    """A fragment in the context of its page, which all share: making one each took a tenth of the time."""
    html = "".join(fragment.root_render_func(context))
    context.vars.clear()  # what this one set is its own
    context.exported_vars.clear()
    return html.encode()


def _fragment(templates: jinja2.Environment, name: str, url: str) -> jinja2.Template:
    try:
        return templates.get_template(f"{name}.html.j2")
    except jinja2.TemplateNotFound as error:
        raise UserError(
            f"页面 {url or '首页'} 的洞 {name} 没有片段：找不到 {error.name}。",
            "请改正 site_src 里的 data-fill，或在 generator/pages/templates 补上片段。",
        ) from None


def pages(
    site: Site,
    sources: list[Source],
    built: Mapping[str, str],
    site_url: str,
    downloads: Sequence[DownloadSet] = (),
    formats: Mapping[str, str] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Output]:
    """Stamp every page: ``built`` maps a published file to its HTML; ``progress`` is called with each finished path.

    ``downloads`` and ``formats`` (title of a format → what it is for) are what the data page lists.
    """
    # What was derived lives to the end, and a page leaves nothing behind that refers to itself: the collector need not
    # walk it all again and again (a third of the time), nor look after each few hundred values.
    gc.freeze()
    often, *rest = gc.get_threshold()
    gc.set_threshold(_SELDOM, *rest)
    try:
        names = {"base": site_url, "downloads": downloads, "formats": formats or {}}
        yield from _stamped(site, sources, built, names, progress)
    finally:
        gc.set_threshold(often, *rest)
        gc.unfreeze()


def _stamped(
    site: Site,
    sources: list[Source],
    built: Mapping[str, str],
    names: Mapping[str, Any],
    progress: Callable[[str], None],
) -> Iterator[Output]:
    templates = _templates()
    for source in sources:
        shell = Shell(built[source.file], source.url if source.each else "", templates, names)
        if source.file == "404.html":  # shown at addresses of any depth: its links start from the top
            page = once(site, source.path)
            yield Output(path=source.file, content=shell.stamp("", page, site, root=urlsplit(names["base"]).path))
            continue
        for page in EACH[source.each](site) if source.each else (once(site, source.path),):
            url = address(source.url, page.params)
            progress(url)
            yield Output(path=f"{url}index.html", content=shell.stamp(url, page, site))


def address(pattern: str, params: Mapping[str, str]) -> str:
    """The address of a record: the pattern's segments that name a parameter, replaced."""
    return "/".join(params.get(segment, segment) for segment in pattern.split("/"))
