"""Writing a draft into its data set's files, or as a patch for somebody who may.

Nothing but the new lines changes. A file that is no longer what the person saw is not written: the
difference is handed back, and the draft with it.
"""

from __future__ import annotations

import difflib
import hashlib
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from events.dataset import DataSet
from events.editing.appending import NotAppendable, append_item
from events.editing.checking import Wrong, check
from events.editing.drafts import Draft, Kind, UnsafeId
from events.editing.locking import Busy, locked, replace_file, sync_folder
from events.editing.yamltext import yaml_text
from events.problems import Problem
from events.reading import load

Found = tuple[str, str, str]


class EditError(Exception):
    """The edit cannot be made; the message says why and what to do. Nothing was changed."""


class StaleEdit(EditError):
    """The file changed since it was opened. ``diff`` is what changed meanwhile; ``now`` the file as it is."""

    def __init__(self, file: str, diff: str, now: Opened) -> None:
        super().__init__(f"{file} changed since you opened it; nothing was written. Read what changed, then try again")
        self.file, self.diff, self.now = file, diff, now


class Rejected(EditError):
    """The draft does not pass the checks. ``wrong`` says why, field by field."""

    def __init__(self, wrong: tuple[Wrong, ...]) -> None:
        super().__init__("; ".join(map(str, wrong)))
        self.wrong = wrong


@dataclass(frozen=True)
class Opened:
    """A file as it was when a form was opened; ``text`` is None where there was none."""

    file: str
    text: str | None

    @property
    def hash(self) -> str:
        """SHA-256 of the content; empty for a file that is not there."""
        return "" if self.text is None else hashlib.sha256(self.text.encode()).hexdigest()


def _path(folder: Path, draft: Draft) -> Path:
    """Where the draft goes. Never outside the folder, and never through a link."""
    try:
        path = folder / draft.file
    except UnsafeId as error:
        raise EditError(str(error)) from error
    if path.is_symlink() or path.resolve().parent != (folder.resolve() / draft.file).parent:
        raise EditError(f"{draft.file} is a link to another place; edit the file that it leads to")
    return path


def open_target(folder: Path, draft: Draft) -> Opened:
    """The file that a draft would change, as it is now: keep it while the form is open.

    Raises:
        EditError: the id is none, or the file cannot be read.
    """
    path = _path(folder, draft)
    try:
        return Opened(draft.file, path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return Opened(draft.file, None)
    except (OSError, UnicodeDecodeError) as error:
        raise EditError(f"{draft.file} cannot be read: {error}; mend it first") from error


def can_write(folder: Path) -> bool:
    """Whether this process may change the data set's files."""
    inside = [folder, folder / "incidents"]
    return all(path.is_dir() and os.access(path, os.W_OK | os.X_OK) for path in inside)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _diff(old: str | None, new: str | None, file: str) -> str:
    """A unified diff that ``git apply`` and ``patch -p1`` take."""
    names = ("/dev/null" if old is None else f"a/{file}", "/dev/null" if new is None else f"b/{file}")
    parts = difflib.unified_diff(_lines(old or ""), _lines(new or ""), *names)
    body = "".join(part if part.endswith("\n") else f"{part}\n\\ No newline at end of file\n" for part in parts)
    kind = "new file mode 100644\n" if old is None else "deleted file mode 100644\n" if new is None else ""
    return f"diff --git a/{file} b/{file}\n{kind}{body}"


def _changed(draft: Draft, opened: Opened) -> str:
    """The whole text of the file with the draft in it."""
    if draft.kind is Kind.INCIDENT:
        if opened.text is not None:
            raise EditError(f"{opened.file} is there already; choose another id")
        return yaml_text(draft)
    if opened.text is None and draft.kind is Kind.CLAIM:
        raise EditError(f"{opened.file} is missing; add the incident first")
    try:
        return append_item(opened.text or "", "claims" if draft.kind is Kind.CLAIM else "", draft.row)
    except NotAppendable as error:
        raise EditError(f"{opened.file}: {error}") from error


def _read(folder: Path) -> tuple[DataSet, Counter[Found]]:
    """The data set, and its problems without their lines, which move when something is added above."""
    loaded = load(folder)
    if loaded.dataset is None:
        raise EditError(f"{folder}: no data set can be read there; `validate` lists why")
    return loaded.dataset, _found(loaded.problems)


def _found(problems: tuple[Problem, ...]) -> Counter[Found]:
    return Counter((one.file, one.field, one.message) for one in problems)


def patch(folder: Path, draft: Draft) -> str:
    """The edit as a unified diff, paths from the data set's folder; nothing is written.

    Raises:
        Rejected: the draft does not pass the checks.
        EditError: it has no place in the files.
    """
    wrong = check(_read(folder)[0], draft).wrong
    if wrong:
        raise Rejected(wrong)
    return patch_of(draft, open_target(folder, draft))


def patch_of(draft: Draft, opened: Opened) -> str:
    """The same for a draft that was checked already, against the file as it was opened."""
    return _diff(opened.text, _changed(draft, opened), opened.file)


def apply(folder: Path, draft: Draft, opened: Opened) -> Path:
    """Write the draft into its file and return that; ``opened`` is the file as the form was opened with it.

    Raises:
        StaleEdit: the file's hash is no longer that of ``opened``.
        Rejected: the draft does not pass the checks, or the written folder would have a new problem.
        EditError: the folder cannot be written, another edit does not end, or there is no place in the file.
    """
    path = _path(folder, draft)
    if opened.file != draft.file:
        raise EditError(f"the form was opened with {opened.file}, the draft goes into {draft.file}; open it again")
    try:
        with locked(folder):
            _apply(folder, path, draft, opened)
    except Busy as error:
        raise EditError(str(error)) from error
    except OSError as error:
        raise EditError(f"{folder} cannot be written: {error.strerror or error}; take the patch instead") from error
    return path


def _apply(folder: Path, path: Path, draft: Draft, opened: Opened) -> None:
    now = open_target(folder, draft)
    if now.hash != opened.hash:
        raise StaleEdit(now.file, _diff(opened.text, now.text, now.file), now)
    dataset, before = _read(folder)
    wrong = check(dataset, draft).wrong
    if wrong:
        raise Rejected(wrong)
    replace_file(path, _changed(draft, now).encode())
    try:
        new = _read(folder)[1] - before
    except BaseException:
        _undo(path, now)
        raise
    if new:
        _undo(path, now)
        raise Rejected(tuple(Wrong(field, f"{file}: {message}") for file, field, message in new))


def _undo(path: Path, before: Opened) -> None:
    if before.text is None:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    else:
        replace_file(path, before.text.encode())
