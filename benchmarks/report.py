"""The kept results as Markdown tables and pictures: into ``docs/performance.md``, between its two marks.

Run: ``.venv/bin/python -m benchmarks.report``. What stands outside the marks is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.picture import chart
from benchmarks.results import read

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- measured: begin, written by benchmarks/report.py -->", "<!-- measured: end -->"
NAMES = {
    "ours": "Sourcepin", "marker": "folium.Marker", "marker_cluster": "MarkerCluster",
    "fast_marker_cluster": "FastMarkerCluster", "geojson": "folium.GeoJson", "pydeck_chart": "st.pydeck_chart",
    "kepler": "kepler.gl",
}  # fmt: skip


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"


def _ms(found: dict[str, float]) -> str:
    return f"{found['median']:,.0f} ({found['least']:,.0f} – {found['most']:,.0f})"


def _order(row: dict[str, Any]) -> tuple[int, int]:
    return list(NAMES).index(row["variant"]), row["size"]


def _screen(rows: list[dict[str, Any]]) -> str:
    sizes = sorted({row["size"] for row in rows})
    by = {(row["variant"], row["size"]): row for row in rows}
    lines = []
    for name, title in NAMES.items():
        cells = [by.get((name, size)) for size in sizes]
        if any(cells):
            lines.append([title, *(_cell(one) for one in cells)])
    text = "### Slider release to redrawn map, ms: median (least – most)\n\n"
    text += _table(["", *(f"{size:,}" for size in sizes)], lines)
    hand = [[title, *(_by_hand(by.get((name, size))) for size in sizes)] for name, title in NAMES.items()
            if any((by.get((name, size)) or {}).get("by_hand_ms") for size in sizes)]  # fmt: skip
    if hand:
        text += ("\n### The same, dragged by hand, ms\n\nHalf a second of dragging and 150 ms of rest before letting "
                 "go; 0: the map was there already.\n\n")  # fmt: skip
        text += _table(["", *(f"{size:,}" for size in sizes)], hand)
    failed = [f"- {NAMES[row['variant']]} at {row['size']:,}: {' '.join(row['error'].split())[:200]}"
              for row in rows if "error" in row]  # fmt: skip
    text += ("\nGave up:\n\n" + "\n".join(failed) + "\n") if failed else ""
    more = [[NAMES[row["variant"]], f"{row['size']:,}", f"{row['first_map_s']:.1f}",
             f"{row['websocket_bytes']['median'] / 1e3:,.1f}", f"{row['http_bytes']['median'] / 1e3:,.1f}",
             f"{row['server_mb']:,}", f"{row['page_mb']:,}"]
            for row in sorted(rows, key=_order) if "ms" in row]  # fmt: skip
    heads = ["", "incidents", "first map after start, s", "kB by websocket a release", "kB by HTTP", "server, MB",
             "page, MB"]  # fmt: skip
    return text + "\n### First map, bytes and memory\n\n" + _table(heads, more)


def _cell(row: dict[str, Any] | None) -> str:
    if row is None:
        return "not tried"
    return _ms(row["ms"]) if "ms" in row else "failed"


def _by_hand(row: dict[str, Any] | None) -> str:
    found = (row or {}).get("by_hand_ms")
    return _ms(found) if found else "not tried"


def _queries(rows: list[dict[str, Any]]) -> str:
    lines = []
    before = {row["query"]: row for row in rows if row["size"] == 1_000_000}
    for row in sorted(rows, key=lambda row: (row["size"], -row["kept"]["median"])):
        floor, kept, built = (row[name]["median"] for name in ("floor", "kept", "built"))
        small = before.get(row["query"])
        growth = f"{kept / small['kept']['median']:.2f}" if small and row["size"] == 10_000_000 else ""
        lines.append([row["query"] + (" (floor nearly the same)" if row["near"] else ""), f"{row['size']:,}",
                      _ms(row["floor"]), _ms(row["kept"]), f"{kept / floor:.2f}", f"{built / floor:.2f}",
                      f"{built - kept:,.0f}", _ms(row["cold_floor"]), _ms(row["cold"]), growth])  # fmt: skip
    heads = ["question", "incidents", "floor, ms", "ours, ms", "ratio", "ratio, built anew", "building, ms",
             "cold floor, ms", "cold ours, ms", "growth from 1M"]  # fmt: skip
    return "### Questions of the library beside hand-written SQL\n\n" + _table(heads, lines)


def _load(rows: list[dict[str, Any]]) -> str:
    lines = []
    for row in rows:
        for name, one in row["interactions"].items():
            lines.append([f"{row['users']} for {row['seconds']:g} s" + (", with an import" if row["importing"] else ""),
                          name, str(one["n"]), f"{one['p50_ms']:,.0f}", f"{one['p95_ms']:,.0f}",
                          f"{one.get('p50_bytes', 0) / 1e3:,.1f}", str(row["errors"]), f"{row['mb_per_user']:.1f}",
                          f"{row['mb_left_behind']:.0f}"])  # fmt: skip
    heads = ["readers", "interaction", "n", "p50, ms", "p95, ms", "kB", "errors", "MB a reader", "MB left behind"]
    return "### Many readers at once\n\n" + _table(heads, lines)


def _playing(rows: list[dict[str, Any]]) -> str:
    lines = [
        [f"{row['size']:,}", f"{row['timeline']['per_second']:.2f}", f"{row['timeline'].get('longest_ms', 0):,}",
         f"{row['map']['per_second']:.2f}", f"{row['server_cpu_per_s']:.2f}",
         f"{row['websocket_bytes_per_s'] / 1e3:,.1f}", f"{row['machine']['load']:.1f}"]
        for row in sorted(rows, key=lambda row: int(row["size"]))
    ]  # fmt: skip
    heads = ["incidents", "steps a second", "longest wait, ms", "changed maps a second",
             "server, s of processor a second", "kB a second", "load"]  # fmt: skip
    return "### Playback\n\n" + _table(heads, lines)


def _picture(rows: list[dict[str, Any]]) -> None:
    done = [row for row in rows if "ms" in row]
    lines = {
        title: [(row["size"], row["ms"]["median"], row["ms"]["least"], row["ms"]["most"])
                for row in sorted(done, key=lambda row: row["size"]) if row["variant"] == name]
        for name, title in NAMES.items()
    }  # fmt: skip
    lines = {title: points for title, points in lines.items() if points}
    if lines:
        drawn = chart("Slider release to redrawn map", lines, sorted({row["size"] for row in done}))
        (DOCS / "img" / "performance.svg").write_text(drawn, encoding="utf-8")


def _conditions(rows: list[dict[str, Any]]) -> str:
    of = [row["machine"] for row in rows]
    first, last = min(one["when"] for one in of), max(one["when"] for one in of)
    loads = [one["load"] for one in of]
    return (f"Measured from {first} to {last} on {of[0]['cores']} cores ({of[0]['processor']}); the load of the "
            f"machine was {min(loads)} to {max(loads)} (2 is both cores busy).\n")  # fmt: skip


def main() -> None:
    """Write tables and picture."""
    found = {name: read(name) for name in ("screen", "playing", "queries", "load")}
    everything = [row for rows in found.values() for row in rows]
    if not everything:
        raise SystemExit("nothing measured yet; run `make bench`")
    parts = [_conditions(everything)]
    if found["screen"]:
        _picture(found["screen"])
        parts += ["![Slider release to redrawn map](img/performance.svg)\n", _screen(found["screen"])]
    parts += [_playing(found["playing"])] if found["playing"] else []
    parts += [_queries(found["queries"])] if found["queries"] else []
    parts += [_load(found["load"])] if found["load"] else []
    page = DOCS / "performance.md"
    text = page.read_text(encoding="utf-8") if page.exists() else f"# Performance\n\n{BEGIN}\n{END}\n"
    if BEGIN not in text or END not in text:
        text += f"\n{BEGIN}\n{END}\n"
    head, _, rest = text.partition(BEGIN)
    page.write_text(head + BEGIN + "\n\n" + "\n".join(parts) + "\n" + END + rest.partition(END)[2], encoding="utf-8")
    print(f"written: {page}")


if __name__ == "__main__":
    main()
