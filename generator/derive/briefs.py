"""A project's year, or a bureau's, on one page: what was promised and missed, what followed, what may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.core.facts import Facts
from generator.core.numbers import MISSING, number
from generator.core.package import Package
from generator.derive.answers import department_answer
from generator.derive.coverage import monitored
from generator.derive.evaluations import Evaluation
from generator.derive.project_indicators import target_text, with_unit
from generator.derive.projects import Project
from generator.derive.published import Published
from generator.derive.rows import Row
from generator.derive.site import DepartmentYear, Site
from generator.derive.verdicts import verdict
from generator.facts.achievement import met
from generator.facts.columns import strings

# How much of each stands on one page; the rest is counted and stands on the project's own page.
MISSED, FOUND, RECTIFIED, QUESTIONS, LENGTH = 5, 3, 3, 4, 72
FEW = 2  # rectifications on the page of a bureau, whose projects have pages of their own

MET, NOT_MET = "●", "○"
_OF_NUMBERS = "0123456789.,%"
_USUAL = "花的钱和办成的事对得上吗？效果是怎样核实的？"


class Said(NamedTuple):
    """A figure and what it is called."""

    label: str
    text: str


class Missed(NamedTuple):
    """An indicator that was not met."""

    name: str
    target: str
    actual: str
    reason: str


class Told(NamedTuple):
    """A finding in short: its plain title, what it says, and the bureau's reply ('' without one)."""

    title: str
    message: str
    reply: str
    path: str


class Rectified(NamedTuple):
    """A problem to be put right: by when, and how far it is."""

    problem: str
    due: str
    state: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Brief:
    """What one page says of a project's year or a bureau's; each ``*_left`` counts what it has no room for.

    ``code`` and ``name`` are those of the project or the bureau, ``bureau`` whose it is: for a bureau its division.
    """

    division: str
    year: int
    department: str
    code: str
    name: str
    bureau: str
    path: str
    sample: bool
    verdict: str
    figures: Sequence[Said]
    strip: str  # a mark for each indicator that can be told: the met ones first; empty without any
    goal: str
    missed: Sequence[Missed]
    missed_left: int
    opinion: str  # what the independent evaluation concluded
    found: Sequence[Told]
    found_left: int
    rectified: Sequence[Rectified]
    rectified_left: int
    questions: Sequence[str]
    source: str


