"""The minutes as Markdown, written and read back; no input or output."""
