"""Text that people typed as Markdown that says just that, and the way back."""
