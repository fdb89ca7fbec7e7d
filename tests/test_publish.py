"""Publishing as a whole: what fails, is killed or meets a full disk leaves the earlier site; builds repeat exactly."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import weakref
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.cli.main import main
from generator.core.data import Checked
from generator.core.errors import UserError
from generator.core.output import Output
from generator.derive import derive
from generator.derive.site import Shared
from generator.load import load_catalogue
from generator.pages import PageSource
from generator.publish.csp import with_policy
from generator.publish.links import Links
from generator.publish.search.index import Search
from generator.publish.theme import Skeleton
from tests.conftest import DATA, SHIPPED_TODAY, clean_folder
from tests.shipped import SITE_URL
from tests.site_fixture import EPOCH, ROOT, run_build

RUN = [sys.executable, "-m", "generator"]


def digest(folder: Path) -> str:
    """One digest of all paths and bytes below a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The least that makes a whole site: what is killed many times need not be large."""
    folder = clean_folder(tmp_path_factory.mktemp("tiny"), load_catalogue(DATA))
    codes = ("P1", "P2", "P3")
    folder.table("goals", *(folder.row("goals", project_code=code, project_name=f"校舍{code}") for code in codes))
    folder.table(
        "goal_indicators",
        *(folder.row("goal_indicators", project_code=code, indicator_no=str(no)) for code in codes for no in (1, 2)),
    )
    return folder.path


@pytest.fixture(scope="module")
def tiny_site(processes: None, tiny: Path) -> Path:
    """Its site; not to be changed."""
    out = tiny.parent / "public"
    done = run_build(tiny, out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_two_builds_are_byte_identical(shipped_site: Path, tmp_path: Path) -> None:
    data, out = tmp_path / "elsewhere" / "data", tmp_path / "two" / "public"
    shutil.copytree(DATA, data)
    done = run_build(data, out, TZ="America/Lima", PYTHONHASHSEED="2", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    names = [sorted(p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()) for f in (shipped_site, out)]
    assert names[0] == names[1]
    assert [name for name in names[0] if (shipped_site / name).read_bytes() != (out / name).read_bytes()] == []


def test_manifest_and_sums_name_every_file(shipped_site: Path) -> None:
    files = {path.relative_to(shipped_site).as_posix() for path in shipped_site.rglob("*") if path.is_file()}
    manifest = json.loads((shipped_site / "manifest.json").read_text(encoding="utf-8"))
    listed = {entry["path"]: entry for entry in manifest["files"]}
    assert set(listed) == files - {"manifest.json", "SHA256SUMS"}
    for path in random.Random(1).sample(sorted(listed), 40):
        content = (shipped_site / path).read_bytes()
        assert listed[path]["bytes"] == len(content)
        assert listed[path]["sha256"] == hashlib.sha256(content).hexdigest()
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=shipped_site, check=False).returncode == 0


def test_errors_in_the_data_leave_the_site_alone(tiny: Path, tiny_site: Path, tmp_path: Path) -> None:
    out = tmp_path / "public"
    shutil.copytree(tiny_site, out)
    before = digest(out)
    broken = tmp_path / "data"
    shutil.copytree(tiny, broken)
    (goals,) = broken.glob("990001/*/*/goals.csv")
    text = goals.read_text(encoding="utf-8")
    assert ",B," in text  # the scheme of indicators
    goals.write_text(text.replace(",B,", ",丙,"), encoding="utf-8")
    done = run_build(broken, out)
    assert done.returncode == 1
    assert "不在可选范围内" in done.stderr
    assert digest(out) == before
    assert leftovers(tmp_path) == []


class Deeds:
    """What this process does to the files of a build, counted by what it is; at a moment it is killed, out of itself.

    A moment is something that is done, and for which time: it ends before that. What is begun by it lives on, as where
    the system kills a process alone.
    """

    def __init__(self, moment: tuple[str, int] | None) -> None:
        self.done: Counter[str] = Counter()
        self._moment, self._own = moment, os.getpid()
        sys.addaudithook(self._hear)

    def _hear(self, event: str, details: tuple[Any, ...]) -> None:
        if os.getpid() != self._own or not (deed := self._deed(event, details)):
            return
        if self._moment == (deed, self.done[deed]):
            os.kill(self._own, signal.SIGKILL)
        self.done[deed] += 1

    def _deed(self, event: str, details: tuple[Any, ...]) -> str:
        match event, details:
            case "open", (path, _, int(flags)) if flags & (os.O_WRONLY | os.O_RDWR) and ".staging" in str(path):
                return "write" if self.done["fork"] else "lay out"
            case "os.rename", (_, place, *_):
                return f"rename to {Path(place).name}"
            case "os.fork", _:
                return "fork"
            case "subprocess.Popen", (program, *_):
                return "index" if "pagefind" in str(program) else "run"
            case "ctypes.dlsym", (_, "renameat2"):
                return "switch"
            case (("os.remove" | "os.rmdir"), _) if self.done["switch"]:
                return "take away"
        return ""


# Before what a build is killed: what it does once, and of what it does many times, how many of these.
ONCE = (
    *("rename to .public.staging", "fork", "index", "answer"),
    *("rename to .public.new", "switch", "rename to .public.old"),
)
OFTEN = {"lay out": 2, "write": 5, "take away": 3}
SWITCHED = ("rename to .public.old", "take away")  # the new site is in its place


def build_alone(words: list[str]) -> None:
    """The build command in a session of its own, as the forked process that runs this; nothing of it is shown."""
    os.setsid()
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    sys.exit(main(["build", *words]))


class LaidOut:
    """The pages as MkDocs lays them out, made once and put where a build wants them."""

    def __init__(self, make: Callable[[Path, Path, Sequence[PageSource]], Skeleton], place: Path) -> None:
        self._make, self._place = make, place

    def once(self, root: Path, out: Path, sources: Sequence[PageSource]) -> Skeleton:
        self._made = self._make(root, out, sources)
        shutil.copytree(out, self._place)
        return self._made

    def again(self, root: Path, out: Path, sources: Sequence[PageSource]) -> Skeleton:
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(self._place, out)
        return self._made


def builds_of_reckoned(told: Connection, data: Path) -> None:
    """Reckon the figures and say so, then build into each folder that is told, in a process forked from here.

    How it ended is the answer, its id before that. Its site is without 填报自查, which is packed as it is.
    """
    checked = pipeline.checked(data, today=SHIPPED_TODAY)
    site = derive(checked)
    pipeline.checked = lambda *_, **__: checked
    building = import_module("generator.publish.building")
    make = building.build_skeleton
    pages = LaidOut(make, data.parent / "pages")
    building.derive, building.build_skeleton = lambda *_: site, pages.once
    import_module("generator.cli.commands").PARTS = Path("nowhere")
    pipeline.build(data, data.parent / "first", today=SHIPPED_TODAY)  # what a first build prepares is there for all
    building.build_skeleton = pages.again
    told.send(digest(data.parent / "first"))
    while asked := told.recv():
        out, moment = asked
        build = os.fork()
        if not build:
            build_watched(["--data", str(data), "--out", str(out)], moment)
        told.send(build)
        told.send(os.waitstatus_to_exitcode(os.waitpid(build, 0)[1]))


def build_watched(words: list[str], moment: tuple[str, int] | None) -> None:
    """The build command, killed at a moment; otherwise what it did is written down beside its target."""
    if moment == ("answer", 0):  # when Pagefind has all pages and works
        pagefind = import_module("generator.publish.search.index")._Pagefind
        pagefind.answer = lambda _: os.kill(os.getpid(), signal.SIGKILL)
    deeds = Deeds(moment)
    try:
        build_alone(words)
    finally:
        Path(f"{words[-1]}.json").write_text(json.dumps(deeds.done), encoding="utf-8")


@pytest.fixture
def fork(processes: None) -> Iterator[multiprocessing.context.BaseContext]:
    """Processes forked from a server that has imported the program, which alone takes two seconds."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        pytest.skip("no fork on this system")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["generator.check", "generator.publish", "generator.statement", __name__])
    before = os.getcwd()
    os.chdir(ROOT)
    yield context
    os.chdir(before)


