"""Rename, archive and delete one conversation, and bring it back."""
