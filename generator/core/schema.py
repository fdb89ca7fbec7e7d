"""Tables and fields, as the schema files declare them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from generator.core.words import LISTED_GROUPS

# No document of this field is older or newer; a day outside is a slip of the pen, or a stand-in for «for ever».
FIRST_DAY, LAST_DAY = "1949-10-01", "2100-12-31"
Scope = Literal["common", "department-year"]
FieldType = Literal["string", "number", "integer", "year", "date"]
# What the folder of a department-year says of each of its rows; the loader adds it, rows do not repeat it.
CONTEXT = ("division", "fiscal_year", "department")
CONTEXT_TITLES = {"division": "区划代码", "fiscal_year": "财政年度", "department": "部门代码"}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a table, as its schema file declares it.

    ``expected``: the forms have it and it is to be filled in, but an original that left it blank can be published.
    ``local``: only the forms of some places have it; a file may do without the column.
    ``value_synonyms``: how local forms write a value of its ``enum``.
    """

    name: str
    title: str
    type: FieldType
    description: str
    example: str
    unit: str = ""
    constraints: Mapping[str, Any] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()
    expected: bool = False
    local: bool = False
    value_synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether an empty cell is an error."""
        return bool(self.constraints.get("required"))

    @property
    def wanted(self) -> bool:
        """Whether an empty cell is found fault with: an error unless the original is so."""
        return self.required or self.expected

    @property
    def numeric(self) -> bool:
        """It holds numbers: amounts, counts or years."""
        return self.type in ("number", "integer", "year")

    @property
    def heading(self) -> str:
        """The title with its unit, as a table head prints it."""
        return f"{self.title}（{self.unit}）" if self.unit else self.title


@dataclass(frozen=True, kw_only=True)
class ForeignKey:
    """Columns whose values must stand in another table; ``match`` says which context columns must agree as well."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]
    match: Literal["folder", "division-year", "division"]

    @property
    def context(self) -> tuple[str, ...]:
        """The context columns that must agree."""
        return {"folder": CONTEXT, "division-year": CONTEXT[:2], "division": CONTEXT[:1]}[self.match]


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: its fields, keys and place, as its schema file declares it."""

    name: str
    title: str
    description: str
    group: str
    scope: Scope
    label: str
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if the table has none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The field names in order."""
        return tuple(one.name for one in self.fields)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The names of the fields that hold numbers."""
        return tuple(one.name for one in self.fields if one.numeric)

    @cached_property
    def rates(self) -> frozenset[str]:
        """The names of the fields that hold per cents."""
        return frozenset(one.name for one in self.fields if one.type == "number" and one.unit == "%")

    def columns(self, rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
        """The columns of a file with these rows: those that only local forms have are left out where none is filled."""
        return tuple(one.name for one in self.fields if not one.local or any(row.get(one.name) for row in rows))

    @property
    def of_lists(self) -> bool:
        """Whether its rows come from lists, which each place draws up with columns of its own, and no official form."""
        return self.group in LISTED_GROUPS

    @property
    def context(self) -> tuple[str, ...]:
        """The columns the folder adds: all three for a department-year table, none for a common one."""
        return CONTEXT if self.scope == "department-year" else ()

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that identify a row across the whole data folder."""
        return self.context + self.primary_key


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """What ``datapackage.yaml`` says of the whole, and the tables in their order."""

    name: str
    title: str
    description: str
    version: str
    licence: Mapping[str, str]
    sources: tuple[Mapping[str, str], ...]
    contact: str
    tables: Mapping[str, Table]
