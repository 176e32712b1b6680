"""Copies of conversations beside each other: recognising them, and which belong together."""
