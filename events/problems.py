"""What is wrong in the files of a data set: one thing and where, and that nothing is left to show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """Printed as ``file:line: field: message``, as editors and compilers expect it."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        named = self.field and not self.message.startswith(f"{self.field.rsplit('.')[-1]}:")
        return f"{self.file}:{self.line}: {self.field + ': ' if named else ''}{self.message}"


class DataSetError(Exception):
    """The folder holds no data set that can be shown; ``problems`` says why."""

    def __init__(self, folder: Path, problems: tuple[Problem, ...]) -> None:
        first = f" First: {problems[0]}" if problems else ""
        super().__init__(f"{folder}: no data set could be read, {len(problems)} problems.{first}")
        self.problems = problems
