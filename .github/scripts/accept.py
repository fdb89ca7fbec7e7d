"""Take in the sheets of a request: its workbooks, turned into CSV, become a branch and a request of their own.

    accept.py pull <landing>                         the request is open, at the commit that was looked at
    accept.py collect <base> <joined> <change> <landing>   what of the data is new: plain CSV, and original files
    accept.py land <landing>                         branch, commit that credits the sender, request, a word to them

``pull`` and ``collect`` run without any right to write; ``land`` touches no workbook and takes only the paths that a
bureau's data can have. Standard library only.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

PLACE = r"data/\d{6}(?:\d{3})?/(?:19|20)\d{2}/[a-z0-9][a-z0-9-]{0,63}"
BUREAU = re.compile(PLACE + r"/(?:package\.yaml|[a-z][a-z0-9_]{0,63}\.csv)", re.ASCII)
# What its data were taken from and is published beside them: it goes along as it is, the check has looked into it.
ORIGINAL = re.compile(PLACE + r"/originals/[a-z0-9][a-z0-9-]{0,63}\.(?:pdf|docx|xlsx|jpg|png)", re.ASCII)
UPLOAD = re.compile(
    PLACE + r"/(?:[^/]{1,200}\.(?:xlsx|xlsm|xls|et|docx)|[^/]{0,200}[^a-z0-9_/][^/]{0,200}\.csv)",
    re.ASCII | re.IGNORECASE,
)
LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?", re.ASCII)
MOST_FILES, MOST_BYTES = 2_000, 64 * 2**20
ABOUT = "about.json"


class RefusedError(Exception):
    """The request is not taken in; nothing is written."""


def api(*arguments: str, body: dict[str, Any] | None = None) -> Any:
    """What GitHub answers."""
    command = (
        ["gh", "api", *arguments] if body is None else ["gh", "api", "--method", "POST", "--input", "-", *arguments]
    )
    given = None if body is None else json.dumps(body).encode()
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode:
        raise RefusedError(f"GitHub 没有答复 {arguments[-1]!r}")
    return json.loads(done.stdout or b"{}")


def pull(landing: str) -> None:
    """Ask GitHub for the request: open, into main, at the commit that was looked at; note whose it is."""
    number, commit = os.environ["NUMBER"].strip().removeprefix("#"), os.environ["COMMIT"].strip().lower()
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number, re.ASCII):
        raise RefusedError("请求的编号是 # 后面的数字")
    if not re.fullmatch(r"[0-9a-f]{7,40}", commit, re.ASCII):
        raise RefusedError("看过的提交写评论里的 7 位，或全部 40 位")
    found = api(f"repos/{os.environ['GITHUB_REPOSITORY']}/pulls/{int(number)}")
    if found["state"] != "open" or found["base"]["ref"] != "main":
        raise RefusedError(f"请求 {number} 已经关闭，或不是合并到 main 的")
    if not found["head"]["sha"].startswith(commit):
        raise RefusedError(f"请求 {number} 在看过以后又改了，现在是 {found['head']['sha'][:7]}；请再看一遍新的检查结果")
    user = found.get("user") or {}
    about = {
        "number": int(number),
        "head": found["head"]["sha"],
        "login": user.get("login", ""),
        "id": user.get("id", 0),
    }
    Path(landing).mkdir(parents=True)
    Path(landing, ABOUT).write_text(json.dumps(about), encoding="utf-8")
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as output:
        output.write(f"number={int(number)}\nhead={found['head']['sha']}\n")


def files(folder: Path) -> dict[str, bytes]:
    """The plain files below a folder's data, by path; links are not followed."""
    found = {}
    for place, _, names in os.walk(folder / "data"):
        for name in names:
            path = Path(place, name)
            if not path.is_symlink() and path.is_file():
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def lands(path: str) -> bool:
    """Whether a path may become a part of main."""
    return bool(BUREAU.fullmatch(path) or ORIGINAL.fullmatch(path))


