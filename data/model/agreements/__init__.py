"""Agreements: their gaps, progress, stored labels, and the lines of the notes they came from."""
