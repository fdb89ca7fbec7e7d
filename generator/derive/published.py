"""The findings that are published: the address of each, its title in plain words, its weight, the money it is about."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from generator.check.report import plain_title
from generator.core import addresses
from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.finding import Finding
from generator.core.numbers import number
from generator.core.package import KINDS
from generator.derive.findings import ABOUT_PROJECTS, EVALUATION_TABLES, PROJECT_TABLES, about_projects
from generator.facts.columns import integers, strings
from generator.facts.projects import project_years
from generator.rules.asking import WEIGHTS, Weight, asked

# The department of findings that are about all of a division, and the year of those that hold in all years: no code of
# a department begins like that.
WHOLE = "_all"
Place = tuple[str, int | None]  # division and fiscal year; no year where a table holds for all of them
_DIGITS = 8  # hexadecimal ones of a key
_Key = TypeVar("_Key")


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """One finding as it is published.

    ``key`` names it for good: its rule and a digest of what it stands in, not its place in a list. ``department`` is
    the bureau that it is about, ``WHOLE`` where it is about all of them; ``subject`` what people call the record and
    ``about`` its page below the site's root ('' where it has none). ``money``: what the project was promised at the
    start of the year, in millionths of 万元; None where it is about no project or nobody says it. ``project`` is the
    code of that project.
    """

    key: str
    finding: Finding
    department: str
    title: str
    subject: str
    about: str
    project: str
    weight: Weight
    question: str
    money: int | None

    @property
    def place(self) -> Place:
        """Division and fiscal year."""
        return self.finding.division, self.finding.year

    @property
    def page(self) -> str:
        """The page that it stands on."""
        return addresses.findings(self.finding.division or WHOLE, self.finding.year or WHOLE, self.department)

    @property
    def path(self) -> str:
        """Its own address below the site's root."""
        return f"{self.page}#{self.key}"

    @property
    def item(self) -> str:
        """What a pack calls it; the record that it is about where it names none, '' where that is a whole division."""
        finding = self.finding
        if finding.year and finding.record:
            return addresses.item(finding.division, finding.year, "findings", finding.code, finding.record)
        if self.of_all or not finding.year:
            return ""
        return addresses.item(finding.division, finding.year, self.project.lower() or f"@{self.department}")

    @property
    def amount(self) -> str:
        """The money in 万元 as text."""
        return number(self.money)

    @property
    def of_all(self) -> bool:
        """Whether it is about all bureaus."""
        return self.department == WHOLE

    @property
    def answered(self) -> bool:
        """Whether the bureau replied to it."""
        return self.finding.reply is not None


class Tally(NamedTuple):
    """How many findings there are, how many of each weight, and how many of them a bureau replied to."""

    total: int
    weights: Mapping[Weight, int]
    answered: int


@dataclass(frozen=True, kw_only=True)
class PublishedFindings:
    """All of them, the weightiest and then the most money first; by place, by bureau and by rule in the same order.

    ``of_finding`` has them by the identity of what was found, with their place among ``lines``: records may be told
    twice, and be equal.
    """

    lines: Sequence[Published]
    of_finding: Mapping[int, int]
    of_place: Mapping[Place, Sequence[Published]]
    of_department: Mapping[tuple[str, int | None, str], Sequence[Published]]
    of_code: Mapping[str, Sequence[Published]]

    def among(self, findings: Iterable[Finding]) -> list[Published]:
        """Some findings as they are published, the weightiest first."""
        return [self.lines[place] for place in sorted(self.of_finding[id(one)] for one in findings)]


class _Known(NamedTuple):
    """What is known of a project-year."""

    department: str
    name: str
    code: str
    money: int | None


def derive_published(checked: Checked) -> PublishedFindings:
    """What the check found, as it is published."""
    facts = checked.facts
    projects, about, bureaus = _projects(facts), about_projects(facts.tables), _bureaus(facts)
    pages = _pages(facts)
    keys: Counter[str] = Counter()
    lines = []
    for finding in checked.findings:
        code = finding.record.partition("＋")[0].lower()
        place = (finding.division, finding.year or 0)
        table = "evaluations" if finding.table in EVALUATION_TABLES else finding.table
        record = (table, finding.department, *place, code)
        project = projects.get((*place, code if table in PROJECT_TABLES else about.get(record, "")))
        key = _key(finding)
        keys[key] += 1
        if keys[key] > 1:  # the same record and field twice: what is said first comes first, as the check has it
            key = f"{key}-{keys[key]}"
        page = addresses.project(*place, project.code.lower()) if project else pages.get((table, *place, code), "")
        lines.append(_published(finding, key, project, page, bureaus.get(record, "")))
    lines.sort(key=_order)
    return PublishedFindings(
        lines=lines,
        of_finding={id(one.finding): place for place, one in enumerate(lines)},
        of_place=_grouped(lines, lambda one: one.place),
        of_department=_grouped(lines, lambda one: (*one.place, one.department)),
        of_code=_grouped(lines, lambda one: one.finding.code),
    )


