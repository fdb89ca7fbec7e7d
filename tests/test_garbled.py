"""Words that were read in the wrong encoding somewhere: told with what they likely were, and no sound word is."""

from __future__ import annotations

import pytest

from generator.core.schema import Catalogue
from generator.load.csvfile import read_csv
from generator.load.garbled import garbled, known_as
from tests.conftest import csv_text

WORDS = ("项目编码", "全年执行数", "医院", "学校校舍维修改造", "总得分", "预期目标")
ONE_BYTE = ("cp1251", "koi8-r", "cp1250", "cp1253", "cp1255", "latin-1", "cp1252")


def taken(text: str, page: str, sent: str = "gb18030") -> str:
    """A text as somebody sees it who takes it for another encoding; empty where that one has no such bytes."""
    try:
        return text.encode(sent).decode(page)
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("page", ONE_BYTE)
@pytest.mark.parametrize("word", WORDS)
def test_gbk_that_was_read_byte_by_byte(page: str, word: str) -> None:
    seen = taken(word, page)
    if seen:
        found = garbled(f"（{seen}）")
        assert found is not None
        assert found.meant == word


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("ҽԺ", "医院"),  # GBK that is valid UTF-8
        ("鍖婚櫌", "医院"),  # UTF-8 as GBK
        ("йў„жњџз›®ж\u00a0‡", "预期目标"),  # UTF-8 as Russian
        ("éĸ\x84æľ\x9fçĽ®æ\u00a0\x87", ""),
        ("淃커긍쯤", "项目编码"),  # as Korean
        ("悧돤롸", "总得分"),
        ("ﾗﾜｵﾃｷﾖ", "总得分"),  # as Japanese
        ("دîؤ؟±àآë", "项目编码"),  # as Arabic
        (taken("预期目标", "latin-1", "utf-8").encode().decode("latin-1"), "预期目标"),  # two times
        ("妞ゅ湱娲扮紓鏍\ue0a4垳", "项目编码"),
    ],
)
def test_other_ways_of_reading_it_wrongly(seen: str, meant: str) -> None:
    found = garbled(seen)
    if meant:
        assert found is not None
        assert found.meant == meant


@pytest.mark.parametrize(
    "text",
    [
        *("Москва", "МОСКВА", "ГОСТ 12345-2010", "ДУ-100阀门", "Русский язык", "ПВХ管道", "Ф20", "Кирилл И Мефодий"),
        *(
            "Škoda Octavia",
            "Łódź",
            "Beyoncé",
            "naïve",
            "Türkiye",
            "ıİğş",
            "Việt Nam",
            "ελληνικά",
            "ΕΛΛΑΔΑ",
            "ΔP",
            "σ=0.5",
        ),
        *(
            "φ12钢筋",
            "Φ500管道",
            "μm",
            "±0.5℃",
            "×÷±",
            "№5",
            "한국",
            "대한민국 서울",
            "カタカナ",
            "ｱｲｳｴｵ",
            "①②③",
            "Ⅱ级",
        ),
    ],
)
def test_words_of_other_languages_are_none(text: str) -> None:
    assert garbled(text) is None


@pytest.mark.parametrize("page", ["cp1251", "latin-1", "cp949", "big5hkscs", "utf-8 as gbk", "utf-8 as latin-1"])
def test_garbled_headings_are_told_by_one_of_them(catalogue: Catalogue, page: str) -> None:
    """Between two Chinese encodings both readings are Chinese: the names of the columns tell."""
    table = catalogue.tables["self_evaluations"]
    titles = [one.title for one in table.fields]
    sent, seen = ("utf-8", page.rpartition(" ")[2]) if " as " in page else ("gb18030", page)
    header = [one.encode(sent).decode(seen, "replace") for one in titles]
    found = read_csv(csv_text([header, ["1"] * len(header)]).encode(), table, catalogue.tables).problems
    assert len(found) == 1
    assert found[0].code == "L13"
    assert any(f"「{one}」" in found[0].message for one in titles)
    assert "从原系统重新导出" in found[0].hint


def test_a_heading_of_another_name_is_no_garbled_one(catalogue: Catalogue) -> None:
    titles = [one.title for one in catalogue.tables["self_evaluations"].fields]
    for heading in ("项目编号", "备　注", "执行率（%）", "产出", "Project", "数量指标", "??"):
        assert known_as(heading, titles) == ""
