"""Write the result of a check as one comment under its pull request, or rewrite the one that is there.

The artifact comes from a run of the pull request, whose workflow file the pull request may have changed: it is
hostile. Only two small files are read from it, in memory; the number counts only if GitHub itself says that this
pull request is open at the commit that was checked; texts are shown in a code block, cleaned and cut.

What the pull request changes is asked of GitHub, not of the artifact: where code or workflows are among it, the result
may be the pull request's own, and the comment says so.

    GH_TOKEN, GITHUB_REPOSITORY, GITHUB_SERVER_URL, RUN_ID, HEAD_SHA, HEAD_REPOSITORY, CONCLUSION: from the event.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile
from typing import Any

MARK = "<!-- data-check -->"
AUTHOR = "github-actions[bot]"
ARCHIVE_BYTES, NUMBER_BYTES, FINDINGS_BYTES = 4 * 2**20, 16, 8 * 2**20
ROWS, LINE, BODY = 30, 400, 20_000
PAGES, FILES, LISTED = 30, 100, 20  # GitHub lists at most 3,000 files; of each kind the comment names the first
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may unpack to a thousand times before a limit is seen
BUREAU = re.compile(r"data/(\d{6}(?:\d{3})?)/(\d{4}/[a-z0-9][a-z0-9-]{0,63})/[^/]+", re.ASCII)
WAIVERS = re.compile(r"data/\d{6}(?:\d{3})?/waivers\.yaml", re.ASCII)
SEVERITIES = {"error": "错误", "warning": "提醒"}


class RefusedError(Exception):
    """The artifact is not what it should be; nothing is written."""


def api(*arguments: str, limit: int = 64 * 2**20, body: bytes | None = None) -> bytes:
    """What GitHub answers, at most ``limit`` bytes."""
    with subprocess.Popen(["gh", "api", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        if process.stdin is None or process.stdout is None:
            raise RefusedError("没有管道")
        process.stdin.write(body or b"")
        process.stdin.close()
        answer = process.stdout.read(limit + 1)
        if len(answer) > limit:
            process.kill()
            raise RefusedError("答复过长")
    if process.returncode:
        raise RefusedError(f"GitHub 没有答复 {arguments[-1]!r}")
    return answer


def artifact(repository: str, run: str) -> dict[str, bytes] | None:
    """The files of the artifact (the findings may be missing), or None when the run left none."""
    listed = json.loads(api(f"repos/{repository}/actions/runs/{run}/artifacts?name=findings&per_page=100"))
    found = [one for one in listed["artifacts"] if one["name"] == "findings" and not one["expired"]]
    if not found:
        return None
    newest = max(found, key=lambda one: int(one["id"]))  # a run that is run again leaves one more
    if newest["size_in_bytes"] > ARCHIVE_BYTES:
        raise RefusedError("产物过大")
    content = api(f"repos/{repository}/actions/artifacts/{int(newest['id'])}/zip", limit=ARCHIVE_BYTES)
    limits = {"number": NUMBER_BYTES, "findings.json": FINDINGS_BYTES}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) != len(set(names)) or "number" not in names or not set(names) <= set(limits):
                raise RefusedError("产物里不是约定的两个文件")
            for one in archive.infolist():
                if one.compress_type not in METHODS or one.flag_bits & 1 or one.file_size > limits[one.filename]:
                    raise RefusedError(f"产物里的 {one.filename} 过大，或不是约定的压缩方法")
            return {name: read(archive, name, limits[name]) for name in names}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise RefusedError("产物不是完好的 zip") from error


def read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """One file, never more than its limit, whatever its header claims."""
    with archive.open(name) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise RefusedError(f"产物里的 {name} 过大")
    return content


def pull_request(repository: str, content: bytes) -> dict[str, Any]:
    """The pull request, after GitHub has confirmed that it is open at the commit that was checked."""
    match = re.fullmatch(rb"([1-9][0-9]{0,8})\n?", content)
    if not match:
        raise RefusedError("请求的编号不是整数")
    number = int(match[1])
    pull = json.loads(api(f"repos/{repository}/pulls/{number}"))
    head = pull["head"]
    expected = (os.environ["HEAD_SHA"], os.environ["HEAD_REPOSITORY"], repository, "open")
    actual = (head["sha"], (head["repo"] or {}).get("full_name"), pull["base"]["repo"]["full_name"], pull["state"])
    if actual != expected:
        raise RefusedError(f"请求 {number} 不在检查过的那次提交上")
    return {"number": number, "files": count(pull.get("changed_files"))}


class Change:
    """What a pull request changes, as GitHub lists it."""

    def __init__(self, repository: str, pull: dict[str, Any]) -> None:
        self.bureaus: dict[str, dict[str, int]] = {}
        self.office: list[str] = []
        self.frame: list[str] = []
        self.code: list[str] = []
        self.removed: list[str] = []
        self.waivers: list[str] = []
        self.listed, self.all = 0, pull["files"]
        for page in range(1, PAGES + 1):
            found = json.loads(api(f"repos/{repository}/pulls/{pull['number']}/files?per_page={FILES}&page={page}"))
            for one in found:
                self._take(one)
            if len(found) < FILES:
                break

    def _take(self, one: dict[str, Any]) -> None:
        self.listed += 1
        status = one["status"]
        self._sort(one["filename"], status)
        if status == "renamed":
            self._sort(one["previous_filename"], "removed")
        if WAIVERS.fullmatch(one["filename"]):
            added = [
                line[1:] for line in (one.get("patch") or "").split("\n") if line.startswith("+") and line[1:].strip()
            ]
            self.waivers += added or [f"{one['filename']}（改动太大，GitHub 没有列出）"]

    def _sort(self, path: str, status: str) -> None:
        if status == "removed":
            self.removed.append(path)
        if match := BUREAU.fullmatch(path):
            folder = self.bureaus.setdefault(f"{match[1]}/{match[2]}", {})
            folder[status] = folder.get(status, 0) + 1
        elif re.fullmatch(r"data/(datapackage\.yaml|README\.md|schemas/.*|profiles/.*)", path, re.DOTALL):
            self.frame.append(path)
        elif path.startswith("data/"):
            self.office.append(path)
        else:
            self.code.append(path)

    @property
    def workflows(self) -> bool:
        """Whether the workflows or their scripts may be the pull request's own."""
        return self.listed < self.all or any(path.startswith(".github/") for path in self.code)

    def lines(self) -> list[str]:
        """What is changed, a line a thing."""
        words = {"added": "新增", "modified": "修改", "removed": "删除", "renamed": "改名"}
        bureaus = [
            f"{folder}：" + "，".join(f"{words.get(status, status)} {n} 个文件" for status, n in sorted(counts.items()))
            for folder, counts in sorted(self.bureaus.items())
        ]
        gone = [path for path in self.removed if path.endswith("/package.yaml")]
        told = [f"改动 {self.all:,} 个文件"]
        if self.listed < self.all:
            told.append(f"GitHub 只列出了 {self.listed:,} 个，其余没有逐个看，请在“Files changed”里看")
        for title, things in (
            ("部门数据", bureaus),
            ("财政部门管的数据（公共表、期限、豁免）", self.office),
            ("表的定义和口径", self.frame),
            ("代码或工作流", self.code),
            ("撤下的部门年度", gone),
            ("删除的文件", self.removed),
            ("豁免文件里新增的行", self.waivers),
        ):
            told += [f"{title}："] if things else []
            told += [f"    {clean(one, 200)}" for one in things[:LISTED]]
            told += [f"    …… 另有 {len(things) - LISTED:,} 个"] if len(things) > LISTED else []
        return told


