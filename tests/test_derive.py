"""Figures as people read them, and the states of what should be disclosed by what day."""

from __future__ import annotations

from datetime import date

import pytest

from generator.core.numbers import MICRO
from generator.core.package import Document, Package, Withheld
from generator.derive.disclosure import Deadline, Disclosure
from generator.derive.text import mean, money, number, percent, plain, share

KEY = ("990001", 2023, "edu")


@pytest.mark.parametrize(
    ("millionths", "text"),
    [
        (0, "0.00"),
        (MICRO, "1.00"),
        (89_974_000, "89.974"),
        (1_234_567_890_123, "1,234,567.890123"),
        (-5_500_000, "−5.50"),
        (None, "—"),
    ],
)
def test_number_is_grouped_and_never_rounded(millionths, text) -> None:
    assert number(millionths) == text


def test_number_without_decimals() -> None:
    assert number(7 * MICRO, 0) == "7"
    assert number(7_500_000, 0) == "7.5"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (294_875, 936_947, "31.47%"),  # a statement's 31.47 % is right
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (1, 800, "0.13%"),  # half up
        (5, 4, "125.00%"),
        (1, 0, "—"),
        (None, 4, "—"),
        (1, None, "—"),
    ],
)
def test_percent(part, whole, text) -> None:
    assert percent(part, whole) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, ("—", "")),
        (0, ("0", "万元")),
        (9_999_990_000, ("9,999.99", "万元")),
        (10_000 * MICRO, ("1.00", "亿元")),
        (36_712_345_678, ("3.67", "亿元")),
        (-20_050 * MICRO, ("−2.01", "亿元")),
    ],
)
def test_money_of_headlines(amount, text) -> None:
    assert money(amount) == text


def test_share_stays_between_0_and_100() -> None:
    assert [share(0, 5), share(1, 3), share(7, 5), share(-1, 5), share(1, 0)] == [0, 33, 100, 0, 0]


def test_plain_is_for_machines() -> None:
    assert [plain(None), plain(89_974_000), plain(-1_500_000), plain(3 * MICRO)] == ["", "89.974", "-1.5", "3"]


def test_mean_is_simple_and_half_up() -> None:
    assert mean([]) == "—"
    assert mean([90 * MICRO, 91 * MICRO, 92_015_000]) == "91.01"


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
    return Disclosure(
        packages={KEY: package},
        deadlines={("990001", 2023, "D4"): Deadline(due="2024-09-20", basis="")},
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
    assert one.kinds("990001", 2023, "civil") == ("D4",)  # the deadline holds for every department
    assert one.kinds("990001", 2022, "edu") == ()
