"""Numbers that name a person or an account, told from other numbers by their parts and check digits.

Own code, and not python-stdnum: the reasons stand in ``docs/decisions.md``.
"""

from __future__ import annotations

import operator
import re
from datetime import date

# Provinces by the first two digits of GB/T 2260; 83 and 91 stand on the residence cards of Taiwan and of foreigners.
_PROVINCE = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]"
_RESIDENT = re.compile(rf"(?:{_PROVINCE}|91)[0-9]{{4}}(?:19|20)[0-9]{{9}}[0-9X]")
_RESIDENTS = re.compile(rf"(?=(?:{_PROVINCE}|91)[0-9]{{4}}(?:19|20)[0-9]{{9}}[0-9X])")
_OLD_RESIDENT = re.compile(rf"(?:{_PROVINCE})[0-9]{{13}}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# UnionPay, the older cards of 工行, 农行 and 建行, and the credit cards of the international brands.
_CARD = re.compile(
    r"62[0-9]{14,17}|955[89][0-9]{12,15}|603[0-9]{13,16}|4367[0-9]{15}"
    r"|(?:4[0-9]|5[1-5])[0-9]{14}|35(?:2[89]|[3-8][0-9])[0-9]{12}"
)
# GB 32100: who registers (two digits), division, organisation code with its own check digit, check digit.
_CREDIT = re.compile(rf"(?:1[1239]|[24]1|[24]9|3[1-59]|5[1239]|[678][129]|9[123])(?:{_PROVINCE}|10)[0-9A-Z]{{14}}")
_CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def is_resident(number: str, today: date) -> bool:
    """Whether 18 characters are a resident's identity number: province, birth date, check digit (GB 11643)."""
    if not _RESIDENT.fullmatch(number) or not _born(int(number[6:10]), number[10:14], today):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17]


def residents(digits: str) -> list[int]:
    """Where in a row of digits, an X perhaps behind them, an identity number may begin, from left to right."""
    return [match.start() for match in _RESIDENTS.finditer(digits)]


def is_old_resident(number: str, today: date) -> bool:
    """Whether 15 digits may be an identity number of before 2000: province, birth date; it has no check digit.

    Those born in the years that codes begin with (``990001`` ``24`` …) would be past 95: such numbers are codes.
    """
    if not _OLD_RESIDENT.fullmatch(number):
        return False
    year = int(number[6:8])
    return year > today.year % 100 + 1 and _born(1900 + year, number[8:12], today)


def is_mobile(number: str) -> bool:
    """Whether 11 digits are a mobile number of the mainland."""
    return _MOBILE.fullmatch(number) is not None


def is_card(number: str) -> bool:
    """Whether 16 to 19 digits are a bank card: a known issuer's prefix and Luhn's check digit (ISO/IEC 7812)."""
    if not _CARD.fullmatch(number):
        return False
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2], sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def is_credit_code(number: str) -> bool:
    """Whether 18 characters are a unified social credit code with both of its check digits (GB 32100, GB 11714)."""
    if not _CREDIT.fullmatch(number) or not set(number) <= set(_CREDIT_DIGITS):
        return False
    values = [_CREDIT_DIGITS.index(character) for character in number]
    if (sum(map(operator.mul, values, _CREDIT_WEIGHTS)) + values[17]) % 31:
        return False
    organisation = sum(map(operator.mul, (int(one, 36) for one in number[8:16]), _ORGANISATION_WEIGHTS))
    return "0X987654321"[organisation % 11] == number[16]


def _born(year: int, month_day: str, today: date) -> bool:
    try:
        return date(1900, 1, 1) <= date(year, int(month_day[:2]), int(month_day[2:])) <= today
    except ValueError:
        return False
