"""The key table: every key, its context and its action."""
