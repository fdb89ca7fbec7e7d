"""CSV for people goes through a spreadsheet and comes back as it was, whatever a cell may hold."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import pyarrow as pa
import pytest

from generator.core.guarding import guarded, unguarded
from generator.downloads.harmless import harmless
from tests import office

TEXTS = (
    "1.5E3", "1E+5", "1e5", "-1.5e-3", "10:30", "10:30:15", "上午10:30", "10时30分", "5 p", "10 AM", "1 1/2", "1/2",
    "3/4/5", "Mar-5", "MAR1", "sept 2", "5-Mar", "5 March 2024", "May", "Dec", "2024年5月1日", "2024年05月01日",
    "5月1日", "2024年5月", "2024-5-1", "2024.5.1", "2024/05/01", "(5)", "（5）", "(5", "TRUE", "true", "False", "真",
    "123456789012345678", "99000125000000000101", "0012", "00", "0.0", "-x", "'-x", "''-x", "'", "'0012", "’x",
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "-1.50", "@SUM(A1)", "＝1+1", "－5", "#N/A", "#REF!", "1.50", "1.5",
    "12", "0", "95%", "97.5%", "97.50%", "1,234", "1,234.5", "$5", "¥5", "￥12.5", "12‰", "5‰", "12.", ".5", "１２",
    "½", "5-", "1–2", "  5", "5  ", " x ", "\t5", "\n5", "a\nb", "a,b", 'say "x"', '"', "项目\n一", "校舍维修", "A级",
    "12所", "≥95%", "达到95%以上", "inf", "NaN", "1:3", "20231231", "99000125T000000000101", "990001-2025-edu",
    "990001", "http://a.b/c", "0x10", "1_000", "100万", "二〇二四年", "1e", "e5", "٣٤", "1 234", "12/31", "24:00",
    "1.2.3.4", "1-2", "QTR1", "①", "-", "—", "/", "．５", "Ⅻ", "1E400", "999999999999999999999999999999", "3'", "5‘",
)  # fmt: skip


def decoded(text: str) -> str:
    """The way back as the notes of every archive give it."""
    return text[1:] if text.startswith("'") else text


def odd(count: int) -> tuple[str, ...]:
    """Short texts of what stands in figures, dates, formulas and words."""
    chance, signs = random.Random("odd"), "0159=+-@'’ .,:/%年月日eEaApmPjanFebＴ校A①½１\u3000\t\n（)#＃\u00a0真"
    return tuple("".join(chance.choice(signs) for _ in range(chance.randrange(1, 7))) for _ in range(count))


def encoded(texts: tuple[str, ...]) -> list[str]:
    [column] = harmless([pa.array(texts, pa.large_string())])
    made: list[str] = column.to_pylist()
    return made


def test_the_way_back_is_one() -> None:
    made = encoded(TEXTS)
    assert [decoded(one) for one in made] == list(TEXTS)
    assert len(set(made)) == len(set(TEXTS))


def test_an_import_takes_off_what_was_put_in_front_and_nothing_else() -> None:
    texts = (*TEXTS, *odd(20_000))
    made = encoded(texts)
    assert [unguarded(one) for one in made] == list(texts)
    assert [guarded(one) for one in texts] == [one != two for one, two in zip(texts, made, strict=True)]
    assert unguarded("'十四五'规划") == "'十四五'规划"  # of a bureau's own list


def test_plain_texts_and_numbers_stay_as_they_are() -> None:
    usual = (
        "校舍维修",
        "12",
        "1.5",
        "0",
        "95%",
        "12所",
        "≥95%",
        "990001",
        "99000125T000000000101",
        "A级",
        "二〇二四年",
    )
    assert encoded(usual) == list(usual)


@pytest.mark.usefixtures("processes")
@pytest.mark.parametrize("language", ["2052", "1033"], ids=["Chinese", "English"])
def test_every_text_comes_back_from_a_spreadsheet(tmp_path: Path, language: str) -> None:
    back = through_spreadsheet([*encoded(TEXTS), *TEXTS], language, tmp_path)
    kept, bare = map(decoded, back[: len(TEXTS)]), back[len(TEXTS) :]
    assert {one: two for one, two in zip(TEXTS, kept, strict=True) if one != two} == {}
    rewritten = {one for one, two in zip(TEXTS, bare, strict=True) if one != two}
    assert rewritten >= {"1.5E3", "0012", "1.50", "123456789012345678"}  # the spreadsheet does


def through_spreadsheet(texts: list[str], language: str, folder: Path) -> list[str]:
    """A column opened with everything recognised that can be, and saved as it is shown."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([["文字", "尾"], *([one, "x"] for one in texts)])
    (folder / "given.csv").write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    opened = f"Text - txt - csv (StarCalc):44,34,76,1,,{language},false,true"
    shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    [made] = office.saved(folder / "out", folder / "given.csv", to=shown, reading=opened)
    with made.open(encoding="utf-8-sig", newline="") as file:
        return [row[0] for row in list(csv.reader(file))[1:]]
