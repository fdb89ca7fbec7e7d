"""Documents on paper: printed by LibreOffice, their sheets read by Debian's poppler-utils.

Without a tool the test is skipped, and fails in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pytest


def sheets(pdf: Path, order: Literal["-layout", "-raw"]) -> list[str]:
    """The text of each sheet, as it lies on paper or in the order of the file."""
    tool = _tool("pdftotext", "poppler-utils")
    said = subprocess.run([tool, order, pdf, "-"], check=True, capture_output=True, timeout=60)
    return said.stdout.decode().split("\f")[:-1]


def to_paper(folder: Path, *documents: Path) -> None:
    """Each document as a PDF of its name in the folder."""
    office = [_tool("soffice", "libreoffice-writer"), "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command = [*office, "--convert-to", "pdf", "--outdir", folder, *documents]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def _tool(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        message = f"{name} is missing: apt-get install {package}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
