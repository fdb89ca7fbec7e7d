"""What is published of an original file, and what of it can be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Text:
    """Some text of a file and where it stands (第 3 页); the whole file's where ``place`` is empty."""

    place: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """A file without what nobody sees: its bytes, its texts, and what of it no program can read (第 2 页是图像)."""

    content: bytes
    texts: tuple[Text, ...] = ()
    unread: tuple[str, ...] = ()
