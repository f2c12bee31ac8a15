"""What is said to have happened: sources, claims, incidents, findings. Knows nothing of screens."""
