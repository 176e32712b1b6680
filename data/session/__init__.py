"""One open conversation: edits, undo, both files, who the user is, unread changes, history."""
