"""The annual statement: drafted from the records, and verified against them."""

from __future__ import annotations

from generator.statement.dataset import as_data
from generator.statement.document import as_docx
from generator.statement.draft import Draft, draft
from generator.statement.figure import Figure, Source
from generator.statement.markdown import as_markdown
from generator.statement.page import as_html
from generator.statement.verify import verified, verify

__all__ = [
    "Draft",
    "Figure",
    "Source",
    "as_data",
    "as_docx",
    "as_html",
    "as_markdown",
    "draft",
    "verified",
    "verify",
]
