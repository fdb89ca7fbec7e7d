"""Numbers as the messages print them, and texts as the rules read them."""

from __future__ import annotations

import pandas as pd

# What stands in a cell when there is nothing to say.
EMPTY_WORDS = (
    r"(?:无|暂无|没有|未发现|不存在|不适用|同上|略|未填|待填|正常|较好|良好|已完成|无偏差|[-—–/／\\*＊.。、\s]+)"
)
_LONGEST = 12


def shortened(texts: pd.Series, longest: int = 30) -> pd.Series:
    """Texts cut to so many characters, with … where something was left out."""
    return texts.where((texts.str.len() <= longest).fillna(True).astype(bool), texts.str.slice(0, longest) + "…")


def blank(texts: pd.Series) -> pd.Series:
    """Whether a text says nothing: missing, or only a word such as 无 or 暂无."""
    empty = texts.isna()
    short = texts[(texts.str.len() <= _LONGEST).fillna(False).astype(bool)].str.strip()  # few texts are
    return empty | short.str.fullmatch(rf"(?:{EMPTY_WORDS}[。.]?)?").reindex(texts.index, fill_value=False)
