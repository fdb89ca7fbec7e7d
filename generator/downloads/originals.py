"""The original files that bureaus put beside their data, as they are published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.core.errors import UserError
from generator.core.original import MAX_BYTES, PublishedOriginal
from generator.core.output import DownloadFile, DownloadSet, Output
from generator.downloads.setting import Setting
from generator.load.files import read_file
from generator.originals.cleaning import MEDIA_TYPES, clean


def original_outputs(originals: Sequence[PublishedOriginal]) -> Iterator[Output]:
    """Each file without what nobody sees, just as it was checked; UserError if it is another meanwhile."""
    for one in originals:
        content = clean(read_file(one.original.place, MAX_BYTES), one.original.name).content
        if hashlib.sha256(content).hexdigest() != one.sha256:
            raise UserError(f"{one.original.path} 在检查以后又改了。", "请等改动停下来，再生成一次。")
        yield Output(path=one.address, content=content)


def original_sets(setting: Setting) -> Iterator[DownloadSet]:
    """What the index says of the files of each department-year, in the order of its documents."""
    for folder, found in groupby(setting.checked.originals, key=lambda one: one.original.key):
        division, year, department = folder
        yield DownloadSet(
            kind="originals",
            title=f"{setting.department_title(division, department)}{year}年度的原件",
            division=division,
            year=year,
            department=department,
            rows=0,
            tables=0,
            published=setting.packages[folder].published_date,
            sample=division in setting.samples,
            files=tuple(_listed(one) for one in found),
        )


def _listed(one: PublishedOriginal) -> DownloadFile:
    return DownloadFile(
        format="original",
        title=f"{one.document.title}（{one.kind}）",
        path=one.address,
        media_type=MEDIA_TYPES[one.kind.lower()],
        size=one.size,
        sha256=one.sha256,
    )
