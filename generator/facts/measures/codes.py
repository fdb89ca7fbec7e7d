"""The codes that figures of statements are registered under: which are listed, and which were meant by another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from generator.facts.figures.declared import TOLD
from generator.facts.measures.declared import ALIASES, MEASURES
from generator.facts.measures.declared.fiscal_operations import group_measures

CHANGES = ("_increase", "_decrease")  # behind a code: the change against the year before
_ALIKE, _SHORT, _MOST = 0.93, 4, 3
_SMALL = re.compile("[的为“”\"'（）()、]|个数|份数|数量|数$")  # what titles of the same thing differ by


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A code of the list: what it is called, and the stage of a statement that it belongs to."""

    title: str
    stage: str


@cache
def listed_codes() -> Mapping[str, Listed]:
    """Each code of the list."""
    measures = [*MEASURES.values(), *group_measures("组名")]
    listed = {one.code: Listed(title=one.title, stage=one.stage) for one in measures}
    listed |= {code: Listed(title=one.title, stage=one.stage) for code, one in TOLD.items()}
    return listed | {code: listed[meant] for code, meant in ALIASES.items()}


def is_listed(code: str) -> bool:
    """Whether the list has a code, or the one whose change it tells."""
    return next((code.removesuffix(one) for one in CHANGES if code.endswith(one)), code) in listed_codes()


def meant_codes(code: str, title: str, stage: str) -> tuple[str, ...]:
    """The codes of the list for a stage that are written alike, or mean something of that name; the likeliest first.

    A statement may well tell what nobody lists, as how often papers wrote of it: of most codes that is what they are.
    """
    known = {one: _bare(listed.title) for one, listed in listed_codes().items() if listed.stage == stage}
    alike = get_close_matches(code, known, n=_MOST, cutoff=_ALIKE)
    own = _bare(title)
    same = (one for one, other in known.items() if len(own) >= _SHORT and (own in other or other in own))
    return tuple(dict.fromkeys((*alike, *same)))[:_MOST]


def _bare(title: str) -> str:
    """A title without the small words that others leave out."""
    return _SMALL.sub("", title)
