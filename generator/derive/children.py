"""Rows that belong to records: sorted once by owner, then cut out by offsets, so that streaming stays linear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Offsets = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Children:
    """A frame sorted by its owners' positions; the rows of owner ``i`` are ``starts[i]:starts[i + 1]``."""

    frame: pd.DataFrame
    starts: Offsets

    def cut(self, first: int, last: int) -> pd.DataFrame:
        """The rows of the owners ``first`` to ``last`` (exclusive)."""
        return self.frame.iloc[self.starts[first] : self.starts[last]]

    def offsets(self, first: int, last: int) -> list[int]:
        """Where each of those owners' rows begin in the cut; one more than there are owners."""
        here = self.starts[first : last + 1] - self.starts[first]
        return [int(value) for value in here]


def attach(rows: pd.DataFrame, owners: pd.DataFrame, key: Sequence[str], order: Sequence[str] = ()) -> Children:
    """Sort ``rows`` by the position of their owner in ``owners`` (matched on ``key``) and by ``order``.

    Rows without an owner are left out: the checks report them.
    """
    columns = list(key)
    places = owners[columns].assign(_owner=np.arange(len(owners), dtype=np.int64)).drop_duplicates(columns)
    owner = rows[columns].merge(places, on=columns, how="left")["_owner"].to_numpy(dtype="float64", na_value=np.nan)
    known = rows.assign(_owner=owner)[~np.isnan(owner)]
    known = known.assign(_owner=known["_owner"].astype("int64")).sort_values(["_owner", *order], kind="stable")
    known = known.reset_index(drop=True)
    starts = np.searchsorted(known["_owner"].to_numpy(), np.arange(len(owners) + 1), side="left").astype(np.int64)
    return Children(frame=known, starts=starts)
