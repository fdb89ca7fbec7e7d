"""Numbers as the messages print them, and texts as the rules read them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

# What stands in a cell when there is nothing to say.
EMPTY_WORDS = (
    r"(?:无|暂无|没有|未发现|不存在|不适用|同上|略|未填|待填|正常|较好|良好|已完成|无偏差|[-—–/／\\*＊.。、\s]+)"
)
# Left over from a template or a draft: a stand-in, a prompt, a limit of length, dots in place of words.
LEFTOVER = (
    r"[×xX＊*]{2,}|_{3,}|请(?:在此)?(?:填写|输入|补充)|待(?:补充|填写|完善|定)|示例文字|填报说明|同上"
    r"|(?:不超过|限)\s{0,4}\d{1,6}\s{0,4}字|\d{1,6}\s{0,4}字(?:以内|之内|内)|[(（]\s{0,4}\d{1,6}\s{0,4}字\s{0,4}[)）]"
    r"|(?:原表|原件)未填"
    r"|[“\"](?:…+|\.{3,})[”\"]|^\s*(?:…+|\.{3,}|。{2,})\s*$"
)
_UNSAID = rf"{LEFTOVER}|^[(（]?(?:未填|待填|略|空白|不详|无法统计|(?:正在|有待|尚未)统计)[)）]?[。.]?$"
_LONGEST = 12


def shortened(texts: pd.Series, longest: int = 30) -> pd.Series:
    """Texts cut to so many characters, with … where something was left out."""
    return texts.where((texts.str.len() <= longest).fillna(True).astype(bool), texts.str.slice(0, longest) + "…")


def seen_alike(texts: pd.Series) -> pd.Series:
    """Texts that an eye takes for one: without blanks, in one width, with one kind of dash and of quotes."""

    def change(made: pd.Series) -> pd.Series:
        made = made.str.replace(r"\s+", "", regex=True).str.replace("[‐-―−]", "-", regex=True)
        return made.str.replace("[“”„‟‘’‚‛]", '"', regex=True)

    return changed_once(texts, change)


def changed_once(texts: pd.Series, change: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Texts in one width and in lower case, and changed further: each distinct one worked on once."""
    codes, distinct = pd.factorize(texts)
    made = change(pd.Series(distinct, dtype="str").str.normalize("NFKC").str.lower())
    return pd.Series(made.array.take(codes, allow_fill=True), index=texts.index)


def blank(texts: pd.Series) -> pd.Series:
    """Whether a text says nothing: missing, or only a word such as 无 or 暂无."""
    empty = texts.isna()
    short = texts[(texts.str.len() <= _LONGEST).fillna(False).astype(bool)].str.strip()  # few texts are
    return empty | short.str.fullmatch(rf"(?:{EMPTY_WORDS}[。.]?)?").reindex(texts.index, fill_value=False)


def unsaid(texts: pd.Series) -> pd.Series:
    """Whether words stand where nothing was filled in: a stand-in, a prompt, 原表未填, 待定."""
    return texts.str.contains(_UNSAID).fillna(False).astype(bool)
