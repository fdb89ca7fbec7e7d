"""Which form a region is: the layout that its labels and its title are most like; and what keeps it from being one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from generator.forms.layout import Layout
from generator.intake.files.sheets import address
from generator.intake.labels import plain
from generator.intake.lists import ListHead
from generator.intake.readings import Trouble
from generator.intake.regions import Region, words_of

_TITLE_WORTH = 5
TITLE_ROWS, LONGEST_TITLE = 6, 40
_LEAST_APART = 3  # rows with labels, the list's aside, that make a sheet a form
_TOTALS = {"合计", "总计", "小计"}  # these close lists, too
LISTED = "三级指标"  # what every form with indicators has
LISTS = (LISTED, "指标名称", "三级指标名称", "指标内容")


def recognised(region: Region, layouts: Sequence[Layout]) -> Layout | None:
    """The layout whose labels the region holds; of several, the one with most of them."""
    best: tuple[int, Layout] | None = None
    words = _words(region)
    named = titled(region, layouts)
    for layout in layouts:
        score = 0 if named and layout not in named else _score(region, words, layout, named=bool(named))
        if score and (best is None or score > best[0]):
            best = score, layout
    return best[1] if best else None


def titled(region: Region, layouts: Sequence[Layout]) -> Sequence[Layout]:
    """The layouts whose title stands above the region's form: of titles within each other, the longest."""
    lines = [one for row in list(region.rows)[:TITLE_ROWS] for cell in region.rows[row] if (one := words_of(cell))]
    found = [
        (len(name), layout)
        for layout in layouts
        for title in (layout.title, *layout.titles)
        if any((name := plain(title)) in one and len(one) < LONGEST_TITLE for one in lines)
    ]
    longest = max((length for length, _ in found), default=0)
    return list(dict.fromkeys(layout for length, layout in found if length == longest))


@lru_cache(maxsize=8)
def _labels(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(one) for one in names)


def labels_of(layouts: Sequence[Layout]) -> frozenset[str]:
    """The labels of single values of all layouts."""
    parts = (part for layout in layouts for block in layout.blocks if block.kind == "heads" for part in block.parts)
    return _labels(tuple(name for part in parts for name in part.names))


def _needed(layout: Layout) -> Mapping[str, set[str]]:
    """Each label that the layout needs, with all its names."""
    parts = layout.parts
    return {one: {plain(name) for part in parts if one in part.names for name in part.names} for one in layout.needs}


def unlike_all(region: Region, layouts: Sequence[Layout], listed: ListHead | None) -> Trouble | None:
    """What keeps a region, which is no known form, from being the one that it is most like; None if it is like none.

    ``listed``: the head of the list that it would be else; one that tells of each row whose it is, or that bears the
    name of its table, is a list.
    """
    if listed and (listed.of_records or plain(region.sheet.name).startswith(plain(listed.table.title)[:31])):
        return None
    named = titled(region, layouts)
    heads = {listed.row, listed.row - 1} if listed else set[int]()
    found = (_near(region, layout, heads, named=bool(named)) for layout in named or layouts)
    near = max((one for one in found if one is not None), key=lambda one: one.likeness, default=None)
    if near is None:
        return None
    title = "标题写的是" if named else "最像"
    return Trouble(
        cell=address(min(one.place for one in region.cells)),
        message=f"没有认出这是哪一种表：{title}《{near.layout.title}》，但{_why_not(region, near)}。",
        hint="请照表样补上或改好这些标签后再导入；标签可以用相近的名称，见填报指南。",
    )


@dataclass(frozen=True, kw_only=True)
class _Near:
    """A layout that a region is like, by how many labels, and those that it needs and the region has not."""

    layout: Layout
    likeness: int
    missing: Sequence[str]


def _near(region: Region, layout: Layout, heads: set[int], *, named: bool) -> _Near | None:
    """How much a region is like a layout; None where too little is. ``heads``: rows of the head of its list."""
    words = _words(region)
    missing = [one for one, names in _needed(layout).items() if not names & words]
    if len(_apart(region, layout) - heads) < _LEAST_APART or (len(missing) * 2 > len(layout.needs) and not named):
        return None
    return _Near(layout=layout, likeness=_hits(layout, words) - 2 * len(missing), missing=missing)


def _why_not(region: Region, near: _Near) -> str:
    foreign = [one for one in near.layout.without if plain(one) in _words(region)]
    lacks = f"缺少标签：{'、'.join(near.missing)}" if near.missing else ""
    holds = f"有这种表没有的标签：{'、'.join(foreign)}" if foreign else ""
    return "，".join(one for one in (lacks, holds) if one) or "标签不齐"


def _words(region: Region) -> set[str]:
    """What the region's cells say, with the labels that share a cell with their value."""
    return set(region.words) | set(region.inlines)


def _hits(layout: Layout, words: set[str]) -> int:
    """How many of the layout's labels stand among words."""
    return sum(any(plain(name) in words for name in part.names) for part in layout.parts)


def _apart(region: Region, layout: Layout) -> set[int]:
    """The rows, the heads of the list aside, that have labels of single values or of funds."""
    listed = {cell.row for one in LISTS for cell in region.words.get(one, ())}
    blocks = [one for one in layout.blocks if one.kind != "list"]
    heads = {plain(name) for block in blocks for part in block.parts for name in part.names}
    heads -= _TOTALS
    cells = [cell for one in heads for cell in region.words.get(one, ())]
    cells += [cell for one in heads for cell, _ in region.inlines.get(one, ())]
    return {cell.row for cell in cells} - listed


def _score(region: Region, words: set[str], layout: Layout, *, named: bool) -> int:
    """How many of the layout's labels the region holds; 0 where one that it needs is missing."""
    needed = list(_needed(layout).values())
    if not all(one & words for one in needed) or any(plain(one) in words for one in layout.without):
        return 0
    rows = [{cell.row for one in group for cell in region.words.get(one, ())} for group in needed]
    heads = {
        plain(name) for block in layout.blocks if block.kind == "heads" for part in block.parts for name in part.names
    }
    shared = set.intersection(*rows) if len(rows) > 2 else set[int]()
    apart = {cell.row for one in heads for cell in region.words.get(one, ())} - shared
    apart |= {cell.row for one in heads for cell, _ in region.inlines.get(one, ())} - shared
    if shared and not apart:  # the heads of one list
        return 0
    return _hits(layout, words) + (_TITLE_WORTH if named else 0)
