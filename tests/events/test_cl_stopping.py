"""Ctrl-C during an import of 200,000 rows, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.events import cl_building as make

ROOT = Path(__file__).resolve().parents[2]
_STOPPED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from events.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_ctrl_c_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert make.main(["import", str(make.file(tmp_path, "plain.csv")), "--store", str(store)]) == 0
    before = make.tree(store)
    large = tmp_path / "large.csv"
    head, *_ = make.table(make.ROWS).decode().splitlines()
    with large.open("w", encoding="utf-8") as out:
        out.write(f"{head}\n")
        rows = ((n, n % 28 + 1, 30 + n % 700 / 100) for n in range(200_000))
        out.writelines(f"e{n},2020-03-{day:02},Event {n},{lat},44.36,{n % 9}\n" for n, day, lat in rows)
    command = [sys.executable, "-c", _STOPPED, "import", str(large), "--yes"]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "STORE": str(store)}, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stderr is not None
        for line in child.stderr:
            if line.strip() == "large.csv: writing":
                break
        time.sleep(0.3)
        assert child.poll() is None, "it was over before it could be stopped"
        child.send_signal(signal.SIGINT)
        rest = child.stderr.read()
    assert child.returncode == 130, rest
    assert "cancelled: the import under way left nothing behind" in rest
    assert "Traceback" not in rest
    assert make.tree(store) == before
    assert [path.name for path in store.iterdir() if path.is_dir()] == ["0001-plain"]
