"""Locked conversations: the user's keys, and sealing with age."""
