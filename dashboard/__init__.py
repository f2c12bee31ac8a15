"""What a person sees. The only package that may import streamlit or folium."""
