"""The search index: made by Pagefind of what each finished page has said as it passed.

Pagefind's command reads pages in the order the disk lists them, so its index differs from machine to machine, and it
parses every page whole. Through its service it gets the texts alone, in the order of the pages.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from pagefind.service import get_executable

from generator.core import addresses
from generator.core.errors import UserError
from generator.core.output import Output
from generator.publish.search.facets import Entry, tables
from generator.publish.search.marks import Marks, heading_marks, read_marks
from generator.publish.search.names import Called, name_files
from generator.publish.search.texts import Numbers, plain, text_files, text_pairs

FOLDER = "pagefind"
# The meta field that holds the pairs of a title's characters: the browser looks words of titles up in it.
_PAIRS = "pairs"
# Words and places in one piece of the index. Small pieces: a query fetches a few whole ones.
_PIECE = "2000"
# Most pages in one part of the index: Pagefind takes 150 kB of memory for each.
PART = 5000
# Most pages of a site whose parts are made at the same time.
TOGETHER = 6000
_PROJECT = re.compile(r"/projects/(\d+)/\d{4}/([^/]+)/")
# Pages of records whose last step is their code.
_CODED = re.compile(r"/(?:projects|evaluations|statements)/\d+/\d{4}/([^/]+)/" + rf"|/{addresses.DICTIONARY}([^/]+)/")
_YEAR = re.compile(r"/(\d{4})/")
_CODE = "code"  # the meta field of a page that has one which its address does not tell
_DESCRIPTION = re.compile(rb'<meta name="description" content="([^"]*)"')
_APART = ("404.html", f"{addresses.SEARCH}index.html")  # nobody looks for these
_INDEXED = b" data-pagefind-body"
# Of what Pagefind ships the site loads these; the rest are ready-made interfaces, and the site has its own in Chinese.
_KEPT = re.compile(
    r"pagefind\.js|pagefind-entry\.json|pagefind\.[^/]+\.pf_meta|wasm\.[a-z]+\.pagefind|(fragment|index)/[^/]+"
)
_ONCE = re.compile(r"pagefind\.js|wasm\.[a-z]+\.pagefind")  # of these all parts use the first one's


class Search:
    """Keeps what is to be found of pages as they pass, and has the index made of it when they have all passed.

    A context; ``kept`` is the file it keeps that in. The index waits so that Pagefind has the memory which the
    records took before: for some thousand pages it needs as much as they did. UserError where there is no Pagefind.
    """

    def __init__(self, kept: Path, part: int = PART) -> None:
        program = get_executable()
        if program is None:
            raise UserError("没有找到 Pagefind。", "请重新安装依赖：删去 .venv，再运行 make site。")
        self._program = program
        self._place = kept
        self._largest = part
        self._count = 0
        self._projects: dict[tuple[str, str], int] = {}
        self._called: list[Called] = []

    def __enter__(self) -> Search:
        """Open the file."""
        self._kept = self._place.open("w+", encoding="utf-8", newline="\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._kept.close()

    def watch(self, pages: Iterable[Output]) -> Iterator[Output]:
        """Hand pages on unchanged, having kept what is to be found of them; and what else passes between them."""
        for page in pages:
            if page.path.endswith(".html"):
                self._keep(page)
            yield page

    @property
    def kept(self) -> tuple[Path, int]:
        """Where what was kept stands, and of how many pages."""
        self._kept.flush()
        return self._place, self._count

    def take(self, kept: tuple[Path, int]) -> None:
        """Add what was kept elsewhere, of other pages."""
        place, count = kept
        with place.open(encoding="utf-8", newline="\n") as file:
            shutil.copyfileobj(file, self._kept)
        self._count += count

    def _keep(self, page: Output) -> None:
        start, end = page.content.find(b"<article"), page.content.rfind(b"</article>")
        if start < 0 or page.path in _APART:
            return
        marks = self._marks(page, start, end)
        if marks is None:
            return
        record = {
            "url": f"/{page.path.removesuffix('index.html')}",
            "content": _harmless("\n".join((marks.heading, *marks.texts))),
            "meta": {"title": marks.title, _PAIRS: pairs(marks.heading), **marks.meta},
        }
        self._kept.write(json.dumps([record, marks.filters, marks.sort], ensure_ascii=False) + "\n")
        self._count += 1

    def _marks(self, page: Output, start: int, end: int) -> Marks | None:
        article = page.content[start:end].decode()
        if page.content.find(_INDEXED, start, end) >= 0:
            return read_marks(article, page.path)
        described = _DESCRIPTION.search(page.content, 0, start)
        return heading_marks(article, described[1].decode() if described else "")

    def files(self, progress: Callable[[str], None] = lambda _: None) -> Iterator[Output]:
        """The files of the index, a folder for each part after the first; ``progress`` is told each page.

        Raises UserError with Pagefind's own words.
        """
        self._kept.seek(0)
        self._called.clear()
        parts = max(1, -(-self._count // self._largest))
        together = parts if self._count <= TOGETHER else 1
        with ExitStack() as stack:
            begun: deque[_Begun] = deque()
            for number in range(parts):
                size = self._count * (number + 1) // parts - self._count * number // parts
                begun.append(self._begin(number, size, stack, progress))
                if len(begun) == together:
                    yield from begun.popleft().files()
            for part in begun:
                yield from part.files()
        yield Output(path=f"{FOLDER}/parts.json", content=json.dumps(parts).encode())
        newest = sorted(self._called, key=lambda page: _rank(page.url))
        for name, content in name_files(newest):
            yield Output(path=f"{FOLDER}/{name}", content=content)

    def _begin(self, number: int, size: int, stack: ExitStack, progress: Callable[[str], None]) -> _Begun:
        """Hand the next pages kept to a Pagefind of their own: one that goes on to the next part keeps its memory."""
        pagefind = stack.enter_context(_Pagefind(self._program, self._place.parent))
        part = _Begun(number=number, pagefind=pagefind)

        def records() -> Iterator[dict[str, object]]:
            for line in islice(self._kept, size):
                record, filters, sort = json.loads(line)
                progress(record["url"])
                entry = Entry(url=record["url"], project=self._project(record["url"]), filters=filters, sort=sort)
                part.entries.append(entry)
                part.texts.append(text_pairs(record["content"]))
                self._called.append(_called(record, number, len(part.entries) - 1))
                yield record

        pagefind.ask(records())
        return part

    def _project(self, url: str) -> int:
        """The number of the project whose year a page is, the same in all parts; 0 for other pages."""
        found = _PROJECT.fullmatch(url)
        return self._projects.setdefault((found[1], found[2]), len(self._projects) + 1) if found else 0


@dataclass(frozen=True, kw_only=True)
class _Begun:
    """A part of the index that Pagefind has been asked for: its pages in their order, and the pairs of their texts."""

    number: int
    pagefind: _Pagefind
    entries: list[Entry] = field(default_factory=list)
    texts: list[Numbers] = field(default_factory=list)

    def files(self) -> Iterator[Output]:
        """The files of the part; raises UserError with Pagefind's own words."""
        pairs_of_texts = list(text_files(self.texts))  # while Pagefind works
        files = self.pagefind.answer()
        folder = f"{FOLDER}/{self.number + 1}" if self.number else FOLDER
        for path, content in sorted(files.items()):
            if _KEPT.fullmatch(path) and not (self.number and _ONCE.fullmatch(path)):
                yield Output(path=f"{folder}/{path}", content=content)
        for name, content in (*tables(self.entries, files), *pairs_of_texts):
            yield Output(path=f"{folder}/{name}", content=content)


