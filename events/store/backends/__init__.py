"""Engines beyond this process: a Spark cluster, PostgreSQL. What imports their clients is imported by name only."""
