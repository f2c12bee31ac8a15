"""Checking a bundle, with nothing but the bundle: what is whole, changed, missing or extra.

It shows that a bundle is as it was made, not who made it: whoever can write a bundle can write another.
To know that it is the one you were told of, compare the SHA-256 of the whole file, which is in the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from events.bundle import manifest
from events.bundle.agreeing import disagreements
from events.bundle.archive import Content, NotAnArchive, pack, unpack
from events.bundle.manifest import Manifest, NoManifest, sha256
from events.bundle.writing import OWN


class State(StrEnum):
    """What is the matter with one file."""

    WHOLE = "whole"
    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Checked:
    """One file of the bundle: its state, and why."""

    name: str
    state: State
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. ``manifest`` is None where none could be read; ``sha256`` is that of the whole file."""

    is_bundle: bool
    sha256: str
    files: tuple[Checked, ...] = ()
    problems: tuple[str, ...] = ()
    """What is wrong beside single files: the archive itself, files that contradict each other."""
    manifest: Manifest | None = None

    @property
    def whole(self) -> bool:
        """True where nothing at all was found."""
        return self.is_bundle and not self.problems and all(one.state is State.WHOLE for one in self.files)


def _check_files(found: Manifest, content: Content) -> Iterator[Checked]:
    for file in found.files:
        data = content.files.get(file.name)
        if file.name in content.broken:
            yield Checked(file.name, State.CHANGED, content.broken[file.name])
        elif data is None:
            yield Checked(file.name, State.MISSING, "the manifest lists it, the bundle does not hold it")
        elif len(data) != file.size:
            yield Checked(file.name, State.CHANGED, f"expected {file.size} bytes, got {len(data)}")
        elif sha256(data) != file.sha256:
            yield Checked(file.name, State.CHANGED, "its SHA-256 is not the manifest's")
        else:
            yield Checked(file.name, State.WHOLE)
    listed = {file.name for file in found.files} | {manifest.NAME}
    for name in sorted({*content.files, *content.broken} - listed):
        yield Checked(name, State.EXTRA, content.broken.get(name, "the manifest does not list it"))


def _check_manifest(found: Manifest, content: Content) -> Iterator[str]:
    if found.text() != content.files[manifest.NAME]:
        yield "the manifest is not written as a bundle's manifest is"
    names = [file.name for file in found.files]
    if names != sorted(set(names)):
        yield "the manifest lists a file twice, or out of order"
    for name in sorted(OWN - {manifest.NAME} - set(names)):
        yield f"the manifest does not list {name}, which every bundle holds"


def _is_as_packed(content: Content, data: bytes) -> bool:
    try:
        return pack(content.files) == data
    except ValueError:
        return False


def _unreadable(content: Content, whole_hash: str) -> Verdict:
    """For an archive whose manifest is not there or cannot be read out of it."""
    reason = content.broken.get(manifest.NAME)
    if reason is None:
        problem = f"it holds no {manifest.NAME}, so it is no bundle, or was robbed of it"
        return Verdict(False, whole_hash, problems=(problem,))
    return Verdict(True, whole_hash, (Checked(manifest.NAME, State.CHANGED, reason),), tuple(content.problems))


def verify(data: bytes) -> Verdict:
    """Check the bytes of a bundle. Never raises for what is in them; reads no other file and no network."""
    whole_hash = sha256(data)
    try:
        content = unpack(data)
    except NotAnArchive as error:
        return Verdict(False, whole_hash, problems=(str(error),))
    written = content.files.get(manifest.NAME)
    if written is None:
        return _unreadable(content, whole_hash)
    try:
        found = manifest.read(written)
    except NoManifest as error:
        changed = (Checked(manifest.NAME, State.CHANGED, str(error)),)
        return Verdict(not error.other, whole_hash, changed, (f"{manifest.NAME}: {error}",))
    files = tuple(_check_files(found, content))
    problems = [*content.problems, *_check_manifest(found, content)]
    if all(one.state is not State.MISSING and one.name not in content.broken for one in files if one.name in OWN):
        problems += disagreements(found, content.files)
    if not content.broken and not _is_as_packed(content, data):
        problems.append("the archive is not packed as a bundle is: something is hidden in it, or it was repacked")
    return Verdict(True, whole_hash, files, tuple(problems), found)


def _lines(verdict: Verdict) -> Iterator[str]:
    if verdict.manifest:
        meta = verdict.manifest.dataset
        yield f"{meta.name}, version {meta.version}, {meta.licence}; {verdict.manifest.date}"
        yield verdict.manifest.sentence
        yield f"Content of the data set (SHA-256): {meta.fingerprint}"
    yield f"This file (SHA-256): {verdict.sha256}"
    for one in verdict.files:
        yield f"{one.state:8} {one.name[:100]}" + (f"  ({one.reason})" if one.reason else "")
    yield from (f"problem  {problem}" for problem in verdict.problems)
    if not verdict.is_bundle:
        yield "Not a bundle of Sourcepin."
    else:
        yield "Whole." if verdict.whole else "NOT whole."


def in_words(verdict: Verdict) -> Iterator[str]:
    """The answer as lines of plain text, the verdict last. What a terminal would act on is taken out of them."""
    for line in _lines(verdict):
        yield "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in line)
