"""The key table: every key, its place and its action."""
