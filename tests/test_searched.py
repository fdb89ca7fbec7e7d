"""Files that were searched before are not searched again, and nothing that must not be published passes by it."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.check import check
from generator.check.privacy import gate
from generator.check.privacy.personal import Known, find
from generator.core.finding import Finding
from generator.load import kept, load
from generator.load.kept import Store
from generator.publish.writer import replace
from tests import privacy_corpus
from tests.conftest import EDU, TODAY, DataFolder

OTHER = "990001/2023/finance"
PERSON = "11010519491231002X"
CITED = "110105491231002"  # an identity number of before 2000, unless it is a code of the data


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small folders are worth keeping, too."""
    monkeypatch.setattr(kept, "_WORTH", 0)


@pytest.fixture
def filled(folder: DataFolder) -> DataFolder:
    """Two bureaus: a text of the first cites a code of the second, which has a word of secrecy in one of its own."""
    rows = [folder.row("goals", project_code=f"P{one}", project_name=f"项目{one}") for one in range(4)]
    rows[1]["project_overview"] = f"与项目{CITED}一并实施。"
    folder.table("goals", *rows)
    folder.write(f"{OTHER}/package.yaml", (folder.path / EDU / "package.yaml").read_text().replace("教育", "财政"))
    word = folder.row("goals", project_code="F2", project_overview="加强保密管理，保守国家秘密。")
    folder.table("goals", folder.row("goals", project_code=CITED), word, folder=OTHER)
    return folder


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that came to the exact judgement."""
    texts: list[str] = []
    monkeypatch.setattr(gate, "find", lambda text, *more, **how: (texts.append(text), find(text, *more, **how))[1])
    return texts


def searched(folder: DataFolder, place: Path, *, today: date = TODAY, program: str = "program") -> list[Finding]:
    """What a check with a store finds that must not be published: the same as one without."""
    store = Store(place, program)
    found = check(load(folder.path, store=store), today=today, rules=(), store=store).findings
    replace(place, list(store.outputs()))
    assert found == check(folder.load(), today=today, rules=()).findings
    return [one for one in found if one.code in ("S04", "S05")]


def test_what_was_searched_is_not_searched_again(filled: DataFolder, tmp_path: Path, judged: list[str]) -> None:
    assert searched(filled, tmp_path / "store") == []
    filled.replace(f"{EDU}/goals.csv", "项目3", "项目4")
    judged.clear()
    store = Store(tmp_path / "store", "program")
    check(load(filled.path, store=store), today=TODAY, rules=(), store=store)
    assert [text for text in judged if CITED in text]
    assert not [text for text in judged if "保密" in text]


def test_a_number_is_found_in_a_file_that_is_another(filled: DataFolder, tmp_path: Path) -> None:
    searched(filled, tmp_path / "store")
    filled.replace(f"{OTHER}/goals.csv", "加强保密管理", f"受助人{PERSON}")
    for _ in range(3):
        assert [one.value for one in searched(filled, tmp_path / "store")] == ["110…2X"]
    filled.replace(f"{OTHER}/goals.csv", f"受助人{PERSON}", "机密★1年")
    assert [one.code for one in searched(filled, tmp_path / "store")] == ["S05"]


def _say(folder: DataFolder, form: str, keywords: str) -> None:
    text = (folder.path / form).read_text(encoding="utf-8")
    assert "keywords:" not in text
    folder.write(form, f"{text}keywords: [{keywords}]\n")


def test_a_form_is_searched_again_where_it_is_another_or_something_was_found(
    filled: DataFolder, tmp_path: Path, judged: list[str]
) -> None:
    form = f"{OTHER}/package.yaml"
    _say(filled, form, f"加强保密管理, 合同{CITED}")
    assert searched(filled, tmp_path / "store") == []  # the number is a code of the data
    judged.clear()
    searched(filled, tmp_path / "store")
    assert judged.count("加强保密管理") == 2  # with the store, and without
    filled.replace(form, f"合同{CITED}", "合同")
    searched(filled, tmp_path / "store")
    judged.clear()
    searched(filled, tmp_path / "store")
    assert judged.count("加强保密管理") == 1
    filled.replace(form, "加强保密管理", "机密★1年")
    for _ in range(2):
        assert [one.code for one in searched(filled, tmp_path / "store")] == ["S05"]
    filled.replace(form, "机密★1年", f"受助人{PERSON}")
    assert [one.value for one in searched(filled, tmp_path / "store")] == ["110…2X"]


def test_a_code_that_goes_excuses_nothing_in_a_form_that_is_the_same(filled: DataFolder, tmp_path: Path) -> None:
    _say(filled, f"{EDU}/package.yaml", f"合同{CITED}")
    assert searched(filled, tmp_path / "store") == []
    filled.replace(f"{OTHER}/goals.csv", CITED, "F1")
    found = [one.file.removeprefix("data/") for one in searched(filled, tmp_path / "store")]
    assert sorted(found) == [f"{EDU}/goals.csv", f"{EDU}/package.yaml"]


def test_a_code_that_goes_excuses_nothing_in_a_file_that_is_the_same(filled: DataFolder, tmp_path: Path) -> None:
    assert searched(filled, tmp_path / "store") == []
    filled.replace(f"{OTHER}/goals.csv", CITED, "F1")
    assert [one.file.removeprefix("data/") for one in searched(filled, tmp_path / "store")] == [f"{EDU}/goals.csv"]
    filled.replace(f"{OTHER}/goals.csv", "F1", CITED)
    assert searched(filled, tmp_path / "store") == []


@pytest.mark.thorough
@pytest.mark.parametrize("year", [TODAY.year, TODAY.year + 1])
@pytest.mark.parametrize("program", ["program", "another"])
def test_the_year_and_the_program_are_gone_by(
    filled: DataFolder, tmp_path: Path, judged: list[str], year: int, program: str
) -> None:
    searched(filled, tmp_path / "store")
    judged.clear()
    store = Store(tmp_path / "store", program)
    check(load(filled.path, store=store), today=TODAY.replace(year=year), rules=(), store=store)
    assert any("保密" in text for text in judged) is ((year, program) != (TODAY.year, "program"))


def test_a_schema_is_gone_by(filled: DataFolder, tmp_path: Path) -> None:
    """A text longer than its field may be is not searched; when it may be so long, it is."""
    filled.replace(f"{OTHER}/goals.csv", "加强保密管理", f"受助人{PERSON}" + "项" * 4_000)
    assert [one for one in searched(filled, tmp_path / "store") if one.code == "S04"] == []
    path = filled.path / "schemas/goals.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("maxLength: 4000", "maxLength: 5000"), encoding="utf-8")
    assert [one.code for one in searched(filled, tmp_path / "store")] == ["S04"]


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_store_is_as_good_as_none(filled: DataFolder, tmp_path: Path, judged: list[str], seed: int) -> None:
    searched(filled, tmp_path / "store")
    path = tmp_path / "store" / "searched.texts.kept"
    content = bytearray(path.read_bytes())
    content[random.Random(seed).randrange(len(content))] ^= 1 << seed
    path.write_bytes(content)
    judged.clear()
    assert searched(filled, tmp_path / "store") == []
    assert any("保密" in text for text in judged)


# Whoever excuses nothing finds whatever another finds: what the store keeps rests on that.


def _knowing(text: str, chance: random.Random) -> Known:
    """Somebody who takes numbers of a text for codes, and beginnings of them for divisions."""
    numbers = re.findall("[0-9]{6,}[Xx]?", text)
    some: Mapping[str, frozenset[str]] = {
        name: frozenset(make(one) for one in numbers if chance.random() < 0.5)
        for name, make in (
            ("codes", str.upper),
            ("persons", str.upper),
            ("divisions", lambda one: one[:6]),
            ("series", lambda one: one[:8]),
        )
    }
    return Known(today=date(TODAY.year, chance.randint(1, 12), chance.randint(1, 28)), **some)


@pytest.mark.thorough
def test_who_excuses_nothing_finds_whatever_another_finds() -> None:
    chance = random.Random(16)
    told = 0
    texts = [*privacy_corpus.persons(8), *privacy_corpus.look_alikes(120), *privacy_corpus.marked()]
    for text in texts:
        both = f"{text}{chance.choice(texts)}" if chance.random() < 0.5 else text
        for one in (_knowing(both, chance), Known(today=TODAY)):
            if find(both, one, name=chance.random() < 0.5):
                told += 1
                assert find(both, one.strictest, name=True), both
    assert told > 500
