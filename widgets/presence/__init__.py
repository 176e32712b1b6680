"""Carets and selected rows of the other partner."""
