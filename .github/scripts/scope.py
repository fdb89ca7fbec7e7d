"""Say what a pull request changes: data, what describes or runs them, or something that is never accepted.

Reads git's own list of the changes (nothing of the change is opened or run, except that the finance bureau's word for
what is taken away is looked up in its file), so that a link or an odd file is seen before any tool follows it.
Standard library only: it runs before anything is installed.

    python3 -I scope.py <checkout of the merge commit> <findings.json>
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_FOLDER = r"data/(\d{6}(?:\d{3})?)/((?:19|20)\d{2}/[a-z0-9][a-z0-9-]{0,63})"
# What a bureau writes: the rows and the form of its department-years.
BUREAU = re.compile(_FOLDER + r"/(?:package\.yaml|[a-z][a-z0-9_]{0,63}\.csv)", re.ASCII)
# The files that its data were taken from, published beside them.
ORIGINAL = re.compile(_FOLDER + r"/originals/[a-z0-9][a-z0-9-]{0,63}\.(?:pdf|docx|xlsx|jpg|png)", re.ASCII)
# What a bureau has and sends as it is; it is imported, and never becomes a part of main.
SHEET = r"(?:[^/]{1,200}\.(?:xlsx|xlsm|xls|et|docx)|[^/]{0,200}[^a-z0-9_/][^/]{0,200}\.csv)"  # no table is called so
UPLOAD = re.compile(f"{_FOLDER}/{SHEET}", re.ASCII | re.IGNORECASE)
WORKBOOK = re.compile(r".*\.(?:xlsx|xlsm|xlsb|xls|et|docx|doc|wps|pdf)", re.IGNORECASE | re.DOTALL)
# What the finance bureau writes: what it waives in a division, and the tables that hold for all.
OFFICE = re.compile(r"data/(?:\d{6}(?:\d{3})?/waivers\.yaml|common/[a-z][a-z0-9_]{0,63}\.csv)", re.ASCII)
# What describes the data: as weighty as code, because it decides what the checks check.
FRAME = re.compile(
    r"data/(?:datapackage\.yaml|README\.md|(?:schemas/[a-z][a-z0-9_]{0,63}|profiles/[a-z0-9][a-z0-9-]{0,63})\.yaml)",
    re.ASCII,
)
CODE = (".github", "docs", "generator", "site_src", "tests")  # where a workbook may be an example
KNOWN = (BUREAU, ORIGINAL, OFFICE, FRAME, UPLOAD)
# Where the finance bureau says that a department-year may go.
WITHDRAWN = re.compile(r"^withdrawn:(.*?)(?=^[a-z]|\Z)", re.ASCII | re.MULTILINE | re.DOTALL)
ENTRY = re.compile(
    r"""^[ \t]*-[ \t]*\{?[ \t]*folder:[ \t]*["']?([0-9]{4}/[a-z0-9-]{1,64})["']?[ \t]*(?=[,}#\n]|\Z)""", re.MULTILINE
)
WORD_BYTES = 256 * 1024
FILLED = '[^,;[:space:]"]'  # a line with anything in it
GONE, FILE, PROGRAM, LINK, SUBMODULE = "000000", "100644", "100755", "120000", "160000"
SHOWN, LISTED, KEPT = 20, 200, 100  # refusals as annotations, in the summary, in the findings
PATHS = 200  # that a command is given; of more, all of the data is looked through


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
        return misplaced(path) if WORKBOOK.fullmatch(path) and path.partition("/")[0] not in CODE else None
    if WORKBOOK.fullmatch(path) and not UPLOAD.fullmatch(path) and not ORIGINAL.fullmatch(path):
        return misplaced(path)
    if not any(known.fullmatch(path) for known in KNOWN):
        return Refusal(
            path=path,
            message="数据文件夹里不收这个文件。",
            hint="只收 data/区划/年度/部门/ 下的 package.yaml、各表的 .csv，"
            "要导入的表（.xlsx、.xls、.et、.docx，名称不是表名的 .csv），和 originals/ 下的原件；"
            "请删除它，或改成表名。",
        )
    if change.mode == PROGRAM:
        return Refusal(
            path=path,
            message="带有可执行权限。",
            hint="请在网页上删去它，重新上传一份普通的文件；用命令的，chmod -x 后重新提交。",
        )
    return None


def misplaced(path: str) -> Refusal:
    """A workbook or document where none is taken in."""
    if re.match(_FOLDER + "/originals/", path, re.ASCII):
        return Refusal(
            path=path,
            message="原件的文件名或种类不合规定。",
            hint="originals/ 里只收 .pdf、.docx、.xlsx、.jpg、.png，"
            "文件名请用小写字母、数字和短横，如 pingjia-baogao.pdf。",
        )
    kind = path.rpartition(".")[2].lower()
    if kind in ("pdf", "doc", "wps", "xlsb"):
        return Refusal(
            path=path,
            message=f".{kind} 读不了。",
            hint="请另存为 .xlsx（表）或 .docx（Word 表格），再上传；扫描件不能代替表。要作为原件公开的，"
            "放进那个文件夹的 originals/，文件名用小写字母、数字和短横。",
        )
    return Refusal(
        path=path,
        message="表放错了地方。",
        hint="请放进本部门那一年的文件夹 data/区划/年度/部门/（如 data/990001/2025/edu/）："
        "在网页上点开那个文件夹，再点 Add file、Upload files；这里的这一份请删去。",
    )


def registered(repository: Path) -> frozenset[tuple[str, str]] | None:
    """The departments that the base has registered, by division and code; None where its register cannot be read."""
    command = ["git", "-C", str(repository), "cat-file", "blob", "HEAD^1:data/common/departments.csv"]
    text = subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8-sig", errors="replace")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    heads = {"division": ("division", "区划代码"), "department": ("department", "部门代码")}
    places = (
        [next((rows[0].index(one) for one in names if one in rows[0]), -1) for names in heads.values()] if rows else []
    )
    if not places or min(places) < 0:
        return None
    return frozenset((row[places[0]], row[places[1]]) for row in rows[1:] if len(row) > max(places))


def strangers(changed: Iterable[Change], repository: Path) -> Iterator[Refusal]:
    """Workbooks in folders of departments that nobody has registered."""
    sent = [match for one in changed if one.mode != GONE and (match := UPLOAD.fullmatch(one.path))]
    known = registered(repository) if sent else None
    for match in sent:
        department = match[2].partition("/")[2]
        if known is not None and (match[1], department) not in known:
            others = "、".join(sorted(one for division, one in known if division == match[1])[:20])
            hint = (
                f"请放进本部门的文件夹（{match[1]} 有：{others}）；新设的部门，请财政部门先登记。"
                if others
                else (f"请核对区划代码；{match[1]} 没有登记过部门。")
            )
            yield Refusal(
                path=match[0], message=f"没有登记过部门 {match[1]}/{department}，像是放错了文件夹。", hint=hint
            )


def listed(repository: Path, commit: str, folder: str) -> list[str]:
    """The names in a folder of a commit; none where it is not there."""
    command = ["git", "-C", str(repository), "ls-tree", "-z", "--name-only", commit, f"{folder}/"]
    names = subprocess.run(command, capture_output=True, check=True).stdout.split(b"\0")[:-1]
    return [name.decode(errors="surrogateescape").rpartition("/")[2] for name in names]


def word(repository: Path, division: str) -> frozenset[str]:
    """The department-years that the finance bureau says, in the merge commit, may be taken away: ``2023/edu``."""
    blob = f"HEAD:data/{division}/waivers.yaml"
    command = ["git", "-C", str(repository), "cat-file", "blob", blob]
    text = subprocess.run(command, capture_output=True, check=False).stdout[:WORD_BYTES].decode(errors="replace")
    return frozenset(one for part in WITHDRAWN.findall(text.replace("\r\n", "\n")) for one in ENTRY.findall(part))


def lines(repository: Path, commit: str, folders: Iterable[str]) -> dict[str, int]:
    """By folder, how many lines with anything in them the longest of its tables has in a commit."""
    places = [f"{folder}/*.csv" for folder in folders]
    command = ["git", "-C", str(repository), "grep", "-a", "-z", "-c", "-e", FILLED, commit, "--"]
    command += places if len(places) <= PATHS else ["data/*.csv"]
    found: dict[str, int] = {}
    for line in subprocess.run(command, capture_output=True, check=False).stdout.splitlines():
        path, _, count = line.decode(errors="surrogateescape").partition("\0")
        folder = path.partition(":")[2].rpartition("/")[0]
        found[folder] = max(found.get(folder, 0), int(count))
    return found


def emptied(changed: Iterable[Change], repository: Path) -> Iterator[Refusal]:
    """Department-years whose tables are all there and have lost their last row, without the finance bureau's word."""
    touched = {f"data/{match[1]}/{match[2]}" for one in changed if (match := BUREAU.fullmatch(one.path))}
    before = lines(repository, "HEAD^1", touched) if touched else {}
    after = lines(repository, "HEAD", touched) if touched else {}
    for path in sorted(touched):
        _, division, folder = path.split("/", 2)
        if before.get(path, 0) > 1 and after.get(path, 0) == 1 and folder not in word(repository, division):
            yield _taken(division, folder, "这个部门年度的各张表只剩表头，记录都没有了。")


def taken_away(changed: Iterable[Change], repository: Path) -> Iterator[Refusal]:
    """Department-years of which the form or all tables are gone, and the finance bureau has not said that they may."""
    gone = [match for one in changed if one.mode == GONE and (match := BUREAU.fullmatch(one.path))]
    for division, folder in sorted({(match[1], match[2]) for match in gone}):
        path = f"data/{division}/{folder}"
        left = listed(repository, "HEAD", path)
        tables = any(name.endswith(".csv") for name in left)
        had = any(name.endswith(".csv") for name in listed(repository, "HEAD^1", path))
        if ("package.yaml" in left and (tables or not had)) or folder in word(repository, division):
            continue
        yield _taken(division, folder, "删除了这个部门年度的全部数据或发布信息。")


def _taken(division: str, folder: str, message: str) -> Refusal:
    where = f"data/{division}/waivers.yaml 的 withdrawn"
    hint = f"已公开的数据不能由部门自己撤下；请财政部门在 {where} 写明 folder: {folder} 和理由。"
    return Refusal(path=f"data/{division}/{folder}", message=message, hint=hint)


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
        for one in refused[:KEPT]
    ]
    return {"summary": {"errors": len(refused), "warnings": 0, "flags": 0, "files": 0, "rows": 0}, "findings": found}


