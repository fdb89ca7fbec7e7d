"""The quick way of escaping gives what Jinja's own gives, for every kind of value, again and again."""

from __future__ import annotations

from typing import Any, NamedTuple

import jinja2
import pytest
from markupsafe import Markup, escape

from generator.pages.engine import escaping
from generator.pages.engine.escaping import Environment, Escaped

VALUES = (
    "", "绩效", "a & b", "<script>alert(1)</script>", "\"'", "'" * 41, "<b>" * 41, "&amp;", "{{ 7 * 7 }}", "𠮷",
    0, 1, True, None, 1.5,
)  # fmt: skip


class Pair(NamedTuple):
    """A value with attributes."""

    name: object
    items_: tuple[str, ...]


def plain(source: str, **values: Any) -> str:
    """What Jinja's own environment makes of it where what is missing is a dash."""
    own = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, finalize=_dashed)
    return own.from_string(source).render(**values)


def _dashed(value: Any) -> Any:
    return "—" if value is None else value


def quick(source: str, **values: Any) -> str:
    """What ours makes of it."""
    return Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(source).render(**values)


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize(
    "source",
    [
        "{{ value }}{{ value }}",
        '<p title="{{ value }}">{{ value ~ "<" }}</p>',
        "{{ value if value else '<' }}",
        "{{ pair.name }}{{ pair['name'] }}{% for one in pair.items_ %}{{ one }}{{ loop.index }}{% endfor %}",
        "{% macro shown(x) %}<b>{{ x }}</b>{% endmacro %}{{ shown(value) }}{{ shown(value) }}",
        "{{ value|string|upper }}",
    ],
)
def test_as_jinja_does(source: str, value: object) -> None:
    values = {"value": value, "pair": Pair(value, ("<", "&"))}
    assert quick(source, **values) == plain(source, **values)


def test_what_is_known_stays_escaped() -> None:
    escaped = Escaped()
    for _ in range(3):
        assert escaped["<b>"] == "&lt;b&gt;"
    assert escaped[Markup("<i>")] == "<i>"
    assert escaped["<i>"] == "&lt;i&gt;"  # markup that came first is not taken for a text


def test_it_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escaping, "_MOST", 3)
    escaped = Escaped()
    for number in range(10):
        assert escaped[f"<{number}"] == escape(f"<{number}")
        assert len(escaped) <= 3
    assert escaped["<" * 41] == "&lt;" * 41
    assert "<" * 41 not in escaped


INCLUDED = {
    "outer": "{% set own = '<' %}{% for one in rows %}{% include 'inner' %}{{ own }}{% endfor %}{% include 'inner' %}",
    "inner": "[{{ own }}{{ given }}{% if one is defined %}{{ one.name }}{% endif %}"
    "{% if given is not none %}{% set own = 'inner' %}{% endif %}{{ own }}]",
}


def test_what_is_included_sees_what_there_is_and_changes_nothing() -> None:
    loader = jinja2.DictLoader(INCLUDED)
    values = {"rows": [Pair("&", ()), Pair("b", ())], "given": "given"}
    own = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    ours = Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    for _ in range(2):
        assert ours.get_template("outer").render(values) == own.get_template("outer").render(values)


@pytest.mark.parametrize("how", ["'inner' without context", "['none', 'plain']", "'none' ignore missing"])
def test_other_ways_of_including_are_jinjas(how: str) -> None:
    loader = jinja2.DictLoader({"outer": f"{{% include {how} %}}{{{{ own }}}}", "inner": "[]", "plain": "{{ own }}"})
    made = [kind(loader=loader, autoescape=True).get_template("outer") for kind in (jinja2.Environment, Environment)]
    assert len({one.render(own="<") for one in made}) == 1


def test_unknown_names_are_errors() -> None:
    with pytest.raises(jinja2.UndefinedError):
        quick("{{ nothing }}")
    with pytest.raises(jinja2.UndefinedError):
        quick("{{ nothing.at_all }}")
    with pytest.raises(AttributeError):
        quick("{{ pair.missing }}", pair=Pair("", ()))
