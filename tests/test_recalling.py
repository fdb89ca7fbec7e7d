"""What rules said before is said again where nothing that they could have gone by is another, and nowhere else."""

from __future__ import annotations

import csv
import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from generator.check import check, judging, recalling, references, run
from generator.check.recalling import Asking, Said
from generator.core.data import Checked
from generator.core.facts import Facts
from generator.core.frames import Frames, Later
from generator.core.schema import CONTEXT
from generator.load import kept, load
from generator.load.kept import Store
from generator.pipeline import Size, sample
from generator.publish.writer import replace
from generator.rules import RULES, Rule
from generator.rules.alone import ALONE, Reach
from tests.conftest import DATA, SHIPPED_TODAY

FOLDER = "990001/2025/edu"
DAY = SHIPPED_TODAY


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small folders are worth keeping, too."""
    monkeypatch.setattr(kept, "_WORTH", 0)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small district; not to be changed."""
    place = tmp_path_factory.mktemp("recalling") / "data"
    sample(DATA, place, Size(projects=14, years=3, departments=3, seed=1, last_year=2026))
    return place


@pytest.fixture(scope="module")
def stores(sound: Path) -> Callable[[], tuple[Path, Checked]]:
    """Gives the store after a first check by the rules that are there, and what that check found."""
    made: dict[frozenset[str], tuple[Path, Checked]] = {}

    def of() -> tuple[Path, Checked]:
        codes = frozenset(run.RULES)
        if codes not in made:
            store = sound.parent / f"store {len(made)}"
            made[codes] = (store, checked(sound, store))
        return made[codes]

    return of


@pytest.fixture
def first(
    request: pytest.FixtureRequest, sound: Path, stores: Callable[[], tuple[Path, Checked]]
) -> tuple[Path, Path, Checked]:
    """The small district, the store after its first check, and what that check found; not to be changed."""
    if "rules" in request.fixturenames:
        request.getfixturevalue("rules")  # those that are asked later were asked then, and no others
    return sound, *stores()


@pytest.fixture
def before(first: tuple[Path, Path, Checked]) -> tuple[Path, Path]:
    """The same without what was found."""
    return first[:2]


@pytest.fixture
def district(before: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """The same, to be changed."""
    for one, name in zip(before, ("data", "store"), strict=True):
        shutil.copytree(one, tmp_path / name)
    return tmp_path / "data", tmp_path / "store"


# Every sixth rule tells of a change what all of them tell; and those that a test names.
_SOME = {*list(RULES)[::6], "R06", "F17", "R18", "F11"}


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.thorough)])
def rules(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which rules a check asks."""
    if request.param == "some":
        monkeypatch.setattr(run, "RULES", {code: rule for code, rule in RULES.items() if code in _SOME})


def checked(data: Path, place: Path, today: date = DAY, program: str = "program") -> Checked:
    store = Store(place, program)
    found = check(load(data, store=store), today=today, store=store)
    replace(place, list(store.outputs()))
    return found


def alike(one: Checked, other: Checked) -> bool:
    """Whether two checks found the same and looked at the same, rule by rule and row by row."""
    assert one.findings == other.findings
    assert one.runs.places == other.runs.places
    return all(
        looked.reasons == other.runs.looked[code].reasons and (looked.marks == other.runs.looked[code].marks).all()
        for code, looked in one.runs.looked.items()
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, int]:
    """Rule → how many rows of its table it was asked about."""
    asked: dict[str, int] = {}
    original = Asking.said

    def said(self: Asking, rule: Rule) -> Said:
        asked[rule.code] = len(self._facts.tables[rule.table])
        return original(self, rule)

    monkeypatch.setattr(Asking, "said", said)
    return asked


def without_row(path: Path, number: int = 1) -> None:
    """The file without one of its rows."""
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(rows[:number] + rows[number + 1 :]), encoding="utf-8")


def fresh(data: Path, today: date = DAY) -> Checked:
    """What is found without a store, by one process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recalling, "FEW", 10**9)
        return check(load(data), today=today)


