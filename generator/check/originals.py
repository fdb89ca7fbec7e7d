"""Original files: each is named by a document and is there, can be published as it is, and holds nothing secret."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from generator.check.packages import package_finding
from generator.check.privacy.personal import Known, find
from generator.check.privacy.texts import EXPECTED, HINTS, code_hits, kinds_told
from generator.core.characters import shortened
from generator.core.errors import reason
from generator.core.finding import Finding, Severity
from generator.core.original import MAX_BYTES, Original, PublishedOriginal
from generator.core.package import Document, Package
from generator.load.files import read_file
from generator.load.kept import KeptTexts, Store, digest
from generator.load.names import ORIGINALS

if TYPE_CHECKING:
    from generator.originals.cleaned import Text

MOST = 200  # of a folder
_KEPT = "looked.originals"


@dataclass(kw_only=True)
class Originals:
    """What may be published, and what is wrong with the files that are there or should be."""

    published: list[PublishedOriginal] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class Looked:
    """Files in which nothing was found that must not be published, by a judge who excuses nothing: kept by content.

    Kept is what is published of such a file and what could not be read of it; a file in which he found something is
    read each time.
    """

    def __init__(self, store: Store | None, known: Known) -> None:
        self._texts = KeptTexts(store, _KEPT, digest(str(known.today.year).encode()))
        self._strictest = known.strictest

    def find(self, one: Original, content: bytes) -> _Looked | None:
        """What was seen of a file of this content; None where it is to be read."""
        text = self._texts.find(_word(one, content))
        return None if text is None else _Looked(**json.loads(text))

    def note(self, one: Original, content: bytes, looked: _Looked, texts: Iterable[Text]) -> None:
        """Note what was seen of a file, unless its texts hold something."""
        if not any(find(text.text, self._strictest) for text in texts):
            self._texts.note(_word(one, content), json.dumps(asdict(looked)))

    def keep(self) -> None:
        """Tell the store, if there is something new."""
        self._texts.keep()


@dataclass(frozen=True, kw_only=True)
class _Looked:
    """What is published of a file, and the places of which nothing could be read."""

    size: int
    sha256: str
    unread: Sequence[str]


def _word(one: Original, content: bytes) -> str:
    return f"{one.name} {digest(content)}"


def originals(
    files: Sequence[Original], packages: Iterable[Package], known: Known, store: Store | None = None
) -> Originals:
    """Hold documents and files against each other, and look into each file that a document names.

    ``store``: where it is kept of which files this is known.
    """
    found, looked = Originals(), Looked(store, known)
    own: dict[tuple[str, int, str], dict[str, Original]] = {}
    for one in files:
        own.setdefault(one.key, {})[one.name] = one
    for package in packages:
        there = own.pop(package.key, {})
        if len(there) > MOST:
            found.findings.append(_too_many(package, len(there)))
            continue
        found.findings += _unmatched(package, there)
        named = {document.file: document for document in package.documents if document.file in there}
        for name, document in named.items():
            _look(found, there[name], document, package, known, looked)
    looked.keep()
    return found


def _unmatched(package: Package, there: Mapping[str, Original]) -> Iterator[Finding]:
    """Documents whose file is not there, or is another's; files that no document names."""
    told: dict[str, Document] = {}
    for document in package.documents:
        if not document.file:
            continue
        if document.file in told:
            yield package_finding(
                package,
                "P12",
                f"documents 里有两行写了同一个原件 {document.file}：「{shortened(told[document.file].title)}」"
                f"和「{shortened(document.title)}」。",
                "请只留一行；一个文件里有几种内容的，登记在最主要的那一行。",
                value=document.file,
                expected="一份原件一行",
            )
        told.setdefault(document.file, document)
        if document.file not in there:
            yield package_finding(
                package,
                "P12",
                f"「{shortened(document.title)}」写着原件 {document.file}，{ORIGINALS} 文件夹里没有这个文件。",
                f"请把它放进 {package.path}/{ORIGINALS}/，或删去这一行的 file。",
                value=document.file,
                expected=f"{ORIGINALS}/{document.file}",
            )
    for name, one in there.items():
        if name not in told:
            line = f'- {{kind: D4, title: 文件的标题, published: "公开的日期", file: {name}}}'
            added = f"请在 package.yaml 的 documents 里加一行：{line}"
            hint = (
                f"{added}；这份文件已有一行的，在里面加 file: {name}；不公开的请删去。"
                "随表第一次交、还没有 package.yaml 的，先只交表，合并以后再交原件。"
            )
            yield _finding(
                one,
                package,
                "P12",
                "没有登记，不会公开。",
                hint,
                expected="documents 里有一行写着它",
            )


