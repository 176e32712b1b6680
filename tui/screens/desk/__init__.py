"""The desk: the screen of one conversation, with its three panes."""
