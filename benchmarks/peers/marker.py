"""A ``folium.Marker`` for each incident."""

import folium
from common import selected, show

group = folium.FeatureGroup()
for lat, lon, date in selected().itertuples(index=False):
    folium.Marker((lat, lon), popup=str(date.date())).add_to(group)
show(group)
