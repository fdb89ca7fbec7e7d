"""The repository's own descriptors: the catalogue, one schema a table, and the profiles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from generator.core.errors import UserError, reason
from generator.core.profile import Profile
from generator.core.schema import Catalogue, Field, FieldType, ForeignKey, Scope, Table
from generator.core.words import GRADES, OTHER_GRADES, RED, TABLE_GROUPS, YELLOW
from generator.load.files import read_file
from generator.load.forms import MAX_BYTES, Form, FormError, read_yaml

Parser = Callable[[bytes], Any]  # as ``read_yaml``: what a document says, FormError where it cannot be read
_NAME = r"[a-z][a-z0-9_]{0,63}"
_TYPES = get_args(FieldType)
_SCOPES = get_args(Scope)
_MATCHES = ("folder", "division-year", "division")
_CONSTRAINTS = ("required", "unique", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength")


def load_catalogue(data: Path, parse: Parser = read_yaml) -> Catalogue:
    """Read ``datapackage.yaml`` and every table's schema; UserError names what is missing or wrong."""
    form, problems = _open(data / "datapackage.yaml")
    name = form.text("name", required=True, pattern=r"[a-z0-9][a-z0-9._-]*")
    title = form.text("title", required=True)
    description = form.text("description", required=True, longest=2000)
    version = form.text("version", required=True)
    licence = form.form("licence")
    licence_values = {key: licence.text(key, required=True) for key in ("name", "title", "path")}
    licence.finish()
    sources = []
    for source in form.forms("sources"):
        sources.append({"title": source.text("title", required=True), "path": source.text("path")})
        source.finish()
    contact = form.text("contact")
    tables = form.texts("tables")
    for table in tables:
        if not re.fullmatch(_NAME, table, re.ASCII) or tables.count(table) > 1:
            form.problem("tables", f"里的「{table}」写法不合规定或重复")
    form.finish()
    _refuse(data / "datapackage.yaml", problems)
    return Catalogue(
        name=name,
        title=title,
        description=description,
        version=version,
        licence=licence_values,
        sources=tuple(sources),
        contact=contact,
        tables=_tables(data, tables, parse),
    )


def _tables(data: Path, names: tuple[str, ...], parse: Parser) -> dict[str, Table]:
    tables = {name: _table(data / "schemas" / f"{name}.yaml", name, parse) for name in names}
    for name, table in tables.items():
        path = data / "schemas" / f"{name}.yaml"
        for key in table.foreign_keys:
            if key.table not in tables:
                _refuse(path, [f"外键指向没有登记的表「{key.table}」"])
            _known(path, tables[key.table], key.reference)
    return tables


def _table(path: Path, name: str, parse: Parser) -> Table:
    content = _content(path)
    try:
        table = _declared(name, content, parse)
    except FormError as error:
        raise UserError(f"{path}：{error}") from None
    except _SchemaError as wrong:
        raise _refusal(path, wrong.problems) from None
    keys = (name for key in table.foreign_keys for name in key.fields)
    _known(path, table, (*table.primary_key, *((table.label,) if table.label else ()), *keys))
    return table


class _SchemaError(Exception):
    """What is wrong with a schema, whichever file it stands in."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


_MOST = 512
_DECLARED: dict[tuple[str, bytes], Table] = {}


def _declared(name: str, content: bytes, parse: Parser) -> Table:
    """The table that a schema's text declares; the same text is read once, however many folders are loaded."""
    table = _DECLARED.get((name, content))
    if table is None or parse is not read_yaml:  # who keeps what was parsed is told that it is still asked for
        document = parse(content)
        table = table or _read(name, document)
    if len(_DECLARED) >= _MOST:
        _DECLARED.clear()
    _DECLARED[name, content] = table
    return table


def _read(name: str, content: Any) -> Table:
    """The table that a schema declares."""
    problems: list[str] = []
    form = Form(content, problems)
    if form.text("name", required=True, pattern=_NAME) != name:
        form.problem("name", f"应与文件名相同：{name}")
    title = form.text("title", required=True)
    description = form.text("description", required=True, longest=2000)
    group = form.text("group", required=True, among=tuple(TABLE_GROUPS))
    scope = cast(Scope, form.text("scope", required=True, among=_SCOPES))
    label = form.text("label")
    primary_key = form.texts("primaryKey")
    if form.texts("missingValues") not in ((), ("",)):
        form.problem("missingValues", '只能是 [""]')
    foreign_keys = []
    for entry in form.forms("foreignKeys"):
        reference = entry.form("reference")
        foreign_keys.append(
            ForeignKey(
                fields=entry.texts("fields"),
                table=reference.text("resource", required=True),
                reference=reference.texts("fields"),
                match=cast(Any, entry.text("match", required=True, among=_MATCHES)),
            )
        )
        reference.finish()
        entry.finish()
    fields = tuple(_field(entry) for entry in form.forms("fields"))
    form.finish()
    if not primary_key:
        form.problem("primaryKey", "没有填写，每张表都要有主键")
    words = [word for one in fields for word in {one.name, one.title}]  # either may head a column
    for word in sorted({word for word in words if words.count(word) > 1}):
        form.problem("fields", f"里「{word}」出现了不止一次")
    if problems:
        raise _SchemaError(problems)
    return Table(
        name=name,
        title=title,
        description=description,
        group=group,
        scope=scope,
        label=label,
        primary_key=primary_key,
        foreign_keys=tuple(foreign_keys),
        fields=fields,
    )


