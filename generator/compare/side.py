"""One of two states of the data: its tables as text, and what its forms say as if they were tables, too."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from generator.compare.comparison import Place
from generator.core.data import Loaded
from generator.core.memory import text_type
from generator.core.original import MAX_BYTES, Original
from generator.core.package import Package, Waiver, Withdrawal
from generator.core.schema import CONTEXT, Field, Table
from generator.load.files import read_file

Frames = Mapping[str, pd.DataFrame]
_CLOSED = ("L10", "L12")  # a link, or what cannot be opened


def _table(name: str, title: str, key: Sequence[str], fields: Mapping[str, str]) -> Table:
    """A table that is none: what a form says, in the shape of records."""
    return Table(
        name=name,
        title=title,
        description=title,
        group="frame",
        scope="department-year",
        label="",
        primary_key=tuple(key),
        foreign_keys=(),
        fields=tuple(
            Field(name=one, title=words, type="string", description=words, example="") for one, words in fields.items()
        ),
    )


_RECORD = {"rule": "规则", "table": "表", "record": "记录"}
FORMS: Mapping[str, Table] = {
    one.name: one
    for one in (
        _table(
            "package",
            "发布信息",
            (),
            {
                "title": "信息名称",
                "publisher": "发布机构",
                "index_number": "索引号",
                "topic": "主题",
                "document_number": "文号",
                "written_date": "成文日期",
                "published_date": "发布日期",
                "disclosure": "公开方式",
                "validity": "有效性",
                "keywords": "关键词",
                "contact": "联系方式",
                "declares": "声明没有的",
            },
        ),
        _table(
            "documents",
            "已公开的文件",
            ("kind", "title"),
            {
                "kind": "文种",
                "title": "名称",
                "published": "公开日期",
                "number": "编号",
                "written": "成文日期",
                "link": "网址",
                "file": "原件",
            },
        ),
        _table("originals", "原件", ("name",), {"name": "文件名", "size": "字节", "sha256": "内容（SHA-256）"}),
        _table(
            "withheld",
            "不公开事项",
            ("kind", "ground", "project_code"),
            {"kind": "文种", "ground": "理由", "project_code": "项目编码", "count": "个数", "note": "说明"},
        ),
        _table("replies", "部门说明", tuple(_RECORD), {**_RECORD, "date": "日期", "text": "说明"}),
        _table(
            "waivers",
            "豁免",
            (*_RECORD, "field"),
            {
                **_RECORD,
                "field": "字段",
                "date": "日期",
                "reason": "理由",
                "authority": "同意的机关",
                "basis": "依据",
            },
        ),
        _table("withdrawn", "准予撤下", (), {"date": "日期", "reason": "理由"}),
    )
}


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two states of the data.

    ``frames``: table → its rows as read, all text (``fiscal_year`` int64), with ``_file`` below the data folder and
    ``_row``; what the forms say is among them unless this side has none (a published archive).
    ``unread``: paths below the data folder of files that could not be read; ``folders``: department-years that are
    there, though nothing of them may have been read; ``differing``: path of a file → those of its rows that the
    other side has not, where that is known.
    """

    title: str
    frames: Frames
    unread: frozenset[str] = frozenset()
    folders: frozenset[Place] = frozenset()
    differing: Mapping[str, npt.NDArray[np.int64]] = field(default_factory=dict)


def side_of(
    loaded: Loaded,
    title: str,
    folders: Iterable[Place] = (),
    differing: Mapping[str, npt.NDArray[np.int64]] | None = None,
) -> Side:
    """A data folder as read."""
    frames = {name: frame.assign(_file=_below(frame["_file"])) for name, frame in loaded.frames.items()}
    frames |= form_frames(loaded)
    return Side(
        title=title,
        frames=frames,
        unread=frozenset(_unread(loaded, frames)),
        folders=frozenset(folders),
        differing=differing or {},
    )


def _unread(loaded: Loaded, frames: Frames) -> Iterator[str]:
    """Files and folders that stand there, of which no row was read."""
    forms = {"P02": ("package",), "P06": ("waivers", "withdrawn")}
    for one in loaded.findings:
        tables = (one.table,) if one.table else forms.get(one.code, ())
        path = one.file.partition("/")[2]
        if one.severity != "error" or not (tables or one.code in _CLOSED):
            continue
        if not any((frames[name]["_file"] == path).any() for name in tables):
            yield path


def _below(files: pd.Series) -> pd.Series:
    """Paths without the data folder's own name, which may differ between the sides."""
    return files.str.slice(len(str(files.iloc[0]).partition("/")[0]) + 1) if len(files) else files


def form_frames(loaded: Loaded) -> dict[str, pd.DataFrame]:
    """What the forms of a data folder say, as the tables of ``FORMS``."""
    packages = loaded.packages
    return {
        "package": _frame("package", ((one, one) for one in packages)),
        "documents": _frame("documents", _inside(packages, "documents")),
        "originals": _frame("originals", ((one, _content(one)) for one in loaded.originals)),
        "withheld": _frame("withheld", _inside(packages, "withheld")),
        "replies": _frame("replies", _inside(packages, "replies")),
        "waivers": _frame("waivers", ((one, one) for one in loaded.waivers)),
        "withdrawn": _frame("withdrawn", ((one, one) for one in loaded.withdrawn)),
    }


@dataclass(frozen=True, kw_only=True)
class _Content:
    """What a file is told by: its name, bytes and digest."""

    name: str
    size: str
    sha256: str


def _content(one: Original) -> _Content:
    """A file that cannot be opened, or is longer than any may be, is told by its beginning."""
    try:
        content = read_file(one.place, MAX_BYTES)
    except OSError:
        content = b""
    return _Content(name=one.name, size=f"{len(content):,}", sha256=hashlib.sha256(content).hexdigest())


def _inside(packages: Sequence[Package], name: str) -> Iterable[tuple[Package, Any]]:
    return ((one, part) for one in packages for part in getattr(one, name))


def _frame(name: str, parts: Iterable[tuple[Package | Waiver | Withdrawal | Original, Any]]) -> pd.DataFrame:
    """The rows of a table of forms: whose they are, and the thing whose values they have."""
    table = FORMS[name]
    rows = [
        [
            owner.division,
            owner.fiscal_year,
            owner.department,
            *(_said(getattr(one, field)) for field in table.names),
            _file(owner),
        ]
        for owner, one in parts
    ]
    frame = pd.DataFrame(rows, columns=[*CONTEXT, *table.names, "_file"], dtype=object)
    text = {column: text_type() for column in frame.columns if column != "fiscal_year"}
    return frame.astype({**text, "fiscal_year": "int64"}).assign(_row=np.zeros(len(frame), dtype="int64"))


def _said(value: object) -> str | None:
    """A value of a form as text; None where it says nothing."""
    text = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text or None


def _file(owner: Package | Waiver | Withdrawal | Original) -> str:
    path = owner.path.partition("/")[2]
    return f"{path}/package.yaml" if isinstance(owner, Package) else path
