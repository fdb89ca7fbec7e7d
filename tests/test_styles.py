"""The sheets: the theme's part is that of the installed theme and lacks nothing; six type sizes and no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.theme_css import SHEET, articles, theme_sheet

ASSETS = ROOT / "site_src" / "assets"
OWN = [path for path in sorted(ASSETS.rglob("*.css")) if path.name not in ("theme.css", "print.css")]
_CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
_USED = re.compile(r'\bclass="([^"]*)"')


def classes(css: str) -> set[frozenset[str]]:
    """The classes that each selector of a sheet names, those of none apart."""
    plain = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", css, flags=re.DOTALL)
    selectors = [one for head in re.findall(r"([^{};]+)\{", plain) if "@" not in head for one in head.split(",")]
    return {frozenset(_CLASS.findall(one)) for one in selectors} - {frozenset()}


def test_the_theme_part_is_of_the_installed_theme() -> None:
    """After an upgrade of the theme: python -m tests.theme_css public, and look at the pages."""
    assert theme_sheet().name in SHEET.read_text(encoding="utf-8").splitlines()[0]


def test_the_theme_part_has_every_class_that_pages_use(shipped_site: Path) -> None:
    used = {name for given in _USED.findall(articles(shipped_site)) for name in given.split()}
    used -= {"note", "warning", "example", "quote"}  # of the theme's boxes, which no page has: words of our own here
    wanted = {one for one in classes(theme_sheet().read_text(encoding="utf-8")) if one <= used}
    assert {"md-typeset"} in wanted
    assert wanted <= classes(SHEET.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_text_has_one_of_six_sizes(path: Path) -> None:
    sizes = re.findall(r"(?<![\w-])font-size:\s*([^;]+);", path.read_text(encoding="utf-8"))
    assert {size for size in sizes if not re.fullmatch(r"var\(--f[1-6]\)|inherit", size)} == set()


def test_there_are_six_sizes() -> None:
    text = (ASSETS / "frame.css").read_text(encoding="utf-8")
    sizes = [float(one) for one in re.findall(r"--f\d: ([\d.]+)rem;", text)]
    assert len(sizes) == 6
    assert sizes == sorted(set(sizes))
