"""The notes: pane, editor, author gutter, history."""
