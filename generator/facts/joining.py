"""Tables set side by side: what another table says of the same project, and sums over its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import take

from generator.core.facts import Facts

YEAR = ["division", "fiscal_year"]
FOLDER = [*YEAR, "department"]
PROJECT = [*FOLDER, "project_code"]
EVALUATION = [*FOLDER, "evaluation_code"]
# The same codes whoever keeps the row: the finance bureau's records are about projects of other departments.
PROJECT_OF_YEAR = [*YEAR, "project_code"]
EVALUATION_OF_YEAR = [*YEAR, "evaluation_code"]
KEYED = [*YEAR, "key"]  # a project whatever the case of its code's letters: see ``keyed``
Numbers = npt.NDArray[np.int64]
_SPAN = 1_000
_HELD = pd.StringDtype("python", na_value=np.nan)  # as the texts of a small district are held


def beside(rows: pd.DataFrame, other: pd.DataFrame, on: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """The other table's columns for each row, on the rows' index; missing where it has none (the first counts)."""
    place = np.full(len(rows), -1)
    if not rows.empty and not other.empty:
        mine, theirs = _keys(rows, other, on)
        keys, first = np.unique(theirs, return_index=True)
        there = (mine >= 0) & np.isin(mine, keys)
        place[there] = first[np.searchsorted(keys, mine[there])]
    # As ``reindex`` finds them, which takes several times as long for a few rows.
    found = {name: take(other[name].array, place, allow_fill=True) for name in columns}
    return pd.DataFrame(found, index=rows.index)


def known(rows: pd.DataFrame, other: pd.DataFrame, on: Sequence[str]) -> pd.Series:
    """Whether each row's key stands in the other table."""
    if rows.empty or other.empty:
        return pd.Series(False, index=rows.index)
    mine, theirs = _keys(rows, other, on)
    return pd.Series((mine >= 0) & np.isin(mine, theirs), index=rows.index)


def keyed(rows: pd.DataFrame) -> pd.DataFrame:
    """Division and year of each row, and the ``key`` of its project: the code in lower case."""
    return rows[YEAR].assign(key=rows["project_code"].str.lower())


def _keys(rows: pd.DataFrame, other: pd.DataFrame, on: Sequence[str]) -> tuple[Numbers, Numbers]:
    """One number a key of the other table, for the rows of both; -1 where a part is missing, or is not there."""
    mine, theirs = np.zeros(len(rows), dtype=np.int64), np.zeros(len(other), dtype=np.int64)
    for name in on:
        own, there, size = _numbered(rows[name], other[name])
        mine = np.where((mine < 0) | (own < 0), -1, mine * size + own)
        theirs = np.where((theirs < 0) | (there < 0), -1, theirs * size + there)
    return mine, theirs


def _numbered(mine: pd.Series, theirs: pd.Series) -> tuple[Numbers, Numbers, int]:
    """The values of two columns as numbers of the second one's values, and how many it has; -1: another, or missing."""
    if mine.dtype == theirs.dtype == np.int64 and theirs.max() - theirs.min() < _SPAN:
        return _from_the_least(mine.to_numpy(), theirs.to_numpy())
    if mine.dtype == theirs.dtype == _HELD:
        return _as_met(mine.tolist(), theirs.dropna().tolist(), theirs.tolist())
    if mine.dtype == "str" and theirs.dtype == "str":
        own, there = (pa.array(one, type=pa.large_string()) for one in (mine, theirs))
        values = pc.unique(there)
        numbers = (pc.fill_null(pc.index_in(one, values, skip_nulls=True), -1) for one in (own, there))
        first, second = (one.to_numpy(zero_copy_only=False).astype(np.int64) for one in numbers)
        return first, second, len(values)
    index = pd.Index(theirs.dropna().unique())
    return index.get_indexer(mine).astype(np.int64), index.get_indexer(theirs).astype(np.int64), len(index)


def _from_the_least(mine: Numbers, theirs: Numbers) -> tuple[Numbers, Numbers, int]:
    """Numbers that lie near each other, as years do, are told by how far they are from the least."""
    own, there = mine - theirs.min(), theirs - theirs.min()
    size = int(there.max()) + 1
    return np.where((own < 0) | (own >= size), -1, own), there, size


def _as_met(mine: list[Any], known: list[Any], theirs: list[Any]) -> tuple[Numbers, Numbers, int]:
    """Texts are numbered as they are met; ``known``: those that are not missing. Arrow takes longer for a few."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(known))}
    own, there = (np.array([numbers.get(text, -1) for text in texts], dtype=np.int64) for texts in (mine, theirs))
    return own, there, len(numbers)


def scored(facts: Facts) -> pd.DataFrame:
    """Sums over the indicators of each self-evaluated project: weight, score (Int64 millionths) and how many."""
    indicators = facts.tables["self_evaluation_indicators"]
    return summed(indicators, PROJECT)


def summed(indicators: pd.DataFrame, on: Sequence[str]) -> pd.DataFrame:
    """Sums of ``weight`` and ``score`` and the number of rows (``count``) for each key.

    A sum of which a part was left blank is missing: nobody knows what the whole comes to.
    """
    grouped = indicators.groupby(list(on), sort=False)
    columns = [name for name in ("weight", "score") if name in indicators]
    count = grouped.size()
    sums = grouped[columns].sum().where(grouped[columns].count().eq(count, axis=0))
    return sums.astype("Int64").assign(count=count).reset_index()


def listed_parts(texts: pd.Series) -> pd.DataFrame:
    """Each part of cells that hold several with ；, on the row's label (column ``label``)."""
    parts = texts.dropna().str.split(r"[;；]").explode().str.strip()
    parts = parts[parts != ""]
    return pd.DataFrame({"label": parts.index, "part": parts.to_numpy()})


def project_codes(facts: Facts) -> pd.DataFrame:
    """Every project code published as a goal or a self-evaluation."""
    tables = facts.tables
    return pd.concat([tables["goals"][PROJECT], tables["self_evaluations"][PROJECT]], ignore_index=True)
