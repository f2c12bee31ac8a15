"""A ``folium.Marker`` for each incident, in a ``MarkerCluster``."""

import folium
from common import selected, show
from folium.plugins import MarkerCluster

group = folium.FeatureGroup()
cluster = MarkerCluster().add_to(group)
for lat, lon, date in selected().itertuples(index=False):
    folium.Marker((lat, lon), popup=str(date.date())).add_to(cluster)
show(group)
