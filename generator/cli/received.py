"""What an import said of the files that were sent, as a report tells it, and kept as JSON for a later one."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.cli.places import resolved
from generator.core.characters import shortened
from generator.core.errors import UsageError

if TYPE_CHECKING:
    from generator.core.finding import Finding
    from generator.intake.understanding import Understood
    from generator.review import Received

_MOST = 64 * 2**20
_COPY = re.compile(r"副本|复件|[（(]\d+[)）]|最终|最新|copy|备份", re.IGNORECASE)
_TROUBLE = ("where", "whose", "message", "hint", "stops", "masked")


def received_from(paths: Sequence[Path]) -> Received:
    """What imports said, from the files that ``import --format json`` wrote; the newest word of theirs is the last.

    Files of one name in several folders are told apart by what the imports' files are called: 990001-2025-edu.json.
    """
    from generator.review import Received, Trouble

    files: list[tuple[str, str]] = []
    troubles: list[Trouble] = []
    folders: dict[str, set[str]] = defaultdict(set)
    said = [(path.stem.replace("-", "/"), _said(path)) for path in paths]
    for folder, (own, _) in said:
        for file, _headline in own:
            folders[file.partition("「")[0]].add(folder)
    for folder, (own, wrong) in said:

        def placed(where: str, folder: str = folder) -> str:
            return f"{folder}/{where}" if len(folders[where.partition("「")[0]]) > 1 else where

        files += [(placed(file), headline) for file, headline in own]
        troubles += [Trouble(**{**one, "where": placed(one["where"])}) for one in wrong]
    return Received(files=files, troubles=troubles)


def _said(path: Path) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """What an import said: its files with what each was taken for, and what is wrong."""
    from generator.load.files import read_file

    try:
        told = json.loads(read_file(resolved(path), _MOST))
        files = [(str(one["file"]), str(one["headline"])) for one in told["files"]]
        return files, [{name: one[name] for name in _TROUBLE} for one in told["troubles"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{shortened(str(path))} 不是 import 写出的结果。", "请用 import … --format received 重新写一份。"
        ) from None


def received_of(found: Understood, beside: Sequence[Finding] = ()) -> Received:
    """What was understood of the files that were sent, as the report tells it; ``beside``: what else is wrong."""
    from generator.check.privacy.texts import UNWAIVABLE, for_reports
    from generator.intake.telling import headline
    from generator.review import Received, Trouble

    files = [(one.reading.place(""), headline(one)) for one in found.forms]
    troubles = [
        Trouble(
            where=form.reading.place(problem.cell),
            whose=_whose(form.reading.name, form.reading.record),
            message=problem.message,
            hint=problem.hint,
            stops=problem.stops,
            masked=problem.masked,
        )
        for form in found.forms
        for problem in form.reading.problems
    ]
    troubles += [
        Trouble(
            where=one.origin,
            whose=_whose(one.name, one.record),
            message=f"「{one.title}」{for_reports(one.code, one.message)}",
            hint=one.hint,
            masked=one.code in UNWAIVABLE,
        )
        for one in beside
    ]
    return Received(files=files, troubles=[*troubles, *_nothing(found), *_copies(found)])


def _nothing(found: Understood) -> list[Any]:
    """What is said of files in which nothing is filled in, as of a head without rows: there is nothing to take in."""
    from generator.review import Trouble

    if found.stopped or any(one.values for one in found.readings):
        return []
    names = "、".join(dict.fromkeys(one.file for one in found.readings))
    return [
        Trouble(
            where=shortened(names),
            whose="",
            message="没有读到任何内容，像是空白的表。",
            hint="请核对传的是不是填好的那一份。",
        )
    ]


def _whose(name: str, record: str) -> str:
    return f"{name}（{record}）" if name and record else name or record


def _copies(found: Understood) -> list[Any]:
    """Files whose names look like those of copies, beside others of the same bureau: one of them may be old."""
    from generator.review import Trouble

    names = list(dict.fromkeys(one.reading.file for one in found.forms))
    return [
        Trouble(
            where=name,
            whose="",
            message="文件名像是副本或另一个版本。",
            hint="请核对它是不是要报的那一份；两份都在的，只留定稿。",
            stops=False,
        )
        for name in names
        if _COPY.search(name)
    ]


def received_json(received: Received) -> str:
    """What an import said, for a later report."""
    from dataclasses import asdict

    return json.dumps(
        {
            "files": [{"file": file, "headline": headline} for file, headline in received.files],
            "troubles": [asdict(one) for one in received.troubles],
        },
        ensure_ascii=False,
        indent=1,
    )
