"""Zip files: looked through before anything is unpacked, and watched while it is."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

from events.importing.limits import LARGER, ImportRefused, Limits, size_text

UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, zlib.error, lzma.LZMAError, ValueError, OSError,
              EOFError, RuntimeError, NotImplementedError, OverflowError, LookupError)  # fmt: skip
"""What zipfile raises for bytes that are no zip or a broken one."""
_RATIO_FROM = 16 << 20
_CHUNK = 1 << 20
_CUT = "Download or save it again: it may have been cut short on the way."


def open_zip(path: Path, limits: Limits) -> zipfile.ZipFile:
    """A zip whose directory promises nothing unreasonable.

    Raises:
        ImportRefused: no zip, a broken one, or a bomb.
    """
    try:
        archive = zipfile.ZipFile(path)
    except UNREADABLE as error:
        raise ImportRefused(f"the zip cannot be opened ({error})", "a whole zip file", _CUT) from error
    entries = archive.infolist()
    total, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    try:
        if len(entries) > limits.max_members:
            raise ImportRefused(f"the zip has {len(entries):,} files", f"at most {limits.max_members:,}", "Unpack it.")
        check_unpacked(total, max(packed, 1), limits)
        if packed > path.stat().st_size:
            raise ImportRefused("files in the zip overlap", "each byte used once", "Make the zip again.")
        if any(one.flag_bits & 1 for one in entries):
            raise ImportRefused("the zip is encrypted", "one without a password", "Unpack it and give the file itself.")
    except ImportRefused:
        archive.close()
        raise
    return archive


def check_unpacked(unpacked: int, packed: int, limits: Limits) -> None:
    """Refuse what grows too much. Sizes in bytes."""
    if unpacked > limits.max_unpacked:
        raise ImportRefused(f"it unpacks to {size_text(unpacked)} or more", f"at most {size_text(limits.max_unpacked)}",
                            LARGER)  # fmt: skip
    if unpacked > _RATIO_FROM and unpacked > packed * limits.max_ratio:
        raise ImportRefused(
            f"it unpacks to {unpacked // packed:,} times its size", f"at most {limits.max_ratio:,} times, as tables do",
            "If the file is genuine, unpack it and give the file itself.",
        )  # fmt: skip


def safe_name(name: str) -> bool:
    """Whether a name in a zip stays inside the folder it is unpacked to."""
    path = PurePosixPath(name.replace("\\", "/"))
    return not (path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name)


def candidates(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in a zip that could be the table: not folders, not what systems leave behind.

    Raises:
        ImportRefused: a name would leave the folder, or a file is a link.
    """
    found = []
    for one in archive.infolist():
        if not safe_name(one.orig_filename):
            raise ImportRefused(f"the zip names {one.orig_filename[:80]!r}", "names inside it", "Make the zip again.")
        if stat.S_ISLNK(one.external_attr >> 16):
            raise ImportRefused(f"{one.filename[:80]!r} in the zip is a link", "files", "Make the zip again.")
        parts = PurePosixPath(one.filename).parts
        if not one.is_dir() and one.file_size and "__MACOSX" not in parts and not parts[-1].startswith("."):
            found.append(one)
    return found


def unpack(archive: zipfile.ZipFile, name: str, target: Path, limits: Limits) -> None:
    """Write one file of a zip to a path of ours, and stop where it grows beyond what is allowed.

    Raises:
        ImportRefused: it is damaged, cut short, or larger than its directory says.
    """
    info = archive.getinfo(name)
    done = 0
    try:
        with archive.open(info) as source, target.open("wb") as out:
            while chunk := source.read(_CHUNK):
                done += len(chunk)
                check_unpacked(done, max(info.compress_size, 1), limits)
                out.write(chunk)
    except ImportRefused:
        raise
    except UNREADABLE as error:
        raise ImportRefused(f"{name[:80]!r} in the zip is damaged ({error})", "a whole zip file", _CUT) from error
    if done > limits.max_bytes:
        raise ImportRefused(f"{name[:80]!r} unpacks to {size_text(done)}", f"at most {size_text(limits.max_bytes)}",
                            LARGER)  # fmt: skip


class _Enough(Exception):
    """The part of an XML file that can do harm has been read."""


def check_xml(
    file: BinaryIO, what: str, whole: bool = False, deepest: int = 200, start: Callable[[str], None] | None = None
) -> str:
    """Refuse XML with a document type, for entities come with it; the name of its outermost element.

    Args:
        file: open for reading bytes.
        what: its name, for the message.
        whole: read to the end, so that a file cut short is found here.
        deepest: levels of elements, when it is read whole.
        start: called with the name of each element, when it is read whole.

    Raises:
        ImportRefused: it has a document type, is nested too deep, or is no XML.
    """
    parser = expat.ParserCreate()
    root, depth = "", 0

    def doctype(*_: object) -> None:
        raise ImportRefused(f"{what} has a document type (DOCTYPE), which can hide entities", "plain XML",
                            "Save it again with the program it comes from.")  # fmt: skip

    def begin(name: str, _: object) -> None:
        nonlocal root, depth
        root, depth = root or name, depth + 1
        if not whole:
            raise _Enough
        if depth > deepest:
            raise ImportRefused(f"{what} is nested {deepest} deep or more", "fewer levels", "Save it again.")
        if start is not None:
            start(name)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = doctype, doctype
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Enough:
        pass
    except expat.ExpatError as error:
        raise ImportRefused(f"{what} is no whole XML ({error})", "XML to its last tag", _CUT) from error
    return root
