"""A built page, compiled once into static text, holes and tokens, and stamped once a record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import jinja2
from jinja2.runtime import Context
from markupsafe import escape

from generator.core.errors import UserError
from generator.derive import Site
from generator.pages.engine.context import Content, Crumb, PageContext
from generator.pages.engine.fragments import fragment

HOLE = re.compile(r'<(div|span) data-fill="([a-z0-9_/-]+)"></\1>|@@([a-z]+)@@')
# A line's end between two Chinese characters, emphasis and links aside: a browser would show a space there.
_INLINE = r"(?:</?(?:a|b|code|em|span|strong)\b[^>]*>)*"
_WIDE = "[\u2014-\u2026\u2e80-\u9fff\uff00-\uffef]"
_BROKEN = re.compile(rf"<pre\b.*?</pre>|(?<={_WIDE})({_INLINE})\n({_INLINE})(?={_WIDE})", re.DOTALL)
_TOKENS = ("title", "description", "path")


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
        for match in HOLE.finditer(html):
            self._parts.append(html[end : match.start()].encode())
            end = match.end()
            if match[2]:
                self._parts.append(fragment(templates, match[2], url))
            elif match[3] in _TOKENS:
                self._slots.append((len(self._parts), match[3]))
                self._parts.append(b"")
            else:
                raise UserError(
                    f"页面 {url or '首页'} 里有不认识的记号 @@{match[3]}@@。", f"可用的有：{'、'.join(_TOKENS)}。"
                )
        self._parts.append(html[end:].encode())

    def stamp(
        self, url: str, page: PageContext[Content], crumbs: Sequence[Crumb], site: Site, root: str | None = None
    ) -> bytes:
        """The finished page at ``url`` for one context; ``root`` is the way from it to the front page's folder."""
        root = "../" * url.count("/") if root is None else root
        variables = {
            **self._names,
            **vars(page.content),
            "site": site,
            "page": page,
            "crumbs": crumbs,
            "root": root,
            "url": url,
        }
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
