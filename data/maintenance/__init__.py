"""Maintenance: check, repair, lock, save a copy elsewhere."""
