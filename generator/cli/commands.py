"""What each command does: parse nothing, call the stages, print."""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from generator.check.report import FORMATS, as_text, summary
from generator.cli.clock import today
from generator.cli.console import Stages
from generator.core.characters import shortened
from generator.core.data import Checked
from generator.core.errors import UsageError, UserError, reason
from generator.core.finding import Finding
from generator.core.output import Output
from generator.load import load
from generator.load.folder import DIVISION as DIVISION_CODE
from generator.load.schema import load_catalogue

if TYPE_CHECKING:
    from generator.statement import Draft

# What only some commands need is imported by them: a check starts a second sooner without pages, downloads and drafts.

ROOT = Path(__file__).resolve().parents[2]
# What the sample can make (a test holds it to them): its columns of years begin in 2000 and look six years back, and
# nothing is published yet in the years after its own day.
FIRST_YEAR, LAST_YEAR, MOST_DEPARTMENTS = 2006, 2026, 700
STATEMENT_FORMATS = ("md", "html", "docx", "data")
_FRAME = ("datapackage.yaml", "schemas", "profiles")


def check(options: argparse.Namespace) -> int:
    """Check and print what was found; 1 if there are errors."""
    data = _data(options.data)
    inside = [_inside(data, path) for path in options.paths]
    stages = Stages()
    checked = _checked(data, stages)
    findings = _under(checked.findings, inside)
    print(FORMATS[options.format](checked, findings))
    if options.format != "text":
        print(summary(checked, findings), file=sys.stderr)
    return int(any(finding.severity == "error" for finding in findings))


def build(options: argparse.Namespace) -> int:
    """Check and build; nothing is published while there are errors."""
    return _build(_data(options.data), _out(options.out, options.data))


def serve(options: argparse.Namespace) -> int:
    """Build, serve on this machine only, and rebuild on change."""
    from generator.cli.serving import serve_folder

    data, out = _data(options.data), _out(options.out, options.data)
    watched = [data, ROOT / "site_src", ROOT / "mkdocs.yml", ROOT / "generator" / "pages" / "templates"]
    return serve_folder(out, options.port, watched, lambda: _build(data, out))


def new(options: argparse.Namespace) -> int:
    """Lay out a folder for a department-year: the form and a header-only file of each table to fill or delete."""
    from generator.cli.scaffold import scaffold
    from generator.publish import write

    data = _data(options.data)
    catalogue = load_catalogue(data)
    folder, outputs = scaffold(
        data,
        catalogue,
        options.division,
        options.year,
        options.department,
        tuple(dict.fromkeys(one.strip() for one in options.tables.split(","))),
    )
    files, _ = write(data, outputs)
    print(f"已新建 {options.data / folder}，共 {files} 个文件。")
    print("填好各表，删除用不上的表，再检查：")
    print(f"  python -m generator check {options.data / folder}")
    return 0


def sample(options: argparse.Namespace) -> int:
    """Write the invented district at any size, together with the schemas and profiles it needs."""
    from generator.check import check as check_data
    from generator.publish import clear, write
    from generator.sample import DIVISION, drafted, written
    from generator.sample import sample as sample_data
    from generator.statement import as_data, draft

    data, out = _data(options.data), _sample_out(options.out, options.data)
    tables = load_catalogue(data).tables
    if options.departments > options.projects:
        raise UsageError(
            f"--departments 写的是 {options.departments}，多于每年的项目数 {options.projects}。",
            "每个部门每年至少一个项目；请减少部门，或用 --projects 增加项目。",
        )
    if options.last_year - options.years < FIRST_YEAR - 1:
        raise UsageError(
            f"--years 写的是 {options.years}，从 {options.last_year} 年往前数会早于 {FIRST_YEAR} 年。",
            "请减少年数，或用 --last-year 推后最后一个年度。",
        )
    stages = Stages()
    with stages("生成示例区") as progress:
        existing = {f"common/{path.name}": path.read_bytes() for path in sorted((out / "common").glob("*.csv"))}
        frame = [] if out.resolve() == data else _frame(data)
        clear(out / DIVISION)
        outputs: list[Output] = []
        files, size = write(out, frame)
        for output in sample_data(
            projects=options.projects,
            years=options.years,
            departments=options.departments,
            seed=options.seed,
            last_year=options.last_year,
            tables=tables,
            existing=existing,
        ):
            progress(output.path)
            outputs.append(output)
            if len(outputs) >= 100:
                more, more_size = write(out, outputs)
                files, size = files + more, size + more_size
                outputs.clear()
        more, more_size = write(out, outputs)
        files, size = files + more, size + more_size
    year = drafted(range(options.last_year - options.years + 1, options.last_year + 1))
    if year is not None:
        with stages("起草年度说明"):
            checked = check_data(load(out), today=written(year))
            more, more_size = write(out, as_data(checked.facts.of(draft, DIVISION, year), checked.catalogue))
            files, size = files + more, size + more_size
    print(f"写出 {files} 个文件，{size / 1e6:.1f} MB，在 {out}。示例区（990001）是虚构的。")
    return 0


