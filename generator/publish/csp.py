"""The Content-Security-Policy of every page, and the pinned inline script of its frame.

The frame puts one small script inline. It is pinned here by hash: a script that is not known fails the build,
because hashing whatever stands in a page would let an attack in (threat 4). Pages are judged before data is filled in.
"""

from __future__ import annotations

import base64
import hashlib
import re

from generator.core import addresses
from generator.core.errors import UserError

# SHA-256 of the inline script of ``site_src/frame``.
PINNED = frozenset({"j2J5Vn6dMrCtSw1AqHmOo5yeDTaRrUGqGk5NqhrjPmc="})  # the chosen palette, before anything is painted

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
_CHARSET = '<meta charset="utf-8">'
# WebAssembly runs on two pages only: Pagefind's, and Python in a worker, where workers go by the policy of their page.
_WASM = "'wasm-unsafe-eval'"
_WITH_WASM = frozenset({f"{addresses.SEARCH}index.html", f"{addresses.self_check()}index.html"})
_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self' {hashes}",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)


def with_policy(html: str, path: str) -> str:
    """A built page with its policy as the first thing after the character set; UserError for an unknown script."""
    hashes = []
    for match in _SCRIPT.finditer(html):
        attributes, text = match["attributes"], match["text"]
        if "src=" in attributes and not text.strip():
            continue
        if digest(text) not in PINNED:
            raise UserError(
                f"页面 {path} 里有不认识的内嵌脚本：{' '.join(text.split())[:80]}",
                "自己的脚本请放进 site_src/assets/；改的是 site_src/frame 里的，核对后更新 generator/publish/csp.py。",
            )
        hashes.append(f"'sha256-{digest(text)}'")
    if _CHARSET not in html:
        raise UserError(f"页面 {path} 没有 {_CHARSET}，无法加入安全策略。", "请核对 site_src/frame 里的模板。")
    allowed = sorted({*hashes, *([_WASM] if path in _WITH_WASM else [])})
    policy = "; ".join(_DIRECTIVES).format(hashes=" ".join(allowed)).replace(" ;", ";")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_CHARSET, f"{_CHARSET}\n      {meta}", 1)


def digest(text: str) -> str:
    """SHA-256 in base64, as a policy wants it."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