def clean(value: object, limit: int = LINE) -> str:
    """Text on one line that cannot end the code block, mention anyone or turn the writing round."""
    text = value if isinstance(value, str) else ""
    text = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in text[: 4 * limit])
    text = " ".join(text.replace("`", "‘").replace("@", "＠").split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def count(value: object) -> int:
    """A number of things, or 0."""
    return value if type(value) is int and 0 <= value < 10**9 else 0


def lines(finding: dict[str, Any]) -> list[str]:
    """Where, what and what to do."""
    row = count(finding.get("row"))
    title = clean(finding.get("title"), 60)
    place = (
        clean(finding.get("file"), 200) + (f" 第 {row} 行" if row else "") + (f"「{title}」" if row and title else "")
    )
    whose = " ".join(filter(None, (clean(finding.get("record"), 60), clean(finding.get("name"), 100))))
    code = re.sub(r"[^A-Z0-9]", "", clean(finding.get("code"), 8))
    head = f"【{SEVERITIES[finding['severity']]}】{code} {place}".replace("】 ", "】")
    return [
        head + (f"（{whose}）" if whose else ""),
        f"    {clean(finding.get('message'))}",
        *([f"    {hint}"] if (hint := clean(finding.get("hint"))) else []),
    ]


def verdict(content: bytes | None, change: Change) -> tuple[str, list[dict[str, Any]]]:
    """What came of the check, in one sentence, and the findings; nothing is called passed that may be a fabrication."""
    commit = f"（提交 {os.environ['HEAD_SHA'][:7]}）"
    if content is None:
        if change.bureaus or change.office or change.workflows:
            return f"**检查没有完成**{commit}，请看运行记录。", []
        return f"**没有改数据**{commit}：代码的测试结果请看运行记录。", []
    errors, warnings, found, unfinished = findings(content)
    if unfinished:
        return f"**检查没有完成**{commit}：{unfinished}", []
    if change.workflows:
        return f"**检查结果不作数**{commit}：这次请求改了工作流或它的脚本，结果可能是请求自己写的，请人工核对。", found
    success = os.environ["CONCLUSION"] == "success"
    what = "数据检查" if change.code or change.frame else "检查"
    passed = "通过" if success or (change.code and not errors) else "没有通过"
    todo = (
        "请改正错误后再次提交。"
        if errors
        else "数据没有错误，是别的步骤没有通过，请看运行记录。"
        if not success
        else ""
    )
    if change.code or change.frame:
        todo += "数据由主分支的工具检查；这次请求还改了代码或表的定义，请另看改动和代码测试的结果。"
    return f"**{what}{passed}**：错误 {errors}，提醒 {warnings}{commit}。{todo}", found


def comment(content: bytes | None, change: Change, repository: str, run: str) -> str:
    """The comment; all that comes from the artifact or names files stands in code blocks."""
    said, found = verdict(content, change)
    block = [line for finding in found[:ROWS] for line in lines(finding)]
    while len("\n".join(block)) > BODY:
        block.pop()
    text = [said, "", *(["````text", *block, "````", ""] if block else []), "````text", *change.lines(), "````", ""]
    url = f"{os.environ['GITHUB_SERVER_URL']}/{repository}/actions/runs/{int(run)}"
    return "\n".join([MARK, *text, f"[全部结果和预览网站]({url})"])


def findings(content: bytes) -> tuple[int, int, list[dict[str, Any]], str]:
    """How many errors and warnings there are, those that are given, errors first, and why it is not all if so."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RefusedError("检查结果不是 JSON") from error
    if not isinstance(document, dict):
        raise RefusedError("检查结果不是约定的样子")
    if unfinished := clean(document.get("unfinished")):
        return 0, 0, [], unfinished
    totals, found = document.get("summary"), document.get("findings")
    if not isinstance(totals, dict) or not isinstance(found, list):
        raise RefusedError("检查结果不是约定的样子")
    shown = [one for one in found if isinstance(one, dict) and one.get("severity") in tuple(SEVERITIES)]
    shown.sort(key=lambda one: tuple(SEVERITIES).index(one["severity"]))
    return count(totals.get("errors")), count(totals.get("warnings")), shown, ""


def own_comment(repository: str, number: int) -> int | None:
    """The comment written here before, if any; one that somebody else gave our mark is not it."""
    page = 1
    while True:
        found = json.loads(api(f"repos/{repository}/issues/{number}/comments?per_page=100&page={page}"))
        for one in found:
            if one["user"] and one["user"]["login"] == AUTHOR and one["body"].startswith(MARK):
                return int(one["id"])
        if len(found) < 100 or page >= 30:
            return None
        page += 1


def main() -> int:
    """Write or rewrite the comment; 1 when the artifact is refused."""
    repository, run = os.environ["GITHUB_REPOSITORY"], os.environ["RUN_ID"]
    try:
        files = artifact(repository, run)
        if files is None:
            print("这次检查没有留下结果，不写评论。")
            return 0
        pull = pull_request(repository, files["number"])
        number = pull["number"]
        text = comment(files.get("findings.json"), Change(repository, pull), repository, run)
        body = json.dumps({"body": text}).encode()
        existing = own_comment(repository, number)
        if existing is None:
            api("--method", "POST", "--input", "-", f"repos/{repository}/issues/{number}/comments", body=body)
        else:
            api("--method", "PATCH", "--input", "-", f"repos/{repository}/issues/comments/{existing}", body=body)
    except RefusedError as error:
        print(f"没有写评论：{error}。", file=sys.stderr)
        return 1
    print(f"评论写在请求 {number} 下。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
