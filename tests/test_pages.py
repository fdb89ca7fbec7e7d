"""Holes, tokens and shells: what is filled, how it is escaped, and what is refused."""

from __future__ import annotations

import os
import re
from dataclasses import make_dataclass
from pathlib import Path

import jinja2
import pytest
from markupsafe import escape

from generator.core.errors import UserError
from generator.pages import PageSource, read_sources
from generator.pages.engine.context import Content, PageContext
from generator.pages.engine.fragments import environment
from generator.pages.engine.shell import HOLE, Shell
from generator.pages.sources import address
from tests.conftest import ROOT

HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=1">',
    "</title><script>1</script>",
    "<!-- 注释",
    "{{ 7*7 }}{% raw %}",
    "@@title@@",
    '<div data-fill="projects/funds"></div>',
    "𠮷野家🙂 & ' \"",
)


def page(*, title: str = "", **values: object) -> PageContext[Content]:
    """A context whose content has those fields."""
    fields = [(name, object) for name in values]
    made = make_dataclass("Made", fields, bases=(Content,), frozen=True, kw_only=True)
    return PageContext(params={}, title=title, description="", content=made(**values))


def shell(html: str, templates: dict[str, str], url: str = "") -> Shell:
    made = environment()
    made.loader = jinja2.DictLoader({f"{name}.html.j2": text for name, text in templates.items()})
    return Shell(html, url, made, {"base": "https://example.org/"})


@pytest.mark.parametrize("cell", HOSTILE)
def test_a_cell_is_text_and_nothing_else(cell: str) -> None:
    made = shell('<title>@@title@@</title><div data-fill="one"></div>', {"one": '<p title="{{ cell }}">{{ cell }}</p>'})
    html = made.stamp("", page(cell=cell, title=cell), (), None).decode()  # type: ignore[arg-type]
    safe = str(escape(cell))
    assert html == f'<title>{safe}</title><p title="{safe}">{safe}</p>'
    assert "<script" not in html
    assert "<img" not in html


def test_every_template_is_escaped() -> None:
    made = environment()
    for name in made.list_templates():
        source = (ROOT / "generator/pages/templates" / name).read_text(encoding="utf-8")
        assert "|safe" not in source.replace(" ", ""), name
        assert "autoescape" not in source, name
        assert "Markup" not in source, name
        assert " style=" not in source, name
        made.get_template(name)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("这里收录。\n每个数字", "这里收录。每个数字"),
        ("都要<strong>写明</strong>\n<a href='x'>口径</a>", "都要<strong>写明</strong><a href='x'>口径</a>"),
        ("一份 CSV\n文件", "一份 CSV\n文件"),
        ("<p>一段</p>\n<p>又一段</p>", "<p>一段</p>\n<p>又一段</p>"),
        ("<pre>一行\n又一行</pre>", "<pre>一行\n又一行</pre>"),
    ],
)
def test_a_broken_line_leaves_no_space_in_chinese(source: str, shown: str) -> None:
    assert shell(source, {}).stamp("", page(), (), None).decode() == shown  # type: ignore[arg-type]


def test_what_a_line_of_data_breaks_is_left_alone() -> None:
    made = shell('<div data-fill="one"></div>', {"one": "{{ cell }}"})
    assert made.stamp("", page(cell="一行\n又一行"), (), None).decode() == "一行\n又一行"  # type: ignore[arg-type]


def test_no_stray_space_in_the_chinese_of_the_sources() -> None:
    """None but those of a name: 知识共享 署名 4.0 国际."""
    space = re.compile(r"[\u3400-\u9fff，。；：、）”〕]\**[ \u3000]+\**[\u3400-\u9fff（“《〔]")
    folder = ROOT / "generator/pages/templates"
    for path in (*(ROOT / "site_src").rglob("*.md"), *folder.rglob("*.j2")):
        text = path.read_text(encoding="utf-8").replace("知识共享 署名", "")
        assert not space.search(text), f"{path}: {space.search(text)}"


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    """The preview keeps its process from build to build."""
    made = environment()
    made.loader = jinja2.FileSystemLoader(tmp_path)
    template = tmp_path / "one.html.j2"
    template.write_text("before", encoding="utf-8")
    assert made.get_template("one.html.j2").render() == "before"
    template.write_text("after", encoding="utf-8")
    os.utime(template, (1, 1))
    assert made.get_template("one.html.j2").render() == "after"


def test_a_shell_takes_its_records_address() -> None:
    made = shell(
        '<link rel="canonical" href="https://example.org/things/code/"><div data-fill="one"></div>@@path@@',
        {"one": "{{ root }}x {{ url }} {{ base }}"},
        "things/code/",
    )
    html = made.stamp("things/a-1/", page(), (), None).decode()  # type: ignore[arg-type]
    assert html == (
        '<link rel="canonical" href="https://example.org/things/a-1/">../../x things/a-1/ https://example.org/'
        "things/a-1/"
    )


def test_address_replaces_whole_segments_only() -> None:
    params = {"division": "990001", "year": "2023", "code": "a-1"}
    assert address("projects/division/year/code/", params) == "projects/990001/2023/a-1/"
    assert address("codes/code/", params) == "codes/a-1/"


def test_an_unknown_token_is_refused() -> None:
    with pytest.raises(UserError, match="不认识的记号 @@nonsense@@"):
        shell("@@nonsense@@", {})


def test_an_unknown_name_in_a_template_is_an_error() -> None:
    made = shell('<div data-fill="one"></div>', {"one": "{{ nothing }}"})
    with pytest.raises(jinja2.UndefinedError):
        made.stamp("", page(), (), None)  # type: ignore[arg-type]


def test_a_hole_without_a_template_is_an_error() -> None:
    with pytest.raises(UserError, match="洞 two 没有片段"):
        shell('<div data-fill="two"></div>', {"one": ""})


def test_unknown_records_are_refused(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("---\neach: planet\n---\n# x\n", encoding="utf-8")
    with pytest.raises(UserError, match="each 写的是「planet」"):
        read_sources(tmp_path)


@pytest.mark.parametrize("front", ["each: [project]", "each: &a project", "each: project\neach: year"])
def test_odd_front_matter_is_refused(tmp_path: Path, front: str) -> None:
    (tmp_path / "page.md").write_text(f"---\n{front}\n---\n# x\n", encoding="utf-8")
    with pytest.raises(UserError):
        read_sources(tmp_path)


def test_sources_say_where_they_go(tmp_path: Path) -> None:
    for name in ("index.md", "404.md", "about.md", "things/index.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# x\n", encoding="utf-8")
    (tmp_path / "things/code.md").write_text("---\neach: project\n---\n# x\n", encoding="utf-8")
    assert [(one.path, one.url, one.each, one.file) for one in read_sources(tmp_path)] == [
        ("404", "404/", "", "404.html"),
        ("about", "about/", "", "about/index.html"),
        ("index", "", "", "index.html"),
        ("things/code", "things/code/", "project", "things/code/index.html"),
        ("things/index", "things/", "", "things/index.html"),
    ]


def test_every_shipped_hole_has_a_template() -> None:
    made = environment()
    for path in sorted((ROOT / "site_src").rglob("*.md")):
        for match in HOLE.finditer(path.read_text(encoding="utf-8")):
            if match[2]:
                made.get_template(f"{match[2]}.html.j2")
    assert PageSource(path="index", url="", each="").built == "index.html"
