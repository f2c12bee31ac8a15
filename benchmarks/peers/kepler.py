"""kepler.gl through ``streamlit-keplergl``; its page's scripts are those that ``kepler_files.py`` put beside us."""

import re

from common import HEIGHT, MIDDLE, ZOOM, selected
from keplergl import KeplerGl
from streamlit_keplergl import keplergl_static

_HEAD = (
    '<script src="/app/static/kepler_globals.js"></script><script src="/app/static/keplergl.min.js"></script>'
    "<script>addEventListener('DOMContentLoaded', () => "
    "document.querySelectorAll('script[type=\"text/kepler-bootstrap\"]').forEach((node) => {"
    "const made = document.createElement('script'); made.text = node.textContent; document.body.appendChild(made);"
    "}));</script>"
)


class Offline(KeplerGl):
    """The page that ``KeplerGl`` writes, with local files for everything that it loads from other hosts."""

    def _repr_html_(self, *given: object, **named: object) -> str:
        page = super()._repr_html_(*given, **named)
        page = page.decode() if isinstance(page, bytes) else page
        page = re.sub(r"<link[^>]*https://[^>]*>", "", page)
        start, end = page.index("<script>\n      window.esmsInitOptions"), page.index('<style type="text/css">')
        return page[:start] + _HEAD + page[end:]


_CONFIG = {
    "version": "v1",
    "config": {
        "mapState": {"latitude": MIDDLE[0], "longitude": MIDDLE[1], "zoom": ZOOM - 1},
        "mapStyle": {"styleType": "no_map"},
        "visState": {"layers": [{
            "id": "points", "type": "point",
            "config": {"dataId": "incidents", "label": "incidents", "isVisible": True,
                       "columns": {"lat": "lat", "lng": "lon"}, "visConfig": {"radius": 4}},
        }]},
    },
}  # fmt: skip
rows = selected()
there = Offline(height=HEIGHT, config=_CONFIG)
there.add_data(rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d")), "incidents")
keplergl_static(there, height=HEIGHT)
