"""The page: navigation, the shared frame, and the one place where errors become messages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import cache, partial
from pathlib import Path

import streamlit as st

from dashboard import state, wording
from dashboard.before_run import let_map_go_first
from dashboard.components.asking import asked_here, asking
from dashboard.components.asof import as_known_on, what_came_later
from dashboard.components.cite import link_notice
from dashboard.components.datasets import datasets, still_there
from dashboard.components.dates import dates, step_days
from dashboard.components.facets import facets, link_mode
from dashboard.components.pictures import picture
from dashboard.components.playing import play_ahead
from dashboard.components.tongue import language_choice, page_language
from dashboard.deeds import hear_every_deed
from dashboard.late import late
from dashboard.scope import Scope, look
from dashboard.settings import read_settings
from dashboard.shared import Loaded, loaded, loaded_as_known
from dashboard.state_ahead import let_map_first
from dashboard.state_store import filtered, has_desk
from dashboard.turns import turn
from dashboard.views.incidents import list_view, map_view
from dashboard.wording_store import ASKING, OPENING, no_store
from events.filters import IncidentFilter
from events.language import DEFAULT, current, direction, t
from events.problems import DataSetError
from events.store.failing import EngineError, StoreError
from events.store.locking import StoreBusy

ROOT = Path(__file__).resolve().parents[1]
_STYLES = tuple(
    Path(__file__).with_name(f"{name}.css") for name in ("card", "style", "evidence", "contribute", "import")
)
_RIGHT_TO_LEFT = Path(__file__).with_name("rtl.css")
_ASKING = Path(__file__).with_name("asking.css")
_LOG = logging.getLogger("sourcepin")
Draw = Callable[[Loaded, Scope], None]


@cache
def _rules(way: str) -> str:
    styles = _STYLES if way == "ltr" else (*_STYLES, _RIGHT_TO_LEFT)
    return "".join(path.read_text(encoding="utf-8") for path in styles)


def _style() -> None:
    mode, rules = state.mode(), _rules(direction())
    if current() != DEFAULT:
        page_language(current(), direction())
    st.html(f"<style>{rules}</style><div id='sp-theme' data-mode='{mode}'></div>")


def _sidebar(scope: Scope, whole: Loaded) -> None:
    meta = whole.catalogue.dataset.meta
    with st.sidebar:
        datasets(whole.holdings)
        dates(scope)
        as_known_on(whole.catalogue.dataset)
        facets(scope)
        link_mode()
        language_choice()
        st.html(f'<p class="sp-foot">{wording.dataset_line(meta)}</p>')


def _phone_navigation(pages: Sequence[st.Page], at: int) -> None:
    """The tabs once more: on narrow screens Streamlit moves its own into the drawer. The style sheet shows one."""
    with st.container(key="phonenav", horizontal=True):
        for number, page in enumerate(pages):
            with st.container(key="phonetab_on" if number == at else f"phonetab_{number}", width="content"):
                st.page_link(page)


def _asked(text: str, key: str) -> AbstractContextManager[None]:
    """Where the store is on a cluster: the state of asking it, said while what is inside asks."""
    if not read_settings().address:
        return nullcontext()
    st.html(f"<style>{_ASKING.read_text(encoding='utf-8')}</style>")
    return asked_here(text, key)


def _as_known(day: date) -> Loaded:
    return asking(partial(loaded_as_known, read_settings().dataset, day, current()))


def _failed(error: Exception) -> None:
    _LOG.error("%s", error)
    st.error(no_store(error), icon=":material/error:")


def _switch(pages: Sequence[st.Page], path: str) -> None:
    st.switch_page(next(one for one in pages if one.url_path == path))


def _view(draw: Draw, whole: Loaded, filters: bool, pages: Sequence[st.Page], at: int) -> None:
    """One view inside the shared frame. ``pages`` is filled before any view is drawn; ``at`` is its number there."""
    _phone_navigation(pages, at)
    try:
        with _asked(t(ASKING), "asking"):
            _drawn(draw, whole, filters, pages)
    except EngineError as error:
        _failed(error)


def _drawn(draw: Draw, whole: Loaded, filters: bool, pages: Sequence[st.Page]) -> None:
    screen = state.screen()
    data = _as_known(screen.known) if screen.known else whole
    still_there(data.holdings)
    screen = state.screen()
    filtered(screen.filter)
    scope = look(data.holdings, screen.filter, screen.chosen, state.playing())
    if filters:
        what_came_later(data.later, screen.known, whole.catalogue.dataset)
        if has_desk():
            to_import = partial(_switch, pages, "import")
            late("notice", "import_notice")(whole.holdings, to_import)
    link_notice(whole.catalogue, whole.history)
    if data.problems:
        st.warning(wording.set_aside(len(data.problems)), icon=":material/report:")
    draw(data, scope)
    if filters:
        _sidebar(scope, whole)  # after the view: what a reader waits for is asked and sent first
    state.write_address(whole.holdings.window_of(IncidentFilter(datasets=screen.filter.datasets)))
    if filters:
        play_ahead(scope, data.features, step_days(scope.window))


def _pages(data: Loaded) -> list[st.Page]:
    def to_map() -> None:
        st.switch_page(pages[0])

    views = (
        ("map", lambda found, scope: map_view(scope, found.features, data), True),
        ("list", lambda _, scope: list_view(scope, data), True),
        ("chain", lambda _, scope: late("chain", "chain_view")(scope, data), True),
        ("evidence", lambda _, scope: late("evidence", "evidence_view")(scope, data, to_map), True),
        ("sources", lambda found, _: late("about", "sources_view")(found.holdings), False),
        ("method", lambda all, _: late("about", "method_view")(all.catalogue, all.problems, all.history), False),
        ("import", lambda _, __: late("importing", "import_view")(data.holdings, read_settings(), to_map), False),
        ("contribute", lambda _, __: late("contribute", "contribute_view")(
            data.catalogue, read_settings(), state.screen().chosen), False),
    )  # fmt: skip
    pages: list[st.Page] = []
    for key, draw, filters in views:
        view = partial(_view, draw, data, filters, pages, len(pages))
        pages.append(st.Page(view, title=t(wording.VIEWS[key]), url_path=key, default=key == "map"))
    return pages


def run() -> None:
    """Draw the page for one visitor."""
    hear_every_deed()
    let_map_go_first()
    let_map_first()
    # A cluster answers in seconds, in which nothing is done here: then nobody waits for anybody.
    with nullcontext() if read_settings().address else turn():
        _run()


def _run() -> None:
    mode = st.context.theme.type or "light"
    st.set_page_config(
        page_title=wording.PRODUCT, page_icon=str(ROOT / "static" / "icon-light.svg"), layout="wide",
        initial_sidebar_state="auto",
    )
    st.logo(picture(f"wordmark-{mode}.svg"), size="large", icon_image=picture(f"icon-{mode}.svg"))
    try:
        with _asked(t(OPENING), "asking_first"):
            data = asking(partial(loaded, read_settings().dataset))
    except (StoreError, StoreBusy) as error:
        _failed(error)
        return
    except DataSetError as error:
        _LOG.error("%s", error)
        st.error(wording.no_dataset(error), icon=":material/error:")
        return
    state.start(data.catalogue.dataset, data.holdings)
    _style()
    st.navigation(_pages(data), position="top").run()
