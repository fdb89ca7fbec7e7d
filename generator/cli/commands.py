"""What each command does: parse nothing, call the pipeline, print."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from generator import pipeline
from generator.check.report import FORMATS, as_text, summary
from generator.cli.clock import today
from generator.cli.console import Stages
from generator.cli.intake import with_origins
from generator.cli.keeping import keep_read, store_of
from generator.cli.places import (
    data_folder,
    draft_place,
    inside,
    report_place,
    resolved,
    sample_folder,
    site_folder,
)
from generator.cli.received import received_from
from generator.cli.reviewing import STYLES, review_of, written
from generator.core.characters import shortened
from generator.core.errors import UsageError, UserError, reason
from generator.core.finding import Finding
from generator.core.output import Output
from generator.load.names import DIVISION
from generator.load.schema import load_catalogue, load_profiles
from generator.pipeline import ROOT

# What only some commands need is imported by them: a check starts a second sooner without pages, downloads and drafts.

# What the sample can make (a test holds it to them): its columns of years begin in 2000 and look six years back, and
# nothing is published yet in the years after its own day.
FIRST_YEAR, LAST_YEAR, MOST_DEPARTMENTS = 2006, 2026, 700
# What the page 填报自查 needs (make parts), beside the packages that a build needs.
PARTS = Path(sys.prefix) / "parts"
STATEMENT_FORMATS = ("md", "html", "docx", "data")


def check(options: argparse.Namespace) -> int:
    """Check and print what was found; 1 if there are errors."""
    data = data_folder(options.data)
    places = [inside(data, path) for path in options.paths]
    saved = [report_place(one, (*FORMATS, *STYLES), data) for one in options.save]
    reviewed = any(style in STYLES for style, _ in saved)
    received = received_from(options.imported) if reviewed or options.imported else None
    store = store_of(options, data)
    checked = pipeline.checked(data, today=today(), stage=Stages(), store=store)
    keep_read(options, data, store)
    findings = with_origins(checked, _under(checked.findings, places), data)
    print(FORMATS[options.format](checked, findings))
    if reviewed and received:
        review = review_of(checked, findings, data, against=options.against, received=received)
    for style, path in saved:
        report = written(review, style) if style in STYLES else f"{FORMATS[style](checked, findings)}\n".encode()
        save(path, report)
    if options.format != "text":
        print(summary(checked, findings), file=sys.stderr)
    return int(any(finding.severity == "error" for finding in findings))


def save(path: Path, content: bytes) -> None:
    """Write a result where it was asked for; UserError where that cannot be."""
    from generator.publish import write

    try:
        write(path.parent, [Output(path=path.name, content=content)])
    except OSError as error:
        raise UserError(f"结果没有写进 {path}：{reason(error)}。", "请换一个能写的文件夹，再运行一次。") from None


def build(options: argparse.Namespace) -> int:
    """Check and build; nothing is published while there are errors."""
    return _build(data_folder(options.data), site_folder(options.out, options.data))


def serve(options: argparse.Namespace) -> int:
    """Build, serve on this machine only, and rebuild on change."""
    from generator.cli.serving import serve_folder

    data, out = data_folder(options.data), site_folder(options.out, options.data)
    watched = [data, ROOT / "site_src", ROOT / "mkdocs.yml", ROOT / "generator" / "pages" / "templates"]
    return serve_folder(out, options.port, watched, lambda: _build(data, out))


def new(options: argparse.Namespace) -> int:
    """Lay out a folder for a department-year: the form and a header-only file of each table to fill or delete."""
    from generator.cli.scaffold import scaffold
    from generator.publish import write

    data = data_folder(options.data)
    folder, outputs = scaffold(
        data,
        load_catalogue(data),
        load_profiles(data),
        division=options.division,
        year=options.year,
        department=options.department,
        tables=tuple(dict.fromkeys(one.strip() for one in options.tables.split(","))),
    )
    files, _ = write(data, outputs)
    print(f"已新建 {options.data / folder}，共 {files} 个文件。")
    print("填好各表，删除用不上的表，再检查：")
    print(f"  python -m generator check {options.data / folder}")
    return 0


def init(options: argparse.Namespace) -> int:
    """Make the repository a portal of one's own: the shipped data go, the answers are registered."""
    from generator.cli import portal
    from generator.publish import clear, write

    if options.template:
        sys.stdout.write(portal.TEMPLATE)
        return 0
    root = resolved(options.root)
    data = data_folder(root / "data")
    if not (root / "mkdocs.yml").is_file():
        raise UsageError(f"{options.root} 里没有 mkdocs.yml。", "请在项目文件夹里运行，或用 --root 指定。")
    if kept := portal.foreign(data):
        raise UsageError(
            f"data 里已经有自己的区划（{'、'.join(kept)}），没有改动。",
            "init 只用于刚复制的仓库；要再加区划、部门，请登记在 data/common 的表里，再用 new 建文件夹。",
        )
    profiles = load_profiles(data)
    if options.answers:
        answers = portal.read_answers(options.answers, profiles)
    elif sys.stdin.isatty():
        answers = portal.asked(input, profiles)
    else:
        raise UsageError("这里不是终端，不能逐项问。", "请用 --answers 指定写好回答的文件，样子见 init --template。")
    outputs = list(portal.portal(root, data, load_catalogue(data), answers))
    for code in sorted(portal.SHIPPED):
        clear(data / code)
    clear(data / "common")
    write(root, outputs)
    year, bureaus = answers.year, len(answers.departments) + 1
    print(f"已改成{answers.name}的门户：登记了 {bureaus} 个部门、{len(answers.deadlines)} 个公开期限。")
    print("接着：")
    bureau = answers.departments[0] if answers.departments else answers.finance
    where = f"--division {answers.division} --year {year} --department {bureau.code}"
    print("  部门手里有表：python -m generator import 自评表.xlsx --into data")
    print(f"  还没有填的：python -m generator template {where} --out 填报表.xlsx")
    print(f"  会写 CSV 的：python -m generator new {where}")
    print("  make site        # 检查并生成网站")
    print("页脚的备案信息在 mkdocs.yml，介绍文字在 site_src/about.md，都可以再改。")
    return 0


