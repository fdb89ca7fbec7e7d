"""A small stand-in for GitHub's runner: takes a job from a workflow file and runs its own ``run:`` steps.

Actions (``uses:``) are replaced by what they do to files; expressions, outputs, conditions and workflow commands are
read as the runner reads them, so that a test sees what GitHub would see.
"""

from __future__ import annotations

import atexit
import glob
import importlib.util
import marshal
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.pages.engine.fragments import FOLDER, Compiled, environment

ROOT = Path(__file__).parents[1]
WORKFLOWS = ROOT / ".github" / "workflows"
_COMMANDS = {"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "echo", "stop-commands"} | {
    "set-output",
    "save-state",
    "set-env",
    "add-path",
    "add-matcher",
    "remove-matcher",
    "internal-set-repo-path",
}


@dataclass(frozen=True, kw_only=True)
class Command:
    """A workflow command that the runner obeys."""

    name: str
    properties: dict[str, str]
    data: str


@dataclass(kw_only=True)
class Result:
    """What a job did."""

    ok: bool = True
    ran: list[str] = field(default_factory=list)
    log: str = ""
    summary: str = ""
    commands: list[Command] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    attested: list[str] = field(default_factory=list)
    environment: dict[str, dict[str, str]] = field(default_factory=dict)

    def annotations(self, level: str = "error") -> list[Command]:
        return [one for one in self.commands if one.name == level]


def workflow(name: str) -> dict[Any, Any]:
    """A workflow file as YAML; its ``on`` is the key ``True``."""
    document: dict[Any, Any] = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    return document


def git(folder: Path, *arguments: str, moment: str = "2024-09-01T00:00:00Z") -> str:
    """Run git in a folder at some moment, apart from the settings of whoever runs the tests."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "test",
        "GIT_AUTHOR_EMAIL": "test@example.org",
        "GIT_COMMITTER_NAME": "test",
        "GIT_COMMITTER_EMAIL": "test@example.org",
        "GIT_AUTHOR_DATE": moment,
        "GIT_COMMITTER_DATE": moment,
    }
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str = "test", **moment: str) -> str:
    """Commit everything in a folder and return the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message, **moment)
    return git(folder, "rev-parse", "HEAD")


def obeyed(text: str) -> list[Command]:
    """The commands in a log as the runner finds them: ``::`` opens a line, ``##[`` stands anywhere in one."""
    found: list[Command] = []
    stopped = ""
    for line in re.split(r"\r\n|\n|\r", text):
        modern = re.match(r"\s*::([\w-]+)(?: (.*?))?::(.*)", line)
        legacy = re.search(r"##\[([\w-]+)(?: (.*?))?\](.*)", line)
        if stopped:
            if modern and modern[1] == stopped:
                stopped = ""
            continue
        for match in (modern, legacy):
            if match and match[1] in _COMMANDS:
                pairs = (pair.partition("=") for pair in re.split("[,;]", match[2] or ""))
                properties = {key.strip(): _decoded(value) for key, _, value in pairs if key}
                found.append(Command(name=match[1], properties=properties, data=_decoded(match[3])))
                if match[1] == "stop-commands":
                    stopped = match[3]
                break
    return found


def _decoded(text: str) -> str:
    for code, plain in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, plain)
    return text


