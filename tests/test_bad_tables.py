"""Bad input for every table the catalogue lists: each spoiled cell, header or file is told in full, and no row is lost.

The tables come from ``data/schemas`` and their valid rows from the shipped sample, so that a new table is tried without
a line here.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pytest

from generator.check import check
from generator.core.characters import shortened
from generator.core.data import Loaded
from generator.core.finding import Finding
from generator.core.frames import Frames
from generator.core.schema import CONTEXT, Field, Table
from generator.load import folder as walk
from generator.load import load, load_catalogue
from tests.conftest import DATA, TODAY, csv_text, form_of
from tests.stamping import FORMS, stamped

CATALOGUE = load_catalogue(DATA)
TABLES = [pytest.param(table, id=name) for name, table in CATALOGUE.tables.items()]
SAMPLE = "990001"
HAN = re.compile("[一-鿿]")
ROWS = 3  # of a table's file are spoiled
YEAR, MOST = 2025, 120  # of which rows of each table stand, and how many, where whole bureaus are spoiled

HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "[x](javascript:alert(1))",
    "</script><svg onload=alert(1)>",
    "\"双\" '单' “弯”",
    "汉" * 4000,
    "👍🏽",
    "𠮷野家龘",
    "=cmd|'/c calc'!A0",
    "NaN",
    "１００％",
    "两行\n第二行",
)
NUMBERS = (
    "NaN",
    "Infinity",
    "-inf",
    "1e400",
    "１２",
    "１００％",
    "98%",
    "1,234",
    "1 234",
    "#REF!",
    "=1+1",
    "1_000",
    "—",
)
DATES = ("45234", "45234.5", "2024-02-30", "２０２４-０８-３０", "2024/8/30", "20240830", "8月底", "NaN")
YEARS = ("２０２４", "2024年", "24", "45234", "1e400", "NaN", "2,024")
WRONG: Mapping[str, Sequence[str]] = {
    "number": NUMBERS,
    "integer": (*NUMBERS, "3.5"),
    "date": DATES,
    "year": YEARS,
}


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The shipped data, and a small data folder in which one file at a time is spoiled."""

    shipped: Loaded
    path: Path
    tables: dict[str, Table]
    sources: dict[str, tuple[str, list[dict[str, str]]]]

    def source(self, table: Table) -> tuple[str, list[dict[str, str]]]:
        """Where a file of the table lies in the sample, and its first rows, which are not to be changed."""
        if table.name not in self.sources:
            self.sources[table.name] = self._source(table)
        return self.sources[table.name]

    def _source(self, table: Table) -> tuple[str, list[dict[str, str]]]:
        frame = self.shipped.frames[table.name]
        files = [one for one in dict.fromkeys(frame["_file"]) if f"/{SAMPLE}/" in one or "/common/" in one]
        assert files, f"the shipped sample has no row of {table.name}"
        rows = frame.loc[frame["_file"] == files[0], list(table.names)].head(ROWS).fillna("")
        return files[0].partition("/")[2], rows.to_dict("records")

    def read(self, table: Table, place: str, content: bytes) -> Loaded:
        """Load the folder with this one file in it; its catalogue has this one table."""
        self.tables.clear()
        self.tables[table.name] = table
        target = self.path / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if not place.startswith("common/"):
            (target.parent / "package.yaml").write_text(form_of("原文未载明"), encoding="utf-8")
        target.write_bytes(content)
        try:
            return load(self.path)
        finally:
            shutil.rmtree(self.path / place.partition("/")[0])

    def judged(self, table: Table, loaded: Loaded) -> list[Finding]:
        """What a check of cells and keys finds in the file; the tables it refers to are those of the shipped data.

        What rules make of spoiled cells is the last test.
        """
        wanted = {key.table for key in table.foreign_keys}
        frames = {name: frame if name in wanted else frame.iloc[:0] for name, frame in self.shipped.frames.items()}
        frames[table.name] = loaded.frames[table.name]
        tables = {name: CATALOGUE.tables[name] for name in {"divisions", *related(table.name)}}
        alone = replace(
            self.shipped,
            catalogue=replace(CATALOGUE, tables=tables),
            packages=(),
            waivers=(),
            frames=Frames(frames),
            findings=loaded.findings,
        )
        found = check(alone, today=TODAY, rules=())
        return [one for one in found.findings if one.table == table.name]