@pytest.mark.usefixtures("rules")
def test_nothing_is_asked_again_of_the_same_data(
    first: tuple[Path, Path, Checked], district: tuple[Path, Path], asked: Mapping[str, int]
) -> None:
    again = checked(*district)
    assert not asked
    assert again.runs.looked
    assert alike(again, first[2])  # which had nothing to take from


@pytest.mark.usefixtures("rules")
def test_one_bureaus_change_is_asked_about_alone(district: tuple[Path, Path], asked: dict[str, int]) -> None:
    data, place = district
    without_row(data / FOLDER / "self_evaluation_indicators.csv")
    again = checked(data, place)
    rows = {code: len(again.facts.tables[RULES[code].table]) for code in asked}
    said = dict(asked)
    assert 0 < said["R06"] < rows["R06"] / 4  # its department-year
    assert 0 < said["F17"] < rows["F17"] / 3
    assert said["R18"] == rows["R18"]  # it looks at the years after, too
    assert "F11" not in said  # nothing that it goes by is another
    assert alike(again, fresh(data))


def _gone(data: Path) -> None:
    (data / FOLDER / "goal_indicators.csv").unlink()


def _bureau_gone(data: Path) -> None:
    shutil.rmtree(data / FOLDER)


def _bureau_anew(data: Path) -> None:
    shutil.copytree(data / FOLDER, data / "990001/2021/edu")


def _damaged(data: Path) -> None:
    path = data / FOLDER / "goals.csv"
    path.write_bytes(path.read_bytes() + b"\xff\n")


def _wrong_cell(data: Path) -> None:
    path = data / FOLDER / "self_evaluation_funds.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",10,", ",很多,", 1), encoding="utf-8")


def _common(data: Path) -> None:
    without_row(data / "common/policies.csv")


def _form(data: Path) -> None:
    path = data / FOLDER / "package.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: D2", "kind: D3", 1), encoding="utf-8")


def _profile(data: Path) -> None:
    path = data / "profiles/default.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^score_tolerance: .*$", "score_tolerance: 3", text, flags=re.MULTILINE), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text


def _schema(data: Path) -> None:
    path = data / "schemas/self_evaluation_indicators.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("title: 得分", "title: 实际得分"), encoding="utf-8")


def _waiver(data: Path) -> None:
    words = '{folder: 2025/edu, rule: R01, table: self_evaluation_funds, record: P, date: "2026-03-01", reason: 照登}'
    (data / "990001/waivers.yaml").write_text(f"waivers:\n  - {words}\n", encoding="utf-8")


# Each with others that it does not hang on: a check of even a small district takes a second or two.
_CHANGES = {
    "cell, new bureau": (_wrong_cell, _bureau_anew),
    "file gone, form": (_gone, _form),
    "damage, common": (_damaged, _common),
    "bureau gone, waivers": (_bureau_gone, _waiver),
}


@pytest.mark.thorough
@pytest.mark.parametrize("what", _CHANGES)
def test_whatever_is_another_is_judged_as_if_for_the_first_time(district: tuple[Path, Path], what: str) -> None:
    data, place = district
    for change in _CHANGES[what]:
        change(data)
    assert alike(checked(data, place), fresh(data))


@pytest.mark.thorough
@pytest.mark.parametrize("change", [_schema, _profile])
def test_of_another_schema_or_profile_all_is_judged_as_if_for_the_first_time(
    first: tuple[Path, Path, Checked], district: tuple[Path, Path], change: Callable[[Path], None]
) -> None:
    data, place = district
    change(data)
    again = checked(data, place)
    assert again.findings != first[2].findings
    assert alike(again, fresh(data))