@dataclass(frozen=True, kw_only=True)
class Briefs:
    """Makes the pages of projects, with what is looked up once for all of them."""

    site: Site
    missed: Mapping[tuple[str, int, str, str], Sequence[Missed]]
    found: Mapping[tuple[str, int, str], Sequence[Published]]
    _made: dict[int, Brief] = field(default_factory=dict)

    def of(self, project: Project) -> Brief:
        """The page of a project's year, kept for who asks again."""
        made = self._made.get(project.position)
        if made is None:
            made = self._made[project.position] = self._of(project)
        return made

    def last(self, project: Project) -> Brief:
        """The page of a project's year for who asks last: kept no longer."""
        return self._made.pop(project.position, None) or self._of(project)

    def _of(self, project: Project) -> Brief:
        site = self.site
        key = (project.division, project.year, project.key)
        place = (project.division, project.year, project.department, project.code)
        missed = self.missed.get(place, ()) if project.counted else ()  # what was cancelled had nothing to reach
        found = self.found.get(key, ())
        rectified = site.rectifications.of_project.get(project.position, ())
        later = site.projects.at.get((project.division, project.year + 1, project.key))
        evaluations = site.evaluations.of_project.get(project.position, ())
        said = verdict(project, evaluations, site.projects.lines[later] if later is not None else None)
        return Brief(
            division=project.division,
            year=project.year,
            department=project.department,
            code=project.code,
            name=project.name,
            bureau=site.department(project.division, project.department),
            path=project.path,
            sample=site.sample(project.division),
            verdict=said or "还没有公开自评和独立评价。",
            figures=self._figures(project, later),
            strip=_strip(project),
            goal=_clipped(self.site.projects.goal_texts.of(project.position, "annual_goal")),
            missed=missed[:MISSED],
            missed_left=max(0, len(missed) - MISSED),
            opinion=_clipped(next((one.conclusion for one in evaluations if one.conclusion), "")),
            found=[_told(one) for one in found[:FOUND]],
            found_left=max(0, len(found) - FOUND),
            rectified=_put_right(rectified[:RECTIFIED]),
            rectified_left=max(0, len(rectified) - RECTIFIED),
            questions=questions_about(project, missed, found, rectified),
            source=_said_in(site.disclosure.packages.get((project.division, project.year, project.department))),
        )

    def of_department(self, one: DepartmentYear) -> Brief:
        """The page of a bureau's year: what is said of it as a whole, and of its projects together."""
        site, bureau = self.site, one.department
        place, key = (bureau.division, one.year), (bureau.division, bureau.code, one.year)
        found = site.published.of_department.get((*place, bureau.code), ())
        rectified = site.rectified(*place, bureau.code)
        evaluations = site.evaluations.of_department.get((bureau.division, bureau.code), ())
        own = [line for line in evaluations if line.year == one.year]
        whole = [line for line in own if line.project is None]
        return Brief(
            division=bureau.division,
            year=one.year,
            department=bureau.code,
            code=bureau.official_code,
            name=bureau.name,
            bureau=site.place(bureau.division),
            path=bureau.path,
            sample=site.sample(bureau.division),
            verdict=department_answer(
                one,
                [one],
                [line for line in site.poor.get(place, ()) if line.evaluation in own],
                None,
                monitored(site.coverage.of_department.get(key, ())),
            ),
            figures=self._sums(one, whole),
            strip="",
            goal="",
            missed=(),  # they are many, and stand on the pages of its projects
            missed_left=0,
            opinion=_clipped(next((line.conclusion for line in whole if line.conclusion), "")),
            found=[_told(line)._replace(message="") for line in found[:FOUND]],
            found_left=max(0, len(found) - FOUND),
            rectified=_put_right(rectified[:FEW]),
            rectified_left=max(0, len(rectified) - FEW),
            questions=_asked(found, rectified, ())[:FOUND] or [_USUAL],
            source=_said_in(one.package),
        )

    def _sums(self, one: DepartmentYear, whole: Sequence[Evaluation]) -> list[Said]:
        """The figures of a bureau; ``whole``: the evaluations of all that it did."""
        summary = one.summary
        figures = [
            Said("项目", str(summary.projects) if summary.projects or one.no_projects else MISSING),
            Said("年初预算（万元）", summary.promised),
            Said("全年执行（万元）", summary.spend),
            Said("执行率", summary.rate),
            Said("自评平均分", summary.score_mean),
            Said("独立评价平均分", summary.other_mean),
        ]
        if summary.achieved and summary.achieved.told:
            figures.append(Said("指标达成", f"{summary.achieved.met} / {summary.achieved.told}"))
        own = self.site.whole_departments.get((one.department.division, one.department.code, one.year))
        if own and own.total_micro is not None:
            figures.append(Said("部门整体自评（分）", number(own.total_micro)))
        return figures + [Said(f"{line.kind}得分", f"{line.score} {line.grade}".strip()) for line in whole]

    def _figures(self, project: Project, later: int | None) -> list[Said]:
        figures = [
            Said("状态", project.state.word + ("（推算）" if project.derived else "")),
            Said("年初预算（万元）", project.promised),
            Said("全年预算（万元）", project.annual),
            Said("全年执行（万元）", project.spend),
            Said("执行率", project.rate),
        ]
        if project.has_self and project.counted:
            figures.append(Said("自评得分", f"{project.score} {project.grade}".strip()))
        figures += [
            Said(f"{one.kind}得分", f"{one.score} {one.grade}".strip())
            for one in self.site.evaluations.of_project.get(project.position, ())
        ]
        if project.achieved and project.achieved.told:
            figures.append(Said("指标达成", f"{project.achieved.met} / {project.achieved.told}"))
        if later is not None:
            figures.append(Said("次年年初预算（万元）", self.site.projects.lines[later].promised))
        return figures