@pytest.fixture
def whole(fork: multiprocessing.context.BaseContext, changed: Path) -> Callable[[Path], multiprocessing.Process]:
    """Start the command that builds the changed data, in a process of its own."""

    def start(out: Path) -> multiprocessing.Process:
        process = fork.Process(target=build_alone, args=(["--data", str(changed), "--out", str(out)],))
        process.start()
        return process

    return start


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """Builds of the changed data from where the figures are reckoned, each in a process of its own."""

    told: Connection
    site: str  # its digest

    def until(self, moment: tuple[str, int] | None, out: Path) -> tuple[int, int]:
        """Build, up to a moment or to the end; the process's id, and how it ended."""
        self.told.send((out, moment))
        return self.told.recv(), self.told.recv()


@pytest.fixture
def reckoned(fork: multiprocessing.context.BaseContext, changed: Path) -> Iterator[Reckoned]:
    told, other = fork.Pipe()
    process = fork.Process(target=builds_of_reckoned, args=(other, changed))
    process.start()
    other.close()  # what goes wrong there ends the wait here
    yield Reckoned(told=told, site=told.recv())
    told.send(None)
    process.join()


@pytest.fixture
def changed(tiny: Path, tmp_path: Path) -> Path:
    """The same data with a word changed that stands on every page."""
    data = tmp_path / "data"
    shutil.copytree(tiny, data)
    text = (data / "datapackage.yaml").read_text(encoding="utf-8")
    (data / "datapackage.yaml").write_text(text.replace("title:", "title: 新", 1), encoding="utf-8")
    return data


