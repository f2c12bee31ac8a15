"""What ships is pinned, hashed and complete; the container does not run as root."""

from __future__ import annotations

import ast
import re
import shlex
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHONS = ("3.11", "3.12", "3.13")
SHIPPED = ("streamlit_app.py", "streamlit_page.py", "LICENSE", ".streamlit", "geodata", "events", "dashboard", "static")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def pins(lock: str) -> tuple[tuple[Requirement, tuple[str, ...]], ...]:
    """Each requirement of a lock with its hashes."""
    lines = re.sub(r"\\\n", " ", read(lock)).splitlines()
    found = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        requirement, *hashes = line.split("--hash=")
        found.append((Requirement(requirement), tuple(part.strip() for part in hashes)))
    return tuple(found)


def version_in(lock: str, name: str, python: str) -> Version | None:
    """The version that a lock gives a Python on Linux; None where it gives none."""
    environment = {**default_environment(), "python_version": python, "python_full_version": f"{python}.1"}
    environment |= {"sys_platform": "linux", "platform_system": "Linux"}
    for requirement, _ in pins(lock):
        applies = requirement.marker is None or requirement.marker.evaluate(environment)
        if canonicalize_name(requirement.name) == canonicalize_name(name) and applies:
            return Version(next(iter(requirement.specifier)).version)
    return None


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_hashes(lock: str) -> None:
    assert len(pins(lock)) > 20
    for requirement, hashes in pins(lock):
        assert [each.operator for each in requirement.specifier] == ["=="], requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_option(lock: str) -> None:
    text = read(lock)
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, flags=re.MULTILINE)
    assert all(requirement.url is None for requirement, _ in pins(lock))


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-dev.txt", PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]),
    ],
)
def test_the_lock_holds_what_the_project_declares(lock: str, declared: list[str], python: str) -> None:
    for text in declared:
        requirement = Requirement(text)
        version = version_in(lock, requirement.name, python)
        assert version is not None, f"{text} is not in {lock}: make lock"
        assert version in requirement.specifier, f"{lock} has {version}, expected {text}: make lock"


@pytest.mark.parametrize("python", PYTHONS)
def test_the_tests_run_against_the_versions_that_ship(python: str) -> None:
    for requirement, _ in pins("requirements.txt"):
        shipped = version_in("requirements.txt", requirement.name, python)
        assert shipped == version_in("requirements-dev.txt", requirement.name, python), requirement.name


EXTRAS = [text for name in ("spark", "postgres") for text in PROJECT["optional-dependencies"][name]]


def test_every_imported_package_is_declared() -> None:
    declared = {canonicalize_name(Requirement(text).name) for text in PROJECT["dependencies"]}
    providers = packages_distributions()
    for file in [path for package in ("geodata", "events", "dashboard") for path in (ROOT / package).rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            else:
                continue
            beyond = file.relative_to(ROOT).parts[:3] == ("events", "store", "backends")
            for top in {module.partition(".")[0] for module in modules}:
                if beyond and any(top == Requirement(text).name for text in EXTRAS):
                    continue  # only where the operator names such a server; an extra, and not installed here
                if top in sys.stdlib_module_names or top in {"", "geodata", "events", "dashboard"}:
                    continue
                names = {canonicalize_name(name) for name in providers.get(top, [])}
                assert names & declared, f"{file.relative_to(ROOT)} imports {top}: declare it in pyproject.toml"


def instructions() -> list[tuple[str, str]]:
    lines = re.sub(r"\\\n(\s*#.*\n)*", " ", read("Dockerfile")).splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines) if word.isupper()]


def test_the_container_runs_as_a_fixed_user_without_rights() -> None:
    final = instructions()[max(i for i, (word, _) in enumerate(instructions()) if word == "FROM") :]
    users = [rest for word, rest in final if word == "USER"]
    assert len(users) == 1
    assert all(int(number) >= 1000 for number in users[0].split(":"))


def test_the_container_says_how_it_is() -> None:
    checks = [rest for word, rest in instructions() if word == "HEALTHCHECK"]
    assert len(checks) == 1
    assert "/_stcore/health" in checks[0].replace("'_stcore", "'/_stcore")
    assert ("EXPOSE", "8501") in instructions()
    assert ("VOLUME", "/data") in instructions()


def test_the_base_is_named_by_an_argument_in_every_stage() -> None:
    stages = [rest for word, rest in instructions() if word == "FROM"]
    assert len(stages) == 2
    assert all(stage.startswith("${BASE_IMAGE}") for stage in stages)


def test_the_image_holds_what_the_application_needs() -> None:
    copied = {word for kind, rest in instructions() if kind == "COPY" for word in shlex.split(rest)[:-1]}
    assert set(SHIPPED) <= copied
    kept = {line[1:] for line in read(".dockerignore").splitlines() if line.startswith("!")}
    assert {word for word in copied if not word.startswith(("-", "/"))} == kept
    assert all((ROOT / name).exists() for name in kept)


def test_compose_takes_away_what_the_application_does_not_need() -> None:
    text = read("compose.yaml")
    for needed in ("read_only: true", "- ALL", "no-new-privileges:true", "- /tmp", "healthcheck:", "data:/data"):
        assert needed in text, needed


@pytest.mark.parametrize("target", ["run", "test", "check", "image", "lock", "bench", "clean"])
def test_the_makefile_has_and_explains_the_target(target: str) -> None:
    text = read("Makefile")
    assert re.search(rf"^{target}:", text, flags=re.MULTILINE)
    assert re.search(rf"^#   make {target} ", text, flags=re.MULTILINE)
    assert re.search(rf"^\.PHONY:.*\b{target}\b", text, flags=re.MULTILINE)
