"""``st.pydeck_chart`` with a ``ScatterplotLayer``; no basemap, as that would come from another host."""

import pydeck
import streamlit as st
from common import HEIGHT, MIDDLE, ZOOM, selected

rows = selected()
rows = rows.assign(date=rows["date"].dt.strftime("%Y-%m-%d"))
layer = pydeck.Layer(
    "ScatterplotLayer", rows, get_position=["lon", "lat"], get_fill_color=[200, 60, 40, 160], radius_min_pixels=4,
    get_radius=1, pickable=True,
)  # fmt: skip
there = pydeck.ViewState(latitude=MIDDLE[0], longitude=MIDDLE[1], zoom=ZOOM - 1)
st.pydeck_chart(
    pydeck.Deck([layer], initial_view_state=there, map_provider=None, map_style=None, tooltip={"text": "{date}"}),
    height=HEIGHT,
)
