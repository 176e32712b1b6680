"""A conversation as frozen values, the edits, the flat map of fields; no input or output."""