def related(name: str) -> set[str]:
    """The table, those it refers to, and those that these refer to."""
    found = {name}
    for key in CATALOGUE.tables[name].foreign_keys:
        found |= {name, *(related(key.table) if key.table != name else ())}
    return found


@pytest.fixture(scope="module")
def desk(shipped_loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("desk") / "data"
    for name in ("schemas", "profiles"):
        (path / name).mkdir(parents=True)
    tables: dict[str, Table] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walk, "load_catalogue", lambda _: replace(CATALOGUE, tables=tables))
        patch.setattr(walk, "load_profiles", lambda _: ())
        yield Desk(shipped=shipped_loaded, path=path, tables=tables, sources={})


def encoded(table: Table, rows: Sequence[Mapping[str, str]], *, titles: bool = False, end: str = "\n") -> bytes:
    """A file of the table as it should be."""
    header = [field.title if titles else field.name for field in table.fields]
    return csv_text([header, *([row[name] for name in table.names] for row in rows)], end).encode()


def told_in_full(finding: Finding, table: Table, place: str) -> None:
    """What a clerk needs to find and mend the place."""
    assert (finding.severity, finding.file, finding.table) == ("error", f"data/{place}", table.name)
    for text in (finding.title, finding.message, finding.hint):
        assert HAN.search(text), finding
        assert not re.search(r"None|nan\b|Traceback|Error|<\w+ object", text.replace("NaN", "")), finding
    assert finding.message.endswith("。")
    assert finding.hint.endswith(("。", "：" + finding.hint.rpartition("：")[2]))
    assert finding.expected, finding
    if finding.row is not None:
        assert finding.row >= 1


# What is not spoiled, and what does no harm.


@pytest.mark.thorough
@pytest.mark.parametrize("table", TABLES)
def test_every_shipped_row_is_read_as_an_independent_reader_reads_it(table: Table, desk: Desk) -> None:
    frame = desk.shipped.frames[table.name]
    assert not frame.empty, f"the shipped data have no row of {table.name}"
    titles = {one.title: one.name for one in table.fields}  # the common tables are headed in Chinese
    total = 0
    for file, rows in frame.groupby("_file", sort=False):
        heads = (*table.names, *titles)
        options = pa.csv.ConvertOptions(column_types=dict.fromkeys(heads, pa.string()), strings_can_be_null=False)
        given = pa.csv.read_csv(
            DATA.parent / str(file),
            convert_options=options,
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        )
        given = given.rename_columns([titles.get(name, name) for name in given.column_names])
        assert len(given) == len(rows), file
        for name in given.column_names:
            assert given[name].to_pylist() == rows[name].fillna("").tolist(), f"{file} {name}"
        left_out = [one.name for one in table.fields if one.name not in given.column_names]
        assert all(table.field(name).local for name in left_out)
        assert rows[left_out].isna().all().all()
        total += len(given)
    assert total == len(frame)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda table, rows: b"\xef\xbb\xbf" + encoded(table, rows), id="BOM"),
        pytest.param(lambda table, rows: encoded(table, rows, end="\r\n"), id="CRLF"),
        pytest.param(lambda table, rows: encoded(table, rows).rstrip(b"\n"), id="no last line end"),
        pytest.param(lambda table, rows: encoded(table, rows, titles=True), id="titles"),
        pytest.param(lambda table, rows: reordered(table, rows), id="other order"),
    ],
)
@pytest.mark.parametrize("table", TABLES)
def test_harmless_ways_of_writing_a_file(
    table: Table, write: Callable[[Table, list[dict[str, str]]], bytes], desk: Desk
) -> None:
    place, rows = desk.source(table)
    loaded = desk.read(table, place, write(table, rows))
    assert loaded.findings == ()
    frame = loaded.frames[table.name]
    assert frame[list(table.names)].fillna("").to_dict("records") == rows
    assert frame["_row"].tolist() == list(range(2, len(rows) + 2))


