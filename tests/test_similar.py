"""Nearly the same texts are found, by numbers of comparisons that grow with the texts and not with their pairs."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
from rapidfuzz import fuzz, process

from generator.facts.similar import alike, plain

WORDS = [
    "校舍",
    "维修",
    "道路",
    "养护",
    "河道",
    "治理",
    "培训",
    "补助",
    "设备",
    "采购",
    "验收",
    "及时",
    "群众",
    "满意",
    "覆盖",
    "就业",
    "灌溉",
    "污水",
    "管网",
    "宣传",
]


def sentences(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choice(WORDS) for _ in range(chance.randint(5, 9))) for _ in range(count)]


def test_width_case_spaces_and_punctuation_do_not_matter():
    given = pd.Series(["ＡＢ级 校舍，改造！", "ab级校舍改造", "≥95.5%", None], dtype="str")
    assert plain(given).tolist()[:3] == ["ab级校舍改造", "ab级校舍改造", "95.5%"]
    assert plain(given).isna()[3]


def test_copies_with_a_character_changed_are_found():
    texts = sentences(400, 1)
    copies = [f"{text[:5]}的{text[5:]}" for text in texts]
    groups = alike(pd.Series([*texts, *copies], dtype="str"), 90)
    same = groups[:400].to_numpy() == groups[400:].to_numpy()
    assert same.mean() > 0.98


def test_what_is_alike_is_so_exactly():
    """Of copies with one to four characters changed some are on this side of the limit, some on that."""
    chance, whole = random.Random(3), sentences(150, 2)
    changed = [
        text[:at] + "另" * count + text[at + count :]
        for text in whole
        for count in range(1, 5)
        for at in [chance.randrange(len(text) - count)]
    ]
    texts = pd.Series([*whole, *changed], dtype="str").drop_duplicates(ignore_index=True)
    groups = alike(texts, 85)
    ratios = process.cdist(texts, texts, scorer=fuzz.ratio)
    assert len(whole) / 2 < groups.duplicated().sum() < len(changed)
    for place, (group, label) in enumerate(zip(groups, range(len(texts)), strict=True)):
        members = np.flatnonzero(groups.to_numpy() == group)
        if len(members) > 1:
            assert max(ratios[place, other] for other in members if other != label) >= 85


def test_other_figures_are_no_copy():
    groups = alike(pd.Series(["完成11所学校校舍维修改造任务", "完成12所学校校舍维修改造任务"], dtype="str"), 90)
    assert groups.nunique() == 2


def test_missing_single_and_no_texts():
    assert alike(pd.Series([None, "甲", "甲"], dtype="str", index=[3, 5, 7]), 90).to_dict() == {3: -1, 5: 0, 7: 0}
    assert alike(pd.Series([], dtype="str"), 90).empty
    assert alike(pd.Series([None], dtype="str"), 90).tolist() == [-1]


def test_texts_of_one_template_cost_no_more_than_others():
    template = pd.Series([f"开展校舍维修改造工作第{chr(0x4E00 + number)}批" for number in range(6000)], dtype="str")
    start = time.perf_counter()
    alike(template, 90)
    assert time.perf_counter() - start < 3


FORKED = """
import os, pandas
from generator.facts.similar import alike
texts = pandas.Series([f"{place}号桥梁的维修" for place in range(3000)])
alike(texts, 90)
if child := os.fork():
    raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
alike(texts, 90)
"""


@pytest.mark.usefixtures("processes")
def test_texts_are_compared_again_beside_a_process_that_has_done_so() -> None:
    """A second check by one program, as previews make it, shares its rules with a process that it forks."""
    subprocess.run([sys.executable, "-c", FORKED], check=True, timeout=60)
