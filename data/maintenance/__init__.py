"""Checking, repair, locking, a copy elsewhere."""
