"""Findings about a ``package.yaml``, and about the waivers that stand elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from generator.core.characters import hidden, shortened
from generator.core.codes import CODES
from generator.core.finding import Finding, Severity
from generator.core.package import Package, Reply, Waiver, Withdrawal
from generator.facts.departments import UNSTATED, Register

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def package_finding(
    package: Package,
    code: str,
    message: str,
    hint: str,
    *,
    severity: Severity = "error",
    title: str = "",
    about: Reply | None = None,
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


def waiver_finding(
    waiver: Waiver | Withdrawal,
    code: str,
    message: str,
    hint: str,
    *,
    severity: Severity = "error",
    value: str = "",
    expected: str = "",
) -> Finding:
    """A finding about an entry of what the finance bureau says in a division, told in the folder that it is about."""
    about = waiver if isinstance(waiver, Waiver) else None
    return Finding(
        code=code,
        severity=severity,
        title=CODES[code].title,
        message=message,
        hint=hint,
        file=waiver.path,
        division=waiver.division,
        year=waiver.fiscal_year,
        department=waiver.department,
        table=about.table if about else "",
        record=about.record if about else "",
        value=value,
        expected=expected,
    )


def ahead(packages: Iterable[Package], waivers: Iterable[Waiver], today: date) -> Iterator[Finding]:
    """Days in the forms that lie after the day of the check: nothing of it is published, or said, yet."""
    for package in packages:
        days: list[tuple[str, str, Reply | None]] = [
            ("成文日期", package.written_date, None),
            ("发布日期", package.published_date, None),
            *((f"「{shortened(one.title)}」的公开日期", one.published, None) for one in package.documents),
            *((f"「{shortened(one.title)}」的成文日期", one.written, None) for one in package.documents),
            *((f"{shortened(one.rule)} 的部门说明日期", one.date, one) for one in package.replies),
        ]
        for what, day, about in days:
            if _later(day, today):
                hint = "请核对是否写错年份；排定而还没有公开的，到那一天才算已公开。"
                found = package_finding(package, "P05", _ahead(what, day, today), hint, about=about, value=day)
                yield replace(found, severity="warning", expected=f"不晚于{today}")
    for waiver in waivers:
        if _later(waiver.date, today):
            message = _ahead(f"{shortened(waiver.rule)} 的豁免日期", waiver.date, today)
            found = waiver_finding(waiver, "P05", message, "请核对是否写错年份。", value=waiver.date)
            yield replace(found, severity="warning", expected=f"不晚于{today}")


def _later(day: str, today: date) -> bool:
    return bool(_DAY.fullmatch(day)) and day > today.isoformat()  # what is no day has been told already


def _ahead(what: str, day: str, today: date) -> str:
    return f"{what}写的是 {day}，在检查之日 {today} 之后。"


def misnamed(packages: Iterable[Package], register: Register) -> Iterator[Finding]:
    """Folders whose publisher is not the department that they belong to; what is not registered is told elsewhere."""
    for package in packages:
        department = register.of(package.division, package.department)
        stated = "".join(one for one in package.publisher if not hidden(one))  # these are told with the form
        if department and stated not in ("", department.name, UNSTATED):
            yield package_finding(
                package,
                "P07",
                f"发布机构写的是「{shortened(package.publisher)}」，这个文件夹登记的部门是「{department.name}」。",
                f"请写 publisher: {department.name}；部门更名的，请财政部门先在 common/departments.csv 登记。",
                value=shortened(package.publisher),
                expected=department.name,
            )


def signed(packages: Iterable[Package], register: Register) -> tuple[Package, ...]:
    """The packages with each reply signed by the registered name of its bureau, whatever the form calls it."""

    def own(package: Package) -> Package:
        department = register.of(package.division, package.department)
        name = department.name if department else package.department
        return replace(package, replies=tuple(replace(one, by=name) for one in package.replies))

    return tuple(own(one) if one.replies else one for one in packages)
