"""Addresses: written out in one place, the same as those of the files of site_src and of what is published."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from generator.core import addresses
from generator.pages.registry import PAGES
from tests.conftest import ROOT

FIXED = {
    name: value
    for name, value in vars(addresses).items()
    if name.isupper()
    and isinstance(value, str)
    and not value.startswith(("downloads", "assets"))
    and not value.endswith(".json")
}
# Which function tells the address of a page that is stamped for records.
RECORDS: dict[str, Callable[..., str]] = {
    "project": addresses.project,
    "project-list": addresses.project_list,
    "year": addresses.year,
    "topic": addresses.topic,
    "department": addresses.department,
    "disclosure": addresses.disclosure,
    "evaluation": addresses.evaluation,
    "shared-indicators": addresses.shared_indicators,
    "findings-year": addresses.findings_year,
    "findings": addresses.findings,
    "review": addresses.review,
    "rule": addresses.rule_findings,
    "examples": addresses.rule_examples,
    "ex-ante-evaluation": addresses.ex_ante_evaluations,
    "monitoring": addresses.monitorings,
    "rectification": addresses.rectifications,
    "application": addresses.applications,
    "statement": addresses.statement,
    "bulletin": addresses.bulletin,
    "table": addresses.table,
    "records": addresses.records,
    "desk": addresses.desk,
    "printed-forms": addresses.printed_forms,
    "selfcheck": addresses.self_check,
}


def test_pages_that_stand_alone() -> None:
    assert set(FIXED.values()) == {page.address for page in PAGES.values() if not page.each} - {"404/"}


@pytest.mark.parametrize("each", sorted({page.each for page in PAGES.values() if page.each}))
def test_pages_of_records(each: str) -> None:
    page = next(page for page in PAGES.values() if page.each == each)
    words = page.path.removesuffix("/index").split("/")[1:]
    assert RECORDS[each](*words) == page.address


def written_out(text: str) -> list[str]:
    """Addresses below the site's root that stand in a text, with all that a template may have put before them."""
    first = sorted({page.address.split("/")[0] for page in PAGES.values()} - {"", "404"} | {"downloads"})
    return re.findall(rf"""(?:["']|root \}}\}}|base \}}\}}|\.\./)((?:{"|".join(first)})/[^"'\n]*)""", text)


def test_no_other_module_or_fragment_writes_an_address_out() -> None:
    apart = {"generator/core/addresses.py", "generator/pages/registry.py"}
    found = {}
    for path in sorted((ROOT / "generator").rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if path.suffix not in (".py", ".j2") or name in apart or name.startswith("generator/sample/"):
            continue
        # Names of fragments and the data folder read like addresses.
        left = [
            one
            for one in written_out(path.read_text(encoding="utf-8"))
            if not one.endswith(".html.j2") and not one.startswith(("data/{", "data/example/", "data/990001"))
        ]
        if left:
            found[name] = left
    assert found == {}


def test_the_test_for_addresses_sees_them() -> None:
    assert written_out('f"lists/{division}/{year}/1/"') == ["lists/{division}/{year}/1/"]
    assert written_out('<a href="{{ root }}method/#r01">') == ["method/#r01"]
    assert written_out('"../../../ex-ante/{key}"') == ["ex-ante/{key}"]
    assert written_out("addresses.METHOD") == []
