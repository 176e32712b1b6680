"""Everything true: the conversation, what can be done to it, keeping it and exporting it."""
