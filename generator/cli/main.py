"""The commands: check, build, serve, new, init, import, receive, selfcheck, diff, statement, sample."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from generator import __version__
from generator.check.report import FORMATS
from generator.cli import commands, comparing, intake, keeping, reviewing
from generator.cli.parser import Parser
from generator.cli.scaffold import BASICS
from generator.core.errors import UsageError, UserError, reason
from generator.load.schema import load_catalogue

Command = Callable[[argparse.Namespace], int]
_FIELD = re.compile(r"[a-z][a-z0-9_]*")  # or a table
_LACKED = re.compile(r"\['([a-z][a-z0-9_]*)'")  # the first of those of which pandas tells in a sentence
_LACKS = ("not in index", "are in the [columns]")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 the data has errors, 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        command: Command = options.command
        return command(options)
    except UsageError as error:
        print(f"命令写法不对：{error}", file=sys.stderr)
        return 2
    except UserError as error:
        print(f"没有完成：{error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        place = f"（{error.filename}）" if error.filename else ""
        full = "磁盘已满，请腾出空间后重试。" if error.errno == errno.ENOSPC else "请检查磁盘空间和文件权限。"
        print(f"没有完成：读写文件出错{place}：{reason(error)}。{full}先前发布的内容没有改动。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已中断；先前发布的内容没有改动。", file=sys.stderr)
        return 130
    except Exception as error:
        if sys.flags.dev_mode:  # python -X dev -m generator … shows where it happened
            raise
        print(f"没有完成：{_older_schemas(error, options) or _unforeseen(error)}", file=sys.stderr)
        return 1


def _older_schemas(error: Exception, options: argparse.Namespace) -> str:
    """What to say where the program asks for a field that the schemas of the data do not have; '' elsewhere."""
    name, data = _asked(error), getattr(options, "data", None)
    if not name or data is None:
        return ""
    tables = load_catalogue(data).tables
    if name in tables or any(name in (*table.context, *table.names) for table in tables.values()):
        return ""
    return (
        f"程序要用的「{name}」不在 {data}/schemas 里。先前发布的内容没有改动。\n"
        "  多半是更新了程序而没有更新 schemas：请把同一版的 data/schemas 一并取来，再运行一次；"
        "自己增减过字段的，请核对。仍是这样，请把这一行告诉维护者。"
    )


def _asked(error: Exception) -> str:
    """The field or table that was asked for and is not there; '' where something else is wrong."""
    said = str(error.args[0]) if isinstance(error, KeyError) and error.args else ""
    if _FIELD.fullmatch(said):
        return said
    lacked = _LACKED.search(said) if any(one in said for one in _LACKS) else None
    return lacked[1] if lacked else ""


def _unforeseen(error: Exception) -> str:
    """What to say of a mistake of ours."""
    ours = [one for one in traceback.extract_tb(error.__traceback__) if "generator" in Path(one.filename).parts]
    place = f"{Path(ours[-1].filename).name} 第 {ours[-1].lineno} 行，" if ours else ""
    return (
        f"程序遇到没有料到的情况（{place}{type(error).__name__}: {error}）。先前发布的内容没有改动。\n"
        "  这是程序的问题，请把这一行连同所用的数据告诉维护者；加 -X dev 运行可看到详情。"
    )


def parser() -> Parser:
    """The whole command line."""
    top = Parser(
        prog="python -m generator",
        description="预算绩效公开：检查数据包，生成可检索的静态网站和数据下载。",
        epilog="例：python -m generator build --data data --out public",
    )
    top.add_argument("--version", action="version", version=__version__, help="显示版本号")
    commands_ = top.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)

    check = _command(commands_, "check", commands.check, "检查数据，列出全部问题", "check data/990001/2025/edu")
    check.add_argument("paths", nargs="*", type=Path, metavar="路径", help="只看这些文件或文件夹里的问题（默认全部）")
    _data(check)
    check.add_argument("--format", choices=tuple(FORMATS), default="text", help="输出格式，默认 text")
    check.add_argument(
        "--save",
        action="append",
        default=[],
        metavar="格式=文件",
        help="另把结果写进文件，如 --save json=结果.json；html、xlsx 是给审核的人看的报告；可以写几次，只检查一遍",
    )
    check.add_argument(
        "--against", default="", metavar="原来", help="报告里另写与它相比有什么变化：数据文件夹、数据包或 git 的版本"
    )
    check.add_argument(
        "--imported",
        action="append",
        type=Path,
        default=[],
        metavar="文件",
        help="报告里另写导入的结果：import --format received 写出的文件；可以写几次",
    )

    keeping.parse(check)

    build = _command(commands_, "build", commands.build, "检查数据并生成网站", "build --data data --out public")
    _data(build)
    _out(build)

    serve = _command(commands_, "serve", commands.serve, "本机预览，数据或页面改动后自动重建", "serve --port 8000")
    _data(serve)
    _out(serve)
    serve.add_argument("--port", type=_whole(1, 65_535), default=8000, metavar="端口", help="默认 8000")

    new = _command(
        commands_, "new", commands.new, "为一个部门年度新建文件夹", "new --division 990001 --year 2026 --department edu"
    )
    _data(new)
    _folder(new, "财政年度，如 2026")
    new.add_argument(
        "--tables", default=",".join(BASICS), metavar="表", help="要哪些空表，用英文逗号隔开；默认为目标与自评的五张"
    )

    _template(commands_)
    _init(commands_)
    _import(commands_)
    _receive(commands_)
    _selfcheck(commands_)
    _form(commands_)
    comparing.parse(
        _command(
            commands_,
            "diff",
            comparing.diff,
            "比较数据的两个样子：撤下、改动、新增了什么，前后个数和金额",
            "diff main data --save html=比较.html",
        )
    )

    statement = _command(
        commands_,
        "statement",
        commands.statement,
        "由记录起草年度预算绩效管理工作开展情况说明",
        "statement --division 990001 --year 2025 --out /tmp/说明.docx",
    )
    statement.add_argument("--division", required=True, metavar="区划", help="区划代码，如 990001")
    statement.add_argument(
        "--year", type=_whole(2000, 2100), required=True, metavar="年度", help="报告年度；自评和评价为上一年度的"
    )
    _data(statement)
    statement.add_argument(
        "--format",
        choices=commands.STATEMENT_FORMATS,
        help="md、html、docx 为文稿；data 为本站的 statements、reported_figures 两张表。默认按 --out 的后缀，否则 md",
    )
    statement.add_argument(
        "--out", type=Path, metavar="文件", help="写到哪里；md、html 不写就显示在屏幕上，data 不写就写进数据文件夹"
    )
    statement.add_argument("--site", metavar="网址", help="链接指向的网站，默认取 mkdocs.yml 的 site_url")
    statement.add_argument("--force", action="store_true", help="文件已存在时覆盖（手工修改会丢失）")

    sample = _command(
        commands_,
        "sample",
        commands.sample,
        "生成虚构的示例区数据",
        "sample --projects 200 --years 3 --departments 12 --seed 1 --out /tmp/sample",
    )
    _data(sample)
    sample.add_argument(
        "--projects", type=_whole(1, 100_000), default=64, metavar="个", help="每个年度的项目数，默认 64"
    )
    sample.add_argument("--years", type=_whole(1, 20), default=3, metavar="年", help="财政年度数，默认 3")
    sample.add_argument(
        "--departments",
        type=_whole(1, commands.MOST_DEPARTMENTS),
        default=12,
        metavar="个",
        help=f"部门数，不多于每年的项目数，最多 {commands.MOST_DEPARTMENTS}，默认 12",
    )
    sample.add_argument("--seed", type=int, default=1, metavar="种子", help="同一种子生成同样的数据，默认 1")
    sample.add_argument(
        "--last-year",
        type=_whole(commands.FIRST_YEAR, commands.LAST_YEAR),
        default=commands.LAST_YEAR,
        metavar="年度",
        help=f"最后一个年度，{commands.FIRST_YEAR} 到 {commands.LAST_YEAR}，默认 {commands.LAST_YEAR}",
    )
    sample.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="文件夹",
        help="写到哪里；那里的示例区（990001）会整个换掉，其他区划的数据会保留",
    )
    return top


def _folder(command: Parser, year: str) -> None:
    """The options that say which department-year; ``year`` explains its own."""
    command.add_argument("--division", required=True, metavar="区划", help="区划代码，如 990001")
    command.add_argument("--year", required=True, metavar="年度", help=year)
    command.add_argument("--department", required=True, metavar="部门", help="部门代码，如 edu")


def _template(commands_: argparse._SubParsersAction[Parser]) -> None:
    command = _command(
        commands_,
        "template",
        intake.template,
        "为一个部门年度生成填报用的工作簿，已知的项目和目标先填好",
        "template --division 990001 --year 2025 --department edu --out 填报表.xlsx",
    )
    _folder(command, "资金所属的财政年度，如 2025")
    command.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪里，如 填报表.xlsx")
    command.add_argument("--tables", metavar="表", help="要哪些表，用英文逗号隔开；不写就是现在该填的")
    command.add_argument("--force", action="store_true", help="文件已存在时覆盖")
    _data(command)


def _init(commands_: argparse._SubParsersAction[Parser]) -> None:
    init = _command(
        commands_,
        "init",
        commands.init,
        "把这个仓库变成自己的门户：换掉自带的数据，登记区划、部门、公开期限和口径",
        "init --answers 本县.yaml",
    )
    init.add_argument("--answers", type=Path, metavar="文件", help="写好回答的文件；不写就在终端里逐项问")
    init.add_argument("--template", action="store_true", help="显示回答文件的样子，什么也不改")
    init.add_argument("--root", type=Path, default=Path(), metavar="文件夹", help="项目文件夹，默认当前文件夹")


def _form(commands_: argparse._SubParsersAction[Parser]) -> None:
    command = _command(
        commands_,
        "form",
        intake.form,
        "把一个部门年度的记录打成官方表样（Excel），一份一张工作表",
        "form --division 990001 --year 2025 --department edu --kind self-evaluation --out 自评表.xlsx",
    )
    _folder(command, "财政年度，如 2025")
    command.add_argument(
        "--kind", default="self-evaluation", metavar="表样", help="哪一种表，默认 self-evaluation（项目支出绩效自评表）"
    )
    command.add_argument("--out", type=Path, required=True, metavar="文件", help="写到哪里，如 自评表.xlsx")
    command.add_argument("--force", action="store_true", help="文件已存在时覆盖")
    _data(command)


def _import(commands_: argparse._SubParsersAction[Parser]) -> None:
    command = _command(
        commands_,
        "import",
        intake.import_,
        "读部门手里的表（Excel、WPS、Word、CSV），说明读到了什么，写进记录",
        "import 自评表.xlsx --into data",
    )
    _sent(command)
    command.add_argument("--into", type=Path, metavar="文件夹", help="写进哪个数据文件夹；不写就只说明读到了什么")
    command.add_argument("--dry-run", action="store_true", help="只说明会改什么，不写")
    _data(command)
    command.add_argument("--format", choices=intake.FORMATS, default="text", help="输出格式，默认 text")


def _receive(commands_: argparse._SubParsersAction[Parser]) -> None:
    command = _command(
        commands_,
        "receive",
        reviewing.receive,
        "收到部门送来的表：试着导入、检查、与现有数据比较，写一份审核报告；数据文件夹不动",
        "receive 自评表.xlsx --out /tmp/收件",
    )
    _sent(command)
    reviewing.parse(command)
    _data(command)


def _sent(command: Parser) -> None:
    """The files that a bureau sends, and what they do not say of themselves."""
    _forms(command)
    command.add_argument(
        "--published", metavar="日期", help="这些表公开的日期，如 2026-08-30；新建的 package.yaml 据此登记文件"
    )


def _selfcheck(commands_: argparse._SubParsersAction[Parser]) -> None:
    command = _command(
        commands_,
        "selfcheck",
        intake.selfcheck,
        "交之前自己查一遍：与网站上“填报自查”相同，逐格的写法、个人信息和密级标识，什么也不写进记录",
        "selfcheck 自评表.xlsx",
    )
    _forms(command)
    command.add_argument("--out", type=Path, metavar="文件", help="没有要改的时，把整理好的表写成一个 .zip")
    _data(command)
    command.add_argument("--format", choices=intake.SELFCHECK_FORMATS, default="text", help="输出格式，默认 text")


def _forms(command: Parser) -> None:
    """The options that say which forms, and whose they are where they do not say so themselves."""
    command.add_argument("files", nargs="+", type=Path, metavar="文件", help="表格文件，或装着它们的文件夹")
    command.add_argument("--division", metavar="区划", help="区划代码；表上的部门看得出时不用写")
    command.add_argument("--year", metavar="年度", help="资金所属的财政年度；表上写明时不用写")
    command.add_argument("--department", metavar="部门", help="部门代码；表上的主管部门看得出时不用写")
    command.add_argument("--give-codes", action="store_true", help="表和项目没有编码的，由程序编；同名的沿用已有的编码")


def _command(
    group: argparse._SubParsersAction[Parser],  # argparse offers no public name for it
    name: str,
    run: Command,
    text: str,
    example: str,
) -> Parser:
    command = group.add_parser(name, help=text, description=text + "。", epilog=f"例：python -m generator {example}")
    command.set_defaults(command=run)
    return command


def _data(command: Parser) -> None:
    command.add_argument("--data", type=Path, default=Path("data"), metavar="文件夹", help="数据文件夹，默认 data")


def _out(command: Parser) -> None:
    command.add_argument("--out", type=Path, default=Path("public"), metavar="文件夹", help="网站写到哪里，默认 public")


def _whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers between two bounds."""

    def number(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"写的是 {value}，应在 {least} 到 {most} 之间")
        return value

    return number
