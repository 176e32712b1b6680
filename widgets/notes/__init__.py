"""The editor of the notes, its gutter, the notes as they were."""
