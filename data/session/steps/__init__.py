"""Steps back: undo, earlier saves, the history of the notes, and restoring from it."""