def derive_briefs(site: Site) -> Briefs:
    """What the pages of all projects are made from."""
    found: dict[tuple[str, int, str], list[Published]] = {}
    for one in site.published.lines:
        if one.project:
            found.setdefault((one.finding.division, one.finding.year or 0, one.project.lower()), []).append(one)
    return Briefs(site=site, missed=_missed(site.checked.facts), found=found)


def _missed(facts: Facts) -> dict[tuple[str, int, str, str], list[Missed]]:
    """Division, fiscal year, department and code → the indicators that were not met, in their order."""
    given = facts.tables["self_evaluation_indicators"]
    rows = given[(~facts.of(met)).fillna(False).astype(bool)]
    names = ("division", "department", "project_code", "level3", "operator", "target_value", "unit")
    texts = (strings(rows[name]) for name in (*names, "actual_value", "deviation_note"))
    found: dict[tuple[str, int, str, str], list[Missed]] = {}
    for year, division, department, code, name, operator, target, unit, actual, note in zip(
        rows["fiscal_year"].tolist(), *texts, strict=True
    ):
        one = Missed(name, target_text(operator, target, unit), with_unit(actual, unit), _clipped(note, 28))
        found.setdefault((division, int(year), department, code), []).append(one)
    return found


def _strip(project: Project) -> str:
    achieved = project.achieved
    return MET * achieved.met + NOT_MET * achieved.missed if achieved else ""


def _told(one: Published) -> Told:
    reply = one.finding.reply
    said = f"{reply.by}（{reply.date}）：{reply.text}" if reply else ""
    return Told(one.title, _clipped(one.finding.message), _clipped(said), one.path)


def _standing(row: Row) -> str:
    word = "逾期未完成" if row.condition == "逾期" else row.state or MISSING
    return f"{word}，晚 {row.late} 天" if row.late else word


def _clipped(text: str, length: int = LENGTH) -> str:
    """The beginning of a long text; no number is cut in two, which would be another."""
    line = " ".join((text or "").split())
    if len(line) <= length:
        return line
    kept = line[: length - 1]
    if line[length - 1] in _OF_NUMBERS:
        kept = kept.rstrip(_OF_NUMBERS)
    return f"{kept}…"


def questions_about(
    project: Project, missed: Sequence[Missed], found: Iterable[Published], rectified: Iterable[Row]
) -> list[str]:
    """What may be asked, drafted from what is recorded: findings first, then rectifications, targets missed, money."""
    asked = _asked(found, rectified, missed)
    if project.has_goal and not project.has_self and project.counted:
        asked.append("还没有公开自评：进展到哪一步，什么时候公开？")
    return (asked or [_USUAL])[:QUESTIONS]


def _asked(found: Iterable[Published], rectified: Iterable[Row], missed: Sequence[Missed]) -> list[str]:
    """What may be asked of what was found, is not put right and was not met."""
    asked = [f"{one.title}：{one.question}" for one in found if one.weight != "form"]
    late = [row for row in rectified if row.condition == "逾期"]
    if late:
        asked.append(f"{len(late)} 项整改过了期限：卡在哪里，哪一天改完？")
    if missed:
        names = "、".join(f"“{one.name}”" for one in missed[:2])
        asked.append(f"{names}{'等' if len(missed) > 2 else ''} {len(missed)} 项指标没有达到：原因是什么，影响了谁？")
    return list(dict.fromkeys(asked))[:QUESTIONS]


def _put_right(rows: Sequence[Row]) -> list[Rectified]:
    return [Rectified(_clipped(row.problem), row.due or MISSING, _standing(row)) for row in rows]


def _said_in(package: Package | None) -> str:
    return f"{package.publisher}《{package.title}》，{package.published_date}公开" if package else ""