def _field(form: Form) -> Field:
    name = form.text("name", required=True, pattern=_NAME)
    kind = cast(FieldType, form.text("type", required=True, among=_TYPES))
    field = Field(
        name=name,
        title=form.text("title", required=True),
        type=kind,
        description=form.text("description", required=True, longest=1000),
        example=form.text("example", required=True, longest=4000),
        unit=form.text("unit"),
        constraints=_constraints(form.form("constraints")),
        synonyms=form.texts("synonyms"),
        expected=_yes(form, "expected"),
        local=_yes(form, "local"),
        value_synonyms=form.mapping("value_synonyms", Form.texts),
    )
    for value in field.value_synonyms:
        if value not in field.constraints.get("enum", ()):
            form.problem("value_synonyms", f"里的「{value}」不在 enum 的选项里")
    if field.required and (field.expected or field.local):
        form.problem("constraints", "里的 required 不能与 expected、local 同时写")
    form.finish()
    return field


def _yes(form: Form, key: str) -> bool:
    return form.text(key, default="false", among=("true", "false")) == "true"


def _constraints(form: Form) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key in form.names:
        if key not in _CONSTRAINTS:
            continue
        if key in ("required", "unique"):
            values[key] = form.text(key, among=("true", "false")) == "true"
        elif key == "enum":
            values[key] = list(form.texts(key))
        elif key in ("minLength", "maxLength"):
            values[key] = form.integer(key)
        elif key in ("minimum", "maximum"):
            form.number(key)
            values[key] = form.text(key)
        else:
            values[key] = form.text(key)
            try:
                re.compile(values[key])
            except re.error:
                form.problem(key, "不是正确的正则表达式")
    form.finish()
    return values


def load_profiles(data: Path) -> tuple[Profile, ...]:
    """Read every profile; the one named ``default`` must be there and serves what no other is in force for.

    What another profile leaves out is as in ``default``.
    """
    folder = data / "profiles"
    paths = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    if "default" not in paths:
        raise UserError(f"{folder} 中没有 default.yaml。", "请从本项目的 data/profiles 复制一份。")
    default = _content(paths["default"])
    return tuple(_profile(path, b"" if name == "default" else default) for name, path in paths.items())


def _profile(path: Path, default: bytes) -> Profile:
    """A profile; ``default``: the text of the one that has what it leaves out, none of the latter itself."""
    try:
        return _parsed_profile(path.stem, _content(path), default)
    except FormError as error:
        raise UserError(f"{path}：{error}") from None
    except _SchemaError as wrong:
        raise _refusal(path, wrong.problems) from None


@lru_cache(maxsize=64)
def _parsed_profile(name: str, content: bytes, default_content: bytes) -> Profile:
    """What a profile's text says; the same text is read once, however many folders are loaded."""
    default = _parsed_profile("default", default_content, b"") if default_content else None
    problems: list[str] = []
    form = Form(read_yaml(content), problems)
    if form.text("name", required=True) != name:
        form.problem("name", f"应与文件名相同：{name}")
    values: dict[str, Any] = {
        "name": name,
        "title": form.text("title", required=True),
        "source": form.text("source", required=True, longest=2000),
        "in_force": tuple(_in_force(form)),
    }
    for one in (one.name for one in fields(Profile) if one.name not in values):
        if default is None or one in form.names:
            values[one] = _PROFILE_READERS.get(one, _measure)(form, one)
        else:
            values[one] = getattr(default, one)
    form.finish()
    if problems:
        raise _SchemaError(problems)
    return Profile(**values)


def _in_force(form: Form) -> Iterator[tuple[str, int, int]]:
    for entry in form.forms("in_force"):
        yield entry.text("division", required=True), entry.integer("from"), entry.integer("to")
        entry.finish()


