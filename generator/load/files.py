"""Opening a file that somebody else put there: plain files only, never more than a cap."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

# A link is not followed, and a pipe does not keep the reader waiting (systems without these flags have neither).
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path, limit: int) -> bytes:
    """The content, at most ``limit`` bytes and one more that tells it is too large; OSError if it is no plain file."""
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(mode := status.st_mode):
            raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL, "not a plain file", str(path))
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            content = file.read(min(limit, status.st_size) + 1)  # no room for the limit, which few files reach
            while len(content) <= limit and (more := file.read(limit + 1 - len(content))):
                content += more
            return content
    finally:
        os.close(descriptor)
