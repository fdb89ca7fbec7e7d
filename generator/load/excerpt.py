"""A part of a table's file: its header, and those of its lines that somebody wants to read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """Some lines of a file below its header; ``rows``: the row that each of them has in the whole file, in order."""

    content: bytes
    rows: npt.NDArray[np.int64]
