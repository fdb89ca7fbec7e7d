"""Write the result of a check as one comment under its pull request, or rewrite the one that is there.

The artifact comes from a run of the pull request, whose workflow file the pull request may have changed: it is
hostile. Only three small files are read from it, in memory; the number counts only if GitHub itself says that this
pull request is open at the commit that was checked; texts are cleaned, cut and encoded mark by mark.

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
import zlib
from typing import Any

MARK = "<!-- data-check -->"
AUTHOR = "github-actions[bot]"
ARCHIVE_BYTES, NUMBER_BYTES, FINDINGS_BYTES, REVIEW_BYTES = 4 * 2**20, 16, 8 * 2**20, 4 * 2**20
ROWS, LINE, BODY = 30, 400, 20_000
WHOLE = 60_000  # GitHub takes 65,536 characters; of each part at most so many:
PARTS = {"totals": 5_000, "changes": 20_000, "received": 5_000, "causes": 16_000}
FIRST = {"removed": 10, "changed": 8, "added": 6}  # entries in the first screen; more stand in folds
OTHERS = 30  # open requests that are looked through for the same files
MARKS = "\\`*_{}[]()<>#+!|@~&:$"
KINDS = {"removed": "撤下", "changed": "改动", "added": "新增"}
PAGES, FILES, LISTED = 30, 100, 20  # GitHub lists at most 3,000 files; of each kind the comment names the first
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others may unpack to a thousand times before a limit is seen
BUREAU = re.compile(r"data/(\d{6}(?:\d{3})?)/(\d{4}/[a-z0-9][a-z0-9-]{0,63})/(?:originals/)?[^/]+", re.ASCII)
UPLOAD = re.compile(
    r"data/\d{6}(?:\d{3})?/\d{4}/[a-z0-9-]{1,64}/(?:[^/]{1,200}\.(?:xlsx|xlsm|xls|et|docx)|[^/]{0,200}[^a-z0-9_/][^/]{0,200}\.csv)",
    re.ASCII | re.IGNORECASE,
)
WAIVERS = re.compile(r"data/\d{6}(?:\d{3})?/waivers\.yaml", re.ASCII)
SEVERITIES = {"error": "错误", "warning": "提醒"}
LEVELS = {"error": "错误，要改", "warning": "提醒，请核对", "flag": "关注，审核的人可能会问"}


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


def artifacts(repository: str, run: str) -> dict[str, dict[str, Any]]:
    """What the run left, the newest of each name: a run that is run again leaves one more."""
    listed = json.loads(api(f"repos/{repository}/actions/runs/{run}/artifacts?per_page=100"))
    found = sorted((one for one in listed["artifacts"] if not one["expired"]), key=lambda one: int(one["id"]))
    return {str(one["name"]): one for one in found}


def artifact(repository: str, newest: dict[str, Any] | None) -> dict[str, bytes] | None:
    """The files of the artifact (the findings may be missing), or None when the run left none."""
    if newest is None:
        return None
    if newest["size_in_bytes"] > ARCHIVE_BYTES:
        raise RefusedError("产物过大")
    content = api(f"repos/{repository}/actions/artifacts/{int(newest['id'])}/zip", limit=ARCHIVE_BYTES)
    limits = {"number": NUMBER_BYTES, "findings.json": FINDINGS_BYTES, "review.json": REVIEW_BYTES}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) != len(set(names)) or "number" not in names or not set(names) <= set(limits):
                raise RefusedError("产物里不是约定的文件")
            for one in archive.infolist():
                if one.compress_type not in METHODS or one.flag_bits & 1 or one.file_size > limits[one.filename]:
                    raise RefusedError(f"产物里的 {one.filename} 过大，或不是约定的压缩方法")
            return {name: read(archive, name, limits[name]) for name in names}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
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
    user = pull.get("user") or {}
    return {"number": number, "files": count(pull.get("changed_files")), "login": str(user.get("login", ""))}


class Change:
    """What a pull request changes, as GitHub lists it."""

    def __init__(self, repository: str, pull: dict[str, Any]) -> None:
        self.bureaus: dict[str, dict[str, int]] = {}
        self.office: list[str] = []
        self.frame: list[str] = []
        self.code: list[str] = []
        self.removed: list[str] = []
        self.waivers: list[str] = []
        self.uploads: list[str] = []
        self.paths: set[str] = set()
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
        self.paths.add(path)
        if status == "removed":
            self.removed.append(path)
        elif UPLOAD.fullmatch(path):
            self.uploads.append(path)
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


def verdict(content: bytes | None, change: Change, review: dict[str, Any] | None) -> tuple[str, list[dict[str, Any]]]:
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
    if change.uploads and review is not None:
        return f"{waiting(review).removesuffix('。')}{commit}。", found
    success = os.environ["CONCLUSION"] == "success"
    what = "数据检查" if change.code or change.frame else "检查"
    passed = "通过" if success or (change.code and not errors) else "没有通过"
    todo = (
        "请改正错误后再次提交。"
        if errors and not others_only(review)
        else inert((review or {}).get("verdict"))
        if errors
        else "数据没有错误，是别的步骤没有通过，请看运行记录。"
        if not success
        else ""
    )
    if change.code or change.frame:
        todo += "数据由主分支的工具检查；这次请求还改了代码或表的定义，请另看改动和代码测试的结果。"
    return f"**{what}{passed}**：错误 {errors}，提醒 {warnings}{commit}。{todo}", found


def waiting(review: dict[str, Any]) -> str:
    """What came of a request that sends sheets, which is never merged itself."""
    if review.get("passes") is True:
        return "**检查通过，等财政部门接收**：表已经试着导入，没有错误；接收以后另开一个请求来合并，这个请求不合并"
    if others_only(review):
        return f"**还不能接收，但不用再传**：{inert(review.get('verdict'))}"
    own = "自己表里的改好以后" if count(review.get("apart")) else "改好以后"
    return f"**还不能接收**：{inert(review.get('verdict'))}{own}，在同一个文件夹里再传一次（同名的会替换）"


def others_only(review: dict[str, Any] | None) -> bool:
    """Whether all that is wrong lies in folders that the change has nothing to do with."""
    review = review or {}
    stops = any(one.get("stops") for one in dicts(obj(review.get("received")).get("troubles")))
    errors = count(obj(review.get("counts")).get("error"))
    return not stops and errors > 0 and count(review.get("apart")) == errors


# The comment of a change of data that was checked to its end.


def inert(value: object, limit: int = LINE) -> str:
    """Text on one line in which every mark that Markdown or GitHub could read is encoded."""
    text = value if isinstance(value, str) else ""
    text = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in text[: 4 * limit])
    text = " ".join(text.split())
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    coded = "".join(f"&#{ord(one)};" if one in MARKS else one for one in text)
    # GitHub looks for @names, #numbers and GH-numbers after decoding.
    coded = coded.replace("&#64;", "&#64;&#8203;").replace("&#35;", "&#35;&#8203;")
    coded = re.sub("(gh-)(?=[0-9])", r"\1&#8203;", coded, flags=re.IGNORECASE)
    return re.sub("www[.]", "www&#46;", coded, flags=re.IGNORECASE)


def dicts(value: object) -> list[dict[str, Any]]:
    """The objects of a list; nothing of anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def obj(value: object) -> dict[str, Any]:
    """An object; an empty one of anything else."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[list[Any]]:
    """The lists of a list; nothing of anything else."""
    return [one for one in value if isinstance(one, list)] if isinstance(value, list) else []


def within(lines: list[str], limit: int, rest: str) -> list[str]:
    """As many lines as a part may have, and a word on those that are not shown."""
    size, kept = 0, []
    for line in lines:
        size += len(line) + 1
        if size > limit:
            return [*kept, "", rest]
        kept.append(line)
    return kept


def fold(title: str, lines: list[str]) -> list[str]:
    """Lines that open on a click."""
    return ["<details><summary>" + title + "</summary>", "", *lines, "", "</details>", ""] if lines else []


def review_lines(review: dict[str, Any]) -> list[str]:
    """What changes for the public, what is wrong with the sheets that were sent, what the check found."""
    stops = stopped(review)
    told, sent = changes(obj(review.get("changes")), stops=stops), received(obj(review.get("received")))
    return [*(sent + told if stops else told + sent), *causes(review)]


def stopped(review: dict[str, Any]) -> bool:
    """Whether something that was sent was not taken in: then nothing is known of it but what has to be mended."""
    return any(one.get("stops") for one in dicts(obj(review.get("received")).get("troubles")))


def changes(told: dict[str, Any], *, stops: bool) -> list[str]:
    """What changes for the public: removed first, with counts and money before and after."""
    if not told:
        return []
    unseen = "没有导入的表会带来什么变化，改好再传以后才看得到。" if stops else ""
    lines = ["### 对公众有什么变化", "", f"{inert(told.get('headline'))}{unseen}", ""]
    heads = [inert(one, 40) for one in told.get("figures", []) if isinstance(one, str)][:8]
    totals = [total(one, len(heads)) for one in rows(told.get("totals"))[:20]]
    if heads and totals:
        table = [f"| | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads), *totals]
        lines += [*within(table, PARTS["totals"], "其余见审核报告。"), ""]
    entries, counts, groups = obj(told.get("entries")), obj(told.get("counts")), obj(told.get("entries_count"))
    left = PARTS["changes"]
    for kind, word in KINDS.items():
        found = dicts(entries.get(kind))
        if not found:
            continue
        table = entry_lines(kind, found[: FIRST[kind]])
        more = entry_lines(kind, found[FIRST[kind] :])
        rest = f"其余见审核报告：{word}共 {count(counts.get(kind)):,} 条记录，{count(groups.get(kind)):,} 处。"
        shown = within(table, left // 2, rest)
        lines += [f"**{word} {count(counts.get(kind)):,} 条记录**", "", *shown, ""]
        left -= sum(map(len, shown))
        folded = within(more, max(left // 2, 0), rest)
        if count(groups.get(kind)) > len(found) and folded[-1:] != [rest]:
            folded = [*folded, "", rest]
        lines += fold(
            f"{word}的其余 {max(count(groups.get(kind)) - FIRST[kind], 0):,} 处",
            folded if len(found) > FIRST[kind] else [],
        )
        left -= sum(map(len, folded))
    besides = [inert(one) for one in told.get("besides", []) if isinstance(one, str)][:8]
    return [*lines, *besides, ""] if besides else lines


def total(cells: list[Any], width: int) -> str:
    """A row of sums before and after."""
    told = []
    for pair in [one for one in cells[1:] if isinstance(one, list) and len(one) == 2][:width]:
        old, new = inert(pair[0], 40), inert(pair[1], 40)
        told.append(old if old == new else f"{old} → {new}")
    return f"| {inert(cells[0] if cells else '', 60)} | {' | '.join(told)} |"


def entry_lines(kind: str, entries: list[dict[str, Any]]) -> list[str]:
    """Entries of a kind as a table."""
    if not entries:
        return []
    if kind != "changed":
        lines = ["| 部门年度 | 记录 | 说明 |", "|---|---|---|"]
        for one in entries:
            where = f"<br>{inert(one.get('where'), 120)}" if one.get("where") else ""
            subject = f"{inert(one.get('subject'), 160)}{where}"
            lines.append(f"| {inert(one.get('place'), 60)} | {subject} | {inert(one.get('besides'), 120)} |")
        return lines
    lines = ["| 部门年度 | 记录 | 项 | 原来 | 现在 |", "|---|---|---|---|---|"]
    for one in entries:
        cells = [cell for cell in rows(one.get("cells")) if len(cell) == 3]
        where = f"<br>{inert(one.get('where'), 120)}" if one.get("where") else ""
        for number, cell in enumerate(cells):
            place = (inert(one.get("place"), 60), inert(one.get("subject"), 160) + where) if not number else ("", "")
            lines.append(f"| {' | '.join((*place, inert(cell[0], 40), inert(cell[1], 130), inert(cell[2], 130)))} |")
        if left := count(one.get("cells_left")):
            lines.append(f"| | | 另有 {left:,} 项 | | |")
    return lines


def received(told: dict[str, Any]) -> list[str]:
    """The sheets that were sent: what they were taken for, and what is wrong with them."""
    files, troubles = rows(told.get("files")), dicts(told.get("troubles"))
    lines = []
    if troubles:
        stops = [one for one in troubles if one.get("stops")]
        word = "表里要先改的" if stops else "表里要核对的"
        listed = [trouble_line(one) for one in sorted(troubles, key=lambda one: not one.get("stops"))]
        more = count(told.get("troubles_count")) - len(troubles)
        listed += [f"\n另有 {more:,} 处，见审核报告。"] if more > 0 else []
        lines += [f"### {word}", "", *within(listed, PARTS["received"], "其余见审核报告。"), ""]
    if files:
        table = ["| 文件 | 读成了什么 |", "|---|---|"]
        table += [f"| {inert(one[0], 120)} | {inert(one[1], 200)} |" for one in files if len(one) == 2]
        lines += fold(f"收到 {count(told.get('count')):,} 份表", within(table, PARTS["received"], "其余见审核报告。"))
    return lines


def trouble_line(one: dict[str, Any]) -> str:
    """What is wrong with a sheet: whose, what, what to do, and where."""
    word = "**请改** " if one.get("stops") else "请核对 "
    said = f"{whose(one.get('whose'))}{inert(one.get('message'))}{inert(one.get('hint'))}"
    return f"- {word}{said}<br>位置：{inert(one.get('where'), 160)}"


def whose(value: object) -> str:
    """Whose record it is, in bold; nothing where that is not known."""
    return f"**{inert(value, 120)}** " if isinstance(value, str) and value.strip() else ""


def causes(review: dict[str, Any]) -> list[str]:
    """What the check found, by cause, three of each."""
    found = [one for one in dicts(review.get("causes")) if one.get("severity") in tuple(LEVELS)]
    if not found:
        others = [elsewhere_line(review)] if count(review.get("elsewhere")) else []
        return ["### 检查结果", "", f"{none(review)}{inert(review.get('looked'))}", *others, ""]
    lines = ["### 检查结果", "", inert(review.get("looked")), ""]
    left = PARTS["causes"]
    others = [one for one in found if one.get("apart") is True]
    for level, title in LEVELS.items():
        causes_ = [one for one in found if one["severity"] == level and one not in others]
        own = [line for one in causes_ for line in cause_lines(one)]
        told = sum(count(one.get("count")) for one in causes_)
        away = count(review.get("apart")) if level == "error" else 0
        total_ = max(told, count(obj(review.get("counts")).get(level)) - away)
        if not own:
            continue
        shown = within(own, left if level == "error" else left * 2 // 3, "其余见审核报告。")
        left -= sum(map(len, shown))
        head = f"{title}：{total_:,} 处"
        lines += [f"**{head}**", "", *shown, ""] if level == "error" else fold(head, shown)
    if others:
        head = f"没有动到的文件夹里的错误，由那里的部门改：{count(review.get('apart')):,} 处"
        shown = within([line for one in others for line in cause_lines(one)], max(left // 2, 0), "其余见审核报告。")
        lines += fold(head, shown)
    if more := count(review.get("causes_left")):
        lines.append(f"另有 {more:,} 类，见审核报告。")
    if count(review.get("elsewhere")):
        lines.append(elsewhere_line(review))
    return [*lines, ""]


def none(review: dict[str, Any]) -> str:
    """What is said where nothing was found: of what was not taken in nothing was looked at."""
    return "没有导入的表还没有检查，改好再传以后才检查。" if stopped(review) else "这次改动没有问题。"


def elsewhere_line(review: dict[str, Any]) -> str:
    """How much is to be said of what the change does not touch."""
    return f"没有动到的部门年度另有 {count(review.get('elsewhere')):,} 处提醒和关注，与这次改动无关，没有列出。"


def cause_lines(cause: dict[str, Any]) -> list[str]:
    """A cause with its first three places."""
    code = re.sub(r"[^A-Za-z0-9]", "", clean(cause.get("code"), 8))
    lines = [f"- {inert(cause.get('title'), 60)}（{code}），{count(cause.get('count')):,} 处"]
    shown = dicts(cause.get("first"))[:3]
    for one in shown:
        field = f"「{inert(one.get('field'), 60)}」" if one.get("field") else ""
        reply = f"<br>部门说明：{inert(one.get('reply'))}" if one.get("reply") else ""
        lines.append(
            f"  - {whose(one.get('whose'))}{field}{inert(one.get('message'))}{inert(one.get('hint'))}"
            f"<br>位置：{inert(one.get('where'), 160)}{reply}"
        )
    if (more := count(cause.get("count")) - len(shown)) > 0:
        lines.append(f"  - 另有 {more:,} 处")
    return lines


def parsed_review(content: bytes | None) -> dict[str, Any] | None:
    """What the check made for this comment; None where it did not come so far."""
    if content is None:
        return None
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise RefusedError("检查结果不是 JSON") from error
    if not isinstance(document, dict):
        raise RefusedError("检查结果不是约定的样子")
    return document


def overlaps(repository: str, number: int, change: Change) -> list[str]:
    """Other open requests that touch the same files, or send sheets to the same folders."""
    try:
        pulls = json.loads(api(f"repos/{repository}/pulls?state=open&per_page={OTHERS}"))
    except RefusedError:
        return []  # nothing is said of what was not seen
    folders = {path.rpartition("/")[0] for path in change.paths if path.startswith("data/")}
    sending = {path.rpartition("/")[0] for path in change.uploads}
    lines = []
    for pull in dicts(pulls):
        other = count(pull.get("number"))
        if not other or other == number:
            continue
        try:
            files = dicts(json.loads(api(f"repos/{repository}/pulls/{other}/files?per_page={FILES}")))
        except RefusedError:
            continue
        paths = {str(one.get("filename", "")) for one in files}
        same = sorted(change.paths & paths)
        theirs = {path.rpartition("/")[0] for path in paths if UPLOAD.fullmatch(path)}
        near = sorted((sending & {path.rpartition("/")[0] for path in paths}) | (theirs & folders))
        if same or near:
            what = "、".join(clean(one, 120) for one in (same or near)[:5])
            lines.append(f"请求 {other} 也动了 {what}：请先商量以哪一份为准，另一份关掉或改好后再接收。")
    return lines


def comment(files: dict[str, bytes], change: Change, about: dict[str, Any]) -> str:
    """The comment; ``about``: repository, run, number and what the run left."""
    review = parsed_review(files.get("review.json"))
    content = files.get("findings.json")
    said, found = verdict(content, change, review)
    block = [line for finding in found[:ROWS] for line in lines(finding)] if review is None else []
    while len("\n".join(block)) > BODY:
        block.pop()
    text = [said, ""]
    near = overlaps(about["repository"], about["number"], change) if change.paths else []
    text += ["````text", *near, "````", ""] if near else []
    text += ["````text", *block, "````", ""] if block else []
    text += review_lines(review) if review is not None else []
    ending = [*fold("改动了哪些文件", ["````text", *change.lines(), "````"]), linked(about)]
    if review is None:
        ending = ["````text", *change.lines(), "````", "", linked(about)]
    body = "\n".join([MARK, *text])
    if len(body) > WHOLE - 6_000:  # cannot be by the limits of the parts; then the report has it all
        body = body[: body.rfind("\n", 0, WHOLE - 6_000)] + "\n\n其余见审核报告。\n"
    return "\n".join([body, *within(ending, 6_000, linked(about))])


def linked(about: dict[str, Any]) -> str:
    """Where the preview, the full report and the log are."""
    url = f"{os.environ['GITHUB_SERVER_URL']}/{about['repository']}/actions/runs/{int(about['run'])}"
    titles = {"report": "审核报告（网页和 Excel）", "preview": "预览网站"}
    links = [
        f"[{title}]({url}/artifacts/{int(about['artifacts'][name]['id'])})"
        for name, title in titles.items()
        if name in about["artifacts"]
    ]
    return " · ".join([*links, f"[{'运行记录' if links else '全部结果和预览网站'}]({url})"])


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
        left = artifacts(repository, run)
        files = artifact(repository, left.get("findings"))
        if files is None:
            print("这次检查没有留下结果，不写评论。")
            return 0
        pull = pull_request(repository, files["number"])
        number = pull["number"]
        about = {"repository": repository, "run": run, "number": number, "artifacts": left}
        text = comment(files, Change(repository, pull), about)
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
