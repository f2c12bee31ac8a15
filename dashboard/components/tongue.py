"""The language of the page: the choice at the foot of the sidebar, and what the browser is told of it."""

from __future__ import annotations

import streamlit as st
from streamlit.components.v2 import component

from dashboard import state, wording
from events.language import LANGUAGES, t

_KEY = "w_language"


def _changed() -> None:
    if not state.is_echo(_KEY):
        state.change(language=state.get(_KEY) or state.screen().language)


def language_choice() -> None:
    """Each language by its own name."""
    state.put(_KEY, state.screen().language)
    st.segmented_control(
        t(wording.LANGUAGE), list(LANGUAGES), key=_KEY, format_func=LANGUAGES.__getitem__, required=True,
        label_visibility="collapsed", on_change=_changed,
    )


def page_language(code: str, direction: str) -> None:
    """Say language and direction at the root of the page, where screen readers and the browser look for them.

    Streamlit writes that root and has no setting for it. English, which it writes, needs no call: when this is no
    longer drawn, what was there before comes back.
    """
    _mount(key="page_language", data={"lang": code, "dir": direction})


_mount = component(
    "sourcepin_language",
    html="<i></i>",
    js="""
export default function ({ data }) {
  const root = document.documentElement;
  root.lang = data.lang;
  root.dir = data.dir;
  return () => { root.lang = "en"; root.removeAttribute("dir"); };
}
""",
)