@pytest.mark.thorough
def test_the_day_and_the_program_are_gone_by(district: tuple[Path, Path], asked: dict[str, int]) -> None:
    data, place = district
    later = DAY + timedelta(days=400)
    again = checked(data, place, today=later)
    own = dict(asked)
    assert alike(again, fresh(data, later))
    asked.clear()
    checked(data, place, program="another")
    assert 0 < len(own) < 40 < 150 < len(asked)


@pytest.mark.usefixtures("rules")
def test_what_was_put_into_words_is_told_again_until_a_name_is_another(
    district: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, place = district
    put: list[str] = []
    original = judging._hit
    monkeypatch.setattr(judging, "_hit", lambda rule, *given: (put.append(rule.code), original(rule, *given))[1])
    checked(data, place)
    assert put == []
    path = data / FOLDER / "monitorings.csv"
    _another_number(path, random.Random(1))
    checked(data, place)
    assert put
    assert all(RULES[code].table != "goal_indicators" for code in put)
    path = data / FOLDER / "goals.csv"
    rows = _rows(path)
    name = rows[0].index("project_name")
    _write(path, [rows[0], *([*row[:name], f"{row[name]}一期", *row[name + 1 :]] for row in rows[1:])])
    again = checked(data, place)
    assert any(one.name.endswith("一期") for one in again.findings)
    assert alike(again, fresh(data))


@pytest.mark.parametrize(("labels", "whole"), [([5, 3, 5], False), (list(range(20)), True)])
def test_of_a_table_that_is_not_made_yet_the_rows_that_were_hit_are_made(labels: list[int], whole: bool) -> None:
    made = pd.DataFrame({"_file": [f"{number}.csv" for number in range(100)]})
    later = Later(100, lambda: made, lambda places: made.take(places).reset_index(drop=True))
    rows = judging._with(Frames({"goals": later}), "goals", pd.DataFrame(index=labels))
    assert later.made == whole
    assert rows.loc[labels, "_file"].tolist() == [f"{label}.csv" for label in labels]
    assert (len(rows) == 100) == whole


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_store_is_as_good_as_none(
    first: tuple[Path, Path, Checked], district: tuple[Path, Path], asked: Mapping[str, int], seed: int
) -> None:
    data, place = district
    (place / "told.rules.kept").write_bytes(
        (place / "told.rules.kept").read_bytes().replace("项目".encode(), "工程".encode(), 1)
    )
    path = place / "said.rules.kept"
    content = bytearray(path.read_bytes())
    content[random.Random(seed).randrange(len(content))] ^= 1 << seed
    path.write_bytes(content)
    assert alike(checked(data, place), first[2])  # which had nothing to take from
    assert len(asked) > 150


# Whatever is done to the files, one after the other, a check with the store says what one without it says.


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _another_cell(path: Path, chance: random.Random) -> None:
    rows = _rows(path)
    row, column = chance.randrange(1, len(rows)), chance.randrange(len(rows[0]))
    taken = rows[chance.randrange(1, len(rows))][column]
    rows[row][column] = chance.choice(
        ["", taken, taken, taken[:-1], f"{taken}1", "很多", "2025-13-01", "0", "13800138000"]
    )
    _write(path, rows)


def _another_number(path: Path, chance: random.Random) -> None:
    rows = _rows(path)
    row = chance.choice(rows[1:])
    numbers = [place for place, cell in enumerate(row) if cell.replace(".", "", 1).isdecimal() and len(cell) < 12]
    for place in numbers[:3]:
        row[place] = str(chance.choice([float(row[place]) * 2, float(row[place]) + 1, 0]))
    _write(path, rows)


def _row_gone(path: Path, chance: random.Random) -> None:
    rows = _rows(path)
    del rows[chance.randrange(1, len(rows))]
    _write(path, rows)


def _row_more(path: Path, chance: random.Random) -> None:
    rows = _rows(path)
    more = [*chance.choice(rows[1:])]
    if chance.random() < 0.7:
        more[0] = f"{more[0][:-4]}{chance.randrange(10_000):04}"
    _write(path, [*rows, more])


def _columns_exchanged(path: Path, chance: random.Random) -> None:
    rows = _rows(path)
    first, second = chance.sample(range(len(rows[0])), 2)
    rows[0][first], rows[0][second] = rows[0][second], rows[0][first]
    _write(path, rows)


def _of_another_year(path: Path, chance: random.Random) -> None:
    division, _, department, name = path.parts[-4:]
    others = [one for one in path.parents[3].glob(f"{division}/*/{department}/{name}") if one != path]
    if others:
        shutil.copy(chance.choice(sorted(others)), path)


def _of_another_bureau(path: Path, chance: random.Random) -> None:
    others = [one for one in path.parents[1].glob(f"*/{path.name}") if one != path]
    if others:
        shutil.copy(chance.choice(sorted(others)), path)


def _file_gone(path: Path, chance: random.Random) -> None:
    path.unlink()


def _another_name(path: Path, chance: random.Random) -> None:
    rows = _rows(path)
    for name in ("project_name", "subject_name", "title", "level3"):
        if name in rows[0]:
            row = chance.choice(rows[1:])
            row[rows[0].index(name)] += "一期"
    _write(path, rows)


def _department_year_more(path: Path, chance: random.Random) -> None:
    division, year, department, _ = path.parts[-4:]
    place = path.parents[2] / str(int(year) + chance.choice([-3, 3])) / department
    if path.parts[-4] == division and not place.exists():
        shutil.copytree(path.parent, place)


_DONE = (_another_cell, _another_number, _another_name, _row_gone, _row_more, _columns_exchanged)
_SELDOM = (_of_another_year, _of_another_bureau, _file_gone, _department_year_more)


def _something(data: Path, chance: random.Random) -> str:
    """Do something to a file of the data; what was done."""
    places = sorted([*data.glob("990001/*/*/*.csv")] * 4 + [*data.glob("common/*.csv")])
    path = chance.choice([one for one in places if len(_rows(one)) > 1])
    done = chance.choice(_DONE * 3 + _SELDOM) if "common" not in path.parts else chance.choice(_DONE)
    done(path, chance)
    return f"{done.__name__} {path.relative_to(data)}"


@pytest.fixture
def two(processes: None, first: tuple[Path, Path, Checked], monkeypatch: pytest.MonkeyPatch) -> None:
    """Small districts are checked by two processes, too, from here on: the first check was by one."""
    monkeypatch.setattr(recalling, "FEW", 0)


@pytest.mark.usefixtures("two")
def test_two_processes_find_what_one_finds(
    first: tuple[Path, Path, Checked], district: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, place = district
    assert alike(checked(data, place / "of two"), first[2])
    chance = random.Random(5)
    for change in (_another_number, _another_name, _row_more):
        change(data / FOLDER / "goals.csv", chance)
        assert alike(checked(data, place), fresh(data)), change
    (data / FOLDER / "package.yaml").rename(data / FOLDER / "package.yml")
    assert alike(checked(data, place), fresh(data))


@pytest.mark.usefixtures("two")
def test_what_either_process_noted_is_kept(
    district: tuple[Path, Path], asked: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, place = district
    _another_number(data / FOLDER / "goals.csv", random.Random(5))
    checked(data, place)
    searched: list[object] = []
    for name in ("duplicates", "orphans", "collisions", "documents"):
        module = run if name == "documents" else references
        monkeypatch.setattr(module, name, lambda *given: iter(searched.append(given) or ()))
    asked.clear()
    monkeypatch.setattr(recalling, "FEW", 10**9)
    checked(data, place)
    assert (dict(asked), searched) == ({}, [])


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(3))
def test_one_change_after_another_is_judged_as_if_for_the_first_time(district: tuple[Path, Path], seed: int) -> None:
    data, place = district
    chance = random.Random(seed)
    done: list[str] = []
    for _ in range(4):
        kept_files = {path: path.read_bytes() for path in data.rglob("*.csv")}
        done += [_something(data, chance) for _ in range(chance.choice([1, 1, 3]))]
        assert alike(checked(data, place), fresh(data)), done
        if chance.random() < 0.5:  # mended: what was kept before the last change is taken again, if it is still there
            for path, content in kept_files.items():
                path.write_bytes(content)


# Rules that are asked about a place alone say the same whatever lies beside it.


def _of(tables: Mapping[str, pd.DataFrame], like: Facts) -> Facts:
    return Facts(
        tables=tables,
        profiles=like.profiles,
        packages=like.packages,
        today=like.today,
        schemas=like.schemas,
        waivers=like.waivers,
    )


def _spoilt(rows: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """Rows of which some are gone, some are there twice under another code, and some cells stand in another row."""
    kept = rows[np.array([chance.random() < 0.8 for _ in range(len(rows))], dtype=np.bool_)]
    for name in [one for one in kept.columns if one not in CONTEXT and chance.random() < 0.4]:
        order = list(range(len(kept)))
        chance.shuffle(order)
        kept = kept.assign(**{name: kept[name].take(order).set_axis(kept.index)})
    return kept


def _strangers(place: tuple[str, int, str], reach: Reach) -> Iterator[tuple[str, int, str]]:
    """Places beside one, as near as can be."""
    division, year, department = place
    yield from ((division, year - 1, department), (division, year + 1, department), ("990009", year, department))
    if reach == "folder":
        yield from ((division, year, "a"), (division, year, "zz"))


@pytest.mark.thorough
@pytest.mark.parametrize("reach", ["folder", "division-year"])
def test_what_lies_beside_changes_nothing(before: tuple[Path, Path], reach: Reach) -> None:
    facts = check(load(before[0]), today=DAY, rules=()).facts
    chance = random.Random(7)
    codes = [code for code, own in ALONE.items() if own == reach]
    judged = set()
    for year in (2024, 2025):
        place = ("990001", year, "edu")
        alone: dict[str, pd.DataFrame] = {}
        among: dict[str, pd.DataFrame] = {}
        for name, frame in facts.tables.items():
            if not set(CONTEXT) <= set(frame.columns):
                alone[name] = among[name] = frame
                continue
            own = frame[(frame["division"] == place[0]) & (frame["fiscal_year"] == year)]
            own = own[own["department"] == place[2]] if reach == "folder" else own
            key = list(facts.schemas[name].key)
            own = _spoilt(own, chance).drop_duplicates(key) if chance.random() < 0.9 else own.iloc[:0]
            alone[name] = own.reset_index(drop=True)
            others = [
                _spoilt(frame[frame["fiscal_year"] == year], chance)
                .assign(**dict(zip(CONTEXT, stranger, strict=True)))
                .drop_duplicates(key)
                for stranger in _strangers(place, reach)
            ]
            among[name] = pd.concat([*others[:2], own, *others[2:]], ignore_index=True)
        first, second = Asking(_of(alone, facts)), Asking(_of(among, facts))
        for code in codes:
            rule = RULES[code]
            if alone[rule.table].empty:
                continue
            theirs = among[rule.table]
            mine = (theirs["division"] == place[0]) & (theirs["fiscal_year"] == year)
            mine = mine & (theirs["department"] == place[2]) if reach == "folder" else mine
            labels = np.flatnonzero(mine)
            one, other = first.said(rule), second.said(rule)
            assert (one.looked.marks == other.looked.marks[labels]).all(), code
            hits = other.hits[other.hits.index.isin(labels)].sort_index(kind="stable")
            due = one.hits.set_axis(labels[one.hits.index]).sort_index(kind="stable")
            pd.testing.assert_frame_equal(hits, due, check_index_type=False, obj=code)
            assert one.read <= other.read, code
            judged |= {code} if len(due) else set()
    assert len(judged) >= len(codes) / 4


def test_only_rules_look_alone() -> None:
    assert ALONE.keys() <= RULES.keys()
