"""Rendering made quick: texts that were escaped before are looked up, attributes, names and includes taken directly.

Jinja's own way makes two calls of Python for each value of a page, one for each dot and each name, and a copy of
everything for each fragment that another includes. A project page has hundreds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import escape

from generator.core.numbers import MISSING

# Short texts come again and again (words, units, figures, dates); long ones hardly ever do.
_SHORT = 40
_MOST = 50_000
_search = re.compile("[&<>\"']").search
# Tests that ask whether a value is one of Python's constants.
_SAME = {"none": "None", "false": "False", "true": "True"}


class Escaped(dict[Any, str]):
    """A text → as ``markupsafe.escape`` makes it; what is not known yet is made when it is asked for.

    What an original left blank is a dash, wherever a fragment writes it.
    """

    def __missing__(self, value: Any) -> str:
        """The value escaped; kept if it is a short plain text."""
        if value is None:
            self[value] = MISSING
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
            self.writeline("escaped = environment.escaped")
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
            self.write("escaped[")
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

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - the base class's name
        """Whether a value is nothing, or no."""
        if node.name in _SAME:
            self.write("((")
            self.visit(node.node, frame)
            self.write(f") is {_SAME[node.name]})")
        else:
            super().visit_Test(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - the base class's name
        """An item of a value; a name may be that of an attribute, a number is not."""
        if isinstance(node.arg, nodes.Getattr) or (isinstance(node.arg, nodes.Const) and type(node.arg.value) is int):
            self.visit(node.node, frame)
            self.write("[")
            self.visit(node.arg, frame)
            self.write("]")
        else:
            super().visit_Getitem(node, frame)

    def visit_Call(  # noqa: N802 - the base class's name
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """A call of what a value has: none of our functions asks for the context."""
        if isinstance(node.node, nodes.Getattr) and not (forward_caller or node.dyn_args or node.dyn_kwargs):
            self.visit(node.node, frame)
            self.write("(")
            for one in node.args:
                self.visit(one, frame)
                self.write(", ")
            for given in node.kwargs:
                self.write(f"{given.key}=")
                self.visit(given.value, frame)
                self.write(", ")
            self.write(")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802 - the base class's name
        """Another fragment, which sees what this one sees."""
        if node.ignore_missing or not node.with_context or isinstance(node.template, nodes.Tuple | nodes.List):
            super().visit_Include(node, frame)
            return
        self.writeline(f"{frame.buffer}.append(environment.included(", node)
        self.visit(node.template, frame)
        self.write(f", context, {self.dump_local_context(frame)}))")


class Names(dict[str, Any]):
    """What fragments may ask for; what nobody has given is missing."""

    def __missing__(self, name: str) -> Any:
        """What Jinja calls missing."""
        return missing


class _Context(Context):
    """Looks names up at once; what a fragment sets is its own, and those that it includes are given it."""

    def __init__(
        self, environment: Environment, parent: dict[str, Any], name: str | None, blocks: dict[str, Any], **others: Any
    ) -> None:
        super().__init__(environment, parent if type(parent) is Names else Names(parent), name, blocks, **others)
        self.resolve_or_missing = self.parent.__getitem__  # type: ignore[assignment, method-assign]

    def within(self, own: Mapping[str, Any]) -> _Context:
        """That of a fragment which is included where there is this one, and ``own``."""
        names = Names(self.parent)
        names.update(self.vars)
        names.update([(name, value) for name, value in own.items() if value is not missing])
        made = object.__new__(_Context)
        made.__dict__.update(self.__dict__)
        made.parent, made.vars, made.exported_vars = names, {}, set()
        made.resolve_or_missing = names.__getitem__  # type: ignore[assignment, method-assign]
        return made


class Environment(jinja2.Environment):
    """A Jinja environment with the quick ways."""

    code_generator_class = _Generator
    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.escaped = Escaped()

    def included(self, name: str, context: _Context, own: Mapping[str, Any]) -> str:
        """A fragment that another includes, which has set ``own``."""
        return "".join(self.get_template(name).root_render_func(context.within(own)))
