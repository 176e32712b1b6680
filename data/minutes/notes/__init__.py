"""The notes in the minutes: who wrote which line, kept apart, and their Markdown contained."""
