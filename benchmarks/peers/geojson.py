"""``folium.GeoJson`` with circles on a canvas, the quickest of its ways."""

import folium
from common import selected, show

features = [
    {"type": "Feature", "properties": {"date": str(date.date())},
     "geometry": {"type": "Point", "coordinates": [lon, lat]}}
    for lat, lon, date in selected().itertuples(index=False)
]  # fmt: skip
group = folium.FeatureGroup()
if features:
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features}, marker=folium.CircleMarker(radius=4),
        popup=folium.GeoJsonPopup(["date"]),
    ).add_to(group)  # fmt: skip
show(group)