def sample(options: argparse.Namespace) -> int:
    """Write the invented district at any size, together with the schemas and profiles it needs."""
    data, out = data_folder(options.data), sample_folder(options.out, options.data)
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
    size = pipeline.Size(
        projects=options.projects,
        years=options.years,
        departments=options.departments,
        seed=options.seed,
        last_year=options.last_year,
    )
    files, written = pipeline.sample(data, out, size, stage=Stages())
    print(f"写出 {files} 个文件，{written / 1e6:.1f} MB，在 {out}。示例区（990001）是虚构的。")
    return 0


def statement(options: argparse.Namespace) -> int:
    """Draft the annual statement of a division from its checked records."""
    from generator.publish import write
    from generator.statement import FORMATS as DOCUMENTS
    from generator.statement import as_data

    data, out, kind = data_folder(options.data), options.out, _statement_format(options)
    if out is not None:
        draft_place(out, data, kind)
    drafted = pipeline.statement(data, options.division, options.year, today=today(), stage=Stages())
    if kind == "data":
        folder, outputs = out or data, as_data(drafted.draft, drafted.catalogue)
    else:
        site = f"{options.site.rstrip('/')}/" if options.site else pipeline.site_url()
        content = DOCUMENTS[kind](drafted.draft, site)
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
    missing = "、".join(drafted.draft.missing) or "无"
    print(f"共 {len(drafted.draft.figures)} 个数字，每个都列出公式和记录。没有记录的内容：{missing}。")
    return 0


def _statement_format(options: argparse.Namespace) -> str:
    """The format asked for, by word or by the file's ending; UsageError where the words do not go together."""
    out = options.out
    kind: str = options.format or (out.suffix.removeprefix(".").lower() if out and out.suffix else "md")
    if kind not in STATEMENT_FORMATS:
        raise UsageError(f"看不出 {out} 要什么格式。", f"请用 --format 指定：{'、'.join(STATEMENT_FORMATS)}。")
    if kind == "docx" and out is None:
        raise UsageError("docx 不能显示在屏幕上。", "请用 --out 指定文件，如 --out 说明.docx。")
    if not DIVISION.fullmatch(options.division):
        raise UsageError(
            f"--division 写的是「{shortened(options.division)}」，应像 990001 这样。",
            "请写六位区划代码，乡镇、街道九位。",
        )
    if options.site and not options.site.startswith(("https://", "http://")):
        raise UsageError(
            f"--site 写的是「{shortened(options.site)}」，应以 https:// 开头。", "请写网站首页的完整网址。"
        )
    return kind


def _build(data: Path, out: Path) -> int:
    start = time.perf_counter()
    stages = Stages()
    try:
        published = pipeline.build(data, out, today=today(), stage=stages, parts=PARTS)
    except pipeline.DataError as found:
        checked = found.checked
        errors = [one for one in checked.findings if one.severity == "error"]
        print(as_text(checked, with_origins(checked, errors, data)), file=sys.stderr)
        print(f"没有生成网站；{out} 保持原样。", file=sys.stderr)
        return 1
    from generator.publish import told

    built = published.built
    print(published.summary)
    took = "，".join(f"{title} {seconds:.1f}" for title, seconds in stages.seconds.items())
    print(
        f"生成 {built.pages:,} 页、{built.files:,} 个文件、核对 {built.links:,} 个站内链接、{built.size / 1e6:.1f} MB，"
        f"用时 {time.perf_counter() - start:.1f} 秒（{took}）。网站在 {out}。"
    )
    if not built.selfcheck:
        print("没有装网页自查的零件，网站不含“填报自查”页；用 make parts 装上（要用 npm）。", file=sys.stderr)
    if built.left:
        print(f"新的网站已经发布。{told(built.left)}", file=sys.stderr)
    return 0


def _under(findings: Sequence[Finding], paths: Sequence[str]) -> list[Finding]:
    if not paths:
        return list(findings)
    return [one for one in findings if any(one.file == path or one.file.startswith(f"{path}/") for path in paths)]