class Job:
    """One job of a workflow, in a folder of its own, against a repository on this machine."""

    def __init__(
        self,
        name: str,
        job: str,
        place: Path,
        *,
        repository: Path,
        sha: str,
        event_name: str,
        event: dict[str, Any] | None = None,
        ref: str = "refs/heads/main",
        needs: dict[str, Any] | None = None,
        artifacts: Path | None = None,
        stubs: Path | None = None,
        inputs: dict[str, str] | None = None,
        instead: dict[str, str] | None = None,
    ) -> None:
        """``instead``: step → what is run in its place, where another test runs it as it is printed."""
        self.instead = instead or {}
        self.definition = workflow(name)["jobs"][job]
        self.workspace, self.temp, self.artifacts = place / "work", place / "temp", artifacts or place / "artifacts"
        for folder in (self.workspace, self.temp, self.artifacts, place / "home"):
            folder.mkdir(parents=True, exist_ok=True)
        self.repository = repository
        path = os.pathsep.join(filter(None, (str(stubs) if stubs else "", str(_python()), os.environ["PATH"])))
        self.variables = {
            "PATH": path,
            "HOME": str(place / "home"),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": event_name,
            "GITHUB_REPOSITORY": "example-org/site",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": sha,
            "GITHUB_REF": ref,
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
        }
        github = {
            "event": event or {},
            "event_name": event_name,
            "ref": ref,
            "repository": "example-org/site",
            "sha": sha,
            "token": "job-token",
            "workspace": str(self.workspace),
        }
        runner = {"temp": str(self.temp)}
        self.context: dict[str, Any] = {"github": github, "runner": runner, "steps": {}, "needs": needs or {}}
        self.context["inputs"] = inputs or {}
        self.result = Result()

    def run(self, only: tuple[str, ...] = ()) -> Result:
        """Run the steps in order (or only the named ones, and the actions), as conditions and failures allow."""
        for number, step in enumerate(self.definition["steps"]):
            if only and "run" in step and step["name"] not in only:
                continue
            if not self._due(str(step.get("if", "success()"))):
                continue
            self.result.ran.append(step["name"])
            outputs: dict[str, str] = {}
            passed = self._run(step, number, outputs) if "run" in step else self._use(step, outputs)
            if "id" in step:
                self.context["steps"][step["id"]] = {"outputs": outputs, "outcome": "success" if passed else "failure"}
            self.result.ok = self.result.ok and passed
        self.result.outputs = {
            name: self.filled(value) for name, value in (self.definition.get("outputs") or {}).items()
        }
        self.result.commands = obeyed(self.result.log)
        return self.result

    def filled(self, text: object) -> str:
        """Text with its expressions replaced."""
        return re.sub(r"\$\{\{(.*?)\}\}", lambda match: _shown(self.value(match[1])), str(text))

    def value(self, expression: str) -> Any:
        """The value of an expression."""
        return _Expression(expression, self.context, self.result.ok).value

    def _due(self, condition: str) -> bool:
        inner = re.fullmatch(r"\$\{\{(.*)\}\}", condition.strip())
        expression = inner[1] if inner else condition
        if not re.search(r"\b(success|always|failure|cancelled)\(\)", expression):
            expression = f"success() && ({expression})"
        return bool(self.value(expression))

    def _run(self, step: dict[str, Any], number: int, outputs: dict[str, str]) -> bool:
        files = {
            name: self.temp / f"_{number}_{name}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV")
        }
        for path in files.values():
            path.write_text("")
        script = self.temp / f"_{number}.sh"
        script.write_text(self.instead.get(step["name"], step["run"]), encoding="utf-8")
        variables = {**self.variables, **{name: str(path) for name, path in files.items()}}
        variables |= {name: self.filled(value) for name, value in (step.get("env") or {}).items()}
        self.result.environment[step["name"]] = variables
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace / step.get("working-directory", "."),
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        self.result.log += done.stdout.decode(errors="replace")
        self.result.summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        assert files["GITHUB_ENV"].read_text() == ""
        for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            outputs[name] = value
        for path in (*files.values(), script):
            path.unlink()
        return done.returncode == 0

    def _use(self, step: dict[str, Any], outputs: dict[str, str]) -> bool:
        action = step["uses"].partition("@")[0]
        options = {name: self.filled(value) for name, value in (step.get("with") or {}).items()}
        if action == "actions/checkout":
            self._checkout(options)
        elif action in ("actions/upload-artifact", "actions/upload-pages-artifact"):
            return self._upload(options, "github-pages" if "pages" in action else "artifact")
        elif action == "actions/download-artifact":
            shutil.copytree(self.artifacts / options["name"], self.workspace / options["path"], dirs_exist_ok=True)
        elif action == "actions/attest-build-provenance":
            for pattern in options["subject-path"].split():
                self.result.attested += sorted(glob.glob(pattern, root_dir=self.workspace))
        elif action == "actions/deploy-pages":
            outputs["page_url"] = "https://example-org.github.io/site/"
        else:
            assert action == "actions/setup-python", f"the stand-in does not know {action}"
        return True

    def _checkout(self, options: dict[str, str]) -> None:
        folder = self.workspace / options.get("path", ".")
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "clone", "--quiet", "--no-checkout", "--shared", str(self.repository), ".")
        git(folder, "fetch", "--quiet", "origin", "+refs/*:refs/remotes/all/*")
        if "sparse-checkout" in options:
            git(folder, "sparse-checkout", "set", *options["sparse-checkout"].split())
        ref = options.get("ref") or self.variables["GITHUB_SHA"]
        git(folder, "checkout", "--quiet", "--detach", re.sub("^refs/", "refs/remotes/all/", ref))
        venv(folder)

    def _upload(self, options: dict[str, str], name: str) -> bool:
        source = self.workspace / options["path"]
        target = self.artifacts / options.get("name", name)
        if not source.exists():
            return options.get("if-no-files-found") != "error"
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            target.mkdir()
            shutil.copy(source, target)
        return True


