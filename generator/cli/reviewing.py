"""A change as its reviewer sees it: what was sent as workbooks, what differs, what was found, in one report."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator import pipeline
from generator.cli.clock import today
from generator.cli.places import resolved
from generator.cli.received import received_of
from generator.core.data import Checked
from generator.core.errors import UsageError
from generator.core.finding import Finding

if TYPE_CHECKING:
    from generator.compare import Comparison
    from generator.review import Received, Review

STYLES = ("html", "xlsx", "review")


def review_of(
    checked: Checked, findings: Sequence[Finding], data: Path, *, against: str = "", received: Received | None = None
) -> Review:
    """Put a change together for its reviewer; ``against``: the state that it changes, if one is given."""
    from generator.review import reviewed

    return reviewed(checked, findings, compared(against, data) if against else None, received)


def compared(against: str, data: Path) -> Comparison:
    """What differs from an earlier state, with the cells of the workbooks that say what is new."""
    from generator.intake.origins import read_origins
    from generator.publish.borrowing import borrowed
    from generator.review.review import with_origins

    # Reports go to bureaus: where folders lie on this machine is nothing to them.
    old, new = borrowed(against, data), replace(borrowed(str(data), data), title="这次的数据")
    if Path(against).is_dir():
        old = replace(old, title="原来的数据")
    found = pipeline.compared(old, new, data)
    origins = read_origins(data)
    return with_origins(
        found, lambda place, table, record, field: origins.find((place[0], place[1], place[2]), table, record, field)
    )


def written(review: Review, style: str) -> bytes:
    """A review in a format, as the bytes of a file."""
    from generator.review import FORMATS

    return FORMATS[style](review, clock=datetime(today().year, today().month, today().day))


def receive(options: argparse.Namespace) -> int:
    """Import into a copy, check, compare, and write the report and the files that would change; 1 if it cannot pass."""
    from generator.check.report import as_text, summary
    from generator.cli.console import Stages
    from generator.cli.intake import beside, joined, keep, understood_files, with_origins
    from generator.cli.places import data_folder
    from generator.core.output import Output
    from generator.load.schema import load_catalogue
    from generator.publish import write
    from generator.publish.borrowing import copied, digests

    data, out = data_folder(options.data), _out(options.out, data_folder(options.data))
    catalogue = load_catalogue(data)
    found = understood_files(options, catalogue, data, sent=True)
    received = received_of(found, beside(options, found, catalogue, data))
    with copied(data) as copy:
        if not found.stopped and any(one.values for one in found.readings):
            keep(joined(found, catalogue, copy, options.published or ""), copy)
        checked = pipeline.checked(copy, today=today(), stage=Stages())
        findings = with_origins(checked, checked.findings, copy)
        review = review_of(checked, findings, copy, against=str(data), received=received)
        before, after = digests(data), digests(copy)
        changed = sorted(path for path in after if after[path] != before.get(path))
        outputs = [Output(path=f"审核报告.{style}", content=written(review, style)) for style in ("html", "xlsx")]
        outputs += [Output(path=f"data/{path}", content=(copy / path).read_bytes()) for path in changed]
    write(out, outputs)
    if review.received.troubles:
        for one in review.received.troubles:
            print(f"【{'请改' if one.stops else '请核对'}】{one.where}：{one.message}{one.hint}")
    errors = [one for one in findings if one.severity == "error"]
    if errors or changed:  # nothing was taken in: what is there already is not what was asked about
        print(as_text(checked, errors) if errors else summary(checked, findings))
    if review.comparison:
        from generator.compare.wording import headline

        print(f"对公众：{headline(review.comparison)}")
    print(f"{review.verdict}报告写在 {options.out}：审核报告.html、审核报告.xlsx。")
    if changed and review.passes:
        print(f"要写进数据文件夹的 {len(changed)} 个文件在 {options.out / 'data'}，核对以后用 import … --into 写进去。")
    elif changed:
        print(f"试着导入以后有变动的 {len(changed)} 个文件在 {options.out / 'data'}，只供对照；改好以后再收一次。")
    return int(not review.passes)


def _out(path: Path, data: Path) -> Path:
    """A new or empty folder for the report, never among the data."""
    place = resolved(path)
    if place.is_relative_to(data) or data.is_relative_to(place):
        raise UsageError(f"{path} 与数据文件夹重叠。", "请用 --out 指定别处的新文件夹。")
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise UsageError(f"{path} 已经有东西，没有动它。", "请用 --out 指定新的或空的文件夹。")
    return place


def parse(command: argparse.ArgumentParser) -> None:
    """The arguments of ``receive`` beside those of an import."""
    command.add_argument("--out", type=Path, required=True, metavar="文件夹", help="报告写到哪个新文件夹")
