"""The monitorings of a project: what each showed, and how far its indicators had come at each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.derive.rows import Row


class Reached(NamedTuple):
    """What a monitoring said of an indicator; ``likelihood`` is '' where it is the same for all."""

    actual: str
    expected: str
    likelihood: str


class Progress(NamedTuple):
    """An indicator with its target and what each monitoring said of it (None for nothing), and the causes given."""

    name: str
    promised: str
    reached: Sequence[Reached | None]
    causes: Sequence[str]


class Monitored(NamedTuple):
    """All monitorings of a project-year, the first of the year first, and its indicators through them.

    ``likelihood`` is what is said of all indicators alike ('' where they differ, or nobody says it); ``expecting``:
    whether anything is expected for the whole year; ``caused``: whether any deviation has a cause. ``notes`` are the
    day and kind of each monitoring in words.
    """

    rows: Sequence[Row]
    notes: Sequence[str]
    progress: Sequence[Progress]
    likelihood: str
    expecting: bool
    caused: bool


def monitored(rows: Sequence[Row], indicators: Sequence[Row]) -> Monitored:
    """The monitorings with their indicators, those of one name and target on one line."""
    likelihoods = {one.likelihood or "" for one in indicators}
    common = likelihoods.pop() if len(likelihoods) == 1 else ""
    caused = any(one.cause for one in indicators)
    return Monitored(
        rows,
        ["，".join([one for one in (row.monitored_date, *_kinds(row)) if one]) for row in rows],
        list(_progress([row.period for row in rows], indicators, common, caused)),
        common,
        any(one.expected_value for one in indicators),
        caused,
    )


_KINDS = (
    ("dual_monitoring", {"是": "双监控", "否": "没有双监控"}),
    ("needs_rectification", {"是": "需要整改", "否": "不需要整改"}),
    ("key_monitoring", {"是": "财政重点监控", "否": "非财政重点监控"}),
)


def _kinds(row: Row) -> list[str]:
    """What kind of monitoring it was; nothing where nobody says it."""
    return [words.get(getattr(row, name), "") for name, words in _KINDS]


def _progress(periods: Sequence[str], indicators: Sequence[Row], common: str, caused: bool) -> Iterator[Progress]:
    """Each indicator; where one monitoring has a name and target twice, each stands on a line of its own."""
    known: dict[tuple[str, str], list[dict[str, Row]]] = {}
    lines: list[tuple[str, str, dict[str, Row]]] = []
    only = periods[0] if len(periods) == 1 else None
    for one in indicators:
        period = one.period if only is None else only
        same = known.setdefault((one.level3, one.promised), [])
        for said in same:
            if period not in said:
                said[period] = one
                break
        else:
            same.append({period: one})
            lines.append((one.level3, one.promised, same[-1]))
    for name, promised, said in lines:
        causes = _causes(periods, said) if caused else ()
        yield Progress(name, promised, [_reached(said.get(one), common) for one in periods], causes)


def _reached(said: Row | None, common: str) -> Reached | None:
    if said is None:
        return None
    return Reached(said.reached, said.expected_value or "", "" if common else said.likelihood or "")


def _causes(periods: Sequence[str], said: dict[str, Row]) -> list[str]:
    """The causes, each with its monitoring; what is said every time is said once."""
    found = {period: said[period].cause for period in periods if period in said}
    if len(set(found.values())) == 1:
        return [cause for cause in set(found.values()) if cause]
    return [f"1—{period}月：{cause}" for period, cause in found.items() if cause]
