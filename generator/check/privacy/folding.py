"""A text in plain characters, so that no way of writing hides what it holds; every place in it is one of the text."""

from __future__ import annotations

import re
import unicodedata

# What stands between digits, in one form of each; and the traditional forms of the characters of secrecy marks.
_PLAIN = (
    dict.fromkeys("•‧∙・", "·")
    | {"−": "-", "\t": " ", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n"}
    | dict(
        zip(
            "絕機祕級內資註長啟啓業務開參閱傳洩擴爲屬於標為係嚴請",
            "绝机秘级内资注长启启业务开参阅传泄扩为属于标为系严请",
            strict=True,
        )
    )
)
# So many numerals in a row are no word: a number read out digit by digit.
_SPELLED = re.compile(r"[〇零一二三四五六七八九幺]{11,}")
_NUMERALS = str.maketrans("〇零一二三四五六七八九幺", "001234567891")


def folded(text: str) -> tuple[str, list[int]]:
    """The text in plain characters, and for each of them the place of the one it was made of.

    Digits of every script, dashes, dots, spaces, line ends and traditional characters become the common ones, white
    space becomes one space or line end, and characters that nobody sees are left out.
    """
    text = _SPELLED.sub(lambda spelled: spelled.group().translate(_NUMERALS), text)
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        one = _folded(character)
        if one in (" ", "\n") and plain and plain[-1] in (" ", "\n"):
            plain[-1] = max(one, plain[-1], key=" \n".index)
            continue
        plain += one
        places += [place] * len(one)
    return "".join(plain), places


def _folded(character: str) -> str:
    one = _PLAIN.get(character, character)
    if one.isascii():
        return one
    category = unicodedata.category(one)
    if category == "Nd":
        return str(unicodedata.decimal(one))
    if category == "Pd":
        return "-"
    if category in ("Cf", "Mn", "Me"):
        return ""
    return unicodedata.normalize("NFKC", one)
