"""Pictures of the page by their address: a file that Streamlit is given as a file is sent whole with every run."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_STATIC = Path(__file__).resolve().parents[2] / "static"


def picture(name: str) -> str:
    """The address of a file of the folder ``static`` as the browser reaches it; its path where that is not known."""
    address, base = st.context.url, str(st.get_option("server.baseUrlPath") or "").strip("/")
    scheme, found, rest = (address or "").partition("://")
    if not found:
        return str(_STATIC / name)
    host, _, path = rest.split("?")[0].split("#")[0].partition("/")
    folder = f"{base}/" if base else path[: path.rfind("/") + 1]
    return f"{scheme}://{host}/{folder}app/static/{name}"
