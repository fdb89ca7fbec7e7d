"""The states of what should be disclosed by what day."""

from __future__ import annotations

import ast
import gc
from dataclasses import replace
from datetime import date
from types import FunctionType, ModuleType

import pytest

from generator.core.facts import Facts
from generator.core.package import Document, Package, Withheld
from generator.derive import Site
from generator.derive.disclosure import LATE, OPEN, Deadline, Disclosure, Held, Status, first_days
from generator.rules.passing import ONLY_RULES
from tests.conftest import ROOT

KEY = ("990001", 2023, "edu")
LATER = ("derive", "statement", "pages", "downloads", "publish")


# States.


def disclosure(today: str, *documents: Document, withheld: tuple[Withheld, ...] = ()) -> Disclosure:
    package = Package(
        division="990001",
        fiscal_year=2023,
        department="edu",
        path="data/990001/2023/edu",
        title="",
        publisher="",
        published_date="2024-08-30",
        documents=documents,
        withheld=withheld,
    )
    facts = Facts(tables={}, profiles=(), packages=(package,), today=date.fromisoformat(today))
    return Disclosure(
        packages={KEY: package},
        deadlines={("990001", 2023, "D4"): Deadline(due="2024-09-20", basis="")},
        first_published=first_days(facts),
        today=date.fromisoformat(today),
    )


DONE = Document(kind="D4", title="自评", published="2024-09-25")
SECRET = Withheld(kind="D4", ground="国家秘密", count=2)


@pytest.mark.parametrize(
    ("today", "documents", "withheld", "kind", "state", "late"),
    [
        ("2024-09-20", (), (), "D4", "未到公开期限", 0),
        ("2024-09-21", (), (), "D4", "逾期未公开", 0),
        ("2024-09-24", (DONE,), (), "D4", "逾期未公开", 0),  # announced for tomorrow is not disclosed today
        ("2024-09-25", (DONE,), (), "D4", "已公开", 5),
        ("2024-09-25", (DONE,), (SECRET,), "D4", "已公开", 5),
        ("2024-09-21", (), (SECRET,), "D4", "依法不公开", 0),
        ("2024-09-21", (), (), "D8", "尚未公开", 0),  # no deadline is known: nothing is said of being late
    ],
)
def test_state_follows_from_the_days(today, documents, withheld, kind, state, late) -> None:
    status = disclosure(today, *documents, withheld=withheld).status(*KEY, kind)
    assert (status.state, status.late) == (state, late)


def test_the_first_day_of_disclosure_counts() -> None:
    early = Document(kind="D4", title="自评", published="2024-09-01")
    assert disclosure("2024-10-01", DONE, early).status(*KEY, "D4").published == "2024-09-01"


def test_withholding_says_how_many_and_why_and_no_names() -> None:
    assert disclosure("2024-10-01", withheld=(SECRET,)).status(*KEY, "D4").note == "国家秘密 2 项"


def test_a_bureau_owes_its_own_kinds_only() -> None:
    one = disclosure("2024-10-01", DONE)
    assert one.kinds(*KEY) == ("D4",)
    assert one.kinds("990001", 2023, "civil") == ()
    other = replace(one, owed=frozenset({("990001", 2023, "civil", "D2")}))
    assert other.kinds("990001", 2023, "civil") == ("D2",)
    there = replace(
        one, held={("990001", 2023, "civil", "D5"): Held(1, 0), ("990001", 2023, "civil", "D8"): Held(0, 2)}
    )
    assert there.kinds("990001", 2023, "civil") == ("D5",)  # what others keep about it is not its own


def test_what_is_here_is_not_said_to_be_missing() -> None:
    one = replace(
        disclosure("2024-10-01"),
        held={(*KEY, "D4"): Held(3, 0), ("990001", 2023, "civil", "D4"): Held(0, 1)},
    )
    assert one.status(*KEY, "D4") == Status(state=OPEN, due="2024-09-20", note="记录已登载，没有登记公开日期")
    assert one.status("990001", 2023, "civil", "D4").note == "记录由其他部门登载"
    assert one.status("990001", 2023, "police", "D4").state == LATE
    assert one.kinds("990001", 2022, "edu") == ()


# What is held.


def test_no_fact_holds_all_others(shipped_derived: Site) -> None:
    """What refers to itself stays in memory when nobody needs it any more: with it the tables of a whole city."""
    facts = shipped_derived.checked.facts
    assert len(facts._known) > 100
    assert [asked[0].__name__ for asked, (made, _) in facts._known.items() if _leads(made, facts)] == []


def test_what_only_rules_ask_is_asked_by_nobody_after_them() -> None:
    """It is let go when the data is checked: asked again, it would be worked out twice."""
    let_go = {(fact.__module__, fact.__name__) for fact in ONLY_RULES}
    later = [path for part in LATER for path in (ROOT / "generator" / part).rglob("*.py")]
    assert len(later) > 100
    asked = [
        (path.name, name.name)
        for path in later
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if (node.module, name.name) in let_go
    ]
    assert asked == []


def _leads(start: object, end: object) -> bool:
    """Whether what one refers to refers in the end to the other."""
    seen: set[int] = set()
    left = [start]
    while left:
        one = left.pop()
        if one is end:
            return True
        if id(one) not in seen and not isinstance(one, type | ModuleType | FunctionType):
            seen.add(id(one))
            left += gc.get_referents(one)
    return False
