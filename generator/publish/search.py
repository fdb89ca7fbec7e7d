"""The search index: Pagefind fed with each finished page as it passes.

Pagefind's command reads pages in the order the disk lists them, so its index differs from machine to machine, and it
parses every page whole. Through its service it gets the texts in the order of the pages, while they are made.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from pagefind.service import get_executable

from generator.errors import UserError
from generator.model import Output
from generator.publish.marks import Marks, read_marks
from generator.publish.tables import Entry, tables

FOLDER = "pagefind"
# The meta field that holds the pairs of a title's characters: the browser looks words of titles up in it.
_PAIRS = "pairs"
# Words and places in one piece of the index. Small pieces: a query fetches a few whole ones.
_PIECE = "2000"
# Pages in one part of the index: Pagefind's memory grows with them, and faster than they do.
PART = 5000
_INDEXED = b" data-pagefind-body"
# Of what Pagefind ships the site loads these; the rest are ready-made interfaces, and the site has its own in Chinese.
_KEPT = re.compile(
    r"pagefind\.js|pagefind-entry\.json|pagefind\.[^/]+\.pf_meta|wasm\.[a-z]+\.pagefind|(fragment|index)/[^/]+"
)


class Search:
    """Feeds pages to Pagefind and yields the files of the index at the end; a context, so that Pagefind ends too."""

    def __init__(self, folder: Path, part: int = PART) -> None:
        self._size = part
        self._folder = folder  # where Pagefind runs: it would take settings from files that lie where it runs
        self._parts: list[_Part] = []

    def __enter__(self) -> Search:
        """Start Pagefind."""
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End Pagefind, whatever happened."""
        for part in self._parts:
            part.end()

    def watch(self, pages: Iterable[Output]) -> Iterator[Output]:
        """Hand pages on unchanged, having sent what is to be found of them."""
        for page in pages:
            self._add(page)
            yield page

    def _add(self, page: Output) -> None:
        start, end = page.content.find(b"<article"), page.content.rfind(b"</article>")
        if page.content.find(_INDEXED, start, end) < 0:
            return
        marks = read_marks(page.content[start:end].decode(), page.path)
        if marks is None:
            return
        if len(self._parts[-1].entries) == self._size:
            self.finish()
            self._begin()
        self._parts[-1].add(f"/{page.path.removesuffix('index.html')}", marks)

    def _begin(self) -> None:
        self._parts.append(_Part(self._folder))

    def finish(self) -> None:
        """Have the index made of the pages seen; it is made while the caller goes on."""
        self._parts[-1].finish()

    def files(self) -> Iterator[Output]:
        """The files of the index, a folder for each part after the first; UserError with Pagefind's own words."""
        for number, part in enumerate(self._parts):
            folder = f"{FOLDER}/{number + 1}" if number else FOLDER
            files = part.files()
            for path, content in sorted(files.items()):
                if _KEPT.fullmatch(path) and not (number and path == "pagefind.js"):
                    yield Output(path=f"{folder}/{path}", content=content)
            for name, content in tables(part.entries, files):
                yield Output(path=f"{folder}/{name}", content=content)
        yield Output(path=f"{FOLDER}/parts.json", content=json.dumps(len(self._parts)).encode())


class _Part:
    """A part of the index, made by a Pagefind of its own: one that goes on to the next part keeps this one's memory."""

    def __init__(self, folder: Path) -> None:
        program = get_executable()
        if program is None:
            raise UserError("没有找到 Pagefind。", "请重新安装依赖：删去 .venv，再运行 make site。")
        settings = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
        self.entries: list[Entry] = []
        self._sent = 0
        self._asked = False
        self._files: dict[str, bytes] | None = None
        self._error = ""
        self._process = subprocess.Popen(
            [program, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**settings, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": _PIECE},
        )
        self._input, self._output = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        try:
            self._send(type="NewIndex", config={"force_language": "zh"})
        except UserError:
            self.end()
            raise

    def add(self, url: str, marks: Marks) -> None:
        """Send what is to be found of a page."""
        self.entries.append(Entry(url=url, filters=marks.filters, sort=marks.sort))
        self._send(
            type="AddRecord",
            index_id=0,
            url=url,
            content=_harmless("\n".join((marks.heading, *marks.texts))),
            language="zh",
            meta={"title": marks.title, _PAIRS: pairs(marks.heading), **marks.meta},
        )

    def finish(self) -> None:
        """Ask for the files; Pagefind ends when it has handed them out."""
        if not self._asked:
            self._asked = True
            self._send(type="GetFiles", index_id=0)

    def files(self) -> dict[str, bytes]:
        """The files by path, when they are made."""
        self.finish()
        self._listener.join()
        if self._files is None:
            raise self._failed()
        return self._files

    def end(self) -> None:
        """End Pagefind if it still runs."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self._input, self._output):
            with suppress(OSError):
                stream.close()

    def _send(self, **message: object) -> None:
        request = {"message_id": self._sent, "payload": message}
        self._sent += 1
        try:
            self._input.write(base64.b64encode(json.dumps(request, ensure_ascii=False).encode()) + b",")
            self._input.flush()
        except BrokenPipeError:
            self._listener.join()
            raise self._failed() from None

    def _failed(self) -> UserError:
        """What to tell when there are no files."""
        if self._error:
            return UserError("Pagefind 没有建成检索索引。", self._error)
        return UserError("Pagefind 中途退出，没有建成检索索引。", "内存可能不足；请重试。")

    def _listen(self) -> None:
        """Read the answers, one to a message, until the files or an error have come; then end Pagefind."""
        begun: list[bytes] = []
        while part := os.read(self._output.fileno(), 1 << 20):
            *ends, rest = part.split(b",")
            for end in ends:
                answer = json.loads(base64.b64decode(b"".join([*begun, end])))["payload"]
                begun = []
                if answer["type"] == "Error":
                    self._error = str(answer["message"])
                elif answer["type"] == "GetFiles":
                    self._files = {one["path"]: base64.b64decode(one["content"]) for one in answer["files"]}
                if self._error or self._files is not None:
                    self._process.kill()
                    return
            if rest:
                begun.append(rest)


def _harmless(text: str) -> str:
    """A text without what Pagefind takes for its own marks."""
    return text.replace("___", "…")


def pairs(title: str) -> str:
    """Each two neighbouring letters, ideographs or digits of a title as a word of Latin letters, spaces between.

    Pagefind cuts Chinese into words by a dictionary, and the browser by another, so a part of a title is found only
    where both cut alike. These words nobody cuts: «q» and the two characters' UTF-16 units, a letter for four bits.
    The browser makes the same of what a reader types (``site_src/assets/search-page.js``).
    """
    text = "".join(one for one in unicodedata.normalize("NFKC", title).lower() if unicodedata.category(one)[0] in "LN")
    units = text.encode("utf-16-be")
    letters = [_letters(units[at : at + 2]) for at in range(0, len(units), 2)]
    return " ".join(f"q{one}{other}" for one, other in pairwise(letters))


def _letters(unit: bytes) -> str:
    return "".join(chr(97 + (byte >> 4)) + chr(97 + (byte & 15)) for byte in unit)
