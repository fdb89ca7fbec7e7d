"""Frames by table, each made when it is first asked for: a check of data that were checked before asks for few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.core.errors import UserError

Positions = npt.NDArray[np.int64]


class Later:
    """A frame that is made when it is first asked for; ``rows``: how many it has, numbered from nought.

    ``some``: makes a frame of the rows in some positions, in ascending order, without making the whole.
    """

    def __init__(
        self, rows: int, make: Callable[[], pd.DataFrame], some: Callable[[Positions], pd.DataFrame] | None = None
    ) -> None:
        self.rows, self._make, self._some = rows, make, some

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The frame."""
        return self._make()

    @property
    def made(self) -> bool:
        """Whether somebody has asked for the frame."""
        return "frame" in self.__dict__

    def take(self, positions: Positions) -> pd.DataFrame:
        """The rows in some positions, in ascending order, numbered from nought."""
        if self._some is None or self.made:
            return self.frame.take(positions).reset_index(drop=True)
        return self._some(positions)


class Frames(MutableMapping[str, pd.DataFrame]):
    """Frames by table; asking for a table that ``datapackage.yaml`` does not list is the user's to mend."""

    def __init__(self, frames: Mapping[str, pd.DataFrame | Later] | None = None) -> None:
        self._held: dict[str, pd.DataFrame | Later] = {}
        if isinstance(frames, Frames):
            self._held |= frames._held
        elif frames is not None:
            self._held |= frames

    def __getitem__(self, name: str) -> pd.DataFrame:
        one = self.held(name)
        return one.frame if isinstance(one, Later) else one

    def __setitem__(self, name: str, frame: pd.DataFrame | Later) -> None:
        self._held[name] = frame

    def __delitem__(self, name: str) -> None:
        del self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def held(self, name: str) -> pd.DataFrame | Later:
        """A frame as it is here, not made if nobody has asked for it yet."""
        if name not in self._held:
            raise UserError(
                f"datapackage.yaml 的 tables 里没有「{name}」。", "这张表不能少；没有数据时不放它的 CSV 即可。"
            )
        return self._held[name]

    def rows(self, name: str) -> int:
        """How many rows a frame has, which is not made for it."""
        one = self.held(name)
        return one.rows if isinstance(one, Later) else len(one)

    def take(self, name: str, positions: Positions) -> pd.DataFrame:
        """The rows of a table in some positions, in ascending order, numbered from nought; not all are made for it."""
        one = self.held(name)
        return (one if isinstance(one, Later) else Later(len(one), lambda: one)).take(positions)


def held(frames: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame | Later]:
    """Frames as they are here, none made for it."""
    return {name: frames.held(name) if isinstance(frames, Frames) else frames[name] for name in frames}


def rows_of(frames: Mapping[str, pd.DataFrame], name: str) -> int:
    """How many rows a table has."""
    return frames.rows(name) if isinstance(frames, Frames) else len(frames[name])
