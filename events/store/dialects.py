"""An expression as SQL text for an engine: Ibis', and where Ibis' would be answered wrongly, mended."""

from __future__ import annotations

from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.compilers.pyspark import PySparkCompiler, offset_to_filter


class _Spark(PySparkCompiler):  # type: ignore[misc]
    """Writes OFFSET, which Spark has since 3.4.

    Ibis numbers the rows of a sorted query without an order instead. Spark is free to gather them as they come: in
    one process they come in order, from two executors they did not, and a page of the list held other rows.
    """

    rewrites = tuple(one for one in PySparkCompiler.rewrites if one is not offset_to_filter)


@cache
def _spark() -> Any:
    return _Spark()


def to_sql(expression: ir.Table, dialect: str) -> str:
    """SQL text of an expression over unbound tables; ``dialect`` is Ibis' name of the engine."""
    if dialect != "pyspark":
        return str(ibis.to_sql(expression, dialect=dialect))
    compiler = _spark()
    return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect, pretty=True))