def lasting(name: str) -> Path:
    """A folder that lasts as long as the tests."""
    place = Path(tempfile.mkdtemp(prefix=f"{name}-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


@cache
def _python() -> Path:
    """A folder with ``python3`` itself, as a runner has it: where a script chooses among several, that takes longer."""
    place = lasting("python")
    (place / "python3").symlink_to(Path(sys._base_executable).resolve())
    return place


@cache
def _compiled() -> Path:
    """What Python and the pages make of the program: modules that name their source by content, and fragments.

    Neither is taken for anything else. What is there from the working copy's own runs is taken from it.
    """
    place = lasting("compiled")
    for path in sorted((ROOT / "generator").rglob("*.py")):
        target = Path(importlib.util.cache_from_source(str(place / path.relative_to(ROOT))))
        target.parent.mkdir(parents=True, exist_ok=True)
        source = path.read_bytes()
        known = _known(path)
        code = marshal.dumps(compile(source, path, "exec", dont_inherit=True)) if known is None else known
        kind = 0b11.to_bytes(4, "little")  # told by the hash of the source, which is looked at
        target.write_bytes(importlib.util.MAGIC_NUMBER + kind + importlib.util.source_hash(source) + code)
    templates = environment()
    templates.bytecode_cache = Compiled(place / "generator" / "pages" / "__pycache__")
    for kept in (FOLDER.parent / "__pycache__").glob("*.fragment"):
        shutil.copy(kept, place / "generator" / "pages" / "__pycache__")
    for name in templates.list_templates(extensions=["j2"]):
        templates.get_template(name)
    return place / "generator"


def _known(path: Path) -> bytes | None:
    """What Python has compiled of a module where it stands; None where that is of another source."""
    cached = Path(importlib.util.cache_from_source(str(path)))
    if not cached.is_file():
        return None
    about, content = path.stat(), cached.read_bytes()
    numbers = (0, int(about.st_mtime), about.st_size)
    head = importlib.util.MAGIC_NUMBER + b"".join((one & 0xFFFFFFFF).to_bytes(4, "little") for one in numbers)
    return content[16:] if content[:16] == head else None


def lend_compiled(folder: Path) -> None:
    """Lend a copy of the program what is compiled of it already: it goes for modules of the same content."""
    shutil.copytree(_compiled(), folder / "generator", dirs_exist_ok=True)


def venv(folder: Path) -> None:
    """Lend a checkout the environment of the tests, so that ``make`` finds it up to date and installs nothing."""
    if not (folder / "generator").exists():  # no more was asked for than a few scripts
        return
    lend_compiled(folder)
    target = folder / ".venv"
    target.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg", "sbom"):
        (target / name).symlink_to(Path(sys.prefix) / name)
    for path in (*folder.glob("requirements*.txt"), *folder.glob("generator/selfcheck/parts/*")):
        os.utime(path, (0, 0))
    for done in (".site", ".sbom", ".test", ".parts", ".compiled"):
        (target / done).touch()


def _shown(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


class _Expression:
    """The part of GitHub's expressions that the workflows use: ``a.b == 'c' && !d() || (…)``."""

    def __init__(self, text: str, context: dict[str, Any], ok: bool) -> None:
        self._tokens = re.findall(r"'(?:[^']|'')*'|&&|\|\||==|!=|[!()]|[\w.-]+(?:\(\))?", text)
        assert "".join(self._tokens).replace(" ", "") == text.replace(" ", ""), f"not understood: {text}"
        self._context, self._ok = context, ok
        self.value = self._either()
        assert not self._tokens, f"not understood: {text}"

    def _next(self, *wanted: str) -> bool:
        if self._tokens and self._tokens[0] in wanted:
            self._tokens.pop(0)
            return True
        return False

    def _either(self) -> Any:
        value = self._both()
        while self._next("||"):
            other = self._both()
            value = value or other
        return value

    def _both(self) -> Any:
        value = self._equal()
        while self._next("&&"):
            other = self._equal()
            value = value and other
        return value

    def _equal(self) -> Any:
        value = self._single()
        if self._next("=="):
            return _shown(value) == _shown(self._single())
        if self._next("!="):
            return _shown(value) != _shown(self._single())
        return value

    def _single(self) -> Any:
        if self._next("!"):
            return not self._single()
        if self._next("("):
            value = self._either()
            assert self._next(")")
            return value
        token = self._tokens.pop(0)
        states = {"success()": self._ok, "failure()": not self._ok, "always()": True, "cancelled()": False}
        if token in states:
            return states[token]
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        value: Any = self._context
        for part in token.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value
