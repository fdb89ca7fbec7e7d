"""Say what a pull request changes: only data, also code, or something that is never accepted.

Reads git's own list of the changes (nothing of the change is opened or run), so that a link or an odd file is seen
before any tool follows it. Standard library only: it runs before anything is installed.

    python3 -I scope.py <checkout of the merge commit> <findings.json>
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# What a contribution of data may touch: the rows and the form of a department-year, waivers, and the common tables.
ROWS = re.compile(
    r"data/(?:\d{6}(?:\d{3})?/(?:19|20)\d{2}/[a-z0-9][a-z0-9-]{0,63}/(?:package\.yaml|[a-z][a-z0-9_]{0,63}\.csv)"
    r"|\d{6}(?:\d{3})?/waivers\.yaml"
    r"|common/[a-z][a-z0-9_]{0,63}\.csv)",
    re.ASCII,
)
# What describes the data: as weighty as code, because it decides what the checks check.
FRAME = re.compile(
    r"data/(?:datapackage\.yaml|README\.md|(?:schemas/[a-z][a-z0-9_]{0,63}|profiles/[a-z0-9][a-z0-9-]{0,63})\.yaml)",
    re.ASCII,
)
GONE, FILE, PROGRAM, LINK, SUBMODULE = "000000", "100644", "100755", "120000", "160000"
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Change:
    """One changed path and its new mode as git has them."""

    path: str
    mode: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A change that is not accepted, and what to do instead."""

    path: str
    message: str
    hint: str


def changes(repository: Path) -> Iterator[Change]:
    """The paths that differ between the base (first parent) and the merge commit."""
    command = ["git", "-C", str(repository), "diff-tree", "-r", "-z", "--raw", "--no-renames", "HEAD^1", "HEAD"]
    parts = subprocess.run(command, capture_output=True, check=True).stdout.split(b"\0")
    for raw, path in zip(parts[0:-1:2], parts[1:-1:2], strict=True):
        yield Change(path=path.decode(errors="surrogateescape"), mode=raw.split()[1].decode())


def refusal(change: Change) -> Refusal | None:
    """Why a change is not accepted, if so."""
    path = change.path
    if change.mode == GONE:
        return None
    if any(unicodedata.category(one)[0] == "C" for one in path) or "\\" in path:
        return Refusal(
            path=path, message="文件名里有换行、控制字符或不是 UTF-8 的字符。", hint="请改用小写英文字母、数字和短横。"
        )
    if change.mode == LINK:
        return Refusal(path=path, message="是符号链接。", hint="请换成普通文件。")
    if change.mode == SUBMODULE:
        return Refusal(path=path, message="是另一个仓库的引用。", hint="请换成普通文件。")
    if path.casefold() != "data" and not path.casefold().startswith("data/"):
        return None
    if not ROWS.fullmatch(path) and not FRAME.fullmatch(path):
        return Refusal(
            path=path,
            message="数据文件夹里不收这个文件。",
            hint="只收 data/区划/年度/部门/ 下的 package.yaml 和各表的 .csv；请删除它，或改成表名。",
        )
    if change.mode == PROGRAM:
        return Refusal(path=path, message="带有可执行权限。", hint="请去掉可执行权限（chmod -x）后重新提交。")
    return None


def visible(path: str) -> str:
    """A path in which every character that does not print is written out."""
    if path.isprintable():
        return path
    return "".join(one if one.isprintable() else one.encode("unicode_escape", "surrogatepass").decode() for one in path)


def annotation(one: Refusal) -> str:
    """A workflow command; no part of it can begin another."""
    path = visible(one.path)
    file = path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    text = f"{path}：{one.message}{one.hint}".replace("%", "%25").replace("::", ":\u200b:")
    return f"::error file={file},title=不收的文件::{text}"


def row(one: Refusal) -> str:
    """A row of the job summary, with all that Markdown could read as a mark written as a reference."""
    path = "".join(c if c.isalnum() or c in "/- " else f"&#{ord(c)};" for c in visible(one.path))
    return f"| {path} | {one.message} | {one.hint} |"


def report(refused: list[Refusal]) -> dict[str, object]:
    """The refusals in the form of ``check --format json``, for the comment."""
    found = [
        {"code": "", "severity": "error", "file": visible(one.path), "row": None, "title": "", "record": "", "name": ""}
        | {"message": one.message, "hint": one.hint}
        for one in refused
    ]
    return {"summary": {"errors": len(refused), "warnings": 0, "flags": 0, "files": 0, "rows": 0}, "findings": found}


def main(repository: str, findings: str) -> int:
    """Print annotations, write the job summary and the step's output ``kind``; 1 if anything is refused."""
    changed = list(changes(Path(repository)))
    refused = [reason for one in changed if (reason := refusal(one))]
    kind = "data" if all(ROWS.fullmatch(one.path) for one in changed) else "code"
    if refused:
        kind = "refused"
        print("\n".join(annotation(one) for one in refused[:SHOWN]))
        lines = ["## 不收的文件", "", "| 文件 | 问题 | 怎么改 |", "|---|---|---|", *map(row, refused[:200])]
        with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as summary:
            summary.write("\n".join(lines) + "\n")
        Path(findings).write_text(json.dumps(report(refused), ensure_ascii=False), encoding="utf-8")
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as output:
        output.write(f"kind={kind}\n")
    words = {"data": "只改了数据", "code": "改了代码或表的定义", "refused": f"有 {len(refused)} 个不收的文件"}
    print(f"改动 {len(changed)} 个文件：{words[kind]}。")
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
