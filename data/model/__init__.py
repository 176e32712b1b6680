"""The model: a conversation as frozen values, the edits, the flat map of fields; no I/O."""
