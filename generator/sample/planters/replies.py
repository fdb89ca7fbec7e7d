"""What a bureau says to what was planted in its records; about every second case stays without a word, as in life."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from generator.sample.content import texts
from generator.sample.frame import deadline
from generator.sample.numbers import stream
from generator.sample.plan import TODAY, Plan, Reply


@cache
def _texts() -> dict[str, list[str]]:
    return dict(texts("replies"))


def answer(plan: Plan, year: int, rule: str, table: str, record: str, day: date | None = None) -> None:
    """Let the bureau answer a rule on one of its records, unless it keeps silent or the day has not come."""
    random = stream(record, rule, "reply")
    text = random.choice(_texts()[rule])
    day = day or deadline("D4", year) + timedelta(days=random.randint(10, 30))
    if random.random() < 0.6 and day <= TODAY:
        reply = Reply(rule=rule, table=table, record=record, day=day, text=text)
        plan.replies.setdefault(year, []).append(reply)
