"""What a remote holds: its updates by writer, and how a writer puts theirs together."""
