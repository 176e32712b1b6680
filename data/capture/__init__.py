"""Capture: write into a conversation without a screen, also while it is open elsewhere."""
