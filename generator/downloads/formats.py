"""What each format of a download is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.core import addresses


@dataclass(frozen=True, kw_only=True)
class Format:
    """A format of a file: how its name ends, what it is called on the site, its media type and what it is for."""

    suffix: str
    title: str
    media_type: str
    purpose: str


FORMATS: Mapping[str, Format] = {
    "xlsx": Format(
        suffix=".xlsx",
        title="Excel 工作簿",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        purpose="直接用 Excel 或 WPS 打开；编码存为文字，附数据字典",
    ),
    "zip-zh": Format(
        suffix=".zh.zip",
        title="CSV（中文表头），压缩包",
        media_type="application/zip",
        purpose="给人看：各表一个 CSV，中文表头带单位，UTF-8（带 BOM）；会被表格软件当作公式或改写的文字前加 '",
    ),
    "csv": Format(
        suffix=".csv",
        title="CSV（英文字段名）",
        media_type="text/csv",
        purpose="给程序用：英文字段名，UTF-8，逐格与数据一致",
    ),
    "zip": Format(
        suffix=".zip",
        title="数据包（CSV＋datapackage.json）",
        media_type="application/zip",
        purpose=(
            "给程序用：各表 CSV（英文字段名，逐格与数据一致）和 Frictionless 描述，可用 frictionless validate 核验；"
            "项目的另附一份中文表头的 CSV"
        ),
    ),
    "json": Format(
        suffix=".json",
        title="JSON",
        media_type="application/json",
        purpose="给程序用：一个项目的各张表，编码为文字，数字为数字；各行相同的区划、年度、部门、项目编码只在开头写一次",
    ),
    "zip-json": Format(
        suffix=".json.zip",
        title="JSON，压缩包",
        media_type="application/zip",
        purpose="给程序用：各表一个 JSON，编码为文字，数字为数字；pandas 可以直接读取只含一张表的",
    ),
    "parquet": Format(
        suffix=".parquet",
        title="Parquet",
        media_type="application/vnd.apache.parquet",
        purpose="给数据分析用：列有类型，金额为精确小数",
    ),
    "zip-parquet": Format(
        suffix=".parquet.zip",
        title="Parquet，压缩包",
        media_type="application/zip",
        purpose="给数据分析用：各表一个 Parquet",
    ),
}
PROJECT_FORMATS = ("xlsx", "zip", "json")


def project_files(division: str, year: int, code: str) -> dict[str, str]:
    """The files of a project: format → path below the site's root."""
    stem = addresses.project_stem(division, year, code)
    return {name: stem + FORMATS[name].suffix for name in PROJECT_FORMATS}
