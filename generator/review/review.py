"""A change as it is reviewed: what was received, what differs and what was found, put in order for all formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.check.privacy.showing import shown_by
from generator.check.report import summary, title_of
from generator.compare import Comparison
from generator.compare.comparison import Entry, Place
from generator.compare.showing import quoted, shown
from generator.core.data import Checked
from generator.core.finding import SEVERITIES, Finding, Severity
from generator.core.schema import CONTEXT
from generator.facts.departments import register
from generator.review.apart import places_of, stands_apart


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """What is wrong with a file that was sent: where (file, sheet, cell), whose, what, what to do.

    ``masked``: the words are about what nobody may publish, and quote no more of it than everybody may read.
    """

    where: str
    whose: str
    message: str
    hint: str
    stops: bool = True
    masked: bool = False


@dataclass(frozen=True, kw_only=True)
class Received:
    """What was sent as workbooks: the files with what each was taken for, and what is wrong with them."""

    files: Sequence[tuple[str, str]] = ()
    troubles: Sequence[Trouble] = ()

    @property
    def stopped(self) -> bool:
        """Whether something has to be put right before anything of it is taken in."""
        return any(one.stops for one in self.troubles)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """Findings of one kind: how many places, and those that are told; ``apart``: the change has no part in them."""

    severity: Severity
    code: str
    title: str
    count: int
    findings: Sequence[Finding]
    apart: bool = False

    @property
    def word(self) -> str:
        """The severity as people read it."""
        return f"别处的{SEVERITIES[self.severity]}" if self.apart else SEVERITIES[self.severity]

    @property
    def anchor(self) -> str:
        """What a page calls its part."""
        return f"{self.severity}-{self.code}{'-apart' if self.apart else ''}"


@dataclass(frozen=True, kw_only=True)
class Review:
    """A change as it is reviewed.

    ``causes``: what was found where the change is, and every error; ``elsewhere``: how many warnings and flags there
    are in department-years that it does not touch; ``apart``: how many of the errors are none of its own; ``looked``:
    in words what was checked.
    """

    verdict: str
    looked: str
    counts: Mapping[Severity, int]
    causes: Sequence[Cause]
    elsewhere: int
    comparison: Comparison | None
    received: Received
    apart: int = 0

    @property
    def passes(self) -> bool:
        """Whether nothing is in the way of publishing."""
        return not self.counts["error"] and not self.received.stopped

    @property
    def clean(self) -> str:
        """What is said where nothing was found: of what was not taken in nothing was looked at."""
        if self.received.stopped:
            return "没有导入的表还没有检查，改好再传以后才检查。"
        return "没有问题。"

    @property
    def unseen(self) -> str:
        """What is said beside the changes where something was not taken in."""
        return "没有导入的表会带来什么变化，改好再传以后才看得到。" if self.received.stopped else ""


def reviewed(
    checked: Checked,
    findings: Sequence[Finding],
    comparison: Comparison | None = None,
    received: Received | None = None,
) -> Review:
    """Put together what is known of a change; ``findings`` know the cells of the workbooks already."""
    received = received or Received()
    if comparison is not None:
        received = replace(received, troubles=[*received.troubles, *of_others(checked, comparison)])
    received, comparison = _for_everybody(checked, received, comparison)
    touched = None if comparison is None else {one.place for one in comparison.entries}
    here = [one for one in findings if one.severity == "error" or touched is None or _place(one) in touched]
    counts: dict[Severity, int] = {
        level: sum(one.count for one in here if one.severity == level) for level in SEVERITIES
    }
    is_apart = stands_apart(comparison)
    apart = [one for one in here if is_apart(one)]
    away = sum(one.count for one in apart)
    places = places_of(apart, register(checked.frames["departments"]))
    verdict = _verdict(
        {**counts, "error": counts["error"] - away},
        received,
        some=comparison is not None and any(one.origin for one in comparison.entries),
    )
    return Review(
        verdict=_with_others(verdict, away, places, own=counts["error"] > away or received.stopped),
        looked=_looked(checked, findings),
        counts=counts,
        apart=away,
        causes=[*causes(one for one in here if not is_apart(one)), *causes(apart, apart=True)],
        elsewhere=sum(one.count for one in findings) - sum(one.count for one in here),
        comparison=comparison,
        received=received,
    )


def _for_everybody(
    checked: Checked, received: Received, comparison: Comparison | None
) -> tuple[Received, Comparison | None]:
    """What was sent and what differs, without what nobody may publish: comments and reports are public."""
    texts = [*quoted(comparison)] if comparison else []
    texts += [word for one in received.files for word in one]
    texts += [word for one in received.troubles for word in (one.where, one.whose, one.message, one.hint)]
    show = shown_by(checked, texts)
    places = [replace(one, where=show(one.where), whose=show(one.whose)) for one in received.troubles]
    received = Received(
        files=[(show(file), show(told)) for file, told in received.files],
        troubles=[
            one if one.masked else replace(one, message=show(one.message), hint=show(one.hint)) for one in places
        ],
    )
    return received, comparison and shown(comparison, show)


def _place(finding: Finding) -> Place:
    return Place(finding.division, finding.year or 0, finding.department)


def of_others(checked: Checked, comparison: Comparison) -> list[Trouble]:
    """New projects whose codes another department of the same division and year has published already."""
    came = {(one.place.division, one.place.year, one.project): one for one in comparison.entries if _came(one)}
    names = register(checked.frames["departments"])
    found: dict[tuple[str, int, str], Trouble] = {}
    for table in ("goals", "self_evaluations"):
        rows = checked.frames[table]
        rows = rows[rows["project_code"].isin([code for _, _, code in came])]
        columns = (rows[one].tolist() for one in (*CONTEXT, "project_code"))
        for division, year, department, code in zip(*columns, strict=True):
            entry = came.get((division, int(year), code))
            if entry is None or department == entry.place.department:
                continue
            other = names.of(division, department)
            found[division, int(year), code] = Trouble(
                where=entry.origin or entry.file,
                whose=f"{entry.name}（{code}）" if entry.name else code,
                message=f"这个编码是{other.name if other else department}同年的项目。",
                hint="请核对是不是传错了表、放错了文件夹；确是两家的项目，请改正其中一方的编码。",
                stops=False,
            )
    return list(found.values())


def _came(entry: Entry) -> bool:
    """Whether an entry is a project that was not there, or one in a department-year that was not."""
    return entry.kind == "added" and entry.level == "project"


def _verdict(counts: Mapping[Severity, int], received: Received, *, some: bool) -> str:
    """In one line what came of it; ``some`` of what was sent was taken in, of other department-years."""
    stops = sum(one.stops for one in received.troubles)
    if stops:
        told = "这几处所在的部门年度没有导入，其余的照常检查" if some else "没有导入"
        return f"表里有 {stops:,} 处要先改好，{told}。"
    if counts["error"]:
        return f"有 {counts['error']:,} 处错误要改。"
    asked = [f"{counts[level]:,} 处{SEVERITIES[level]}" for level in ("warning", "flag") if counts[level]]
    return f"没有错误，可以接收{'；请看 ' + '、'.join(asked) if asked else '，也没有要提醒的'}。"


def _with_others(verdict: str, away: int, places: str, *, own: bool) -> str:
    """A verdict on what was sent, and whose the errors are that lie elsewhere: whoever sent it need not mend them."""
    if not away:
        return verdict
    told = f"没有动到的文件夹（{places}）里{'另' if own else ''}有 {away:,} 处错误"
    if own:
        return f"{verdict}{told}，由那里的部门改，交这次改动的人不用改。"
    return f"这次改动没有错误，不用再改。{told}，由那里的部门改好以后才能接收。"


def _looked(checked: Checked, findings: Sequence[Finding]) -> str:
    """What was checked, so that nothing found is not nothing looked at."""
    return (
        summary(checked, findings).partition("：")[0] + "，包括文件、单元格、编码对照、个人信息与密级标识和全部规则。"
    )


def causes(findings: Iterable[Finding], *, apart: bool = False) -> list[Cause]:
    """Findings by their kind, the most serious and the most frequent first."""
    groups: dict[tuple[Severity, str], list[Finding]] = defaultdict(list)
    for one in findings:
        groups[one.severity, one.code].append(one)
    order = list(SEVERITIES)
    made = [
        Cause(
            severity=level,
            code=code,
            title=title_of(code),
            count=sum(one.count for one in group),
            findings=group,
            apart=apart,
        )
        for (level, code), group in groups.items()
    ]
    return sorted(made, key=lambda one: (order.index(one.severity), -one.count, one.code))


def with_origins(comparison: Comparison, find: Callable[[Sequence[str], str, str, str], str]) -> Comparison:
    """The comparison with the cells of the workbooks that say what is new.

    ``find``: where the field of a record was read, by place, table, record and field.
    """

    def found(entry: Entry) -> str:
        place = [str(one or "") for one in entry.place]
        cell = entry.cells[0].field.name if entry.cells else ""
        tables = [entry.table.name] if entry.table else ["goals", "self_evaluations"]
        return next((cell_ for one in tables if (cell_ := find(place, one, entry.record, cell))), "")

    return replace(comparison, entries=[replace(one, origin=found(one)) for one in comparison.entries])
