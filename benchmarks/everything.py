"""All benchmarks one after the other, then the report: what ``make bench`` runs.

Run: ``.venv/bin/python -m benchmarks.everything [--quick] [--only screen queries …] [--cache FOLDER]``. The whole takes
some hours; ``--quick`` takes small sizes and few repetitions, to see that everything works.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.stores import CACHE, SIZES

ROOT = Path(__file__).resolve().parents[1]
_OTHERS = ("opening", "interaction", "import_")
"""Benchmarks that print their figures; they take no part in the report."""


def steps(quick: bool, cache: Path) -> list[tuple[str, list[str]]]:
    """Name of a module and its arguments, in order."""
    sizes = [str(size) for size in (SIZES[:3] if quick else SIZES)]
    kept = ["--cache", str(cache)]
    crowd = ["--users", "5", "--seconds", "10", "--size", "10000", "--settle", "5"] if quick else []
    asked = ["--sizes", "10000", "100000", "--rounds", "3"] if quick else []
    return [
        ("stores", [*sizes, *kept]),
        ("screen", ["--sizes", *sizes, *kept, *(["--drags", "3"] if quick else [])]),
        ("playing", [*(["--sizes", "20", "10000", "--seconds", "8"] if quick else []), *kept]),
        ("queries", [*asked, *kept]),
        ("load", [*crowd, *kept]),
        ("load", [*crowd, *kept, "--import"]),
        *((name, []) for name in _OTHERS if not quick and (ROOT / "benchmarks" / f"{name}.py").exists()),
        ("report", []),
    ]


def main() -> None:
    """Run them; one that fails is said at the end, and does not keep the others from running."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--cache", type=Path, default=CACHE)
    given = parser.parse_args()
    failed = []
    for name, arguments in steps(given.quick, given.cache):
        if given.only and name not in given.only:
            continue
        print(f"== {name} {' '.join(arguments)}", flush=True)
        begun = time.monotonic()
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], cwd=ROOT)  # noqa: S603
        print(f"== {name}: {time.monotonic() - begun:.0f} s", flush=True)
        if done.returncode:
            failed.append(name)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}; what they printed stands above")


if __name__ == "__main__":
    main()
