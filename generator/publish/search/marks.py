"""What a page says to the search: its ``data-pagefind-*`` attributes, in the few forms the templates use.

Pagefind could read them itself, but it parses whole pages and takes several times as long. The forms, on any element
of the article:

- ``data-pagefind-body``: its text is searched and shown in excerpts. Pages without one are not in the index.
- ``data-pagefind-filter="name"`` with the element's text as value, or ``"name:value"``.
- ``data-pagefind-meta`` and ``data-pagefind-sort``: ``"name[attribute], name[attribute]"``, the last may be
  ``"name:value"``. Sort values are numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from generator.core.errors import UserError

_MARK = " data-pagefind-"
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="([^"]*)"')
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
# Marks and words that stand on every page: links to headings, the class below an indicator's name, names of fields.
_LEFT_OUT = re.compile(r'<a class="headerlink".*?</a>|<(small|dt|svg)\b.*?</\1>', re.DOTALL)
_BLOCK = re.compile(r"</?(?:p|li|dd|tr|th|td|div|section|h\d)\b[^>]*>|<br>")
_TAG = re.compile(r"<[^>]*>")
_NAMED = re.compile(r"([^\[\],:]{1,64})\[([a-z-]+)\]")


@dataclass(frozen=True, kw_only=True)
class Marks:
    """A page for the search: ``title`` as shown, ``heading`` as on the page, texts in the page's order."""

    title: str
    heading: str
    texts: tuple[str, ...]
    filters: dict[str, list[str]]
    meta: dict[str, str]
    sort: dict[str, str]


def heading_marks(article: str, description: str) -> Marks | None:
    """What is to be found of a page that marks nothing: its heading and description; None where it has no heading."""
    heading = _TITLE.search(article)
    if not heading:
        return None
    title = _text(heading[1])
    return Marks(
        title=title,
        heading=title,
        texts=(unescape(description),),
        filters={"类别": ["其他页面"]},
        meta={},
        sort={},
    )


def read_marks(article: str, path: str) -> Marks | None:
    """The marks of an article; None if nothing in it is to be searched. UserError without a first heading."""
    elements = list(_elements(article))
    if not any("body" in attributes for _, attributes, _ in elements):
        return None
    heading = _TITLE.search(article)
    if not heading:
        raise UserError(f"页面 {path} 要收入检索，却没有一级标题。", "请检查 site_src 里这一页的 Markdown。")
    texts, filters, sort = [], dict[str, list[str]](), dict[str, str]()
    meta = {"title": _text(heading[1])}
    covered = heading.end()  # the heading and what lies in a searched element are not taken twice
    for end, attributes, everything in elements:
        if "body" in attributes and end > covered:
            inside = _inside(article, end)
            covered = end + len(inside)
            texts.append(_text(inside))
        if given := attributes.get("filter"):
            name, colon, value = given.partition(":")
            filters.setdefault(name, []).append(unescape(value) if colon else _text(_inside(article, end)))
        for kind, found in (("meta", meta), ("sort", sort)):
            if given := attributes.get(kind):
                found.update(_pairs(given, everything))
    return Marks(
        title=meta.pop("title"),
        heading=_text(heading[1]),
        texts=tuple(text for text in texts if text),
        filters=filters,
        meta=meta,
        sort=sort,
    )


def _elements(article: str) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
    """Every marked element: where its start tag ends, its marks without their prefix, all its attributes."""
    at = article.find(_MARK)
    while at >= 0:
        begin, end = article.rindex("<", 0, at), article.index(">", at) + 1
        if article.find(">", begin, at) >= 0:  # words of a text, not a mark
            at = article.find(_MARK, at + 1)
            continue
        tag = article[begin:end]
        everything = dict(_ATTRIBUTE.findall(tag))
        marks = {name.removeprefix(_MARK.strip()): value for name, value in everything.items() if _MARK.strip() in name}
        if f"{_MARK}body" in tag:
            marks.setdefault("body", "")
        yield end, marks, everything
        at = article.find(_MARK, end)


def _inside(article: str, start: int) -> str:
    """What stands in the element whose start tag ends at ``start``."""
    begin = article.rindex("<", 0, start)
    name = re.split(r"[\s>]", article[begin + 1 : start], maxsplit=1)[0]
    depth, at = 1, start
    while depth:
        close = article.find(f"</{name}>", at)
        if close < 0:
            return article[start:]
        depth += len(re.findall(rf"<{name}[\s>]", article[at:close])) - 1
        at = close + len(name) + 3
    return article[start:close]


def _text(html: str) -> str:
    """The text of a piece of a page on one line."""
    plain = _TAG.sub("", _BLOCK.sub(" ", _LEFT_OUT.sub(" ", html))) if "<" in html else html
    return " ".join(unescape(plain).split())


def _pairs(given: str, attributes: dict[str, str]) -> Iterator[tuple[str, str]]:
    names, colon, value = given.partition(":")
    *named, last = names.split(",")
    for one in named if colon else [*named, last]:
        match = _NAMED.fullmatch(one.strip())
        if match:
            yield match[1], unescape(attributes[match[2]])
    if colon:
        yield last.strip(), unescape(value)
