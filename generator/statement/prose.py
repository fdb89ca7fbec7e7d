"""The words of a statement: one template, rendered to blocks of runs that every format prints in its own way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from generator.core.numbers import chinese
from generator.facts.measures.figure import Figure

TEMPLATES = Path(__file__).parent / "templates"
_MARK = re.compile("\ue000(\\d+)\ue001")
_PARAGRAPH = "¶"
_UNSAID = "没有公布"  # what stands for a figure that the records do not give


@dataclass(frozen=True, kw_only=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Ref:
    """A figure in the running text."""

    figure: Figure


Run = Text | Ref


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading of level 1 (一、) or 2 (（一）) with its number."""

    level: int
    number: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph of the text."""

    runs: tuple[Run, ...]


Block = Heading | Paragraph


def blocks(values: Mapping[str, object]) -> tuple[list[Block], list[Figure]]:
    """The blocks of the statement and the figures that its text uses, in the order of their first use."""
    printed: list[object] = []
    text = _environment().get_template("statement.j2").render(**values, _printed=printed)
    made = [block for block in _parsed(text, printed) if block is not None]
    used = {id(one): one for one in printed if isinstance(one, Figure)}
    return _numbered(made), list(used.values())


def environment() -> Environment:
    """The templates' environment: markup is escaped, an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _environment() -> Environment:
    """The environment that puts aside what is printed; made once, as what it has compiled is worth keeping."""
    made = environment()
    made.finalize = _printed
    made.tests["some"] = _some
    return made


@pass_context
def _printed(context: Context, value: object) -> object:
    """Whatever a template prints is put aside and leaves a mark, so that no value can become a heading or markup."""
    if isinstance(value, Markup):  # what a macro made: template text with marks in it
        return value
    printed: list[object] = context["_printed"]
    printed.append(value)
    return Markup(f"\ue000{len(printed) - 1}\ue001")  # noqa: S704 - a number between two marks


def _some(value: object) -> bool:
    """Whether a figure is there and is not zero."""
    return isinstance(value, Figure) and (bool(value.text) if value.value is None else value.value != 0)


def _parsed(text: str, printed: Sequence[object]) -> list[Block]:
    made: list[Block] = []
    words: list[str] = []

    def close() -> None:
        runs = _runs("".join(words), printed)
        if any(isinstance(one, Ref) or one.text.strip("。，；") for one in runs):
            made.append(Paragraph(runs=runs))
        words.clear()

    for line in map(str.strip, text.splitlines()):
        heading = re.match(r"(#{1,2}) ", line)
        if heading or line.startswith(_PARAGRAPH):
            close()
        if heading:
            plain = "".join(one.text for one in _runs(line[heading.end() :], printed) if isinstance(one, Text))
            made.append(Heading(level=len(heading[1]), number="", text=plain))
        else:
            words.append(line.removeprefix(_PARAGRAPH))
    close()
    return made


def _runs(text: str, printed: Sequence[object]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for place, part in enumerate(_MARK.split(text)):
        if place % 2:
            value = printed[int(part)]
            if isinstance(value, Figure):
                runs.append(Ref(figure=value))
                continue
            part = _UNSAID if value is None else " ".join(str(value).split())
        if part and runs and isinstance(runs[-1], Text):
            runs[-1] = Text(text=runs[-1].text + part)
        elif part:
            runs.append(Text(text=part))
    return tuple(runs)


def _numbered(made: Sequence[Block]) -> list[Block]:
    """Headings that have something under them, numbered 一、 and （一）."""
    kept: list[Block] = []
    for place, block in enumerate(made):
        if isinstance(block, Heading):
            below = made[place + 1 :]
            end = next(
                (at for at, one in enumerate(below) if isinstance(one, Heading) and one.level <= block.level),
                len(below),
            )
            if not any(isinstance(one, Paragraph) for one in below[:end]):
                continue
        kept.append(block)
    first = second = 0
    result: list[Block] = []
    for block in kept:
        if isinstance(block, Heading):
            if block.level == 1:
                first, second = first + 1, 0
                number = f"{chinese(first)}、"
            else:
                second += 1
                number = f"（{chinese(second)}）"
            block = Heading(level=block.level, number=number, text=block.text)
        result.append(block)
    return result
