"""A Spark cluster as the engine of the store: Parquet files in a folder that every executor sees.

Imported by name only where STORE asks for it (``events/store/opening.py``): it needs the extra ``spark``.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import ibis
import pyarrow
import pyarrow.dataset
from ibis.config import Config
from pyspark.errors import AnalysisException, ParseException
from pyspark.sql import SparkSession

from events.store.backends.layout import Cargo, columns, empty_select
from events.store.backends.reaching import reach
from events.store.backends.remote import Params, RemoteEngine
from events.store.backends.rollups import Rollups
from events.store.failing import EngineError
from events.store.schema import TABLES

_TYPES = {
    "string": "STRING", "boolean": "BOOLEAN", "float64": "DOUBLE", "int8": "TINYINT", "int16": "SMALLINT",
    "int32": "INT", "int64": "BIGINT", "array<string>": "ARRAY<STRING>",
}  # fmt: skip
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC", "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
    # What Spark remembers of past questions for its pages fills the driver's memory within some hundred of ours.
    "spark.sql.ui.retainedExecutions": "5", "spark.ui.retainedJobs": "5", "spark.ui.retainedStages": "5",
    "spark.ui.retainedTasks": "50", "spark.sql.maxPlanStringLength": "4000",
    # A question touches few partitions: listing them must not start a job of its own.
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",
}  # fmt: skip
_PART, _MARK = ".part-", ".store-"
_PORTS = {"spark": 7077, "sc": 15002}
_CODE = re.compile(r"\[[A-Z][A-Z_.]{5,}\][^\n]*")
_LOG = logging.getLogger("sourcepin")
Value = TypeVar("Value")


class _Options(Config):  # type: ignore[misc]
    treat_nan_as_null: bool = False


class SparkEngine(RemoteEngine):
    """``STORE=spark://host:port/folder`` (a standalone cluster) or ``sc://host:port/folder`` (Spark Connect).

    Args:
        address: of the master or the Connect server, without the folder.
        folder: where the tables lie: the same path here, in the driver and on every executor.
        settings: of the session, such as ``spark.executor.memory``.

    Raises:
        EngineError: nothing answers at the address, or there is no Java for a driver.
    """

    dialect = "pyspark"

    def __init__(
        self, address: str, folder: Path, rollups: Rollups | None = None, scratch: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(rollups, scratch)
        self._folder, self._address = folder, address
        self._remote = address.startswith("sc://")
        self._settings = {**({} if self._remote else _SETTINGS), **(settings or {})}
        reach(address, _PORTS[address.partition(":")[0]])
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineError(
                f"{folder} cannot be made ({error.strerror}): expected a folder that this process, the driver and "
                "every executor reach under that path; name it in STORE"
            ) from error
        if ibis.options.pyspark is None:
            # Ibis' own backend registers these; its compiler, which is all that is used here, reads them.
            ibis.options.pyspark = _Options()
        self._session: Any = self._connect()
        for left in folder.glob(f"{_PART}*"):
            shutil.rmtree(left, ignore_errors=True)
        self._begin()

    def _connect(self) -> Any:
        builder = SparkSession.builder.appName("Sourcepin")
        builder = builder.remote(self._address) if self._remote else builder.master(self._address)
        for name, value in self._settings.items():
            builder = builder.config(name, value)
        try:
            return builder.getOrCreate()
        except Exception as error:
            java = "" if self._remote else "; it needs Java 17 or newer here (JAVA_HOME), Spark Connect does not"
            raise EngineError(f"Spark gave no session ({_first_line(error)}); look at its log{java}") from error

    def _tried(self, run: Callable[[], Value]) -> Value:
        """What Spark answers. A session of Spark Connect that has ended (an hour unused) is begun anew, once."""
        why: Exception | None = None
        for again in (False, True):
            if again and not (self._remote and self._begun_anew()):
                break
            try:
                return run()
            except (AnalysisException, ParseException):
                raise
            except Exception as error:
                why = error
        said = _first_line(why) if why else ""
        raise EngineError(f"Spark did not answer ({said}); look at its log, then try again") from why

    def _begun_anew(self) -> bool:
        with self._lock:
            try:
                with suppress(Exception):  # it has ended already
                    self._session.stop()
                reach(self._address, _PORTS["sc"])
                self._session = self._connect()
                for chosen, index in self._selections.items():
                    self._show(index, self._named(chosen))
            except Exception as error:
                _LOG.warning("Spark Connect: no new session (%s)", _first_line(error))
                return False
            return True

    def ask(self, query: str, params: Params = None) -> pyarrow.Table:
        """See :class:`RemoteEngine`."""
        answer: pyarrow.Table = self._tried(lambda: self._session.sql(query, args=dict(params or {})).toArrow())
        return answer

    def stream(self, query: str, params: Params = None, rows: int = 20_000) -> pyarrow.RecordBatchReader:
        """See :class:`RemoteEngine`. Executors write the answer into the folder: no process has it in memory whole."""
        given, target = dict(params or {}), self._folder / f"{_PART}answer-{secrets.token_hex(6)}"
        try:
            self._tried(lambda: self._session.sql(query, args=given).write.mode("overwrite").parquet(str(target)))
            # Named by their place in the order of the answer.
            files = [str(path) for path in sorted(target.glob("part-*.parquet"))]
            found = pyarrow.dataset.dataset(files, format="parquet") if files else None
        except (EngineError, OSError, pyarrow.ArrowException) as error:
            # Executors that may read the folder and not write there: the answer comes through the driver's memory.
            _LOG.warning("Spark: the answer is not written by executors (%s)", _first_line(error))
            found = None
        if found is None:
            shutil.rmtree(target, ignore_errors=True)
            return self.ask(query, given).to_reader(max_chunksize=rows)

        def batches() -> Iterator[pyarrow.RecordBatch]:
            try:
                yield from found.to_batches(batch_size=rows)
            finally:
                shutil.rmtree(target, ignore_errors=True)

        return pyarrow.RecordBatchReader.from_batches(found.schema, batches())

    def explain(self, query: str, params: Params = None) -> str:
        """See :class:`RemoteEngine`."""
        answer = self._session.sql(f"EXPLAIN FORMATTED {query}", args=dict(params or {})).collect()
        return "\n".join(str(row[0]) for row in answer)

    def close(self) -> None:
        """See :class:`RemoteEngine`."""
        self._clear()
        self._session.stop()

    def _owner(self, mine: str) -> str:
        found = sorted(path.name.removeprefix(_MARK) for path in self._folder.glob(f"{_MARK}*"))
        if not found:
            (self._folder / f"{_MARK}{mine}").mkdir()
        return found[0] if found else mine

    def _names(self) -> Collection[str]:
        return [path.name for path in self._folder.iterdir() if path.is_dir() and not path.name.startswith(".")]

    def _ship(self, name: str, cargo: Cargo) -> None:
        part = self._folder / f"{_PART}{name}-{os.getpid()}"
        part.mkdir()
        try:
            cargo.write_parquet(part)
            # As in a local store: one renaming makes it real.
            part.rename(self._folder / name)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _drop(self, name: str) -> None:
        gone = self._folder / f"{_PART}gone-{name}-{os.getpid()}"
        (self._folder / name).rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _show(self, index: int, names: Sequence[str]) -> None:
        for table in TABLES:
            described = ", ".join(f"{column} {_TYPES[kind]}" for column, kind in columns(table).items())
            found = None
            for name in names:
                # Views of the same files are the same plan: Spark keeps no state of them but the list of files.
                one = self._session.read.schema(described).parquet(str(self._folder / name / table))
                one = one.select(*columns(table))
                found = one if found is None else found.unionAll(one)
            if found is None:
                found = self._session.sql(f"SELECT * FROM ({empty_select(table, _TYPES)}) WHERE false")  # noqa: S608
            found.createOrReplaceTempView(f"{table}_{index}")


def _first_line(error: BaseException) -> str:
    """What it is, of what Spark says in a hundred lines: the words behind its code, "[FAILED_READ_FILE] …"."""
    if found := _CODE.search(str(error)):
        return found[0][:300]
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]