def collect(base: str, joined: str, change: str, landing: str) -> None:
    """Lay out what of the bureaus' data is new or another; what else the request changes is refused."""
    before, after = files(Path(base)), files(Path(joined))
    if not any(UPLOAD.fullmatch(path) for path in files(Path(change))):
        raise RefusedError("请求里没有工作簿，直接合并就行")
    gone = sorted(before.keys() - after.keys())
    new = {path: content for path, content in after.items() if before.get(path) != content}
    odd = sorted(path for path in [*new, *gone] if path in gone or not lands(path))
    if odd:
        raise RefusedError(f"除了工作簿和原件，请求还删了或改了 {'、'.join(odd[:5])}；请先把这些另开请求")
    if not new:
        raise RefusedError("表里的内容与现有数据相同，没有要合并的")
    for path, content in new.items():
        target = Path(landing, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    print(f"要合并 {len(new)} 个文件。")


def landed(landing: Path) -> tuple[dict[str, Any], dict[str, Path]]:
    """What the other job laid out, looked at again: who sent it, and the files, each where a bureau's file may be."""
    about = json.loads((landing / ABOUT).read_text(encoding="utf-8"))
    number, login, user = about["number"], about["login"], about["id"]
    if type(number) is not int or number < 1 or type(user) is not int:
        raise RefusedError("交来的说明不是约定的样子")
    if not isinstance(login, str) or (login and not LOGIN.fullmatch(login)):
        raise RefusedError("交来的说明里，用户名不是约定的样子")
    found = {
        Path(place, name).relative_to(landing).as_posix(): Path(place, name)
        for place, _, names in os.walk(landing)
        for name in names
        if name != ABOUT or Path(place) != landing
    }
    wrong = [path for path, file in found.items() if not lands(path) or file.is_symlink()]
    if wrong or not found or len(found) > MOST_FILES or sum(one.stat().st_size for one in found.values()) > MOST_BYTES:
        raise RefusedError(f"交来的文件不是约定的样子：{'、'.join(wrong[:3]) or '个数或大小'}")
    return about, found


def git(*arguments: str, **more: str) -> str:
    """Run git here; the token is in the environment of the one command that needs it."""
    done = subprocess.run(["git", *arguments], env={**os.environ, **more}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RefusedError(f"git {arguments[0]} 没有成功：{done.stderr.strip()[-300:]}")
    return done.stdout.strip()


def land(landing: str) -> None:
    """Write the branch, open the request, tell the sender."""
    about, found = landed(Path(landing))
    repository, number = os.environ["GITHUB_REPOSITORY"], about["number"]
    branch = f"accepted/{number}-{about['head'][:7]}"
    git("switch", "--quiet", "--create", branch)
    for path, file in found.items():
        target = Path(path)
        if any(one.is_symlink() for one in (target, *target.parents)):
            raise RefusedError(f"{path} 在主分支里是链接")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        git("add", "--", path)
    folders = sorted({"/".join(path.split("/")[1:4]) for path in found})
    what = "CSV 和原件" if any(map(ORIGINAL.fullmatch, found)) else "只有 CSV"
    credit = (
        f"\n\nCo-authored-by: {about['login']} <{about['id']}+{about['login']}@users.noreply.github.com>"
        if about["login"]
        else ""
    )
    message = f"Accept the sheets of #{number}: {', '.join(folders)[:200]}{credit}"
    robot = {"GIT_AUTHOR_NAME": "github-actions[bot]", "GIT_COMMITTER_NAME": "github-actions[bot]"}
    address = "41898282+github-actions[bot]@users.noreply.github.com"
    git("commit", "--quiet", "--message", message, GIT_AUTHOR_EMAIL=address, GIT_COMMITTER_EMAIL=address, **robot)
    token = base64.b64encode(f"x-access-token:{os.environ['GH_TOKEN']}".encode()).decode()
    header = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "http.extraheader"}
    git(
        "push",
        "--quiet",
        "origin",
        f"HEAD:refs/heads/{branch}",
        GIT_CONFIG_VALUE_0=f"Authorization: Basic {token}",
        **header,
    )
    whose = f"由 {about['login']} 提交" if about["login"] else "由一位提交者提交"
    body = (
        f"请求 #{number} 里的表（{whose}），由财政部门接收，转换成 CSV：{'、'.join(folders)[:500]}。\n\n"
        "自动开的请求，GitHub 不自动检查：请先关闭再重新打开一次，检查就会运行；通过以后合并，再关闭原来的请求。"
    )
    words = {"title": f"接收 #{number} 的表", "head": branch, "base": "main", "body": body}
    opened = api(f"repos/{repository}/pulls", body=words)
    new = int(opened["number"])
    told = f"财政部门已经接收，另开了请求 #{new}（{what}）；它合并以后就会公布，这个请求到时关闭。谢谢。"
    api(f"repos/{repository}/issues/{number}/comments", body={"body": told})
    print(f"请求 {new} 已开。")


def main(what: str, *places: str) -> int:
    """Do one of the three; 1 with the reason where the request is not taken in."""
    try:
        {"pull": pull, "collect": collect, "land": land}[what](*places)
    except RefusedError as error:
        text = str(error).replace("%", "%25").replace("\r", " ").replace("\n", " ").replace("::", ":\u200b:")
        print(f"::error title=没有接收::{text}。")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
