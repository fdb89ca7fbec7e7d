"""The annual statement as a document: drafted from what the records amount to, in the formats people read."""

from __future__ import annotations

from generator.statement.dataset import as_data
from generator.statement.document import as_docx
from generator.statement.draft import Draft, draft
from generator.statement.markdown import as_markdown
from generator.statement.page import as_html

__all__ = ["Draft", "as_data", "as_docx", "as_html", "as_markdown", "draft"]
