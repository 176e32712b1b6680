"""Working copies: the notes of a conversation as a file for an external editor."""
