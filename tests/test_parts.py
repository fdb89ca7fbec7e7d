"""Reports of units, bureaus and towns are set beside the records of just these, and only where that is sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from generator.core.schema import Catalogue
from generator.facts.measures.reckoning import tiers
from generator.facts.measures.verification import Judged, compared
from tests.conftest import DIVISIONS, EDU, PACKAGE, DataFolder, clean_folder, form_of

DEPARTMENTS = """\
division,department,official_code,name,short_name,sector,parent,from_year,to_year,note
990001,edu,,示例区教育局,区教育局,,,,,
990001,school,,示例区第一中学,,,edu,,,
990001,town,,示例区样河镇人民政府,样河镇,,,,,
990001,health,,示例区卫生健康局,,,,,,
990001,finance,,示例区财政局,,,,,,
"""


def filled(folder: DataFolder) -> DataFolder:
    """Three self-evaluations of the bureau of education, of two units; two of a town; one of the school."""
    folder.write("common/divisions.csv", DIVISIONS)
    folder.write("common/departments.csv", DEPARTMENTS)
    folder.write(f"{EDU}/package.yaml", PACKAGE)
    for place, units in (("edu", "甲甲乙"), ("town", "丙丙"), ("school", "丁")):
        rows = [
            folder.row("self_evaluations", project_code=f"{place}{number}", agency_name=f"示例区{unit}单位")
            for number, unit in enumerate(units)
        ]
        folder.table("self_evaluations", *rows, folder=f"990001/2023/{place}")
    return folder


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document of 2023 in a bureau's folder that counts self-evaluations: how many, and of what scope it says so."""

    place: str
    value: str
    claimed: str
    kind: str
    scope: str


def judged(folder: DataFolder, documents: Sequence[Document]) -> list[list[Judged]]:
    """What the records say of the figure of each document: nothing, or one verdict."""
    codes = {f"S{number}": one for number, one in enumerate(documents)}
    for place in {one.place for one in documents}:
        own = {code: one for code, one in codes.items() if one.place == place}
        statements = [
            folder.row("statements", statement_code=code, report_year="2023", kind=one.kind, scope=one.scope)
            for code, one in own.items()
        ]
        figures = [
            folder.row(
                "reported_figures",
                figure_code=f"f{code}",
                statement_code=code,
                measure="self_evaluation_count",
                subject_year="2023",
                scope=one.claimed,
                value=one.value,
                value_text=one.value,
                unit="个",
                qualifier="",
                period="",
                budget_scope="",
            )
            for code, one in own.items()
        ]
        folder.table("statements", *statements, folder=f"990001/2023/{place}")
        folder.table("reported_figures", *figures, folder=f"990001/2023/{place}")
        if place != "edu":
            folder.write(f"990001/2023/{place}/package.yaml", form_of("示例区财政局"))
    found: dict[str, list[Judged]] = {code: [] for code in codes}
    for one in folder.check([]).facts.of(compared):
        found[one.statement].append(one.judged)
    return [*found.values()]


UNIT, TOWN = "单位自评报告", "乡镇说明"
# Folder, figure, its scope, kind and scope of the document; and what the records say.
CASES = (
    # The bureau with the school below it; the school alone; the town, named in full or for short.
    ("edu", "4", "本部门", {"kind": UNIT, "scope": ""}, [("可复算一致", "4个")]),
    ("edu", "5", "本部门", {"kind": UNIT, "scope": ""}, [("不一致", "4个")]),
    ("finance", "4", "本部门", {"kind": UNIT, "scope": "示例区教育局"}, [("可复算一致", "4个")]),
    ("finance", "4", "本部门", {"kind": "评价通报", "scope": "区教育局"}, [("可复算一致", "4个")]),
    ("edu", "1", "本单位", {"kind": UNIT, "scope": "第一中学"}, [("可复算一致", "1个")]),
    ("town", "2", "全镇", {"kind": TOWN, "scope": ""}, [("可复算一致", "2个")]),
    ("finance", "9", "镇级", {"kind": TOWN, "scope": "样河镇"}, [("不一致", "2个")]),
    # A unit that is not registered, where every project says of which unit it is.
    ("edu", "2", "本单位", {"kind": UNIT, "scope": "示例区甲单位"}, [("可复算一致", "2个")]),
    ("edu", "1", "本单位", {"kind": UNIT, "scope": "示例区乙单位"}, [("可复算一致", "1个")]),
    # The whole place, by its name or by saying nothing.
    ("finance", "6", "全区", {"kind": "", "scope": ""}, [("可复算一致", "6个")]),
    ("finance", "6", "区级", {"kind": "评价通报", "scope": "示例区"}, [("可复算一致", "6个")]),
    # Not sure: a figure of another scope, a name that nobody has registered, the finance bureau's folder without a
    # scope, a bureau of which there are no records, a bureau's own where others stand under it.
    ("edu", "9", "全区", {"kind": UNIT, "scope": ""}, []),
    ("edu", "9", "本单位", {"kind": UNIT, "scope": "示例区戊单位"}, []),
    ("finance", "9", "本部门", {"kind": UNIT, "scope": ""}, []),
    ("finance", "9", "全镇", {"kind": TOWN, "scope": "大河镇"}, []),
    ("health", "9", "本部门", {"kind": UNIT, "scope": ""}, []),
    ("edu", "9", "本单位", {"kind": UNIT, "scope": ""}, []),
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> list[list[Judged]]:
    """What the records say of each case; all of them are documents of one county."""
    documents = [
        Document(place=place, value=value, claimed=claimed, **statement)
        for place, value, claimed, statement, _ in CASES
    ]
    return judged(filled(clean_folder(tmp_path_factory.mktemp("parts"), catalogue)), documents)


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_part_is_set_beside_its_own_records(told: list[list[Judged]], number: int) -> None:
    assert [(one.verdict, one.recomputed) for one in told[number]] == CASES[number][-1]


def test_a_unit_is_left_alone_where_some_projects_do_not_say_whose_they_are(folder: DataFolder) -> None:
    filled(folder)
    rows = [folder.row("self_evaluations", project_code=f"e{one}", agency_name=one) for one in ("示例区甲单位", "")]
    folder.table("self_evaluations", *rows)
    unit = Document(place="edu", value="9", claimed="本单位", kind=UNIT, scope="示例区甲单位")
    assert judged(folder, [unit]) == [[]]


def test_what_is_found_says_whose_records_they_are(told: list[list[Judged]]) -> None:
    (one,) = told[0]
    assert "4条记录算得（部门＝示例区教育局；财政年度＝2023）" in one.explanation


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("示例区", ("全区", "区级")),
        ("样河镇", ("全镇", "镇级")),
        ("石山乡", ("全乡", "乡级")),
        ("城关街道", ("全街道", "街道级")),
    ],
)
def test_a_place_speaks_of_itself_by_its_kind(name: str, words: tuple[str, str]) -> None:
    assert tiers(name) == words
