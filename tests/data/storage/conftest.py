"""Fixtures of two conversations at one path."""

from ...support.conversations.strangers import notices, ours, stranger, user

__all__ = ["notices", "ours", "stranger", "user"]
