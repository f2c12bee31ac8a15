"""Which encoding a text file is in: its own word for it, then strict UTF-8, then a guess that is said to be one."""

from __future__ import annotations

import codecs
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import charset_normalizer
import numpy as np
import pyarrow
import pyarrow.compute as pc

CHUNK = 4 << 20
_AROUND = 64 << 10
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CANDIDATES = ["cp1252", "cp1256", "iso8859_6", "latin_1", "cp1250", "cp1251", "cp1254"]
SPOKEN = {"cp1252": "Windows-1252", "cp1256": "Windows-1256 (Arabic)", "latin-1": "Latin-1", "iso8859_6": "ISO 8859-6"}


@dataclass(frozen=True)
class Passed:
    """What one pass over all bytes found."""

    content_hash: str
    bad_at: int | None
    """Offset at or just before the first bytes that are no UTF-8."""
    multibyte: bool
    """Whether characters beyond ASCII stood, in good UTF-8, before that."""


def pass_over(path: Path) -> Passed:
    """Hash a file and check it for UTF-8, a few MiB at a time."""
    digest, held = hashlib.sha256(), b""
    at, bad_at, multibyte = 0, None, False
    # Hashing takes as long as all else, and leaves the interpreter to others meanwhile.
    with path.open("rb") as file, ThreadPoolExecutor(1) as beside:
        hashed = beside.submit(digest.update, b"")
        while chunk := file.read(CHUNK):
            hashed.result()
            hashed = beside.submit(digest.update, chunk)
            if bad_at is None and (held or not chunk.isascii()):
                text, start = held + chunk if held else chunk, at - len(held)
                whole = len(text) - _begun(text)
                held = text[whole:]
                if _is_utf8(memoryview(text)[:whole]):
                    multibyte = True
                else:
                    found = _first_fault(text)
                    bad_at, multibyte = max(0, start + found - 4), multibyte or not text[:found].isascii()
            at += len(chunk)
    if bad_at is None and held:
        bad_at = max(0, at - 4)
    return Passed(digest.hexdigest(), bad_at, multibyte)


def _begun(text: bytes) -> int:
    """How many bytes at the end begin a character that is not whole yet."""
    for count in range(1, min(4, len(text) + 1)):
        byte = text[-count]
        if byte >= 0xC0:
            return count if count < 2 + (byte >= 0xE0) + (byte >= 0xF0) else 0
        if byte < 0x80:
            return 0
    return 0


def _is_utf8(text: memoryview) -> bool:
    """Whether bytes are UTF-8; Arrow finds it out in a seventh of the time that decoding takes."""
    ends = pyarrow.py_buffer(np.array([0, len(text)], np.int32).tobytes())
    cell = pyarrow.Array.from_buffers(pyarrow.binary(), 1, [None, ends, pyarrow.py_buffer(text)])
    try:
        pc.cast(cell, pyarrow.string())
    except pyarrow.ArrowInvalid:
        return False
    return True


def _first_fault(text: bytes) -> int:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(text)
    except UnicodeDecodeError as error:
        return error.start
    return len(text)


def byte_order_mark(head: bytes) -> str:
    """The encoding that the first bytes name, or nothing."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), "")


def wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte is nought in text that is mostly Latin or digits."""
    if len(head) < 8:
        return ""
    even, odd = head[0:4096:2].count(0), head[1:4096:2].count(0)
    half = min(len(head), 4096) / 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def guess(path: Path, head: bytes, passed: Passed) -> tuple[str, list[str]]:
    """The encoding of a text file (a Python codec name) and what to tell of it."""
    if named := byte_order_mark(head):
        return named, [f"encoding {named.upper()}, as its first bytes say"]
    if found := wide(head):
        return found, [f"encoding {found.upper()}, found out from the pattern of its bytes"]
    if passed.bad_at is None:
        return "utf-8", ["encoding UTF-8, checked in full"]
    if passed.multibyte:
        return "utf-8", [f"encoding UTF-8, but for bytes near {passed.bad_at:,}; rows with such bytes are set aside"]
    with path.open("rb") as file:
        file.seek(max(0, passed.bad_at - _AROUND))
        sample = file.read(4 * _AROUND)
    name = legacy(sample)
    return name, [f"encoding {SPOKEN.get(name, name)}, guessed from its letters: check the names below"]


def legacy(sample: bytes) -> str:
    """Which one-byte encoding some text is in, judged by the lines that are not ASCII."""
    lines = [line for line in sample.splitlines() if not line.isascii()][:400]
    text = b"\n".join(lines)
    if not text:
        return "cp1252"
    high = [byte for byte in text if byte >= 0x80]
    # In Windows-1256 Arabic is written with runs of high bytes; in western text they stand alone between letters.
    runs = sum(1 for a, b in pairwise(text) if a >= 0x80 and b >= 0x80)
    arabic = sum(1 for byte in high if 0xC0 <= byte <= 0xED or byte in b"\x81\x8d\x8e\x90\x98\xa1\xbf")
    if runs > 0.5 * len(high) and arabic > 0.8 * len(high):
        match = charset_normalizer.from_bytes(text, cp_isolation=["cp1256", "iso8859_6", "cp1251"]).best()
        return match.encoding if match else "cp1256"
    matches = charset_normalizer.from_bytes(text, cp_isolation=_CANDIDATES)
    best = matches.best()
    if best is None or best.encoding in ("latin_1", "ascii", "iso8859_1"):
        # Windows-1252 is Latin-1 with letters in place of control characters: nothing is lost by taking it.
        return "cp1252"
    usual = text.decode("cp1252", "replace")
    alike = any(one.encoding == "cp1252" and one.chaos <= best.chaos and one.coherence >= best.coherence - 0.15
                for one in matches)  # fmt: skip
    return "cp1252" if alike or text.decode(best.encoding, "replace") == usual else best.encoding


def transcode(path: Path, encoding: str, target: Path) -> None:
    """Write a text file as UTF-8, in pieces. Bytes that mean nothing stay, so that their row is rejected."""
    errors = "replace" if encoding.startswith("utf") else "surrogateescape"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as source, target.open("wb") as out:
        while chunk := source.read(CHUNK):
            out.write(decoder.decode(chunk).encode("utf-8", "surrogateescape"))
        out.write(decoder.decode(b"", True).encode("utf-8", "surrogateescape"))