def main(repository: str, findings: str) -> int:
    """Print annotations, write the job summary and the outputs ``data`` and ``code``; 1 if anything is refused."""
    changed = list(changes(Path(repository)))
    refused = [reason for one in changed if (reason := refusal(one))]
    refused = refused or [one for look in (strangers, taken_away, emptied) for one in look(changed, Path(repository))]
    data = any(path.partition("/")[0] == "data" for path in (one.path for one in changed))
    code = not all(any(kind.fullmatch(one.path) for kind in (BUREAU, ORIGINAL, OFFICE, UPLOAD)) for one in changed)
    uploads = any(UPLOAD.fullmatch(one.path) for one in changed if one.mode != GONE)
    if refused:
        data = code = uploads = False  # nothing of it is looked at any further
        print("\n".join(annotation(one) for one in refused[:SHOWN]))
        lines = ["## 不收的文件", "", "| 文件 | 问题 | 怎么改 |", "|---|---|---|", *map(row, refused[:LISTED])]
        lines += [f"\n另有 {len(refused) - LISTED:,} 个。"] if len(refused) > LISTED else []
        with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("a", encoding="utf-8") as summary:
            summary.write("\n".join(lines) + "\n")
        Path(findings).write_text(json.dumps(report(refused), ensure_ascii=False), encoding="utf-8")
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as output:
        output.write(f"data={str(data).lower()}\ncode={str(code).lower()}\nuploads={str(uploads).lower()}\n")
    what = "、".join(word for word, there in (("数据", data), ("代码、工作流或表的定义", code)) if there)
    print(f"改动 {len(changed):,} 个文件：{f'有 {len(refused):,} 个不收' if refused else f'改了{what}'}。")
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
