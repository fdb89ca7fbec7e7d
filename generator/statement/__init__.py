"""The annual statement as a document: drafted from what the records amount to, in the formats people read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.statement.dataset import as_data
from generator.statement.document import as_docx
from generator.statement.draft import Draft, draft
from generator.statement.markdown import as_markdown
from generator.statement.page import as_html

# The formats that people read; ``site`` is the address that records' paths are relative to, with its final slash.
FORMATS: Mapping[str, Callable[[Draft, str], bytes]] = {
    "md": lambda draft, site: as_markdown(draft, site).encode(),
    "html": lambda draft, site: as_html(draft, site).encode(),
    "docx": as_docx,
}

__all__ = ["FORMATS", "Draft", "as_data", "as_docx", "as_html", "as_markdown", "draft"]
