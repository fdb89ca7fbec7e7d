"""Texts that were read in the wrong encoding somewhere on their way: how to tell them, and what they likely said.

Nothing is mended. 医院 in GBK is D2 BD D4 BA, which UTF-8 reads as ҽԺ: letters that belong to no Chinese document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

# Between U+0080 and U+07FF a character takes two bytes of UTF-8, as a Chinese one takes two of GBK. Of these letters
# and signs Chinese documents have use: those of Western languages, Greek ones in formulas, Pinyin.
_SIGNS = "\u00a0-\u00bf\u00d7\u00f7"
_GREEK = "\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
_PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹɑɡˉˇˊˋ˙"
_COMMON = f"{_SIGNS}\u00c0-\u00ff{_GREEK}{_PINYIN}"
_FOREIGN = rf"[\u00a1-\u07ff](?<![{_COMMON}])"
# UTF-8 begins a Chinese character with E4 to E9, and a byte of the upper half follows: GBK reads them as one of these.
_BEGINNINGS = "".join(
    bytes((first, second)).decode("gbk", "ignore") for first in range(0xE4, 0xEA) for second in range(0x80, 0xC0)
)
# What the upper half of a byte is in the character sets of Western languages.
_BYTES = (
    "[\x80-\x9f\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022"
    "\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
_LETTER = "[\u00c0-\u00ff]"
_SUSPECT = re.compile(
    rf"{_FOREIGN}|[{_BEGINNINGS}][^\x00-\x7f]|锟斤|{_LETTER}{_BYTES}{{3}}|{_BYTES}{_LETTER}{_BYTES}{{2}}"
)
# What is worth a look: one class is searched several times as fast.
PERHAPS_IN_ARROW = f"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u07ff{_BEGINNINGS}锟]"
_PERHAPS = re.compile(PERHAPS_IN_ARROW)
_LOOKS = 10_000


@dataclass(frozen=True, kw_only=True)
class Garbled:
    """What stands in a text, and the words that it was before it was read wrongly (empty where they are lost)."""

    written: str
    meant: str


def suspect(text: str) -> bool:
    """Whether a text, which may be a whole file, is worth a look by ``garbled``."""
    places = [found.start() for found in islice(_PERHAPS.finditer(text), _LOOKS + 1)]
    if len(places) > _LOOKS:
        return True
    return any(_SUSPECT.match(text, one) or (one and _SUSPECT.match(text, one - 1)) for one in places)


def garbled(text: str) -> Garbled | None:
    """The first part of a text that makes no sense as it stands but does in another encoding."""
    if not suspect(text):
        return None
    return next((found for reader in _READERS for found in reader(text)), None)


def _as_utf8(text: str) -> Iterator[Garbled]:
    """GBK whose bytes happen to be UTF-8."""
    for run in re.finditer(r"[\u00a1-\u07ff]+", text):
        written = run.group()
        if not re.search(_FOREIGN, written) or _western(run) or _diameter(run):
            continue
        meant = _hanzi(written.encode())
        if meant:
            yield Garbled(written=written, meant=meant)


def _western(run: re.Match[str]) -> bool:
    """Whether the letters are part of a word such as Škoda."""
    letters = re.fullmatch("[\u00c0-\u024f]+", run.group()) is not None
    return letters and re.search("[A-Za-z]", run.string[max(run.start() - 1, 0) : run.end() + 1]) is not None


def _diameter(run: re.Match[str]) -> bool:
    """Whether it is Ф before a number, as drawings write a diameter."""
    return run.group() in "Фф" and run.string[run.end() : run.end() + 1].isdecimal()


def _as_gbk(text: str) -> Iterator[Garbled]:
    """UTF-8 that was read as GBK: 医院 becomes 鍖婚櫌."""
    for run in re.finditer(rf"[{_BEGINNINGS}][^\x00-\x7f\ufffd]+", text):
        content = run.group().encode("gb18030", "ignore")
        meant = next((one for one in map(_utf8, (content, content[:-1], content[:-2])) if one), "")
        if meant:
            yield Garbled(written=run.group(), meant=meant)
    if found := re.search("(?:锟斤拷|锟斤)+", text):  # what GBK makes of the marks that stand for lost characters
        yield Garbled(written=found.group(), meant="")


def _as_western(text: str) -> Iterator[Garbled]:
    """GBK or UTF-8 that was read byte by byte: 医院 becomes Ò½Ôº or åŒ»é™¢."""
    for run in re.finditer(f"{_BYTES}{{4,}}", text):
        written = run.group()
        content = b"".join(one.encode("cp1252", "ignore") or one.encode("latin-1", "ignore") for one in written)
        meant = _utf8(content) or (_hanzi(content) if len(set(written)) > 2 and re.search(_LETTER, written) else "")
        if meant:
            yield Garbled(written=written, meant=meant)


def _hanzi(content: bytes) -> str:
    """The bytes as Chinese characters of everyday use (GB 2312); empty if they are anything else."""
    everyday = re.fullmatch(rb"(?:[\xb0-\xf7][\xa1-\xfe])+", content)
    return content.decode("gb2312", "ignore") if everyday else ""


def _utf8(content: bytes) -> str:
    """The bytes as UTF-8 where that is Chinese; empty if it is not."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    return (
        text
        if re.search("[\u4e00-\u9fff]", text) and not re.search("[^\u2000-\u206f\u3000-\u9fff\uff00-\uffef]", text)
        else ""
    )


_READERS: tuple[Callable[[str], Iterator[Garbled]], ...] = (_as_utf8, _as_gbk, _as_western)
