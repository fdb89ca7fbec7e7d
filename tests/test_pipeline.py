"""The pipeline without a command line: it prints nothing, reads no clock, and works out each fact once."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.check.report import as_json, as_markdown
from generator.facts.figures.declared import RELATIONS
from generator.facts.measures import measure
from tests.conftest import DATA, DataFolder, snapshot

TODAY = date(2026, 11, 20)
SIZE = pipeline.Size(projects=12, years=2, departments=3, seed=3, last_year=2025)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small data folder of the invented district, with a statement drafted from its records."""
    out = tmp_path_factory.mktemp("sample") / "data"
    out.mkdir()
    files, size = pipeline.sample(DATA, out, SIZE)
    written = [path for path in out.rglob("*") if path.is_file()]
    assert files >= len(written) > 50
    assert size >= sum(path.stat().st_size for path in written)
    return out


@contextmanager
def counted(patch: pytest.MonkeyPatch) -> Iterator[Counter[Any]]:
    """Counts each relation looked for in a statement, and each figure reckoned from the records of a year."""
    calls: Counter[Any] = Counter()

    def counting(function: Callable[..., Any], key: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            calls[key(*arguments)] += 1
            return function(*arguments)

        return call

    for kind in {type(one) for one in RELATIONS}:
        patch.setattr(kind, "look", counting(kind.look, lambda one, scene: ("look", one, scene.statement)))
    for kind in (measure.Count, measure.Total, measure.Mean, measure.Share, measure.Made):
        patch.setattr(kind, "of", counting(kind.of, lambda one, records, year: ("of", one, records.division, year)))
    yield calls


def test_a_build_reckons_each_figure_of_the_statements_once(
    processes: None, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with counted(monkeypatch) as calls:
        published = pipeline.build(data, tmp_path / "public", today=TODAY)
    assert capfd.readouterr() == ("", "")
    assert min(sum(call[0] == kind for call in calls) for kind in ("look", "of")) > 50
    assert {call: times for call, times in calls.items() if times > 1} == {}
    assert published.built.pages > 50
    assert published.summary.startswith("检查了 ")
    assert "错误 0，" in published.summary
    assert (tmp_path / "public" / "statements" / "990001" / "2025" / "index.html").is_file()


@pytest.mark.thorough
def test_one_check_serves_several_formats(data: Path) -> None:
    checked = pipeline.checked(data, today=TODAY)
    told = as_json(checked, checked.findings), as_markdown(checked, checked.findings)
    assert all(f"{checked.rows}" in text.replace(",", "") for text in told)


def test_errors_leave_what_is_there_and_come_with_the_findings(folder: DataFolder, tmp_path: Path) -> None:
    folder.table("goals", folder.row("goals", total_amount="很多"))
    (tmp_path / "public").mkdir()
    with pytest.raises(pipeline.DataError) as refused:
        pipeline.build(folder.path, tmp_path / "public", today=TODAY)
    assert [one.code for one in refused.value.checked.findings if one.severity == "error"] == ["S01"]
    assert "数据有 1 处错误" in refused.value.message
    assert snapshot(tmp_path / "public") == {}


@pytest.mark.thorough
def test_a_statement_is_drafted_without_a_command(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch) as calls:
        drafted = pipeline.statement(data, "990001", 2025, today=date(2026, 1, 20))
    assert {call: times for call, times in calls.items() if times > 1} == {}
    assert drafted.draft.title == "示例区2025年预算绩效管理工作开展情况说明"
    registered = (data / "990001" / "2025" / "finance" / "reported_figures.csv").read_bytes()
    codes = [row["figure_code"] for row in csv.DictReader(io.StringIO(registered.decode()))]
    assert [one.code for one in drafted.draft.figures] == codes
