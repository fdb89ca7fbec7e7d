"""A draft as Markdown: every character of data that could become markup is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.core.days import written
from generator.statement.appendix import HEADINGS, rows
from generator.statement.draft import Draft
from generator.statement.prose import Heading, Ref, Run

# What begins markup anywhere or in front, and what turns an address into a link that nobody made: :// and www.
_MARKS = re.compile(r"[\\`*_{}\[\]<>()#|~&$@^=!]|:(?=//)|(?i:(?<=www))\.|^[-+]|^\d+(?=[.)](?:\s|$))")


def as_markdown(draft: Draft, site: str) -> str:
    """The draft; ``site`` is the address that records' paths are relative to, with its final slash."""
    lines = [f"# {escape(draft.title)}", "", "（初稿）", ""]
    if draft.sample:
        lines += [f"**{escape(draft.place)}是虚构的示例，以下数字都不是真实的。**", ""]
    for block in draft.blocks:
        if isinstance(block, Heading):
            lines += [f"{'#' * (block.level + 1)} {block.number}{escape(block.text)}", ""]
        else:
            lines += [_words(block.runs, site), ""]
    lines += [escape(draft.publisher), "", written(draft.day), "", "## 附表：数字来源一览表", ""]
    lines += [_row(HEADINGS), _row(["---"] * len(HEADINGS), escaped=True)]
    for row in rows(draft):
        cells = [escape(cell) for cell in row.cells[:-1]]
        source = f"[{escape(row.figure.source.title)}]({_address(site, row.figure.source.path)})"
        lines.append(_row([*cells, f"{source}：{escape(row.figure.source.filter)}"], escaped=True))
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Text in which nothing is a mark; line ends become spaces.

    GitHub looks for addresses of mail after decoding, so a zero-width space follows their sign.
    """
    flat = " ".join(text.split())
    coded = _MARKS.sub(lambda found: "".join(f"&#{ord(one)};" for one in found[0]), flat)
    return coded.replace("&#64;", "&#64;&#8203;")


def _words(runs: Sequence[Run], site: str) -> str:
    return "".join(
        f"[{escape(run.figure.words)}]({_address(site, run.figure.source.path)})"
        if isinstance(run, Ref)
        else escape(run.text)
        for run in runs
    )


def _address(site: str, path: str) -> str:
    """An address as Markdown takes it: what could end it is encoded."""
    return re.sub(r"[\s()<>]", lambda found: f"%{ord(found[0]):02X}", site + path)


def _row(cells: Sequence[str], *, escaped: bool = False) -> str:
    return f"| {' | '.join(cells if escaped else map(escape, cells))} |"