def _bands(form: Form, key: str) -> tuple[tuple[str, float], ...]:
    bands = []
    for entry in form.forms(key):
        bands.append((entry.text("grade", required=True, among=(*GRADES, *OTHER_GRADES)), entry.number("from")))
        entry.finish()
    if [low for _, low in bands] != sorted((low for _, low in bands), reverse=True) or not bands:
        form.problem(key, "应从高到低排列")
    return tuple(bands)


def _numbers(*names: str) -> Callable[[Form, str], dict[str, float]]:
    """A reader of a nested form of numbers that has just these names."""

    def read(form: Form, key: str) -> dict[str, float]:
        inner = form.form(key)
        numbers = {name: inner.number(name) for name in names}
        inner.finish()
        return numbers

    return read


def _by_month(form: Form, key: str) -> dict[str, float]:
    inner = form.form(key)
    for name in inner.names:
        if name not in {str(month) for month in range(1, 13)}:
            inner.problem(name, "应是 1 到 12 的月份")
    return {name: inner.number(name) for name in inner.names}


def _weights(form: Form, key: str) -> dict[str, dict[str, float]]:
    return form.mapping(key, lambda inner, scheme: inner.mapping(scheme, Form.number))


def _fields_by_table(form: Form, key: str) -> dict[str, tuple[str, ...]]:
    return form.mapping(key, Form.texts)


def _measure(form: Form, key: str) -> float:
    """A number that is nought or more."""
    value = form.number(key)
    if value < 0:
        form.problem(key, "应不小于 0")
    return value


def _share(form: Form, key: str) -> float:
    """A number of % that is part of a whole."""
    value = _measure(form, key)
    if value > 100:
        form.problem(key, "应不大于 100")
    return value


# Values in % that are part of a whole; growth is not.
_SHARES = (
    "spot_check_minimum",
    "uniform_share",
    "low_execution",
    "missed_share",
    "large_project",
    "execution_reason_below",
    "coverage_minimum",
    "similar_text",
    "copied_share",
    "repeated_share",
)
# How each value of a profile is read that isn't a plain number.
_PROFILE_READERS: Mapping[str, Callable[[Form, str], Any]] = {
    **dict.fromkeys(_SHARES, _share),
    "level1_weights": _weights,
    "bands": _bands,
    "at_most_formulas": Form.texts,
    "qualitative_bands": _numbers("达成", "部分达成"),
    "progress_bands": _numbers(RED, YELLOW),
    "progress_minimums": _by_month,
    "ex_ante_bands": _numbers("予以支持", "调整完善后予以支持"),
    "local_fields": _fields_by_table,
    "lacking_fields": _fields_by_table,
}


def refuse_unknown_fields(data: Path, profiles: Iterable[Profile], tables: Mapping[str, Table]) -> None:
    """Refuse profiles that tell of fields that no table has: UserError."""
    for profile in profiles:
        problems = [
            f"「{key}」里的「{table}.{name}」不是{what}"
            for key, what in (("local_fields", "数据字典里的字段"), ("lacking_fields", "可以空着的字段"))
            for table, names in getattr(profile, key).items()
            for name in names
            if table not in tables
            or name not in tables[table].names
            or (key == "lacking_fields" and tables[table].field(name).required)
        ]
        _refuse(data / "profiles" / f"{profile.name}.yaml", problems)


def _open(path: Path) -> tuple[Form, list[str]]:
    problems: list[str] = []
    try:
        return Form(_document(_content(path)), problems), problems
    except FormError as error:
        raise UserError(f"{path}：{error}") from None


@lru_cache(maxsize=16)
def _document(content: bytes) -> Any:
    """What a descriptor's text says, not to be changed; the same text is read once, however many folders are loaded."""
    return read_yaml(content)


def _content(path: Path) -> bytes:
    try:
        return read_file(path, MAX_BYTES)
    except FileNotFoundError:
        raise UserError(
            f"找不到 {path}。", "这个文件夹可能不是数据目录；请用 --data 指定含 datapackage.yaml 的文件夹。"
        ) from None
    except OSError as error:
        raise UserError(f"打不开 {path}：{reason(error)}。") from None


def _refuse(path: Path, problems: list[str]) -> None:
    if problems:
        raise _refusal(path, problems)


def _refusal(path: Path, problems: list[str]) -> UserError:
    return UserError(f"{path} 有 {len(problems)} 处不对：", "\n  ".join(problems))


def _known(path: Path, table: Table, names: tuple[str, ...]) -> None:
    unknown = [name for name in names if name not in (*table.names, *table.context)]
    if unknown:
        _refuse(path, [f"「{table.name}」没有字段「{name}」" for name in unknown])
