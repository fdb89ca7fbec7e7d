"""Profiles held against the register: whom they are in force for, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from generator.core.codes import CODES
from generator.core.finding import Finding
from generator.core.profile import Profile

SPANS = "P11"  # the code of what is found here
_Span = tuple[str, int, int]  # division, first and last fiscal year


def spans(profiles: Sequence[Profile], frames: Mapping[str, pd.DataFrame], *, unread: bool) -> Iterator[Finding]:
    """Profiles in force for nobody, for no year, or two for the same; ``unread``: the divisions could not be read."""
    register = frames["divisions"]
    known = set(register["division"])
    files = register["_file"].dropna()
    top = str(files.iloc[0]).partition("/common/")[0] if len(files) else "data"
    seen: list[tuple[Profile, _Span]] = []
    for profile in profiles:
        for span in profile.in_force:
            division, first, last = span
            if first > last:
                message = f"in_force 写的是从 {first} 到 {last}，先后颠倒，哪一年也不生效。"
                yield _finding(top, profile, span, message, "请对调起止年度。")
            if division not in known and not unread:
                message = f"in_force 里的区划 {division} 没有登记，对谁也不生效。"
                yield _finding(top, profile, span, message, "请改正区划代码，或先在 common/divisions.csv 登记。")
            for other, (place, begin, end) in seen:
                if place == division and begin <= last and first <= end:
                    years = f"{max(first, begin)}—{min(last, end)}"
                    message = f"{division} 的 {years} 年度，另一份口径 {other.name} 也写了生效，不知道用哪一份。"
                    yield _finding(top, profile, span, message, "请改成前后相接的年度，每个年度只有一份。")
            seen.append((profile, span))


def _finding(top: str, profile: Profile, span: _Span, message: str, hint: str) -> Finding:
    division, first, last = span
    return Finding(
        code=SPANS,
        severity="error",
        title=CODES[SPANS].title,
        message=message,
        hint=hint,
        file=f"{top}/profiles/{profile.name}.yaml",
        value=f"{division}：{first}—{last}",
        expected="登记了的区划，起止年度顺序对，同一区划同一年度只有一份",
    )
