"""A ``FastMarkerCluster``: places only, no popup."""

import folium
from common import selected, show
from folium.plugins import FastMarkerCluster

group = folium.FeatureGroup()
FastMarkerCluster(selected()[["lat", "lon"]].to_numpy().tolist()).add_to(group)
show(group)
