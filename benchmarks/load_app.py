"""The application with two more addresses, for ``benchmarks/load.py`` alone: its memory, and an import that begins.

``/bench/memory``: what the process takes, what of it DuckDB holds for all, and how many sessions there are.
``/bench/import?file=``: the real import of a file into the store, in a thread, as the Import view starts it; what
is not measured by it is the upload.
"""

import gc
import os
import sys
import threading
import time
from datetime import date
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from benchmarks.driving import resident  # noqa: E402
from dashboard.server import middleware, routes, stay_on_this_host  # noqa: E402
from dashboard.shared import store  # noqa: E402
from dashboard.warming import warm_start  # noqa: E402
from events.importing.intake import Answers, GivenFile, Intake  # noqa: E402

_IMPORT: dict[str, object] = {}


def _memory(_: Request) -> JSONResponse:
    gc.collect()
    (row,) = store().engine.ask("SELECT sum(memory_usage_bytes)::BIGINT AS bytes FROM duckdb_memory()").to_pylist()
    return JSONResponse({
        "rss_mb": resident(os.getpid()), "duckdb_mb": (row["bytes"] or 0) / (1 << 20),
        "sessions": len(st.runtime.get_instance()._session_mgr.list_sessions()),
        "threads": threading.active_count(), "import": dict(_IMPORT),
    })  # fmt: skip


def _import(path: Path) -> None:
    begun = time.monotonic()
    try:
        with Intake(store(), [GivenFile(path, path.name)], "2026-01-01T00:00:00+00:00") as intake:
            intake.read()
            answers = Answers(name="Imported meanwhile")
            intake.check(answers, date.today())  # noqa: DTZ011
            entry = intake.write(answers)
        _IMPORT.update(rows=entry.accepted, seconds=time.monotonic() - begun)
    except Exception as error:
        _IMPORT.update(error=str(error)[:300])


def _begin(request: Request) -> JSONResponse:
    _IMPORT.clear()
    threading.Thread(target=_import, args=(Path(request.query_params["file"]),), daemon=True).start()
    return JSONResponse({"begun": True})


stay_on_this_host()
_MORE = (Route("/bench/memory", _memory), Route("/bench/import", _begin))
app = st.App(ROOT / "streamlit_page.py", routes=(*routes(), *_MORE), middleware=middleware(), lifespan=warm_start)
