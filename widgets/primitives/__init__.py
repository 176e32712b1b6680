"""Lists, panes, wrapping, cursors, bars: know nothing of conversations."""
