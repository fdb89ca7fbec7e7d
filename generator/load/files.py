"""Opening a file that somebody else put there: plain files only, never more than a cap."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

# A link is not followed, and a pipe does not keep the reader waiting (systems without these flags have neither).
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path | str, limit: int) -> bytes:
    """The content, at most ``limit`` bytes and one more that tells it is too large; OSError if it is no plain file."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(mode := status.st_mode):
            raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL, "not a plain file", str(path))
        content = os.read(descriptor, min(limit, status.st_size) + 1)  # no room for the limit, which few files reach
        # Thousands of files: none is asked for more than it said that it holds.
        while len(content) not in (status.st_size, limit + 1) and (
            more := os.read(descriptor, limit + 1 - len(content))
        ):
            content += more
        return content
    finally:
        os.close(descriptor)
