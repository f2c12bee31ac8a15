"""What tests and benchmarks wait for in the browser is a function.

A bare expression is evaluated as text when it is not true at once, which the page's content security policy forbids:
such a test passes on a quick day and fails on a slow one.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def bare_waits(code: str) -> list[int]:
    """Lines on which ``wait_for_function`` is given a text that is no function."""
    calls = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "wait_for_function"
    ]
    return [
        call.lineno for call in calls if isinstance(call.args[0], ast.Constant) and "=>" not in str(call.args[0].value)
    ]


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_waits_are_functions(folder: str) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for path in (ROOT / folder).rglob("*.py")
        if ".cache" not in path.parts and (lines := bare_waits(path.read_text("utf-8")))
    }
    assert found == {}


def test_a_bare_one_is_found() -> None:
    assert bare_waits("page.wait_for_function('a > 0')\npage.wait_for_function('() => a > 0')") == [1]
