"""Documents that texts cite by their numbers."""

from __future__ import annotations

import pandas as pd

from generator.core.facts import Facts

# No number of a document is longer; without an end, each character of a text would be a beginning of one.
_NUMBER = r"([一-龥]{1,40}〔\d{4}〕\d{1,6}号)"
TEXTS = ("overview", "method", "conclusion_note", "recommendation", "other_notes")


def cited_documents(facts: Facts) -> pd.DataFrame:
    """The numbers of documents that texts of ex-ante evaluations cite, with what runs into them, and in which field."""
    given = facts.tables["ex_ante_evaluations"]
    parts = []
    for name in TEXTS:
        cited = given[name].dropna().str.extractall(_NUMBER)[0].rename("cited").reset_index(level=1)
        parts.append(cited.assign(field=name))
    found = pd.concat(parts)
    return found.assign(division=given["division"].reindex(found.index))
