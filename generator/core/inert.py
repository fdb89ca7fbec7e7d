"""Texts that cannot act where they are shown: on a terminal, as a workflow command, in a comment's Markdown."""

from __future__ import annotations

import re

from generator.core.characters import visible

_MARKS = "\\`*_{}[]()<>#+!|@~&:$"


def flat(text: str) -> str:
    """One line, without anything that steers a terminal or turns the direction of what follows."""
    return visible(" ".join(text.split()))


def logged(text: str) -> str:
    """A line for a log, which no runner takes for a command, wherever in it one is written."""
    return text.replace("::", ":\u200b:").replace("##[", "##\u200b[")


def command_data(text: str) -> str:
    """The text behind a workflow command, which can neither end it nor begin another."""
    return logged(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def command_property(text: str) -> str:
    """A property of a workflow command, which cannot end before its text does."""
    return command_data(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """One line with every mark encoded that Markdown or GitHub could read as markup, link, mention or reference.

    GitHub looks for @names, #numbers and GH-numbers after decoding, so a zero-width space follows those marks.
    """
    coded = "".join(f"&#{ord(one)};" if one in _MARKS else one for one in flat(text))
    coded = coded.replace("&#64;", "&#64;&#8203;").replace("&#35;", "&#35;&#8203;")
    coded = re.sub("(gh-)(?=[0-9])", r"\1&#8203;", coded, flags=re.IGNORECASE)
    return re.sub("www[.]", "www&#46;", coded, flags=re.IGNORECASE)  # the one link that needs no colon
