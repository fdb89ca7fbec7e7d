"""Rules that need not see everything to say what they say of a row: its department-year will do, or its division-year.

A check asks these again about what is another only (``generator.check.recalling``). A rule belongs here if all that it
groups and joins by has the folder, or the division and year, among its keys; ``tests/test_recalling.py`` sets strangers
of every kind beside a folder and sees that nothing is said otherwise. One that is not named is asked about everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Reach = Literal["folder", "division-year"]

_OF_FOLDER = (
    "R01 R02 R03 R03b R03e R04 R05 R06 R14 R14b R14c R17b",  # what a form adds up to
    "C08 C08b C24b C37 C38 C38b C39 C39b",  # indicators of a project
    "F03 F04d F04e F05 F06 F17 F22 F23",
    "F12b R01c R14d R19 C17 C20b",  # monitorings of a project, beside its goals and what was spent
    "F11 F11b F11c F11d F11e F11f F11h F21 F21b F21c",  # words of a row, beside the money of its project
    "C30 C30b C30c C30d C31 C31b C36 C21i F20 F20b",  # what was registered of a project's budget
    "C01 C07 C15 F12 F14 F15b",  # a project's goal beside its self-evaluation
    "R07 R08 R09 R10 R17 C40 C40b C32 C33 R13c C22c F08 F11g F11i F11l",  # a row by itself
    "R03c R23 C24c",  # indicators of an evaluation and of a department
)
_OF_YEAR = (
    "C24 F04 F04b F04c",  # compared with other projects of the year
    "C12c R21b R21c",  # about a project or a bureau, whoever keeps the row
)

# Code → how far it looks beside tables that hold for all.
ALONE: Mapping[str, Reach] = {
    **{code: "folder" for codes in _OF_FOLDER for code in codes.split()},
    **{code: "division-year" for codes in _OF_YEAR for code in codes.split()},
}
