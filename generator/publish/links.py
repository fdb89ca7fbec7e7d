"""The check of every internal link of every page, fragments included, before anything is published."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.core.errors import UserError
from generator.core.output import Output

# Each begins with a literal, which the regex engine finds many times faster than a choice.
_HREF = re.compile(rb' href="([^"]*)"')
_SRC = re.compile(rb' src="([^"]*)"')
_ID = re.compile(rb' id="([^"]*)"')
_SHOWN = 20
_KNOWN = 20_000  # links remembered: those of every page come back at once, those of one record's pages soon or never


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What some pages link to: ``targets`` file → one page that wants it, ``fragments`` file#id → one page.

    ``bad``: what is said of links that lead nowhere, wherever they are looked up. A large site has some hundred
    thousand fragments, which is why none is taken apart before it is looked up.
    """

    targets: dict[str, str] = field(default_factory=dict)
    fragments: dict[str, str] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)


class Links:
    """Gathers the links of pages as they pass, then compares them with what is there."""

    def __init__(self, site_url: str) -> None:
        self._base = urlsplit(site_url).path
        self._site_url = site_url
        self.wanted = Wanted()
        self._known: dict[tuple[int, bytes], str] = {}

    def watch(self, pages: Iterable[Output]) -> Iterator[Output]:
        """Hand pages on unchanged, having noted their links; and what else passes between them."""
        for page in pages:
            if page.path.endswith(".html"):
                self._see(page)
            yield page

    def take(self, other: Wanted) -> None:
        """Add what was gathered elsewhere, of other pages."""
        self.wanted.targets.update(other.targets | self.wanted.targets)
        self.wanted.fragments.update(other.fragments | self.wanted.fragments)
        self.wanted.bad.extend(other.bad)

    def _see(self, page: Output) -> None:
        depth = page.path.count("/")
        ids: set[bytes] | None = None
        for raw in {*_HREF.findall(page.content), *_SRC.findall(page.content)}:
            if raw.startswith(b"#"):
                if ids is None:
                    ids = set(_ID.findall(page.content))
                if raw != b"#" and raw[1:] not in ids and unquote(raw[1:].decode()).encode() not in ids:
                    self.wanted.bad.append(f"{page.path} 里的链接 {raw.decode()}：本页没有这个位置")
                continue
            # A link that climbs to the top means the same from every page of this depth.
            climbs = raw.startswith(b"../" * depth) if depth else False
            target = self._known.get((depth, raw)) if climbs else None
            if target is None:
                target = self._resolve(page.path, raw.decode())
                if climbs:
                    if len(self._known) >= _KNOWN:
                        self._known.clear()
                    self._known[(depth, raw)] = target
            if target:
                file, _, fragment = target.partition("#")
                self.wanted.targets.setdefault(file, page.path)
                if fragment:
                    self.wanted.fragments.setdefault(target, page.path)

    def _resolve(self, page: str, link: str) -> str:
        """The file a link means, with its fragment; '' for what is not in this site."""
        link = html.unescape(link)
        if link.startswith(self._site_url):
            link = self._base + link.removeprefix(self._site_url)
        parts = urlsplit(link)
        if parts.scheme in ("https", "data", "mailto", "tel"):
            return ""
        if parts.scheme or parts.netloc:
            self.wanted.bad.append(f"{page} 里的链接 {link}：只能链到本站或 https 网址")
            return ""
        path = unquote(parts.path)
        if path.startswith("/"):
            path = path.removeprefix(self._base)
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) + (
                "/" if path.endswith("/") else ""
            )
        if path.startswith(".."):
            self.wanted.bad.append(f"{page} 里的链接 {link}：超出网站范围")
            return ""
        path = path.removeprefix("./").removeprefix("/")
        if path in ("", "."):
            path = "index.html"
        elif path.endswith("/"):
            path += "index.html"
        return f"{path}#{unquote(parts.fragment)}" if parts.fragment else path

    def verify(self, folder: Path, files: Iterable[str]) -> int:
        """Compare with the files of the finished folder and return how many targets; UserError for broken links."""
        there = set(files)
        wanted = self.wanted
        broken = wanted.bad + [
            f"{page} 里的链接指向 {file}：没有这个文件"
            for file, page in self.wanted.targets.items()
            if file not in there
        ]
        ids: dict[str, set[bytes]] = {}
        for target, page in wanted.fragments.items():
            file, _, fragment = target.partition("#")
            if file in there and file.endswith(".html"):
                if file not in ids:
                    ids[file] = set(_ID.findall((folder / file).read_bytes()))
                if html.escape(fragment).encode() not in ids[file]:
                    broken.append(f"{page} 里的链接指向 {target}：没有这个位置")
        if broken:
            shown = "\n  ".join(sorted(broken)[:_SHOWN])
            raise UserError(
                f"有 {len(broken)} 处站内链接不通：\n  {shown}", "请修改 site_src 或模板；数据里的链接请核对编码。"
            )
        return len(wanted.targets)
