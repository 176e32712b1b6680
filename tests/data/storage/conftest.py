"""Fixtures of two conversations at one path."""

from ...support.conversations.strangers import no_notices, ours, stranger

__all__ = ["no_notices", "ours", "stranger"]