def alive(session: int) -> list[str]:
    """The command lines of processes of a session, the ended ones apart."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, own, *_ = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(own) == session and state not in "ZX":
                found.append((folder / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
        except OSError:  # ended meanwhile
            continue
    return found


def left_of(session: int) -> list[str]:
    """The same, a second later at most: those that a killed process had begun have to notice."""
    deadline = time.perf_counter() + 1
    while (left := alive(session)) and time.perf_counter() < deadline:
        time.sleep(0.01)
    return left


def test_killed_at_any_step_a_build_leaves_the_site_alone(tiny_site: Path, tmp_path: Path, reckoned: Reckoned) -> None:
    """Each takes up what the one before left: the site is the earlier or the new one, whole, and nobody writes on."""
    out, aside = tmp_path / "public", tmp_path / "aside" / "public"
    for place in (out, aside):
        shutil.copytree(tiny_site, place)
    before = digest(out)
    assert reckoned.until(None, aside)[1] == 0
    after = digest(aside)
    assert before != after == reckoned.site
    done = json.loads(Path(f"{aside}.json").read_text(encoding="utf-8"))
    moments = [(deed, 0) for deed in ONCE]
    moments += [(deed, done[deed] * turn // count) for deed, count in OFTEN.items() for turn in range(count)]
    for moment in random.Random(7).sample(moments, len(moments)):
        build, ended = reckoned.until(moment, out)
        assert ended == -signal.SIGKILL, moment
        assert left_of(build) == [], f"after {moment} these live on"
        assert digest(out) == (after if moment[0] in SWITCHED else before), moment
        if moment[0] in SWITCHED:  # put the earlier site back
            shutil.rmtree(out)
            shutil.copytree(tiny_site, out)
    assert reckoned.until(None, out)[1] == 0
    assert digest(out) == after
    assert leftovers(tmp_path) == []


def test_killed_while_it_checks_or_mkdocs_works_the_command_leaves_the_site_alone(
    tiny_site: Path, tmp_path: Path, whole: Callable[[Path], multiprocessing.Process]
) -> None:
    out, pages = tmp_path / "public", tmp_path / ".public.staging" / "site"
    shutil.copytree(tiny_site, out)
    before = digest(out)
    whole(tmp_path / "other").join()
    for written in (False, True):
        process = whole(out)
        while written and process.is_alive() and not any(pages.glob("*")):
            process.join(timeout=0.005)
        process.kill()  # it alone: its children have to notice
        process.join()
        assert process.exitcode == -signal.SIGKILL
        assert pages.exists() is written
        assert process.pid is not None
        assert left_of(process.pid) == []
        assert digest(out) == before
    whole(out).join()
    assert digest(out) == digest(tmp_path / "other") != before
    assert leftovers(tmp_path) == []


def leftovers(folder: Path) -> list[str]:
    """What builds put beside their targets."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.usefixtures("processes")
