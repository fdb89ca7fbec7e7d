"""Read the layouts: one YAML file a form, beside this module."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from generator.core.errors import UserError
from generator.forms.layout import READINGS, Block, Layout, Line, Part
from generator.load.forms import Form, read_yaml

FOLDER = Path(__file__).parent / "layouts"
_KINDS = ("heads", "pairs", "matrix", "list")


@lru_cache(maxsize=4)
def layouts(folder: Path = FOLDER) -> tuple[Layout, ...]:
    """Every layout, by name; UserError names what is wrong with one."""
    return tuple(read_layout(path.read_bytes(), path.name) for path in sorted(folder.glob("*.yaml")))


@lru_cache(maxsize=1)
def usual() -> tuple[Layout, ...]:
    """The layouts that a record is printed in where nobody asks for another one."""
    return tuple(one for one in layouts() if one.prints and not one.variant)


def read_layout(content: bytes, name: str) -> Layout:
    """One layout from its file; UserError with everything that is wrong with it."""
    problems: list[str] = []
    form = Form(read_yaml(content), problems)
    layout = Layout(
        name=form.text("name", required=True, pattern=r"[a-z0-9][a-z0-9-]*"),
        title=form.text("title", required=True),
        basis=form.text("basis", required=True, longest=1000),
        variant=form.text("variant"),
        record=form.text("record", required=True),
        titles=form.texts("titles"),
        needs=form.texts("needs"),
        without=form.texts("without"),
        widths=tuple(int(one) for one in form.texts("widths") if one.isdigit()),
        notes=form.texts("notes"),
        prints=form.text("prints", among=("true", "false"), default="true") == "true",
        whole=form.text("whole", among=("true", "false")) == "true",
        blocks=tuple(_block(one, form) for one in form.forms("blocks")),
    )
    form.finish()
    if f"{layout.name}.yaml" != name:
        problems.append(f"name 应与文件名相同：{name}")
    known = {label for block in layout.blocks for part in (*block.parts, *block.totals) for label in part.names}
    problems += [f"needs 里的「{one}」不是这份表的标签" for one in layout.needs if one not in known]
    problems += [
        f"第 {number} 块打印的列数不是 {len(layout.widths)}"
        for number, block in enumerate(layout.blocks, 1)
        if layout.prints and _widths(block) - {len(layout.widths)}
    ]
    if problems:
        raise UserError(f"表样 {name} 写得不对：{'；'.join(problems[:5])}。", "写法见 CONTRIBUTING 的“加一种表样”。")
    return layout


def _widths(block: Block) -> set[int]:
    """How many columns of the grid each printed row of the block takes."""
    side = block.side_span if block.side else 0
    if block.kind == "heads":
        lines = (line.parts for line in block.lines if any(one.printed for one in line.parts))
        return {side + sum(one.span + one.across for one in parts if one.printed) for parts in lines}
    if block.kind == "pairs":
        return {side + sum(one.across for one in line.parts if one.printed) for line in block.lines}
    first = max((one.span for one in block.rows), default=0)
    return {side + first + sum(one.span for one in block.columns if one.printed)}


def _block(form: Form, layout: Form) -> Block:
    table = form.text("table") or layout.text("record")
    block = Block(
        kind=cast(Any, form.text("kind", required=True, among=_KINDS)),
        table=table,
        side=form.text("side"),
        side_names=form.texts("side_names"),
        side_span=form.integer("side_span", required=False) or 1,
        by=form.text("by"),
        lines=tuple(_line(one) for one in form.forms("lines")),
        rows=_parts(form.forms("rows")),
        columns=_parts(form.forms("columns")),
        totals=_parts(form.forms("totals")),
        total_column=form.text("total_column"),
        keys=form.texts("keys"),
        half=cast(Any, form.text("half", among=("left", "right"))),
    )
    form.finish()
    return block


def _line(form: Form) -> Line:
    line = Line(parts=_parts(form.forms("parts")))
    form.finish()
    return line


def _parts(forms: Iterable[Form]) -> tuple[Part, ...]:
    return tuple(_part(one) for one in forms)


def _part(form: Form) -> Part:
    part = Part(
        label=form.text("label", required=True),
        synonyms=form.texts("synonyms"),
        field=form.text("field"),
        code=form.text("code"),
        reading=cast(Any, form.text("reading", among=READINGS)),
        choice=form.text("choice"),
        under=form.text("under"),
        span=form.integer("span", required=False) or 1,
        across=form.integer("across", required=False) or 1,
        optional=form.text("optional", among=("true", "false")) == "true",
        alone=form.text("alone", among=("true", "false")) == "true",
        printed=form.text("printed", among=("true", "false"), default="true") == "true",
    )
    form.finish()
    return part
