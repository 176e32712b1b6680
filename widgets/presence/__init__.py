"""Presence: carets and selected rows of other people."""
