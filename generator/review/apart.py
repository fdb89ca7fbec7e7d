"""Errors that a change has nothing to do with: they lie in folders of others, who have to put them right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.compare import Comparison
from generator.compare.choosing import folder_of
from generator.core.finding import Finding
from generator.facts.departments import Register

_NAMED = 3  # folders that are named


def stands_apart(told: Comparison | None) -> Callable[[Finding], bool]:
    """A test of an error: whether it lies in another folder than the change and speaks of nothing that is changed.

    Where what belongs to all is changed, or it is not known which files are, no error stands apart.
    """
    if told is None or told.files is None:
        return lambda _: False
    folders = {folder_of(path) for path in told.files}
    if "" in folders:
        return lambda _: False
    gone = {code for one in told.entries for code in (one.record, one.project, *(cell.old for cell in one.cells))}
    unsure = any(told.left_out.values())

    def apart(one: Finding) -> bool:
        if one.severity != "error" or folder_of(_below(one.file)) in folders:
            return False
        if one.code == "K02" and (unsure or one.value in gone):  # what it points to may have been taken away
            return False
        said = one.message + one.hint
        return not any(f"{folder}/" in said for folder in folders)

    return apart


def _below(file: str) -> str:
    """A path without the data folder's own name."""
    return file.partition("/")[2]


def places_of(findings: Sequence[Finding], names: Register) -> str:
    """Whose folders findings lie in, as people call them; the first few."""
    told = dict.fromkeys(_named(one, names) for one in findings)
    more = f"等 {len(told):,} 处" if len(told) > _NAMED else ""
    return "、".join(list(told)[:_NAMED]) + more


def _named(one: Finding, names: Register) -> str:
    if not one.department:
        return "各部门共用的表"
    bureau = names.of(one.division, one.department)
    return f"{bureau.name if bureau else one.department} {one.year} 年度"
