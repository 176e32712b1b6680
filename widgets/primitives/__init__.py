"""Lists, panes, wrapping, carets and bars, which know nothing of conversations."""
