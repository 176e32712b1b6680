"""Edits of the rows of a conversation: forms, ratings, progress, private answers."""
