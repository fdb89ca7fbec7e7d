"""Set the workbooks of a change apart from its data, and import them into a copy, by the folders they lie in.

Runs in the folder that holds the tools (the base's). Nothing of the change is run: its files are copied as files, and
``import`` reads the workbooks within its limits. What it says of each folder is kept for the report.

    python3 -I intake.py <data of the change> <folder for the copy> <folder for what the imports say>
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

UPLOAD = re.compile(
    r"(\d{6}(?:\d{3})?)/((?:19|20)\d{2})/([a-z0-9][a-z0-9-]{0,63})/(?:[^/]{1,200}\.(?:xlsx|xlsm|xls|et|docx)|[^/]{0,200}[^a-z0-9_/][^/]{0,200}\.csv)",
    re.ASCII | re.IGNORECASE,
)
SECONDS = 300  # of an import
SAID = 16 * 2**20


def split(data: Path, copy: Path) -> dict[tuple[str, str, str], list[Path]]:
    """Copy the data without workbooks to ``copy/data``, the workbooks beside it, and say which folder has which."""
    sent: dict[tuple[str, str, str], list[Path]] = {}
    for place, folders, names in os.walk(data):
        folders[:] = sorted(one for one in folders if not Path(place, one).is_symlink())
        for name in sorted(names):
            path = Path(place, name)
            if path.is_symlink() or not path.is_file():
                continue
            below = path.relative_to(data)
            match = UPLOAD.fullmatch(below.as_posix())
            target = copy / ("uploads" if match else "data") / below
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            if match:
                sent.setdefault((match[1], match[2], match[3]), []).append(target)
    return sent


def imported(place: tuple[str, str, str], files: list[Path], data: Path, said: Path) -> bool:
    """Import the workbooks of a folder into the data; False where the import did not come to its end."""
    division, year, department = place
    command = [".venv/bin/python", "-P", "-m", "generator", "import", *map(str, files)]
    command += ["--division", division, "--year", year, "--department", department]
    command += ["--data", str(data), "--into", str(data), "--format", "received"]
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        print(f"导入 {'/'.join(place)} 超过 {SECONDS} 秒。")
        return False
    print(done.stderr.decode(errors="replace"))
    if done.returncode not in (0, 1) or not done.stdout.startswith(b"{") or len(done.stdout) > SAID:
        return False
    (said / f"{division}-{year}-{department}.json").write_bytes(done.stdout)
    return True


def main(data: str, copy: str, said: str) -> int:
    """Copy, import folder by folder; 1 if an import did not come to its end."""
    Path(said).mkdir(parents=True, exist_ok=True)
    sent = split(Path(data), Path(copy))
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}", flush=True)  # what the import quotes gives no commands
    lost = [place for place, files in sent.items() if not imported(place, files, Path(copy) / "data", Path(said))]
    print(f"::{token}::", flush=True)
    for place in lost:
        print(f"::error title=没有导入::{'/'.join(place)} 里的表没有读完，请看这一步的记录。")
    print(f"导入了 {len(sent) - len(lost)} 个文件夹里的表。")
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
