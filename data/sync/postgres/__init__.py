"""Sharing over a PostgreSQL database: the same updates, as rows, for a whole organisation."""
