"""What a reviewer sees of a change: what was imported, what differs for the public, what the check found."""

from __future__ import annotations

from generator.review.review import Received, Review, Trouble, reviewed
from generator.review.telling import FORMATS

__all__ = ["FORMATS", "Received", "Review", "Trouble", "reviewed"]
