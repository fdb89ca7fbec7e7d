"""Findings about a ``package.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.core.characters import shortened
from generator.core.codes import CODES
from generator.core.finding import Finding, Severity
from generator.core.package import Package, Reply, Waiver

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def package_finding(
    package: Package,
    code: str,
    message: str,
    hint: str,
    *,
    severity: Severity = "error",
    title: str = "",
    about: Waiver | Reply | None = None,
    value: str = "",
    expected: str = "",
) -> Finding:
    """A finding about the form, or ``about`` one of its entries; its title is that of the code unless given."""
    return Finding(
        code=code,
        severity=severity,
        title=title or CODES[code].title,
        message=message,
        hint=hint,
        file=f"{package.path}/package.yaml",
        division=package.division,
        year=package.fiscal_year,
        department=package.department,
        table=about.table if about else "",
        record=about.record if about else "",
        value=value,
        expected=expected,
    )


def ahead(packages: tuple[Package, ...], today: date) -> Iterator[Finding]:
    """Days in the forms that lie after the day of the check: nothing of it is published, or said, yet."""
    for package in packages:
        days: list[tuple[str, str, Waiver | Reply | None]] = [
            ("成文日期", package.written_date, None),
            ("发布日期", package.published_date, None),
            *((f"「{shortened(one.title)}」的公开日期", one.published, None) for one in package.documents),
            *((f"「{shortened(one.title)}」的成文日期", one.written, None) for one in package.documents),
            *((f"{shortened(one.rule)} 的豁免日期", one.date, one) for one in package.waivers),
            *((f"{shortened(one.rule)} 的部门说明日期", one.date, one) for one in package.replies),
        ]
        for what, day, about in days:
            if _DAY.fullmatch(day) and day > today.isoformat():  # what is no day has been told already
                yield package_finding(
                    package,
                    "P05",
                    f"{what}写的是 {day}，在检查之日 {today} 之后。",
                    "请核对是否写错年份；排定而还没有公开的，到那一天才算已公开。",
                    severity="warning",
                    about=about,
                    value=day,
                    expected=f"不晚于{today}",
                )