def test_the_records_are_let_go_before_the_index_is_made(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind and the records of a large site together would take more memory than either."""
    module = import_module("generator.publish.building")
    held: list[weakref.ref[object]] = []

    def derived(checked: Checked, shared: Shared) -> object:
        site = derive(checked, shared)
        frames = (*checked.frames.values(), *checked.facts.tables.values())
        records = [one for one in frames if len(one)]  # those without rows are shared by all checks
        held.extend(weakref.ref(one) for one in (checked, checked.facts, shared, site, *records))
        return site

    def files(search: Search, progress: Callable[[str], None]) -> Iterator[Output]:
        still = [one() for one in held if one() is not None]
        assert len(held) > 10
        assert still == []
        return whole(search, progress)

    whole = Search.files
    monkeypatch.setattr(module, "derive", derived)
    monkeypatch.setattr(Search, "files", files)
    assert main(["build", "--data", str(tiny), "--out", str(tmp_path / "public")]) == 0


def test_a_full_disk_leaves_the_site_alone(tiny: Path, tiny_site: Path, tmp_path: Path) -> None:
    """On a small tmpfs in a mount namespace of its own: another build does not fit beside the site."""
    mount = tmp_path / "disk"
    mount.mkdir()
    again = " ".join([*RUN, "build", "--data", str(tiny), "--out", str(mount / "public")])
    sums = f"(cd {mount}/public && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)"
    script = f"""
        set -u
        mount -t tmpfs -o size=64m none {mount} || exit 90
        cp -r {tiny_site} {mount}/public || exit 91
        {sums} > {tmp_path}/before
        free=$(df --output=avail -k {mount} | tail -1)
        head -c $(( (free - 300) * 1024 )) /dev/zero > {mount}/filler
        {again} > {tmp_path}/full.out 2>&1; echo $? > {tmp_path}/code
        {sums} > {tmp_path}/after
        rm {mount}/filler
        {again} >/dev/null 2>&1 || exit 92
        {sums} > {tmp_path}/recovered
    """
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    done = subprocess.run(
        [*unshare, "sh", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode in (1, 90):
        message = f"cannot mount a small tmpfs here: {done.stderr}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "code").read_text().strip() == "1"
    told = (tmp_path / "full.out").read_text(encoding="utf-8")
    assert "磁盘" in told
    assert "Traceback" not in told
    assert (tmp_path / "before").read_text() == (tmp_path / "after").read_text() == (tmp_path / "recovered").read_text()


def test_links_are_checked_with_their_fragments(tmp_path: Path) -> None:
    pages = (
        Output(
            path="index.html", content=b'<p id="top"><a href="a/">a</a> <a href="#top">t</a> <a href="a/#b">b</a></p>'
        ),
        Output(
            path="a/index.html", content=b'<p id="b"><a href="../">up</a> <a href="https://example.org/">out</a></p>'
        ),
    )
    links = Links("https://example.gov.cn/jixiao/")
    for page in links.watch(pages):
        (tmp_path / page.path).parent.mkdir(exist_ok=True)
        (tmp_path / page.path).write_bytes(page.content)
    assert links.verify(tmp_path, [page.path for page in pages]) == 2


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("missing/", "没有这个文件"),
        ("#nowhere", "没有这个位置"),
        ("../../outside/", "超出网站范围"),
        ("http://example.org/", "https"),
        ("javascript:alert(1)", "https"),
        ("index.html#nowhere", "没有这个位置"),
    ],
)
def test_a_broken_link_stops_the_build(link: str, told: str, tmp_path: Path) -> None:
    page = Output(path="index.html", content=f'<a href="{link}">x</a>'.encode())
    (tmp_path / "index.html").write_bytes(page.content)
    links, others = Links("https://example.gov.cn/"), Links("https://example.gov.cn/")
    list(links.watch([page]))
    others.take(links.wanted)  # gathered in another process
    for gathered in (links, others):
        with pytest.raises(UserError, match=told):
            gathered.verify(tmp_path, ["index.html"])


def test_an_unknown_inline_script_stops_the_build() -> None:
    head = '<meta charset="utf-8">'
    assert "Content-Security-Policy" in with_policy(head, "index.html")
    with pytest.raises(UserError, match="不认识的内嵌脚本"):
        with_policy(head + "<script>alert(1)</script>", "index.html")


def test_only_the_pages_that_run_web_assembly_may() -> None:
    head = '<meta charset="utf-8">'
    for path in ("self-check/index.html", "search/index.html"):
        assert "'wasm-unsafe-eval'" in with_policy(head, path)
    for path in ("index.html", "projects/index.html", "reporting/index.html", "404.html"):
        assert "unsafe" not in with_policy(head, path)


def test_every_page_has_the_policy_and_its_own_head(shipped_site: Path) -> None:
    titles: dict[str, str] = {}
    pages = sorted(shipped_site.rglob("*.html"))
    assert pages
    for path in pages:
        html = path.read_text(encoding="utf-8")
        name = path.relative_to(shipped_site).as_posix()
        assert "Content-Security-Policy" in html, name
        assert "data-fill=" not in html, name
        assert "@@" not in html, name
        title = html.split("<title>")[1].split("</title>")[0]
        assert title not in titles, f"{name} and {titles.get(title)} are both called {title}"
        titles[title] = name
        assert '<meta name="description" content="' in html, name
        if name != "404.html":
            assert f'<link rel="canonical" href="{SITE_URL}{name.removesuffix("index.html")}">' in html, name
