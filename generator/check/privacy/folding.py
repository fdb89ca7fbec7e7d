"""A text in plain characters, so that no way of writing hides what it holds; every place in it is one of the text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What stands between digits, in one form of each; and the traditional forms of the characters of secrecy marks.
_PLAIN = (
    dict.fromkeys("•‧∙・", "·")
    | {"−": "-", "\t": " ", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\u2028": "\n", "\u2029": "\n"}
    | dict(
        zip(
            "絕機祕級內資註長啟啓業務開參閱傳洩擴爲屬於標為係嚴請別對發後會銷毀訊據審導領項員圍佈轉過軍會單護證範掛網黨達閲專畢讀極",
            "绝机秘级内资注长启启业务开参阅传泄扩为属于标为系严请别对发后会销毁讯据审导领项员围布转过军会单护证范挂网党达阅专毕读极",
            strict=True,
        )
    )
)
# So many numerals in a row are no word: a number read out digit by digit.
NUMERALS = "〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳陸參叄㆒㆓㆔㆕"
_SPELLED = re.compile(rf"[{NUMERALS}](?:[ \u200b-]?[{NUMERALS}]){{10,}}")
_NUMERALS = str.maketrans(NUMERALS, "0001234567891123456789" + "2633" + "1234")
# Blanks as web pages and addresses write them between digits, and the birthday of an identity number in words.
_ENCODED = re.compile(
    r"(?<=[0-9])(?:&(?:[a-z]{3,6}|#[0-9]{1,5}|#x[0-9A-Fa-f]{1,5});|%20|%[cC]2%[aA]0|</?[A-Za-z]{1,6} ?/?>){1,3}"
    r"(?=[0-9])"
)
# Numbers in circles and brackets, and raised: one beside a whole number is the sign of an entry, or of a note
# (①13800000000, 13800000000²); those in brackets are digits where they stand side by side.
_IN_BRACKETS = "⑴-⑼⒈-⒐㈠-㈨"
_SIGNS = f"①-⑨⓵-⓽❶-❾➀-➈➊-➒㊀-㊈¹²³⁴-⁹{_IN_BRACKETS}"
_ENTRY = re.compile(
    rf"(?<![{_SIGNS}])[{_SIGNS}](?=(?:[0-9]{{11}}|[0-9]{{15,19}}|[0-9]{{17}}[Xx])(?![0-9]))"
    rf"|(?:(?<![0-9]{{12}})(?<=[0-9]{{11}})|(?<![0-9]{{18}}[0-9Xx])(?<=[0-9]{{17}}[0-9Xx]))[{_SIGNS}](?![0-9{_SIGNS}])"
)
_ZERO = re.compile("(?<=[0-9〡-〩㊀-㊈㈠-㈨\U0001d360-\U0001d368])〇{1,4}")
_ROW = re.compile(rf"[{_IN_BRACKETS}](?=0{{0,2}}[{_IN_BRACKETS}])|(?<=[{_IN_BRACKETS}])0{{0,2}}[{_IN_BRACKETS}]")
_STAR = re.compile(r"&(?:#9733|#9734|#[xX]260[56]|starf?|bigstar);")
_BLANK = re.compile(r"(?<=[一-龥★☆])(?:&nbsp;|&ensp;|&emsp;|&#160;){1,4}")
# Words written with a blank behind every character.
_SPACED = re.compile(
    r"(?:(?<![一-龥])[一-龥][ \u3000\xa0]{1,4}){3}(?:[一-龥:：,，][ \u3000\xa0]{1,4}){0,40}[一-龥](?![一-龥])"
)
_BORN = re.compile(
    r"(?<=[0-9]{6})[ (]?((?:19|20)[0-9]{2})[ -]?年 ?([01][0-9]) ?月? ?([0-3][0-9]) ?日?[ )]?(?=[0-9]{3}[0-9Xx])"
)
_BLANKS = re.compile("[ \n][ \n]")
_DRAWN_AS_NOTHING = "\u115f\u1160\u2800\u3164\uffa0"  # and are no format characters
_UNSEEN = "\u200b"  # keeps the place of a character that is left out


def folded(text: str) -> tuple[str, list[int]]:
    """The text in plain characters, and for each of them the place of the one it was made of.

    Digits of every script, dashes, dots, spaces, line ends and traditional characters become the common ones, white
    space becomes one space or line end, and characters that nobody sees are left out.
    """
    text = _SPACED.sub(_squeezed, text)
    text = _BLANK.sub(_blank, _STAR.sub(_star, text))
    text = _SPELLED.sub(lambda spelled: spelled.group().translate(_NUMERALS), text)
    text = _ENTRY.sub(" ", _ENCODED.sub(_blank, text))
    text = _ROW.sub(_row, _ZERO.sub(_zeros, text))
    text = _BORN.sub(_digits, text)
    folds = [*map(_folded, text)]
    joined = "".join(folds)
    if len(joined) == len(text) and "" not in folds and not _BLANKS.search(joined):  # as nearly all texts are
        return joined, [*range(len(text))]
    plain: list[str] = []
    places: list[int] = []
    for place, one in enumerate(folds):
        if one in (" ", "\n") and plain and plain[-1] in (" ", "\n"):
            plain[-1] = max(one, plain[-1], key=" \n".index)
            continue
        plain += one
        places += [place] * len(one)
    return "".join(plain), places


def _squeezed(words: re.Match[str]) -> str:
    return re.sub("[ \u3000\xa0]", _UNSEEN, words.group())


def _zeros(signs: re.Match[str]) -> str:
    return "0" * len(signs.group())


def _row(signs: re.Match[str]) -> str:
    return "".join(str(int(unicodedata.numeric(one))) for one in signs.group())


def _digits(born: re.Match[str]) -> str:
    return "".join(one if one.isdecimal() else _UNSEEN for one in born.group())


def _star(written: re.Match[str]) -> str:
    return "★" + _UNSEEN * (len(written.group()) - 1)


def _blank(written: re.Match[str]) -> str:
    return " " + _UNSEEN * (len(written.group()) - 1)


@lru_cache(maxsize=32_768)  # texts are made of the same few thousand characters
def _folded(character: str) -> str:
    one = _PLAIN.get(character, character)
    if one.isascii():
        return one
    category = unicodedata.category(one)
    if category == "Nd":
        return str(unicodedata.decimal(one))
    if category == "Pd":
        return "-"
    if category in ("Cf", "Mn", "Me") or one in _DRAWN_AS_NOTHING:
        return ""
    if category == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", one)
    if (category == "No" or "〡" <= one <= "〩") and len(plain) == 1 and unicodedata.numeric(one) in range(10):
        return str(int(unicodedata.numeric(one)))
    return plain
