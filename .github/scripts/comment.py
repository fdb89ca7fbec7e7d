"""Write the result of a check as one comment under its pull request, or rewrite the one that is there.

The artifact comes from a run of the pull request, whose workflow file the pull request may have changed: it is
hostile. Only two small files are read from it, in memory; the number counts only if GitHub itself says that this
pull request is open at the commit that was checked; texts are shown in a code block, cleaned and cut.

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
    if len(found) > 1 or found[0]["size_in_bytes"] > ARCHIVE_BYTES:
        raise RefusedError("产物不止一个，或过大")
    content = api(f"repos/{repository}/actions/artifacts/{int(found[0]['id'])}/zip", limit=ARCHIVE_BYTES)
    limits = {"number": NUMBER_BYTES, "findings.json": FINDINGS_BYTES}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) != len(set(names)) or "number" not in names or not set(names) <= set(limits):
                raise RefusedError("产物里不是约定的两个文件")
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


def pull_request(repository: str, content: bytes) -> int:
    """The number, after GitHub has confirmed that it is open at the commit that was checked."""
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
    return number


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


def comment(content: bytes | None, repository: str, run: str) -> str:
    """The comment; all that comes from the artifact stands in one code block."""
    commit = os.environ["HEAD_SHA"][:7]
    if content is None:
        text = [f"**检查没有完成**（提交 {commit}），请看运行记录。", ""]
    else:
        errors, warnings, found = findings(content)
        verdict = "通过" if os.environ["CONCLUSION"] == "success" else "没有通过"
        todo = "请改正错误后再次提交。" if errors else ""
        text = [f"**检查{verdict}**：错误 {errors}，提醒 {warnings}（提交 {commit}）。{todo}", ""]
        block = [line for finding in found[:ROWS] for line in lines(finding)]
        while len("\n".join(block)) > BODY:
            block.pop()
        if block:
            text += ["````text", *block, "````", ""]
    url = f"{os.environ['GITHUB_SERVER_URL']}/{repository}/actions/runs/{int(run)}"
    return "\n".join([MARK, *text, f"[全部结果和预览网站]({url})"])


def findings(content: bytes) -> tuple[int, int, list[dict[str, Any]]]:
    """How many errors and warnings there are, and those that are given, errors first."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RefusedError("检查结果不是 JSON") from error
    if not isinstance(document, dict):
        raise RefusedError("检查结果不是约定的样子")
    totals, found = document.get("summary"), document.get("findings")
    if not isinstance(totals, dict) or not isinstance(found, list):
        raise RefusedError("检查结果不是约定的样子")
    shown = [one for one in found if isinstance(one, dict) and one.get("severity") in tuple(SEVERITIES)]
    shown.sort(key=lambda one: tuple(SEVERITIES).index(one["severity"]))
    return count(totals.get("errors")), count(totals.get("warnings")), shown


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
        number = pull_request(repository, files["number"])
        text = comment(files.get("findings.json"), repository, run)
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
