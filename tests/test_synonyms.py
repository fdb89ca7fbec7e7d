"""The list of words that people say at home: each line can be read by the search page and leads somewhere."""

from __future__ import annotations

import re

from tests.conftest import ROOT

LINES = [
    line.split(" ")
    for line in (ROOT / "site_src" / "assets" / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
WORD = re.compile(r"[\u4e00-\u9fff0-9]{1,10}")


def test_there_are_many() -> None:
    assert len(LINES) >= 400


def test_each_line_has_words_and_nothing_else() -> None:
    assert [line for line in LINES if len(line) < 2 or not all(WORD.fullmatch(word) for word in line)] == []


def test_no_word_is_said_twice_or_stands_for_itself() -> None:
    first = [word for word, *_ in LINES]
    assert sorted(set(first)) == sorted(first)
    assert [line for line in LINES if len(set(line)) < len(line)] == []
