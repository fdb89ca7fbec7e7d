"""Words and options of the command line, in Chinese."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

# argparse's own sentences, which it offers no setting for: pattern → Chinese.
_SENTENCES = (
    (r"the following arguments are required: (.+)", r"还缺少：\1"),
    (r"unrecognized arguments: (.+)", r"不认识：\1"),
    (r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)", r"\1 写的是\2，可选：\3"),
    (r"argument (\S+): invalid \w+ value: (.+)", r"\1 写的是\2，应是整数"),
    (r"argument (\S+): expected (?:one|at least one) argument", r"\1 后面要跟一个值"),
    (r"argument (\S+): ignored explicit argument (.+)", r"\1 后面不跟值，写的是\2"),
    (r"argument (\S+): (写的是.+)", r"\1 \2"),
)
_QUOTED = re.compile(r"'([^'\n]*)'")  # as Python writes a text


class Parser(argparse.ArgumentParser):
    """An argument parser whose help and errors are in Chinese and that exits with 2 on wrong use."""

    def __init__(self, **words: object) -> None:
        words.setdefault("formatter_class", _Help)
        super().__init__(add_help=False, allow_abbrev=False, **words)  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_help(self) -> str:
        """The help text with argparse's one remaining English word replaced."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong and how to get help, then exit with 2."""
        for pattern, words in _SENTENCES:
            message = re.sub(pattern, words, message)
        message = _QUOTED.sub(r"「\1」", message.replace("', '", "'、'"))
        self.exit(2, f"命令写法不对：{message}\n  看说明：{self.prog} --help\n")


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32, width=100)
