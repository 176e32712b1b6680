"""The preparation sheet: written, and read back when it is filled in."""
