"""Characters that nobody sees but that change what is read: refused in data, spelled out in messages."""

from __future__ import annotations

import re

_LAST_TWO = "".join(f"{chr(0x10000 * plane + 0xFFFE)}{chr(0x10000 * plane + 0xFFFF)}" for plane in range(17))
# What a message calls each kind, and its characters as ranges of a regular expression's class: control and format
# characters, those that Unicode lets a program leave out when it draws a text, and those drawn as nothing.
_KINDS = (
    ("不可见的控制字符", "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\ufdd0-\ufdef" + _LAST_TWO),
    ("改变文字方向的字符", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"),
    ("特殊的换行符", "\u2028\u2029"),
    (
        "看不见的零宽字符",
        (
            "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u3164\ufeff\uffa0\ufff0-\ufff8"
            "\U00013430-\U0001343f\U00016fe4\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
            "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
        ),
    ),
    ("看起来是空白的符号", "\u2800\U0001d159"),
    ("转换编码时丢失文字留下的替代符", "\ufffd"),
    ("粘贴图片留下的占位符", "\ufffc"),
)
# One of these chooses between the forms of the character before it (❤️, 葛󠄀城); more of them in a row, or one behind
# nothing, choose nothing and could only carry what nobody sees.
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_IDLE = rf"(?<![^\s{_SELECTORS}])[{_SELECTORS}]"
_CLASS = "".join(characters for _, characters in _KINDS)
INVISIBLE = re.compile(rf"[{_CLASS}\ud800-\udfff]|{_IDLE}")
# The same for Arrow, which has no look-behind, and whose texts cannot hold surrogates.
INVISIBLE_IN_ARROW = rf"[{_CLASS}]|(?:^|[\s{_SELECTORS}])[{_SELECTORS}]".replace("\x00", r"\x{0}")
# What is worth a look: a class of few ranges is searched twenty times as fast as all of the above.
_BASIC = re.sub("[\U00010000-\U0010ffff](?:-[\U00010000-\U0010ffff])?", "", _CLASS)
_PERHAPS = re.compile(f"[{_BASIC}\ufe00-\ufe0f\ud800-\udfff\U00010000-\U0010ffff]")
_NAMED = tuple((name, re.compile(f"[{characters}]")) for name, characters in _KINDS)


def hidden(text: str) -> str:
    """The first invisible character of a text; empty if there is none."""
    perhaps = _PERHAPS.search(text)
    found = INVISIBLE.search(text, perhaps.start()) if perhaps else None
    return found.group() if found else ""


def describe(character: str) -> str:
    """The kind and number of an invisible character, as a message says it."""
    kinds = (name for name, pattern in _NAMED if pattern.match(character))
    unknown = "不可见的控制字符" if "\ud800" <= character <= "\udfff" else "不起作用的变体选择符"
    return f"{next(kinds, unknown)} {numbered(character)}"


def numbered(character: str) -> str:
    """A character by its number, as U+200B."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """The text with every invisible character spelled out, safe for a terminal, a log or a comment."""
    return INVISIBLE.sub(lambda match: f"〔{numbered(match.group())}〕", text)


def shortened(text: str, length: int = 60) -> str:
    """The beginning of a long text, as a message quotes it."""
    return text if len(text) <= length else text[:length] + "…"
