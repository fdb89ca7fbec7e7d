"""Columns in few bytes, as the explorer's files have them; site_src/assets/explore/unpack.js reads each kind again."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from generator.core.numbers import DECIMALS

# A number, a day, the digits of a code; and what stands in quotation marks.
_FILLING = re.compile(r"[0-9](?:[0-9.,-]*[0-9])?|(?<=[“「])[^“”「」]+(?=[”」])")
HOLE = "¤"  # where one of these stands in a pattern
_BETWEEN = "\t"  # them
_FEW = 2  # so many times as many texts as patterns: else each text is written out

Packed = dict[str, Any]


def figures(values: Sequence[int | None], *, exact: bool) -> Packed:
    """Numbers without the decimals that none of them needs; ``exact``: they are millionths."""
    places = DECIMALS if exact else 0
    whole = math.gcd(*(one for one in values if one is not None))
    while places and whole % 10 ** (DECIMALS - places + 1) == 0:
        places -= 1
    divisor = 10 ** (DECIMALS - places) if exact else 1
    return {"places": places, "values": [None if one is None else one // divisor for one in values]}


def days(values: Sequence[str]) -> Packed:
    """Days as 20260830; None where there is none."""
    return {"values": [int(day.replace("-", "")) if day else None for day in values]}


def steps(places: Sequence[int | None]) -> list[int | None]:
    """How far each place is from the one before; None where there is none."""
    made: list[int | None] = []
    last = 0
    for place in places:
        made.append(None if place is None else place - last)
        last = last if place is None else place
    return made


def joined(values: Sequence[str], by: Sequence[str], choices: Sequence[Sequence[str]]) -> Packed | None:
    """Texts that are a word of one column of choices and, behind its code, a word of another; None if they are not."""
    who, what = choices
    same = all(one == f"{name} {kind.partition(' ')[2]}" for one, name, kind in zip(values, who, what, strict=True))
    return {"joined": list(by)} if same else None


def patterns(values: Sequence[str]) -> list[str]:
    """What is left of texts without their figures and quotations; nothing where that would not do."""
    if any(HOLE in one or _BETWEEN in one for one in values):
        return []
    made = [_FILLING.sub(HOLE, one) for one in values]
    return made if len(set(made)) * _FEW <= len(set(values)) else []


class Packer:
    """Words and texts in few bytes; what several slices say stands in ``listed``, and in a slice its number."""

    def __init__(self, slices: Iterable[Iterable[str]]) -> None:
        """``slices``: the words and patterns of each, each once."""
        counts = Counter(chain.from_iterable(slices))
        self.listed = sorted(one for one, often in counts.items() if often > 1)
        self._numbers = {word: number for number, word in enumerate(self.listed)}

    def _spelled(self, words: Iterable[str]) -> list[str | int]:
        return [self._numbers.get(str(one), str(one)) for one in words]

    def words(self, values: pd.Series) -> Packed:
        """Words that come again and again: each once, and by number where it stands; −1 where there is none."""
        codes, known = pd.factorize(values.astype("str"))
        return {"words": self._spelled(known), "at": codes.tolist()}

    def texts(self, values: Sequence[str]) -> Packed:
        """Texts: those that differ in their figures and quotations alone once, with holes, and these in a row."""
        made = patterns(values)
        if not made:
            return {"values": list(values)}
        codes, known = pd.factorize(np.array(made, dtype=object))
        told = _BETWEEN.join(filling for one in values for filling in _FILLING.findall(one))
        return {"patterns": self._spelled(known), "at": codes.tolist(), "told": told}

    def determined(self, values: Sequence[str], by: str, choice: Sequence[str]) -> Packed:
        """Texts that follow from a column of choices, which says something in each row: one for each of its words."""
        found: dict[str, str] = {}
        for word, text in zip(choice, values, strict=True):
            if found.setdefault(word, text) != text or not word:
                return self.texts(values)
        return {"by": by, "values": list(found.values())}

    def lent(self, values: Sequence[str], name: str, others: Sequence[str | None]) -> Packed:
        """Texts that begin with what a row of another slice says of ``name`` (None: no such row): what is left of each.

        ``whole`` are the rows that begin with something else.
        """
        begins = [other is not None and one.startswith(other) for one, other in zip(values, others, strict=True)]
        left = [
            one[len(other or "") :] if same else one for one, other, same in zip(values, others, begins, strict=True)
        ]
        apart = [row for row, same in enumerate(begins) if not same and others[row] is not None]
        return {"lent": name, "rest": self.texts(left), "whole": steps(apart)}
