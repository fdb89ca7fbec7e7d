"""Rows that belong to records: put in order once by owner, then cut out by offsets, so that streaming stays linear.

Only the order is kept, never a sorted copy: at the size of a city the tables are most of the memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Children:
    """A frame and the order of its rows by owner; those of owner ``i`` are ``order[starts[i]:starts[i + 1]]``."""

    frame: pd.DataFrame
    order: Positions
    starts: Positions

    def cut(self, first: int, last: int) -> pd.DataFrame:
        """The rows of the owners ``first`` to ``last`` (exclusive)."""
        return self.frame.take(self.order[self.starts[first] : self.starts[last]])

    def offsets(self, first: int, last: int) -> list[int]:
        """Where each of those owners' rows begin in the cut; one more than there are owners."""
        return offsets(self.starts, first, last)

    @property
    def owners(self) -> Positions:
        """The owner of each row, in order."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int64), np.diff(self.starts))


def offsets(starts: Positions, first: int, last: int) -> list[int]:
    """Where the rows of the owners ``first`` to ``last`` (exclusive) begin, counted from the first of them."""
    here: list[int] = (starts[first : last + 1] - starts[first]).tolist()
    return here


def attach(rows: pd.DataFrame, owners: pd.DataFrame, key: Sequence[str], order: Sequence[str] = ()) -> Children:
    """Order ``rows`` by the position of their owner in ``owners`` (matched on ``key``) and by the columns ``order``.

    Rows without an owner are left out: the checks report them.
    """
    if rows.empty:  # as most tables of a small district
        nothing = np.zeros(len(owners) + 1, dtype=np.int64)
        return Children(frame=rows, order=nothing[:0], starts=nothing)
    columns = list(key)
    places = owners[columns].assign(_owner=np.arange(len(owners), dtype=np.int64)).drop_duplicates(columns)
    owner = rows[columns].merge(places, on=columns, how="left")["_owner"].to_numpy(dtype="float64", na_value=np.nan)
    known = rows[list(order)].reset_index(drop=True).assign(_owner=owner)
    known = known[~np.isnan(owner)].sort_values(["_owner", *order], kind="stable")
    return Children(
        frame=rows,
        order=known.index.to_numpy(dtype=np.int64),
        starts=np.searchsorted(known["_owner"].to_numpy(), np.arange(len(owners) + 1), side="left").astype(np.int64),
    )