def statement(options: argparse.Namespace) -> int:
    """Draft the annual statement of a division from its checked records."""
    from generator.publish import write
    from generator.statement import as_data, draft

    data, out = _data(options.data), options.out
    kind = options.format or (out.suffix.removeprefix(".").lower() if out and out.suffix else "md")
    if kind not in STATEMENT_FORMATS:
        raise UsageError(f"看不出 {out} 要什么格式。", f"请用 --format 指定：{'、'.join(STATEMENT_FORMATS)}。")
    if kind == "docx" and out is None:
        raise UsageError("docx 不能显示在屏幕上。", "请用 --out 指定文件，如 --out 说明.docx。")
    if not DIVISION_CODE.fullmatch(options.division):
        raise UsageError(f"--division 写的是「{shortened(options.division)}」，应像 990001 这样。")
    if options.site and not options.site.startswith(("https://", "http://")):
        raise UsageError(f"--site 写的是「{shortened(options.site)}」，应以 https:// 开头。")
    if out is not None:
        _draft_out(out, data, kind)
    checked = _checked(data, Stages())
    wrong = [
        one
        for one in checked.findings
        if one.severity == "error"
        and one.division in ("", options.division)
        and one.table not in ("statements", "reported_figures")  # what is told does not change what is recorded
    ]
    if wrong:
        raise UserError(
            f"{options.division} 的数据还有 {len(wrong)} 处错误，没有起草。", "请先用 check 命令查看并改正。"
        )
    drafted = checked.facts.of(draft, options.division, options.year)
    if kind == "data":
        folder, outputs = out or data, as_data(drafted, checked.catalogue)
    else:
        content = _written(drafted, kind, f"{options.site.rstrip('/')}/" if options.site else _site_url())
        if out is None:
            sys.stdout.write(content.decode())
            return 0
        folder, outputs = out.parent, [Output(path=out.name, content=content)]
    there = [folder / one.path for one in outputs if (folder / one.path).exists()]
    if there and not options.force:
        raise UsageError(f"{there[0]} 已经存在，没有改动。", "请换一个文件名；要覆盖请加 --force，手工修改会丢失。")
    write(folder, outputs)
    for one in outputs:
        print(f"写出 {folder / one.path}。")
    missing = "、".join(drafted.missing) or "无"
    print(f"共 {len(drafted.figures)} 个数字，每个都列出公式和记录。没有记录的内容：{missing}。")
    return 0


def _written(drafted: Draft, kind: str, site: str) -> bytes:
    """The draft in one of the formats that people read."""
    from generator.statement import as_docx, as_html, as_markdown

    if kind == "docx":
        return as_docx(drafted, site)
    return (as_html if kind == "html" else as_markdown)(drafted, site).encode()


