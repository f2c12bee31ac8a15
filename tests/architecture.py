"""What the parts of the project may know of each other, as functions of a root folder that list every fault.

Kept apart from the tests so that each rule can be tried on a small tree with the fault planted in it.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LAYERS = ("geodata", "events", "dashboard")
"""Each may import itself and those before it."""
SCREEN = ("streamlit", "folium", "streamlit_folium", "branca")
LONGEST = 250
_BY_NAME = ("import_module", "__import__", "resolve_name")
CODE = (".py", ".js", ".css", ".sh")
SKIPPED = {".venv", ".venv-backends", ".venv-bench", ".git", "node_modules", "vendor", "__pycache__", ".cache"}
_REGISTRIES = {
    "org": ("pypi", "pythonhosted", "npmjs", "rubygems"), "com": ("npmjs", "yarnpkg", "unpkg"),
    "io": ("crates", "docker", "ghcr", "quay"), "net": ("jsdelivr",), "dev": ("npmmirror",),
}  # fmt: skip
HOSTS = re.compile("|".join(rf"\b(?:{'|'.join(names)})\.{top}\b" for top, names in _REGISTRIES.items()), re.IGNORECASE)


@dataclass(frozen=True)
class Import:
    """One import: the file it stands in, its line, the module named, and whether it is inside a function."""

    file: str
    line: int
    module: str
    inside: bool


def _files(root: Path, folders: tuple[str, ...], *endings: str) -> Iterator[Path]:
    for start in [root / folder for folder in folders] or [root]:
        for folder, below, names in os.walk(start):
            below[:] = sorted(set(below) - SKIPPED)
            yield from (Path(folder) / name for name in sorted(names) if name.endswith(endings))


def _package(path: Path, root: Path) -> list[str]:
    """The dotted package that relative imports in a file start from."""
    return list(path.relative_to(root).parent.parts)


def _called(node: ast.AST) -> str:
    """The dotted name of what a call calls: ``importlib.import_module``."""
    if isinstance(node, ast.Attribute):
        return f"{_called(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _named(node: ast.AST, package: list[str]) -> list[str]:
    """The modules that one node imports, absolute; ``from a import b`` names a and a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        start = package[: len(package) - node.level + 1] if node.level else []
        base = ".".join([*start, *([node.module] if node.module else [])])
        return [base, *(f"{base}.{alias.name}".lstrip(".") for alias in node.names)]
    if isinstance(node, ast.Call) and _called(node.func).split(".")[-1] in _BY_NAME:
        first = node.args[0] if node.args else None
        text = first.value if isinstance(first, ast.Constant) else None
        return [text.partition(":")[0] if isinstance(text, str) else "(computed)"]
    return []


def _walk(node: ast.AST, inside: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        yield child, inside
        yield from _walk(child, inside or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda))


def imports(root: Path) -> list[Import]:
    """Every import in the three packages, with calls of import_module, __import__ and pkgutil.resolve_name."""
    found = []
    for path in _files(root, LAYERS, ".py"):
        name = path.relative_to(root).as_posix()
        for node, inside in _walk(ast.parse(path.read_text(encoding="utf-8"))):
            line = getattr(node, "lineno", 0)
            found += [Import(name, line, module, inside) for module in _named(node, _package(path, root))]
    return found


def wrong_way(root: Path, late: frozenset[str] = frozenset()) -> list[str]:
    """Imports against geodata <- events <- dashboard, or (but in ``late``) of a name that is known at run time only."""
    faults = []
    for one in imports(root):
        own, other = one.file.split("/")[0], one.module.split(".")[0]
        if other in LAYERS and LAYERS.index(other) > LAYERS.index(own):
            faults.append(f"{one.file}:{one.line}: {own} imports {one.module}; only {other} may know {own}")
        if one.module == "(computed)" and one.file not in late:
            faults.append(f"{one.file}:{one.line}: imports a computed name; write the module's name")
    return faults


def hooks(root: Path) -> list[str]:
    """Texts that name a function of a package that the file may not import, as ``dashboard.module:function``."""
    found = []
    for path in _files(root, LAYERS, ".py"):
        name = path.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            other = text.split(".")[0]
            if re.fullmatch(r"[\w.]+:[\w.]+", text) and other in LAYERS:
                found += [f"{name}: {text}"] if LAYERS.index(other) > LAYERS.index(name.split("/")[0]) else []
    return found


