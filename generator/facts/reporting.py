"""What bureaus are still to report: the documents of a year that are worked on today and not published yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.core.facts import Facts
from generator.core.package import NO_PROJECTS, NO_WHOLE_DEPARTMENT
from generator.facts import disclosure
from generator.facts.concerned import OF_PROJECTS
from generator.facts.deadlines import first_published
from generator.facts.department_years import FOLDER, department_years
from generator.forms.due import due_documents

_YEARS_BACK = 1  # years before that of the day; what is older is asked for by name


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A bureau and year with the documents that it is to fill in now, and the last day of each as far as one is set."""

    division: str
    year: int
    department: str
    documents: Sequence[str]
    days: Sequence[str]


def owed(facts: Facts) -> Sequence[Owed]:
    """What every registered bureau is to report on the day of the facts; nothing where no day is given."""
    if facts.today is None:
        return ()
    deadlines = facts.tables["deadlines"][["division", "fiscal_year", "document", "due_date"]].dropna()
    texts = deadlines.astype({"fiscal_year": "int64"}).astype("str")
    rows: list[dict[str, str]] = [{str(name): value for name, value in row.items()} for row in texts.to_dict("records")]
    published = {
        one.key: {document.kind for document in one.documents} | {held.kind for held in one.withheld}
        for one in facts.packages
    }
    monitored = set(facts.tables["monitorings"][FOLDER].itertuples(index=False, name=None))
    spared = _spared(facts)
    answering = {one[:3] for one in facts.of(disclosure.owed).itertuples(index=False, name=None) if one[3] == "D8"}
    found = []
    places = facts.of(department_years)[FOLDER].sort_values(FOLDER).itertuples(index=False, name=None)
    for division, fiscal_year, department in places:
        year = int(fiscal_year)
        if year < facts.today.year - _YEARS_BACK:
            continue
        place = (division, year, department)
        done = published.get(place, set()) | spared.get(place, frozenset())
        done |= ({"D11"} if place in monitored else set()) | (set() if place in answering else {"D8"})
        documents = due_documents(rows, division, year, facts.today, done)
        if documents:
            last = {
                one["document"]: one["due_date"]
                for one in rows
                if (one["division"], one["fiscal_year"]) == (division, str(year))
            }
            days = [last.get(one, "") for one in documents]
            found.append(Owed(division=division, year=year, department=department, documents=documents, days=days))
    return tuple(found)


def _spared(facts: Facts) -> Mapping[tuple[str, int, str], frozenset[str]]:
    """The kinds of documents that a department declares it has nothing for."""
    of_words = {NO_PROJECTS: OF_PROJECTS, NO_WHOLE_DEPARTMENT: disclosure.OF_WHOLE}
    return {
        one.key: frozenset().union(*(kinds for words, kinds in of_words.items() if words in one.declares))
        for one in facts.packages
    }


@dataclass(frozen=True, kw_only=True)
class Due:
    """A document of a year that a bureau has not published yet, and its last day."""

    year: int
    document: str
    day: str


def to_publish(facts: Facts) -> Mapping[tuple[str, str], Sequence[Due]]:
    """What each bureau has still to publish by a day that is set, the nearest first: (division, department) → these.

    What is overdue for more than ``_YEARS_BACK`` years is left out.
    """
    if facts.today is None:
        return {}
    keys = [*FOLDER, "document"]
    done = set(facts.of(first_published)[keys].itertuples(index=False, name=None))
    done |= set(facts.of(disclosure.records)[keys].itertuples(index=False, name=None))
    done |= {(*one.key, held.kind) for one in facts.packages for held in one.withheld}
    deadlines = facts.tables["deadlines"][[*FOLDER[:2], "document", "due_date"]].dropna()
    days = {(one[0], int(one[1]), one[2]): one[3] for one in deadlines.itertuples(index=False, name=None)}
    since = f"{facts.today.year - _YEARS_BACK}-01-01"
    found: dict[tuple[str, str], list[Due]] = {}
    for division, year, department, document in facts.of(disclosure.owed)[keys].itertuples(index=False, name=None):
        day = days.get((division, int(year), document), "")
        if day >= since and (division, year, department, document) not in done:
            found.setdefault((str(division), str(department)), []).append(
                Due(year=int(year), document=str(document), day=str(day))
            )
    return {key: sorted(those, key=lambda one: (one.day, one.document)) for key, those in sorted(found.items())}
