"""Texts that are nearly the same, found in nearly linear time.

MinHash (rensa) brings texts of much the same character pairs into common buckets; each is compared, exactly
(rapidfuzz), with the first of its bucket only. A thousand texts from one template cost a thousand comparisons.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from rensa import RMinHash

from generator.facts.wording import changed_once

# 16 bands of 4 rows: one changed character in a text of 15 is missed in 3 of 1,000 cases.
_PERMUTATIONS, _ROWS, _SEED = 64, 4, 1
_MIX = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 1024  # signatures made an array at a time: their numbers are many small objects
_FIGURE = re.compile(r"\d+")


def plain(texts: pd.Series) -> pd.Series:
    """Texts without what an eye passes over: width, case, spaces and punctuation."""
    return changed_once(texts, lambda made: made.str.replace(r"[^\w.%]+", "", regex=True))


def alike(texts: pd.Series, least: float) -> pd.Series:
    """For each text a number that it shares with the texts at least ``least`` % alike; −1 where missing.

    Texts with other figures in them are never alike: the same sentence about other quantities is not a copy.
    """
    codes, distinct = pd.factorize(texts)
    if not len(distinct):
        return pd.Series(-1, index=texts.index)
    words = distinct.astype(object).to_numpy()
    group = np.arange(len(words))
    for first, later in _pairs(words, least):
        group[later] = min(group[later], group[first])
    return pd.Series(np.append(group, -1)[codes], index=texts.index)


def _pairs(words: np.ndarray, least: float) -> np.ndarray:
    """Positions of texts that are alike, the earlier one first, in the order of the later one."""
    signatures = np.concatenate([_signatures(words[at : at + _CHUNK]) for at in range(0, len(words), _CHUNK)])
    places = np.arange(len(words))
    found = []
    for start in range(0, _PERMUTATIONS, _ROWS):
        bucket = signatures[:, start]
        for column in range(start + 1, start + _ROWS):
            bucket = bucket * _MIX + signatures[:, column]
        codes, kept = pd.factorize(bucket)
        first = np.zeros(len(kept), dtype=np.int64)
        first[codes[::-1]] = places[::-1]
        leader = first[codes]
        other = leader != places
        found.append(places[other] * len(words) + leader[other])
    later, leader = np.divmod(np.unique(np.concatenate(found)), len(words))
    # Other figures are seen at once; only texts with the same ones are compared character by character.
    figures = [" ".join(_FIGURE.findall(text)) for text in words]
    same = np.fromiter((figures[one] == figures[other] for one, other in zip(leader, later, strict=True)), bool)
    leader, later = leader[same], later[same]
    kept = process.cpdist(words[leader], words[later], scorer=fuzz.ratio, score_cutoff=least) >= least
    return np.column_stack([leader[kept], later[kept]])


def _signatures(words: np.ndarray) -> np.ndarray:
    """The MinHash of each text's pairs of characters."""
    # One by one, which takes no longer: all at once, rensa starts threads, and who forks after that waits for ever.
    rows = []
    for text in words:
        signature = RMinHash(_PERMUTATIONS, _SEED)
        signature.update([text[at : at + 2] for at in range(len(text) - 1)] or [text])
        rows.append(signature.digest())
    return np.array(rows, dtype=np.uint64)
