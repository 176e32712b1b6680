"""Drawing of the desk: its panes, their rows, the gutter and the detail."""