def tally(findings: Iterable[Published]) -> Tally:
    """Count findings."""
    counts: Counter[Weight] = Counter()
    answered = 0
    for one in findings:
        counts[one.weight] += one.finding.count
        answered += one.answered
    return Tally(counts.total(), {weight: counts[weight] for weight in WEIGHTS}, answered)


def most_telling(
    findings: Sequence[Published], most: int = 10, alike: int = 3, of_project: int = 2, *, forms: bool = True
) -> list[Published]:
    """The first of some findings, of one rule no more than ``alike``, of one project's year than ``of_project``.

    There are more of them only where no others are left. What is only about how something was filled in is none of them
    while there is anything else, and without ``forms`` not even then: a reader has nothing to see in it.
    """
    ordered = sorted(findings, key=_order)
    telling = [one for one in ordered if one.weight != "form"] or (ordered if forms else [])
    rules: Counter[str] = Counter()
    projects: Counter[tuple[Place, str]] = Counter()
    chosen: list[Published] = []
    left: list[Published] = []
    for one in telling:
        rule, project = one.finding.code, (one.place, one.project)
        if rules[rule] < alike and (not one.project or projects[project] < of_project):
            rules[rule] += 1
            projects[project] += 1
            chosen.append(one)
        else:
            left.append(one)
    return sorted([*chosen, *left][:most], key=_order)


def _order(one: Published) -> tuple[object, ...]:
    place = list(WEIGHTS).index(one.weight)
    return place, -(one.money or 0), one.answered, -(one.finding.year or 0), one.finding.division, one.key


def _grouped(lines: Iterable[Published], key: Callable[[Published], _Key]) -> dict[_Key, list[Published]]:
    found: dict[_Key, list[Published]] = {}
    for one in lines:
        found.setdefault(key(one), []).append(one)
    return found


def _key(finding: Finding) -> str:
    """Rule and digest of the record: the same in every build that has it, wherever it stands in the data."""
    parts = (finding.division, finding.year or "", finding.department, finding.table, finding.record, finding.field)
    text = "\n".join(map(str, (*parts, "" if finding.record else finding.file)))
    return f"{finding.code.lower()}-{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


def _published(finding: Finding, key: str, project: _Known | None, page: str, bureau: str) -> Published:
    """``bureau``: the one that the record names; whose project it is goes before it, whose folder it is after it."""
    ask = asked(finding.code)
    return Published(
        key=key,
        finding=finding,
        department=(project.department if project else "") or bureau or finding.department or WHOLE,
        title=plain_title(finding),
        subject=project.name if project else _subject(finding),
        about=page,
        project=project.code if project else "",
        weight=ask.weight,
        question=ask.question,
        money=project.money if project else None,
    )


def _subject(finding: Finding) -> str:
    """What people call a record that is of no project; a deadline is one of a kind of document."""
    name = finding.name.split("／")[-1] or finding.record
    return KINDS[name].title if finding.table == "deadlines" and name in KINDS else name


def _pages(facts: Facts) -> dict[tuple[str, str, int, str], str]:
    """(table, division, fiscal year, code in lower case) → the page of what is about no project."""
    rows = facts.tables["evaluations"]
    years = rows["fiscal_year"].tolist()
    keys = zip(strings(rows["division"]), years, strings(rows["evaluation_code"].str.lower()), strict=True)
    return {
        ("evaluations", place, int(year), code): addresses.evaluation(place, year, code) for place, year, code in keys
    }


def _projects(facts: Facts) -> dict[tuple[str, int, str], _Known]:
    """Division, fiscal year and code in lower case → what is known of the project."""
    frame = facts.of(project_years)
    names = ("division", "key", "department", "project_name", "project_code")
    texts = (strings(frame[column]) for column in names)
    rows = zip(frame["fiscal_year"].tolist(), integers(frame["size"]), *texts, strict=True)
    return {
        (division, int(year), key): _Known(bureau, name, code, money)
        for year, money, division, key, bureau, name, code in rows
    }


def _bureaus(facts: Facts) -> dict[tuple[str, str, str, int, str], str]:
    """(table, folder, division, fiscal year, code in lower case) → the bureau that a record names as its subject."""
    found = {}
    for name, code in ABOUT_PROJECTS.items():
        if "subject_department" not in facts.tables[name]:
            continue
        rows = facts.tables[name].dropna(subset=["subject_department"])
        texts = (strings(rows[one]) for one in ("department", "division", "subject_department"))
        for folder, division, bureau, year, record in zip(
            *texts, rows["fiscal_year"].tolist(), strings(rows[code].str.lower()), strict=True
        ):
            found[name, folder, division, int(year), record] = bureau
    return found
