"""Findings about a ``package.yaml``."""

from __future__ import annotations

from generator.codes import CODES
from generator.model import Finding, Package, Reply, Severity, Waiver


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