def reordered(table: Table, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The file with its columns the other way round."""
    names = table.names[::-1]
    return csv_text([list(names), *([row[name] for name in names] for row in rows)]).encode()


# Files and headers.


def _han(table: Table, rows: list[dict[str, str]]) -> bytes:
    """A file with Chinese in its header, so that its encoding can be told."""
    return encoded(table, rows, titles=True)


def _line(content: bytes, number: int, change: Callable[[bytes], bytes]) -> bytes:
    lines = content.split(b"\n")
    lines[number] = change(lines[number])
    return b"\n".join(lines)


def _opened(table: Table, rows: list[dict[str, str]]) -> bytes:
    """A quote opened before the first cell of the first row and never closed."""
    plain = [{name: re.sub(r'["\n]', "", cell) for name, cell in row.items()} for row in rows]
    return _line(encoded(table, plain), 1, lambda line: b'"' + line.replace(b'"', b""))


# How the file is spoiled → the code of the finding and what its message says.
FILES: Mapping[str, tuple[Callable[[Table, list[dict[str, str]]], bytes], str, str]] = {
    "GBK": (lambda table, rows: _han(table, rows).decode().encode("gb18030"), "L01", "GBK"),
    "UTF-16": (lambda table, rows: _han(table, rows).decode().encode("utf-16"), "L01", "UTF-16"),
    "workbook renamed": (lambda table, rows: b"PK\x03\x04" + bytes(200), "L01", "Excel 工作簿"),
    "empty": (lambda table, rows: b"", "L05", "文件是空的"),
    "header only": (lambda table, rows: encoded(table, ()), "L05", "只有表头"),
    "semicolons": (lambda table, rows: ";".join(table.names).encode() + b"\n1;2\n", "L08", "分号"),
    "lone CR": (lambda table, rows: encoded(table, rows).replace(b"\n", b"\r"), "L08", "老式苹果电脑"),
    "unbalanced quote": (_opened, "L02", "双引号不成对"),
    "NUL in the header": (lambda table, rows: b"\0" + encoded(table, rows), "L03", "U+0000"),
    "a cell of a megabyte": (
        lambda table, rows: encoded(table, [{**rows[0], table.names[-1]: "长" * 350_000}]),
        "L04",
        "有一格超过",
    ),
    "a row too short": (lambda table, rows: encoded(table, rows) + b"x\n", "L07", "格，表头有"),
    "a blank row": (
        lambda table, rows: _line(
            encoded(table, [rows[0]] * 2), 1, lambda line: line + b"\n" + b"," * (len(table.names) - 1)
        ),
        "L07",
        "整行是空的",
    ),
    "extra column": (lambda table, rows: _header(table, rows, [*table.names, "联系电话"]), "L06", "表头「联系电话」"),
    "nameless column": (lambda table, rows: _header(table, rows, [*table.names, ""]), "L06", "列没有列名，却有"),
    "duplicate column": (
        lambda table, rows: _header(table, rows, [*table.names, table.fields[0].title]),
        "L06",
        "与前面的列重复",
    ),
}


def _header(table: Table, rows: Sequence[Mapping[str, str]], header: list[str]) -> bytes:
    """The file under another header; a column without a field has the cell x."""
    known = {**{one.title: one.name for one in table.fields}, **{one: one for one in table.names}}
    return csv_text([header, *([row.get(known.get(one, ""), "x") for one in header] for row in rows)]).encode()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("table", TABLES)
def test_a_spoiled_file_is_refused_and_says_why(table: Table, kind: str, desk: Desk) -> None:
    place, rows = desk.source(table)
    write, code, words = FILES[kind]
    loaded = desk.read(table, place, write(table, rows))
    assert loaded.findings, "nothing was found"
    first = loaded.findings[0]
    told_in_full(first, table, place)
    assert first.code == code
    assert words in first.message
    assert loaded.frames[table.name].empty, "a file that is refused is refused whole"


@pytest.mark.thorough
@pytest.mark.parametrize("way", ["missing", "renamed"])
@pytest.mark.parametrize("table", TABLES)
def test_each_column_that_is_missing_or_renamed_is_named(table: Table, way: str, desk: Desk) -> None:
    place, rows = desk.source(table)
    for field in table.fields:
        others = [one for one in table.names if one != field.name]
        header = others if way == "missing" else [*others, (*field.synonyms, f"{field.title}（新）")[0]]
        if not header:
            continue
        loaded = desk.read(table, place, _header(table, rows, header))
        if field.local and way == "missing":  # only some places' forms have it
            assert [one.message for one in loaded.findings] == []
            assert loaded.frames[table.name][field.name].isna().all()
            assert len(loaded.frames[table.name]) == len(rows)
            continue
        assert loaded.frames[table.name].empty
        for finding in loaded.findings:
            told_in_full(finding, table, place)
            assert (finding.code, finding.row) == ("L06", 1)
        assert [(one.field, one.title) for one in loaded.findings] == [(field.name, field.title)]
        if way == "renamed":
            assert [one.value for one in loaded.findings] == [header[-1]]
            assert f"如果是「{field.title}」，请改成这个名字" in loaded.findings[0].hint
        else:
            assert loaded.findings[0].message.startswith("缺少")


# Cells.


def acceptable(field: Field, text: str) -> bool:
    """Whether the schema lets a text stand in the field, asked without the program's help."""
    if field.type != "string":
        return False
    rules = field.constraints
    if not text.strip():
        return not text and not field.wanted
    return (
        (not rules.get("enum") or text in rules["enum"])
        and ("pattern" not in rules or re.fullmatch(rules["pattern"], text) is not None)
        and len(text) <= rules.get("maxLength", len(text))
        and len(text) >= rules.get("minLength", 0)
    )


@pytest.mark.thorough
@pytest.mark.parametrize("table", TABLES)
def test_each_cell_that_is_wrong_is_told_and_each_text_survives(table: Table, desk: Desk) -> None:
    place, (base, *_) = desk.source(table)
    tried = [
        (field, text)
        for field in table.fields
        for text in (*WRONG.get(field.type, (*HOSTILE, "不在其中的写法")), "", "   ")
    ]
    rows = [{**base, field.name: text} for field, text in tried]
    loaded = desk.read(table, place, encoded(table, rows))
    assert [one.message for one in loaded.findings] == []
    frame = loaded.frames[table.name]
    assert len(frame) == loaded.rows == len(rows)
    cells = [frame.iloc[number][field.name] for number, (field, _) in enumerate(tried)]
    assert ["" if pd.isna(one) else one for one in cells] == [text for _, text in tried]
    found: dict[int, list[Finding]] = {}
    for finding in desk.judged(table, loaded):
        if finding.code.startswith("S"):
            found.setdefault(int(finding.row or 0) - 2, []).append(finding)
    for number, (field, text) in enumerate(tried):
        here = found.pop(number, [])
        if acceptable(field, text) or (not text and not field.wanted):
            assert here == [], f"{field.name}: {text[:40]!r} is harmless"
            continue
        assert len(here) == 1, f"{field.name}: {text[:40]!r} passes"
        (finding,) = here
        told_in_full(finding, table, place)
        assert (finding.field, finding.title) == (field.name, field.title)
        assert finding.value in (shortened(text), text[:60]), field.name
        assert shortened(text) in finding.message or len(text) > 60 or not text.strip()
        if field.type == "date" and text == "45234":
            assert "2023-11-04" in finding.hint
    assert found == {}


@pytest.mark.parametrize("table", TABLES)
def test_a_character_nobody_sees_is_told_with_its_cell(table: Table, desk: Desk) -> None:
    place, (base, *_) = desk.source(table)
    rows = [{**base, field.name: f"甲{mark}乙"} for field in table.fields for mark in "\0\u202e\u200b"]
    loaded = desk.read(table, place, encoded(table, rows))
    assert len(loaded.frames[table.name]) == len(rows)
    wanted = [field for field in table.fields for _ in range(3)]
    told = sorted(loaded.findings, key=lambda one: one.row or 0)
    assert [(one.code, one.row, one.field, one.title) for one in told] == [
        ("L03", row, field.name, field.title) for row, field in enumerate(wanted, start=2)
    ]
    for finding in told:
        told_in_full(finding, table, place)
        assert finding.value.startswith("U+")


# Keys.


@pytest.mark.thorough
@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_repeats_a_key_is_told_with_the_row_it_repeats(table: Table, desk: Desk) -> None:
    place, (base, *_) = desk.source(table)
    found = [
        one for one in desk.judged(table, desk.read(table, place, encoded(table, [base, base]))) if one.code == "K01"
    ]
    assert [one.row for one in found][:1] == [3]
    told_in_full(found[0], table, place)
    assert found[0].field == table.primary_key[0]
    assert f"data/{place} 第 2 行重复" in found[0].message
    assert all(base[name] in found[0].value for name in table.primary_key)


KEYS = [
    pytest.param(table, key, id=f"{table.name}.{'+'.join(key.fields)}")
    for table in CATALOGUE.tables.values()
    for key in table.foreign_keys
]


@pytest.mark.thorough
@pytest.mark.parametrize(("table", "key"), KEYS)
def test_a_reference_to_nothing_is_told(table: Table, key, desk: Desk) -> None:
    frame = desk.shipped.frames[table.name]
    filled = frame[list(key.fields)].notna().all(axis=1) & frame["_file"].str.contains(f"/{SAMPLE}/|/common/")
    assert filled.any(), f"the shipped sample never uses {table.name}.{key.fields}"
    row = frame[filled].iloc[0]
    place = str(row["_file"]).partition("/")[2]
    base = row[list(table.names)].fillna("").to_dict()
    last = key.fields[-1]
    most = str(table.field(last).constraints.get("maximum", 9999))  # a cell beyond its bounds is refused by itself
    lost = "999999" if last == "division" else most if table.field(last).type == "integer" else "nowhere"
    found = desk.judged(table, desk.read(table, place, encoded(table, [base, {**base, last: lost}])))
    orphans = [one for one in found if one.code == "K02"]
    assert (last, 3) in [(one.field, one.row) for one in orphans]
    assert {one.row for one in orphans} == {3}, "the row itself is sound"
    for one in orphans:
        told_in_full(one, table, place)
        assert lost in one.value
        assert CATALOGUE.tables[key.table].title in " ".join(finding.message for finding in orphans)


# Rules, figures and pages over cells that are empty, nothing, hostile or refused: a whole bureau at a time.

NONSENSE = re.compile(r"\b(nan|NaN|inf|None|NaT|<NA>|&lt;NA&gt;)\b")


@pytest.fixture(scope="module")
def bureaus(desk: Desk) -> Loaded:
    """A year of two bureaus of the sample with what they publish; a table without any of it has some other rows."""
    frames = {}
    for name, frame in desk.shipped.frames.items():
        table = CATALOGUE.tables[name]
        own = frame[frame["department"].isin(("edu", "finance"))] if table.context else frame
        year = own[own["fiscal_year"] == YEAR] if table.context else own
        frames[name] = next(one for one in (year, own, frame) if len(one)).head(MOST).reset_index(drop=True)
        assert len(frames[name])
    return replace(desk.shipped, frames=Frames(frames))


Change = tuple[Callable[[Field, random.Random], str | None], float]


def altered(loaded: Loaded, *changes: Change) -> Loaded:
    """The data with a share of the cells of every field that is no code replaced; None leaves a field alone."""
    dice = random.Random(5)
    frames = {}
    for name, frame in loaded.frames.items():
        table = CATALOGUE.tables[name]
        codes = {*table.primary_key, *(one for key in table.foreign_keys for one in key.fields), *CONTEXT}
        frame = frame.copy()
        for field in table.fields:
            if field.name in codes or field.name.endswith("_code") or field.name == "report_year":
                continue
            for cell, share in changes:
                text = cell(field, dice)
                if text is not None:
                    frame.loc[[dice.random() < share for _ in range(len(frame))], field.name] = text or None
        frames[name] = frame
    return replace(loaded, frames=Frames(frames))


def _nothing(field: Field, dice: random.Random) -> str | None:
    return "0" if field.type in ("number", "integer") else None


def _blank(field: Field, dice: random.Random) -> str | None:
    return None if field.required else ""


def _void(field: Field, dice: random.Random) -> str | None:
    return ""


def _hostile(field: Field, dice: random.Random) -> str | None:
    free = field.type == "string" and not {"enum", "pattern"} & set(field.constraints)
    return dice.choice((*HOSTILE, "%d %s {} \\1", "()[]*+?\\", "≥≥95%", "95%～98%", "-", "9" * 400)) if free else None


def _refused(field: Field, dice: random.Random) -> str | None:
    return "NaN"


def _refused_or_not(field: Field, dice: random.Random) -> str | None:
    return dice.choice(("NaN", None))


def _old(field: Field, dice: random.Random) -> str | None:
    return {"date": dice.choice(("1949-10-01", "2100-12-31")), "year": dice.choice(("2000", "2100"))}.get(field.type)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(((_nothing, 1.0), (_old, 0.5)), id="all nothing, first and last days"),
        pytest.param(((_nothing, 0.3), (_blank, 0.5)), id="some nothing, half filled"),
        pytest.param(((_blank, 1.0),), id="only what is required"),
        pytest.param(((_void, 0.5),), id="half of everything blank, required or not"),
        pytest.param(((_hostile, 1.0),), id="hostile texts"),
    ],
)
def test_odd_forms_are_checked_and_shown(changes: tuple[Change, ...], bureaus: Loaded) -> None:
    pages = list(stamped(check(altered(bureaus, *changes), today=TODAY)))
    assert len({path for path, _ in pages}) > len(FORMS)
    if changes[0][0] is _hostile:  # the texts do come to the pages
        assert any("&lt;script&gt;alert(1)" in html for _, html in pages)
    for path, html in pages:
        words = re.sub(r"<[^>]+>", " ", html)
        if changes[0][0] is not _hostile:
            assert NONSENSE.search(words) is None, f"{path}: …{words[NONSENSE.search(words).start() - 80 :][:160]}…"
        for script in ("<script>alert", "<svg onload"):
            assert script not in html, path


@pytest.mark.thorough
def test_rules_stand_cells_that_were_refused(bureaus: Loaded) -> None:
    """A third of the cells of each field, and all of every other field."""
    spoiled = altered(bureaus, (_refused, 0.3), (_refused_or_not, 1.0))
    found = check(spoiled, today=TODAY).findings
    # Of a column the first are told, and columns in which the same was done are told at once; the rest is counted.
    told: Counter[str] = Counter()
    for one in found:
        if one.code in ("S01", "S03") and one.value == "NaN":
            told[one.file] += one.count
    wanted = Counter(
        file
        for name, frame in spoiled.frames.items()
        for field in CATALOGUE.tables[name].fields
        if not acceptable(field, "NaN")
        for file in frame.loc[frame[field.name] == "NaN", "_file"]
    )
    assert wanted
    assert told == wanted
