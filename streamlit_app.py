"""Entry point: ``streamlit run streamlit_app.py``. At the root, so that the packages import from here.

Streamlit looks for a plain assignment of ``st.App`` in this file before it runs it; a call to a
function of ours that returns one is not found, and the file would be run as a page.
"""

import streamlit as st

from dashboard.leaving import arrive_where_readers_go
from dashboard.server import middleware, routes, stay_on_this_host
from dashboard.warming import warm_start

stay_on_this_host()
arrive_where_readers_go()
app = st.App("streamlit_page.py", routes=routes(), middleware=middleware(), lifespan=warm_start)
