"""Detecting files of another conversation, and renaming them."""
