"""Numbers as the messages print them, and texts as the rules read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from generator.model import MICRO
from generator.rules.registry import rounded

# What stands in a cell when there is nothing to say.
EMPTY_WORDS = (
    r"(?:无|暂无|没有|未发现|不存在|不适用|同上|略|未填|待填|正常|较好|良好|已完成|无偏差|[-—–/／\\*＊.。、\s]+)"
)
_LONGEST = 12


def shown(numbers: pd.Series) -> pd.Series:
    """Millionths as decimal text without needless zeros: 89974000 → 89.974; missing → empty."""
    return _told(numbers, _plain)


def fixed(numbers: pd.Series, places: int = 2) -> pd.Series:
    """Floats with so many places, rounded half up as the forms round; missing → empty."""
    values = rounded(numbers.abs(), places) * np.sign(numbers)
    return _told(values, f"{{:.{places}f}}".format)


def brief(number: float, places: int = 2) -> str:
    """A float without needless zeros."""
    return f"{number:.{places}f}".rstrip("0").rstrip(".") if places else f"{number:.0f}"


def briefly(numbers: pd.Series) -> pd.Series:
    """Floats without needless zeros; missing → empty."""
    return _told(numbers, brief)


def _told(numbers: pd.Series, tell: Callable[[Any], str]) -> pd.Series:
    """Numbers as text, each distinct one told once; missing → empty."""
    codes, distinct = pd.factorize(numbers + 0)  # −0.0 is 0
    told = pd.Series([*map(tell, distinct.tolist()), ""], dtype="str")  # code −1, a missing number, is the last
    return told.take(codes).set_axis(numbers.index)


def shortened(texts: pd.Series, longest: int = 30) -> pd.Series:
    """Texts cut to so many characters, with … where something was left out."""
    return texts.where((texts.str.len() <= longest).fillna(True).astype(bool), texts.str.slice(0, longest) + "…")


def blank(texts: pd.Series) -> pd.Series:
    """Whether a text says nothing: missing, or only a word such as 无 or 暂无."""
    empty = texts.isna()
    short = texts[(texts.str.len() <= _LONGEST).fillna(False).astype(bool)]  # few texts are: the pattern is slow
    return empty | short.str.fullmatch(rf"(?:\s*{EMPTY_WORDS}\s*[。.]?\s*)?").reindex(texts.index, fill_value=False)


def _plain(number: int) -> str:
    whole, rest = divmod(abs(int(number)), MICRO)
    text = f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 else text
