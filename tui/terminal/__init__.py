"""Themes, the cursor, the external editor, questions of `ssh`; and the driver."""
