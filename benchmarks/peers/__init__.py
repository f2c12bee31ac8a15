"""What a user would write in Streamlit instead: one page each, run by ``benchmarks/screen.py``."""
