"""Escaping made quick: most values need none, and Jinja's own way makes an object of a class of its own of each."""

from __future__ import annotations

import re
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import escape

_search = re.compile("[&<>\"']").search


def escaped(value: Any) -> str:
    """What ``markupsafe.escape`` makes of a value, as a plain text where nothing in it is to be escaped."""
    if type(value) is str and _search(value) is None:
        return value
    return escape(value)


class _Generator(CodeGenerator):
    """Calls ``escaped`` where a template's output is escaped; all else is as Jinja has it."""

    def _output_child_pre(self, node: Any, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Environment(jinja2.Environment):
    """A Jinja environment whose output is escaped by ``escaped``."""

    code_generator_class = _Generator
    escaped = staticmethod(escaped)
