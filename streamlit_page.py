"""The page that the application runs for each visitor. At the root for the same reason as streamlit_app.py."""

from dashboard.main import run

run()
