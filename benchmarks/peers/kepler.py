"""kepler.gl through ``streamlit-keplergl``; its page's scripts are those that ``kepler_files.py`` put beside us."""

import re

from common import HEIGHT, MIDDLE, ZOOM, selected
from keplergl import KeplerGl
from keplergl._html_export import export_map_html
from streamlit_keplergl import keplergl_static

_HEAD = (
    '<script src="/app/static/kepler_globals.js"></script><script src="/app/static/keplergl.min.js"></script>'
    "<script>addEventListener('DOMContentLoaded', () => "
    "document.querySelectorAll('script[type=\"text/kepler-bootstrap\"]').forEach((node) => {"
    "const made = document.createElement('script'); made.text = node.textContent; document.body.appendChild(made);"
    "}));</script>"
)


class Offline(KeplerGl):
    """The page that ``keplergl`` exports, with local files for everything that it loads from other hosts.

    ``streamlit-keplergl`` 0.4.0 asks for ``_repr_html_``, which ``keplergl`` 0.4.0 has no longer: without this
    method the component fails whether the network is there or not.
    """

    def _repr_html_(self, *_: object, **__: object) -> str:
        page = export_map_html(self.data, self.config, read_only=True)
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