def _site_url() -> str:
    """The site's address as ``mkdocs.yml`` has it, so that links of a draft lead there."""
    found = re.search(r"^site_url:\s*(\S+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    return f"{found[1].rstrip('/')}/" if found else ""


def _build(data: Path, out: Path) -> int:
    start = time.perf_counter()
    stages = Stages()
    checked = _checked(data, stages)
    if checked.count("error"):
        print(as_text(checked, [one for one in checked.findings if one.severity == "error"]), file=sys.stderr)
        print(f"没有生成网站；{out} 保持原样。", file=sys.stderr)
        return 1
    from generator.publish import build as build_site

    told = summary(checked, checked.findings)
    handed = [checked]
    del checked  # nobody but the build holds the records now: it lets them go when the pages are made
    built = build_site(handed.pop(), root=ROOT, out=out, stage=stages)
    print(told)
    took = "，".join(f"{title} {seconds:.1f}" for title, seconds in stages.seconds.items())
    print(
        f"生成 {built.pages:,} 页、{built.files:,} 个文件、核对 {built.links:,} 个站内链接、{built.size / 1e6:.1f} MB，"
        f"用时 {time.perf_counter() - start:.1f} 秒（{took}）。网站在 {out}。"
    )
    return 0


def _checked(data: Path, stages: Stages) -> Checked:
    with stages("读取数据") as progress:
        loaded = load(data, progress)
    with stages("检查数据") as progress:
        from generator.check import check as check_data

        return check_data(loaded, today=today(), progress=progress)


def _resolved(path: Path) -> Path:
    """The path without links and dots; UsageError where none can be, as in a loop of links or below a file."""
    try:
        place = path.resolve()
        place.exists()  # refuses names that are too long
    except OSError as error:
        raise UsageError(f"{shortened(str(path))} 不是可用的路径：{reason(error)}。") from None
    except (RuntimeError, ValueError):  # how Python 3.11 tells a loop of links, and a name with NUL
        raise UsageError(f"{shortened(str(path))} 不是可用的路径。") from None
    if place.exists() or next(one for one in place.parents if one.exists()).is_dir():
        return place
    raise UsageError(f"{shortened(str(path))} 不是可用的路径：路径中有一段不是文件夹。")


def _data(folder: Path) -> Path:
    if not (place := _resolved(folder)).is_dir():
        raise UsageError(f"找不到数据文件夹 {folder}。", "用 --data 指定含 datapackage.yaml 的文件夹。")
    return place


def _out(out: Path, data: Path) -> Path:
    """The output folder; refused when switching it would take something away that is not an earlier site."""
    out, data = _resolved(out), _resolved(data)
    if data.is_relative_to(out) or out.is_relative_to(data) or ROOT.is_relative_to(out):
        raise UsageError(f"不能把网站写到 {out}：它与数据或项目文件夹重叠。", "请用 --out 指定另一个文件夹。")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} 不是文件夹。")
    if out.exists() and any(out.iterdir()) and not (out / "manifest.json").is_file():
        raise UsageError(f"{out} 里有别的东西，不像是先前生成的网站。", "请用 --out 指定一个新的或空的文件夹。")
    return out


def _draft_out(out: Path, data: Path, kind: str) -> None:
    """Refuse a place where a draft cannot be, or where it would spoil the data."""
    place = _resolved(out)
    if kind == "data":
        if place.exists() and not place.is_dir():
            raise UsageError(f"{out} 不是文件夹。", "data 格式是两张表，请用 --out 指定文件夹。")
        return
    if place.is_dir():
        raise UsageError(f"{out} 是文件夹。", "请用 --out 指定文件，如 --out 说明.docx。")
    if place.is_relative_to(data):
        raise UsageError(f"{out} 在数据文件夹里，那里只放数据。", "请用 --out 指定别处的文件。")


def _sample_out(out: Path, data: Path) -> Path:
    """Where the sample is written: a new or empty folder, or a data folder, whose other divisions stay."""
    place, here = _resolved(out), _resolved(data)
    if place.exists() and not place.is_dir():
        raise UsageError(f"{out} 不是文件夹。")
    if place != here and place.is_relative_to(here):
        raise UsageError(f"{out} 在数据文件夹 {data} 里面。", "请用 --out 指定数据文件夹本身，或另一个文件夹。")
    known = {*_FRAME, "common", "README.md"}
    if place.exists() and any(one not in known and not DIVISION_CODE.fullmatch(one) for one in os.listdir(place)):
        raise UsageError(f"{out} 里有别的东西，不像是数据文件夹。", "请用 --out 指定一个新的或空的文件夹。")
    return out


def _inside(data: Path, path: Path) -> str:
    """A path given on the command line as findings print it."""
    resolved = _resolved(path)
    if not resolved.exists():
        raise UsageError(f"找不到 {path}。")
    if not resolved.is_relative_to(data):
        raise UsageError(f"{path} 不在数据文件夹 {data} 里。", "用 --data 指定它所在的数据文件夹。")
    if resolved.is_dir() and _empty(resolved):
        raise UsageError(f"{path} 里没有文件，没有可以检查的。", "请核对路径；新建部门年度的文件夹用 new 命令。")
    return (Path(data.name) / resolved.relative_to(data)).as_posix()


def _empty(folder: Path) -> bool:
    """Whether there is nothing but folders below; what cannot be opened or is a link is for the check to judge."""
    refused: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=refused.append):
        if files or any(os.path.islink(os.path.join(place, one)) for one in folders):
            return False
    return not refused


def _under(findings: Sequence[Finding], paths: Sequence[str]) -> list[Finding]:
    if not paths:
        return list(findings)
    return [one for one in findings if any(one.file == path or one.file.startswith(f"{path}/") for path in paths)]


def _frame(data: Path) -> list[Output]:
    """The descriptors a data folder needs, copied from another."""
    paths = [
        path
        for name in _FRAME
        for path in ([data / name] if (data / name).is_file() else sorted((data / name).glob("*.yaml")))
    ]
    if not paths:
        raise UserError(f"{data} 里没有 datapackage.yaml。")
    return [Output(path=path.relative_to(data).as_posix(), content=path.read_bytes()) for path in paths]
