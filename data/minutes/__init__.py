"""The minutes as Markdown, written and read back; no I/O."""
