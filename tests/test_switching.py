"""Publishing replaces only what it has made, one build at a time, and says what is true of what is published."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from generator.core.errors import UserError
from generator.core.output import Output
from generator.publish import switching
from generator.publish.switching import LOCK, staging, stranger, switch, told
from generator.publish.writer import Ledger, journal, write


def site(folder: Path, text: bytes = b"1") -> Path:
    """A small site with its manifest."""
    ledger = Ledger()
    write(folder, [Output(path="index.html", content=text), Output(path="a/index.html", content=b"a")], ledger)
    write(folder, (ledger.manifest(), ledger.sums()), ledger)
    return folder


def publish(out: Path, text: bytes) -> Path | None:
    """One build."""
    with staging(out) as folder:
        return switch(site(folder / "site", text), out)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(out: Path) -> str:
    """What is said when a build of ``out`` is refused."""
    with pytest.raises(UserError) as error:
        publish(out, b"2")
    return str(error.value)


@pytest.fixture(params=["exchange", "two renames"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switching in one step where the system can, in two renames where it cannot."""
    if request.param == "two renames":
        monkeypatch.setattr(switching, "_exchange", lambda one, other: False)


@pytest.mark.usefixtures("_way")
def test_one_site_takes_the_place_of_another(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "public"
    for version in (b"1", b"2", b"3"):
        assert publish(out, version) is None
        assert (out / "index.html").read_bytes() == version
        assert names(out.parent) == ["public"]


def test_staging_is_cleared_when_the_build_fails(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有完成"), staging(tmp_path / "public") as folder:  # noqa: PT012
        (folder / "site").mkdir()
        raise UserError("没有完成")
    assert names(tmp_path) == []


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    leftover = tmp_path / ".public.staging"
    site(leftover / "site")
    (leftover / LOCK).touch()
    (leftover / "search.jsonl").touch()
    with staging(tmp_path / "public") as folder:
        assert (folder, names(folder)) == (leftover, [LOCK])
    assert names(tmp_path) == []


def begun(folder: Path) -> None:
    """What a build that is killed in the midst of its pages leaves: a theme, two pages, and a third that is begun."""
    write(folder, [Output(path=LOCK, content=b""), Output(path="site/assets/theme.css", content=b"t")])
    with journal(folder / LOCK) as told:
        ledger = Ledger(journal=told)
        ledger.scan(folder / "site")
        write(folder / "site", [Output(path="index.html", content=b"1"), Output(path="甲/a.csv", content=b"")], ledger)
        ledger.note("b.html", b"2")
    (folder / "site" / "b.html").touch()


@pytest.mark.parametrize("files", [(), (LOCK,)], ids=["nothing", "lock"])
def test_what_a_build_left_that_was_killed_before_its_folder_had_a_name_is_cleared(
    tmp_path: Path, files: tuple[str, ...]
) -> None:
    left = tmp_path / ".public.staging-abcd1234"
    left.mkdir()
    for name in files:
        (left / name).touch()
    with staging(tmp_path / "public"):
        assert not left.exists()


@pytest.mark.parametrize("name", ["mine.txt", f"{LOCK}.txt"])
def test_a_strangers_folder_of_such_a_name_is_left_alone(tmp_path: Path, name: str) -> None:
    other = tmp_path / ".public.staging-abcd1234"
    other.mkdir()
    (other / name).write_text("mine")
    with staging(tmp_path / "public"):
        pass
    assert (other / name).read_text() == "mine"


def test_what_a_build_killed_in_the_midst_left_is_cleared(tmp_path: Path) -> None:
    begun(tmp_path / ".public.staging")
    assert publish(tmp_path / "public", b"1") is None
    assert names(tmp_path) == ["public"]


@pytest.mark.parametrize("path", ["notes.txt", "甲/notes.txt", "assets/deep/x"])
def test_a_strangers_file_among_what_a_killed_build_left_is_not_deleted(tmp_path: Path, path: str) -> None:
    begun(tmp_path / ".public.staging")
    mine = tmp_path / ".public.staging/site" / path
    mine.parent.mkdir(exist_ok=True)
    mine.write_bytes(b"mine")
    assert f".public.staging 里的 site/{path} 不是本程序留下的，没有动它。" in refused(tmp_path / "public")
    assert mine.read_bytes() == b"mine"
    assert names(tmp_path) == [".public.staging"]


def test_a_strangers_file_that_came_into_a_build_is_not_deleted_with_it(tmp_path: Path) -> None:
    """The verification fails for it; it is still there, and the next build says which it is."""
    wrong = pytest.raises(UserError, match=r"核对清单时发现 mine\.txt")
    with wrong, staging(tmp_path / "public") as folder, journal(folder / LOCK) as told:
        ledger = Ledger(journal=told)
        write(folder / "site", [Output(path="index.html", content=b"1")], ledger)
        (folder / "site/mine.txt").write_bytes(b"mine")
        ledger.verify(folder / "site")
    assert (tmp_path / ".public.staging/site/mine.txt").read_bytes() == b"mine"
    assert "里的 site/mine.txt 不是本程序留下的" in refused(tmp_path / "public")


@pytest.mark.parametrize("name", [".public.old", ".public.new"])
def test_a_kill_between_two_renames_is_mended_by_the_next_build(tmp_path: Path, name: str) -> None:
    site(tmp_path / name)
    with staging(tmp_path / "public"):
        assert (tmp_path / "public/index.html").read_bytes() == b"1"
    assert names(tmp_path) == ["public"]


# What was not made here.


@pytest.mark.parametrize("manifest", [b"{}", b"", b"[]", b'{"files": []}', b'{"files": [{}]}', b"\xff", b"[" * 100_000])
def test_a_manifest_that_is_none_of_ours_protects(tmp_path: Path, manifest: bytes) -> None:
    out = tmp_path / "public"
    write(out, [Output(path="manifest.json", content=manifest), Output(path="report.docx", content=b"mine")])
    assert "里有别的东西，不像是先前生成的网站，没有动它。" in refused(out)
    assert names(out) == ["manifest.json", "report.docx"]
    assert names(tmp_path) == ["public"]


@pytest.mark.parametrize("path", ["notes.txt", "a/notes.txt", ".git/HEAD", "b/c/d"])
@pytest.mark.parametrize("folder", ["public", ".public.old", ".public.new"])
def test_a_strangers_file_is_not_deleted(tmp_path: Path, folder: str, path: str) -> None:
    site(tmp_path / folder)
    write(tmp_path / folder, [Output(path=path, content=b"mine")])
    said = refused(tmp_path / "public")
    assert f"{tmp_path / folder} 里的 {path} 不在它的清单里，不是本程序生成的，没有动它。" in said
    assert (tmp_path / folder / path).read_bytes() == b"mine"
    assert (tmp_path / folder / "index.html").read_bytes() == b"1"
    assert names(tmp_path) == [folder]


def test_a_strangers_link_is_not_followed_or_deleted(tmp_path: Path) -> None:
    site(tmp_path / "public")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public" / "link").symlink_to(tmp_path / "elsewhere")
    assert "public 里的 link 不在它的清单里" in refused(tmp_path / "public")
    assert (tmp_path / "public" / "link").is_symlink()


@pytest.mark.parametrize("files", [["mine"], [LOCK, "mine"], [LOCK, "site", "site-backup"]])
def test_a_strangers_staging_folder_is_not_deleted(tmp_path: Path, files: list[str]) -> None:
    write(tmp_path / ".public.staging", [Output(path=name, content=b"mine") for name in files])
    assert "没有动它。" in refused(tmp_path / "public")
    assert names(tmp_path / ".public.staging") == sorted(files)
    assert names(tmp_path) == [".public.staging"]


def test_what_came_during_the_build_is_not_deleted(tmp_path: Path) -> None:
    out = site(tmp_path / "public")
    with pytest.raises(UserError, match=r"public 里的 new\.txt 不在它的清单里"), staging(out) as folder:  # noqa: PT012
        finished = site(folder / "site", b"2")
        (out / "new.txt").write_bytes(b"mine")
        switch(finished, out)
    assert (out / "index.html").read_bytes() == b"1"
    assert (out / "new.txt").read_bytes() == b"mine"


def test_a_mount_point_is_not_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = site(tmp_path / "public")
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == out)
    said = refused(out)
    assert f"{out} 是挂载点，不能整个换成新的网站（可以写到它里面的文件夹，如 {out / 'public'}），没有动它。" in said
    assert names(tmp_path) == ["public"]
    assert publish(out / "public", b"2") is None


def test_a_pipe_in_the_place_of_the_manifest_is_waited_for_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    os.mkfifo(tmp_path / "public" / "manifest.json")
    assert "里有别的东西" in refused(tmp_path / "public")


@pytest.mark.parametrize("folder", ["public", ".public.old", ".public.staging/site"])
def test_a_folder_that_cannot_be_looked_into_is_not_deleted(
    tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in it may be anybody's, and whoever owns it could still take it away."""
    site(tmp_path / folder)
    (tmp_path / folder / "closed").mkdir()
    (tmp_path / folder / "closed" / "mine").write_bytes(b"mine")
    if "staging" in folder:
        (tmp_path / ".public.staging" / LOCK).write_text("index.html\na/index.html\nmanifest.json\nSHA256SUMS\n")
    scan = os.scandir

    def closed(path: os.PathLike[str] | str | int) -> object:
        if not isinstance(path, int) and Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", closed)
        assert "closed" in refused(tmp_path / "public")
    assert (tmp_path / folder / "closed" / "mine").read_bytes() == b"mine"


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("name", [".public.old", ".public.new"])
def test_what_came_beside_during_the_build_is_not_deleted(tmp_path: Path, name: str) -> None:
    out = site(tmp_path / "public")
    with pytest.raises(UserError, match="里有别的东西"), staging(out) as folder:  # noqa: PT012
        finished = site(folder / "site", b"2")
        write(tmp_path / name, [Output(path="mine", content=b"mine")])
        switch(finished, out)
    assert (out / "index.html").read_bytes() == b"1"
    assert (tmp_path / name / "mine").read_bytes() == b"mine"


# Two builds.


def test_two_builds_of_one_target_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switching, "_PAUSE", 0.001)
    out = tmp_path / "public"
    with staging(out) as folder:
        site(folder / "site", b"1")
        said = refused(out)
        assert said.startswith("另一次生成正在写同一个位置。\n  请等它结束后再试")
        assert (folder / "site" / "index.html").read_bytes() == b"1"
        assert names(tmp_path) == [".public.staging"]
        switch(folder / "site", out)
    assert (out / "index.html").read_bytes() == b"1"
    assert publish(out, b"2") is None  # when it has ended the next may


def test_builds_of_two_targets_do_not_wait(tmp_path: Path) -> None:
    with staging(tmp_path / "one"), staging(tmp_path / "other"):
        assert names(tmp_path) == [".one.staging", ".other.staging"]


def test_verification_compares_contents(tmp_path: Path) -> None:
    ledger = Ledger()
    write(tmp_path, [Output(path="a", content=b"123"), Output(path="b", content=b"456")], ledger)
    ledger.verify(tmp_path)
    (tmp_path / "b").write_bytes(b"457")  # as long as before
    with pytest.raises(UserError, match="发现 b 与写出的不一致"):
        ledger.verify(tmp_path)
    (tmp_path / "b").unlink()
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(UserError, match="发现 b 与写出的不一致"):
        ledger.verify(tmp_path)
    assert hashlib.sha256(b"456").hexdigest() == ledger.entries["b"][1]


# What is said of the published site.


@pytest.fixture
def stubborn(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of folders that cannot be taken away, as where they are somebody else's."""
    names_: set[str] = set()
    remove = shutil.rmtree

    def refuse(path: Path, *rest: object, **more: object) -> None:
        if Path(path).name in names_:
            raise PermissionError(13, "Permission denied", str(path))
        remove(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(shutil, "rmtree", refuse)
    return names_


@pytest.mark.usefixtures("_way")
def test_an_earlier_site_that_cannot_be_deleted_is_no_failure(tmp_path: Path, stubborn: set[str]) -> None:
    out = site(tmp_path / "public")
    stubborn.add(".public.old")
    left = publish(out, b"2")
    assert (out / "index.html").read_bytes() == b"2"
    assert left == tmp_path / ".public.old"
    assert told(left).startswith(f"先前的网站没能全部删除，还在 {left}")
    said = refused(out)  # the next build names it, and what to do
    assert said.startswith(f"上一次生成留下的 {left} 删不掉。\n  请检查它的所有者和权限，手工删除后重试。")
    assert (out / "index.html").read_bytes() == b"2"


def test_leftovers_of_a_build_that_cannot_be_deleted_are_named(tmp_path: Path, stubborn: set[str]) -> None:
    out = site(tmp_path / "public")
    stubborn.add(".public.staging")
    assert publish(out, b"2") is None
    said = refused(out)
    assert said.startswith(f"上一次生成留下的 {tmp_path / '.public.staging'} 删不掉。")
    assert (out / "index.html").read_bytes() == b"2"


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_read_only_parts_of_the_earlier_site_are_deleted(tmp_path: Path, mode: int) -> None:
    out = site(tmp_path / "public")
    (out / "a").chmod(mode)
    out.chmod(0o555)
    if mode == 0 and os.geteuid() != 0:
        pytest.skip("a folder that cannot be read cannot be compared with its manifest")
    assert publish(out, b"2") is None
    assert names(tmp_path) == ["public"]


def test_a_failed_rename_puts_the_earlier_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switching, "_exchange", lambda one, other: False)
    out = site(tmp_path / "public")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == ".public.new":
            raise PermissionError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PermissionError):
        publish(out, b"2")
    assert (out / "index.html").read_bytes() == b"1"


def test_an_interrupt_after_the_switch_does_not_say_that_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = site(tmp_path / "public")

    def interrupted(folder: Path) -> bool:
        if folder.name == ".public.old" and folder.exists():
            raise KeyboardInterrupt
        shutil.rmtree(folder, ignore_errors=True)
        return True

    monkeypatch.setattr(switching, "_removed", interrupted)
    assert publish(out, b"2") == tmp_path / ".public.old"
    assert (out / "index.html").read_bytes() == b"2"


def test_a_site_that_cannot_be_moved_away_leaves_nothing_of_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a folder in which everybody takes away only what is theirs."""
    monkeypatch.setattr(switching, "_exchange", lambda one, other: False)
    out = site(tmp_path / "public")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self == out:
            raise PermissionError(1, "Operation not permitted", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PermissionError):
        publish(out, b"2")
    assert names(tmp_path) == ["public"]
    assert (out / "index.html").read_bytes() == b"1"


def test_a_rename_that_fails_after_the_switch_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = site(tmp_path / "public")
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if self.name == ".public.new" and out.joinpath("index.html").read_bytes() == b"2":
            raise OSError(39, "Directory not empty")
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", failing)
        left = publish(out, b"2")
    assert left == tmp_path / ".public.new"
    assert (out / "index.html").read_bytes() == b"2"
    assert publish(out, b"3") is None  # the next build clears it
    assert names(tmp_path) == ["public"]


def test_an_interrupt_while_the_build_is_cleared_up_does_not_say_that_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, removed = site(tmp_path / "public"), switching._removed

    def interrupted(folder: Path) -> bool:
        if folder.name == ".public.staging":
            raise KeyboardInterrupt
        return removed(folder)

    with monkeypatch.context() as patched:
        patched.setattr(switching, "_removed", interrupted)
        assert publish(out, b"2") is None
    assert (out / "index.html").read_bytes() == b"2"
    assert publish(out, b"3") is None


@pytest.mark.parametrize("modes", [(os.O_RDWR,), (os.O_RDWR, os.O_RDONLY)], ids=["read only", "closed"])
def test_a_build_of_another_user_is_told(
    tmp_path: Path, modes: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it still runs is asked as far as that can be: of what it left, what to do is said."""
    monkeypatch.setattr(switching, "_PAUSE", 0.001)
    open_, out = os.open, tmp_path / "public"

    def foreign(path: os.PathLike[str] | str, flags: int, *rest: int, **more: int) -> int:
        if Path(path) == tmp_path / ".public.staging" / LOCK and flags in modes:
            raise PermissionError(13, "Permission denied", str(path))
        return open_(path, flags, *rest, **more)

    with staging(out), monkeypatch.context() as patched:
        patched.setattr(os, "open", foreign)
        said = refused(out)
    assert ("是别的用户生成时用的，打不开" if len(modes) == 2 else "另一次生成正在写同一个位置") in said
    begun(tmp_path / ".public.staging")
    with monkeypatch.context() as patched:
        patched.setattr(os, "open", foreign)
        if len(modes) == 2:
            assert "确认没有生成在进行的，请他删除这个文件夹后重试" in refused(out)
        else:
            assert publish(out, b"1") is None


class Killed(BaseException):
    """What stands for a process that ends at once."""


@pytest.mark.parametrize("after", range(4))
@pytest.mark.parametrize("name", [".public.old", ".public.new", ".public.staging"])
def test_a_removal_cut_short_is_taken_up_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, after: int
) -> None:
    """Killed after some files: what is left of the folder is still told from a stranger's."""
    folder = tmp_path / name
    if name == ".public.staging":
        site(folder / "site")
        (folder / LOCK).touch()
    else:
        site(folder)
    unlink, gone = os.unlink, []

    def killed(path: object, *, dir_fd: int | None = None) -> None:
        if len(gone) == after:
            raise Killed
        gone.append(path)
        unlink(path, dir_fd=dir_fd)  # type: ignore[call-overload]

    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", killed)
        with pytest.raises(Killed):
            switching._removed(folder)
    assert len(gone) == after
    assert names(tmp_path) == [name]
    out = tmp_path / "public"
    site(out)
    assert publish(out, b"3") is None
    assert (out / "index.html").read_bytes() == b"3"
    assert names(tmp_path) == ["public"]


def test_a_folder_that_is_not_there_or_empty_is_nobodys(tmp_path: Path) -> None:
    assert stranger(tmp_path / "nowhere") == ""
    assert stranger(tmp_path) == ""
    (tmp_path / "file").touch()
    assert stranger(tmp_path / "file").endswith("不是文件夹")
