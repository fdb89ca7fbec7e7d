"""What goes into the search index, and that the same pages always give the same bytes."""

from __future__ import annotations

import base64
import gzip
import json
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from generator.core.errors import UserError
from generator.core.output import Output
from generator.publish.search.index import Search, pairs
from generator.publish.search.marks import read_marks
from generator.publish.search.texts import text_files, text_pairs

ARTICLE = """\
<article class="md-typeset">
<h1 id="top" data-pagefind-body="1">校舍维修“改造” &amp; 扩建（2023年度）<a class="headerlink" href="#top">#</a></h1>
<p data-pagefind-meta="sample:1">示例</p>
<dl data-pagefind-filter="类别:项目" data-pagefind-meta="amount[data-amount], title:校舍维修&#34;改造&#34;：扩建"
 data-pagefind-sort="金额[data-amount], 得分[data-score]" data-amount="12.5" data-score="90.0">
<dt>部门</dt><dd><a href="../" data-pagefind-filter="部门">示例区&lt;教育局&gt;</a></dd>
</dl>
<div data-pagefind-body><div><p>第一段。</p><p>第二段<svg><path d="M0"/></svg></p></div></div>
<table><tr><th data-pagefind-body>验收合格率<small>质量指标</small></th><td>100</td></tr></table>
<p>不收的字 data-pagefind-body 与 data-pagefind-filter=&#34;部门:假&#34;</p>
</article>"""


def test_marks_of_a_page() -> None:
    marks = read_marks(ARTICLE, "x")
    assert marks is not None
    assert marks.heading == "校舍维修“改造” & 扩建（2023年度）"
    assert marks.title == '校舍维修"改造"：扩建'
    assert marks.texts == ("第一段。 第二段", "验收合格率")
    assert marks.filters == {"类别": ["项目"], "部门": ["示例区<教育局>"]}
    assert marks.meta == {"sample": "1", "amount": "12.5"}
    assert marks.sort == {"金额": "12.5", "得分": "90.0"}


def test_pages_without_a_mark_or_a_heading() -> None:
    assert read_marks("<article><h1>关于</h1><p>文字</p></article>", "x") is None
    with pytest.raises(UserError, match="页面 x 要收入检索，却没有一级标题"):
        read_marks("<article><p data-pagefind-body>文字</p></article>", "x")


def test_pairs() -> None:
    assert pairs("校舍") == "qgicbican"  # U+6821 U+820D
    assert pairs("Ａ+１ b") == pairs("a1b")
    assert pairs("𠮷野") == "qniecnplh qnplhjbmo"
    assert pairs("水") == ""


TEXTS = ("校舍维修，改造", "维修改造公路。校舍", "Ａ座 校舍", "𠮷野家", "", "水")


def _holders(files: dict[str, bytes], word: str) -> set[int]:
    """The pages that hold all pairs of a word, read as the browser reads them."""
    units = [int.from_bytes(word.encode("utf-16-be")[at : at + 2]) for at in range(0, 2 * len(word), 2)]
    found = []
    for first, second in pairwise(units):
        lines = files[f"text/{(31 * first + second) % int(files['texts.json'])}.txt"].decode().splitlines()
        gaps = {int(key, 36): rest for key, rest in (line.split(" ") for line in lines)}.get((first << 16) | second)
        found.append(set(accumulate(int(gap) for gap in gaps.split(","))) if gaps else set())
    return set.intersection(*found)


def test_every_pair_of_neighbours_tells_its_pages() -> None:
    files = dict(text_files([text_pairs(text) for text in TEXTS]))
    assert _holders(files, "校舍") == {0, 1, 2}
    assert _holders(files, "维修") == {0, 1}
    assert _holders(files, "修改") == {1}  # a comma parts them in the first
    assert _holders(files, "a座") == {2}
    assert _holders(files, "路校") == set()
    assert _holders(files, "公路校舍") == set()
    assert dict(text_files([])) == {"texts.json": b"1", "text/0.txt": b""}


def test_more_pairs_make_more_files() -> None:
    texts = [
        text_pairs("".join(map(chr, range(0x4E00 + start, 0x4E00 + start + 400)))) for start in range(0, 8000, 200)
    ]
    files = dict(text_files(texts))
    assert int(files["texts.json"]) == len(files) - 1 > 1
    for page, text in enumerate(texts):
        first = int(text[7])
        assert page in _holders(files, chr(first >> 16) + chr(first & 0xFFFF))


def _index(folder: Path, part: int = 5000, *, elsewhere: int = 0) -> dict[str, bytes]:
    """The index of forty pages; the last ``elsewhere`` of them are kept by another, as by another process."""
    pages = []
    for number in range(40):
        text = ARTICLE.replace("第一段", f"___PAGEFIND_WEIGHT___9 第{number}段").replace(
            "示例区", f"示例区{number % 7}"
        )
        pages.append(Output(path=f"p{number:02}/index.html", content=text.encode()))
    pages.insert(7, Output(path="a/book.xlsx", content=b"<article data-pagefind-body>no page"))
    here = len(pages) - elsewhere
    with Search(folder / "search.jsonl", part=part) as search, Search(folder / "others.jsonl") as others:
        assert list(search.watch(pages[:here])) == pages[:here]
        assert list(others.watch(pages[here:])) == pages[here:]
        search.take(others.kept)
        return {output.path: output.content for output in search.files()}


@pytest.mark.usefixtures("processes")
def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    first = _index(tmp_path)
    assert first == _index(tmp_path / "other", elsewhere=15)
    assert json.loads(first["pagefind/parts.json"]) == 1
    assert "pagefind/pagefind.js" in first
    assert not [path for path in first if "ui" in path.split("/")[-1]]
    fragment = next(content for path, content in first.items() if "/fragment/" in path)
    record = json.loads(gzip.decompress(fragment)[len("pagefind_dcd") :])
    assert "…PAGEFIND_WEIGHT…9" in record["content"].replace("\u200b", "")
    assert record["url"].startswith("/p")


@pytest.mark.usefixtures("processes")
def test_a_large_index_comes_in_parts(tmp_path: Path) -> None:
    files = _index(tmp_path, part=15)
    assert json.loads(files["pagefind/parts.json"]) == 3
    counts = []
    for folder in ("pagefind", "pagefind/2", "pagefind/3"):
        entry = json.loads(files[f"{folder}/pagefind-entry.json"])["languages"]["zh"]
        assert f"{folder}/pagefind.{entry['hash']}.pf_meta" in files
        counts.append(entry["page_count"])
    assert counts == [13, 13, 14]


@pytest.mark.usefixtures("processes")
def test_pagefind_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publish.search.index.get_executable", lambda: None)
    with pytest.raises(UserError, match="没有找到 Pagefind"), Search(tmp_path / "search.jsonl"):
        pass
    monkeypatch.setattr("generator.publish.search.index.get_executable", lambda: "/bin/true")
    with pytest.raises(UserError, match="Pagefind"), Search(tmp_path / "search.jsonl") as search:
        list(search.files())


@pytest.mark.usefixtures("processes")
def test_pagefinds_own_words_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = tmp_path / "service"
    answer = base64.b64encode(json.dumps({"payload": {"type": "Error", "message": "no room"}}).encode()).decode()
    service.write_text(f"#!/bin/sh\nprintf '{answer},'\nexec sleep 60\n", encoding="utf-8")
    service.chmod(0o755)
    monkeypatch.setattr("generator.publish.search.index.get_executable", lambda: str(service))
    with pytest.raises(UserError, match="no room"), Search(tmp_path / "search.jsonl") as search:
        list(search.files())
