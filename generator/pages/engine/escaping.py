"""Rendering made quick, twice: texts that were escaped before are looked up, and attributes are taken directly.

Jinja's own way makes two calls of Python for each value of a page and one for each dot. A project page has hundreds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import escape

from generator.core.numbers import MISSING

# Short texts come again and again (words, units, figures, dates); long ones hardly ever do.
_SHORT = 40
_MOST = 50_000
_search = re.compile("[&<>\"']").search


class Escaped(dict[str, str]):
    """A text → as ``markupsafe.escape`` makes it; what is not known yet is made when it is asked for.

    What an original left blank is a dash, wherever a fragment writes it.
    """

    def __missing__(self, value: Any) -> str:
        """The value escaped; kept if it is a short plain text."""
        if value is None:
            return MISSING
        kind = type(value)
        if kind is not str:  # a number, markup, or what an undefined name has to say
            return str(value) if kind is int or kind is float else escape(value)
        made = value if _search(value) is None else str(escape(value))
        if len(value) <= _SHORT:
            if len(self) >= _MOST:
                self.clear()
            self[value] = made
        return made


class _Generator(CodeGenerator):
    """Writes ``escaped[value]`` for ``escape(value)`` and ``value.name`` for a look-up of attributes, then of items.

    What macros return is markup and goes Jinja's way. In templates ``.name`` is an attribute, ``["name"]`` an item.
    """

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """What stands in a block; a template's own body is gathered and handed out whole, not bit by bit."""
        whole = frame.rootlevel and frame.buffer is None
        if whole:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if whole:
            self.writeline(f"yield concat({frame.buffer})")
            frame.buffer = None

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self._quick = (
            frame.eval_ctx.autoescape
            and not frame.eval_ctx.volatile
            and finalize.src is None
            and not isinstance(node, nodes.Call)
        )
        if self._quick:
            self.write("environment.escaped[")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if self._quick:
            self.write("]")
        else:
            super()._output_child_post(node, frame, finalize)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - the base class's name
        """An attribute of a value."""
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


class Environment(jinja2.Environment):
    """A Jinja environment with the quick ways."""

    code_generator_class = _Generator

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.escaped = Escaped()