def screen_outside_dashboard(root: Path) -> list[str]:
    """Imports of streamlit, folium and their like outside dashboard."""
    return [
        f"{one.file}:{one.line}: imports {one.module}; only dashboard may"
        for one in imports(root)
        if one.module.split(".")[0] in SCREEN and not one.file.startswith("dashboard/")
    ]


def hidden_imports(root: Path, late: frozenset[str] = frozenset()) -> list[str]:
    """Imports inside functions, but in the files named in ``late``."""
    hidden = (one for one in imports(root) if one.inside and one.file not in late)
    return [f"{one.file}:{one.line}: imports {one.module} inside a function" for one in hidden]


def cycles(root: Path) -> list[str]:
    """Modules of the three packages that import themselves by way of others: ``a -> b -> a``."""
    modules = {_module(path, root) for path in _files(root, LAYERS, ".py")}
    graph: dict[str, set[str]] = {module: set() for module in modules}
    for one in imports(root):
        own = _module(root / one.file, root)
        if one.module in modules and one.module != own:
            graph[own].add(one.module)
    done: set[str] = set()
    found: list[str] = []

    def visit(module: str, trail: list[str]) -> None:
        if module in trail:
            found.append(" -> ".join([*trail[trail.index(module) :], module]))
        elif module not in done:
            for other in sorted(graph[module]):
                visit(other, [*trail, module])
            done.add(module)

    for module in sorted(modules):
        visit(module, [])
    return found


def _module(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def long_files(root: Path) -> list[str]:
    """Files of code with more than LONGEST lines, outside vendor/."""
    counted = ((path, len(path.read_text(encoding="utf-8").splitlines())) for path in _files(root, (), *CODE))
    return [f"{path.relative_to(root)}: {lines} lines, at most {LONGEST}" for path, lines in counted if lines > LONGEST]


TOUCHES = {
    "environment": {"os.environ", "os.environb", "os.getenv", "os.putenv"},
    "clock": {"now", "today", "utcnow", "time.time", "time.time_ns"},
    "files": {"open", "read_text", "read_bytes", "write_text", "write_bytes", "fdopen", "read_file", "to_file"},
}
"""Kind of edge to what touches it: a dotted name as written, or the last part of one."""


def _touch(node: ast.AST) -> str:
    """What a node touches, as written: an attribute read, or the name of a call."""
    if isinstance(node, ast.Call):
        # What a computed thing is asked (``path().open()``) still counts by its last part.
        return _called(node.func) or (node.func.attr if isinstance(node.func, ast.Attribute) else "")
    return _called(node) if isinstance(node, ast.Attribute) else ""


def edges(root: Path, kind: str) -> dict[str, list[int]]:
    """Files of the three packages that touch the environment, the clock or files, with the lines."""
    found: dict[str, list[int]] = {}
    for path in _files(root, LAYERS, ".py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bare = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module in ("os", "time", "io")
            for alias in node.names
        }
        for node in ast.walk(tree):
            name = bare.get(node.id, "") if isinstance(node, ast.Name) else _touch(node)
            called = isinstance(node, ast.Call)
            if name in TOUCHES[kind] or (called and name.split(".")[-1] in TOUCHES[kind]):
                found.setdefault(path.relative_to(root).as_posix(), []).append(getattr(node, "lineno", 0))
    return found


def tracked(root: Path) -> list[Path]:
    """The files that Git tracks or would track; in a folder without Git, all of them."""
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, capture_output=True, check=True, text=True,
        ).stdout  # fmt: skip
        return [root / name for name in listed.split("\0") if name and (root / name).is_file()]
    return [path for path in root.rglob("*") if path.is_file() and not SKIPPED & set(path.relative_to(root).parts)]


def registry_hosts(root: Path) -> list[str]:
    """Names of package registries in text files: whoever builds the project decides where packages come from."""
    faults = []
    for path in tracked(root):
        name = path.relative_to(root).as_posix()
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for match in HOSTS.finditer(text):
            faults.append(f"{name}:{text.count(chr(10), 0, match.start()) + 1}: names {match.group()}")
    return faults
