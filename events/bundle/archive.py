"""The archive of a bundle: a ZIP that is a function of its content, so that any other byte in it is found.

Names are sorted, times and rights fixed, and nothing is compressed: compressed bytes differ between
versions of zlib, stored ones never do. A stored file is also no larger unpacked than packed.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

LARGEST = 256 * 2**20
"""Bytes of the largest bundle that is written or read."""
MOST_FILES = 1000
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}(?:/[a-z0-9][a-z0-9._-]{0,99}){0,3}")
_TIME = (1980, 1, 1, 0, 0, 0)
_UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, ValueError, OSError, EOFError, RuntimeError,
               OverflowError, LookupError)  # fmt: skip
"""What zipfile raises for bytes that are no ZIP or a broken one."""


class NotAnArchive(ValueError):
    """The bytes are no ZIP."""


@dataclass
class Content:
    """What an archive holds: files that could be read, and what is wrong with it, by name of the file."""

    files: dict[str, bytes] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    """Files that are there and cannot be read, with the reason."""
    problems: list[str] = field(default_factory=list)


def is_plain_name(name: str) -> bool:
    """True for a relative path of lower-case letters, digits, ``.``, ``_`` and ``-``; no part starts with a dot."""
    return _NAME.fullmatch(name) is not None


def pack(files: Mapping[str, bytes]) -> bytes:
    """The archive of some files: the same files give the same bytes, everywhere.

    Raises:
        ValueError: a name is not plain, or there is too much.
    """
    for name in files:
        if not is_plain_name(name):
            raise ValueError(f"expected a plain name such as map.html for a file of the bundle, got {name!r}")
    if sum(map(len, files.values())) > LARGEST or len(files) > MOST_FILES:
        raise ValueError(f"expected at most {LARGEST >> 20} MiB in {MOST_FILES} files; choose a smaller selection")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 3  # Unix, whatever system this runs on
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, files[name])
    return buffer.getvalue()


def _fault(info: zipfile.ZipInfo, largest: int) -> str:
    """Why an entry is not read, or nothing."""
    mode = info.external_attr >> 16
    if not is_plain_name(info.orig_filename) or info.filename != info.orig_filename:
        return "its name is no plain path inside the bundle"
    if stat.S_ISLNK(mode):
        return "it is a symbolic link"
    if info.is_dir() or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
        return "it is no regular file"
    if info.flag_bits & 0x1:
        return "it is encrypted"
    if info.compress_type != zipfile.ZIP_STORED:
        return "it is compressed; files of a bundle never are"
    if info.file_size > largest or info.file_size != info.compress_size:
        return "its size cannot be right"
    return ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: Content) -> None:
    try:
        content.files[info.filename] = archive.read(info)
    except _UNREADABLE as error:
        content.broken[info.filename] = f"the archive contradicts itself: {error}"


def unpack(data: bytes) -> Content:
    """Read an archive in memory, trusting nothing in it. Nothing is written to disk.

    Raises:
        NotAnArchive: the bytes are no ZIP, or more than :data:`LARGEST`.
    """
    if len(data) > LARGEST:
        raise NotAnArchive(f"expected at most {LARGEST >> 20} MiB, got more")
    content = Content()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE as error:
        raise NotAnArchive(f"expected a ZIP file, got something else ({error})") from error
    with archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            content.problems.append(f"it holds {len(entries)} files, at most {MOST_FILES} are read")
        left = len(data)
        for info in entries[:MOST_FILES]:
            fault = _fault(info, left)
            if info.filename in content.files or info.filename in content.broken:
                content.problems.append(f"{info.filename!r} stands in it twice")
            elif fault:
                content.broken[info.filename] = fault
            else:
                _read(archive, info, content)
                # Entries that overlap could repeat the same bytes a thousand times.
                left -= len(content.files.get(info.filename, b""))
    return content
