"""Incidents as the map draws them: data for the browser, and the folium classes that carry it there."""
