"""Characters that nobody sees but that change what is read: refused in data, spelled out in messages."""

from __future__ import annotations

import re

# What a message calls each kind, and its characters as ranges of a regular expression's class.
_KINDS = (
    ("不可见的控制字符", "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff"),
    ("改变文字方向的字符", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"),
    ("特殊的换行符", "\u2028\u2029"),
    (
        "看不见的零宽字符",
        "\u00ad\u034f\u115f\u1160\u180e\u200b-\u200d\u2060-\u2065\u3164\ufeff\uffa0\U000e0000-\U000e007f",
    ),
    ("转换编码时丢失文字留下的替代符", "\ufffd"),
    ("粘贴图片留下的占位符", "\ufffc"),
)
INVISIBLE = re.compile("[" + "".join(characters for _, characters in _KINDS) + "\ud800-\udfff]")
_NAMED = tuple((name, re.compile(f"[{characters}]")) for name, characters in _KINDS)


def describe(character: str) -> str:
    """The kind and number of an invisible character, as a message says it."""
    kind = next((name for name, pattern in _NAMED if pattern.match(character)), "不可见的控制字符")
    return f"{kind} U+{ord(character):04X}"


def visible(text: str) -> str:
    """The text with every invisible character spelled out, safe for a terminal, a log or a comment."""
    return INVISIBLE.sub(lambda match: f"〔U+{ord(match.group()):04X}〕", text)


def shortened(text: str, length: int = 60) -> str:
    """The beginning of a long text, as a message quotes it."""
    return text if len(text) <= length else text[:length] + "…"
