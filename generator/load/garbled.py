"""Texts that were read in the wrong encoding somewhere on their way: how to tell them, and what they likely said.

Nothing is mended. 医院 in GBK is D2 BD D4 BA, which UTF-8 reads as ҽԺ: letters that belong to no Chinese document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
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
# Korean syllables, and Japanese letters of half width: GBK reads as these in the character sets of those countries.
_EASTERN = "\uff66-\uff9f\uac00-\ud7a3"
_SUSPECT = re.compile(
    rf"{_FOREIGN}|[{_EASTERN}]|[{_BEGINNINGS}][^\x00-\x7f]|锟斤|{_LETTER}{_BYTES}{{3}}|{_BYTES}{_LETTER}{_BYTES}{{2}}"
)
# What is worth a look: one class is searched several times as fast.
PERHAPS_IN_ARROW = f"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u07ff{_EASTERN}{_BEGINNINGS}锟]"
_PERHAPS = re.compile(PERHAPS_IN_ARROW)
_LOOKS = 10_000
_RUNS = 50  # of letters in a text that are tried in many character sets
# The character sets of Russia, Central Europe, Greece, Turkey, Israel and Arabia.
_PAGES = ("cp1251", "koi8-r", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256")
# What is taken for what: read as the first, it was the second.
_TAKEN_FOR = (
    ("gb18030", "utf-8"),
    ("big5hkscs", "gb18030"),
    ("gb18030", "big5hkscs"),
    ("big5hkscs", "utf-8"),
    ("cp1252", "gb18030"),
    ("cp1252", "utf-8"),
    ("cp1252", "big5hkscs"),
    ("latin-1", "gb18030"),
    ("latin-1", "utf-8"),
    *((page, right) for page in (*_PAGES, "cp949", "cp932", "utf-8") for right in ("gb18030", "utf-8")),
)


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
    firsts = (next(reader(text), None) for reader in _READERS)
    # The one that explains the most: what is Cyrillic to the eye may hold a few letters that could be Chinese in UTF-8.
    found = max((one for one in firsts if one is not None), key=lambda one: len(one.written), default=None)
    if found is not None and found.meant and (before := garbled(found.meant)) is not None:  # converted twice
        return replace(found, meant=before.meant)
    return found


def otherwise(text: str) -> Iterator[str]:
    """What a text may have been in each of the encodings that are taken for one another, sensible or not.

    Between two Chinese encodings any text reads as Chinese in both: only whoever knows what it should be can tell.
    """
    for wrong, right in _TAKEN_FOR:
        content = text.encode(wrong, "ignore")
        if len(content) >= len(text):  # nothing, or hardly anything, was lost
            yield content.decode(right, "ignore")


def known_as(text: str, words: Iterable[str]) -> str:
    """The one of some words that a text is in another encoding, its last character perhaps lost; empty if none."""
    plain = text.strip().rstrip("?\ufffd")
    if not plain or plain.isascii():
        return ""
    read = {one for one in otherwise(plain) if len(one) > 1 and one != plain}
    return next((word for word in words if word in read or (word[:-1] in read and len(word) > 2)), "")


def _as_utf8(text: str) -> Iterator[Garbled]:
    """GBK whose bytes happen to be UTF-8."""
    for run in re.finditer(r"[\u00a1-\u07ff]+", text):
        written = run.group()
        if not re.search(_FOREIGN, written) or _western(run) or _diameter(run) or _greek(written):
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


def _greek(written: str) -> bool:
    """Whether it is a word of Greek letters, with their accents."""
    return re.fullmatch("[\u0386-\u03ce]{3,}", written) is not None and _word(written)


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
        meant = (
            _utf8(content)
            or _twice(content)
            or (_hanzi(content) if len(set(written)) > 2 and re.search(_LETTER, written) else "")
        )
        if meant:
            yield Garbled(written=written, meant=meant)


def _twice(content: bytes) -> str:
    """UTF-8 that was read byte by byte two times."""
    try:
        return _utf8(content.decode().encode("cp1252", "strict"))
    except UnicodeError:
        pass
    try:
        return _utf8(content.decode().encode("latin-1"))
    except UnicodeError:
        return ""


def _as_letters(text: str) -> Iterator[Garbled]:
    """GBK or UTF-8 that was read byte by byte in a country with letters of its own: 项目 becomes ПоДї."""
    for run in islice(re.finditer(r"[\u00a0-\u07ff\u2010-\u2122\u2500-\u25ff]{4,}", text), _RUNS):
        written = run.group()
        if not re.search(_FOREIGN, written) or _western(run) or _word(written):
            continue
        for page in _PAGES:
            try:
                content = written.encode(page)
            except UnicodeEncodeError:
                continue
            if meant := _utf8(content) or _everyday(content):
                yield Garbled(written=written, meant=meant)
                break


def _word(written: str) -> bool:
    """Whether letters are written as words are: all of them small or capital, or the first one capital."""
    return written.isalpha() and (
        written.islower() or written.isupper() or written.istitle() or not written.upper().isupper()
    )


def _as_eastern(text: str) -> Iterator[Garbled]:
    """GBK or UTF-8 that was read as Korean (syllables among characters: 项目 becomes 淃커) or as Japanese."""
    for run in islice(re.finditer(rf"[\u4e00-\u9fff{_EASTERN}\uff61-\uff65]{{2,}}", text), _RUNS):
        written = run.group()
        korean = re.search("[\uac00-\ud7a3]", written) and re.search("[\u4e00-\u9fff]", written)
        if not korean and not re.search("[\uff66-\uff9f]", written):
            continue
        try:
            content = written.encode("cp949" if korean else "cp932")
        except UnicodeEncodeError:
            continue
        if meant := _utf8(content) or _everyday(content):
            yield Garbled(written=written, meant=meant)


def _everyday(content: bytes) -> str:
    """The bytes as the Chinese characters used most (the first part of GB 2312); empty if they are anything else."""
    most = re.fullmatch(rb"(?:[\xb0-\xd7][\xa1-\xfe])+", content)
    return content.decode("gb2312", "ignore") if most else ""


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


_READERS: tuple[Callable[[str], Iterator[Garbled]], ...] = (_as_utf8, _as_gbk, _as_western, _as_letters, _as_eastern)
