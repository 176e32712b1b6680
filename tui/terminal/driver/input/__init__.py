"""Input of the terminal: from bytes to Textual's events."""
