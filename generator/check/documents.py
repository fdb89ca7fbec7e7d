"""Documents and data held against each other: what is published has its day, what has a day is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.check.keys import Refused
from generator.check.packages import package_finding
from generator.core.facts import Facts
from generator.core.finding import Finding
from generator.core.package import KINDS, NO_PROJECTS, NO_WHOLE_DEPARTMENT, NOTHING_WITHHELD, Package
from generator.core.schema import Table
from generator.facts.concerned import having_projects
from generator.facts.department_years import FOLDER, YEAR
from generator.facts.disclosure import HELD, TOLD, UNASKED, records

HELD_AGAINST = frozenset({"P08", "P09", "P10"})  # the codes of what is found here
_Holding = tuple[str, int, str, str]


def documents(
    packages: tuple[Package, ...], facts: Facts, tables: Mapping[str, Table], refused: Refused
) -> Iterator[Finding]:
    """Records without their document, documents without a record, and declarations that the data contradict.

    Nothing is said of a kind of which a file of the folder could not be read.
    """
    known = facts.of(records)
    counts = {
        (str(division), int(year), str(department), str(kind)): (int(kept), int(about))
        for division, year, department, kind, kept, about in known.itertuples(index=False, name=None)
    }
    asked, told = set(_asked(facts)), set(_told(facts))
    # Every table that names a project is looked at for it, which is of no use where nobody declares to have none.
    declared = any(NO_PROJECTS in one.declares for one in packages)
    having = facts.of(having_projects).itertuples(index=False, name=None) if declared else ()
    with_projects = {tuple(one) for one in having}
    successors = _successors(facts)
    for package in packages:
        listed = {one.kind for one in package.documents}
        for kind, held in HELD.items():
            if any(package.key in refused.get(name, ()) for name in held.tables):
                continue
            kept, about = counts.get((*package.key, kind), (0, 0))
            due = kind not in UNASKED or (*package.key[:2], kind) in asked
            if kept and due and kind not in listed:
                yield _unlisted(package, kind, kept)
            if kind in listed and not kept and not about and (*package.key, kind) not in told:
                if counts.get(
                    (
                        package.division,
                        package.fiscal_year,
                        successors.get((package.division, package.department), ""),
                        kind,
                    )
                ):
                    continue  # its projects went on elsewhere, and its records with them; the document stays its own
                yield _empty(package, kind, [tables[name].title for name in held.tables])
        yield from _contradicted(package, counts, with_projects)


def _asked(facts: Facts) -> Iterator[tuple[str, int, str]]:
    """Division, year and kind of each deadline."""
    if "deadlines" in facts.tables:
        deadlines = facts.tables["deadlines"][[*YEAR, "document"]].dropna()
        for division, year, kind in deadlines.itertuples(index=False, name=None):
            yield str(division), int(year), str(kind)


def _successors(facts: Facts) -> dict[tuple[str, str], str]:
    """Division and code of departments that others have taken over → the code of the one that did."""
    if "departments" not in facts.tables:
        return {}
    rows = facts.tables["departments"][["division", "department", "successor"]].dropna()
    return {(str(one.division), str(one.department)): str(one.successor) for one in rows.itertuples(index=False)}


def _told(facts: Facts) -> Iterator[_Holding]:
    """Folder and kind of each document whose figures are recorded as those of a text: a bulletin, a report."""
    if "statements" in facts.tables:
        rows = facts.tables["statements"][[*FOLDER, "kind"]].dropna()
        for division, year, department, kind in rows.itertuples(index=False, name=None):
            for document in TOLD.get(kind, ()):
                yield str(division), int(year), str(department), document


def _unlisted(package: Package, kind: str, count: int) -> Finding:
    title = f"{package.fiscal_year}年{KINDS[kind].title}"
    line = f'- {{kind: {kind}, title: {title}, published: "公开的日期"}}'
    return package_finding(
        package,
        "P08",
        f"有 {count:,} 条{KINDS[kind].title}的记录，“已公开的文件”（documents）里没有登记 {kind}，看不出哪一天公开。",
        f"请在 package.yaml 的 documents 里加一行：{line}，日期写成 2026-08-30；还没有公开的，公开以后再加。",
        severity="warning",
        value=kind,
        expected=line,
    )


def _empty(package: Package, kind: str, titles: list[str]) -> Finding:
    tables = "".join(f"「{one}」" for one in titles)
    return package_finding(
        package,
        "P09",
        f"“已公开的文件”（documents）里登记了 {kind}（{KINDS[kind].title}），本文件夹没有它的记录。",
        f"请把内容填进{tables}；没有公开这一种的，请从 documents 删去 kind: {kind} 这一行；"
        "年中撤并、记录已移到承接部门的，这一行留着，请财政部门在部门名册写明“承接部门”和“终止年度”。",
        severity="warning",
        value=kind,
        expected=f"{tables}的记录",
    )


def _contradicted(
    package: Package, counts: dict[_Holding, tuple[int, int]], with_projects: set[tuple[object, ...]]
) -> Iterator[Finding]:
    """Declarations of what is there after all."""
    whole = [kind for kind in ("D3", "D5") if (*package.key, kind) in counts]
    listed = {one.kind for one in package.documents} | {one.kind for one in package.withheld}
    told = {
        NO_PROJECTS: package.key in with_projects and "数据里有本部门的项目，或登记了项目的文件",
        NO_WHOLE_DEPARTMENT: bool(whole or listed & {"D3", "D5"}) and "数据或文件里有部门整体绩效",
        NOTHING_WITHHELD: bool(package.withheld) and "withheld 里写了不公开的个数",
    }
    for words in package.declares:
        if why := told.get(words):
            yield package_finding(
                package,
                "P10",
                f"declares 里声明「{words}」，而{why}。",
                f"请从 declares 删去「{words}」，或改正数据。",
                value=words,
                expected="声明与数据一致",
            )
