"""A draft as one HTML page that needs nothing else."""

from __future__ import annotations

from generator.core.days import written
from generator.statement.appendix import HEADINGS, rows
from generator.statement.draft import Draft
from generator.statement.prose import Heading, Ref, environment


def as_html(draft: Draft, site: str) -> str:
    """The draft; ``site`` is the address that records' paths are relative to, with its final slash."""
    made = environment()
    made.tests["heading"] = lambda block: isinstance(block, Heading)
    made.tests["figure"] = lambda run: isinstance(run, Ref)
    return made.get_template("page.html.j2").render(
        draft=draft, site=site, headings=HEADINGS, rows=rows(draft), day=written(draft.day)
    )
