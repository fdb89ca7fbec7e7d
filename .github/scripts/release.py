"""Decide whether the data changed since the last dated release; if so, name the next one and write its notes.

    python3 -I release.py data-20240830 <notes.md>

Sets the step's output ``tag``, empty when nothing changed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

TAG = re.compile(r"data-(\d{8})(?:-(\d+))?", re.ASCII)
SHOWN = 100


def git(*arguments: str) -> str:
    """What git prints."""
    return subprocess.run(["git", *arguments], capture_output=True, text=True, encoding="utf-8", check=True).stdout


def order(tag: str) -> tuple[str, int]:
    """The day and the number within the day."""
    match = TAG.fullmatch(tag)
    return (match[1], int(match[2] or 1)) if match else ("", 0)


def changed(last: str) -> list[str]:
    """The data files that differ from the last release; all of them when there is none."""
    if last:
        listed = git("diff", "--name-only", "--no-renames", "-z", f"refs/tags/{last}", "HEAD", "--", "data")
    else:
        listed = git("ls-tree", "-r", "-z", "--name-only", "HEAD", "--", "data")
    return listed.split("\0")[:-1]


def notes(last: str, files: list[str]) -> str:
    """What changed, how to check the files and how to build the same again."""
    commit = git("rev-parse", "HEAD").strip()
    folders = sorted(Counter(str(Path(file).parent.as_posix()) for file in files).items())
    lines = [f"与 {last} 相比，变动的文件夹：" if last else "第一版数据。文件夹：", ""]
    lines += [f"- `{folder}`：{count} 个文件" for folder, count in folders[:SHOWN]]
    lines += [f"- 另有 {len(folders) - SHOWN} 个文件夹"] if len(folders) > SHOWN else []
    lines += [
        "",
        "`site-….zip` 是整个网站：解压后放到任何文件服务器上即可，全部数据下载也在里面。",
        "其余是全部数据的各种格式；`SHA256SUMS` 列出网站每个文件的校验值。",
        "",
        "核对来源：",
        "",
        "```sh",
        f"gh attestation verify site-*.zip --repo {os.environ['GITHUB_REPOSITORY']}",
        "```",
        "",
        "照样重建：",
        "",
        "```sh",
        f"git checkout {commit}",
        f"SOURCE_DATE_EPOCH={os.environ['EPOCH']} make site",
        "```",
    ]
    return "\n".join(lines) + "\n"


def main(wanted: str, target: str) -> int:
    """Write the notes and the step's output."""
    tags = sorted((tag for tag in git("tag", "--list", "data-*").split() if TAG.fullmatch(tag)), key=order)
    last = tags[-1] if tags else ""
    files = changed(last)
    tag = ""
    if files:
        tag, number = wanted, 1
        while tag in tags:
            number += 1
            tag = f"{wanted}-{number}"
        Path(target).write_text(notes(last, files), encoding="utf-8")
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as output:
        output.write(f"tag={tag}\n")
    print(f"数据有 {len(files)} 个文件变动，发布 {tag}。" if tag else f"数据与 {last} 相同，不另发布。")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
