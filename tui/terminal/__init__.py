"""Themes, the terminal cursor, the external editor, prompts of `ssh`, and the driver."""