class _Pagefind:
    """Pagefind's service; a context, so that it ends too."""

    def __init__(self, program: Path, folder: Path) -> None:
        settings = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
        self._sent = 0
        self._files: dict[str, bytes] | None = None
        self._error = ""
        self._process = subprocess.Popen(
            [program, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,  # it would take settings from files that lie where it runs
            env={**settings, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": _PIECE},
        )
        self._input, self._output = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> _Pagefind:
        """Listen to it."""
        self._listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the service, whatever happened."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for stream in (self._input, self._output):
            with suppress(OSError):
                stream.close()

    def ask(self, records: Iterable[Mapping[str, object]]) -> None:
        """Ask for the index of records (url, content, meta)."""
        self._send(type="NewIndex", config={"force_language": "zh"})
        for record in records:
            self._send(type="AddRecord", index_id=0, language="zh", **record)
        self._send(type="GetFiles", index_id=0)

    def answer(self) -> dict[str, bytes]:
        """The files of the index by path; Pagefind ends when it has handed them out."""
        self._listener.join()
        files, self._files = self._files, None  # which are many
        if files is None:
            raise self._failed()
        return files

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


def _called(record: Mapping[str, Any], part: int, place: int) -> Called:
    """What a page is called; a code is told by its address, else by the page."""
    url, meta = record["url"], record["meta"]
    found = _CODED.fullmatch(url)
    code = meta.get(_CODE, "") if found is None else found[1] or found[2]
    return Called(url=url.removeprefix("/"), name=meta["title"], code=code, part=part, place=place)


def _rank(url: str) -> tuple[int, int, str]:
    """Where a page stands among those of its name: records of the newest year first, the dictionary last."""
    found = _YEAR.search(url)
    return (url.startswith(addresses.DICTIONARY), -int(found[1]) if found else 0, url)


def _harmless(text: str) -> str:
    """A text without what Pagefind takes for its own marks."""
    return text.replace("___", "…")


def pairs(title: str) -> str:
    """Each two neighbouring letters, ideographs or digits of a title as a word of Latin letters, spaces between.

    Pagefind cuts Chinese into words by a dictionary, and the browser by another, so a part of a title is found only
    where both cut alike. These words nobody cuts: «q» and the two characters' UTF-16 units, a letter for four bits.
    The browser makes the same of what a reader types (``site_src/assets/search-page.js``).
    """
    units = plain(title).replace(" ", "").encode("utf-16-be")
    letters = [_letters(units[at : at + 2]) for at in range(0, len(units), 2)]
    return " ".join(f"q{one}{other}" for one, other in pairwise(letters))


def _letters(unit: bytes) -> str:
    return "".join(chr(97 + (byte >> 4)) + chr(97 + (byte & 15)) for byte in unit)
