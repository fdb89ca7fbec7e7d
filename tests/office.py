"""Documents as other programs open them: saved anew or printed by LibreOffice, read by Debian's poppler-utils.

Without a tool the test is skipped, and fails in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest


def saved(folder: Path, *documents: Path, to: str, reading: str = "") -> list[Path]:
    """Each document as LibreOffice saves it in a folder; ``to``: its name of the format, ``reading``: of theirs."""
    office = [_tool("soffice", "libreoffice-calc libreoffice-writer"), "--headless"]
    profile = f"-env:UserInstallation={(folder / 'profile').absolute().as_uri()}"
    filters = [f"--infilter={reading}"] if reading else []
    command = [*office, profile, *filters, "--convert-to", to, "--outdir", folder, *documents]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [folder / f"{one.stem}.{to.partition(':')[0]}" for one in documents]


def sheets(pdf: Path, order: Literal["-layout", "-raw"]) -> list[str]:
    """The text of each sheet, as it lies on paper or in the order of the file."""
    tool = _tool("pdftotext", "poppler-utils")
    said = subprocess.run([tool, order, pdf, "-"], check=True, capture_output=True, timeout=60)
    return said.stdout.decode().split("\f")[:-1]


def _tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        message = f"{name} is missing: apt-get install {package}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
