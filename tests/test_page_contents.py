"""What fragments use against what views declare: no name is unknown, none is given for nothing, none is a riddle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from typing import get_args, get_type_hints

import pytest
from jinja2 import meta, nodes

from generator.pages import PageSource, read_sources
from generator.pages.engine.context import Content
from generator.pages.engine.fragments import FOLDER, environment
from generator.pages.engine.shell import HOLE
from generator.pages.registry import PAGES, Page
from tests.conftest import ROOT

ENVIRONMENT = environment()
SOURCES = {one.path: one for one in read_sources(ROOT / "site_src")}
NAMES = sorted(ENVIRONMENT.list_templates())
# What stamping gives to every fragment; the last two are known when the downloads are made.
GIVEN = {"site", "page", "root", "url", "base", "crumbs", "addresses", "column_heads"}
DOWNLOADS = {"downloads", "formats"}


def text_of(name: str) -> str:
    """A fragment's source."""
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def tree(name: str) -> nodes.Template:
    """A fragment's syntax tree."""
    return ENVIRONMENT.parse(text_of(name))


@cache
def included(name: str) -> tuple[str, ...]:
    """The fragments that a fragment includes or imports; of a name that is put together, all that it can become."""
    return tuple(_included(name))


def _included(name: str) -> Iterator[str]:
    for node in tree(name).find_all((nodes.Include, nodes.Import)):
        for part in node.template.items if isinstance(node.template, nodes.List) else [node.template]:
            if isinstance(part, nodes.Const):
                yield part.value
            else:
                (start,) = [one.value for one in part.find_all(nodes.Const) if str(one.value).endswith("/")]
                yield from (one for one in NAMES if one.startswith(start))


def reached(names: Iterable[str]) -> set[str]:
    """Some fragments and all that they include."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += included(name)
    return found


@cache
def optional(name: str) -> set[str]:
    """Names that a fragment asks for whether they are given: switches that the including fragment sets."""
    return {
        test.node.name
        for test in tree(name).find_all(nodes.Test)
        if test.name == "defined" and isinstance(test.node, nodes.Name)
    }


@cache
def needed(name: str) -> set[str]:
    """Names that a fragment takes from its page, those of what it includes among them unless it sets them itself."""
    inner = set().union(*(needed(one) for one in included(name)))
    return (meta.find_undeclared_variables(tree(name)) - optional(name) | inner) - stored(name)


@cache
def stored(name: str) -> set[str]:
    """Names that a fragment sets."""
    return {one.name for one in tree(name).find_all(nodes.Name) if one.ctx == "store"}


def content_of(page: Page) -> type[Content]:
    """The class of a page's content, by what its view is declared to return."""
    if page.records:
        (context,) = get_args(get_type_hints(page.records)["return"])
        (found,) = get_args(context)
    else:
        found = get_type_hints(page.overview)["return"] if page.overview else Content
    assert issubclass(found, Content)
    return found


def holes(source: PageSource) -> list[str]:
    """The fragments of a page."""
    text = (ROOT / "site_src" / f"{source.path}.md").read_text(encoding="utf-8")
    return [f"{match[2]}.html.j2" for match in HOLE.finditer(text) if match[2]]


@pytest.mark.parametrize("path", PAGES)
def test_fragments_use_what_the_view_declares_and_all_of_it(path: str) -> None:
    source = SOURCES[path]
    used = set().union(*(needed(name) for name in holes(source)))
    given = GIVEN | (DOWNLOADS if source.needs == "downloads" else set())
    assert used - given == {one.name for one in fields(content_of(PAGES[path]))}


@pytest.mark.parametrize("path", PAGES)
def test_content_is_told_and_hides_nothing(path: str) -> None:
    """A field called like a switch of a fragment would turn it on, one called like what all pages get would be lost."""
    content = content_of(PAGES[path])
    assert content.__doc__
    assert not content.__doc__.startswith(f"{content.__name__}("), "the docstring that dataclasses make up"
    switches = set().union(*(optional(name) for name in NAMES))
    assert {one.name for one in fields(content)} & (switches | GIVEN | DOWNLOADS) == set()


@pytest.mark.parametrize("path", PAGES)
def test_no_fragment_sets_a_name_of_its_content(path: str) -> None:
    """What stands under a name is the same in the whole of a page."""
    given = {one.name for one in fields(content_of(PAGES[path]))} | GIVEN
    for name in reached(holes(SOURCES[path])):
        assert stored(name) & given == set(), name


def targets(node: nodes.Node) -> list[str]:
    """The names that a loop or an assignment sets."""
    return [one.name for one in node.find_all(nodes.Name) if one.ctx == "store"]


def is_items(node: nodes.Expr) -> bool:
    """Whether an expression is ``mapping.items()``, or spells out what is taken apart."""
    if isinstance(node, nodes.Tuple):
        return True
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "items"


def riddles(found: nodes.Template) -> Iterator[str]:
    """Names of one letter, and values taken apart by position that are not keys and values of a mapping."""
    yield from (f"name {one.name}" for one in found.find_all(nodes.Name) if len(one.name) == 1)
    for loop in found.find_all(nodes.For):
        if isinstance(loop.target, nodes.Tuple) and not is_items(loop.iter):
            yield f"line {loop.lineno}: loop over {', '.join(targets(loop.target))}"
    for one in found.find_all(nodes.Assign):
        if isinstance(one.target, nodes.Tuple) and not is_items(one.node):
            yield f"line {one.lineno}: set {', '.join(targets(one.target))}"
    for item in found.find_all(nodes.Getitem):
        if isinstance(item.arg, nodes.Const) and isinstance(item.arg.value, int) and item.arg.value > 0:
            yield f"line {item.lineno}: item {item.arg.value}"
    for argument in found.find_all(nodes.Const):
        if isinstance(argument.value, str) and re.fullmatch(r"\d+|\d+\.[a-z].*|[a-z].*\.\d+", argument.value):
            yield f"line {argument.lineno}: attribute {argument.value}"


@pytest.mark.parametrize("name", NAMES)
def test_fragment_speaks_in_full_words(name: str) -> None:
    assert list(riddles(tree(name))) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ p.name }}",
        "{% for name, other in rows %}{% endfor %}",
        "{% set first, second = pair %}",
        "{{ pair[1] }}",
        '{{ rows|map(attribute="0.grade") }}',
    ],
)
def test_the_test_for_riddles_sees_them(text: str) -> None:
    assert list(riddles(ENVIRONMENT.parse(text)))


def test_every_fragment_is_used() -> None:
    assert set(NAMES) == reached(name for source in SOURCES.values() for name in holes(source))