def _too_many(package: Package, count: int) -> Finding:
    return package_finding(
        package,
        "P12",
        f"{ORIGINALS} 文件夹里有 {count:,} 个文件，超过 {MOST} 个的上限。",
        "请把零散的文件合成几份，再登记。",
        value=str(count),
        expected=f"不超过 {MOST} 个",
    )


def _look(found: Originals, one: Original, document: Document, package: Package, known: Known, looked: Looked) -> None:
    """Take out of a file what nobody sees, and look for what must not be published in the rest."""
    from generator.intake.files.sheets import UnreadableError  # most folders have no originals
    from generator.originals.cleaning import clean

    texts: Sequence[Text] = ()
    try:
        content = read_file(one.place, MAX_BYTES)
        seen = looked.find(one, content)
        if seen is None:
            cleaned = clean(content, one.name)
            texts, unread = cleaned.texts, tuple(cleaned.unread)
            sha256 = hashlib.sha256(cleaned.content).hexdigest()
            seen = _Looked(size=len(cleaned.content), sha256=sha256, unread=unread)
            looked.note(one, content, seen, texts)
    except OSError as error:
        message = f"打不开：{reason(error)}。"
        found.findings.append(
            _finding(one, package, "L12", message, "请检查文件权限，或重新放一份。", expected="可以读取的文件")
        )
        return
    except UnreadableError as error:
        found.findings.append(
            _finding(one, package, "P13", error.message, error.hint, expected="去掉了看不见的信息的文件")
        )
        return
    private = list(_private(one, package, texts, known))
    found.findings += private
    if seen.unread:
        what = "、".join(seen.unread)
        found.findings.append(
            _finding(
                one,
                package,
                "P14",
                f"{what}上的字程序读不到，没有查个人信息和密级标识。",
                "请由人逐页看过；能用可以编辑的原件导出 PDF 的，换成那一份。",
                severity="warning",
                value=what,
                expected="能取出文字的页",
            )
        )
    if not private:
        found.published.append(
            PublishedOriginal(
                original=one,
                document=document,
                package=package,
                size=seen.size,
                sha256=seen.sha256,
            )
        )


def _private(one: Original, package: Package, texts: Iterable[Text], known: Known) -> Iterator[Finding]:
    """Personal numbers and marks of secrecy, each kind once a place; in the name of the file, too."""
    from generator.originals.cleaned import Text

    told: set[tuple[str, str]] = set()
    for text in [Text(place="文件名", text=one.name.rpartition(".")[0]), *texts]:
        hits = find(text.text, known) if text.place != "文件名" else code_hits(text.text, known)
        for code, shown, message in kinds_told(hits):
            if (code, shown) in told:
                continue
            told.add((code, shown))
            yield _finding(
                one,
                package,
                code,
                f"{text.place}含有{message}" if text.place else f"含有{message}",
                HINTS[code],
                value=shown,
                expected=EXPECTED[code],
            )


def _finding(
    one: Original,
    package: Package,
    code: str,
    message: str,
    hint: str,
    *,
    severity: Severity = "error",
    value: str = "",
    expected: str = "",
) -> Finding:
    """A finding about a file of the department-year."""
    found = package_finding(package, code, message, hint, severity=severity, value=value, expected=expected)
    return replace(found, file=one.path)
