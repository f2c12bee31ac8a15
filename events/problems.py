"""One thing that is wrong in a file, and where."""

from __future__ import annotations

from dataclasses import dataclass


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
