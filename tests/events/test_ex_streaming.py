"""An export of many incidents needs hardly more memory than one of few."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from events.exporting.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import resource, sys
from events.exporting.formats import FORMATS
from tests.events.ex_building import Many

class Nowhere:
    closed = False
    size = 0
    def write(self, data):
        self.size += len(data)
        return len(data)
    def tell(self): return self.size
    def seekable(self): return False
    def writable(self): return True
    def flush(self): pass
    def close(self): pass

FORMATS[sys.argv[1]].write(Many(int(sys.argv[2])), Nowhere())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
FEW, MANY = 10_000, 100_000
"""Incidents; twice as many claims."""


def peak(key: str, incidents: int) -> int:
    """Largest resident memory of a process that writes so many, in the machine's unit."""
    command = [sys.executable, "-c", SCRIPT, key, str(incidents)]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


KEYS = sorted({one.key for one in FORMATS.values() if one.whole} .union({"kml", "ucdp"}) - {"csv-raw"})


@pytest.mark.parametrize("key", KEYS)
def test_ten_times_the_rows_need_hardly_more_memory(key: str) -> None:
    assert peak(key, MANY) <= 1.3 * peak(key, FEW)
